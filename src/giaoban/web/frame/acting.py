"""In whose name a person acts on this request: the grants, the unit chosen in the top bar."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from giaoban.actions.audit.actors import Actor, Author, InviteeActor, TaskActor
from giaoban.models import InviteeLink, Person, ReportLink, SectionLink, TaskLink, Unit
from giaoban.queries.at_home import AtHome, at_home
from giaoban.queries.meetings.seen import Attending
from giaoban.queries.people.reach import grants_of, may_person
from giaoban.queries.register.seen import Reading
from giaoban.queries.tasks.seen import Seeing
from giaoban.queries.tasks.waiting import Deciding
from giaoban.rules.people.permissions import (
    LINK_GRANTS,
    SECTION_LINK_GRANTS,
    TASK_LINK_GRANTS,
    Grant,
    Permission,
    units_where,
)


@dataclass
class Acting:
    """One person on one request; `now` is the only clock that a page reads."""

    person: Person
    chosen_unit_id: int | None
    now: datetime = field(default_factory=timezone.now)

    @property
    def actor(self) -> Actor:
        """Who acts, for the actions that a link may do too."""
        return self.person

    @property
    def link_id(self) -> int | None:
        """The link by which somebody without an account acts; None for people."""
        return getattr(getattr(self, "link", None), "pk", None)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def grants(self) -> list[Grant]:
        return [grant for grant in grants_of(self.person) if grant.is_in_force(self.today)]

    @cached_property
    def unit_ids(self) -> list[int]:
        """The units at which the person holds a role today, in the order of the appointments."""
        return list(dict.fromkeys(grant.unit_id for grant in self.grants))

    @cached_property
    def units(self) -> dict[int, Unit]:
        """Those of `unit_ids` by id, each with its committee; one query."""
        return Unit.objects.select_related("committee").in_bulk(self.unit_ids)

    @cached_property
    def unit(self) -> Unit | None:
        """The unit in whose name the person acts: the one chosen, else the first."""
        if not self.unit_ids:
            return None
        chosen = self.chosen_unit_id if self.chosen_unit_id in self.unit_ids else self.unit_ids[0]
        return self.units[chosen]

    @cached_property
    def at_home(self) -> AtHome:
        """What there perhaps is for this person on the home page; one query."""
        return at_home(self.person.pk, self.units_where, self.today)

    def may(self, permission: Permission, unit_id: int) -> bool:
        return may_person(self.grants, permission, unit_id, self.today)

    def holds(self, permission: Permission, unit_id: int) -> bool:
        """At this very unit: what reaches no unit below, such as preparing a meeting."""
        return unit_id in self.units_where(permission)

    def may_anywhere(self, permission: Permission) -> bool:
        return bool(units_where(self.grants, permission, self.today))

    def units_where(self, permission: Permission) -> frozenset[int]:
        return units_where(self.grants, permission, self.today)

    @property
    def deciding(self) -> Deciding:
        """What waits for this person among all tasks (queries.tasks.waiting)."""
        return Deciding(
            person=self.person,
            units=self.units_where(Permission.DECIDE_TASK),
            answering=self.units_where(Permission.ANSWER_TASK),
            giving=self.units_where(Permission.GIVE_TASK),
        )

    @property
    def reading(self) -> Reading:
        """Whose documents this person sees, and whose registers are theirs to keep."""
        return Reading(
            viewing=self.units_where(Permission.VIEW),
            keeping=self.units_where(Permission.MANAGE_REGISTER),
        )

    @property
    def attending(self) -> Attending:
        """Whose meetings this person prepares, presides over or views, and that they may be in."""
        return Attending(
            self.person,
            managing=self.units_where(Permission.MANAGE_MEETINGS),
            presiding=self.units_where(Permission.PRESIDE),
            viewing=self.units_where(Permission.VIEW_MEETINGS),
        )

    @property
    def seeing_tasks(self) -> Seeing:
        return Seeing(self.units_where(Permission.VIEW), self.deciding)


@dataclass
class _WithoutAccount(Acting):
    """Whoever holds a link: nobody with an account, so nothing is granted by a role."""

    person: None = None  # type: ignore[assignment]
    chosen_unit_id: int | None = None

    @cached_property
    def grants(self) -> list[Grant]:
        return []

    @cached_property
    def unit_ids(self) -> list[int]:
        return []


@dataclass
class LinkActing(_WithoutAccount):
    """Whoever holds a link: nobody with an account, and nothing but that link's report.

    Put on a request by web/links alone (web/links/gate.py), never by the middleware.
    """

    link: ReportLink = field(kw_only=True)

    @property
    def actor(self) -> Actor:
        return self.link

    def may(self, permission: Permission, unit_id: int) -> bool:
        return unit_id == self.link.unit_id and permission in LINK_GRANTS


@dataclass
class SectionLinkActing(_WithoutAccount):
    """Whoever holds a link to a section: nobody with an account, and that one section alone.

    Which section it is the gate says (web/links/gate.py), and no address.
    """

    link: SectionLink = field(kw_only=True)

    @property
    def actor(self) -> Author:  # type: ignore[override]
        return self.link

    def may(self, permission: Permission, unit_id: int) -> bool:
        return unit_id == self.link.assigned.unit_id and permission in SECTION_LINK_GRANTS


@dataclass
class TaskLinkActing(_WithoutAccount):
    """Whoever holds a link to a task: nobody with an account, and that one task alone.

    Which task it is the gate says (web/links/gate.py), and no address.
    """

    link: TaskLink = field(kw_only=True)

    @property
    def actor(self) -> TaskActor:  # type: ignore[override]
        return self.link

    def may(self, permission: Permission, unit_id: int) -> bool:
        return unit_id == self.link.task.unit_id and permission in TASK_LINK_GRANTS


@dataclass
class InviteeLinkActing(_WithoutAccount):
    """Whoever holds a link to an invitation: nobody with an account, and that one place alone.

    Which place it is the gate says (web/links/gate.py), and no address.
    """

    link: InviteeLink = field(kw_only=True)

    @property
    def actor(self) -> InviteeActor:  # type: ignore[override]
        return self.link

    def may(self, permission: Permission, unit_id: int) -> bool:
        return False


class ActingMiddleware:
    """Puts `request.acting` on requests of signed-in people; None for everybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = (  # type: ignore[attr-defined]
            Acting(request.user, request.session.get("acting_unit"))  # type: ignore[arg-type]
            if request.user.is_authenticated
            else None
        )
        return self.get_response(request)
