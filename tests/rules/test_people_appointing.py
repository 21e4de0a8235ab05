"""Who may give which role, and whose account may be changed by whom."""

from datetime import date

import pytest

from giaoban.rules.people.appointing import GIVEN_BY, RoleHeld, may_change_person, roles_given
from giaoban.rules.people.permissions import GRANTS, Grant, Permission, Role

TODAY = date(2026, 11, 20)
NATION, PROVINCE, COMMUNE, OTHER = 1, 2, 3, 4
COMMUNE_LINEAGE = (COMMUNE, PROVINCE, NATION)


def grant(role: Role, unit: int = PROVINCE, until: date | None = None) -> Grant:
    return Grant(role, unit, date(2026, 1, 1), until)


def held(role: Role, *lineage: int, until: date | None = None) -> RoleHeld:
    return RoleHeld(role, lineage, until)


@pytest.mark.parametrize(
    "role, given",
    [
        (Role.ADMINISTRATOR, set(Role)),
        (Role.SECRETARIAT, {Role.UNIT_OFFICER, Role.UNIT_APPROVER, Role.MEMBER}),
        (Role.CHAIR, set()),
        (Role.MEMBER, set()),
        (Role.AUDITOR, set()),
        (Role.UNIT_OFFICER, set()),
        (Role.UNIT_APPROVER, set()),
    ],
)
def test_each_role_gives_these_roles_in_its_subtree(role: Role, given: set[Role]) -> None:
    assert roles_given([grant(role)], COMMUNE_LINEAGE, TODAY) == given


def test_whoever_manages_people_gives_at_least_one_role() -> None:
    managing = {role for role, granted in GRANTS.items() if Permission.MANAGE_PEOPLE in granted}
    assert set(GIVEN_BY) == managing


def test_no_role_is_given_above_or_beside_the_subtree() -> None:
    administrator = [grant(Role.ADMINISTRATOR, PROVINCE)]
    assert roles_given(administrator, (NATION,), TODAY) == frozenset()
    assert roles_given(administrator, (OTHER, NATION), TODAY) == frozenset()


def test_no_role_is_given_after_the_own_one_has_ended() -> None:
    assert (
        roles_given([grant(Role.ADMINISTRATOR, until=TODAY)], COMMUNE_LINEAGE, TODAY) == frozenset()
    )


OFFICER = held(Role.UNIT_OFFICER, *COMMUNE_LINEAGE)
FORMER_OFFICER = held(Role.UNIT_OFFICER, *COMMUNE_LINEAGE, until=TODAY)
FOREIGN_CHAIR = held(Role.CHAIR, OTHER, NATION)


@pytest.mark.parametrize(
    "own, theirs, may",
    [
        (Role.ADMINISTRATOR, [OFFICER], True),
        (Role.SECRETARIAT, [OFFICER], True),
        (Role.SECRETARIAT, [held(Role.ADMINISTRATOR, *COMMUNE_LINEAGE)], False),
        (Role.ADMINISTRATOR, [OFFICER, FOREIGN_CHAIR], False),
        (Role.ADMINISTRATOR, [FORMER_OFFICER, FOREIGN_CHAIR], False),
        (Role.ADMINISTRATOR, [FORMER_OFFICER], True),
        (Role.ADMINISTRATOR, [], False),
        (Role.CHAIR, [OFFICER], False),
    ],
)
def test_an_account_is_changed_only_by_one_who_could_give_all_its_roles(
    own: Role, theirs: list[RoleHeld], may: bool
) -> None:
    assert may_change_person([grant(own)], theirs, TODAY) is may
