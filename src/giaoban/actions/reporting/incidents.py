"""Opening an incident, asking for its reports by the hour, and ending it (docs/decisions/0014)."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.timezone import make_aware, make_naive

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.periods import lock_period
from giaoban.models import FinalReport, Incident, IncidentArea, Period, Person, Regime, Unit
from giaoban.queries.reporting.forms import published_forms
from giaoban.queries.reporting.incidents import finals_of
from giaoban.queries.reporting.periods import expected_units, is_expected
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.incidents import (
    LONGEST_FIRST_HOURS,
    Rhythm,
    counted_from,
    is_closed_by_finals,
    number_asked,
    report_days,
    report_due_at,
)
from giaoban.rules.reporting.period_keys import PeriodKind, parse_key

_CODE = re.compile(r"[\w.-]{1,26}")


@dataclass(frozen=True)
class IncidentText:
    """What is typed when an incident is opened; `areas` are units, each with all under it."""

    code: str
    name: str
    began_at: datetime
    areas: Collection[Unit]
    rhythm: Rhythm = field(default_factory=Rhythm)


@transaction.atomic
def open_incident(
    *, regime: Regime, incident: IncidentText, by: Person | None, now: datetime
) -> Incident:
    """Open it and ask for its first report at once.

    Raises RuleError `regime_not_for_incidents` (regime), `regime_without_form` (regime),
    `incident_code_malformed` (code), `incident_code_taken` (code), `incident_without_name`,
    `incident_in_the_future`, `incident_hours_out_of_range` (longest), `incident_without_area`,
    `incident_asks_nobody`.
    """
    text = incident
    _refuse_unless_sound(regime, text, now)
    rhythm = text.rhythm
    start = counted_from(make_naive(text.began_at), make_naive(now), rhythm)
    opened = Incident.objects.create(
        regime=regime,
        code=text.code,
        name=text.name.strip(),
        began_at=text.began_at,
        counts_from=make_aware(start),
        first_hours=rhythm.first_hours,
        daily_at=rhythm.daily_at,
        opened_at=now,
        opened_by=by,
    )
    areas = list(dict.fromkeys(text.areas))
    IncidentArea.objects.bulk_create(IncidentArea(incident=opened, unit=unit) for unit in areas)
    asked = _open_report(opened, number_asked(start, rhythm, make_naive(now)), now)
    if not asked:
        raise RuleError("incident_asks_nobody")
    record(
        actor=by,
        action="open_incident",
        on=opened,
        at=now,
        after={
            "code": opened.code,
            "name": opened.name,
            "began_at": opened.began_at.isoformat(),
            "areas": [unit.pk for unit in areas],
            "units": asked,
        },
    )
    return opened


@transaction.atomic
def ask_for_next_report(*, incident: Incident, now: datetime) -> Period | None:
    """Ask for the report that is due next, where the one before has fallen due; by the worker.

    What was missed while no worker ran is not asked for afterwards. None where nothing is to be
    asked: it is ended or asked already; or no unit is left to ask, which ends it.
    """
    held = (
        Incident.objects.select_for_update(of=("self",))
        .select_related("regime")
        .get(pk=incident.pk)
    )
    if held.ended_at is not None:
        return None
    number = number_asked(make_naive(held.counts_from), rhythm_of(held), make_naive(now))
    newest = max((parse_key(key).number for key in _report_keys(held)), default=0)
    if number <= newest:
        return None
    if not _open_report(held, number, now):
        _end(held, by=None, now=now)
        return None
    return held.periods.get(key=f"incident:{held.code}/{number:02d}")


def ask_for_due_reports(*, now: datetime) -> int:
    """Ask for what is due in every incident that goes on; how many reports were opened."""
    going_on = Incident.objects.filter(ended_at=None).order_by("pk")
    return sum(ask_for_next_report(incident=one, now=now) is not None for one in going_on)


@transaction.atomic
def say_final(*, incident: Incident, unit: Unit, by: Person | None, now: datetime) -> FinalReport:
    """The unit's newest report was its last: it is not asked for the next ones.

    Where it was the last unit that was still asked, that ends the incident (decision 0014).
    Raises RuleError `incident_ended`, `final_said_already` (unit), `unit_not_asked` (period),
    `final_without_report` (unit).
    """
    held = _going_on(incident)
    if held.final_reports.filter(unit=unit).exists():
        raise RuleError("final_said_already", unit=unit.name)
    period = held.periods.filter(is_reported=True).order_by("-due_at").first()
    if period is None or not is_expected(unit.pk, period):
        raise RuleError("unit_not_asked", period=f"incident:{held.code}")
    if not period.submissions.filter(unit=unit, counted__isnull=False).exists():
        raise RuleError("final_without_report", unit=unit.name)
    final = FinalReport.objects.create(
        incident=held,
        unit=unit,
        number=parse_key(period.key).number,
        said_at=now,
        said_by=by,
    )
    record(
        actor=by,
        action="say_final_report",
        on=held,
        at=now,
        after={"unit": unit.pk, "number": final.number},
    )
    if is_closed_by_finals(expected_units(period), finals_of(held)):
        _end(held, by=by, now=now)
    return final


@transaction.atomic
def end_incident(*, incident: Incident, by: Person | None, now: datetime) -> Incident:
    """Ask for nothing more, and close the figures; unlocking a period is the way to correct.

    Raises RuleError `incident_ended`.
    """
    held = _going_on(incident)
    _end(held, by=by, now=now)
    return held


def rhythm_of(incident: Incident) -> Rhythm:
    return Rhythm(incident.first_hours, incident.daily_at)


def _end(held: Incident, *, by: Person | None, now: datetime) -> None:
    held.ended_at, held.ended_by = now, by
    held.save(update_fields=["ended_at", "ended_by"])
    for period in held.periods.filter(is_reported=True, locked_at=None):
        lock_period(period=period, by=by, now=now)
    record(actor=by, action="end_incident", on=held, at=now, after={"code": held.code})


def _going_on(incident: Incident) -> Incident:
    held = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if held.ended_at is not None:
        raise RuleError("incident_ended")
    return held


def _refuse_unless_sound(regime: Regime, text: IncidentText, now: datetime) -> None:
    if regime.frequency != PeriodKind.INCIDENT:
        raise RuleError("regime_not_for_incidents", regime=regime.name)
    if not published_forms(regime.pk):
        raise RuleError("regime_without_form", regime=regime.name)
    if not _CODE.fullmatch(text.code):
        raise RuleError("incident_code_malformed", code=text.code)
    if regime.incidents.filter(code=text.code).exists():
        raise RuleError("incident_code_taken", code=text.code)
    if not text.name.strip():
        raise RuleError("incident_without_name")
    if text.began_at > now:
        raise RuleError("incident_in_the_future")
    if not 1 <= text.rhythm.first_hours <= LONGEST_FIRST_HOURS:
        raise RuleError("incident_hours_out_of_range", longest=LONGEST_FIRST_HOURS)
    if not text.areas:
        raise RuleError("incident_without_area")


def _open_report(incident: Incident, number: int, now: datetime) -> int:
    """Store report `number` and stretch the whole over it; how many units are asked, none: 0."""
    start, rhythm = make_naive(incident.counts_from), rhythm_of(incident)
    starts_on, ends_on = report_days(number, start, rhythm)
    whole = f"incident:{incident.code}"
    period = Period(
        regime=incident.regime,
        kind=PeriodKind.INCIDENT,
        key=f"{whole}/{number:02d}",
        starts_on=starts_on,
        ends_on=ends_on,
        is_reported=True,
        opened_at=now,
        incident=incident,
        due_at=make_aware(report_due_at(number, start, rhythm)),
    )
    asked = expected_units(period)
    if not asked:
        return 0
    period.save()
    Period.objects.update_or_create(
        regime=incident.regime,
        key=whole,
        defaults={"ends_on": ends_on},
        create_defaults={
            "kind": PeriodKind.WHOLE_INCIDENT,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "is_reported": False,
            "opened_at": now,
            "incident": incident,
        },
    )
    # The whole now ends on another day: all who ever reported hang by the tree of that day.
    rounds = Period.objects.filter(incident=incident, is_reported=True)
    ever_asked = set().union(*(expected_units(each) for each in rounds))
    append_marks_for(unit_ids=asked | ever_asked, period=period)
    record(
        actor=None,
        action="open_period",
        on=period,
        at=now,
        after={"key": period.key, "units": len(asked)},
    )
    return len(asked)


def _report_keys(incident: Incident) -> list[str]:
    return list(incident.periods.filter(is_reported=True).values_list("key", flat=True))
