"""Which steps does a section go that somebody else writes, and when is its author reminded?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.reminders import STALE_AFTER, reminder_day
from giaoban.rules.reporting.working_days import WorkingCalendar

USUAL_DAYS = 3
"""Working days that an author has where nobody says how many."""

LONGEST_DAYS = 60
REMINDED = (-2, 1, 3)
"""Working days after the day on which the section is due; negative: before it."""


class SectionState(StrEnum):
    ASSIGNED = "assigned"  # given, nothing written yet
    WRITING = "writing"
    HANDED_IN = "handed_in"
    TAKEN = "taken"  # into the report
    RETURNED = "returned"  # with a reason; written on until it is handed in again
    WITHDRAWN = "withdrawn"


class SectionStep(StrEnum):
    WRITE = "write"
    HAND_IN = "hand_in"
    TAKE = "take"
    RETURN = "return"
    WITHDRAW = "withdraw"


_S, _T = SectionState, SectionStep
_STEPS: dict[tuple[SectionState, SectionStep], SectionState] = {
    (_S.ASSIGNED, _T.WRITE): _S.WRITING,
    (_S.WRITING, _T.WRITE): _S.WRITING,
    (_S.RETURNED, _T.WRITE): _S.RETURNED,  # the reason stays in sight
    (_S.ASSIGNED, _T.HAND_IN): _S.HANDED_IN,  # what it starts from is right as it is
    (_S.WRITING, _T.HAND_IN): _S.HANDED_IN,
    (_S.RETURNED, _T.HAND_IN): _S.HANDED_IN,
    (_S.HANDED_IN, _T.TAKE): _S.TAKEN,
    (_S.HANDED_IN, _T.RETURN): _S.RETURNED,
    (_S.TAKEN, _T.RETURN): _S.RETURNED,  # on second thoughts, while the report is a draft
    (_S.ASSIGNED, _T.WITHDRAW): _S.WITHDRAWN,
    (_S.WRITING, _T.WITHDRAW): _S.WITHDRAWN,
    (_S.HANDED_IN, _T.WITHDRAW): _S.WITHDRAWN,
    (_S.RETURNED, _T.WITHDRAW): _S.WITHDRAWN,
}

WITH_AUTHOR = frozenset({_S.ASSIGNED, _S.WRITING, _S.RETURNED})
"""It is the author's turn."""

OPEN = WITH_AUTHOR | {_S.HANDED_IN}
"""Not yet in the report and not called off."""


def section_after(state: SectionState, step: SectionStep) -> SectionState:
    """Raises RuleError `section_step_not_allowed` (step, state)."""
    after = _STEPS.get((state, step))
    if after is None:
        raise RuleError("section_step_not_allowed", step=step, state=state)
    return after


def allows(state: SectionState, step: SectionStep) -> bool:
    return (state, step) in _STEPS


def section_due(today: date, working_days: int | None, calendar: WorkingCalendar) -> date:
    """The day by which a section given today is handed in."""
    return calendar.add_working_days(today, working_days or USUAL_DAYS)


@dataclass(frozen=True, slots=True)
class Nudge:
    """The author is to hear of the section; `days` names the occasion, which comes once."""

    days: int

    def step(self, section_id: int) -> str:
        """As `Told` remembers it."""
        return f"sec:{section_id}:{self.days:+d}"


def nudge_on(today: date, due_on: date, calendar: WorkingCalendar) -> Nudge | None:
    """What an author who has not handed in hears today; nothing on a day off.

    As with reports: of several steps that have come the newest, if it is not stale, and what was
    to be said before the day is not said after it.
    """
    if not calendar.is_working_day(today):
        return None
    days = {step: reminder_day(due_on, step, calendar) for step in REMINDED}
    come = [step for step, day in days.items() if day <= today]
    if not come:
        return None
    newest = max(come)
    if newest <= 0 and today > due_on:
        return None
    age = calendar.working_days_between(days[newest], today)
    return Nudge(newest) if age <= STALE_AFTER else None
