"""Where do the marked cells stand in a file that came, and is it the workbook that was marked?

A mark is known by its sheet and by the words of its label and head. Where words stand elsewhere,
once, the cell moves with them; where they cannot be told apart the file is refused.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named
from giaoban.rules.reporting.workbook_grid import Cell
from giaoban.rules.reporting.workbook_marks import Mark, MarkKind, Marks


class Words(dict[Cell, str]):
    """The texts of a sheet by cell, as `plain` gives them."""

    @cached_property
    def by_text(self) -> Mapping[str, Sequence[Cell]]:
        """The cells of each text; gathered once, however many marks are looked for."""
        found: dict[str, list[Cell]] = {}
        for cell, text in self.items():
            found.setdefault(text, []).append(cell)
        return found


def plain(text: str) -> str:
    """The words as they are compared: small letters, single spaces."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Found:
    """A mark with the sheet and cell where it stands in the file."""

    mark: Mark
    sheet: str
    cell: Cell


def found_marks(
    marks: Marks,
    names: Sequence[str],
    words_of: Callable[[str], Words],
    entries: Mapping[str, Collection[int]] | None = None,
) -> list[Found]:
    """Every mark where it stands now; `names` are the sheets of the file, `entries` by sheet the
    rows of lists. Columns of lists are found by workbook_lists.

    Raises RuleError `workbook_sheet_missing` (sheet), `workbook_label_moved` (sheet, cell, label)
    and `workbook_row_added` (sheet, cell, label).
    """
    found: list[Found] = []
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.kind != MarkKind.LIST:
            by_sheet.setdefault(mark.sheet, []).append(mark)
    for sheet, of_sheet in by_sheet.items():
        actual = sheet_of(sheet, of_sheet, names, by_sheet, words_of)
        known = (entries or {}).get(actual, ())
        found += _Search(actual, words_of(actual), of_sheet, known).found()
    return found


def sheet_of(
    sheet: str,
    marks: Sequence[Mark],
    names: Sequence[str],
    mapped: Mapping[str, object],
    words_of: Callable[[str], Words],
) -> str:
    """The sheet itself, or the only other one that carries all the words (it was renamed)."""
    if sheet in names:
        return sheet
    fitting = []
    for name in names:
        if name in mapped or not any(mark.label_text or mark.head_text for mark in marks):
            continue
        try:
            _Search(name, words_of(name), marks).found()
        except RuleError:
            continue
        fitting.append(name)
    if len(fitting) != 1:
        raise RuleError("workbook_sheet_missing", sheet=sheet)
    return fitting[0]


@dataclass
class _Search:
    """The marks of one sheet, looked for in the words of one sheet of the file."""

    sheet: str
    words: Words
    marks: Sequence[Mark]
    entries: Collection[int] = ()

    def found(self) -> list[Found]:
        labels = self._moves("label", by_row=True)
        heads = self._moves("head", by_row=False)
        found = []
        for mark in self.marks:
            row, column = cell_named(mark.cell) or (0, 0)
            down, right = labels.get(mark.label, (0, 0))
            if mark.head:
                right = heads.get(mark.head, (0, 0))[1]
            found.append(Found(mark, self.sheet, (row + down, column + right)))
        self._refuse_added_rows(found)
        return found

    def _moves(self, part: str, *, by_row: bool) -> dict[str, tuple[int, int]]:
        """By how much each label (or head) has moved, by its cell.

        Words that stand once say it by themselves; words that are repeated move as the nearest
        such ones before them do, and must then stand there.
        """
        wanted = {
            getattr(mark, part): (plain(getattr(mark, f"{part}_text")), mark)
            for mark in self.marks
            if getattr(mark, part) and getattr(mark, f"{part}_text")
        }
        places = {name: cell_named(name) or (0, 0) for name in wanted}
        times = Counter(text for text, _mark in wanted.values())
        moved: dict[str, tuple[int, int]] = {}
        last = (0, 0)
        order = sorted(wanted, key=lambda name: places[name] if by_row else places[name][::-1])
        for name in order:
            text, mark = wanted[name]
            row, column = places[name]
            there = self.words.by_text.get(text, [])
            if times[text] == 1 and len(there) == 1:
                last = there[0][0] - row, there[0][1] - column
            elif times[text] == 1 and self.words.get((row, column)) == text and last == (0, 0):
                pass  # where it was, with the same words elsewhere too
            elif self.words.get((row + last[0], column + last[1])) != text:
                raise RuleError(
                    "workbook_label_moved",
                    sheet=self.sheet,
                    cell=name,
                    label=getattr(mark, f"{part}_text"),
                )
            moved[name] = last
        return moved

    def _refuse_added_rows(self, found: Sequence[Found]) -> None:
        """A row of words and figures between two marked ones that the map does not know.

        It was added since, and its figures would be lost without a word.
        """
        known = {each.cell[0] for each in found}.union(self.entries)
        moved_apart = {
            each.cell[0] - (cell_named(each.mark.cell) or (0, 0))[0]
            for each in found
            if each.mark.kind == MarkKind.FIGURE
        }
        if len(moved_apart) < 2:
            return
        figures = sorted(
            (each for each in found if each.mark.kind == MarkKind.FIGURE and each.mark.label),
            key=lambda each: each.cell,
        )
        for before, after in pairwise(figures):
            apart_now = after.cell[0] - before.cell[0]
            first, last = (cell_named(each.mark.cell) or (0, 0) for each in (before, after))
            if apart_now <= last[0] - first[0]:
                continue
            for row in range(before.cell[0] + 1, after.cell[0]):
                label = self.words.get((row, (cell_named(after.mark.label) or (0, 0))[1]), "")
                value = self.words.get((row, after.cell[1]), "")
                if row not in known and label and value:
                    raise RuleError(
                        "workbook_row_added",
                        sheet=self.sheet,
                        cell=cell_name((row, after.cell[1])),
                        label=label,
                    )
