"""Marking the cells of a workbook: begun from an upload, edited, put into the form, taken into use.

A map that is in use stays as it is; a change begins a new one from it.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.actors import Actor, person_of
from giaoban.actions.audit.events import record
from giaoban.actions.reporting.forms import draft_form, edit_form
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.exchange.reporting.template_choice import content_of
from giaoban.exchange.reporting.template_layout import HIDDEN_SHEET
from giaoban.exchange.reporting.workbook_grids import WorkbookGrids
from giaoban.models import Form, Person, Regime, Unit, WorkbookMap
from giaoban.queries.reporting.forms import form_text
from giaoban.queries.reporting.workbook_maps import (
    being_marked,
    breakdowns_asked,
    lists_asked,
    names_asked,
)
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.indicator_problems import CODE
from giaoban.rules.reporting.mark_links import linked
from giaoban.rules.reporting.marked_forms import form_with_marks
from giaoban.rules.reporting.structure_problems import LONGEST_PART_CODE, PART_CODE
from giaoban.rules.reporting.workbook_blocks import Block, block_marks
from giaoban.rules.reporting.workbook_breakdowns import breakdown_marks
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named
from giaoban.rules.reporting.workbook_grid import SheetGrid
from giaoban.rules.reporting.workbook_lists import KINDS, list_columns, list_marks
from giaoban.rules.reporting.workbook_marks import (
    MOST_MARKS,
    Mark,
    MarkKind,
    Marks,
    figures,
    put,
    read,
    renamed,
    stored,
    told,
    with_words,
    without,
)
from giaoban.rules.reporting.workbook_proposal import proposed_marks, with_sums

_LONGEST_CODE = 128


def begin_map(
    *, regime: Regime, unit: Unit | None, name: str, content: bytes, by: Actor, now: datetime
) -> WorkbookMap:
    """Keep the workbook and propose its marks; what was being marked before is thrown away.

    Of a unit's own spreadsheet only figures are proposed that the form asks. Raises RuleError:
    those of WorkbookGrids, `workbook_is_a_template` and `workbook_without_sheets`.
    """
    # The file is opened before anything is locked: that may take seconds.
    grids = WorkbookGrids(content)
    if grids.package.has_sheet(HIDDEN_SHEET):
        raise RuleError("workbook_is_a_template")
    sheets = grids.all()
    if not any(sheet.cells for sheet in sheets):
        raise RuleError("workbook_without_sheets")
    names = names_asked(regime, with_ratios=unit is None)
    marks = linked(proposed_marks(sheets), names, keeps_others=unit is None)
    marks = with_sums(marks, {sheet.name: sheet for sheet in sheets})
    return _begun(regime, unit, (name, content), marks, by, now)


@transaction.atomic
def _begun(
    regime: Regime,
    unit: Unit | None,
    file: tuple[str, bytes],
    marks: Marks,
    by: Actor,
    now: datetime,
) -> WorkbookMap:
    source = source_rows([file], by=by, now=now)[0]
    keep_bytes(source, file[1])
    WorkbookMap.objects.filter(regime=regime, unit=unit, used_since=None).delete()
    held = WorkbookMap.objects.create(
        regime=regime,
        unit=unit,
        file=source,
        marks=stored(marks),
        begun_at=now,
        begun_by=person_of(by),
    )
    after = {"file": source.name, "sha256": source.sha256, "figures": len(figures(marks))}
    record(actor=by, action="begin_workbook_map", on=_about(held), at=now, after=after)
    return held


@transaction.atomic
def change_map(*, in_use: WorkbookMap, by: Actor, now: datetime) -> WorkbookMap:
    """Mark on in the same file: what is being marked, else a copy of what is in use."""
    held = being_marked(in_use.regime_id, in_use.unit_id)
    if held is not None:
        return held
    held = WorkbookMap.objects.create(
        regime=in_use.regime,
        unit=in_use.unit,
        file=in_use.file,
        marks=in_use.marks,
        begun_at=now,
        begun_by=person_of(by),
    )
    after = {"file": held.file.name, "figures": len(figures(read(held.marks)))}
    record(actor=by, action="change_workbook_map", on=_about(held), at=now, after=after)
    return held


def mark_cell(
    *, held: WorkbookMap, mark: Mark, revision: int, by: Actor, now: datetime
) -> WorkbookMap:
    """Say what a cell is, in place of what was said of it.

    The words of label and head are read from the workbook. Raises RuleError
    `map_changed_meanwhile`, `map_in_use`, `mark_cell_unknown` (cell), `mark_code_bad` (code),
    `mark_code_not_asked` (code), `mark_without_label`, `too_many_marks` (most).
    """
    return _cell_marked(held, _grids(held), mark, revision, by, now)


@transaction.atomic
def _cell_marked(
    held: WorkbookMap, grids: WorkbookGrids, mark: Mark, revision: int, by: Actor, now: datetime
) -> WorkbookMap:
    current = _held(held, revision)
    if mark.kind == MarkKind.LIST:
        mark = _column_changed(read(current.marks), mark)
        record(
            actor=by,
            action="mark_workbook_cell",
            on=_about(current),
            at=now,
            after=told(mark),
        )
        return _store(current, put(read(current.marks), mark), grids)
    sheet = _sheet(grids, mark.sheet)
    cell = cell_named(mark.cell)
    if cell is None:
        raise RuleError("mark_cell_unknown", cell=mark.cell)
    mark = replace(mark, cell=cell_name(sheet.first_of(cell)))
    if mark.kind == MarkKind.FIGURE:
        _require_code(current, mark.code)
        mark = with_words(mark, sheet)
        if not mark.label_text:
            raise RuleError("mark_without_label")
    else:
        mark = Mark(mark.kind, mark.sheet, mark.cell)
    marks = read(current.marks)
    before = {each.place: each for each in marks}.get(mark.place)
    moved = before or figures(marks).get(mark.code)
    if before and before.code and mark.code and mark.code not in figures(marks):
        marks = renamed(marks, before.code, mark.code)
    record(
        actor=by,
        action="mark_workbook_cell",
        on=_about(current),
        at=now,
        before=told(moved, with_cell=before is None) if moved else None,
        after=told(mark),
    )
    return _store(current, put(marks, mark), grids)


def mark_block(
    *, held: WorkbookMap, sheet: str, block: Block, revision: int, by: Actor, now: datetime
) -> WorkbookMap:
    """Mark every cell of a block at once, of the committee's workbook.

    Raises RuleError as mark_cell, block_marks and breakdown_marks do.
    """
    return _block_marked(held, _grids(held), sheet, block, revision, by, now)


@transaction.atomic
def _block_marked(
    held: WorkbookMap,
    grids: WorkbookGrids,
    sheet: str,
    block: Block,
    revision: int,
    by: Actor,
    now: datetime,
) -> WorkbookMap:
    current = _held(held, revision)
    if current.unit is not None:
        raise RuleError("mark_code_not_asked", code=block.table)
    marks = read(current.marks)
    if block.table:
        _require_code(current, block.table)
    inside = {cell_name(cell) for cell in block.cells}
    kept = tuple(mark for mark in marks if mark.sheet != sheet or mark.cell not in inside)
    if block.breakdown:
        if not PART_CODE.fullmatch(block.breakdown) or len(block.breakdown) > LONGEST_PART_CODE:
            raise RuleError("mark_code_bad", code=block.breakdown)
        asked = breakdowns_asked(current.regime)
        made = breakdown_marks(_sheet(grids, sheet), block, marks, asked)
        codes = figures(made).keys()
        kept = tuple(mark for mark in kept if mark.code not in codes)
    elif block.list:
        _require_code(current, block.list)
        made = list_marks(_sheet(grids, sheet), block, lists_asked(current.regime))
        kept = tuple(mark for mark in kept if mark.asking.list != block.list)
    else:
        made = block_marks(_sheet(grids, sheet), block, figures(kept).keys())
    after = {
        "cells": f"{sheet}!{cell_name(block.first)}:{cell_name(block.last)}",
        "figures": len(made),
        "table": block.table,
        "breakdown": block.breakdown,
        "list": block.list,
    }
    before = {"figures": len(marks) - len(kept)}
    name = "mark_workbook_block"
    record(actor=by, action=name, on=_about(current), at=now, before=before, after=after)
    return _store(current, (*kept, *made), grids)


def unmark_cell(
    *, held: WorkbookMap, sheet: str, cell: str, revision: int, by: Actor, now: datetime
) -> WorkbookMap:
    """Take away what was said of a cell; where nothing was, nothing changes.

    Raises RuleError `map_changed_meanwhile`, `map_in_use`.
    """
    return _cell_unmarked(held, _grids(held), (sheet, cell), revision, by, now)


@transaction.atomic
def _cell_unmarked(
    held: WorkbookMap,
    grids: WorkbookGrids,
    place: tuple[str, str],
    revision: int,
    by: Actor,
    now: datetime,
) -> WorkbookMap:
    current = _held(held, revision)
    marks = read(current.marks)
    gone = next((mark for mark in marks if mark.place == place), None)
    if gone is None:
        return current
    name = "unmark_workbook_cell"
    record(actor=by, action=name, on=_about(current), at=now, before=told(gone))
    return _store(current, without(marks, *place), grids)


@transaction.atomic
def make_form_from_map(*, held: WorkbookMap, by: Person, now: datetime) -> Form:
    """Add what the marks ask to the form in the making, begun where there is none.

    Raises RuleError `map_without_figures` and, as edit_form does, RegimeRefused.
    """
    marks = read(held.marks)
    _require_something_asked(marks)
    form = draft_form(regime=held.regime, by=by, now=now)
    text = form_text(form)
    return edit_form(form=form, text=form_with_marks(text, marks), by=by, now=now, begun_from=text)


@transaction.atomic
def use_map(*, held: WorkbookMap, revision: int, by: Actor, now: datetime) -> WorkbookMap:
    """Take the workbook into use in place of the one before.

    Raises RuleError `map_changed_meanwhile`, `map_in_use`, `map_without_figures`.
    """
    current = _held(held, revision)
    marks = read(current.marks)
    _require_something_asked(marks)
    WorkbookMap.objects.filter(
        regime=current.regime, unit=current.unit, used_since__isnull=False
    ).delete()
    current.used_since, current.used_by = now, person_of(by)
    current.save(update_fields=["used_since", "used_by"])
    after = {"file": current.file.name, "figures": len(figures(marks))}
    record(actor=by, action="use_workbook_map", on=_about(current), at=now, after=after)
    return current


@transaction.atomic
def drop_map(
    *, held: WorkbookMap, revision: int, is_in_use: bool, by: Actor, now: datetime
) -> None:
    """Throw away what is being marked, or use the workbook no longer; reports read by it stay.

    `revision` and `is_in_use` are what was seen. Raises RuleError `map_changed_meanwhile`.
    """
    current = _locked(held)
    if (current.revision, current.used_since is not None) != (revision, is_in_use):
        raise RuleError("map_changed_meanwhile")
    before = {"file": current.file.name, "was_in_use": is_in_use}
    record(actor=by, action="drop_workbook_map", on=_about(current), at=now, before=before)
    current.delete()


def _require_something_asked(marks: Marks) -> None:
    """A list is enough: the unit's name and the period alone make no report."""
    if not figures(marks) and not list_columns(marks):
        raise RuleError("map_without_figures")


def _about(held: WorkbookMap) -> Regime | Unit:
    """Whose history tells of it: the regime's, or that of the unit whose spreadsheet it is."""
    return held.unit or held.regime


def _locked(held: WorkbookMap) -> WorkbookMap:
    """The map as it is now; raises RuleError `map_changed_meanwhile` where it is gone."""
    rows = WorkbookMap.objects.select_for_update(of=("self",))
    current = rows.select_related("regime", "unit", "file").filter(pk=held.pk).first()
    if current is None:
        raise RuleError("map_changed_meanwhile")
    return current


def _held(held: WorkbookMap, revision: int) -> WorkbookMap:
    current = _locked(held)
    if current.used_since is not None:
        raise RuleError("map_in_use")
    if current.revision != revision:
        raise RuleError("map_changed_meanwhile")
    return current


def _grids(held: WorkbookMap) -> WorkbookGrids:
    """The opened file, which never changes: outside a transaction, for it may take seconds."""
    content = content_of(held)
    if content is None:
        raise RuleError("file_damaged")
    return WorkbookGrids(content)


def _sheet(grids: WorkbookGrids, name: str) -> SheetGrid:
    if name not in grids.names:
        raise RuleError("workbook_sheet_missing", sheet=name)
    return grids.sheet(name)


def _column_changed(marks: Marks, given: Mark) -> Mark:
    """A column of a list with another kind; a list is marked as a block and by nothing else.

    Raises RuleError `mark_kind_unknown`.
    """
    there = next((mark for mark in marks if mark.place == given.place), None)
    if there is None or there.kind != MarkKind.LIST or given.asking.kind not in KINDS:
        raise RuleError("mark_kind_unknown")
    return replace(there, asking=replace(there.asking, kind=given.asking.kind))


def _require_code(held: WorkbookMap, code: str) -> None:
    if not CODE.fullmatch(code) or len(code) > _LONGEST_CODE:
        raise RuleError("mark_code_bad", code=code)
    if held.unit is not None and code not in names_asked(held.regime, with_ratios=False):
        raise RuleError("mark_code_not_asked", code=code)


def _store(held: WorkbookMap, marks: Marks, grids: WorkbookGrids) -> WorkbookMap:
    if len(marks) > MOST_MARKS:
        raise RuleError("too_many_marks", most=MOST_MARKS)
    marked = [name for name in dict.fromkeys(mark.sheet for mark in marks) if name in grids.names]
    held.marks = stored(with_sums(marks, {name: grids.sheet(name) for name in marked}))
    held.revision += 1
    held.save(update_fields=["marks", "revision"])
    return held
