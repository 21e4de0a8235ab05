"""What periods of a year that does not begin in January are called."""

from dataclasses import dataclass
from datetime import date

import pytest

from giaoban.documents.period_titles import (
    period_long_title,
    period_short_title,
    period_title,
    with_period_title,
    year_title,
)
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.period_years import told_period


@pytest.mark.parametrize(
    "key, language, titles",
    [
        ("2026Q1", "en", ("FY2026/27 Q1", "the first quarter of FY2026/27", "FY26/27 Q1")),
        (
            "2026Q1",
            "vi",
            ("quý I năm tài chính 2026/27", "quý I năm tài chính 2026/27", "Q.I TC26/27"),
        ),
        (
            "2026H2",
            "en",
            ("second half of FY2026/27", "the second half of FY2026/27", "FY26/27 H2"),
        ),
        ("2026", "en", ("FY2026/27", "the financial year 2026/27", "FY2026/27")),
        ("1999", "en", ("FY1999/00", "the financial year 1999/00", "FY1999/00")),
        ("2027-01", "en", ("January 2027", "January 2027", "Jan 2027")),
        ("2026W07", "en", ("week 7, 2026", "week 7 of 2026", "W7 2026")),
    ],
)
def test_a_financial_period_is_named_by_both_its_years(key, language, titles):
    told = (
        period_title(key, language, 7),
        period_long_title(key, language, 7),
        period_short_title(key, language, 7),
    )
    assert told == titles


def test_a_year_that_begins_in_january_needs_no_second_number():
    assert period_title("2026Q1", "en", 1) == "Q1 2026"
    assert year_title(2026, "en") == "2026"
    assert year_title(2026, "en", 7) == "FY2026/27"


@pytest.mark.parametrize(
    ("key", "starts_on", "title"),
    [
        ("2026Q1", date(2026, 7, 1), "FY2026/27 Q1"),
        ("2026Q1", date(2026, 1, 1), "Q1 2026"),
        ("2027-01", date(2027, 1, 1), "January 2027"),
    ],
)
def test_a_refusal_names_a_period_as_its_regime_does(key, starts_on, title):
    problem = Problem("period_locked", told_period(Days(key, starts_on)))
    assert with_period_title(problem, "en").params["period"] == title


@pytest.mark.parametrize("params", [{}, {"period": "the third"}, {"key": "2026Q1"}])
def test_what_names_no_period_is_left_as_it_is(params):
    problem = Problem("workbook_of_another_period", params)
    assert with_period_title(problem, "en") == problem


@dataclass
class Days:
    key: str
    starts_on: date
