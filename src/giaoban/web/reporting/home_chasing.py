"""What does the home page offer who chases, where reports of several regimes are missing?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.queries.reporting.at_work import PeriodAtWork
from giaoban.queries.reporting.reminding import OLDEST
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeRow

LONGEST_CHASED = timedelta(days=100)
"""A quarter and some days: who is missing since longer is seen on the page of units × periods."""


def chasing_rows(acting: Acting, at_work: Sequence[PeriodAtWork]) -> list[HomeRow]:
    """Where several reports are missing under a unit: all of them are chased at once.

    `at_work` comes by deadline. How many reports are missing says the page that is opened, which
    asks of each unit; of an incident it chases the newest report alone. It goes as far back as that
    page, further than the rows of single periods.
    """
    oldest = acting.today - OLDEST
    newest = {one.period.incident_id: one.period.pk for one in at_work}
    overdue: dict[int, list[PeriodAtWork]] = {}
    for one in at_work:
        incident = one.period.incident_id
        if incident is not None and newest[incident] != one.period.pk:
            continue
        is_overdue = one.missing > 0 and one.due.at < acting.now and one.period.ends_on >= oldest
        if is_overdue and acting.may(Permission.CHASE, one.unit.pk):
            overdue.setdefault(one.unit.pk, []).append(one)
    rows = []
    for unit_id, periods in overdue.items():
        if len(periods) > 1:
            rows.append(
                HomeRow(
                    title=_("Everything overdue under %(unit)s") % {"unit": periods[0].unit.name},
                    address=reverse("chase_all", args=[unit_id]),
                    detail=_("All regimes at once, one official letter"),
                    tone="late",
                    action=_("Chase all"),
                    due_at=min(one.due.at for one in periods),
                )
            )
    return rows


def is_chased(one: PeriodAtWork, now: datetime) -> bool:
    """Whether a period has a row of its own."""
    return one.missing - one.returned > 0 and now - LONGEST_CHASED < one.due.at < now
