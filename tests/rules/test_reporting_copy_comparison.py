"""Does a signed copy say the same as its report: tables of examples."""

from decimal import Decimal

import pytest

from giaoban.rules.reporting.copy_comparison import (
    CopyLine,
    DraftLine,
    NumberMarks,
    compare_copy,
    number_value,
)

VIETNAMESE = NumberMarks(",", ".")
ENGLISH = NumberMarks(".", ",")
DRAFT = (
    DraftLine("", "Báo cáo quý III năm 2026"),
    DraftLine("mục I", "Có 94/99 đơn vị gửi, đạt 94,9 %.", has_figures=True),
    DraftLine("Bảng 1 › Hồ sơ › Kỳ này", "25.544", has_figures=True),
    DraftLine("Bảng 1 › Hồ sơ › Kỳ trước", "20.100", has_figures=True),
    DraftLine("Bảng 1 › Cán bộ › Kỳ này", "12", has_figures=True),
    DraftLine("biểu đồ", "Thang 50.000", is_optional=True),
    DraftLine("", "Trưởng ban"),
)


def copied(*texts: str) -> list[CopyLine]:
    return [CopyLine(text, {"line": number}) for number, text in enumerate(texts, start=1)]


SAME = (
    "Báo cáo quý III năm 2026",
    "Có 94/99 đơn vị gửi, đạt 94,9%.",
    "25.544 20.100 12",
    "Trưởng ban",
)


@pytest.mark.parametrize(
    "word, marks, value",
    [
        ("25.544", VIETNAMESE, "25544"),
        ("25544", VIETNAMESE, "25544"),
        ("1.234.567,5", VIETNAMESE, "1234567.5"),
        ("94,9%", VIETNAMESE, "94.9"),
        ("+12,3%", VIETNAMESE, "12.3"),
        ("−1,7%", VIETNAMESE, "-1.7"),
        ("25,544", VIETNAMESE, "25.544"),
        ("25,544", ENGLISH, "25544"),
        ("1.23", VIETNAMESE, None),
        ("2554.4", VIETNAMESE, None),
        ("94/99", VIETNAMESE, None),
        ("23/6/2026", VIETNAMESE, None),
        ("III", VIETNAMESE, None),
        ("", VIETNAMESE, None),
    ],
)
def test_a_word_is_a_number_as_its_language_writes_it(
    word: str, marks: NumberMarks, value: str | None
) -> None:
    assert number_value(word, marks) == (None if value is None else Decimal(value))


def test_a_copy_that_says_the_same_has_every_figure() -> None:
    found = compare_copy(DRAFT, copied(*SAME), VIETNAMESE)
    assert found is not None
    assert (found.figures, found.matched) == (5, 5)
    assert (found.missed, found.extra, found.changed) == ((), (), ())


@pytest.mark.parametrize(
    "line, expected, near",
    [
        ("25.545 20.100 12", "25.544", ("25.545",)),  # a digit
        ("2.554,4 20.100 12", "25.544", ("2.554,4",)),  # a moved mark
        ("25,544 20.100 12", "25.544", ("25,544",)),  # another language's thousands
        ("25.544 20.100 -12", "12", ("-12",)),  # a sign
        ("25.544 20.100 12%", "12", ("12%",)),  # a per cent that is none
        ("25.544 12", "20.100", ()),  # left out
    ],
)
def test_an_altered_figure_is_told_with_its_place_and_what_stands_there(
    line: str, expected: str, near: tuple[str, ...]
) -> None:
    found = compare_copy(DRAFT, copied(SAME[0], SAME[1], line, SAME[3]), VIETNAMESE)
    assert found is not None
    assert [(missed.expected, missed.near) for missed in found.missed] == [(expected, near)]
    assert (found.figures, found.matched, found.extra) == (5, 4, ())


@pytest.mark.parametrize(
    "line", ["25544 20100 12", "25\u00a0544 20\u202f100 12", "25.544,0 20.100 12"]
)
def test_the_same_number_written_otherwise_is_the_same(line: str) -> None:
    found = compare_copy(DRAFT, copied(SAME[0], SAME[1], line, SAME[3]), VIETNAMESE)
    assert found is not None
    assert found.matched == 5


def test_a_figure_that_moved_is_told_with_where_it_went() -> None:
    moved = copied(SAME[0], SAME[1], "25.544 12", SAME[3], "Phụ lục 20.100")
    found = compare_copy(DRAFT, moved, VIETNAMESE)
    assert found is not None
    (missed,) = found.missed
    assert (missed.where, missed.moved_to) == ("Bảng 1 › Hồ sơ › Kỳ trước", {"line": 5})
    assert [(change.before, change.after) for change in found.changed] == [("", "Phụ lục 20.100")]


def test_numbers_that_the_report_has_not_are_listed_with_their_line() -> None:
    more = copied(*SAME, "Ký số lúc 10:12 ngày 05/10/2026")
    found = compare_copy(DRAFT, more, VIETNAMESE)
    assert found is not None
    assert [extra.text for extra in found.extra] == ["10:12", "05/10/2026"]
    assert {extra.line for extra in found.extra} == {"Ký số lúc 10:12 ngày 05/10/2026"}
    assert found.matched == 5


def test_text_that_changed_is_told_before_and_after() -> None:
    found = compare_copy(DRAFT, copied(SAME[0], SAME[1], SAME[2], "Phó Trưởng ban"), VIETNAMESE)
    assert found is not None
    assert [(change.before, change.after) for change in found.changed] == [("", "Phó")]


def test_what_every_page_repeats_is_no_difference() -> None:
    pages = [
        CopyLine("Số liệu minh họa", {"page": 1}, page=1),
        *(CopyLine(text, {"page": 1}, page=1) for text in SAME[:2]),
        CopyLine("Kỳ này Kỳ trước", {"page": 1}, page=1),
        CopyLine("25.544 20.100", {"page": 1}, page=1),
        CopyLine("2", {"page": 2}, page=2),
        CopyLine("Số liệu minh họa", {"page": 2}, page=2),
        CopyLine("Kỳ trướcKỳ này", {"page": 2}, page=2),
        CopyLine("12", {"page": 2}, page=2),
        CopyLine("Trưởng ban", {"page": 2}, page=2),
    ]
    found = compare_copy(
        DRAFT, pages, VIETNAMESE, running=("Số liệu minh họa",), heads=("Kỳ này Kỳ trước",)
    )
    assert found is not None
    assert (found.matched, found.missed, found.extra, found.changed) == (5, (), (), ())


def test_more_words_than_can_be_aligned_are_not_compared() -> None:
    assert compare_copy(DRAFT, copied("chữ " * 60_001), VIETNAMESE) is None
