"""Which share is meant by what somebody types."""

from fractions import Fraction

import pytest

from giaoban.rules.meetings.shares import read_share, written_share
from giaoban.rules.problems import RuleError


@pytest.mark.parametrize(
    "typed, share",
    [
        ("1/2", Fraction(1, 2)),
        (" 2 / 3 ", Fraction(2, 3)),
        ("4/6", Fraction(2, 3)),
        ("75%", Fraction(3, 4)),
        ("90 %", Fraction(9, 10)),
        ("1/1", Fraction(1)),
    ],
)
def test_a_share_is_read_as_it_is_typed(typed, share):
    assert read_share(typed) == share


@pytest.mark.parametrize(
    "typed, code",
    [
        ("", "share_unreadable"),
        ("half", "share_unreadable"),
        ("1/2/3", "share_unreadable"),
        ("0,5", "share_unreadable"),
        ("-1/2", "share_unreadable"),
        ("1/0", "share_out_of_range"),
        ("0/2", "share_out_of_range"),
        ("3/2", "share_out_of_range"),
        ("101 %", "share_out_of_range"),
        ("1/101", "share_too_fine"),
    ],
)
def test_what_is_no_share_is_refused(typed, code):
    with pytest.raises(RuleError) as refused:
        read_share(typed)
    assert refused.value.code == code


def test_a_share_is_written_as_it_is_typed():
    assert read_share(written_share(2, 3)) == Fraction(2, 3)
