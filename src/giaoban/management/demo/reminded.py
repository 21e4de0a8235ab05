"""Who was reminded in the demo, and who answered by the link in the letter?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from giaoban.actions.messages.sending import send_due
from giaoban.actions.reporting.drafts import begin_version
from giaoban.actions.reporting.links import confirm_link
from giaoban.actions.reporting.reminding import remind
from giaoban.management.demo.calendar import at
from giaoban.management.demo.figures import Answer
from giaoban.management.demo.reports import Desk, fill_and_submit
from giaoban.management.demo.sections import SITE
from giaoban.models import Period, ReportLink, Unit
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.reporting.links import newest_link
from giaoban.rules.reporting.reminders import reminder_day

_MORNINGS = (-1, 1)
"""Working days from the deadline: to the units, then to them and to whoever is above them."""


def play_reminders(
    *, desk: Desk, period: Period, due_at: datetime, linked: Sequence[tuple[Unit, Answer]]
) -> None:
    """As far as the present moment: of units without an account the first sends its report by the
    link, the second opens the link only, and the third does nothing, of which the unit above hears.
    """
    calendar = working_calendar((due_at.year - 1, due_at.year, due_at.year + 1))
    for days in _MORNINGS:
        moment = at(reminder_day(due_at.date(), days, calendar), 8, 5)
        if moment > desk.now:
            return
        remind(today=moment.date(), now=moment, site=SITE)
        while send_due(now=moment):
            pass
        if days < 0:
            _answer_by_link(desk, period, moment, linked)


def _answer_by_link(
    desk: Desk, period: Period, told_at: datetime, linked: Sequence[tuple[Unit, Answer]]
) -> None:
    (sender, answer), (reader, _unsent), *_others = linked
    opened_at = min(desk.now, told_at + timedelta(hours=1))
    for unit in (sender, reader):
        if (link := newest_link(unit.pk, period.pk)) is not None:
            confirm_link(link=link, now=opened_at)
    link = newest_link(sender.pk, period.pk)
    if link is not None:
        _send(link, answer, min(desk.now, opened_at + timedelta(minutes=25)))


def _send(link: ReportLink, answer: Answer, now: datetime) -> None:
    version = begin_version(unit=link.unit, period=link.period, by=link, now=now)
    fill_and_submit(version=version, answer=answer, by=link, now=now)
