"""Saving what was typed on a report's page, without overwriting what somebody else typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf

from django.db import transaction

from giaoban.actions.reporting.drafts import (
    Cell,
    begin_version,
    draft_held,
    explain_warning,
    save_cells,
    write_note,
)
from giaoban.models import Check, Period, Person, Unit, Value, Version
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.cell_input import LARGEST_TYPED
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.typed_cells import CellContent, is_newer, typed_cell


@dataclass(frozen=True)
class TypedCell:
    """What stands in a cell of the page, and what the page last knew to be stored there."""

    text: str
    known: str


@dataclass(frozen=True)
class Typed:
    """The part of a page that was changed: cells and notes by indicator code, reasons by check."""

    cells: Mapping[str, TypedCell] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    note: str | None = None


@dataclass
class Saved:
    """`unreadable`: why a cell was not stored; `newer`: cells that somebody else had changed."""

    version: Version
    unreadable: dict[str, Problem] = field(default_factory=dict)
    newer: set[str] = field(default_factory=set)


@transaction.atomic
def save_typed(
    *,
    unit: Unit,
    period: Period,
    typed: Typed,
    language: str,
    by: Person | None,
    now: datetime,
) -> Saved:
    """Store what can be read and nobody else has changed; a draft is begun where there is none.

    A cell that cannot be read keeps what is stored. Raises RuleError as begin_version and
    save_cells do.
    """
    version = draft_held(begin_version(unit=unit, period=period, by=by, now=now))
    saved = Saved(version)
    kinds = _kinds(version)
    stored = _stored(version)
    cells: dict[str, Cell] = {}
    for code, typed_one in typed.cells.items():
        if code not in kinds:
            raise RuleError("unknown_indicator", code=code)
        held = stored.get(code, CellContent())
        try:
            wanted = _wanted(kinds[code], typed_one, language)
        except RuleError as error:
            saved.unreadable[code] = error.problem
            continue
        if is_newer(held, _known(kinds[code], typed_one.known, language), wanted):
            saved.newer.add(code)
        elif wanted != held:
            cells[code] = Cell(number=wanted.number, text=wanted.text)
    remarks = _remarks(version)
    for code, note in typed.notes.items():
        held_note, origin = remarks.get(code, ("", ""))
        if note.strip() == held_note:
            continue  # a whole form sends every note: what did not change is no change
        if code in cells:
            cells[code] = replace(cells[code], note=note.strip())
        else:
            content = stored.get(code, CellContent())
            cells[code] = Cell(content.number, content.text, note.strip(), origin)
    saved.version = _store(version, cells, typed, by, now)
    return saved


def _store(
    version: Version,
    cells: Mapping[str, Cell],
    typed: Typed,
    by: Person | None,
    now: datetime,
) -> Version:
    if cells:
        version = save_cells(version=version, cells=cells, by=by, now=now)
    if typed.note is not None and typed.note.strip() != version.note:
        version = write_note(version=version, note=typed.note.strip(), by=by, now=now)
    explained = dict(version.explanations.values_list("check_rule_id", "text"))
    changed = {
        check_id: text
        for check_id, text in typed.reasons.items()
        if text.strip() != explained.get(check_id, "")
    }
    checks = Check.objects.filter(form=version.form_id).in_bulk(list(changed))
    for check_id, text in changed.items():
        if check_id not in checks:
            raise RuleError("check_of_another_form", check=check_id)
        version = explain_warning(
            version=version, check=checks[check_id], text=text, by=by, now=now
        )
    return version


def _wanted(kind: IndicatorKind, typed: TypedCell, language: str) -> CellContent:
    """Only what is typed is held to a size: what a file brought may be sent back as it stands."""
    largest = inf if typed.text == typed.known else LARGEST_TYPED
    return typed_cell(kind, typed.text, language, largest=largest)


def _known(kind: IndicatorKind, text: str, language: str) -> CellContent:
    """What the page knew is what it once was told, so it can be read; else nothing is known."""
    try:
        return typed_cell(kind, text, language, largest=inf)
    except RuleError:
        return CellContent()


def _kinds(version: Version) -> dict[str, IndicatorKind]:
    items = version.form.items.values_list("indicator__code", "indicator__kind")
    typed_kinds = {code: IndicatorKind(kind) for code, kind in items}
    return {
        code: kind
        for code, kind in typed_kinds.items()
        if kind not in {IndicatorKind.RATIO, IndicatorKind.FILE}
    }


def _stored(version: Version) -> dict[str, CellContent]:
    rows = Value.objects.filter(version=version).values_list("indicator__code", "number", "text")
    return {code: CellContent(number, text) for code, number, text in rows}


def _remarks(version: Version) -> dict[str, tuple[str, str]]:
    """The note beside each cell and where its content was read, by indicator code."""
    rows = Value.objects.filter(version=version).values_list("indicator__code", "note", "cell")
    return {code: (note, origin) for code, note, origin in rows}
