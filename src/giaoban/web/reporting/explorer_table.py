"""What the explorer shows, as a table to take away."""

from collections.abc import Sequence, Set
from datetime import date

from django.utils.translation import get_language, gettext

from giaoban.documents.content import CellValue
from giaoban.documents.numbers import change_format, change_value
from giaoban.documents.period_titles import period_short_title, period_title
from giaoban.documents.tables import ExportColumn, TableExport
from giaoban.queries.reporting.explorer import Explored, ExplorerRow
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.measures import Measure
from giaoban.web.reporting.explorer_apart import ApartColumn
from giaoban.web.reporting.explorer_choice import Choice
from giaoban.web.reporting.explorer_columns import cumulative_label

# Of each column of the file the column of the page that it belongs to; None: it always stands.
_CODES = (
    *(None, None, "coverage", "coverage", None),
    *("previous", "change", "last_year", "change", "cumulative", "target", "share"),
)


def explorer_table(
    choice: Choice,
    explored: Explored,
    rows: Sequence[ExplorerRow],
    *,
    title: str,
    made_on: date,
    apart: Sequence[ApartColumn] = (),
    wanted: Set[str],
) -> TableExport:
    """Raw values under the page's own columns, and behind them what is shown apart.

    `wanted` are the codes of explorer_columns that the reader wants.

    Ratios stay plain fractions, shown as per cent; their changes are points, as the head says.
    """
    language = get_language() or "vi"
    look = _look(choice.measure)

    def named(key: str | None) -> str:
        if not key:
            return ""
        name = incident_name(choice.period)
        return period_short_title(key, language, choice.regime.year_starts, incident=name)

    changed = change_format(choice.measure.is_ratio)
    from_previous, from_last_year = _change_titles(choice.measure.is_ratio)
    kept = [number for number, code in enumerate(_CODES) if code is None or code in wanted]
    columns = (
        ExportColumn(gettext("Unit"), width=34),
        ExportColumn(gettext("Code"), width=10),
        ExportColumn(gettext("Reported"), "#,##0", 10),
        ExportColumn(gettext("Asked"), "#,##0", 10),
        ExportColumn(named(choice.period.key), look),
        ExportColumn(named(explored.previous_key) or gettext("Period before"), look),
        ExportColumn(from_previous, changed),
        ExportColumn(named(explored.last_year_key) or gettext("Year before"), look),
        ExportColumn(from_last_year, changed),
        ExportColumn(cumulative_label(choice.period), look),
        ExportColumn(gettext("Year's target"), look),
        ExportColumn(gettext("Share of target"), "0.0%"),
    )
    notes = [
        gettext("%(regime)s, %(period)s, %(unit)s")
        % {
            "regime": choice.regime.name,
            "period": period_title(
                choice.period.key,
                language,
                choice.regime.year_starts,
                incident=incident_name(choice.period),
            ),
            "unit": explored.top.name,
        }
    ]
    if choice.measure.unit_of_measure:
        notes.append(gettext("Measured in: %s") % choice.measure.unit_of_measure)
    if any(row.now.is_carried for row in rows):
        notes.append(gettext("Some figures were carried over from earlier documents."))
    estimated = [row.name for row in rows if row.is_estimated]
    if estimated:
        notes.append(gettext("Estimated in part: %s.") % ", ".join(estimated))
    if choice.regime.is_made_up:
        notes.append(gettext("All figures are made up."))
    return TableExport(
        columns=(
            *(columns[number] for number in kept),
            *(ExportColumn(column.name, _look(column.measures[0])) for column in apart),
        ),
        rows=tuple(
            (
                *(values[number] for number in kept),
                *(column.values[row.unit_id] for column in apart),
            )
            for row in rows
            for values in [_values(row)]
        ),
        title=title,
        notes=tuple(notes),
        made_on=made_on,
    )


def _look(measure: Measure) -> str:
    return "0.0%" if measure.is_ratio else "#,##0.##"


def _change_titles(is_ratio: bool) -> tuple[str, str]:
    if is_ratio:
        return (
            gettext("Change from the period before, percentage points"),
            gettext("Change from the year before, percentage points"),
        )
    return gettext("Change from the period before"), gettext("Change from the year before")


def _values(row: ExplorerRow) -> tuple[CellValue, ...]:
    return (
        row.name,
        row.code,
        row.coverage.received,
        row.coverage.expected,
        row.now.value,
        row.previous.value,
        change_value(row.change_from_previous),
        row.last_year.value,
        change_value(row.change_from_last_year),
        row.cumulative,
        row.target,
        row.share_of_target,
    )
