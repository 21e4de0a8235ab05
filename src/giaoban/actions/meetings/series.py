"""Meetings that come again: their series, and the next ones that the worker makes of it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import make_aware, make_naive

from giaoban.actions.audit.events import record, record_change
from giaoban.models import Committee, Meeting, MeetingSeries, Person
from giaoban.queries.meetings.kinds import kinds_here
from giaoban.queries.meetings.presiding import chair_on, secretary_on
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.meetings.agenda import LONGEST_ITEM
from giaoban.rules.meetings.recurrence import (
    Occurrence,
    OnDayOff,
    next_occurrences,
    rule_problems,
)
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import refuse_secret
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.units.naming import search_key

MADE_AHEAD = 2
"""So many meetings of a series stand in the calendar before they are held."""
EDITABLE = (
    "name",
    "kind",
    "rule",
    "first_on",
    "starts_at",
    "minutes",
    "form",
    "place",
    "online_url",
    "on_day_off",
    "left_out",
    "standing_items",
    "is_active",
)
_OF_MEETING = {
    "name": "title",
    "kind": "kind",
    "form": "form",
    "place": "place",
    "online_url": "online_url",
}
"""What a meeting takes over from its series as it is, by the name that it has there."""
_YEARS_READ = 12
"""Working days are asked for so far ahead: a rule that falls once in ten years is still met."""


@transaction.atomic
def make_series(
    *, committee: Committee, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> MeetingSeries:
    """`fields` of EDITABLE. Raises RuleError `series_name_missing`, `series_name_taken`,
    `state_secret` (mark), `kind_unknown`, `minutes_out_of_range` (longest),
    `circulation_is_no_series`, and what rules.meetings.recurrence.rule_problems says.
    """
    # Held, so that of two who make one of the same name at once the second is told.
    held: Committee = Committee.objects.select_for_update().get(pk=committee.pk)
    series = MeetingSeries(committee=held, **_named(fields))
    _refuse(series)
    series.save()
    after = {name: _plain(getattr(series, name)) for name in EDITABLE}
    record(actor=by, action="make_meeting_series", on=series, at=now, after=after)
    return series


@transaction.atomic
def edit_series(
    *,
    series: MeetingSeries,
    fields: Mapping[str, Any],
    revision: int,
    by: Person | None,
    now: datetime,
    also_made: bool = False,
) -> MeetingSeries:
    """The next meetings follow; with `also_made` those as well that are still being prepared, in
    what nobody has changed of them by hand. `revision` as it was read. None changes its day.

    Raises RuleError as make_series, and `series_changed_meanwhile`.
    """
    held: MeetingSeries = (
        MeetingSeries.objects.select_for_update(of=("self",))
        .select_related("committee")
        .get(pk=series.pk)
    )
    if held.revision != revision:
        raise RuleError("series_changed_meanwhile")
    old = {name: getattr(held, name) for name in EDITABLE}
    before = {name: _plain(value) for name, value in old.items()}
    for name, value in _named(fields).items():
        setattr(held, name, value)
    after = {name: _plain(getattr(held, name)) for name in EDITABLE}
    if before == after:
        return held
    _refuse(held)
    held.revision += 1
    held.save()
    record_change(
        actor=by, action="edit_meeting_series", on=held, at=now, before=before, after=after
    )
    if also_made:
        _change_made(held, old, by, now)
    return held


def make_coming_meetings(*, today: date, now: datetime) -> int:
    """Make the next meetings of every series that goes on, each once; how many were made.

    A committee whose unit is closed by then meets no more.
    """
    series = MeetingSeries.objects.filter(is_active=True).order_by("id")
    return sum(_make_next(each.pk, today, now) for each in series)


@transaction.atomic
def _make_next(series_id: int, today: date, now: datetime) -> int:
    # Held, so that of two workers the second finds what the first has made.
    series = (
        MeetingSeries.objects.select_for_update(of=("self",))
        .select_related("committee__unit")
        .get(pk=series_id)
    )
    if rule_problems(series.rule, series.first_on):
        return 0
    there = set(series.meetings.values_list("occurrence", flat=True))
    made = 0
    for occurrence in coming(series, today):
        is_open = series.committee.unit.is_open(occurrence.on)
        if occurrence.by_rule not in there and is_open:
            _make_meeting(series, occurrence, now)
            made += 1
    return made


def calendar_ahead(since: date) -> WorkingCalendar:
    """The working days of the years in which the next meetings fall; one query."""
    return working_calendar(range(since.year - 1, since.year + _YEARS_READ))


def coming(
    series: MeetingSeries,
    since: date,
    count: int = MADE_AHEAD,
    calendar: WorkingCalendar | None = None,
) -> list[Occurrence]:
    """The next occurrences of a series from a day on, by the working days of the installation:
    `calendar` is what calendar_ahead gives, where several are asked for.
    """
    calendar = calendar or calendar_ahead(since)
    return next_occurrences(
        series.rule,
        series.first_on,
        since,
        count,
        calendar=calendar,
        on_day_off=OnDayOff(series.on_day_off),
        except_on=[date.fromisoformat(day) for day in series.left_out],
    )


def _make_meeting(series: MeetingSeries, occurrence: Occurrence, now: datetime) -> Meeting:
    starts_at = make_aware(datetime.combine(occurrence.on, series.starts_at))
    meeting = Meeting.objects.create(
        committee=series.committee,
        series=series,
        occurrence=occurrence.by_rule,
        kind=series.kind,
        title=series.name,
        form=series.form,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=series.minutes),
        place=series.place,
        online_url=series.online_url,
        chair=chair_on(series.committee, occurrence.on),
        secretary=secretary_on(series.committee, occurrence.on),
        uid=uuid4().hex,
        search_key=search_key(f"{series.name} {series.committee.name}")[:400],
        made_at=now,
    )
    after = {"series": series.pk, "starts_at": starts_at.isoformat()}
    record(actor=None, action="make_meeting", on=meeting, at=now, after=after)
    return meeting


def _change_made(
    series: MeetingSeries, old: Mapping[str, Any], by: Person | None, now: datetime
) -> None:
    made = series.meetings.filter(state=MeetingState.DRAFT, starts_at__gt=now)
    for meeting in made.select_for_update(of=("self",)).select_related("committee"):
        before = _taken_over(meeting)
        for name, of_meeting in _OF_MEETING.items():
            if getattr(meeting, of_meeting) == old[name]:
                setattr(meeting, of_meeting, getattr(series, name))
        begins = make_naive(meeting.starts_at)
        lasts = meeting.ends_at - meeting.starts_at
        if (begins.time(), lasts) == (old["starts_at"], timedelta(minutes=old["minutes"])):
            meeting.starts_at = make_aware(datetime.combine(begins.date(), series.starts_at))
            meeting.ends_at = meeting.starts_at + timedelta(minutes=series.minutes)
        after = _taken_over(meeting)
        if after == before:
            continue
        meeting.search_key = search_key(f"{meeting.title} {meeting.committee.name}")[:400]
        meeting.revision += 1
        meeting.save()
        record_change(
            actor=by, action="edit_meeting", on=meeting, at=now, before=before, after=after
        )


def _taken_over(meeting: Meeting) -> dict[str, Any]:
    names = (*_OF_MEETING.values(), "starts_at", "ends_at")
    return {name: _plain(getattr(meeting, name)) for name in names}


def _refuse(series: MeetingSeries) -> None:
    series.name = series.name.strip()
    if not series.name:
        raise RuleError("series_name_missing")
    refuse_secret(lines=series.name.splitlines(), fields=[])
    twins = MeetingSeries.objects.filter(committee=series.committee, name=series.name)
    if twins.exclude(pk=series.pk).exists():
        raise RuleError("series_name_taken", name=series.name)
    if series.kind not in kinds_here(with_unused=series.pk is not None):
        raise RuleError("kind_unknown", kind=series.kind)
    if not 1 <= series.minutes <= LONGEST_ITEM:
        raise RuleError("minutes_out_of_range", longest=LONGEST_ITEM)
    if series.form == MeetingForm.CIRCULATION:
        raise RuleError("circulation_is_no_series")
    for problem in rule_problems(series.rule, series.first_on):
        raise RuleError(problem.code, **problem.params)


def _named(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    return fields


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
