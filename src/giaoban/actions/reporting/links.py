"""A link that opens one report: made, sent, confirmed, revoked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from giaoban.actions.audit.events import record, record_many
from giaoban.actions.messages.queue import queue_letters
from giaoban.documents.period_titles import period_title
from giaoban.mail.letters import report_thing
from giaoban.mail.owed_reports import OwedLine, Owing, letter_about
from giaoban.models import Period, Person, ReportLink, Unit, UnitContact
from giaoban.queries.reporting.contacts import contacts_of
from giaoban.queries.reporting.deadlines import calendar_around, deadlines_of
from giaoban.queries.reporting.due_dates import counted
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.locks import require_unlocked
from giaoban.queries.reporting.periods import is_expected, period_span
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.incidents import hours_left
from giaoban.rules.reporting.links import link_expires_at
from giaoban.rules.reporting.period_years import told_period, year_start_of

_AT_ONCE = 500
"""So many links are named in one statement."""


@dataclass(frozen=True)
class LinkWanted:
    """A report that a unit's contact shall be able to open."""

    unit: Unit
    period: Period
    contact: UnitContact
    due_at: datetime


@transaction.atomic
def send_link(
    *, unit: Unit, period: Period, by: Person | None, now: datetime, site: str
) -> ReportLink:
    """Send the unit's contact a new link to this report; the one before stops working.

    Raises RuleError `no_contact` (unit), `unit_not_asked` (period), `period_locked` (period).
    """
    require_unlocked(period, [unit.pk], now)
    contact = contacts_of([unit.pk]).get(unit.pk)
    if contact is None:
        raise RuleError("no_contact", unit=unit.name)
    if not is_expected(unit.pk, period):
        raise RuleError("unit_not_asked", **told_period(period))
    due_at = deadlines_of(period, [unit.pk])[unit.pk]
    wanted = LinkWanted(unit, period, contact, due_at)
    link = make_links(wanted=[wanted], by=by, now=now)[unit.pk, period.pk]
    owing = Owing([_owed(wanted, link, now)])
    language = settings.LANGUAGE_CODE
    name = contact.name or unit.name
    letter = letter_about(owing, to=contact.email, name=name, language=language, is_person=False)
    queue_letters(letters=[letter], site=site, now=now)
    return link


def make_links(
    *, wanted: Iterable[LinkWanted], by: Person | None, now: datetime, goes_on: bool = False
) -> Mapping[tuple[int, int], ReportLink]:
    """New links by (unit id, period id) in the caller's transaction; earlier ones are revoked.

    With `goes_on` a link that the same contact holds in force is kept: its next letter has another
    address, and whoever is filling in the report by it is not put out.
    """
    by_key = {(each.unit.pk, each.period.pk): each for each in wanted}
    _lock({each.contact.pk for each in by_key.values()})
    in_force = {
        (link.unit_id, link.period_id): link
        for link in ReportLink.objects.filter(
            period__in={each.period.pk for each in by_key.values()}, revoked_at=None
        )
        if (link.unit_id, link.period_id) in by_key
    }
    kept = {
        key: link
        for key, link in in_force.items()
        if goes_on and link.contact_id == by_key[key].contact.pk and link.expires_at > now
    }
    ended = [link.pk for key, link in in_force.items() if key not in kept]
    for place in range(0, len(ended), _AT_ONCE):
        revoked = ReportLink.objects.filter(pk__in=ended[place : place + _AT_ONCE])
        revoked.update(revoked_at=now)
    new = ReportLink.objects.bulk_create(
        ReportLink(
            unit=each.unit,
            period=each.period,
            contact=each.contact,
            made_at=now,
            made_by=by,
            expires_at=link_expires_at(each.due_at, now, each.period.regime.link_days),
        )
        for key, each in by_key.items()
        if key not in kept
    )
    record_many(
        actor=by,
        action="send_link",
        at=now,
        on=[
            (
                link,
                {
                    "unit": link.unit_id,
                    "key": link.period.key,
                    "expires_at": link.expires_at.isoformat(),
                },
            )
            for link in new
        ],
    )
    return kept | {(link.unit_id, link.period_id): link for link in new}


def _lock(contact_ids: Collection[int]) -> None:
    """Two presses at once come one by one: one link of a report is in force.

    The contacts and not the periods, which are locked before reports where one is closed, and here
    after them where one is returned.
    """
    in_order = sorted(contact_ids)
    for place in range(0, len(in_order), _AT_ONCE):
        few = UnitContact.objects.filter(pk__in=in_order[place : place + _AT_ONCE])
        list(few.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _owed(wanted: LinkWanted, link: ReportLink, now: datetime) -> OwedLine:
    period = wanted.period
    due = counted(wanted.due_at, now, calendar_around(period_span(period)))
    return OwedLine(
        unit=wanted.unit.name,
        regime=period.regime.name,
        period=period_title(
            period.key,
            settings.LANGUAGE_CODE,
            year_start_of(period),
            incident=incident_name(period),
        ),
        due_at=wanted.due_at,
        days=due.working_days,
        hours=None if period.incident_id is None else hours_left(wanted.due_at, now),
        is_past=due.is_overdue,
        link=link.pk,
        expires_at=link.expires_at,
        about=report_thing(wanted.unit.pk, period.pk),
    )


@transaction.atomic
def confirm_link(*, link: ReportLink, now: datetime) -> None:
    """Somebody says that they report for the unit; recorded with the link as the one who acts."""
    ReportLink.objects.filter(pk=link.pk, confirmed_at=None).update(confirmed_at=now)
    after = {"unit": link.unit_id, "key": link.period.key}
    record(actor=link, action="confirm_link", on=link, at=now, after=after)


@transaction.atomic
def revoke_link(*, link: ReportLink, by: Person, now: datetime) -> None:
    """The link stops working at once; whoever has the report open can send nothing any more."""
    if ReportLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        after = {"unit": link.unit_id, "key": link.period.key}
        record(actor=by, action="revoke_link", on=link, at=now, after=after)
