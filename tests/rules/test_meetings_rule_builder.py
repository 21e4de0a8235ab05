"""Plans of a series, written as RFC 5545 writes them and read back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.meetings.recurrence import rule_problems
from giaoban.rules.meetings.rule_builder import LAST, Plan, Span, plan_of, written_rule

FIRST_ON = date(2026, 1, 15)


@pytest.mark.parametrize(
    "plan, rule",
    [
        (Plan(1, Span.WEEK, weekday=0), "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO"),
        (Plan(2, Span.MONTH, day=15), "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15"),
        (Plan(1, Span.MONTH, day=LAST), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1"),
        (Plan(1, Span.QUARTER, nth=2, weekday=3), "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH"),
        (Plan(1, Span.QUARTER, nth=LAST, weekday=4), "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR"),
        (Plan(5, Span.YEAR, day=20), "FREQ=YEARLY;INTERVAL=5;BYMONTH=1;BYMONTHDAY=20"),
    ],
)
def test_a_plan_is_written_as_a_recurrence_rule(plan: Plan, rule: str) -> None:
    assert written_rule(plan, FIRST_ON) == rule


@pytest.mark.parametrize(
    "plan",
    [
        Plan(0),
        Plan(100),
        Plan(day=29),
        Plan(day=0),
        Plan(nth=5),
    ],
)
def test_a_plan_that_some_months_lack_is_not_written(plan: Plan) -> None:
    with pytest.raises(ValueError, match="no such"):
        written_rule(plan, FIRST_ON)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=DAILY",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=5TH",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=MONTHLY;BYMONTHDAY=1;COUNT=4",
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1",  # another month than that of the first day
        "FREQ=MONTHLY;INTERVAL=0;BYMONTHDAY=1",
    ],
)
def test_a_rule_that_says_more_than_a_plan_can_is_none(rule: str) -> None:
    assert plan_of(rule, FIRST_ON) is None


_PLANS = st.one_of(
    st.builds(Plan, st.integers(1, 99), st.just(Span.WEEK), weekday=st.integers(0, 6)),
    st.builds(
        Plan,
        st.integers(1, 33),
        st.sampled_from([Span.MONTH, Span.QUARTER, Span.YEAR]),
        day=st.sampled_from([*range(1, 29), LAST]),
    ),
    st.builds(
        Plan,
        st.integers(1, 33),
        st.sampled_from([Span.MONTH, Span.QUARTER, Span.YEAR]),
        nth=st.sampled_from([1, 2, 3, 4, LAST]),
        weekday=st.integers(0, 6),
    ),
)


@given(_PLANS)
def test_every_plan_is_a_rule_without_problems_and_is_read_back(plan: Plan) -> None:
    rule = written_rule(plan, FIRST_ON)
    assert rule_problems(rule, FIRST_ON) == []
    found = plan_of(rule, FIRST_ON)
    assert found is not None
    # Three months are a quarter: another plan may be read, which is the same rule.
    assert written_rule(found, FIRST_ON) == rule
    assert found == plan or plan.span is Span.MONTH
