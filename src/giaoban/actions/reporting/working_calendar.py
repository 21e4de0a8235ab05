"""Days on which the committee does or does not work, against the calendar of public holidays."""

from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.models import CalendarDay, Person


@transaction.atomic
def set_calendar_day(
    *, day: date, is_working: bool, name: str, by: Person, now: datetime
) -> CalendarDay:
    """State that a day is or is not worked; stating it again replaces what was stated."""
    existing = CalendarDay.objects.filter(day=day).first()
    before = _facts(existing) if existing else None
    override = existing or CalendarDay(day=day)
    override.is_working, override.name = is_working, name.strip()
    override.save()
    record(
        actor=by,
        action="set_calendar_day",
        on=override,
        at=now,
        before=before,
        after=_facts(override),
    )
    return override


@transaction.atomic
def remove_calendar_day(*, override: CalendarDay, by: Person, now: datetime) -> None:
    """The day is again what the calendar of public holidays says."""
    record(actor=by, action="remove_calendar_day", on=override, at=now, before=_facts(override))
    override.delete()


def _facts(override: CalendarDay) -> dict[str, object]:
    return {
        "day": override.day.isoformat(),
        "is_working": override.is_working,
        "name": override.name,
    }
