"""The tree as of a day, a level at a time, and what a unit was called and where it hung."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from giaoban.models import ComingName, FormerName, Placement, Unit
from giaoban.queries.units.lineage import unit_and_ancestors
from giaoban.rules.units.tree import DatedTree


@dataclass(frozen=True)
class BrowsedUnit:
    """A unit as it was on the day; `children` counts the open units directly under it."""

    id: int
    code: str
    name: str
    kind: str
    is_open: bool
    children: int


@dataclass(frozen=True)
class Naming:
    """A name and kind that a unit bore in [since, until)."""

    name: str
    kind: str
    since: date
    until: date | None


@dataclass(frozen=True)
class PlaceHeld:
    """A unit above in [since, until); no parent: the top of a tree."""

    parent: Unit | None
    since: date
    until: date | None


def children_on(parent_id: int | None, on: date) -> list[BrowsedUnit]:
    """The open units directly under a unit on a day (of None: the roots). Three queries."""
    units = Unit.objects.filter(
        _open("", on),
        Q(placements__until=None) | Q(placements__until__gt=on),
        placements__parent_id=parent_id,
        placements__since__lte=on,
    )
    return browsed(units, on)


def browsed(units: QuerySet[Unit] | Sequence[Unit], on: date) -> list[BrowsedUnit]:
    """Units as they were on a day, in the order given. Two queries, and that of the units."""
    listed = list(units)
    ids = [unit.pk for unit in listed]
    names = names_on(ids, on)
    below = dict(
        Placement.objects.filter(
            _open("unit__", on),
            Q(until=None) | Q(until__gt=on),
            parent_id__in=ids,
            since__lte=on,
        )
        .order_by()
        .values_list("parent_id")
        .annotate(children=Count("id"))
    )
    return [
        BrowsedUnit(
            id=unit.pk,
            code=unit.code,
            name=names.get(unit.pk, (unit.name, unit.kind))[0],
            kind=names.get(unit.pk, (unit.name, unit.kind))[1],
            is_open=unit.is_open(on),
            children=below.get(unit.pk, 0),
        )
        for unit in listed
    ]


def names_on(unit_ids: Iterable[int], on: date) -> dict[int, tuple[str, str]]:
    """Name and kind on a day of those units that are called otherwise than now. Two queries."""
    ids = list(unit_ids)
    coming = ComingName.objects.filter(unit_id__in=ids, since__lte=on).order_by("since")
    found = {
        unit_id: (name, kind)
        for unit_id, name, kind in coming.values_list("unit_id", "name", "kind")
    }
    former = FormerName.objects.filter(unit_id__in=ids, until__gt=on).order_by("until")
    for unit_id, name, kind in former.values_list("unit_id", "name", "kind"):
        found.setdefault(unit_id, (name, kind))
    return found


def path_to(unit_id: int, on: date) -> list[BrowsedUnit]:
    """Everything above the unit on a day, the root first, without the unit itself."""
    ids = unit_and_ancestors(unit_id, on)[1:]
    by_id = Unit.objects.in_bulk(ids)
    return browsed([by_id[unit_id] for unit_id in reversed(ids)], on)


def names_of(unit: Unit) -> list[Naming]:
    """Every name that the unit bore, bears or will bear, the last one first."""
    namings = []
    since = unit.opened_on
    for former in unit.former_names.order_by("until"):
        namings.append(Naming(former.name, former.kind, since, former.until))
        since = former.until
    name, kind = unit.name, unit.kind
    for coming in unit.coming_names.order_by("since"):
        namings.append(Naming(name, kind, since, coming.since))
        name, kind, since = coming.name, coming.kind, coming.since
    namings.append(Naming(name, kind, since, unit.closed_on))
    return namings[::-1]


def name_before(unit: Unit, on: date) -> Naming:
    """The last name that was decided for the unit, but for one that begins on the day itself and
    has not come yet: that one can still be replaced.
    """
    last = names_of(unit)[0]
    replaceable = unit.coming_names.filter(since=on).exists() and last.since == on
    return names_of(unit)[1] if replaceable else last


def places_of(unit: Unit) -> list[PlaceHeld]:
    """Every unit that it hung under, the newest first; the last place ends with the unit."""
    placements = unit.placements.select_related("parent").order_by("-since")
    return [PlaceHeld(held.parent, held.since, held.until or unit.closed_on) for held in placements]


def rows_on(tree: DatedTree, on: date, top_ids: Iterable[int]) -> list[tuple[int, int | None]]:
    """(unit, parent) of every open unit under `top_ids` on a day, parents before children."""
    day = tree.at(on)
    tops = [unit_id for unit_id in day if unit_id in set(top_ids)]
    rows: list[tuple[int, int | None]] = []
    written: set[int] = set()
    for top in tops:
        if any(above in tops for above in day.ancestors_of(top)):
            continue
        for unit_id in day.subtree_of(top):
            if unit_id not in written:
                written.add(unit_id)
                rows.append((unit_id, None if unit_id == top else day.parent_of(unit_id)))
    return rows


def _open(prefix: str, on: date) -> Q:
    closed = Q(**{f"{prefix}closed_on": None}) | Q(**{f"{prefix}closed_on__gt": on})
    return closed & Q(**{f"{prefix}opened_on__lte": on})
