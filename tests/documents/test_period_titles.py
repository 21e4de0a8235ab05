"""What is each period called?"""

import pytest

from giaoban.documents.period_titles import period_long_title, period_short_title, period_title
from giaoban.rules.problems import RuleError

TITLES = [
    ("2026-07", "tháng 7/2026", "July 2026"),
    ("2026Q3", "quý III/2026", "Q3 2026"),
    ("2026H1", "6 tháng đầu năm 2026", "first half of 2026"),
    ("2026H2", "6 tháng cuối năm 2026", "second half of 2026"),
    ("2026-9M", "9 tháng năm 2026", "nine months of 2026"),
    ("2026", "năm 2026", "2026"),
    ("2026W07", "tuần 7/2026", "week 7, 2026"),
    ("once:Kiểm kê 2026", "Kiểm kê 2026", "Kiểm kê 2026"),
]


@pytest.mark.parametrize(("key", "vietnamese", "english"), TITLES)
def test_a_period_is_named_in_both_languages(key, vietnamese, english):
    assert period_title(key) == vietnamese
    assert period_title(key, "en") == english


@pytest.mark.parametrize(
    ("key", "long", "short"),
    [
        ("2026-07", "tháng 7 năm 2026", "T7/2026"),
        ("2026Q3", "quý III năm 2026", "Q.III/2026"),
        ("2026H1", "6 tháng đầu năm 2026", "6T đầu 2026"),
        ("2026-9M", "9 tháng năm 2026", "9T/2026"),
        ("2026", "năm 2026", "2026"),
        ("2026W07", "tuần 7 năm 2026", "Tuần 7/2026"),
    ],
)
def test_titles_and_axes_have_forms_of_their_own(key, long, short):
    assert period_long_title(key) == long
    assert period_short_title(key) == short


def test_what_is_no_period_has_no_title():
    with pytest.raises(RuleError):
        period_title("2026Q5")
