"""Which bodies keep registers, and how far has each series of numbers come?"""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from giaoban.models import NumberedBody, NumberSeries
from giaoban.queries.units.lineage import subtree


def bodies_under(unit_ids: Iterable[int], on: date) -> QuerySet[NumberedBody]:
    """Those at these units or below them; retired ones too."""
    below = subtree(unit_ids, on)
    return NumberedBody.objects.filter(unit__in=below).select_related("unit")


def series_of(body: NumberedBody) -> list[NumberSeries]:
    """The newest year first."""
    return list(body.series.all())
