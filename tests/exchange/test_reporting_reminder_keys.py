"""The keys of reminders and links in a regime's file: what is wrong is named with its place."""

import pytest

from giaoban.exchange.reporting.regime_file import read_regime
from tests.regime_files import LEAST


@pytest.mark.parametrize(
    ("written", "place", "code"),
    [
        ('to = "unit"', ("reminders", 1, "working_days"), "key_missing"),
        ("working_days = 1", ("reminders", 1, "to"), "key_missing"),
        ('working_days = 1\nto = "all"', ("reminders", 1, "to"), "choice_unknown"),
        ('working_days = 99\nto = "unit"', ("reminders",), "reminder_days_out_of_range"),
        ('working_days = 1\nto = "unit"\nday = 3', ("reminders", 1, "day"), "key_unknown"),
    ],
)
def test_a_reminder_that_cannot_be_read_is_named(
    written: str, place: tuple[str | int, ...], code: str
) -> None:
    _, problems = read_regime(f"{LEAST}\n[[reminders]]\n{written}\n".encode())
    assert [(problem.place, problem.problem.code) for problem in problems] == [(place, code)]


@pytest.mark.parametrize("days", [0, 367])
def test_a_link_that_never_or_always_works_is_refused(days: int) -> None:
    _, problems = read_regime(f"link_days = {days}\n{LEAST}".encode())
    assert [problem.problem.code for problem in problems] == ["link_days_out_of_range"]
