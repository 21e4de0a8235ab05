"""Telling people what is owed, by schedule or all at once by a click: one letter to each."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.audit.events import record
from giaoban.actions.messages.queue import put_into_inboxes, queue_letters
from giaoban.actions.reporting.links import LinkWanted, make_links
from giaoban.documents.period_titles import period_title
from giaoban.mail.letters import report_thing
from giaoban.mail.owed_reports import OwedLine, Owing, letter_about, notice_about
from giaoban.models import (
    Incident,
    Message,
    Period,
    Person,
    Regime,
    ReportLink,
    Told,
    Unit,
    UnitContact,
)
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.regimes import stored_reminders
from giaoban.queries.reporting.reminding import (
    OwedReport,
    Readers,
    owed_of,
    owed_reports,
    readers,
)
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.incidents import hours_left
from giaoban.rules.reporting.period_years import year_start_of
from giaoban.rules.reporting.periods import PeriodKind
from giaoban.rules.reporting.reminders import (
    QUIET,
    Audience,
    OwedFacts,
    Telling,
    hourly_tellings,
    tellings,
)

Key = tuple[int, int]  # unit, period
_NEWS = timedelta(days=1)


@dataclass
class Reader:
    """An address and what is told to it: as a person with an account, as units' contact, or both.

    Of each report it is kept at which steps it is told, and by whose contact a link is to open it.
    """

    email: str
    name: str
    language: str
    person: Person | None = None
    contact: UnitContact | None = None
    own: dict[Key, list[str]] = field(default_factory=dict)
    below: dict[Key, list[str]] = field(default_factory=dict)
    contacts: dict[Key, UnitContact] = field(default_factory=dict)

    def hear(self, other: "Reader", telling: Telling) -> None:
        """What another reader of the same address is to be told comes into the same letter."""
        key = (telling.unit_id, telling.thing_id)
        if self.person is None and other.person is not None:
            self.person, self.name, self.language = other.person, other.name, other.language
        if other.contact is not None:
            self.contacts[key] = other.contact
        part = self.own if telling.to is Audience.UNIT else self.below
        part.setdefault(key, []).append(telling.step)


@dataclass(frozen=True)
class ToldReaders:
    """What was told: letters, and units whose report nobody could be written to about.

    `unreached` have neither officer nor contact; above `unreached_above` there is no officer, and
    where their report is collected no secretary.
    """

    readers: Sequence[Reader]
    unreached: Sequence[Unit]
    unreached_above: Sequence[Unit] = ()


@transaction.atomic
def remind(
    *, today: date, now: datetime, site: str, is_trial: bool = False, only_by_hour: bool = False
) -> ToldReaders:
    """Tell everybody what their regimes' schedules say for today and this hour, and nobody twice.

    With `is_trial` nothing is stored or sent. Repeating it on a day tells only what is new. With
    `only_by_hour` the steps by days are left for the time of day at which people read letters.
    """
    with_rules = Regime.objects.filter(reminder_rules__isnull=False)
    if only_by_hour:
        with_rules = Regime.objects.filter(
            reminder_rules__hours__isnull=False,
            pk__in=Incident.objects.filter(ended_at=None).values("regime"),
        )
    regimes = list(
        Regime.objects.select_for_update(of=("self",))
        .filter(pk__in=with_rules.values("pk"))
        .select_related("unit")
        .order_by("pk")
    )
    if not regimes:
        return ToldReaders([], [])
    owed = owed_reports(regimes, now)
    wanted: list[Telling] = []
    if not only_by_hour:
        wanted += _wanted_by_days(regimes, owed, today)
    wanted += _wanted_by_hour(regimes, owed, now)
    told = _told(owed, wanted, today)
    if not is_trial:
        _send(told.readers, owed, by=None, now=now, site=site)
        for regime in regimes:
            _record_reminding(regime, owed, told, now, is_round_of_day=not only_by_hour)
    return told


@transaction.atomic
def announce_incident_reports(*, today: date, now: datetime, site: str) -> ToldReaders:
    """Tell units at once, day off or not, of a report of an incident that was just asked for.

    Repeating it tells nobody twice; what was asked for more than a day ago is not news.
    """
    regimes = list(
        Regime.objects.select_for_update(of=("self",))
        .filter(pk__in=Incident.objects.filter(ended_at=None).values("regime"))
        .select_related("unit")
        .order_by("pk")
    )
    owed = [
        report
        for report in owed_reports(regimes, now)
        if report.period.kind == PeriodKind.INCIDENT and report.period.opened_at > now - _NEWS
    ]
    midnight = datetime.combine(today, time.min)
    wanted = [
        Telling(report.unit.pk, report.period.pk, Audience.UNIT, "asked", midnight)
        for report in owed
    ]
    told = _told(owed, wanted, today)
    if told.readers:
        _send(told.readers, owed, by=None, now=now, site=site)
        for regime in regimes:
            record(
                actor=None,
                action="remind_units",
                on=regime,
                at=now,
                after={"told": len(told.readers)},
            )
    return told


@transaction.atomic
def chase_units(
    *,
    pairs: Collection[tuple[Period, int]],
    by: Person,
    today: date,
    now: datetime,
    site: str,
    is_trial: bool = False,
) -> ToldReaders:
    """Tell the units at once what they owe; who was told of it today is not told again, nor of an
    incident's report who was told within the hour.

    `pairs` are reports that were not sent, of any regimes. With `is_trial` nothing is sent.
    """
    owed = owed_of(list(pairs), load_dated_tree(), now)
    wanted = [_chasing(report, today, now) for report in owed]
    told = _told(owed, wanted, today)
    if not is_trial and told.readers:
        _send(told.readers, owed, by=by, now=now, site=site)
        for period in {report.period.pk: report.period for report in owed}.values():
            record(
                actor=by,
                action="chase_units",
                on=period,
                at=now,
                after={"told": len(told.readers), "unreached": len(told.unreached)},
            )
    return told


def _record_reminding(
    regime: Regime,
    owed: Sequence[OwedReport],
    told: ToldReaders,
    now: datetime,
    *,
    is_round_of_day: bool,
) -> None:
    """How many were told of its reports, and how many units that owe one no letter can reach.

    The latter by themselves are noted in the round of the day alone, not at every minute of an
    incident.
    """
    of_regime = [report for report in owed if report.period.regime_id == regime.pk]
    periods = {report.period.pk for report in of_regime}
    count = sum(
        any(period in periods for _, period in (*reader.own, *reader.below))
        for reader in told.readers
    )
    unreached = len({report.unit.pk for report in of_regime} & {unit.pk for unit in told.unreached})
    if count or (unreached and is_round_of_day):
        after = {"told": count, "unreached": unreached}
        record(actor=None, action="remind_units", on=regime, at=now, after=after)


def _wanted_by_days(
    regimes: Iterable[Regime], owed: Sequence[OwedReport], today: date
) -> Iterable[Telling]:
    calendar = working_calendar(range(today.year - 1, today.year + 2))
    for regime in regimes:
        yield from tellings(_facts(regime, owed), stored_reminders(regime), today, calendar)


def _wanted_by_hour(
    regimes: Iterable[Regime], owed: Sequence[OwedReport], now: datetime
) -> Iterable[Telling]:
    local = timezone.make_naive(now)
    for regime in regimes:
        if regime.frequency == PeriodKind.INCIDENT:
            yield from hourly_tellings(_facts(regime, owed), stored_reminders(regime), local)


def _facts(regime: Regime, owed: Sequence[OwedReport]) -> list[OwedFacts]:
    return [
        OwedFacts(
            report.unit.pk, report.period.pk, report.level, timezone.make_naive(report.due.at)
        )
        for report in owed
        if report.period.regime_id == regime.pk
    ]


def _chasing(report: OwedReport, today: date, now: datetime) -> Telling:
    """A day is one occasion, of an incident an hour."""
    local = timezone.make_naive(now)
    step, since = f"chase:{today.isoformat()}", datetime.combine(today, time.min)
    if report.period.incident_id is not None:
        step, since = f"chase:{local:%Y-%m-%dT%H}", local - QUIET
    return Telling(report.unit.pk, report.period.pk, Audience.UNIT, step, since)


def _told(owed: Sequence[OwedReport], wanted: Sequence[Telling], today: date) -> ToldReaders:
    """Each reader once with all that is new to them."""
    reports = {(report.unit.pk, report.period.pk): report for report in owed}
    regimes = {report.period.regime_id: report.period.regime for report in owed}
    found = readers({telling.unit_id for telling in wanted}, regimes.values(), today)
    by_email: dict[str, Reader] = {}
    unreached: dict[int, Unit] = {}
    unreached_above: dict[int, Unit] = {}
    before = _told_before(wanted)
    heard = _heard(wanted)
    for telling in wanted:
        key = (telling.unit_id, telling.thing_id)
        reached = _readers_of(telling, reports[key], found)
        if not reached:
            missed = unreached if telling.to is Audience.UNIT else unreached_above
            missed[telling.unit_id] = reports[key].unit
        for reader in reached:
            email = reader.email.lower()
            last = heard.get((email, *key))
            is_quiet = last is not None and last >= timezone.make_aware(telling.unless_since)
            if is_quiet or (email, *key, telling.step) in before:
                continue
            by_email.setdefault(email, reader).hear(reader, telling)
    return ToldReaders(
        list(by_email.values()), list(unreached.values()), list(unreached_above.values())
    )


def _told_before(wanted: Iterable[Telling]) -> set[tuple[str, int, int, str]]:
    periods = {telling.thing_id for telling in wanted}
    steps = {telling.step for telling in wanted}
    rows = Told.objects.filter(period__in=periods, step__in=steps)
    return set(rows.values_list("email", "unit_id", "period_id", "step"))


def _heard(wanted: Iterable[Telling]) -> dict[tuple[str, int, int], datetime]:
    """When each reader last heard of each report, by schedule or by a click."""
    periods = {telling.thing_id for telling in wanted}
    rows = Told.objects.filter(period__in=periods).order_by()
    last = rows.values_list("email", "unit_id", "period_id").annotate(last=Max("at"))
    return {(email, unit, period): at for email, unit, period, at in last}


def _readers_of(telling: Telling, report: OwedReport, found: Readers) -> list[Reader]:
    match telling.to:
        case Audience.UNIT:
            people = found.officers.get(telling.unit_id, [])
            contact = found.contacts.get(telling.unit_id)
            if not people and contact is not None:
                name = contact.name or report.unit.name
                return [Reader(contact.email, name, settings.LANGUAGE_CODE, contact=contact)]
        case Audience.PARENT:
            people = _people_above(telling.unit_id, report.period.regime.unit_id, found)
        case Audience.SECRETARIAT:
            people = found.secretariat.get(report.period.regime.unit_id, [])
    return [Reader(person.email, person.name, person.language, person) for person in people]


def _people_above(unit_id: int, asking_id: int, found: Readers) -> list[Person]:
    """The officers of the nearest unit above that has any, up to the one that asks for the report.

    At last its secretariat: what is to rise must not end where nobody is appointed.
    """
    step = unit_id
    for above_id in found.above.get(unit_id, ()):
        if step == asking_id:
            break
        step = above_id
        if people := found.officers.get(step):
            return people
    return found.secretariat.get(asking_id, [])


def _send(
    told: Sequence[Reader],
    owed: Sequence[OwedReport],
    *,
    by: Person | None,
    now: datetime,
    site: str,
) -> None:
    reports = {(report.unit.pk, report.period.pk): report for report in owed}
    links = _links(told, reports, by, now)
    letters = []
    messages = []
    for reader in told:
        owing = Owing(
            [_line(reports[key], reader, site, links.get(key), now) for key in reader.own],
            [_line(reports[key], reader, site, None, now) for key in reader.below],
        )
        letters.append(
            letter_about(
                owing,
                to=reader.email,
                name=reader.name,
                language=reader.language,
                is_person=reader.person is not None,
            )
        )
        if reader.person is not None:
            messages.append(_message(reader, reader.person, owing, now))
    queue_letters(letters=letters, site=site, now=now)
    put_into_inboxes(messages=messages)
    Told.objects.bulk_create(
        (
            Told(email=reader.email.lower(), unit_id=unit, period_id=period, step=step, at=now)
            for reader in told
            for (unit, period), steps in (*reader.own.items(), *reader.below.items())
            for step in steps
        ),
        ignore_conflicts=True,  # one report may be told to one reader as unit and as parent
    )


def _links(
    told: Sequence[Reader], reports: dict[Key, OwedReport], by: Person | None, now: datetime
) -> dict[Key, ReportLink]:
    """A link for each report of a contact; one that is in use goes on, with a new address."""
    wanted = [
        LinkWanted(reports[key].unit, reports[key].period, contact, reports[key].due.at)
        for reader in told
        for key, contact in reader.contacts.items()
    ]
    return dict(make_links(wanted=wanted, by=by, now=now, goes_on=True))


def _line(
    report: OwedReport, reader: Reader, site: str, link: ReportLink | None, now: datetime
) -> OwedLine:
    period = report.period
    path = reverse("report", args=[period.pk, report.unit.pk])
    return OwedLine(
        unit=report.unit.name,
        regime=period.regime.name,
        period=period_title(
            period.key,
            reader.language,
            year_start_of(period),
            incident=incident_name(period),
        ),
        due_at=report.due.at,
        days=report.due.working_days,
        hours=None if period.incident_id is None else hours_left(report.due.at, now),
        is_past=report.due.is_overdue,
        address="" if link else f"{site.rstrip('/')}{path}",
        link=link.pk if link else None,
        expires_at=link.expires_at if link else None,
        about=report_thing(report.unit.pk, period.pk),
    )


def _message(reader: Reader, person: Person, owing: Owing, now: datetime) -> Message:
    notice = notice_about(owing, language=reader.language)
    keys = [*reader.own]
    address = reverse("home")
    if len(keys) == 1 and keys[0] not in reader.contacts:
        address = reverse("report", args=[keys[0][1], keys[0][0]])
    elif not keys:
        address = reverse("status")
    return Message(
        person=person, subject=notice.subject[:200], text=notice.text, address=address, at=now
    )
