"""Which number does the next document of a series bear?

A series is of one body (a committee apart from its host agency, NĐ 30/2020/NĐ-CP appendix I,
II.3a), one direction, one year, and of one type or of all. Its numbers have no gap and none comes
twice (art. 15); who begins in mid-year begins where the paper register ends.
"""

from dataclasses import dataclass
from datetime import date

from giaoban.rules.problems import Problem
from giaoban.rules.register.symbols import FIRST_NUMBER, LARGEST_NUMBER


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """`next_number` is the one that will be given; `given` how many were; `borne` the largest that
    a document bears, brought along from elsewhere or given here.
    """

    year: int
    next_number: int = FIRST_NUMBER
    given: int = 0
    last_on: date | None = None
    """The date of the document that bears the last number."""
    borne: int = 0


def taking_problem(series: SeriesFacts, dated_on: date) -> Problem | None:
    """Why no number can be given to a document of that date; None if one can.

    `series_other_year` (year), `series_before_last` (last_on): a later number on an earlier day
    is what an auditor asks about first; `series_full`.
    """
    if dated_on.year != series.year:
        return Problem("series_other_year", {"year": series.year})
    if series.last_on is not None and dated_on < series.last_on:
        return Problem("series_before_last", {"last_on": series.last_on})
    if series.next_number > LARGEST_NUMBER:
        return Problem("series_full")
    return None


def starting_problem(series: SeriesFacts, number: int) -> Problem | None:
    """Why a series cannot begin with that number; None if it can.

    `series_has_begun` (given): what was given cannot be taken back; `series_start_out_of_range`
    (largest); `series_start_taken` (borne): documents bear these numbers already.
    """
    if series.given:
        return Problem("series_has_begun", {"given": series.given})
    if not FIRST_NUMBER <= number <= LARGEST_NUMBER:
        return Problem("series_start_out_of_range", {"largest": LARGEST_NUMBER})
    if number <= series.borne:
        return Problem("series_start_taken", {"borne": series.borne})
    return None
