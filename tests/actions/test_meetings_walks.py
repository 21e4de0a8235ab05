"""Whatever becomes of conclusions: an agenda begins with exactly what is open, on its own day and
for ever.
"""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from giaoban.actions.meetings.closing import close_meeting, reopen_meeting
from giaoban.actions.meetings.conclusions import (
    ConclusionText,
    remove_conclusion,
    write_conclusion,
)
from giaoban.actions.tasks.steps import take_step
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.models import Conclusion, Meeting, MeetingSeries, Task
from giaoban.queries.meetings.arising import arising_for
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.register.terms import Term, TermKind
from giaoban.rules.tasks.states import CLOSED, TaskStep
from tests.factories import TODAY, VIETNAM_TIME
from tests.meeting_scene import make_sitting
from tests.walks import InOneTransaction, refused_or_done, walked

IN_FIVE = Term(TermKind.WORKING_DAYS, working_days=5)
STEPS = st.sampled_from([step for step in TaskStep if step is not TaskStep.WITHDRAW])
WHICH = st.integers(0, 2)  # apart from any series, or of one of two
ASKED = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=3)


class Agendas(InOneTransaction):
    """Meetings of one committee, and what becomes of their conclusions."""

    def __init__(self) -> None:
        super().__init__()
        self.day = TODAY
        self.held = 0
        self.seen: list[tuple[Meeting, list[tuple[int, str]]]] = []
        self.series = [None, *(self.a_series(name) for name in ("Giao ban", "Chuyên đề"))]

    @initialize(asked=ASKED, which=WHICH)
    def the_first_is_held(self, asked: list[tuple[bool, bool]], which: int) -> None:
        self.one_is_held(asked, which)

    @rule(asked=ASKED, which=WHICH)
    def another_is_held(self, asked: list[tuple[bool, bool]], which: int) -> None:
        self.one_is_held(asked, which)

    @rule(asked=ASKED)
    def the_last_is_opened_again(self, asked: list[tuple[bool, bool]]) -> None:
        last = Meeting.objects.filter(state=MeetingState.CLOSED).latest("starts_at")
        now = self.now
        reopened = reopen_meeting(meeting=last, reason="Còn nội dung", by=self.cast.chi, now=now)
        self.concluded(reopened, asked)
        close_meeting(meeting=reopened, by=self.cast.chi, now=now)

    @rule(place=st.integers(0, 20), step=STEPS)
    def a_step_is_taken(self, place: int, step: TaskStep) -> None:
        task = self.task(place)
        if task is None:
            return
        refused_or_done(
            lambda: take_step(
                task=task, step=step, words="Đã rõ", explanation="Mưa lũ", by=None, **self.moment
            )
        )

    @rule(place=st.integers(0, 20), is_done=st.booleans())
    def one_ends(self, place: int, is_done: bool) -> None:
        """The way to an end is long for steps drawn one by one."""
        task = self.task(place)
        if task is None:
            return
        if not is_done:
            refused_or_done(
                lambda: withdraw_task(task=task, reason="Trùng", by=None, **self.moment)
            )
            return
        for step in (TaskStep.SUBMIT, TaskStep.CONFIRM):
            said = {"words": "Đã xong", "explanation": "Mưa lũ", "by": None, **self.moment}
            refused_or_done(lambda step=step, said=said: take_step(task=task, step=step, **said))

    @rule(days=st.integers(1, 9), which=WHICH)
    def days_pass(self, days: int, which: int) -> None:
        meeting = self.planned(which)
        self.seen.append((meeting, self.arising(meeting)))
        self.day += timedelta(days=days)

    @invariant()
    def an_agenda_begins_with_exactly_what_is_open(self) -> None:
        """By the tasks as they are kept, not as they are read back; each series its own."""
        for which, series in enumerate(self.series):
            asked = Conclusion.objects.filter(
                meeting__state=MeetingState.CLOSED,
                meeting__series=series,
                asks=True,
                removed_at=None,
            )
            expected = [
                (one.pk, one.task.whole)
                for one in asked.select_related("task").order_by(
                    "meeting__starts_at__date", "position", "pk"
                )
                if one.task.whole not in CLOSED
            ]
            with transaction.atomic():
                found = self.arising(self.planned(which))
                transaction.set_rollback(True)
            assert found == expected

    def looked_back(self) -> None:
        for meeting, arising in self.seen:
            assert self.arising(meeting) == arising

    def one_is_held(self, asked: list[tuple[bool, bool]], which: int) -> None:
        self.held += 1
        at = self.now + timedelta(minutes=self.held)
        sitting = make_sitting(self.cast, seats=2, there=2, at=at)
        self.belongs(sitting.meeting, which)
        self.concluded(sitting.meeting, asked)
        close_meeting(meeting=sitting.meeting, by=self.cast.chi, now=at + timedelta(seconds=30))

    def concluded(self, meeting: Meeting, asked: list[tuple[bool, bool]]) -> None:
        """(asks, has a part); and one that was struck out again."""
        for asks, has_part in asked:
            self.write(meeting, asks=asks, has_part=has_part)
        struck = self.write(meeting, asks=True, has_part=False)
        remove_conclusion(conclusion=struck, by=self.cast.chi, now=self.now)

    def write(self, meeting: Meeting, *, asks: bool, has_part: bool) -> Conclusion:
        facts = ConclusionFacts(
            "Rà soát hồ chứa",
            asks=asks,
            lead_id=self.cast.ta_van.pk,
            co_operating_ids=(self.cast.y_ty.pk,) if has_part else (),
            product="Báo cáo",
            term=IN_FIVE,
        )
        return write_conclusion(
            meeting=meeting, text=ConclusionText(facts), by=self.cast.chi, now=self.now
        )

    def planned(self, which: int) -> Meeting:
        """The one whose agenda is asked for: in the evening of this day."""
        at = datetime.combine(self.day, time(20), VIETNAM_TIME)
        meeting = make_sitting(self.cast, seats=1, at=at, runs=False).meeting
        return self.belongs(meeting, which)

    def belongs(self, meeting: Meeting, which: int) -> Meeting:
        """Each on a day of the rule of its own, which is not what is asked here."""
        series = self.series[which]
        if series is not None:
            meeting.series, meeting.occurrence = series, TODAY + timedelta(days=meeting.pk)
            meeting.save(update_fields=["series", "occurrence"])
        return meeting

    def a_series(self, name: str) -> MeetingSeries:
        return MeetingSeries.objects.create(
            committee=self.cast.committee,
            name=name,
            kind="briefing",
            rule="FREQ=MONTHLY",
            first_on=TODAY,
            starts_at=time(8),
            minutes=60,
        )

    @staticmethod
    def arising(meeting: Meeting) -> list[tuple[int, str]]:
        return [(one.conclusion.pk, one.facts.state) for one in arising_for(meeting)]

    def task(self, place: int) -> Task | None:
        found = list(Task.objects.order_by("pk"))
        return found[place % len(found)] if found else None

    @property
    def now(self) -> datetime:
        return datetime.combine(self.day, time(9), VIETNAM_TIME)

    @property
    def moment(self) -> dict[str, Any]:
        return {"today": self.day, "now": self.now}


@pytest.mark.django_db
@pytest.mark.both_databases
def test_an_agenda_begins_with_what_is_open_and_with_nothing_else() -> None:
    walked(Agendas, 14)
