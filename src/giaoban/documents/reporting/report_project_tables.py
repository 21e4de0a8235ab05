"""What does each project report, and what do those of a donor come to? A table of a report.

Rows are donors with their projects under them (decision 0021), columns the figures.
"""

from collections.abc import Mapping, Sequence

from giaoban.documents.content import Cell, Column, Row, Table
from giaoban.documents.reporting.report_prose import origin_key
from giaoban.documents.reporting.report_words import (
    SAID,
    TOTAL,
    WITHOUT_DONOR,
    bare_number_format,
    bare_number_text,
    bare_value,
)
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts, ShownIndicator
from giaoban.rules.reporting.projects import sum_of_projects

_NUMBER, _NAME, _FIGURE = 10.0, 64.0, 24.0
_UPRIGHT = 165.0

BrokenDown = Sequence[tuple[ShownIndicator, Sequence[ShownIndicator]]]
"""What is asked by project, each with its projects."""


def project_table(
    facts: ConsolidatedFacts, members: BrokenDown, heading: str, caption: str
) -> Table:
    """The unit's figures; a donor's row is left empty where its projects may not be added up."""
    donors: dict[str, dict[str, str]] = {}  # by donor the names of its projects by code
    for _whole, cells in members:
        for cell in cells:
            donors.setdefault(cell.donor, {})[cell.category] = cell.label
    if "" in donors:
        donors[""] = donors.pop("")
    by_project = [{cell.category: cell for cell in cells} for _whole, cells in members]
    rows = [_row("", TOTAL, [_figure(facts, whole) for whole, _cells in members], is_strong=True)]
    number = 0
    for donor, projects in donors.items():
        if donor or len(donors) > 1:
            sums = [_sum(facts, held, projects) for held in by_project]
            rows.append(_row("", donor or WITHOUT_DONOR, sums, is_strong=True))
        for code, name in projects.items():
            number += 1
            figures = [_figure(facts, held.get(code)) for held in by_project]
            rows.append(_row(str(number), name, figures))
    columns = (
        Column(_NUMBER, "center"),
        Column(_NAME),
        *(Column(_FIGURE, "right", bare_number_format(whole)) for whole, _cells in members),
    )
    titles = (SAID.tables.number, heading, *(_title(whole) for whole, _cells in members))
    return Table(
        columns=columns,
        header=(tuple(Cell(title) for title in titles),),
        rows=tuple(rows),
        caption=caption,
        is_landscape=sum(column.weight for column in columns) > _UPRIGHT,
        indent_column=1,
    )


def _row(number: str, name: str, figures: Sequence[Cell], *, is_strong: bool = False) -> Row:
    first = Cell(number, int(number) if number else None)
    return Row((first, Cell(name), *figures), is_emphasised=is_strong)


def _title(whole: ShownIndicator) -> str:
    return f"{whole.name} ({whole.measure})" if whole.measure else whole.name


def _figure(facts: ConsolidatedFacts, shown: ShownIndicator | None) -> Cell:
    if shown is None:
        return Cell("")
    value = facts.unit.of(shown.code).now
    origin = origin_key(facts.unit.unit_id, facts.period, shown.code) if value is not None else ""
    return _cell(shown, value, origin)


def _sum(
    facts: ConsolidatedFacts, held: Mapping[str, ShownIndicator], projects: Mapping[str, str]
) -> Cell:
    """What the projects of a donor come to, of one figure."""
    of_donor = [held[code] for code in projects if code in held]
    if not of_donor or not all(shown.may_be_summed for shown in of_donor):
        return Cell("")
    return _cell(of_donor[0], sum_of_projects(facts.unit.of(one.code).now for one in of_donor))


def _cell(shown: ShownIndicator, value: float | None, origin: str = "") -> Cell:
    return Cell(
        bare_number_text(shown, value),
        bare_value(shown, value),
        origin,
        number_format=bare_number_format(shown),
    )
