"""Months that begin on any day have months before them; other spans have as many days."""

from datetime import date

import pytest

from giaoban.rules.tasks.spans import Span, key_of, span_before, years_in


def span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("given", "before"),
    [
        (("2026-10-01", "2026-10-31"), ("2026-09-01", "2026-09-30")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-01-01", "2026-03-31"), ("2025-10-01", "2025-12-31")),
        (("2026-10-15", "2026-11-14"), ("2026-09-15", "2026-10-14")),
        (("2025-12-15", "2026-06-14"), ("2025-06-15", "2025-12-14")),
        (("2024-01-01", "2026-12-31"), ("2021-01-01", "2023-12-31")),
        (("2026-10-05", "2026-10-11"), ("2026-09-28", "2026-10-04")),
        (("2026-10-05", "2026-10-05"), ("2026-10-04", "2026-10-04")),
        (("2026-01-31", "2026-02-27"), ("2026-01-03", "2026-01-30")),
    ],
)
def test_before_a_span(given: tuple[str, str], before: tuple[str, str]) -> None:
    assert span_before(span(*given)) == span(*before)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (("2026-10-01", "2026-10-31"), "2026-10"),
        (("2026-02-01", "2026-02-28"), "2026-02"),
        (("2026-07-01", "2026-09-30"), "2026Q3"),
        (("2026-08-01", "2026-10-31"), ""),
        (("2026-07-01", "2026-12-31"), "2026H2"),
        (("2026-04-01", "2026-09-30"), ""),
        (("2026-01-01", "2026-12-31"), "2026"),
        (("2026-01-01", "2027-12-31"), ""),
        (("2026-10-15", "2026-11-14"), ""),
        (("2026-10-01", "2026-10-30"), ""),
    ],
)
def test_the_calendar_period_that_a_span_is(given: tuple[str, str], key: str) -> None:
    assert key_of(span(*given)) == key


def test_the_first_and_the_last_year_of_a_span_are_cut_off_where_it_is() -> None:
    assert years_in(span("2024-06-01", "2026-03-31")) == [
        span("2024-06-01", "2024-12-31"),
        span("2025-01-01", "2025-12-31"),
        span("2026-01-01", "2026-03-31"),
    ]


def test_no_span_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before"):
        span("2026-10-02", "2026-10-01")
