"""Directives × units as a table to take away: one line for each unit and directive."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from giaoban.documents.tables import ExportColumn, TableExport
from giaoban.queries.tasks.at_a_glance import GlanceRow
from giaoban.rules.tasks.counting import Count
from giaoban.web.tasks.glance_asked import Asked
from giaoban.web.tasks.words import COUNTS


def glance_table(asked: Asked, rows: Sequence[GlanceRow], made_on: date) -> TableExport:
    """The four counts beside each other, so that a pivot table can be made of it."""
    what = _("Obligation") if asked.document else _("Directive")
    number = ("#,##0", 14)
    return TableExport(
        columns=(
            ExportColumn(_("Unit"), width=34),
            ExportColumn(_("Code"), width=14),
            ExportColumn(what, width=22),
            ExportColumn(_("Subject"), width=60),
            *(ExportColumn(str(COUNTS[count].label), *number) for count in Count),
        ),
        rows=tuple(
            (row.unit.name, row.unit.code, column.label, column.title, *counts.values())
            for row in rows
            for column, cell in zip(asked.columns, row.cells, strict=True)
            if cell is not None
            for counts in [{count: cell[count] for count in Count}]
        ),
        title=_("Who has answered which directive?"),
        notes=(
            asked.unit.name,
            *([asked.document.symbol or asked.document.title] if asked.document else []),
        ),
        made_on=made_on,
    )
