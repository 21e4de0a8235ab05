"""Telling a unit that a locked period takes its report again: by letter and inbox, once."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from giaoban.actions.messages.queue import put_in_inbox, queue_letters
from giaoban.actions.reporting.links import LinkWanted, make_links
from giaoban.documents.period_titles import period_title
from giaoban.mail.letters import Letter
from giaoban.mail.reopened_reports import Reopened, reopened_letter, reopened_notice
from giaoban.models import Person, Reopening, Told, UnitContact
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.reminding import readers
from giaoban.rules.reporting.period_years import year_start_of


def tell_of_reopening(
    reopening: Reopening, *, by: Person | None, today: date, now: datetime, site: str
) -> int:
    """Tell its officers, else its contact by a link; how many, none of them a second time.

    A later end of the same reopening is told to nobody: the report's page and home say it. In the
    caller's transaction.
    """
    step = f"reopened:{reopening.pk}"
    found = readers([reopening.unit_id], [], today)
    told = set(
        Told.objects.filter(period=reopening.period_id, unit=reopening.unit_id, step=step)
        .order_by()
        .values_list("email", flat=True)
    )
    officers = found.officers.get(reopening.unit_id, [])
    letters = {
        person.email.lower(): _to_officer(reopening, person, now, site)
        for person in officers
        if person.email.lower() not in told
    }
    contact = found.contacts.get(reopening.unit_id)
    if not officers and contact is not None and contact.email.lower() not in told:
        letters[contact.email.lower()] = _to_contact(reopening, contact, by, now)
    queue_letters(letters=letters.values(), site=site, now=now)
    Told.objects.bulk_create(
        Told(email=email, unit=reopening.unit, period=reopening.period, step=step, at=now)
        for email in letters
    )
    return len(letters)


def _to_officer(reopening: Reopening, person: Person, now: datetime, site: str) -> Letter:
    path = reverse("report", args=[reopening.period_id, reopening.unit_id])
    report = _reopened(reopening, person.language, address=f"{site.rstrip('/')}{path}")
    notice = reopened_notice(report, language=person.language)
    put_in_inbox(person=person, subject=notice.subject, text=notice.text, address=path, now=now)
    return reopened_letter(
        report, to=person.email, name=person.name, language=person.language, is_person=True
    )


def _to_contact(
    reopening: Reopening, contact: UnitContact, by: Person | None, now: datetime
) -> Letter:
    wanted = LinkWanted(reopening.unit, reopening.period, contact, reopening.until)
    links = make_links(wanted=[wanted], by=by, now=now, goes_on=True)
    language = settings.LANGUAGE_CODE
    report = _reopened(reopening, language, link=links[reopening.unit_id, reopening.period_id].pk)
    name = contact.name or reopening.unit.name
    return reopened_letter(report, to=contact.email, name=name, language=language, is_person=False)


def _reopened(
    reopening: Reopening, language: str, *, address: str = "", link: int | None = None
) -> Reopened:
    period = reopening.period
    return Reopened(
        unit=reopening.unit.name,
        regime=period.regime.name,
        period=period_title(
            period.key, language, year_start_of(period), incident=incident_name(period)
        ),
        until=reopening.until,
        reason=reopening.reason,
        address=address,
        link=link,
    )
