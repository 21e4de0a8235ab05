"""What a typed cell holds, and whether somebody else was quicker."""

import pytest

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.typed_cells import (
    CellContent,
    is_newer,
    is_text_newer,
    typed_cell,
)

K = IndicatorKind


@pytest.mark.parametrize(
    "kind, typed, language, expected",
    [
        (K.COUNT, "1.284", "vi", CellContent(number=1284.0)),
        (K.AMOUNT, "1.234,5", "vi", CellContent(number=1234.5)),
        (K.AMOUNT, "1,234.5", "en", CellContent(number=1234.5)),
        (K.COUNT, "  ", "vi", CellContent()),
        (K.YES_NO, "1", "vi", CellContent(number=1.0)),
        (K.YES_NO, "Không", "vi", CellContent(number=0.0)),
        (K.YES_NO, "", "vi", CellContent()),
        (K.CHOICE, "đủ", "vi", CellContent(text="đủ")),
        (K.TEXT, " một\r\nhai ", "vi", CellContent(text="một\nhai")),
        (K.TEXT, "một\0hai", "vi", CellContent(text="mộthai")),
    ],
)
def test_a_cell_is_read_by_its_kind(
    kind: IndicatorKind, typed: str, language: str, expected: CellContent
) -> None:
    assert typed_cell(kind, typed, language) == expected


@pytest.mark.parametrize(
    "kind, typed, code",
    [
        (K.COUNT, "mười hai", "not_a_number"),
        (K.AMOUNT, "1.5", "misplaced_grouping"),
        (K.YES_NO, "có lẽ", "not_yes_or_no"),
        (K.TEXT, "a" * 20_001, "text_too_long"),
    ],
)
def test_what_cannot_be_read_says_why(kind: IndicatorKind, typed: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        typed_cell(kind, typed, "vi")
    assert refused.value.code == code


@pytest.mark.parametrize(
    "stored, known, wanted, expected",
    [
        (5.0, 5.0, 6.0, False),  # nobody else typed
        (7.0, 5.0, 6.0, True),  # somebody typed 7 meanwhile
        (6.0, 5.0, 6.0, False),  # the same was typed, or the answer was lost on its way
        (None, None, 6.0, False),
        (None, 5.0, 6.0, True),  # somebody emptied it
    ],
)
def test_a_cell_that_somebody_else_changed_is_noticed(
    stored: float | None, known: float | None, wanted: float | None, expected: bool
) -> None:
    assert is_newer(CellContent(stored), CellContent(known), CellContent(wanted)) is expected


@pytest.mark.parametrize(
    "stored, sent, expected",
    [
        (6.0, (6.0,), False),  # what was sent came through, its answer did not
        (6.0, (9.0, 6.0), False),
        (7.0, (6.0,), True),  # somebody else typed after it
    ],
)
def test_what_a_page_sent_itself_is_no_conflict(
    stored: float, sent: tuple[float, ...], expected: bool
) -> None:
    told = [CellContent(number) for number in sent]
    assert is_newer(CellContent(stored), CellContent(5.0), CellContent(8.0), told) is expected


@pytest.mark.parametrize(
    "stored, known, wanted, expected",
    [
        ("cũ", ("cũ",), "mới", False),
        ("khác", ("cũ",), "mới", True),
        ("mới", ("cũ",), "mới", False),
        ("gửi rồi", ("cũ", "gửi rồi"), "mới", False),
        ("khác", (), "mới", False),  # a page that does not say what it knew
    ],
)
def test_a_remark_that_somebody_else_changed_is_noticed(
    stored: str, known: tuple[str, ...], wanted: str, expected: bool
) -> None:
    assert is_text_newer(stored, known, wanted) is expected
