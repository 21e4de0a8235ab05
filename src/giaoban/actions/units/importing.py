"""Adding a file of units to the tree: all of it, or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.marks import append_marks
from giaoban.actions.units.locking import lock_tree
from giaoban.actions.units.refusals import ImportRefused
from giaoban.models import Person, Placement, Unit
from giaoban.queries.units.import_plan import plan_import
from giaoban.rules.units.csv_plan import PlannedUnit
from giaoban.rules.units.naming import search_key, sort_key

_BATCH = 2000


@dataclass(frozen=True)
class ImportedUnits:
    """How many units a file added, and how many of its rows were there already."""

    added: int
    unchanged: int


@transaction.atomic
def import_units(
    *,
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    under: str | None,
    on: date,
    by: Person | None,
    now: datetime,
    file_name: str,
    file_sha256: str,
    within: Collection[int] | None = None,
) -> ImportedUnits:
    """Add the units of a file; raises ImportRefused with every bad row.

    Rows without a parent hang under the unit that bears the code `under` on the day `on`. One
    event, on the first unit added, keeps the file's name, digest and counts.
    """
    lock_tree()
    plan = plan_import(header=header, rows=rows, under=under, on=on, within=within)
    if plan.problems:
        raise ImportRefused(plan.problems)
    if not plan.additions:
        return ImportedUnits(0, plan.unchanged)
    units = Unit.objects.bulk_create(map(_unit, plan.additions), batch_size=_BATCH)
    Placement.objects.bulk_create(
        (
            Placement(
                unit=unit,
                parent_id=planned.parent_id
                if planned.parent_at is None
                else units[planned.parent_at].pk,
                since=planned.opened_on,
            )
            for unit, planned in zip(units, plan.additions, strict=True)
        ),
        batch_size=_BATCH,
    )
    for opened_on, opened in groupby(
        sorted(units, key=lambda unit: unit.opened_on), key=lambda unit: unit.opened_on
    ):
        append_marks([unit.pk for unit in opened], from_date=opened_on)
    record(
        actor=by,
        action="import_units",
        on=units[0],
        at=now,
        after={
            "file": file_name,
            "sha256": file_sha256,
            "added": len(units),
            "unchanged": plan.unchanged,
            "under": under,
        },
    )
    return ImportedUnits(len(units), plan.unchanged)


def _unit(planned: PlannedUnit) -> Unit:
    return Unit(
        code=planned.code,
        name=planned.name,
        kind=planned.kind,
        opened_on=planned.opened_on,
        closed_on=planned.closed_on,
        search_key=search_key(f"{planned.code} {planned.name}")[:260],
        sort_key=sort_key(planned.name),
    )
