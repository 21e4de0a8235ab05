"""Which bodies keep registers, and how far has each series of numbers come?"""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from giaoban.models import NumberedBody, NumberSeries
from giaoban.queries.units.lineage import subtree


def bodies_kept(keeping: Iterable[int], on: date) -> QuerySet[NumberedBody]:
    """Those whose registers somebody keeps who may do so at these units; retired ones too."""
    return NumberedBody.objects.filter(unit__in=subtree(keeping, on)).select_related("unit")


def series_of(body: NumberedBody) -> list[NumberSeries]:
    """The newest year first."""
    return list(body.series.all())
