"""Which values has a unit given already for what a report asks now?"""

from dataclasses import replace

import pytest

from giaoban.rules.reporting.indicators import IndicatorKind, OverTime
from giaoban.rules.reporting.offers import (
    Given,
    Offer,
    Taken,
    Wanted,
    agreed,
    corrected,
    offers,
)
from giaoban.rules.reporting.periods import Calendar, PeriodKind, kind_of, span

ND09, WALL = Calendar.ND09, Calendar.CALENDAR
CITY, HEALTH = 1, 2  # regimes
COUNT, AMOUNT = IndicatorKind.COUNT, IndicatorKind.AMOUNT


def wanted(
    key: str,
    kind: IndicatorKind = COUNT,
    rule: OverTime = OverTime.SUM,
    calendar: Calendar = ND09,
    choices: tuple[str, ...] = (),
) -> Wanted:
    days = span(key, calendar)
    return Wanted(kind, rule, days.starts_on, days.ends_on, choices)


def said(
    key: str,
    number: float | None = None,
    source: int = 10,
    regime: int = CITY,
    calendar: Calendar = ND09,
    text: str = "",
    is_estimate: bool = False,
) -> Given:
    days = span(key, calendar)
    return Given(
        regime, kind_of(key), days.starts_on, days.ends_on, source, number, text, is_estimate
    )


def test_what_came_together_since_another_months_year_is_not_offered() -> None:
    cell = wanted("2026-03", AMOUNT, OverTime.CUMULATIVE)
    given = said("2026-03", 12)
    assert [offer.number for offer in offers(cell, [given])] == [12]
    assert offers(cell, [replace(given, year_starts=4)]) == ()
    assert len(offers(replace(cell, over_time=OverTime.LAST), [replace(given, year_starts=4)])) == 1


Q1 = [said("2026-01", 3, 11), said("2026-02", 4, 12), said("2026-03", 5, 13)]


@pytest.mark.parametrize(
    ("cell", "given", "offered"),
    [
        # the same days
        (wanted("2026-03"), [said("2026-03", 12)], [(CITY, 12, (10,))]),
        (wanted("2026Q1"), [said("2026Q1", 12)], [(CITY, 12, (10,))]),
        (wanted("2026-03"), [said("2026-03", 0)], [(CITY, 0, (10,))]),
        # other days, though the key is the same
        (wanted("2026-03"), [said("2026-02", 12)], []),
        (wanted("2026-03"), [said("2026-03", 12, calendar=WALL)], []),
        (wanted("2026Q1"), [said("2026H1", 12)], []),
        # shorter periods that fill the days
        (wanted("2026Q1"), Q1, [(CITY, 12, (11, 12, 13))]),
        (wanted("2026Q1"), Q1[::-1], [(CITY, 12, (11, 12, 13))]),
        (wanted("2026Q1", rule=OverTime.LAST), Q1, [(CITY, 5, (11, 12, 13))]),
        (wanted("2026Q1", rule=OverTime.CUMULATIVE), Q1, [(CITY, 5, (11, 12, 13))]),
        (wanted("2026Q1", rule=OverTime.AVERAGE), Q1, [(CITY, 4, (11, 12, 13))]),
        (wanted("2026Q1", rule=OverTime.MOST), Q1, [(CITY, 5, (11, 12, 13))]),
        (
            wanted("2026H1"),
            [said("2026Q1", 5, 21), said("2026Q2", 6, 22)],
            [(CITY, 11, (21, 22))],
        ),
        # no rule over time, so there is nothing to combine by
        (wanted("2026Q1", rule=OverTime.NONE), Q1, []),
        # incomplete, or of another calendar
        (wanted("2026Q1"), Q1[:2], []),
        (wanted("2026Q1"), [Q1[0], Q1[2]], []),
        (wanted("2026Q1"), [*Q1[:2], said("2026-03", None, 13)], []),
        (wanted("2026Q1", calendar=WALL), Q1, []),
        # the value of the whole period comes before the sum of the shorter ones
        (wanted("2026Q1"), [*Q1, said("2026Q1", 13, 20)], [(CITY, 13, (20,))]),
        # an average that no count can be
        (wanted("2026Q1", rule=OverTime.AVERAGE), [*Q1[:2], said("2026-03", 6, 13)], []),
        (
            wanted("2026Q1", AMOUNT, OverTime.AVERAGE),
            [*Q1[:2], said("2026-03", 6.5, 13)],
            [(CITY, 4.5, (11, 12, 13))],
        ),
        # two regimes: both, in the order in which they come
        (
            wanted("2026-03"),
            [said("2026-03", 12, 10, HEALTH), said("2026-03", 13, 11, CITY)],
            [(HEALTH, 12, (10,)), (CITY, 13, (11,))],
        ),
        # nothing said is nothing offered
        (wanted("2026-03"), [said("2026-03", None)], []),
        (wanted("2026-03"), [], []),
    ],
)
def test_what_was_given_for_the_same_days_is_offered(
    cell: Wanted, given: list[Given], offered: list[tuple[int, float, tuple[int, ...]]]
) -> None:
    assert [(one.regime, one.number, one.sources) for one in offers(cell, given)] == offered


@pytest.mark.parametrize(
    ("cell", "given", "content"),
    [
        (wanted("2026-03", IndicatorKind.TEXT), said("2026-03", text="Đủ"), (None, "Đủ")),
        (wanted("2026-03", IndicatorKind.TEXT), said("2026-03", text=" "), None),
        (wanted("2026-03", IndicatorKind.YES_NO), said("2026-03", 1), (1, "")),
        (
            wanted("2026-03", IndicatorKind.CHOICE, choices=("Tốt", "Khá")),
            said("2026-03", text="Khá"),
            (None, "Khá"),
        ),
        (
            wanted("2026-03", IndicatorKind.CHOICE, choices=("Tốt", "Khá")),
            said("2026-03", text="Yếu"),
            None,
        ),
        (wanted("2026-03", IndicatorKind.FILE), said("2026-03", text="so-lieu.pdf"), None),
    ],
)
def test_texts_choices_and_yes_or_no_are_offered_too(
    cell: Wanted, given: Given, content: tuple[float | None, str] | None
) -> None:
    assert [one.content for one in offers(cell, [given])] == ([] if content is None else [content])


def test_texts_of_months_do_not_make_the_text_of_a_quarter() -> None:
    months = [said(key, text="Đủ") for key in ("2026-01", "2026-02", "2026-03")]

    assert offers(wanted("2026Q1", IndicatorKind.TEXT, OverTime.NONE), months) == ()


def test_three_times_yes_is_no_answer_to_yes_or_no() -> None:
    months = [said(key, 1) for key in ("2026-01", "2026-02", "2026-03")]

    assert offers(wanted("2026Q1", IndicatorKind.YES_NO), months) == ()
    of_most = offers(wanted("2026Q1", IndicatorKind.YES_NO, OverTime.MOST), months)
    assert [one.number for one in of_most] == [1]


def test_one_estimate_makes_the_sum_an_estimate() -> None:
    months = [*Q1[:2], said("2026-03", 5, 13, is_estimate=True)]

    assert offers(wanted("2026Q1"), months) == (Offer(CITY, (11, 12, 13), 12, "", True),)


def test_weeks_fill_no_month_even_where_their_days_do() -> None:
    february = wanted("2027-02", calendar=WALL)
    weeks = [said(f"2027W0{week}", 1, week) for week in range(5, 9)]

    assert weeks[0].starts_on == february.starts_on
    assert weeks[-1].ends_on == february.ends_on
    assert offers(february, weeks) == ()


def test_what_was_said_by_the_hour_of_an_incident_is_not_offered() -> None:
    days = span("2026-03", ND09)
    hour = Given(CITY, PeriodKind.INCIDENT, days.starts_on, days.ends_on, 10, 12)

    assert offers(wanted("2026-03"), [hour]) == ()


@pytest.mark.parametrize(
    ("found", "taken"),
    [
        ([], None),
        ([Offer(CITY, (1,), 12)], Offer(CITY, (1,), 12)),
        ([Offer(CITY, (1,), 12), Offer(HEALTH, (2,), 12)], Offer(CITY, (1,), 12)),
        ([Offer(CITY, (1,), 12), Offer(HEALTH, (2,), 13)], None),
        (
            [Offer(CITY, (1,), 12, is_estimate=True), Offer(HEALTH, (2,), 12)],
            Offer(HEALTH, (2,), 12),
        ),
    ],
)
def test_all_at_once_takes_only_what_all_regimes_agree_on(
    found: list[Offer], taken: Offer | None
) -> None:
    assert agreed(found) == taken


@pytest.mark.parametrize(
    ("found", "said_now"),
    [
        ([Offer(CITY, (1,), 12)], None),
        ([Offer(CITY, (2,), 12)], None),
        ([Offer(CITY, (2,), 15)], Offer(CITY, (2,), 15)),
        ([Offer(HEALTH, (2,), 15)], None),
        ([], None),
    ],
)
def test_a_value_that_was_taken_is_compared_with_what_its_regime_says_now(
    found: list[Offer], said_now: Offer | None
) -> None:
    assert corrected(Taken(CITY, (1,), 12), found) == said_now
