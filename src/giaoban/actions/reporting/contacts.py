"""To whom do a unit's letters go? One contact at a time; the ones before stay readable."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.models import Person, ReportLink, SectionLink, TaskLink, Unit, UnitContact
from giaoban.queries.reporting.contacts import contacts_of
from giaoban.rules.audit.digests import personal_digest
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.contact_rows import (
    ContactProblem,
    ContactRow,
    is_email,
    read_contact_rows,
)


class ContactsRefused(Exception):
    """Nothing of the file was taken: every bad cell."""

    def __init__(self, problems: Sequence[ContactProblem]) -> None:
        self.problems = list(problems)
        super().__init__(f"{len(self.problems)} problems")


@transaction.atomic
def set_contact(
    *,
    unit: Unit,
    name: str,
    email: str,
    telephone: str,
    by: Person | None,
    today: date,
    now: datetime,
) -> UnitContact:
    """Make this the unit's contact from today; the same again changes nothing.

    Links that were sent to another address are revoked: whoever left should not report on.
    Raises RuleError `email_malformed` (value).
    """
    name, email, telephone = name.strip()[:120], email.strip(), telephone.strip()[:40]
    if not is_email(email):
        raise RuleError("email_malformed", value=email)
    present = UnitContact.objects.select_for_update().filter(unit=unit, until=None).first()
    if present and (present.name, present.email, present.telephone) == (name, email, telephone):
        return present
    if present:
        _end(present, today, now, keeps_links=present.email.lower() == email.lower())
    contact = UnitContact.objects.create(
        unit=unit, name=name, email=email, telephone=telephone, since=today
    )
    record(actor=by, action="set_contact", on=unit, at=now, after=_facts(contact))
    return contact


@transaction.atomic
def remove_contact(*, unit: Unit, by: Person | None, today: date, now: datetime) -> None:
    """The unit has no contact any more, and its links stop working."""
    present = UnitContact.objects.select_for_update().filter(unit=unit, until=None).first()
    if present is None:
        return
    _end(present, today, now, keeps_links=False)
    record(actor=by, action="remove_contact", on=unit, at=now, before=_facts(present))


@transaction.atomic
def import_contacts(
    *,
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    units: Mapping[str, Unit],
    by: Person | None,
    today: date,
    now: datetime,
    file_name: str,
) -> int:
    """Set the contact of every unit of a file; how many differ from what was there.

    `units` are those that may be named, by code. Raises ContactsRefused.
    """
    read, problems = read_contact_rows(header, rows, units)
    if problems:
        raise ContactsRefused(problems)
    present = contacts_of([units[row.unit].pk for row in read])
    changed = [row for row in read if _differs(row, present.get(units[row.unit].pk))]
    ended = [contact for row in changed if (contact := present.get(units[row.unit].pk))]
    moved = [
        contact
        for row in changed
        if (contact := present.get(units[row.unit].pk)) and contact.email != row.email
    ]
    UnitContact.objects.filter(pk__in=[contact.pk for contact in ended]).update(until=today)
    _revoke(moved, now)
    added = UnitContact.objects.bulk_create(
        UnitContact(
            unit=units[row.unit],
            name=row.name,
            email=row.email,
            telephone=row.phone,
            since=today,
        )
        for row in changed
    )
    if added:
        record(
            actor=by,
            action="import_contacts",
            on=added[0].unit,
            at=now,
            after={"file": file_name, "contacts": len(added)},
        )
    return len(added)


def _differs(row: ContactRow, present: UnitContact | None) -> bool:
    if present is None:
        return True
    return (row.name, row.email, row.phone) != (present.name, present.email, present.telephone)


def _end(contact: UnitContact, today: date, now: datetime, *, keeps_links: bool) -> None:
    contact.until = today
    contact.save(update_fields=["until"])
    if not keeps_links:
        _revoke([contact], now)


def _revoke(contacts: Collection[UnitContact], now: datetime) -> None:
    ids = [contact.pk for contact in contacts]
    for links in (ReportLink.objects, SectionLink.objects, TaskLink.objects):
        links.filter(contact__in=ids, revoked_at=None).update(revoked_at=now)


def _facts(contact: UnitContact) -> dict[str, object]:
    """What an event keeps of a contact: digests, as of any person."""
    salt = f"{settings.SECRET_KEY}:contact:{contact.pk}"
    texts = {"name": contact.name, "email": contact.email, "telephone": contact.telephone}
    return {key: personal_digest(text, salt=salt) for key, text in texts.items() if text}
