"""Whose report of which period is a file that is no template? Found by the maps of its regime."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.models import F

from giaoban.actions.reporting.cells import Cell
from giaoban.actions.reporting.incoming_reports import IncomingReport
from giaoban.exchange.reporting.mapped_workbooks import Reading, readings
from giaoban.exchange.reporting.workbook_reader import (
    FilledWorkbook,
    UnreadableWorkbook,
    read_workbook,
)
from giaoban.models import Period, Unit, Value, WorkbookMap
from giaoban.queries.country import country
from giaoban.queries.reporting.forms import FormFacts
from giaoban.queries.reporting.workbook_maps import maps_to_read_by
from giaoban.rules.reporting.period_years import told_key
from giaoban.rules.reporting.periods import PeriodKind
from giaoban.rules.reporting.said_in_cells import period_said, said
from giaoban.rules.reporting.workbook_marks import MarkKind
from giaoban.rules.units.naming import search_key
from giaoban.rules.units.tree import Tree, UnitFacts

_NO_TEMPLATE = "workbook_is_no_template"


def workbook_of_report(content: bytes, unit: Unit, period: Period) -> FilledWorkbook:
    """A template, or else what the unit's own or the committee's map reads, for one report.

    Where the file says another unit or period it is refused. Raises UnreadableWorkbook.
    """
    try:
        return read_workbook(content)
    except UnreadableWorkbook as error:
        if error.problem.code != _NO_TEMPLATE:
            raise
    maps = maps_to_read_by(period.regime_id, unit.pk)
    if not maps:
        raise UnreadableWorkbook(_NO_TEMPLATE)
    reading = readings(content, maps)[0]
    code = said(reading.said(MarkKind.UNIT_CODE))
    name = said(reading.said(MarkKind.UNIT))
    if (code and code != unit.code) or (name and not is_named(unit.name, name)):
        raise UnreadableWorkbook("workbook_of_another_unit", code=code or name)
    key = period_said(reading.said(MarkKind.PERIOD), PeriodKind(period.regime.frequency))
    if key and key != period.key:
        told = told_key(key, period.regime.year_starts)
        raise UnreadableWorkbook("workbook_of_another_period", **told)
    return reading.filled(unit=unit.code, period=period.key, language=_language())


def workbook_of_import(
    content: bytes, maps: Sequence[WorkbookMap], frequency: PeriodKind, tree: Tree
) -> FilledWorkbook:
    """What one of the maps reads, for the unit and period that the file and its map say.

    `tree` is that of today.

    Raises UnreadableWorkbook: beside what `readings` raises `workbook_unit_unsaid` (sheet, cell),
    `workbook_period_unsaid` (sheet, cell) and `workbook_fits_several` (units).
    """
    if not maps:
        raise UnreadableWorkbook(_NO_TEMPLATE)
    reading, unit = _whose(readings(content, maps), tree)
    key = period_said(reading.said(MarkKind.PERIOD), frequency)
    if key is None:
        sheet, cell = reading.place(MarkKind.PERIOD)
        raise UnreadableWorkbook("workbook_period_unsaid", sheet=sheet, cell=cell)
    return reading.filled(unit=unit.code, period=key, language=_language())


def with_what_counts(
    reports: Sequence[tuple[IncomingReport, Collection[str]]], period: Period, facts: FormFacts
) -> list[IncomingReport]:
    """The reports with what counts already for the codes that their maps do not cover.

    Beside each report the codes that its file covers. One query.
    """
    units = [report.unit_id for report, _covered in reports]
    typed = {one.code for one in facts.indicators if one.is_asked and one.kind != "file"}
    counted: dict[int, dict[str, Cell]] = {}
    values = Value.objects.filter(
        version__submission__period=period,
        version__submission__unit__in=units,
        version=F("version__submission__counted"),
    )
    for value in values.select_related("indicator", "version__submission"):
        held = counted.setdefault(value.version.submission.unit_id, {})
        held[value.indicator.code] = Cell(
            value.number, value.text, value.note, value.cell, value.is_estimate
        )
    complete = []
    for report, covered in reports:
        kept = {
            code: cell
            for code, cell in counted.get(report.unit_id, {}).items()
            if code in typed and code not in covered
        }
        complete.append(replace(report, cells=kept | dict(report.cells), keeps_other_lists=True))
    return complete


def is_named(name: str, written: str) -> bool:
    """Whether a cell names the unit: "UBND xã Tả Van" and "Tả Van" name Xã Tả Van."""
    whole, text = search_key(name), search_key(written)
    bare = whole.partition(" ")[2] or whole
    return f" {whole} " in f" {text} " or text == bare


def _language() -> str:
    """In which numbers that were typed as texts are read."""
    return country().language


def _whose(fitting: Sequence[Reading], tree: Tree) -> tuple[Reading, UnitFacts]:
    """The unit that the file names; where it names none, the one whose own map alone fits.

    A unit may have marked the committee's workbook as its own, and then its map fits the files of
    all the others.
    """
    kinds = (MarkKind.UNIT_CODE, MarkKind.UNIT)
    names_one = any(said(reading.said(kind)) for reading in fitting for kind in kinds)
    units_of = _named if names_one else _owner
    found = {
        unit.code: (reading, unit)
        for reading in reversed(fitting)
        for unit in units_of(reading, tree)
    }
    is_of_anyone = not names_one and any(reading.by.unit_id is None for reading in fitting)
    if is_of_anyone or not found:
        places = (reading.place(MarkKind.UNIT) for reading in fitting)
        sheet, cell = next((place for place in places if place[1]), ("", ""))
        raise UnreadableWorkbook("workbook_unit_unsaid", sheet=sheet, cell=cell)
    if len(found) > 1:
        named = sorted(unit.name for _reading, unit in found.values())
        raise UnreadableWorkbook("workbook_fits_several", units=", ".join(named))
    return next(iter(found.values()))


def _owner(reading: Reading, tree: Tree) -> list[UnitFacts]:
    """The unit whose own spreadsheet the map is of."""
    owner = reading.by.unit_id
    return [tree.unit(owner)] if owner is not None and owner in tree else []


def _named(reading: Reading, tree: Tree) -> list[UnitFacts]:
    """The units that the file names where the map looks; by a unit's own map that unit or none."""
    code = said(reading.said(MarkKind.UNIT_CODE))
    name = said(reading.said(MarkKind.UNIT))
    own, asking = _owner(reading, tree), reading.by.regime.unit_id
    known = [tree.unit(each) for each in tree.subtree_of(asking)] if asking in tree else []
    named = [
        unit
        for unit in (*known, *own)
        if (unit.code == code if code else name and is_named(unit.name, name))
    ]
    if not code:
        # "Xã Tả Van" names Xã Tả too: the longest name is meant.
        longest = max((len(unit.name) for unit in named), default=0)
        named = [unit for unit in named if len(unit.name) == longest]
    if reading.by.unit_id is None:
        return named
    return [unit for unit in own if unit in named and (not name or is_named(unit.name, name))]
