"""How are numbers and dates written in documents and on pages?"""

from datetime import date
from decimal import Decimal

import pytest

from giaoban.documents.numbers import (
    MISSING,
    capital_first,
    change_format,
    change_value,
    format_change,
    format_number,
    format_percent,
    padded_day,
    padded_month,
    roman_quarter,
)
from giaoban.rules.reporting.change import Change


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (1234.5, None, "1.234,5", "1,234.5"),
        (1234567, None, "1.234.567", "1,234,567"),
        (0, None, "0", "0"),
        (-0.001, 1, "0,0", "0.0"),
        (12.25, 1, "12,3", "12.3"),
        (-12.25, 1, "-12,3", "-12.3"),
        (2.675, 2, "2,68", "2.68"),
        (100.0, None, "100", "100"),
        (0.126, None, "0,13", "0.13"),
        (Decimal("9999.995"), 2, "10.000,00", "10,000.00"),
        (None, None, MISSING, MISSING),
        (float("nan"), None, MISSING, MISSING),
        (float("inf"), 2, MISSING, MISSING),
    ],
)
def test_numbers_have_the_separators_of_their_language(value, decimals, vietnamese, english):
    assert format_number(value, "vi", decimals=decimals) == vietnamese
    assert format_number(value, "en", decimals=decimals) == english


@pytest.mark.parametrize(
    ("change", "vietnamese", "english"),
    [
        (Change(0.123), "+12,3\u00a0%", "+12.3%"),
        (Change(-0.1), "-10,0\u00a0%", "-10.0%"),
        (Change(0.0), "0,0\u00a0%", "0.0%"),
        (Change(0.035, is_points=True), "+3,5\u00a0điểm\u00a0%", "+3.5\u00a0pp"),
        (Change(-0.12, is_points=True), "-12,0\u00a0điểm\u00a0%", "-12.0\u00a0pp"),
        (Change(0.0, is_points=True), "0,0\u00a0điểm\u00a0%", "0.0\u00a0pp"),
        (Change(float("nan"), is_points=True), MISSING, MISSING),
        (None, MISSING, MISSING),
    ],
)
def test_a_change_carries_its_sign_and_says_where_it_is_in_points(change, vietnamese, english):
    assert format_change(change) == vietnamese
    assert format_change(change, "en") == english


@pytest.mark.parametrize(
    ("change", "unsigned", "bare"),
    [
        (Change(-0.123), "12,3\u00a0%", "-12,3"),
        (Change(-0.035, is_points=True), "3,5\u00a0điểm\u00a0%", "-3,5"),
        (None, MISSING, MISSING),
    ],
)
def test_a_change_leaves_its_sign_to_a_verb_and_its_unit_to_a_head(change, unsigned, bare):
    assert format_change(change, is_signed=False) == unsigned
    assert format_change(change, is_bare=True) == bare


@pytest.mark.parametrize(
    ("change", "value", "look"),
    [
        (Change(0.123), 0.123, "+0.0%;-0.0%;0.0%"),
        (
            Change(0.035, is_points=True),
            3.5,
            '+0.0" điểm %";-0.0" điểm %";0.0" điểm %"',
        ),
    ],
)
def test_a_spreadsheet_holds_points_as_they_are_read(change, value, look):
    assert change_value(change) == value
    assert change_format(change.is_points, "điểm %") == look
    assert change_value(None) is None


def test_where_the_head_names_the_points_a_spreadsheet_shows_the_number_alone():
    assert change_format(True) == "+0.0;-0.0;0.0"


def test_percentages_follow_the_language():
    assert format_percent(0.461) == "46,1\u00a0%"
    assert format_percent(0.461, "vi-VN", decimals=0) == "46\u00a0%"
    assert format_percent(0.461, "en") == "46.1%"
    assert format_percent(None) == MISSING


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), ("05", "02")),
        (date(2026, 1, 31), ("31", "01")),
        (date(2026, 3, 9), ("09", "3")),
        (date(2026, 12, 10), ("10", "12")),
    ],
)
def test_days_under_ten_and_the_first_two_months_are_padded(day, written):
    assert (padded_day(day), padded_month(day)) == written


def test_quarters_are_roman_and_titles_begin_with_a_capital():
    assert [roman_quarter(quarter) for quarter in (1, 2, 3, 4)] == ["I", "II", "III", "IV"]
    with pytest.raises(IndexError):
        roman_quarter(0)
    assert capital_first("đơn vị") == "Đơn vị"
    assert capital_first("") == ""
