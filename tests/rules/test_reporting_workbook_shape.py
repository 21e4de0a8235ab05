"""A workbook that came is held against its marks: moved, renamed, added, or another one."""

import pytest

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named
from giaoban.rules.reporting.workbook_marks import Mark, MarkKind
from giaoban.rules.reporting.workbook_shape import Words, found_marks, plain


def figure(cell: str, label: str, text: str, head: str = "", head_text: str = "") -> Mark:
    return Mark(MarkKind.FIGURE, "Biểu", cell, cell.lower(), label, text, head, head_text)


MARKS = (
    Mark(MarkKind.PERIOD, "Biểu", "A1"),
    figure("C3", "B3", "Học viên", "C2", "Kỳ này"),
    figure("C4", "B4", "Nam", "C2", "Kỳ này"),
    figure("C5", "B5", "Nữ", "C2", "Kỳ này"),
    figure("C6", "B6", "Giáo viên", "C2", "Kỳ này"),
    figure("C7", "B7", "Nam", "C2", "Kỳ này"),
    figure("C8", "B8", "Nữ", "C2", "Kỳ này"),
)
ROWS = ["Kỳ này", "Học viên", "Nam", "Nữ", "Giáo viên", "Nam", "Nữ"]


def sheet(labels: list[str], first: int = 2, column: str = "B", figures: str = "C") -> Words:
    """Labels one below the other, the first of them heading the figures beside the others."""
    head, *rows = labels
    found = {f"{figures}{first}": head}
    for number, label in enumerate(rows, start=first + 1):
        found[f"{column}{number}"] = label
        found[f"{figures}{number}"] = str(number)
    return Words({cell_named(name) or (0, 0): plain(text) for name, text in found.items()})


def places(words: dict[str, Words]) -> list[str]:
    found = found_marks(MARKS, list(words), lambda name: words[name])
    return [cell_name(each.cell) for each in found if each.mark.kind == MarkKind.FIGURE]


def refused(words: dict[str, Words]) -> tuple[str, object, object]:
    with pytest.raises(RuleError) as caught:
        places(words)
    error = caught.value
    return error.code, error.params.get("sheet"), error.params.get("cell")


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        (sheet(ROWS), ["C3", "C4", "C5", "C6", "C7", "C8"]),
        (sheet([each.upper() for each in ROWS]), ["C3", "C4", "C5", "C6", "C7", "C8"]),
        (sheet(ROWS, first=4), ["C5", "C6", "C7", "C8", "C9", "C10"]),
        (sheet(ROWS, figures="E"), ["E3", "E4", "E5", "E6", "E7", "E8"]),
        (sheet(ROWS, column="D", figures="F"), ["F3", "F4", "F5", "F6", "F7", "F8"]),
    ],
)
def test_cells_move_with_their_words(words: Words, cells: list[str]) -> None:
    assert places({"Biểu": words}) == cells


def test_a_renamed_sheet_is_known_by_its_words() -> None:
    assert places({"Hướng dẫn": Words({(0, 0): "đọc kỹ"}), "T10": sheet(ROWS)})[0] == "C3"


def test_a_renamed_sheet_that_could_be_two_is_refused() -> None:
    words = {"T9": sheet(ROWS), "T10": sheet(ROWS)}
    assert refused(words) == ("workbook_sheet_missing", "Biểu", None)


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        # one label is called otherwise
        ([*ROWS[:4], "Nhà giáo", *ROWS[5:]], ("workbook_label_moved", "Biểu", "B6")),
        # a row was taken away
        ([*ROWS[:2], *ROWS[3:]], ("workbook_label_moved", "Biểu", "B4")),
        # a row with a figure of its own was put in
        ([*ROWS[:4], "Khác", *ROWS[4:]], ("workbook_row_added", "Biểu", "C6")),
        # repeated words moved by themselves: "Nam" stands where the other "Nam" stood
        (["Kỳ này", "Học viên", "Nữ", "Nam", *ROWS[4:]], ("workbook_label_moved", "Biểu", "B4")),
        # the head is another one
        (["Kỳ trước", *ROWS[1:]], ("workbook_label_moved", "Biểu", "C2")),
    ],
)
def test_what_cannot_be_told_apart_is_refused_with_its_cell(
    labels: list[str], problem: tuple[str, str, str]
) -> None:
    assert refused({"Biểu": sheet(labels)}) == problem


def test_an_empty_row_or_a_title_between_is_no_added_row() -> None:
    words = sheet([*ROWS[:4], "Phần II", *ROWS[4:]])
    del words[cell_named("C6") or (0, 0)]
    assert places({"Biểu": words}) == ["C3", "C4", "C5", "C7", "C8", "C9"]


def test_the_label_s_own_words_elsewhere_do_not_mislead() -> None:
    words = sheet(ROWS)
    words[30, 1] = plain("Giáo viên")
    assert places({"Biểu": words}) == ["C3", "C4", "C5", "C6", "C7", "C8"]
