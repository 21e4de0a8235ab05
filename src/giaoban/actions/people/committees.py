"""What a steering committee is: its founding decision, host, regulation and signature block."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.audit.unchanged import refuse_changed
from giaoban.models import Committee, Person, Unit

EDITABLE = (
    "name",
    "short_name",
    "symbol",
    "host_agency",
    "standing_body",
    "place",
    "founding_decision",
    "founded_on",
    "term_ends_on",
    "operating_regulation",
    "signing_authority",
    "signer_post",
    "signer_agency_post",
    "signer_name",
    "recipients",
    "task_extensions",
    "tasks_late_explained",
    "task_reminders",
    "task_reminders_giver",
)


@transaction.atomic
def edit_committee(
    *,
    unit: Unit,
    fields: Mapping[str, str | int | date | None],
    by: Person | None,
    now: datetime,
    seen: int | None = None,
) -> Committee:
    """Found or correct the committee of a unit; `fields` may name any of EDITABLE.

    The event keeps the fields that changed. `ValueError` for a name that is not editable;
    ChangedMeanwhile after `seen`.
    """
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    existing = Committee.objects.select_for_update().filter(unit=unit).first()
    committee = existing or Committee(unit=unit)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in fields.items():
        old = getattr(committee, name)
        if old != value:
            before[name], after[name] = _plain(old), _plain(value)
            setattr(committee, name, value)
    if existing and not after:
        return committee
    if existing:
        refuse_changed(on=existing, actions={"found_committee", "edit_committee"}, seen=seen)
    committee.save()
    record(
        actor=by,
        action="edit_committee" if existing else "found_committee",
        on=committee,
        at=now,
        before=before if existing else None,
        after=after,
    )
    return committee


def _plain(value: str | int | date | None) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value
