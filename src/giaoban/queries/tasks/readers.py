"""Who can be written to about tasks: those who answer them for the unit, those who gave them?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from giaoban.models import Appointment, Committee, Person, Task, TaskExtension
from giaoban.queries.people.directory import in_force
from giaoban.queries.tasks.seen import Seeing, tasks_under
from giaoban.queries.tasks.waiting import is_theirs
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.people.permissions import Permission, roles_with
from giaoban.rules.tasks.states import WITH_THE_UNIT
from giaoban.rules.tasks.telling import DEFAULT_GIVER_DAYS, DEFAULT_UNIT_DAYS, read_days

BESIDE = ("unit", "giver", "given_by", "holder", "obligation__document")
UNREAD = "obligation__document__search_text"  # the text of its files, once for each of its tasks

People = Mapping[int, list[Person]]


@dataclass(frozen=True)
class TaskPeople:
    """By unit id: who answers tasks for that very unit, who decides on what it gave, who may give
    in its name; and what lies above each unit, the nearest first.
    """

    answering: People
    deciding: People
    giving: People
    above: Mapping[int, tuple[int, ...]]

    def of_unit(self, task: Task) -> list[Person]:
        """Who holds it while they work for the unit, else everybody who answers for it."""
        people = self.answering.get(task.unit_id, [])
        return [one for one in people if one.pk == task.holder_id] or people

    def of_giver(self, task: Task) -> list[Person]:
        """The secretariat of who gave it, or the nearest above; of a part who answers for the
        whole; and who gave an instruction in person. Who asked about a figure reads the answer.
        """
        if task.question_id is not None:
            return [task.given_by] if task.given_by and task.given_by.is_active else []
        line = (task.giver_id, *self.above.get(task.giver_id, ()))
        found = [] if task.parent_id is None else list(self.answering.get(task.giver_id, ()))
        if not found:
            found = next((self.deciding[one] for one in line if one in self.deciding), [])
        if task.obligation_id is None and task.parent_id is None:
            giving = (one for unit_id in line for one in self.giving.get(unit_id, ()))
            in_person = [one for one in giving if one.pk == task.given_by_id][:1]
            found = [*found, *(one for one in in_person if one not in found)]
        return found


def task_people(tasks: Iterable[Task], on: date) -> TaskPeople:
    """Four statements, however many tasks."""
    wanted = {unit_id for task in tasks for unit_id in (task.unit_id, task.giver_id)}
    present = load_dated_tree().at(on)
    above = {unit_id: present.ancestors_of(unit_id) for unit_id in wanted if unit_id in present}
    lines = {*wanted, *(one for line in above.values() for one in line)}
    return TaskPeople(
        answering=_holding(Permission.ANSWER_TASK, wanted, on),
        deciding=_holding(Permission.DECIDE_TASK, lines, on),
        giving=_holding(Permission.GIVE_TASK, lines, on),
        above=above,
    )


def _holding(permission: Permission, unit_ids: Collection[int], on: date) -> People:
    rows = Appointment.objects.filter(
        in_force(on),
        person__is_active=True,
        role__in=sorted(roles_with(permission)),
        unit__in=sorted(unit_ids),
    )
    found: dict[int, list[Person]] = {}
    for held in rows.select_related("person").order_by("person__sort_key", "person_id"):
        people = found.setdefault(held.unit_id, [])
        if held.person not in people:
            people.append(held.person)
    return found


def owed_tasks(due_from: date, due_until: date, on: date) -> QuerySet[Task]:
    """What units have to do by a day between these two."""
    return _with_units(Task.objects.filter(due_on__range=(due_from, due_until)), on)


def chased_tasks(seeing: Seeing, unit_id: int, document_id: int | None, on: date) -> QuerySet[Task]:
    """Overdue tasks of the unit and everything below it that this person decides on: of one
    document, or of all.
    """
    found = tasks_under(seeing, unit_id, on).filter(is_theirs(seeing.deciding))
    if document_id is not None:
        found = found.filter(obligation__document=document_id)
    asked = TaskExtension.objects.filter(task=OuterRef("pk"), answered_at=None)
    late = _with_units(found.filter(due_on__lt=on), on)
    return late.filter(~Exists(asked))  # their answer is the next move, not the unit's


def asking_for_time() -> set[int]:
    """The tasks for which a unit waits for more time to be given or refused."""
    return set(TaskExtension.objects.filter(answered_at=None).values_list("task_id", flat=True))


def _with_units(tasks: QuerySet[Task], on: date) -> QuerySet[Task]:
    """Those whose result is still to come, and whose unit is there on that day."""
    is_there = Q(unit__closed_on=None) | Q(unit__closed_on__gt=on)
    open_ones = tasks.filter(is_there, state__in=sorted(WITH_THE_UNIT))
    return open_ones.select_related(*BESIDE).defer(UNREAD).order_by("due_on", "pk")


def reminder_days(
    giver_ids: Collection[int], above: Mapping[int, tuple[int, ...]]
) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    """By giver: when its units are reminded, and when it is told that they are late; one query.

    As the committee at that unit says, or the nearest above.
    """
    lines = {giver: (giver, *above.get(giver, ())) for giver in giver_ids}
    rows = Committee.objects.filter(unit__in={one for line in lines.values() for one in line})
    said = {
        unit_id: (read_days(unit_days), read_days(giver_days))
        for unit_id, unit_days, giver_days in rows.values_list(
            "unit_id", "task_reminders", "task_reminders_giver"
        )
    }
    usual = (DEFAULT_UNIT_DAYS, DEFAULT_GIVER_DAYS)
    return {
        giver: next((said[one] for one in line if one in said), usual)
        for giver, line in lines.items()
    }
