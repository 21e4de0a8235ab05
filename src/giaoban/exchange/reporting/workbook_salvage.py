"""What can still be read of a template whose rows were moved or whose sheets were renamed?

Such a file is refused: nobody can be sure that its figures stand where they belong. For the copy
that comes back to be mended each row is looked for by its hidden code, and every figure that was
found elsewhere, or not at all, is named to be looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.marked_cells import OpenedSheets, marked_cells
from giaoban.exchange.reporting.workbook_cells import Raw, as_text, as_yes_no
from giaoban.exchange.reporting.workbook_reader import (
    FilledWorkbook,
    PlacedProblem,
    RawCell,
    RawList,
    Rows,
    TemplateReading,
    UnreadableWorkbook,
    list_below,
    opened,
    value_at,
)
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.form_structure import ROWS, generated_code
from giaoban.rules.reporting.workbook_marks import Mark

TO_LOOK_AT = frozenset({"row_stood_elsewhere", "figure_stood_elsewhere", "list_stood_elsewhere"})
"""Codes of what was found again: the figure may well be right, and somebody must look."""


def salvaged_workbook(content: bytes) -> tuple[FilledWorkbook, list[PlacedProblem]]:
    """A template as far as it can be read, and what of it was moved or lost; of a sound one none.

    Raises UnreadableWorkbook where it is no template, or its hidden sheet was changed.
    """
    with opened(content) as (workbook, failed):
        if at.HIDDEN_SHEET not in workbook.sheet_names:
            raise UnreadableWorkbook("workbook_is_no_template")
        reading = _Salvage(workbook, failed)
        return reading.filled(), reading.problems


class _Salvage(TemplateReading):
    """Looks for what is not where the hidden sheet says, and notes it in place of giving up."""

    @cached_property
    def problems(self) -> list[PlacedProblem]:
        return []

    @cached_property
    def known(self) -> dict[str, set[str]]:
        """By sheet the hidden codes that stand on it: of its rows, or of a list's columns."""
        beside = (self.keys.get(name, [""])[0] for name in (at.KEY_NOTHING_AROSE, at.KEY_NOTE))
        found: dict[str, set[str]] = {sheet: set() for sheet in beside if sheet}
        for _key, code, sheet, *_rest in self.cells:
            found.setdefault(sheet, set()).add(code)
        for _key, code, sheet, *_rest in self.in_tables:
            found.setdefault(sheet, set()).add(code.rpartition("__")[0])
        for columns in self.lists.values():
            for _key, code, column, sheet, _cell in columns:
                found.setdefault(sheet, set()).add(f"{code}__{column}")
        for _key, _index, sheet, *_rest in self.reasons:
            found.setdefault(sheet, set())
        return found

    def rows(self, sheet: str) -> Rows:
        """The sheet, or the one other that carries its codes; without rows where there is none."""
        if sheet not in self.sheets and sheet not in self.workbook.sheet_names:
            actual = self._renamed(sheet)
            if actual:
                params = {"sheet": sheet, "now": actual}
                self.problems.append(PlacedProblem(Problem("sheet_renamed", params)))
            else:
                self.problems.append(PlacedProblem(Problem("sheet_lost", {"sheet": sheet})))
            self.sheets[sheet] = super().rows(actual) if actual else []
        return super().rows(sheet)

    def _renamed(self, sheet: str) -> str:
        wanted = self.known.get(sheet, set())
        if not wanted:
            return ""
        others = [name for name in self.workbook.sheet_names if name not in self.known]
        fitting = [
            name
            for name in others
            if name != at.HIDDEN_SHEET and 2 * len(wanted & self._texts(name)) > len(wanted)
        ]
        return fitting[0] if len(fitting) == 1 else ""

    def _texts(self, sheet: str) -> set[str]:
        return {as_text(value) for row in super().rows(sheet) for value in row if value}

    def raw_cells(self) -> list[RawCell]:
        guards = self.guards()
        found = []
        for _key, code, sheet, cell, note, estimate in self.cells:
            now = self._row(sheet, at.place_of(cell)[0], code, guards)
            if now is None:
                found.append(RawCell(code, sheet, cell, None, "", None, estimate))
                self._lost(code, sheet)
                continue
            moved = [_on_row(place, now) for place in (cell, note, estimate)]
            found.append(self.raw_cell(code, sheet, *moved))
            self._found(code, sheet, cell, moved[0])
        for _key, code, sheet, cell, guard in self.in_tables:
            column = at.place_of(guard)[1]
            now = self._row(sheet, at.place_of(cell)[0], code.rpartition("__")[0], (column,))
            place = cell if now is None else _on_row(cell, now)
            value = None if now is None else self.at(sheet, place)
            found.append(RawCell(code, sheet, place, value, ""))
            if now is None:
                self._lost(code, sheet)
            else:
                self._found(code, sheet, cell, place)
        self._note_foreign(guards)
        return found + list(self._marked())

    def _row(self, sheet: str, row: int, code: str, guards: Sequence[int]) -> int | None:
        """The row of this code; None where it stands nowhere, or elsewhere several times."""
        rows = self.rows(sheet)
        if code in {as_text(value_at(rows, row, column)) for column in guards}:
            return row
        elsewhere = self._rows_of(sheet, tuple(guards)).get(code, [])
        return elsewhere[0] if len(elsewhere) == 1 else None

    def _rows_of(self, sheet: str, guards: tuple[int, ...]) -> Mapping[str, list[int]]:
        if (sheet, guards) not in self._by_code:
            found: dict[str, list[int]] = {}
            for row, _cells in enumerate(self.rows(sheet)):
                texts = {as_text(value_at(self.rows(sheet), row, column)) for column in guards}
                for text in texts - {""}:
                    found.setdefault(text, []).append(row)
            self._by_code[sheet, guards] = found
        return self._by_code[sheet, guards]

    @cached_property
    def _by_code(self) -> dict[tuple[str, tuple[int, ...]], dict[str, list[int]]]:
        return {}

    def _lost(self, code: str, sheet: str) -> None:
        if self.rows(sheet):  # of a sheet that is missing it is said once
            self.problems.append(PlacedProblem(Problem("row_lost"), sheet, "", code))

    def _found(self, code: str, sheet: str, cell: str, now: str) -> None:
        if now != cell:
            params = {"row": at.place_of(now)[0] + 1, "meant": at.place_of(cell)[0] + 1}
            problem = Problem("row_stood_elsewhere", params)
            self.problems.append(PlacedProblem(problem, sheet, now, code))

    def _note_foreign(self, guards: tuple[int, int]) -> None:
        """Rows with a figure that were put in between those of the form: the copy has none."""
        for sheet in dict.fromkeys(sheet for _key, _code, sheet, *_rest in self.cells):
            known = self._rows_of(sheet, guards)
            ours = {row for code in self.known[sheet] for row in known.get(code, [])}
            rows = self.rows(sheet)
            for row in range(min(ours, default=0), max(ours, default=0)):
                value = value_at(rows, row, at.NOW)
                if row in ours or isinstance(value, bool) or not isinstance(value, int | float):
                    continue
                params = {"row": row + 1, "label": as_text(value_at(rows, row, at.NAME))}
                cell = at.cell_name(row, at.NOW)
                self.problems.append(PlacedProblem(Problem("row_foreign", params), sheet, cell))

    def said(self, name: str) -> Raw:
        """A cell beside the figures moves with the nearest row of the form above it, if any."""
        if name not in self.keys:
            return super().said(name)
        sheet, cell = self.place(name)
        row = at.place_of(cell)[0]
        return self.at(sheet, _on_row(cell, row + self._shift(sheet, row)))

    def _shift(self, sheet: str, row: int) -> int:
        guards = self.guards()
        above = (
            (meant, code)
            for _key, code, on, cell, *_rest in self.cells
            if on == sheet and (meant := at.place_of(cell)[0]) < row
        )
        for meant, code in sorted(above, reverse=True):
            now = self._row(sheet, meant, code, guards)
            if now is not None:
                return now - meant
        return 0

    def raw_list(self, code: str, columns: Sequence[Sequence[str]]) -> RawList:
        sheet = columns[0][3]
        wanted = {f"{code}__{column}": column for _key, _list, column, *_rest in columns}
        meant = {column: at.place_of(cell) for _key, _list, column, _sheet, cell in columns}
        first, places = self._heads(sheet, wanted)
        is_none = bool(as_yes_no(self.at(*self.nones[code]))) if code in self.nones else False
        rows = self.rows(sheet)
        found = list_below(code, sheet, places, first, rows, is_none=is_none)
        beside = generated_code(code, ROWS)
        if rows and places.keys() != meant.keys():
            self.problems.append(PlacedProblem(Problem("list_lost"), sheet, "", beside))
        elif rows and {column: (first, place) for column, place in places.items()} != meant:
            self.problems.append(PlacedProblem(Problem("list_stood_elsewhere"), sheet, "", beside))
        return found

    def _heads(self, sheet: str, wanted: Mapping[str, str]) -> tuple[int, dict[str, int]]:
        """The first row below the hidden codes of a list's columns, and where these stand."""
        for row, values in enumerate(self.rows(sheet)):
            there = {
                wanted[text]: column
                for column, value in enumerate(values)
                if (text := as_text(value)) in wanted
            }
            if there:
                return row + 1, there
        return 0, {}

    def _marked(self) -> Iterator[RawCell]:
        """The figures of the workbook in use; where they moved each is looked for by itself."""
        sheets = OpenedSheets(self.workbook.sheet_names, super().rows)
        try:
            for each in marked_cells(tuple(self.marks), sheets).figures:
                yield RawCell(each.code, each.sheet, each.cell, each.value, "")
        except RuleError:
            for mark in self.marks:
                yield self._marked_alone(mark, sheets)

    def _marked_alone(self, mark: Mark, sheets: OpenedSheets) -> RawCell:
        try:
            (each,) = marked_cells((mark,), sheets).figures
        except RuleError as error:
            problem = PlacedProblem(error.problem, mark.sheet, mark.cell, mark.code)
            self.problems.append(problem)
            return RawCell(mark.code, mark.sheet, mark.cell, None, "")
        problem = PlacedProblem(Problem("figure_stood_elsewhere"), each.sheet, each.cell, each.code)
        self.problems.append(problem)
        return RawCell(each.code, each.sheet, each.cell, each.value, "")


def _on_row(cell: str, row: int) -> str:
    """The cell of the same column on another row; empty stays empty."""
    return at.cell_name(row, at.place_of(cell)[1]) if cell else ""
