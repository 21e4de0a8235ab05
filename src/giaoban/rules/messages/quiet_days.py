"""When may a letter leave that can wait? Never on a day off, unless it would then come too late."""

from datetime import datetime, time

from giaoban.rules.reporting.working_days import WorkingCalendar


def leaves_at(
    now: datetime, calendar: WorkingCalendar, opens_at: time, needed_by: datetime | None = None
) -> datetime:
    """`now` on a working day, else the next one at `opens_at`, when people read letters.

    All moments are local. What its reader is to have done by `needed_by` is not kept until then;
    what is late already can wait.
    """
    today = now.date()
    if calendar.is_working_day(today):
        return now
    morning = datetime.combine(calendar.roll_forward(today), opens_at)
    return now if needed_by is not None and now < needed_by <= morning else morning
