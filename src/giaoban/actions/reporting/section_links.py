"""A link that opens one section of a draft, for an author without an account."""

from dataclasses import replace
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from giaoban.actions.audit.actors import Author
from giaoban.actions.audit.events import record
from giaoban.actions.messages.queue import queue_letters
from giaoban.mail.assigned_sections import Occasion, letter_to_contact, news_about
from giaoban.mail.letters import Letter
from giaoban.models import AssignedSection, Person, SectionLink, UnitContact
from giaoban.queries.reporting.contacts import contacts_of
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.assigned_sections import OPEN
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.links import link_expires_at


@transaction.atomic
def send_section_link(
    *, assigned: AssignedSection, by: Person | None, now: datetime, site: str
) -> SectionLink:
    """Send the unit's contact a new link to this section; the one before stops working.

    Raises RuleError `section_step_not_allowed` where nothing is to be written any more or a person
    was asked by name, and `no_contact` (unit).
    """
    is_open = assigned.state in OPEN and assigned.report.state == Stage.DRAFT
    if not is_open or assigned.person_id is not None:
        raise RuleError("section_step_not_allowed")
    contact = contacts_of([assigned.unit_id]).get(assigned.unit_id)
    if contact is None:
        raise RuleError("no_contact", unit=assigned.unit.name)
    link = _link_for(assigned, contact, by, now, goes_on=False)
    letter = _letter(assigned, contact, Occasion.GIVEN, link)
    queue_letters(letters=[replace(letter, can_wait=False)], site=site, now=now)  # it is asked for
    return link


def tell_contact(
    *,
    assigned: AssignedSection,
    contact: UnitContact,
    occasion: Occasion,
    by: Person | None,
    now: datetime,
    site: str,
) -> None:
    """A letter with a link to the contact of a unit without accounts, in the caller's transaction.

    A link that the contact holds in force goes on under another address, so that whoever is
    writing by it is not put out; what is called off opens nothing.
    """
    link = None
    if occasion is not Occasion.WITHDRAWN:
        link = _link_for(assigned, contact, by, now, goes_on=True)
    letter = _letter(assigned, contact, occasion, link)
    queue_letters(letters=[letter], site=site, now=now)


@transaction.atomic
def confirm_section_link(*, link: SectionLink, now: datetime) -> None:
    """Somebody says that they write for the unit; recorded with the link as the one who acts."""
    SectionLink.objects.filter(pk=link.pk, confirmed_at=None).update(confirmed_at=now)
    _record("confirm_section_link", link, link, now)


@transaction.atomic
def revoke_section_link(*, link: SectionLink, by: Person | None, now: datetime) -> None:
    """The link stops working at once; what was written by it stays."""
    if SectionLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        _record("revoke_section_link", link, by, now)


def _link_for(
    assigned: AssignedSection,
    contact: UnitContact,
    by: Person | None,
    now: datetime,
    *,
    goes_on: bool,
) -> SectionLink:
    # Whoever presses twice waits for oneself: one link of a section is in force.
    AssignedSection.objects.select_for_update(no_key=True).get(pk=assigned.pk)
    earlier = SectionLink.objects.filter(assigned=assigned, revoked_at=None).first()
    if earlier is not None:
        if goes_on and earlier.contact_id == contact.pk and earlier.expires_at > now:
            return earlier
        SectionLink.objects.filter(pk=earlier.pk).update(revoked_at=now)
    due_at = timezone.make_aware(datetime.combine(assigned.due_on, time.max))
    link = SectionLink.objects.create(
        assigned=assigned,
        contact=contact,
        made_at=now,
        made_by=by,
        expires_at=link_expires_at(due_at, now, assigned.report.period.regime.link_days),
    )
    _record("send_section_link", link, by, now, expires_at=link.expires_at.isoformat())
    return link


def _letter(
    assigned: AssignedSection,
    contact: UnitContact,
    occasion: Occasion,
    link: SectionLink | None,
) -> Letter:
    return letter_to_contact(
        news_about(assigned, occasion),
        to=contact.email,
        name=contact.name or assigned.unit.name,
        language=settings.LANGUAGE_CODE,
        link=None if link is None else link.pk,
        expires_at=None if link is None else link.expires_at,
    )


def _record(action: str, link: SectionLink, by: Author, now: datetime, **said: str) -> None:
    """On the report, so that its history says who could write in it."""
    assigned = link.assigned
    after = {"section": assigned.title, "unit": assigned.unit_id, **said}
    record(actor=by, action=action, on=assigned.report, at=now, after=after)
