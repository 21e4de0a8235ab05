"""Does a formula hold for these values?"""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.reporting.formulas import Outcome, evaluate, parse

HOLDS, FAILS, NOT_EVALUATED = Outcome.HOLDS, Outcome.FAILS, Outcome.NOT_EVALUATED


@pytest.mark.parametrize(
    ("text", "values", "outcome"),
    [
        ("online <= all", {"online": 5, "all": 5}, HOLDS),
        ("online <= all", {"online": 6, "all": 5}, FAILS),
        ("online <= all", {"online": 6}, NOT_EVALUATED),
        ("online <= all", {}, NOT_EVALUATED),
        ("online <= all", {"online": math.nan, "all": 5}, NOT_EVALUATED),
        ("online <= all", {"online": 5, "all": math.inf}, NOT_EVALUATED),
        ("a + b == 0.3", {"a": 0.1, "b": 0.2}, HOLDS),
        ("a < b", {"a": 1, "b": 1.000000001}, HOLDS),
        ("a < b", {"a": 1, "b": 1.0000000004}, FAILS),
        ("a == b", {"a": 999999999999999, "b": 999999999999998}, FAILS),
        ("a / 3 + a / 3 + a / 3 == a", {"a": 1}, HOLDS),
        ("abs(a - b) <= 0.2", {"a": 12345678.3, "b": 12345678.1}, HOLDS),
        ("abs(a - b) <= 0.2", {"a": 12345678.3001, "b": 12345678.1}, FAILS),
        ("a / b > 1", {"a": 1, "b": 0}, NOT_EVALUATED),
        ("1 / (a + b - 0.3) > 1", {"a": 0.1, "b": 0.2}, NOT_EVALUATED),
        ("b == 0 or a / b > 1", {"a": 1, "b": 0}, NOT_EVALUATED),
        ("b != 0 and a / b > 1", {"a": 1, "b": 0}, NOT_EVALUATED),
        ("if(b == 0, a == 0, a / b > 1)", {"a": 1, "b": 0}, FAILS),
        ("if(b == 0, a == 0, a / b > 1)", {"a": 2, "b": 1}, HOLDS),
        ("if(b == 0, a == 0, c > 1)", {"a": 0, "b": 0}, NOT_EVALUATED),
        ("if(a > b, a, b) == 7", {"a": 7, "b": 3}, HOLDS),
        ("a * a * a > 0", {"a": 1e200}, NOT_EVALUATED),
        ("a + a > 0", {"a": 1.7e308}, NOT_EVALUATED),
        ("a > -b", {"a": 1.7e308, "b": 1.7e308}, NOT_EVALUATED),
        ("not a > 1", {"a": 1}, HOLDS),
        ("a > 1 and b > 1", {"a": 2, "b": 1}, FAILS),
        ("a > 1 or b > 1", {"a": 2, "b": 1}, HOLDS),
        ("a != 1", {"a": 1.0000000001}, FAILS),
        ("a >= 1", {"a": 0.9999999999}, HOLDS),
        ("min(a, b) == 1 and max(a, b) == 2", {"a": 1, "b": 2}, HOLDS),
        ("sum(a, b, -1) == 2", {"a": 1, "b": 2}, HOLDS),
        ("-a * -b == 2", {"a": 1, "b": 2}, HOLDS),
        ("round(a, 2) == 2.68", {"a": 2.675}, HOLDS),
        ("round(a, 0) == -3", {"a": -2.5}, HOLDS),
        ("round(a * 3, 1) == 1.1", {"a": 0.35}, HOLDS),
        ("round(a, -3) == 12346000", {"a": 12345678}, HOLDS),
        ("round(a, -1) == 3000000000000010", {"a": 3000000000000005}, HOLDS),
        ("is_missing(a) or a > 1", {}, NOT_EVALUATED),
        ("is_missing(a) or coalesce(a, 0) > 1", {}, HOLDS),
        ("is_missing(a) or coalesce(a, 0) > 1", {"a": 1}, FAILS),
        ("not is_missing(a) or is_missing(b)", {"b": 0}, FAILS),
        ("coalesce(a, -1) == -1", {}, HOLDS),
    ],
)
def test_a_formula_holds_fails_or_is_not_evaluated(
    text: str, values: dict[str, float], outcome: Outcome
) -> None:
    assert evaluate(parse(text), values, {}, {}) is outcome


@pytest.mark.parametrize(
    ("staff", "before", "outcome"),
    [
        (15, {"staff": 10}, HOLDS),
        (16, {"staff": 10}, FAILS),
        (0, {"staff": 0}, HOLDS),
        (5, {}, NOT_EVALUATED),
    ],
)
def test_a_formula_looks_at_the_last_period(
    staff: float, before: dict[str, float], outcome: Outcome
) -> None:
    formula = parse("abs(staff - previous(staff)) <= 0.5 * previous(staff)")
    assert evaluate(formula, {"staff": staff}, before, {"staff": 1000}) is outcome


def test_a_formula_looks_at_the_same_period_of_last_year() -> None:
    formula = parse("staff >= last_year(staff)")
    assert evaluate(formula, {"staff": 3}, {"staff": 9}, {"staff": 3}) is HOLDS


amounts = st.decimals(
    min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False
)


@given(amounts, amounts, amounts, st.sampled_from([Decimal(n) / 10000 for n in (-1, 0, 1)]))
def test_typed_amounts_are_compared_as_they_read_on_paper(
    first: Decimal, second: Decimal, third: Decimal, miss: Decimal
) -> None:
    answer = first + second - third + miss
    values = dict(zip("abcd", map(float, (first, second, third, answer)), strict=True))
    expected = {
        "a + b - c == d": miss == 0,
        "a - c >= d - b": miss <= 0,
        "d + c < a + b": miss < 0,
        "abs(a + b - c - d) <= 0.0001": True,
    }
    found = {text: evaluate(parse(text), values, {}, {}) is HOLDS for text in expected}
    assert found == expected
