"""Who serves where: the people of an area, the roles of a person, a committee's roster."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from giaoban.models import Appointment, Committee, Person, Question, Submission, Task
from giaoban.queries.units.lineage import subtree_ids, unit_and_ancestors
from giaoban.rules.meetings.posts import ORDER, Post
from giaoban.rules.people.appointing import RoleHeld
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.tasks.states import OPEN


@dataclass(frozen=True)
class PassingOn:
    """What waits at a unit and so passes to whoever takes over there."""

    drafts: list[Submission]
    returned: list[Submission]
    questions: list[Question]
    tasks: list[Task]


def in_force(on: date) -> Q:
    """Appointments that are held on a day."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))


def people_under(
    unit_ids: Iterable[int],
    *,
    on: date,
    role: Role | None = None,
    words: str = "",
    only_active: bool = True,
) -> QuerySet[Person]:
    """People with a role at these units or under them, held now or to come (or ever, with
    `only_active` False, together with accounts that are closed).

    `words` is folded text. Each person carries `held`: the appointments found, with their units.
    """
    reached = subtree_ids(unit_ids, on)
    held = Q(unit_id__in=reached)
    if only_active:
        held &= Q(until=None) | Q(until__gt=on)
    if role is not None:
        held &= Q(role=role)
    appointments = Appointment.objects.filter(held)
    people = Person.objects.filter(pk__in=appointments.values("person_id"))
    if only_active:
        people = people.filter(is_active=True)
    for word in words.split():
        people = people.filter(search_key__contains=word)
    return people.prefetch_related(
        Prefetch(
            "appointments",
            queryset=appointments.select_related("unit").order_by("rank", "-since"),
            to_attr="held",
        )
    )


def people_at(unit_id: int, on: date) -> list[Appointment]:
    """Who serves at the unit itself on a day, with an account that is in use."""
    return list(
        Appointment.objects.filter(in_force(on), unit_id=unit_id, person__is_active=True)
        .select_related("person")
        .order_by("rank", "role", "person__sort_key")
    )


def roster(unit_id: int, on: date) -> list[Appointment]:
    """The committee at a unit on a day: chair, members and secretariat in their order.

    Whoever has a seat or had a role sat there, whatever became of the account; a role without an
    end and without a seat is only that of an account in use.
    """
    sat = Q(person__is_active=True) | ~Q(post=Post.NONE) | Q(until__isnull=False)
    held = (
        Appointment.objects.filter(
            in_force(on), sat, unit_id=unit_id, role__in=[Role.CHAIR, Role.MEMBER, Role.SECRETARIAT]
        )
        .select_related("person")
        .order_by("rank", "since", "person__sort_key")
    )
    return sorted(held, key=lambda one: ORDER[Post(one.post)] if one.post else len(ORDER))


def roles_held(person: Person, on: date) -> list[RoleHeld]:
    """Every role the person ever held, with the unit and what is above it on the day."""
    lineages: dict[int, tuple[int, ...]] = {}
    held = []
    for role, unit_id, until in person.appointments.values_list("role", "unit_id", "until"):
        if unit_id not in lineages:
            lineages[unit_id] = tuple(unit_and_ancestors(unit_id, on))
        held.append(RoleHeld(Role(role), lineages[unit_id], until))
    return held


def committees_at(unit_ids: Collection[int]) -> list[Committee]:
    """The committees hosted at these units."""
    return list(Committee.objects.filter(unit_id__in=unit_ids).select_related("unit"))


def passing_on(unit_id: int, seen: QuerySet[Task]) -> PassingOn:
    """Drafts and returned reports whose newest version waits at the unit; open questions, and the
    tasks among `seen`, those that whoever asks may see.
    """
    waiting = (
        Submission.objects.filter(unit_id=unit_id)
        .select_related("period__regime", "period__incident", "latest")
        .order_by("-period__ends_on")
    )
    return PassingOn(
        drafts=list(waiting.filter(latest__state=ReportState.DRAFT)),
        returned=list(waiting.filter(latest__state=ReportState.RETURNED)),
        questions=list(
            Question.objects.filter(unit_id=unit_id, answered_at=None)
            .select_related("period__incident", "indicator")
            .order_by("due_on")
        ),
        tasks=list(
            seen.filter(unit_id=unit_id, state__in=OPEN, question=None).order_by("due_on", "pk")
        ),
    )
