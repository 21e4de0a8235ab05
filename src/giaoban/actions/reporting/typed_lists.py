"""Saving the rows of a list as they were typed, without overwriting what somebody else typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from giaoban.actions.audit.actors import Actor
from giaoban.actions.reporting.list_rows import list_asked, save_list_rows
from giaoban.models import Version
from giaoban.queries.reporting.forms import form_facts
from giaoban.queries.reporting.list_rows import rows_of
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.list_rows import RowCells, require_rows, typed_row
from giaoban.rules.reporting.structure_texts import ListText

TypedRow = Mapping[str, str]
"""What stands in the fields of a row, by column code."""


@dataclass(frozen=True)
class TypedList:
    """The rows of a page, and what the page last knew to be stored.

    `is_answer` says that even no row is an answer: there were none.
    """

    rows: Sequence[TypedRow]
    known: Sequence[TypedRow]
    is_answer: bool = False


@dataclass
class SavedList:
    """`unreadable`: by index of the row and code of the column why a cell was not stored.

    `refused` says why nothing was stored, `is_newer` that somebody else had changed the list.
    """

    version: Version
    unreadable: dict[int, dict[str, Problem]] = field(default_factory=dict)
    refused: Problem | None = None
    is_newer: bool = False


def save_typed_list(
    *,
    version: Version,
    list_code: str,
    typed: TypedList,
    language: str,
    by: Actor,
    now: datetime,
) -> SavedList:
    """Store what can be read; a cell that cannot be is left out of its row.

    Rows that are as they were known to be are no change. Raises RuleError `not_a_draft`,
    `unknown_list` (code).
    """
    listed = list_asked(form_facts(version.form), list_code)
    saved = SavedList(version)
    rows: list[RowCells] = []
    for number, row in enumerate(typed.rows):
        cells, problems = typed_row(listed, row, language)
        rows.append(cells)
        if problems:
            saved.unreadable[number] = problems
    wanted = [row for row in rows if row]
    known = [cells for row in typed.known if (cells := typed_row(listed, row, language)[0])]
    if wanted == known and not typed.is_answer:
        return saved
    try:
        require_rows(listed, wanted)
    except RuleError as error:
        saved.refused = error.problem
        return saved
    return _stored(saved, listed, wanted, known, by, now)


def _stored(
    saved: SavedList,
    listed: ListText,
    wanted: Sequence[RowCells],
    known: Sequence[RowCells],
    by: Actor,
    now: datetime,
) -> SavedList:
    try:
        saved.version = save_list_rows(
            version=saved.version, list_code=listed.code, rows=wanted, known=known, by=by, now=now
        )
    except RuleError as error:
        if error.code != "list_changed_meanwhile":
            raise
        # Whose rows are there already has nothing to be told.
        saved.is_newer = rows_of(saved.version).get(listed.code, []) != wanted
    return saved
