"""Time first, then tree: tables of examples and the laws that hold for any figures."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.reporting.indicators import OverTime, OverUnits
from giaoban.rules.reporting.rollup import (
    combine,
    over_time,
    own_figures,
    own_vector,
    pack,
    ratio,
    unpack,
    value,
    with_children,
)

N = math.nan


def same(left: object, right: object) -> bool:
    return bool(np.array_equal(np.asarray(left, float), np.asarray(right, float), equal_nan=True))


@pytest.mark.parametrize(
    "rule, months, expected",
    [
        ("sum", [1, 2, 3], 6),
        ("sum", [1, N, 3], 4),
        ("sum", [0, N, N], 0),
        ("sum", [N, N, N], N),
        ("average", [1, N, 3], 2),
        ("average", [N, N, N], N),
        ("last", [1, 2, N], 2),
        ("last", [1, 2, 3], 3),
        ("cumulative", [10, 25, 40], 40),
        ("cumulative", [10, 25, N], 25),
        ("cumulative", [40], 40),
        ("first", [N, 2, 3], 2),
        ("least", [5, N, -3], -3),
        ("most", [5, N, -3], 5),
        ("most", [N, N, N], N),
        ("none", [1, 2, 3], N),
        ("none", [1, N, N], N),
        ("none", [7], 7),
        ("average", [7], 7),
        ("sum", [N], N),
    ],
)
def test_a_units_values_combine_over_time_by_the_rule(
    rule: str, months: list[float], expected: float
) -> None:
    vector = over_time(np.array([[month] for month in months]), [OverTime(rule)])
    assert same(vector, [expected])


@pytest.mark.parametrize(
    "rule, units, expected",
    [
        ("sum", [1, 2, 3], 6),
        ("sum", [N, 2, N], 2),
        ("sum", [0, N, N], 0),
        ("sum", [N, N], N),
        ("average", [1, N, 3], 2),
        ("least", [4, N, 3], 3),
        ("most", [4, N, 3], 4),
        ("none", [4, 3], N),
    ],
)
def test_units_combine_into_their_parent_by_the_rule(
    rule: str, units: list[float], expected: float
) -> None:
    rules = [OverUnits(rule)]
    children = own_figures(np.array([[unit] for unit in units]))
    assert same(value(combine(children, rules)[0], rules[0]), expected)


def test_the_average_of_a_country_is_the_mean_of_its_communes_and_not_of_its_provinces() -> None:
    rules = [OverUnits.AVERAGE]
    small = combine(own_figures(np.array([[10.0]])), rules)
    large = combine(own_figures(np.array([[1.0], [2.0], [3.0]])), rules)
    country = combine(np.array([small, large]), rules)
    assert value(country[0], OverUnits.AVERAGE) == 4.0


def test_a_parents_own_report_counts_beside_its_childrens() -> None:
    own = own_figures(np.array([[5.0, 5.0]]))
    children = own_figures(np.array([[1.0, 1.0], [2.0, 2.0]]))
    rules = [OverUnits.SUM, OverUnits.NONE]
    total = with_children(own, children, np.array([0, 0]), rules)[0]
    assert same(total, [[8, 3, 1, 5], [5, 1, 5, 5]])


@pytest.mark.parametrize(
    "numerator, denominator, expected",
    [(1, 4, 0.25), (0, 4, 0), (1, 0, N), (0, 0, N), (N, 4, N), (1, N, N), (1e308, 1e-308, N)],
)
def test_a_ratio_is_missing_where_it_cannot_be_divided(
    numerator: float, denominator: float, expected: float
) -> None:
    assert same(ratio(np.array(numerator), np.array(denominator)), expected)


def test_figures_from_before_an_indicator_was_added_hold_nothing_for_it() -> None:
    before = pack(own_figures(np.array([3.0])))
    after = pack(own_figures(np.array([1.0, 2.0])))
    assert same(
        unpack([before, after, b""], 2),
        [
            [[3, 1, 3, 3], [0, 0, N, N]],
            [[1, 1, 1, 1], [2, 1, 2, 2]],
            [[0, 0, N, N], [0, 0, N, N]],
        ],
    )


def test_figures_are_stored_as_little_endian_doubles() -> None:
    assert pack(own_figures(np.array([1.0]))).hex() == "000000000000f03f" * 4


numbers = st.one_of(st.just(N), st.floats(-1e9, 1e9))


@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=8))
def test_packing_and_unpacking_gives_the_same_vectors(rows: list[list[float]]) -> None:
    vectors = np.array(rows)
    packed = [pack(figures) for figures in own_figures(vectors)]
    assert same(own_vector(unpack(packed, 3)), vectors)


@given(
    st.lists(numbers, min_size=1, max_size=12),
    st.lists(st.integers(0, 3), min_size=12, max_size=12),
    st.sampled_from([rule for rule in OverUnits if rule is not OverUnits.NONE]),
)
def test_a_tree_of_two_levels_equals_the_flat_one(
    units: list[float], provinces: list[int], rule: OverUnits
) -> None:
    leaves = own_figures(np.array([[unit] for unit in units]))
    flat = combine(leaves, [rule])
    nothing = own_figures(np.full((4, 1), N))
    by_province = with_children(nothing, leaves, np.array(provinces[: len(units)]), [rule])
    tall = combine(by_province, [rule])
    assert np.allclose(tall, flat, rtol=1e-9, atol=1e-6, equal_nan=True)
