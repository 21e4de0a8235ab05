"""How did the demo's units answer what they were given? Each in its own way, up to this moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils.timezone import localtime

from giaoban.actions.audit.actors import TaskActor
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.actions.tasks.extensions import answer_extension, ask_for_time
from giaoban.actions.tasks.links import confirm_task_link
from giaoban.actions.tasks.steps import take_step
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.management.demo.calendar import at, next_morning, office_moment
from giaoban.management.demo.content import draw
from giaoban.management.demo.directive_papers import evidence_paper
from giaoban.models import Person, SourceFile, Task, TaskExtension
from giaoban.queries.tasks.extensions import extensions_allowed
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.states import TaskStep

_UNHURRIED = timedelta(days=60)
"""What has no term is answered within this."""
_PROVEN = 6
"""So many answers bring their product along."""


@dataclass
class Play:
    """Who acts: for each unit its officer, and for the committee one of its secretaries."""

    said: Mapping[str, Any]
    officers: Mapping[int, Person]
    secretaries: Sequence[Person]
    now: datetime
    calendar: WorkingCalendar
    proven: int = 0

    def take(self, task: Task, course: str, answers: Sequence[str], chance: Random) -> None:
        """Let the task take its course; where nobody has an account, by the link that was sent.

        Such a link opens nothing any more when the term is long past.
        """
        turn = _Turn(self, task, self.officers.get(task.unit_id), answers, chance)
        if turn.officer is None:
            link = task.links.filter(revoked_at=None).select_related("contact").first()
            if link is None or course in _BEHIND_THE_TERM:
                return
            if _COURSES[course] is not _nothing:
                confirm_task_link(link=link, now=turn.early())
            turn.officer = link
        _COURSES[course](turn)

    def evidence(self, by: TaskActor, now: datetime) -> list[SourceFile]:
        """A file beside the first answers; the others only say what was done."""
        if self.proven >= _PROVEN:
            return []
        self.proven += 1
        made = evidence_paper(self.said["evidence"], self.said["made_up"])
        (row,) = source_rows([(self.said["evidence_file"], made)], by=by, now=now)
        keep_bytes(row, made)
        return [row]


@dataclass
class _Turn:
    """One task on its way: whoever steps next does it some time after the step before."""

    play: Play
    task: Task
    officer: TaskActor
    answers: Sequence[str]
    chance: Random
    last: datetime | None = None

    @property
    def due_on(self) -> date:
        return self.task.due_on or (self.given_at + _UNHURRIED).date()

    @property
    def given_at(self) -> datetime:
        """By this country's clock: office hours are counted by it."""
        return localtime(self.task.given_at)

    @property
    def secretary(self) -> Person:
        return self.play.secretaries[self.task.unit_id % len(self.play.secretaries)]

    def step(self, step: TaskStep, now: datetime, by: TaskActor, words: str = "") -> None:
        """In its turn, and never after this moment."""
        now = self._after(now)
        is_late = step is TaskStep.SUBMIT and now.date() > self.due_on
        why = self.chance.choice(self.play.said["explanations"]) if is_late else ""
        files = self.play.evidence(by, now) if step is TaskStep.SUBMIT else ()
        self.task = take_step(
            task=self.task,
            step=step,
            words=words,
            explanation=why,
            files=files,
            by=by,
            today=now.date(),
            now=now,
        )

    def _after(self, now: datetime) -> datetime:
        if self.last is not None and now <= self.last:
            now = self.last + timedelta(hours=2)
        self.last = min(now, self.play.now)
        return self.last

    def acknowledge(self) -> None:
        self.step(TaskStep.ACKNOWLEDGE, self.early(), self.officer)

    def begin(self) -> None:
        self.step(TaskStep.BEGIN, next_morning(self.early()), self.officer)

    def submit(self, now: datetime) -> None:
        words = self.chance.choice(self.answers or self.play.said["answers"])
        self.step(TaskStep.SUBMIT, now, self.officer, words)

    def decide(self, step: TaskStep, words: str = "") -> None:
        """In the course of the next day of work."""
        assert self.last is not None
        within = timedelta(minutes=self.chance.randint(0, 440))
        self.step(step, next_morning(self.last) + within, self.secretary, words)

    def early(self) -> datetime:
        """Within the first days of having it."""
        last = min(self.given_at + timedelta(days=5), self.play.now)
        return office_moment(self.given_at, last, self.chance)

    def in_time(self) -> datetime:
        last = min(at(self.due_on, 16), self.play.now - timedelta(hours=4))
        first = self.given_at + (last - self.given_at) / 3
        return office_moment(first, last, self.chance)

    def too_late(self) -> datetime:
        """On a day behind the term, as far as there is one."""
        days = self.chance.randint(1, 9)
        late = self.play.calendar.add_working_days(self.due_on, days)
        within = timedelta(minutes=self.chance.randint(0, 480))
        return min(at(late, 8) + within, self.play.now - timedelta(hours=2))


def _on_time(turn: _Turn) -> None:
    turn.submit(turn.in_time())
    turn.decide(TaskStep.CONFIRM)


def _late(turn: _Turn) -> None:
    turn.submit(turn.too_late())
    turn.decide(TaskStep.CONFIRM)


def _submitted(turn: _Turn) -> None:
    turn.submit(turn.in_time())


def _submitted_late(turn: _Turn) -> None:
    turn.begin()
    turn.submit(turn.too_late())


def _returned(turn: _Turn) -> None:
    turn.submit(turn.in_time())
    turn.decide(TaskStep.RETURN, turn.chance.choice(turn.play.said["returns"]))


def _returned_then_confirmed(turn: _Turn) -> None:
    _returned(turn)
    assert turn.last is not None
    turn.submit(next_morning(turn.last))
    turn.decide(TaskStep.CONFIRM)


def _queried(turn: _Turn) -> None:
    words = turn.chance.choice(turn.play.said["queries"])
    turn.step(TaskStep.QUERY, turn.early(), turn.officer, words)


def _extension_asked(turn: _Turn) -> None:
    turn.begin()
    _ask(turn)


def _extended(turn: _Turn) -> None:
    turn.begin()
    extension = _ask(turn)
    now = min(turn.play.now, next_morning(extension.asked_at))
    answer_extension(
        extension=extension,
        granted_until=extension.until,
        answer=turn.play.said["time_given"],
        by=turn.secretary,
        today=now.date(),
        now=now,
    )


def _ask(turn: _Turn) -> TaskExtension:
    """Two days before the term or, where that is still to come, yesterday."""
    asked_at = min(at(turn.due_on, 9) - timedelta(days=2), turn.play.now - timedelta(days=1))
    today = asked_at.date()
    until = turn.play.calendar.add_working_days(max(turn.due_on, turn.play.now.date()), 10)
    by = turn.officer
    assert by is not None
    return ask_for_time(
        task=turn.task,
        until=until,
        reason=turn.chance.choice(turn.play.said["time"]),
        allowed=extensions_allowed(turn.task.giver_id, today),
        by=by,
        today=today,
        now=asked_at,
    )


def _withdrawn(turn: _Turn) -> None:
    now = turn.early()
    withdraw_task(
        task=turn.task,
        reason=turn.play.said["withdrawn"],
        by=turn.secretary,
        today=now.date(),
        now=now,
    )


def _nothing(turn: _Turn) -> None:
    """It lies there."""


_COURSES: Mapping[str, Callable[[_Turn], None]] = {
    "on_time": _on_time,
    "late": _late,
    "submitted": _submitted,
    "submitted_late": _submitted_late,
    "returned": _returned,
    "returned_then_confirmed": _returned_then_confirmed,
    "queried": _queried,
    "extension_asked": _extension_asked,
    "extended": _extended,
    "withdrawn": _withdrawn,
    "acknowledged": _Turn.acknowledge,
    "in_progress": _Turn.begin,
    "overdue_at_work": _Turn.begin,
    "assigned": _nothing,
    "overdue": _nothing,
}
CLOSING = frozenset({"on_time", "late", "returned_then_confirmed"})
"""What is over in the end, so that nobody need hear of it any more."""
_BEHIND_THE_TERM = frozenset({"late", "submitted_late"})


def course_of(about: str, code: str, courses: Mapping[str, int]) -> str:
    """Drawn by its share in a hundred, the same way each time."""
    chance = draw("directives", about, code)
    return chance.choices(list(courses), weights=list(courses.values()))[0]
