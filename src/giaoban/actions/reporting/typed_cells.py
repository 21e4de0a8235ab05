"""Saving what was typed on a report's page, without overwriting what somebody else typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf

from django.db import transaction

from giaoban.actions.audit.actors import Actor
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
from giaoban.rules.reporting.cell_input import LARGEST_NUMBER
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.remarks import (
    remark_text,
    require_note,
    require_reason,
    require_remark,
)
from giaoban.rules.reporting.typed_cells import (
    CellContent,
    is_newer,
    is_text_newer,
    typed_cell,
)


@dataclass(frozen=True)
class TypedCell:
    """What stands in a cell of the page, and what the page last knew to be stored there.

    `sent` is what it has sent since then without ever hearing of it.
    """

    text: str
    known: str
    sent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typed:
    """The part of a page that was changed: cells and notes by indicator code, reasons by check.

    `estimates` says of numbers whether they are estimated, `were_estimates` whether the page knew
    them to be. `known_…` are the texts that the page knew to be stored, or sent and never heard of;
    of a text that is not named nothing is known, and it is taken as it comes.
    """

    cells: Mapping[str, TypedCell] = field(default_factory=dict)
    estimates: Mapping[str, bool] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    note: str | None = None
    were_estimates: Mapping[str, bool] = field(default_factory=dict)
    known_notes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    known_reasons: Mapping[int, Sequence[str]] = field(default_factory=dict)
    known_note: Sequence[str] = ()


@dataclass(frozen=True)
class LastSave:
    """Who saved a draft, and when; `note` names the contact who came by a link."""

    at: datetime
    by: Person | None
    channel: str
    note: str


@dataclass
class Saved:
    """`unreadable`: why a cell was not stored; `newer`: cells that somebody else had changed.

    So are `newer_notes`, `newer_reasons` and `is_remark_newer`; `before` is the save that came
    before this one. `notes` and `reasons` say which were too long to be stored, `remark` whether it
    was.
    """

    version: Version
    before: LastSave
    newer_notes: set[str] = field(default_factory=set)
    newer_reasons: set[int] = field(default_factory=set)
    is_remark_newer: bool = False
    unreadable: dict[str, Problem] = field(default_factory=dict)
    newer: set[str] = field(default_factory=set)
    notes: dict[str, Problem] = field(default_factory=dict)
    reasons: dict[int, Problem] = field(default_factory=dict)
    remark: Problem | None = None


@transaction.atomic
def save_typed(
    *,
    unit: Unit,
    period: Period,
    typed: Typed,
    language: str,
    by: Actor,
    now: datetime,
) -> Saved:
    """Store what can be read and nobody else has changed; a draft is begun where there is none.

    What stands as it was known to be is no change. A cell that cannot be read keeps what is stored,
    and so does a remark that is too long. Raises RuleError as begin_version and save_cells do.
    """
    version = draft_held(begin_version(unit=unit, period=period, by=by, now=now))
    saved = Saved(version, _last_save(version))
    stored = _stored(version)
    cells = _changed_cells(saved, typed, stored, language)
    _add_notes(saved, typed, stored, cells)
    _mark_estimates(version, typed, stored, cells)
    _store(saved, cells, typed, by, now)
    return saved


def _last_save(version: Version) -> LastSave:
    return LastSave(version.saved_at, version.saved_by, version.channel, version.channel_note)


def _changed_cells(
    saved: Saved, typed: Typed, stored: Mapping[str, CellContent], language: str
) -> dict[str, Cell]:
    kinds = _kinds(saved.version)
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
        known = _known(kinds[code], typed_one.known, language)
        if wanted == known and not typed_one.sent:
            continue  # a whole form sends every cell: what did not change is no change
        sent = [_known(kinds[code], text, language) for text in typed_one.sent]
        if is_newer(held, known, wanted, sent):
            saved.newer.add(code)
        elif wanted != held:
            cells[code] = Cell(number=wanted.number, text=wanted.text)
    return cells


def _add_notes(
    saved: Saved, typed: Typed, stored: Mapping[str, CellContent], cells: dict[str, Cell]
) -> None:
    remarks = _remarks(saved.version)
    for code, typed_note in typed.notes.items():
        held_note, origin = remarks.get(code, ("", ""))
        known = typed.known_notes.get(code, ())
        note = remark_text(typed_note)
        if not _is_change(note, held_note, known):
            continue
        problem = _too_long(require_note, note)
        if problem is not None:
            saved.notes[code] = problem
        elif _is_newer(held_note, known, note):
            saved.newer_notes.add(code)
        elif code in cells:
            cells[code] = replace(cells[code], note=note)
        else:
            content = stored.get(code, CellContent())
            cells[code] = Cell(content.number, content.text, note, origin)


def _is_change(wanted: str, held: str, known: Sequence[str]) -> bool:
    """A whole form sends every remark: what stands as it was known to be is no change."""
    return wanted != remark_text(held) and [remark_text(each) for each in known] != [wanted]


def _is_newer(held: str, known: Sequence[str], wanted: str) -> bool:
    return is_text_newer(remark_text(held), [remark_text(each) for each in known], wanted)


def _mark_estimates(
    version: Version,
    typed: Typed,
    stored: Mapping[str, CellContent],
    cells: dict[str, Cell],
) -> None:
    """Add to `cells` what is marked anew; where no number is, nothing is estimated."""
    wanted = {
        code: is_estimate
        for code, is_estimate in typed.estimates.items()
        if code in cells or is_estimate != typed.were_estimates.get(code)
    }
    if not wanted:
        return
    marked = set(version.values.filter(is_estimate=True).values_list("indicator__code", flat=True))
    origins = dict(version.values.values_list("indicator__code", "cell"))
    for code, is_estimate in wanted.items():
        content = stored.get(code, CellContent())
        if code in cells:
            cells[code] = replace(cells[code], is_estimate=is_estimate)
        elif content.number is not None and is_estimate != (code in marked):
            origin = origins.get(code, "")
            cells[code] = Cell(content.number, origin=origin, is_estimate=is_estimate)


def _store(
    saved: Saved,
    cells: Mapping[str, Cell],
    typed: Typed,
    by: Actor,
    now: datetime,
) -> None:
    if cells:
        saved.version = save_cells(version=saved.version, cells=cells, by=by, now=now)
    remark = remark_text(typed.note or "")
    if typed.note is not None and _is_change(remark, saved.version.note, typed.known_note):
        saved.remark = _too_long(require_remark, remark)
        saved.is_remark_newer = _is_newer(saved.version.note, typed.known_note, remark)
        if saved.remark is None and not saved.is_remark_newer:
            saved.version = write_note(version=saved.version, note=remark, by=by, now=now)
    _store_reasons(saved, typed, by, now)


def _store_reasons(saved: Saved, typed: Typed, by: Actor, now: datetime) -> None:
    version = saved.version
    explained = dict(version.explanations.values_list("check_rule_id", "text"))
    changed = {
        check_id: text
        for check_id, typed_text in typed.reasons.items()
        if _is_change(
            text := remark_text(typed_text),
            explained.get(check_id, ""),
            typed.known_reasons.get(check_id, ()),
        )
    }
    checks = Check.objects.filter(form=version.form_id).in_bulk(list(changed))
    for check_id, text in changed.items():
        if check_id not in checks:
            raise RuleError("check_of_another_form", check=check_id)
        problem = _too_long(require_reason, text)
        if problem is not None:
            saved.reasons[check_id] = problem
            continue
        if _is_newer(explained.get(check_id, ""), typed.known_reasons.get(check_id, ()), text):
            saved.newer_reasons.add(check_id)
            continue
        version = explain_warning(
            version=version, check=checks[check_id], text=text, by=by, now=now
        )
    saved.version = version


def _too_long(require: Callable[[str], None], text: str) -> Problem | None:
    try:
        require(text)
    except RuleError as error:
        return error.problem
    return None


def _wanted(kind: IndicatorKind, typed: TypedCell, language: str) -> CellContent:
    """Only what is typed is held to a size: what a file brought may be sent back as it stands."""
    largest = inf if typed.text == typed.known else LARGEST_NUMBER
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
