"""What arose in a period for which only the figure since the year began was reported?"""

import math

import numpy as np
import pytest

from giaoban.rules.reporting.cumulative import (
    arisen,
    arisen_by_documents,
    implied_checks,
    last_said,
)
from giaoban.rules.reporting.form_problems import form_problems
from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.periods import PeriodKind, begins_its_year
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.structure_texts import (
    BreakdownText,
    CategoryText,
    ColumnText,
    RowText,
    TableText,
)

N = math.nan


@pytest.mark.parametrize(
    "now, before, expected",
    [
        (40, None, 40),  # the year's first period
        (40, 25, 15),
        (25, 25, 0),
        (20, 25, -5),  # a warning asks for a reason; the difference is what it is
        (40, N, N),  # the period before is missing
        (N, 25, N),
        (N, None, N),
        (0, None, 0),
    ],
)
def test_what_arose_is_the_difference_within_the_year(
    now: float, before: float | None, expected: float
) -> None:
    found = arisen(np.array([now]), None if before is None else np.array([before]))
    assert np.array_equal(found, [expected], equal_nan=True)


@pytest.mark.parametrize(
    "now, before, begins_year, expected",
    [
        (40, 25, False, 15),
        (40, None, False, None),  # no document says what had come together before
        (40, None, True, 40),
        (40, 900, True, 40),  # another year's
        (None, 25, False, None),
    ],
)
def test_of_earlier_documents_what_arose_is_the_difference_too(
    now: float | None, before: float | None, begins_year: bool, expected: float | None
) -> None:
    assert arisen_by_documents(now, before, begins_year=begins_year) == expected


@pytest.mark.parametrize(
    "said, expected",
    [
        ("", None),
        ("3", "3"),
        ("123", "3"),
        ("12", "2"),  # the period before is missing
        ("1", "1"),  # and the one before that
        ("9", None),  # another year's
    ],
)
def test_a_cumulative_figure_is_held_against_what_was_said_last_in_its_year(
    said: str, expected: str | None
) -> None:
    assert last_said(set(said), ("1", "2", "3")) == expected


@pytest.mark.parametrize(
    "key, frequency, expected",
    [
        ("2026-01", "month", True),
        ("2026-02", "month", False),
        ("2026Q1", "month", True),
        ("2026Q2", "month", False),
        ("2026H1", "quarter", True),
        ("2026-9M", "month", True),
        ("2026", "month", True),
        ("2026H2", "half", False),
        ("2026W01", "week", True),
        ("2026W53", "week", False),
        ("once:x", "once", True),
        ("incident:BAO/01", "incident", True),
        ("incident:BAO/02", "incident", False),
        ("incident:BAO", "incident", True),
    ],
)
def test_a_year_begins_with_its_first_period(key: str, frequency: str, expected: bool) -> None:
    assert begins_its_year(key, PeriodKind(frequency)) is expected


def test_a_form_warns_of_each_figure_that_falls_but_not_of_categories_and_total_rows() -> None:
    column = ColumnText("done", "Xong", "count", over_time="cumulative")
    form = FormText(
        asked=(
            Asked("a", "Hồ sơ", "count", over_time="cumulative", breakdowns=("sex",)),
            Asked("b", "Cán bộ", "count", over_time="last"),
        ),
        breakdowns=(BreakdownText("sex", "Giới", (CategoryText("m", "Nam"),)),),
        tables=(
            TableText(
                "t",
                "Bảng",
                rows=(RowText("x", "X"), RowText("z", "Z", is_total=True)),
                columns=(column,),
            ),
        ),
    )
    checks = implied_checks(expanded(form))
    assert [(check.formula, check.level) for check in checks] == [
        ("a >= previous(a)", "warning"),
        ("t__x__done >= previous(t__x__done)", "warning"),
    ]


@pytest.mark.parametrize(
    "whole, part, expected",
    [
        ("cumulative", "cumulative", []),
        ("sum", "sum", []),
        ("sum", "last", []),
        ("cumulative", "sum", ["nested_not_cumulative"]),
        ("sum", "cumulative", ["nested_not_cumulative"]),
    ],
)
def test_a_part_is_reported_since_the_year_began_where_its_whole_is(
    whole: str, part: str, expected: list[str]
) -> None:
    form = FormText(
        asked=(
            Asked("a", "Hồ sơ", "count", over_time=whole, over_units="sum"),
            Asked("b", "qua mạng", "count", over_time=part, over_units="sum", part_of="a"),
        )
    )
    assert [one.problem.code for one in form_problems(form)] == expected


def test_a_yes_does_not_come_together() -> None:
    form = FormText(asked=(Asked("a", "Có tổ", "yes_no", over_time="cumulative"),))
    assert [one.problem.code for one in form_problems(form)] == ["cumulative_not_for_kind"]
