"""Which rows did the units under one give in their lists, in the reports that count?"""

from giaoban.models import ListRow, Period, Unit
from giaoban.queries.reporting.consolidation import versions_under
from giaoban.queries.reporting.form_structure import form_lists
from giaoban.queries.reporting.forms import published_forms
from giaoban.rules.reporting.listed_rows import MOST_KEPT, ListedColumn, ListedRow, ListedRows
from giaoban.rules.reporting.structure_texts import ListText


def listed_rows(unit: Unit, period: Period) -> tuple[ListedRows, ...]:
    """By list in the form's order, by unit and period; two queries for each list that has rows."""
    lists = {
        listed.code: listed
        for form in published_forms(period.regime_id)
        for listed in form_lists(form)
    }
    found = (_rows_of(listed, unit, period) for listed in lists.values())
    return tuple(rows for rows in found if rows.rows)


def _rows_of(listed: ListText, unit: Unit, period: Period) -> ListedRows:
    held = ListRow.objects.filter(
        version__in=versions_under(unit.pk, period), list_code=listed.code
    ).order_by(
        "version__submission__unit__sort_key",
        "version__submission__unit",
        "version__submission__period__starts_on",
        "position",
    )
    rows = held.values_list(
        "version__submission__unit__name", "version__submission__period__key", "cells"
    )
    return ListedRows(
        code=listed.code,
        name=listed.name,
        columns=tuple(
            ListedColumn(column.code, column.name, column.kind, column.measure, column.decimals)
            for column in listed.columns
        ),
        rows=tuple(
            ListedRow(name, key, {c: _cell(value) for c, value in cells.items()})
            for name, key, cells in rows[:MOST_KEPT]
        ),
        left_out=max(held.count() - MOST_KEPT, 0),
    )


def _cell(value: float | str) -> float | str:
    return value if isinstance(value, str) else float(value)
