"""Saving the rows of a list as they were typed, without overwriting what somebody else typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.actors import Actor
from giaoban.actions.reporting.drafts import draft_held
from giaoban.actions.reporting.list_rows import list_asked, save_list_rows
from giaoban.models import Version
from giaoban.queries.reporting.forms import form_facts
from giaoban.queries.reporting.list_rows import rows_of
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.list_merging import CellInConflict, merged_rows, nearest
from giaoban.rules.reporting.list_rows import RowCells, require_rows, typed_row
from giaoban.rules.reporting.structure_texts import ListText

TypedRow = Mapping[str, str]
"""What stands in the fields of a row, by column code."""


@dataclass(frozen=True)
class TypedList:
    """The rows of a page, and what the page last knew to be stored.

    `is_answer` says that even no row is an answer: there were none. `sent` are rows that the page
    has sent since then without ever hearing of them.
    """

    rows: Sequence[TypedRow]
    known: Sequence[TypedRow]
    is_answer: bool = False
    sent: Sequence[Sequence[TypedRow]] = ()


@dataclass
class SavedList:
    """`unreadable`: by index of the row and code of the column why a cell was not stored.

    `refused` says why nothing was stored, `is_newer` that somebody else had rearranged the list and
    nothing was. `is_merged`: somebody else's rows were kept beside one's own, but for `conflicts`,
    the cells that both had changed and that stand as they had.
    """

    version: Version
    unreadable: dict[int, dict[str, Problem]] = field(default_factory=dict)
    refused: Problem | None = None
    is_newer: bool = False
    is_merged: bool = False
    conflicts: tuple[CellInConflict, ...] = ()


@transaction.atomic
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
    known = [_readable(listed, rows, language) for rows in (typed.known, *typed.sent)]
    if wanted == known[0] and not typed.sent and not typed.is_answer:
        return saved
    try:
        require_rows(listed, wanted)
    except RuleError as error:
        saved.refused = error.problem
        return saved
    return _stored(saved, listed, wanted, known, by, now)


def _readable(listed: ListText, rows: Sequence[TypedRow], language: str) -> list[RowCells]:
    return [cells for row in rows if (cells := typed_row(listed, row, language)[0])]


def _stored(
    saved: SavedList,
    listed: ListText,
    wanted: Sequence[RowCells],
    known: Sequence[Sequence[RowCells]],
    by: Actor,
    now: datetime,
) -> SavedList:
    stored = rows_of(draft_held(saved.version)).get(listed.code, [])
    if stored not in (*known, wanted):
        merged = None
        if not saved.unreadable:  # what cannot be read would be gone from the merged rows
            merged = merged_rows(nearest(stored, known), wanted, stored)
        if merged is None:
            saved.is_newer = True
            return saved
        require_rows(listed, merged.rows)
        wanted, saved.is_merged, saved.conflicts = merged.rows, True, merged.conflicts
        if wanted == stored:
            return saved
    saved.version = save_list_rows(
        version=saved.version, list_code=listed.code, rows=wanted, known=stored, by=by, now=now
    )
    return saved
