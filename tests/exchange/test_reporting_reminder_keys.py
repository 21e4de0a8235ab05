"""The keys of reminders and links in a regime's file: what is wrong is named with its place."""

import pytest

from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_file_writer import write_regime
from tests.regime_files import LEAST


@pytest.mark.parametrize(
    ("written", "place", "code"),
    [
        ('to = "unit"', ("reminders", 1, "working_days"), "key_missing"),
        ("working_days = 1", ("reminders", 1, "to"), "key_missing"),
        ('working_days = 1\nto = "all"', ("reminders", 1, "to"), "choice_unknown"),
        ('working_days = 99\nto = "unit"', ("reminders",), "reminder_days_out_of_range"),
        ('hours = -3\nto = "unit"', ("reminders",), "reminder_hours_not_for_frequency"),
        (
            'hours = 1\nworking_days = 1\nto = "unit"',
            ("reminders", 1, "hours"),
            "reminder_needs_one_way",
        ),
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


def test_reminders_by_the_hour_are_read_and_written_alike() -> None:
    least = LEAST.replace("quarter", "incident").replace("nd09", "calendar")
    written = '[[reminders]]\nhours = -3\nto = "unit"\n\n[[reminders]]\nhours = 0\nto = "parent"\n'
    facts, problems = read_regime(f"{least}\n{written}".encode())
    assert problems == []
    assert facts is not None
    assert [(rule.hours, rule.working_days) for rule in facts.settings.reminders] == [
        (-3, None),
        (0, None),
    ]
    assert written.encode() in write_regime(facts)
