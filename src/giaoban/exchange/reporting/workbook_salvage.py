"""What can still be read of a template whose rows were moved or whose sheets were renamed?

Such a file is refused: nobody can be sure that its figures stand where they belong. For the copy
that comes back to be mended each row is looked for by its hidden code, and every figure that was
found elsewhere, or not at all, is named to be looked at.
"""

from collections import defaultdict
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
    marked_list,
    opened,
    value_at,
)
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.form_structure import ROWS, generated_code
from giaoban.rules.reporting.workbook_lists import list_columns
from giaoban.rules.reporting.workbook_marks import Mark, figures

TO_LOOK_AT = frozenset({"row_stood_elsewhere", "figure_stood_elsewhere", "list_stood_elsewhere"})
"""Codes of what was found again: the figure may well be right, and somebody must look."""

_MOST_GUARDS = 4
"""Columns of one sheet that may name the codes of its rows; a template has two at most."""
_SEVERAL = -1
_ANOTHER = {
    at.KEY_REGIME: ("workbook_of_another_regime", "regime"),
    at.KEY_UNIT: ("workbook_of_another_unit", "code"),
    at.KEY_PERIOD: ("workbook_of_another_period", "period"),
}


def salvaged_workbook(
    content: bytes, *, regime: str, unit: str = "", period: str = ""
) -> tuple[FilledWorkbook, list[PlacedProblem]]:
    """A template as far as it can be read, and what of it was moved or lost; of a sound one none.

    Raises UnreadableWorkbook where it is no template, or its hidden sheet was changed, or it is of
    another regime, unit or period than is given: then nothing in it is looked for. The hidden sheet
    may say anything, so every sheet is gone through once, whatever is looked for on it.
    """
    with opened(content) as (workbook, failed):
        if at.HIDDEN_SHEET not in workbook.sheet_names:
            raise UnreadableWorkbook("workbook_is_no_template")
        reading = _Salvage(workbook, failed)
        for name, wanted in zip(_ANOTHER, (regime, unit, period), strict=True):
            if wanted and (found := reading.key(name)) != wanted:
                code, param = _ANOTHER[name]
                raise UnreadableWorkbook(code, **{param: found})
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
            actual = self._renamed.get(sheet, "")
            if actual:
                params = {"sheet": sheet, "now": actual}
                self.problems.append(PlacedProblem(Problem("sheet_renamed", params)))
            else:
                self.problems.append(PlacedProblem(Problem("sheet_lost", {"sheet": sheet})))
            self.sheets[sheet] = super().rows(actual) if actual else []
        return super().rows(sheet)

    @cached_property
    def _renamed(self) -> dict[str, str]:
        """By missing sheet the one other that carries most of its codes, and no other's too."""
        names = set(self.workbook.sheet_names)
        # A code stands on one sheet of a form; so every other sheet is gone through once.
        home = {
            code: sheet
            for sheet, codes in self.known.items()
            if sheet not in names
            for code in codes
        }
        codes_of: dict[str, int] = defaultdict(int)
        for sheet in home.values():
            codes_of[sheet] += 1
        fitting: dict[str, list[str]] = defaultdict(list)
        for name in names - self.known.keys() - {at.HIDDEN_SHEET} if home else ():
            there: dict[str, int] = defaultdict(int)
            texts = {as_text(value) for row in super().rows(name) for value in row if value}
            for text in texts & home.keys():
                there[home[text]] += 1
            fits = [sheet for sheet, count in there.items() if 2 * count > codes_of[sheet]]
            if len(fits) == 1:
                fitting[fits[0]].append(name)
        return {sheet: found[0] for sheet, found in fitting.items() if len(found) == 1}

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
        by_column = self._rows_of(sheet)
        elsewhere = {by_column[column].get(code) for column in guards} - {None}
        return elsewhere.pop() if len(elsewhere) == 1 and _SEVERAL not in elsewhere else None

    def _rows_of(self, sheet: str) -> Mapping[int, Mapping[str, int]]:
        """By column that names codes, and by code of this sheet, its row; _SEVERAL where it stands
        more than once."""
        if sheet not in self._by_code:
            found: dict[int, dict[str, int]] = {column: {} for column in self._guards_of[sheet]}
            known = self.known[sheet]
            for row, values in enumerate(self.rows(sheet)):
                for column, rows in found.items():
                    text = as_text(values[column]) if column < len(values) else ""
                    if text in known:
                        rows[text] = _SEVERAL if text in rows else row
            self._by_code[sheet] = found
        return self._by_code[sheet]

    @cached_property
    def _by_code(self) -> dict[str, dict[int, dict[str, int]]]:
        return {}

    @cached_property
    def _guards_of(self) -> dict[str, set[int]]:
        """By sheet the columns that name codes; raises UnreadableWorkbook."""
        found: dict[str, set[int]] = defaultdict(set)
        for _key, _code, sheet, *_rest in self.cells:
            found[sheet].update(self.guards())
        for _key, _code, sheet, _cell, guard in self.in_tables:
            found[sheet].add(at.place_of(guard)[1])
        if any(len(columns) > _MOST_GUARDS for columns in found.values()):
            raise UnreadableWorkbook("cell_map_broken")
        return found

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
            known, rows = self.known[sheet], self.rows(sheet)
            ours = {
                row
                for row in range(len(rows))
                if any(as_text(value_at(rows, row, column)) in known for column in guards)
            }
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
        found = self.list_from(code, sheet, places, first, is_none=is_none)
        beside = generated_code(code, ROWS)
        if rows and places.keys() != meant.keys():
            self.problems.append(PlacedProblem(Problem("list_lost"), sheet, "", beside))
        elif rows and {column: (first, place) for column, place in places.items()} != meant:
            self.problems.append(PlacedProblem(Problem("list_stood_elsewhere"), sheet, "", beside))
        return found

    def _heads(self, sheet: str, wanted: Mapping[str, str]) -> tuple[int, dict[str, int]]:
        """The first row below the hidden codes of a list's columns, and where these stand."""
        there = self._heads_of(sheet)
        places = {column: there[text] for text, column in wanted.items() if text in there}
        first = min((row for row, _place in places.values()), default=-1)
        return first + 1, {column: at_ for column, (row, at_) in places.items() if row == first}

    def _heads_of(self, sheet: str) -> Mapping[str, tuple[int, int]]:
        """By hidden code of a list's column the first row on which it stands, and where on it."""
        if sheet not in self._by_head:
            found: dict[str, tuple[int, int]] = {}
            known = self.known[sheet]
            for row, values in enumerate(self.rows(sheet)):
                for column, value in enumerate(values):
                    text = as_text(value)
                    if text in known and found.get(text, (row, 0))[0] == row:
                        found[text] = row, column
            self._by_head[sheet] = found
        return self._by_head[sheet]

    @cached_property
    def _by_head(self) -> dict[str, dict[str, tuple[int, int]]]:
        return {}

    def _marked(self) -> Iterator[RawCell]:
        """The figures of the workbook in use; where they moved each is looked for by itself."""
        sheets = OpenedSheets(self.workbook.sheet_names, super().rows)
        try:
            for each in marked_cells(tuple(self.marks), sheets).figures:
                yield RawCell(each.code, each.sheet, each.cell, each.value, "")
        except RuleError:
            for mark in figures(tuple(self.marks)).values():
                yield self._marked_alone(mark, sheets)

    def marked_lists(self) -> list[RawList]:
        """Each list where its heads and its foot are still found."""
        found = []
        for columns in list_columns(tuple(self.marks)).values():
            sheets = OpenedSheets(self.workbook.sheet_names, super().rows)
            try:
                (each,) = marked_cells(tuple(columns), sheets).lists
            except RuleError as error:
                first = columns[0]
                beside = generated_code(first.asking.list, ROWS)
                place = (first.sheet, first.head, beside)
                self.problems.append(PlacedProblem(error.problem, *place))
                continue
            found.append(marked_list(each, self.rows(each.sheet)))
        return found

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
