"""Whatever is done to tasks in whatever order: only what the table of states allows happens, a
whole is what its parts are, and a past day is read back as it was seen that day.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from giaoban.actions.tasks.closed_units import hand_on_tasks
from giaoban.actions.tasks.extensions import answer_extension, ask_for_time
from giaoban.actions.tasks.giving import give_instruction, give_obligation
from giaoban.actions.tasks.holding import hand_task
from giaoban.actions.tasks.splitting import split_task
from giaoban.actions.tasks.steps import take_step
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.models import Obligation, Task, TaskEvent, TaskExtension, Unit
from giaoban.queries.tasks.counting import counts_by
from giaoban.queries.tasks.lives import whole_lives
from giaoban.rules.problems import RuleError
from giaoban.rules.register.terms import TermKind
from giaoban.rules.tasks.counting import TaskFacts, count_of
from giaoban.rules.tasks.parts import Answered, whole_of
from giaoban.rules.tasks.states import OPEN, WITH_THE_UNIT, TaskState, TaskStep, next_state
from tests.cast import Cast, make_cast
from tests.factories import TODAY, VIETNAM_TIME, make_unit
from tests.obligations import make_body, make_document, make_obligation

S = TaskState
ALLOWED = 2  # extensions
WAYS = st.sampled_from([step for step in TaskStep if step is not TaskStep.WITHDRAW])
DAYS = st.integers(1, 9)


@dataclass
class Expected:
    """What the rules say of one task; the database must say the same."""

    due_on: date | None
    state: TaskState = S.ASSIGNED
    handed_in_on: date | None = None
    granted: int = 0
    asked: int | None = None  # the id of the extension that waits for its answer
    parts: list[int] = field(default_factory=list)


class Walk(RuleBasedStateMachine):
    """One committee, three communes and a hamlet; each example in a transaction of its own."""

    tasks = Bundle("tasks")

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.cast: Cast = make_cast()
        self.hamlet = make_unit("h1", "Thôn Tả Van", kind="thôn", under=self.cast.ta_van)
        self.day = TODAY
        self.known: dict[int, Expected] = {}
        self.closed: Unit | None = None
        self.seen: list[tuple[date, dict[int, TaskFacts]]] = []

    def teardown(self) -> None:
        try:
            self.a_past_day_is_read_back_as_it_was_seen()
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    # What is given.

    @initialize(target=tasks)
    def an_obligation_is_given(self) -> Any:
        body = make_body(self.cast.lao_cai)
        fields = {"term_kind": TermKind.DATE, "due_on": TODAY + timedelta(days=3)}
        obligation = make_obligation(make_document(body), self.cast.lao_cai, **fields)
        units = [self.cast.lao_cai, self.cast.ta_van, self.cast.y_ty]
        ids = [unit.pk for unit in units]
        told = {"obligation": obligation, "unit_ids": ids, "by": None, "now": self.now}
        given = give_obligation(**told)
        assert give_obligation(**told) == []
        return multiple(*[self.met(task) for task in given])

    @rule(target=tasks)
    def what_was_withdrawn_is_given_again(self) -> Any:
        obligation = Obligation.objects.get()
        units = [self.cast.lao_cai, self.cast.ta_van, self.cast.y_ty]
        ids = [unit.pk for unit in units if unit != self.closed]
        given = give_obligation(obligation=obligation, unit_ids=ids, by=None, now=self.now)
        return multiple(*[self.met(task) for task in given])

    @rule(target=tasks, days=DAYS)
    def an_instruction_is_given(self, days: int) -> int:
        due_on = self.day + timedelta(days=days)
        said = {"text": "Rà soát", "due_on": due_on, "by": self.cast.dung, **self.moment}
        return self.met(give_instruction(unit=self.cast.ta_van, giver=self.cast.lao_cai, **said))

    @rule(target=tasks, pk=tasks)
    def it_is_split(self, pk: int) -> Any:
        below = {self.cast.lao_cai.pk: [self.cast.ta_van, self.cast.sa_pa]}
        units = below.get(self.row(pk).unit_id, [self.hamlet])
        if self.row(pk).unit_id not in {self.cast.lao_cai.pk, self.cast.ta_van.pk}:
            return multiple()
        parts = {unit.pk: "" for unit in units}
        said = {"parts": parts, "due_on": None, "by": self.cast.chi, **self.moment}
        problem = None
        if self.known[pk].state not in WITH_THE_UNIT:
            problem = "task_not_with_unit"
        elif self.closed is not None and self.closed.pk in parts:
            problem = "part_beyond_unit"
        given = self.tried(problem, lambda: split_task(task=self.row(pk), **said))
        self.known[pk].parts += [part.pk for part in given or []]
        return multiple(*[self.met(part) for part in given or []])

    # What is done to it.

    @rule(pk=tasks, step=WAYS)
    def a_step_is_taken(self, pk: int, step: TaskStep) -> None:
        expected = self.known[pk]
        after = next_state(expected.state, step, is_beneath_withdrawn=self.is_ended(pk))
        words = {"words": "Đã rõ", "explanation": "Mưa lũ"}
        self.tried(
            None if after else "task_step_not_allowed",
            lambda: take_step(task=self.row(pk), step=step, by=None, **words, **self.moment),
        )
        if after is None:
            return
        expected.state = after
        if step is TaskStep.SUBMIT:
            expected.handed_in_on = self.day
        elif after is not S.CONFIRMED:
            expected.handed_in_on = None

    @rule(pk=tasks, step=st.sampled_from([TaskStep.SUBMIT, TaskStep.RETURN, TaskStep.QUERY]))
    def a_step_without_its_words_changes_nothing(self, pk: int, step: TaskStep) -> None:
        is_allowed = next_state(self.known[pk].state, step) is not None  # none of them opens again
        self.tried(
            "words_missing" if is_allowed else "task_step_not_allowed",
            lambda: take_step(task=self.row(pk), step=step, words=" ", by=None, **self.moment),
        )

    @rule(pk=tasks)
    def it_is_withdrawn(self, pk: int) -> None:
        is_open = self.known[pk].state in OPEN
        self.tried(
            None if is_open else "task_step_not_allowed",
            lambda: withdraw_task(task=self.row(pk), reason="Trùng", by=None, **self.moment),
        )
        if is_open:
            self.withdrawn(pk)

    @rule(pk=tasks, days=DAYS)
    def more_time_is_asked_for(self, pk: int, days: int) -> None:
        expected = self.known[pk]
        assert expected.due_on is not None
        until = max(self.day, expected.due_on) + timedelta(days=days)
        problem = None
        if expected.state not in WITH_THE_UNIT:
            problem = "extension_not_with_unit"
        elif expected.asked is not None:
            problem = "extension_already_asked"
        elif expected.granted >= ALLOWED:
            problem = "extension_used_up"
        said = {"until": until, "reason": "Mưa lũ", "allowed": ALLOWED, "by": None, **self.moment}
        asked = self.tried(problem, lambda: ask_for_time(task=self.row(pk), **said))
        if asked is not None:
            expected.asked = asked.pk

    @rule(pk=tasks, is_given=st.booleans())
    def the_asking_is_answered(self, pk: int, is_given: bool) -> None:
        expected = self.known[pk]
        if expected.asked is None:
            return
        asked = TaskExtension.objects.get(pk=expected.asked)
        until = max(asked.until, self.day) if is_given else None
        is_with_others = is_given and expected.state not in WITH_THE_UNIT
        said = {"granted_until": until, "answer": "Chưa đủ lý do", "by": None, **self.moment}
        answered = self.tried(
            "extension_not_with_unit" if is_with_others else None,
            lambda: answer_extension(extension=asked, **said),
        )
        if answered is not None:
            expected.asked = None
            expected.due_on = until or expected.due_on
            expected.granted += is_given

    @rule(pk=tasks, holder=st.sampled_from(["an", "binh", None]))
    def it_is_handed_over(self, pk: int, holder: str | None) -> None:
        person = holder and getattr(self.cast, holder)
        problem = None
        if self.known[pk].state not in OPEN:
            problem = "task_closed"
        elif person and self.row(pk).unit_id != self.cast.ta_van.pk:
            problem = "holder_not_of_unit"
        said = {"holder": person, "by": self.cast.an, **self.moment}
        self.tried(problem, lambda: hand_task(task=self.row(pk), **said))

    @rule()
    def a_unit_closes_and_another_carries_on(self) -> None:
        """Its open tasks go on as they stand, or end where the other one has the same already."""
        closing = self.cast.ta_van
        if self.closed is None:
            self.closed = closing
            Unit.objects.filter(pk=closing.pk).update(closed_on=self.day)
        left = list(Task.objects.filter(unit=closing).order_by("-pk"))
        said = {"successor": self.cast.sa_pa, "reason": "Sáp nhập", "by": self.cast.chi}
        moved = hand_on_tasks(tasks=left, **said, **self.moment)
        for task in left:
            stays_open = self.known[task.pk].state in OPEN
            if stays_open and task.pk not in {one.pk for one in moved}:
                self.withdrawn(task.pk)

    @rule(days=DAYS)
    def days_pass(self, days: int) -> None:
        there = Task.objects.filter(parent=None).order_by("pk")
        facts = {
            task.pk: TaskFacts(TaskState(task.whole), task.due_on, task.whole_handed_in_on)
            for task in there
        }
        self.seen.append((self.day, facts))
        self.day += timedelta(days=days)

    # What must hold.

    @invariant()
    def the_database_says_what_the_table_says(self) -> None:
        rows = Task.objects.values_list("pk", "state", "due_on", "handed_in_on")
        assert {pk: tuple(facts) for pk, *facts in rows} == {
            pk: (one.state, one.due_on, one.handed_in_on) for pk, one in self.known.items()
        }

    @invariant()
    def the_steps_written_down_lead_to_where_each_task_stands(self) -> None:
        states = dict.fromkeys(self.known, S.ASSIGNED)
        for pk, step, before in TaskEvent.objects.order_by("pk").values_list(
            "task", "step", "before"
        ):
            assert states[pk] == before
            after = next_state(states[pk], TaskStep(step))
            assert after is not None
            states[pk] = after
        assert states == {pk: one.state for pk, one in self.known.items()}

    @invariant()
    def a_whole_is_what_its_parts_are(self) -> None:
        rows = Task.objects.values_list("pk", "whole", "whole_handed_in_on")
        assert {pk: tuple(facts) for pk, *facts in rows} == {
            pk: self.whole(pk) for pk in self.known
        }

    @invariant()
    def what_is_counted_are_the_tasks_that_stand(self) -> None:
        """As whoever withdraws thinks of it: by what they did, not by how a whole is worked out."""
        tops = dict(Task.objects.filter(parent=None).values_list("pk", "state"))
        standing = {pk for pk, state in tops.items() if state != S.WITHDRAWN}
        tasks = Task.objects.filter(parent=None)
        counts = counts_by(tasks, self.day).get((), {})
        assert sum(counts.values()) == len(standing)
        lives = whole_lives(tasks, since=self.day)
        stood = {life.pk: life.stood(self.day) for life in lives}
        assert {pk for pk, one in stood.items() if one and count_of(one, self.day)} == standing

    @invariant()
    def no_unit_has_two_standing_tasks_of_one_obligation(self) -> None:
        """Those it was given itself; and of one whole no two parts."""
        counted = Task.objects.exclude(whole=S.WITHDRAWN)
        given = counted.filter(parent=None).exclude(obligation=None)
        for kept in (
            given.values_list("obligation", "unit", "occurrence"),
            counted.exclude(parent=None).values_list("parent", "unit"),
        ):
            assert len(kept) == len(set(kept))

    def a_past_day_is_read_back_as_it_was_seen(self) -> None:
        tops = Task.objects.filter(parent=None)
        for day, facts in self.seen:
            lives = whole_lives(tops, since=day)
            stood = {life.pk: life.stood(day) for life in lives}
            assert {pk: one for pk, one in stood.items() if one is not None} == facts

    # How it is done.

    @property
    def now(self) -> datetime:
        return datetime.combine(self.day, time(9), VIETNAM_TIME)

    @property
    def moment(self) -> dict[str, Any]:
        return {"today": self.day, "now": self.now}

    def met(self, task: Task) -> int:
        self.known[task.pk] = Expected(task.due_on)
        return int(task.pk)

    def row(self, pk: int) -> Task:
        found: Task = Task.objects.get(pk=pk)
        return found

    def tried(self, problem: str | None, act: Any) -> Any:
        """What the action gives; None where it is refused, for exactly the problem expected."""
        if problem is None:
            return act()
        with pytest.raises(RuleError) as refused, transaction.atomic():
            act()
        assert refused.value.code == problem
        return None

    def withdrawn(self, pk: int) -> None:
        """As withdrawing does it: the open parts with it, those that are done left."""
        expected = self.known[pk]
        if expected.state in OPEN:
            expected.state = S.WITHDRAWN
        for part in expected.parts:
            self.withdrawn(part)

    def whole(self, pk: int) -> Answered:
        expected = self.known[pk]
        return whole_of(
            (expected.state, expected.handed_in_on), [self.whole(part) for part in expected.parts]
        )

    def is_ended(self, pk: int) -> bool:
        """Whether something that it lies beneath was withdrawn."""
        return any(
            pk in one.parts and (one.state is S.WITHDRAWN or self.is_ended(above))
            for above, one in self.known.items()
        )


@pytest.mark.django_db
@pytest.mark.both_databases
def test_no_sequence_of_actions_reaches_what_the_table_forbids() -> None:
    is_heavy = settings().max_examples > 100
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=300 if is_heavy else 5,
            stateful_step_count=50 if is_heavy else 30,
            suppress_health_check=list(HealthCheck),
        ),
    )
