"""Who is the contact of each unit, and which units have none?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from giaoban.models import Unit, UnitContact
from giaoban.queries.units.lineage import subtree_ids


@dataclass(frozen=True)
class UnitWithContact:
    unit: Unit
    contact: UnitContact | None


def contacts_of(unit_ids: Collection[int]) -> dict[int, UnitContact]:
    """The present contact of each unit that has one; one query."""
    present = UnitContact.objects.filter(unit__in=list(unit_ids), until=None)
    return {contact.unit_id: contact for contact in present}


def units_reached(held_at: Collection[int], on: date) -> dict[str, Unit]:
    """The open units at or under those, by code."""
    reached = Unit.objects.filter(pk__in=subtree_ids(held_at, on))
    return {unit.code: unit for unit in reached if unit.is_open(on)}


def units_with_contacts(
    held_at: Collection[int], on: date, *, words: str = "", only_without: bool = False
) -> list[UnitWithContact]:
    """The open units at or under those, in their order; two or three queries.

    `words` is folded text that code and name must hold.
    """
    units = Unit.objects.filter(pk__in=subtree_ids(held_at, on))
    for word in words.split():
        units = units.filter(search_key__contains=word)
    found = [unit for unit in units if unit.is_open(on)]
    contacts = contacts_of([unit.pk for unit in found])
    rows = [UnitWithContact(unit, contacts.get(unit.pk)) for unit in found]
    return [row for row in rows if not (only_without and row.contact)]
