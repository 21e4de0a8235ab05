"""The key that says with which month a regime's years begin."""

from pathlib import Path

import pytest

import giaoban
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_file_writer import write_regime
from tests.regime_files import LEAST

DEMO = Path(giaoban.__file__).parent / "data" / "demo" / "international"
FISCAL = LEAST.replace('calendar = "nd09"', 'calendar = "fiscal"')


@pytest.mark.parametrize(
    ("top", "code"),
    [
        ("", "key_missing"),
        ("year_starts = 0", "year_start_out_of_range"),
        ("year_starts = 13", "year_start_out_of_range"),
        ('year_starts = "July"', "value_wrong_type"),
    ],
)
def test_a_financial_year_says_its_first_month(top: str, code: str) -> None:
    _, problems = read_regime(f"{top}\n{FISCAL}".encode())
    assert [(problem.place, problem.problem.code) for problem in problems] == [
        (("year_starts",), code)
    ]


def test_other_calendars_begin_with_january() -> None:
    _, problems = read_regime(f"year_starts = 7\n{LEAST}".encode())
    assert [problem.problem.code for problem in problems] == ["year_start_not_for_calendar"]


@pytest.mark.parametrize("name", ["quarter", "month", "incident"])
def test_a_regime_of_the_international_demo_is_written_again_as_it_was_read(name: str) -> None:
    facts, problems = read_regime((DEMO / f"{name}.toml").read_bytes())
    assert facts is not None
    assert problems == []
    written = write_regime(facts)
    again, _ = read_regime(written)
    assert again == facts
    assert write_regime(again) == written
