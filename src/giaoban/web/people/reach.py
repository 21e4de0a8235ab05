"""Whose account and which roles may the person at work change?"""

from django.conf import settings
from django.http import Http404, HttpRequest

from giaoban.models import Committee, Person, Regime
from giaoban.queries.people.directory import roles_held
from giaoban.queries.units.lineage import subtree_ids, unit_and_ancestors
from giaoban.rules.people.appointing import GIVEN_BY, may_change_person, roles_given
from giaoban.rules.people.permissions import Permission, Role
from giaoban.web.frame.access import acting_on


def roles_at(request: HttpRequest, unit_id: int) -> frozenset[Role]:
    """The roles that may be given and taken at a unit."""
    acting = acting_on(request)
    return roles_given(acting.grants, unit_and_ancestors(unit_id, acting.today), acting.today)


def roles_anywhere(request: HttpRequest) -> frozenset[Role]:
    """The roles that may be given at some unit."""
    given = (GIVEN_BY.get(grant.role, frozenset()) for grant in acting_on(request).grants)
    return frozenset[Role]().union(*given)


def may_see(request: HttpRequest, person: Person) -> bool:
    """True for oneself, and where VIEW reaches a unit at which the person serves or served."""
    acting = acting_on(request)
    if person.pk == acting.person.pk:
        return True
    units = person.appointments.values_list("unit_id", flat=True).distinct()
    return any(acting.may(Permission.VIEW, unit_id) for unit_id in units)


def may_change(request: HttpRequest, person: Person) -> bool:
    """See rules.people.appointing.may_change_person."""
    acting = acting_on(request)
    if not acting.may_anywhere(Permission.MANAGE_PEOPLE):
        return False
    return may_change_person(acting.grants, roles_held(person, acting.today), acting.today)


def require_change(request: HttpRequest, person: Person) -> None:
    """Raises "not found" unless the person's account may be changed."""
    if not may_change(request, person):
        raise Http404


def may_set_calendar(request: HttpRequest) -> bool:
    """The calendar holds for the whole installation: only who looks after all that count by it.

    Otherwise one province's secretariat would move the deadlines of another's.
    """
    acting = acting_on(request)
    concerned = set(Regime.objects.values_list("unit_id", flat=True).distinct())
    concerned.update(Committee.objects.values_list("unit_id", flat=True))
    held = acting.units_where(Permission.MANAGE_COMMITTEE)
    return bool(held) and concerned <= subtree_ids(held, acting.today)


def site_of(request: HttpRequest) -> str:
    """Where this installation is served, for links in letters."""
    return settings.SITE or request.build_absolute_uri("/")
