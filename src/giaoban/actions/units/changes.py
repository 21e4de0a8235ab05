"""Changing the tree from a day on: add, rename, move, close.

A change may hold from a day that is past; then it needs a reason, and every period that ends on or
after that day is marked for the old and the new units above.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.marks import append_marks
from giaoban.actions.units.locking import lock_tree
from giaoban.actions.units.refusals import ChangeRefused
from giaoban.models import ComingName, FormerName, Person, Placement, Unit
from giaoban.queries.units.browse import name_before
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import Problem
from giaoban.rules.units.changes import (
    add_problems,
    close_problems,
    move_problems,
    rename_problems,
)
from giaoban.rules.units.naming import search_key, sort_key


@transaction.atomic
def add_unit(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Unit | None,
    opened_on: date,
    reason: str = "",
    by: Person | None,
    now: datetime,
    today: date,
) -> Unit:
    """Open a unit under a parent, or as a root; raises ChangeRefused."""
    lock_tree()
    code, name, kind = code.strip(), name.strip(), kind.strip()
    _refuse(
        add_problems(
            load_dated_tree(),
            code=code,
            name=name,
            kind=kind,
            parent_id=parent.pk if parent else None,
            opened_on=opened_on,
        ),
        on=opened_on,
        reason=reason,
        today=today,
    )
    unit = Unit.objects.create(
        code=code,
        name=name,
        kind=kind,
        opened_on=opened_on,
        search_key=_search_key(code, name),
        sort_key=sort_key(name),
    )
    Placement.objects.create(unit=unit, parent=parent, since=opened_on)
    append_marks([unit.pk], from_date=opened_on)
    after = {"code": code, "name": name, "kind": kind, "parent": parent.pk if parent else None}
    _record(by, "add_unit", unit, now, None, after, opened_on, reason)
    return unit


@transaction.atomic
def rename_unit(
    *,
    unit: Unit,
    name: str,
    kind: str,
    on: date,
    reason: str = "",
    by: Person | None,
    now: datetime,
    today: date,
) -> None:
    """Give a unit another name and kind from a day on; raises ChangeRefused.

    A name whose day has not come is kept until then (`take_up_coming_names`); one that is decided
    for the same day replaces it. Figures do not move, unless the kind changes: a regime may ask
    units of one kind only.
    """
    lock_tree()
    take_up_coming_names(today=today)
    unit.refresh_from_db()
    name, kind = name.strip(), kind.strip()
    last = name_before(unit, on)
    _refuse(
        rename_problems(
            load_dated_tree(),
            unit.pk,
            name=name,
            kind=kind,
            on=on,
            renamed_on=last.since,
            called=(last.name, last.kind),
        ),
        on=on,
        reason=reason,
        today=today,
    )
    if on > today:
        ComingName.objects.update_or_create(
            unit=unit, since=on, defaults={"name": name, "kind": kind}
        )
    else:
        _bear(unit, name, kind, on)
    before = {"name": last.name, "kind": last.kind}
    _record(by, "rename_unit", unit, now, before, {"name": name, "kind": kind}, on, reason)


@transaction.atomic
def take_up_coming_names(*, today: date) -> int:
    """Units bear the names whose day has come; how many. Their events were recorded already."""
    if not ComingName.objects.filter(since__lte=today).exists():
        return 0
    lock_tree()
    come = list(ComingName.objects.filter(since__lte=today).order_by("since"))
    for coming in come:
        unit = Unit.objects.get(pk=coming.unit_id)
        _bear(unit, coming.name, coming.kind, coming.since)
        coming.delete()
    return len(come)


def _bear(unit: Unit, name: str, kind: str, on: date) -> None:
    """The unit's name from a day that has come; the one before it is kept."""
    FormerName.objects.create(unit=unit, name=unit.name, kind=unit.kind, until=on)
    if kind != unit.kind:
        append_marks([unit.pk], from_date=on)
    unit.name, unit.kind = name, kind
    unit.search_key, unit.sort_key = _search_key(unit.code, name), sort_key(name)
    unit.save(update_fields=["name", "kind", "search_key", "sort_key"])


@transaction.atomic
def move_unit(
    *,
    unit: Unit,
    parent: Unit | None,
    on: date,
    reason: str = "",
    by: Person | None,
    now: datetime,
    today: date,
) -> None:
    """Hang a unit, with everything under it, under another one from a day on.

    Raises ChangeRefused. The old and the new parent are marked: both totals change.
    """
    lock_tree()
    parent_id = parent.pk if parent else None
    _refuse(
        move_problems(load_dated_tree(), unit.pk, parent_id=parent_id, on=on),
        on=on,
        reason=reason,
        today=today,
    )
    latest = Placement.objects.filter(unit=unit).latest("since")
    latest.until = on
    latest.save(update_fields=["until"])
    Placement.objects.create(unit=unit, parent=parent, since=on)
    append_marks(_known([unit.pk, latest.parent_id, parent_id]), from_date=on)
    before, after = {"parent": latest.parent_id}, {"parent": parent_id}
    _record(by, "move_unit", unit, now, before, after, on, reason)


@transaction.atomic
def close_unit(
    *,
    unit: Unit,
    on: date,
    reason: str = "",
    by: Person | None,
    now: datetime,
    today: date,
) -> None:
    """Close a unit: `on` is the first day on which it no longer exists; raises ChangeRefused.

    Its last place stays, so that its figures are still found where it hung on its last day.
    """
    lock_tree()
    _refuse(close_problems(load_dated_tree(), unit.pk, on=on), on=on, reason=reason, today=today)
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    ComingName.objects.filter(unit=unit, since__gte=on).delete()
    parent_id = Placement.objects.filter(unit=unit).latest("since").parent_id
    append_marks(_known([unit.pk, parent_id]), from_date=on)
    before, after = {"closed_on": None}, {"closed_on": on.isoformat()}
    _record(by, "close_unit", unit, now, before, after, on, reason)


def _refuse(problems: list[Problem], *, on: date, reason: str, today: date) -> None:
    if on < today and not reason.strip():
        problems = [*problems, Problem("reason_needed")]
    if problems:
        raise ChangeRefused(problems)


def _record(
    by: Person | None,
    action: str,
    unit: Unit,
    now: datetime,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
    on: date,
    reason: str,
) -> None:
    facts = {**after, "on": on.isoformat()}
    if reason.strip():
        facts["reason"] = reason.strip()
    record(actor=by, action=action, on=unit, at=now, before=before, after=facts)


def _search_key(code: str, name: str) -> str:
    return search_key(f"{code} {name}")[:260]


def _known(unit_ids: Iterable[int | None]) -> list[int]:
    return [unit_id for unit_id in unit_ids if unit_id is not None]
