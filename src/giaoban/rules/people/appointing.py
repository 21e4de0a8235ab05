"""Who may give which role where: the one table that inviting, appointing and handing over ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from giaoban.rules.people.permissions import Grant, Role

# The secretariat keeps the units' people up to date by itself; a role that decides, signs or
# administers is given by an administrator only, so that nobody can promote a colleague or oneself.
GIVEN_BY: Mapping[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.SECRETARIAT: frozenset({Role.UNIT_OFFICER, Role.UNIT_APPROVER, Role.MEMBER}),
}


@dataclass(frozen=True)
class RoleHeld:
    """One role of the person who is looked at, with the unit and everything above it."""

    role: Role
    unit_and_ancestors: tuple[int, ...]
    until: date | None


def roles_given(
    grants: Iterable[Grant], unit_and_ancestors: Iterable[int], on: date
) -> frozenset[Role]:
    """The roles that the holder of these grants may give and take at the unit on that day."""
    reached = set(unit_and_ancestors)
    given: set[Role] = set()
    for grant in grants:
        if grant.unit_id in reached and grant.is_in_force(on):
            given |= GIVEN_BY.get(grant.role, frozenset())
    return frozenset(given)


def may_change_person(grants: Iterable[Grant], held: Iterable[RoleHeld], on: date) -> bool:
    """True when every present or coming role of the person is one that the holder may give.

    Otherwise an administrator of one commune could appoint a minister's secretary there and then
    lock the account. Someone who holds nothing any more is judged by the roles of the past;
    someone who never held any is changed by nobody on a page.
    """
    grants, held = list(grants), list(held)
    lasting = [role for role in held if role.until is None or role.until > on]
    judged = lasting or held
    return bool(judged) and all(
        role.role in roles_given(grants, role.unit_and_ancestors, on) for role in judged
    )
