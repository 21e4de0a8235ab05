"""Telling a unit something new about one of its reports: by letter and inbox, nobody twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from giaoban.actions.messages.queue import put_in_inbox, queue_letters
from giaoban.actions.reporting.links import LinkWanted, make_links
from giaoban.documents.period_titles import period_title
from giaoban.mail.letters import Letter, report_thing
from giaoban.mail.unit_news import UnitNews, news_letter, news_notice
from giaoban.models import Period, Person, Told, Unit, UnitContact
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.reminding import readers
from giaoban.rules.reporting.period_years import year_start_of


@dataclass(frozen=True)
class ReportNews:
    """`step` names the occasion; by `until` the unit is to have done what is asked, if by any.

    `told` gives the words in a language.
    """

    unit: Unit
    period: Period
    step: str
    until: datetime | None
    told: Callable[[str], UnitNews]


def tell_unit(news: ReportNews, *, by: Person | None, today: date, now: datetime, site: str) -> int:
    """Tell its officers, else its contact by a link; how many, none of them a second time.

    In the caller's transaction. Letters wait out days off, those about an incident do not.
    """
    unit = news.unit
    found = readers([unit.pk], [], today)
    told = set(
        Told.objects.filter(period=news.period, unit=unit, step=news.step)
        .order_by()
        .values_list("email", flat=True)
    )
    officers = found.officers.get(unit.pk, [])
    letters = {
        person.email.lower(): _to_officer(news, person, now, site)
        for person in officers
        if person.email.lower() not in told
    }
    contact = found.contacts.get(unit.pk)
    if not officers and contact is not None and contact.email.lower() not in told:
        letters[contact.email.lower()] = _to_contact(news, contact, by, now)
    queue_letters(letters=letters.values(), site=site, now=now)
    Told.objects.bulk_create(
        Told(email=email, unit=unit, period=news.period, step=news.step, at=now)
        for email in letters
    )
    return len(letters)


def title_told(period: Period, language: str) -> str:
    """As the period is called in a letter."""
    return period_title(period.key, language, year_start_of(period), incident=incident_name(period))


def _to_officer(news: ReportNews, person: Person, now: datetime, site: str) -> Letter:
    path = reverse("report", args=[news.period.pk, news.unit.pk])
    words = news.told(person.language)
    notice = news_notice(words)
    put_in_inbox(person=person, subject=notice.subject, text=notice.text, address=path, now=now)
    return news_letter(
        words,
        to=person.email,
        name=person.name,
        language=person.language,
        is_person=True,
        about=report_thing(news.unit.pk, news.period.pk),
        address=f"{site.rstrip('/')}{path}",
        can_wait=news.period.incident_id is None,
        needed_by=news.until,
    )


def _to_contact(news: ReportNews, contact: UnitContact, by: Person | None, now: datetime) -> Letter:
    wanted = LinkWanted(news.unit, news.period, contact, news.until or now)
    links = make_links(wanted=[wanted], by=by, now=now, goes_on=True)
    language = settings.LANGUAGE_CODE
    return news_letter(
        news.told(language),
        to=contact.email,
        name=contact.name or news.unit.name,
        language=language,
        is_person=False,
        about=report_thing(news.unit.pk, news.period.pk),
        can_wait=news.period.incident_id is None,
        needed_by=news.until,
        link=links[news.unit.pk, news.period.pk].pk,
    )
