"""What a person may do where: grants loaded once, asked against a unit and its ancestors."""

from collections.abc import Sequence
from datetime import date

from giaoban.models import Person
from giaoban.queries.units.lineage import unit_and_ancestors
from giaoban.rules.people.permissions import Grant, Permission, Role, may, units_where


def grants_of(person: Person) -> list[Grant]:
    """Every grant the person ever held; rules say which are in force on a day."""
    return [
        Grant(role=Role(role), unit_id=unit_id, since=since, until=until)
        for role, unit_id, since, until in person.appointments.values_list(
            "role", "unit_id", "since", "until"
        )
    ]


def may_person(grants: Sequence[Grant], permission: Permission, unit_id: int, on: date) -> bool:
    """True when the permission reaches the unit on that day through the tree of that day."""
    held_at = units_where(grants, permission, on)
    if not held_at:
        return False
    if unit_id in held_at:
        return True
    return may(grants, permission, unit_and_ancestors(unit_id, on), on)
