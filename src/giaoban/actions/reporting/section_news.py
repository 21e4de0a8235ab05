"""Telling the authors of a section: at once what happened to it, and by the day when it is due."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from giaoban.actions.audit.events import record
from giaoban.actions.messages.queue import put_in_inbox, queue_letters
from giaoban.actions.reporting.section_links import tell_contact
from giaoban.mail.assigned_sections import (
    Occasion,
    letter_to_author,
    news_about,
    notice_to_author,
)
from giaoban.models import AssignedSection, Person, Told
from giaoban.queries.reporting.assigned_sections import authors, open_sections_of_drafts
from giaoban.queries.reporting.contacts import contacts_of
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.reporting.assigned_sections import nudge_on


def tell_authors(
    assigned: AssignedSection,
    occasion: Occasion,
    *,
    by: Person | None,
    today: date,
    now: datetime,
    site: str,
    step: str = "",
) -> int:
    """A letter and a line in the inbox for each author, in the caller's transaction; how many.

    Where nobody at the unit has an account its contact gets a letter with a link. Of a `step`
    nobody hears twice.
    """
    readers = authors(assigned, today)
    if not readers and assigned.person_id is None:
        return _tell_contact(assigned, occasion, by=by, now=now, site=site, step=step)
    path = reverse("write_section", args=[assigned.pk])
    news = news_about(assigned, occasion, address=f"{site.rstrip('/')}{path}")
    if step:
        told = _untold(assigned, [reader.email for reader in readers], step, now)
        readers = [reader for reader in readers if reader.email.lower() in told]
    letters = [
        letter_to_author(news, to=reader.email, name=reader.name, language=reader.language)
        for reader in readers
    ]
    queue_letters(letters=letters, site=site, now=now)
    for reader in readers:
        notice = notice_to_author(news, language=reader.language)
        put_in_inbox(
            person=reader,
            subject=notice.subject,
            text=notice.text,
            address="" if occasion is Occasion.WITHDRAWN else path,
            now=now,
        )
    return len(readers)


def _tell_contact(
    assigned: AssignedSection,
    occasion: Occasion,
    *,
    by: Person | None,
    now: datetime,
    site: str,
    step: str,
) -> int:
    """Nobody where the unit has no contact: the page of the section's authors says so."""
    contact = contacts_of([assigned.unit_id]).get(assigned.unit_id)
    if contact is None or (step and not _untold(assigned, [contact.email], step, now)):
        return 0
    tell_contact(assigned=assigned, contact=contact, occasion=occasion, by=by, now=now, site=site)
    return 1


def _untold(assigned: AssignedSection, emails: list[str], step: str, now: datetime) -> set[str]:
    """Those who have not heard of the step, which is remembered of them from now on."""
    period = assigned.report.period
    told = Told.objects.filter(period=period, unit=assigned.unit_id, step=step)
    before = set(told.values_list("email", flat=True))
    new = {email.lower() for email in emails} - before
    Told.objects.bulk_create(
        Told(email=email, unit_id=assigned.unit_id, period=period, step=step, at=now)
        for email in sorted(new)
    )
    return new


@transaction.atomic
def remind_authors(*, today: date, now: datetime, site: str) -> int:
    """Remind of the sections that are due soon or late, nobody twice; how many were reminded of.

    Two queries where nothing is open.
    """
    found = open_sections_of_drafts()
    if not found:
        return 0
    calendar = working_calendar(range(today.year - 1, today.year + 2))
    told = 0
    for assigned in found:
        nudge = nudge_on(today, assigned.due_on, calendar)
        if nudge is None:
            continue
        occasion = Occasion.LATE if today > assigned.due_on else Occasion.DUE
        step = nudge.step(assigned.pk)
        count = tell_authors(
            assigned, occasion, by=None, today=today, now=now, site=site, step=step
        )
        if count:
            told += 1
            record(
                actor=None,
                action="remind_authors",
                on=assigned.report,
                at=now,
                after={"section": assigned.title, "unit": assigned.unit_id, "told": count},
            )
    return told
