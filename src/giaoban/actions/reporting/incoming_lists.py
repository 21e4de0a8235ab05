"""The lists of reports that came as files: told anew by a workbook, kept where a table is silent.

A long table of values cannot say rows, so the lists of a unit stay as they count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from giaoban.actions.reporting.cells import Cell
from giaoban.actions.reporting.incoming_reports import Incoming, IncomingReport
from giaoban.actions.reporting.list_storing import list_codes
from giaoban.models import ListRow, Submission, Value
from giaoban.queries.reporting.forms import FormFacts
from giaoban.queries.reporting.list_rows import rows_of_versions
from giaoban.rules.reporting.list_rows import RowCells, list_numbers


def with_lists(
    reports: Sequence[IncomingReport], facts: FormFacts, held: Mapping[int, Submission]
) -> list[IncomingReport]:
    """The reports with what their lists count and sum; two queries, none without lists.

    `held` are the submissions by unit id. A report that says nothing of lists keeps the rows that
    count.
    """
    if not facts.lists:
        return list(reports)
    silent = {report.unit_id for report in reports if _is_silent(report)}
    counted = {
        unit_id: submission.counted_id
        for unit_id, submission in held.items()
        if unit_id in silent and submission.counted_id
    }
    rows = rows_of_versions(counted.values())
    answered: dict[int, set[str]] = {}
    values = Value.objects.filter(version__in=counted.values()).filter(
        indicator__in=[facts.id_of[code] for code in facts.list_codes]
    )
    for version_id, code in values.values_list("version_id", "indicator__code"):
        answered.setdefault(version_id, set()).add(code)
    complete = []
    for report in reports:
        lists = report.lists
        if lists is None or report.keeps_other_lists:
            version_id = counted.get(report.unit_id, 0)
            lists = {
                listed.code: rows.get(version_id, {}).get(listed.code, [])
                for listed in facts.lists
                if answered.get(version_id, set()).intersection(list_codes(listed))
            } | dict(lists or {})
        complete.append(_complete(report, facts, lists))
    return complete


def _is_silent(report: IncomingReport) -> bool:
    return report.lists is None or report.keeps_other_lists


def _complete(
    report: IncomingReport, facts: FormFacts, lists: Mapping[str, Sequence[RowCells]]
) -> IncomingReport:
    numbers: dict[str, float] = {}
    for listed in facts.lists:
        if listed.code in lists:
            numbers |= list_numbers(listed, lists[listed.code])
    origins = {code: cell.origin for code, cell in report.cells.items() if code in numbers}
    cells = {code: Cell(number, origin=origins.get(code, "")) for code, number in numbers.items()}
    return replace(report, cells={**report.cells, **cells}, lists=lists)


def with_same_rows(incoming: Sequence[Incoming], facts: FormFacts) -> set[int]:
    """The units whose rows are those that count already; one query, none without lists."""
    if not facts.lists:
        return {one.report.unit_id for one in incoming}
    counted = {
        one.report.unit_id: one.submission.counted_id
        for one in incoming
        if one.submission and one.submission.counted_id
    }
    stored = rows_of_versions(counted.values())
    return {
        one.report.unit_id
        for one in incoming
        if stored.get(counted.get(one.report.unit_id, 0), {}) == _rows(one.report)
    }


def store_lists(sound: Sequence[Incoming]) -> None:
    """The rows of all versions, in one statement; their numbers are among the cells."""
    ListRow.objects.bulk_create(
        ListRow(version=one.version, list_code=code, position=position, cells=dict(cells))
        for one in sound
        if one.version
        for code, rows in _rows(one.report).items()
        for position, cells in enumerate(rows)
    )


def _rows(report: IncomingReport) -> dict[str, list[RowCells]]:
    """Of the lists that have any."""
    return {code: list(rows) for code, rows in (report.lists or {}).items() if rows}
