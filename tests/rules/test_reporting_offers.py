"""Which values has a unit given already for what a report asks now?"""

from dataclasses import replace
from datetime import date

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
    said_last,
)
from giaoban.rules.reporting.periods import Calendar, PeriodKind, counts_from, kind_of, span

ND09, WALL = Calendar.ND09, Calendar.CALENDAR
CITY, HEALTH = 1, 2  # regimes
ONCE = (date(2026, 3, 2), date(2026, 3, 15))  # two whole weeks
COUNT, AMOUNT = IndicatorKind.COUNT, IndicatorKind.AMOUNT


def wanted(
    key: str,
    kind: IndicatorKind = COUNT,
    rule: OverTime = OverTime.SUM,
    calendar: Calendar = ND09,
    choices: tuple[str, ...] = (),
) -> Wanted:
    days = span(key, calendar, ONCE)
    since = counts_from(key, calendar, days.starts_on)
    return Wanted(kind, rule, kind_of(key), days.starts_on, days.ends_on, since, choices)


def said(
    key: str,
    number: float | None = None,
    source: int = 10,
    regime: int = CITY,
    calendar: Calendar = ND09,
    text: str = "",
    is_estimate: bool = False,
) -> Given:
    days = span(key, calendar, ONCE)
    since = counts_from(key, calendar, days.starts_on)
    return Given(
        regime, kind_of(key), days.starts_on, days.ends_on, since, source, number, text, is_estimate
    )


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
        (wanted("2026Q1", rule=OverTime.FIRST), Q1, [(CITY, 3, (11, 12, 13))]),
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


WEEKS = [said(f"2027W0{week}", week, week) for week in range(5, 9)]  # 1 to 28 February 2027
QUARTERS = [said(f"2026Q{number}", number, number) for number in (1, 2, 3, 4)]
MARCH_WEEKS = [said("2026W10", 3, 1), said("2026W11", 4, 2)]


@pytest.mark.parametrize(
    ("cell", "given", "offered"),
    [
        # a period of the same days, whatever it is called
        (wanted("2026W10"), [said("2026W10", 3)], [(3, (10,))]),
        (wanted("2026W10", calendar=WALL), [said("2026W10", 3)], [(3, (10,))]),
        (wanted("2026-9M"), [said("2026-9M", 8)], [(8, (10,))]),
        (wanted("once:dot-1"), [said("once:khac", 8)], [(8, (10,))]),
        # the days are filled, whatever fills them
        (wanted("2026-9M"), QUARTERS, [(6, (1, 2, 3))]),
        (wanted("2026"), QUARTERS, [(10, (1, 2, 3, 4))]),
        (wanted("2026"), [said("2026H1", 5, 1), said("2026H2", 6, 2)], [(11, (1, 2))]),
        (wanted("2027-02", calendar=WALL), WEEKS, [(26, (5, 6, 7, 8))]),
        (wanted("once:dot-1"), MARCH_WEEKS, [(7, (1, 2))]),
        # a part of the days, or days beyond
        (wanted("2026-9M"), QUARTERS[:2], []),
        (wanted("2026"), [said("2026-9M", 8)], []),
        (wanted("2026Q4"), [said("2026", 12), said("2026-9M", 8)], []),
        (wanted("2027-02", calendar=WALL), WEEKS[:3], []),
        (wanted("2027-02", calendar=ND09), WEEKS, []),
        (wanted("2026-03", calendar=WALL), MARCH_WEEKS, []),
        (wanted("once:dot-1"), MARCH_WEEKS[1:], []),
        (wanted("2026W10"), [said("2026-03", 12, calendar=WALL)], []),
    ],
)
def test_days_decide_and_not_how_a_period_is_called(
    cell: Wanted, given: list[Given], offered: list[tuple[float, tuple[int, ...]]]
) -> None:
    assert [(one.number, one.sources) for one in offers(cell, given)] == offered


@pytest.mark.parametrize(
    ("asked", "calendar", "given", "offered"),
    [
        ("2026-03", ND09, [said("2026-03", 12)], [12]),
        # what stands at the last day says it all, however long the period is
        ("2026Q1", ND09, Q1, [5]),
        ("2026Q1", ND09, Q1[2:], [5]),
        ("2026-03", ND09, [said("2026Q1", 12)], [12]),
        ("2026-12", ND09, [said("2026", 12)], [12]),
        ("2026-9M", WALL, [said("2026-09", 12, calendar=WALL)], [12]),
        # not at the last day
        ("2026Q1", ND09, Q1[:2], []),
        ("2026Q1", ND09, [said("2026H1", 12)], []),
        # since another day: a year of weeks, a survey of its own
        ("2027-02", WALL, [said("2027W08", 12)], []),
        ("once:dot-1", WALL, [said("2026W11", 12)], []),
        ("2026W11", WALL, [said("once:dot-1", 12)], []),
    ],
)
def test_what_came_together_since_the_year_began_is_told_by_its_last_day(
    asked: str, calendar: Calendar, given: list[Given], offered: list[float]
) -> None:
    cell = wanted(asked, AMOUNT, OverTime.CUMULATIVE, calendar)

    assert [one.number for one in offers(cell, given)] == offered


def test_what_came_together_since_another_months_year_is_not_offered() -> None:
    cell = wanted("2026-03", AMOUNT, OverTime.CUMULATIVE)
    since_april = replace(said("2026-03", 12), counts_from=date(2025, 4, 1))

    assert offers(cell, [since_april]) == ()
    assert len(offers(replace(cell, over_time=OverTime.LAST), [since_april])) == 1


def test_an_incidents_report_by_the_hour_offers_nothing_and_is_offered_nothing() -> None:
    month, cell = said("2026-03", 12), wanted("2026-03")

    assert offers(cell, [replace(month, period=PeriodKind.INCIDENT)]) == ()
    assert offers(replace(cell, period=PeriodKind.INCIDENT), [month]) == ()


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


def of_report(number: int, value: float | None, text: str = "", source: int = 10) -> Given:
    since = date(2026, 11, 20)
    kind = PeriodKind.INCIDENT
    return Given(CITY, kind, since, since, since, source + number, value, text)


@pytest.mark.parametrize(
    ("kind", "rule", "given", "content"),
    [
        (COUNT, OverTime.LAST, [], None),
        (COUNT, OverTime.LAST, [of_report(1, 10)], (10, "")),
        # the newest, also where it is less: figures are corrected downward too
        (COUNT, OverTime.LAST, [of_report(1, 10), of_report(3, 8)], (8, "")),
        (AMOUNT, OverTime.LAST, [of_report(1, 2.5)], (2.5, "")),
        (COUNT, OverTime.LAST, [of_report(1, 2.5)], None),  # of an older version of the form
        (IndicatorKind.YES_NO, OverTime.LAST, [of_report(1, 1)], (1, "")),
        (IndicatorKind.CHOICE, OverTime.NONE, [of_report(1, None, "a")], (None, "a")),
        (IndicatorKind.CHOICE, OverTime.NONE, [of_report(1, None, "gone")], None),
        # what is new in each report, or stands for this one alone, is said anew
        (COUNT, OverTime.SUM, [of_report(1, 10)], None),
        (COUNT, OverTime.MOST, [of_report(1, 10)], None),
        (IndicatorKind.TEXT, OverTime.NONE, [of_report(1, None, "a")], None),
    ],
)
def test_of_an_incident_what_a_unit_said_last_is_offered_where_the_latest_figure_wins(
    kind: IndicatorKind,
    rule: OverTime,
    given: list[Given],
    content: tuple[float | None, str] | None,
) -> None:
    day = date(2026, 11, 23)
    cell = Wanted(kind, rule, PeriodKind.INCIDENT, day, day, day, ("a", "b"))
    offer = said_last(cell, given)
    assert (offer.content if offer else None) == content
    if offer is not None:
        assert offer.sources == (given[-1].source,)
