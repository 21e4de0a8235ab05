"""What a report says in which nothing arose."""

import pytest

from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind, OverTime
from giaoban.rules.reporting.nothing_arose import NothingArose, nothing_arose

K, T = IndicatorKind, OverTime


@pytest.mark.parametrize(
    "kind, over_time, before, expected",
    [
        (K.COUNT, T.SUM, 12.0, 0.0),
        (K.COUNT, T.SUM, None, 0.0),
        (K.AMOUNT, T.SUM, 3.5, 0.0),
        (K.COUNT, T.LAST, 71.0, 71.0),
        (K.COUNT, T.LAST, None, None),
        (K.AMOUNT, T.AVERAGE, 24.5, 24.5),
        (K.AMOUNT, T.NONE, 2.0, 2.0),
        (K.YES_NO, T.SUM, 1.0, 1.0),
        (K.YES_NO, T.LAST, 0.0, 0.0),
        (K.RATIO, T.NONE, 0.5, None),
    ],
)
def test_what_adds_up_is_zero_and_what_lasts_stays(
    kind: IndicatorKind, over_time: OverTime, before: float | None, expected: float | None
) -> None:
    indicator = IndicatorFacts("a", kind, over_time=over_time)
    said = {} if before is None else {"a": before}
    found = nothing_arose([indicator], said, {}, begins_year=False)
    assert found == NothingArose({} if expected is None else {"a": expected}, {})


@pytest.mark.parametrize(
    "kind, choices, before, expected",
    [
        (K.CHOICE, ("đủ", "thiếu"), "thiếu", {"a": "thiếu"}),
        (K.CHOICE, ("đủ",), "thiếu", {}),  # no longer offered
        (K.CHOICE, ("đủ",), None, {}),
        (K.TEXT, (), "Thiếu máy tính.", {}),
        (K.FILE, (), "ke-hoach.pdf", {}),
    ],
)
def test_a_choice_stays_and_texts_and_files_are_left_empty(
    kind: IndicatorKind, choices: tuple[str, ...], before: str | None, expected: dict[str, str]
) -> None:
    indicator = IndicatorFacts("a", kind, choices=choices)
    said = {} if before is None else {"a": before}
    found = nothing_arose([indicator], {}, said, begins_year=False)
    assert found == NothingArose({}, expected)


@pytest.mark.parametrize(
    "begins_year, before, expected",
    [(True, None, {"a": 0.0}), (False, 40.0, {"a": 40.0}), (False, None, {})],
)
def test_what_came_together_stays_and_begins_the_year_at_zero(
    begins_year: bool, before: float | None, expected: dict[str, float]
) -> None:
    indicator = IndicatorFacts("a", K.COUNT, over_time=T.CUMULATIVE)
    said = {} if before is None else {"a": before}
    found = nothing_arose([indicator], said, {}, begins_year=begins_year)
    assert found == NothingArose(expected, {})
