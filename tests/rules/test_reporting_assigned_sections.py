"""The way of a section that somebody else writes, and when its author hears of it."""

from datetime import date

import pytest

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.assigned_sections import (
    Nudge,
    SectionState,
    SectionStep,
    nudge_on,
    section_after,
    section_due,
)
from giaoban.rules.reporting.working_days import public_calendar

S, T = SectionState, SectionStep
CALENDAR = public_calendar(range(2026, 2028))
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)

WAY = {
    S.ASSIGNED: {T.WRITE: S.WRITING, T.HAND_IN: S.HANDED_IN, T.WITHDRAW: S.WITHDRAWN},
    S.WRITING: {T.WRITE: S.WRITING, T.HAND_IN: S.HANDED_IN, T.WITHDRAW: S.WITHDRAWN},
    S.RETURNED: {T.WRITE: S.RETURNED, T.HAND_IN: S.HANDED_IN, T.WITHDRAW: S.WITHDRAWN},
    S.HANDED_IN: {T.TAKE: S.TAKEN, T.RETURN: S.RETURNED, T.WITHDRAW: S.WITHDRAWN},
    S.TAKEN: {T.RETURN: S.RETURNED},
    S.WITHDRAWN: {},
}


@pytest.mark.parametrize("state", SectionState)
@pytest.mark.parametrize("step", SectionStep)
def test_a_section_goes_the_steps_of_the_table_and_no_other(
    state: SectionState, step: SectionStep
) -> None:
    wanted = WAY[state].get(step)
    if wanted is not None:
        assert section_after(state, step) is wanted
        return
    with pytest.raises(RuleError) as refused:
        section_after(state, step)
    assert refused.value.code == "section_step_not_allowed"


@pytest.mark.parametrize(
    ("today", "working_days", "due_on"),
    [
        (FRIDAY, None, date(2026, 11, 26)),  # three by themselves; 24 November is a holiday
        (FRIDAY, 1, MONDAY),
        (date(2026, 12, 30), 2, date(2027, 1, 4)),  # over New Year
    ],
)
def test_an_author_has_working_days(today: date, working_days: int | None, due_on: date) -> None:
    assert section_due(today, working_days, CALENDAR) == due_on


@pytest.mark.parametrize(
    ("today", "due_on", "nudge"),
    [
        (FRIDAY, date(2026, 11, 30), None),
        (date(2026, 11, 26), date(2026, 11, 30), Nudge(-2)),
        (date(2026, 11, 30), date(2026, 11, 30), Nudge(-2)),  # still, for a worker that was away
        (date(2026, 12, 1), date(2026, 11, 30), Nudge(1)),
        (date(2026, 12, 3), date(2026, 11, 30), Nudge(3)),
        (date(2026, 11, 28), date(2026, 11, 30), None),  # a Saturday
        (date(2026, 12, 20), date(2026, 11, 30), None),
        (date(2026, 12, 15), date(2026, 11, 30), None),  # long told
    ],
)
def test_an_author_hears_before_and_after_the_day(
    today: date, due_on: date, nudge: Nudge | None
) -> None:
    assert nudge_on(today, due_on, CALENDAR) == nudge


def test_an_occasion_is_remembered_in_few_letters() -> None:
    step = Nudge(-2).step(1234567890123)
    assert (step, len(step) <= 20) == ("sec:1234567890123:-2", True)
