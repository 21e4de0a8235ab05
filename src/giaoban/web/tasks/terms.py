"""How is the term of a task said: working days left, overdue by so many, done on time or late?"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from giaoban.models import Task
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.written_days import day_text, near_day_text
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.counting import Count, TaskFacts, count_of
from giaoban.rules.tasks.states import TaskState
from giaoban.web.frame.labels import Badge
from giaoban.web.tasks.words import COUNTS
from giaoban.web.templatetags.components import days_left

FARTHEST = timedelta(days=400)
"""Working days are counted so far from today; beyond it a day of the calendar says more."""


def calendar_of(tasks: Iterable[Task], today: date) -> WorkingCalendar:
    """The working days in which the terms of these tasks lie; one query."""
    dues = (task.due_on for task in tasks if task.due_on is not None)
    days = [today, *(due for due in dues if abs(due - today) <= FARTHEST)]
    return working_calendar(range(min(days).year, max(days).year + 1))


def term_badge(
    task: Task, today: date, calendar: WorkingCalendar, *, with_parts: bool = False
) -> Badge | None:
    """Of a task that is open how long there is, of one that is done how it was; None: no term.

    Of what was handed in in time nothing is said: the unit has done its part. With its parts it is
    judged as it is counted.
    """
    state, handed_in_on = (
        (task.whole, task.whole_handed_in_on) if with_parts else (task.state, task.handed_in_on)
    )
    facts = TaskFacts(TaskState(state), task.due_on, handed_in_on)
    count = count_of(facts, today)
    if count is None or task.due_on is None:
        return None
    if state == TaskState.SUBMITTED:
        is_late = count is Count.OVERDUE
        return Badge("late", "clock-alert", _("handed in late")) if is_late else None
    if count in (Count.DONE_ON_TIME, Count.DONE_LATE):
        return COUNTS[count]
    if abs(task.due_on - today) > FARTHEST:
        return _far(task.due_on, is_over=count is Count.OVERDUE)
    left = calendar.working_days_between(today, task.due_on)
    if count is Count.OVERDUE:
        return Badge("late", "circle-alert", days_left(left) if left else _("overdue"))
    if left == 0 and task.due_on > today:  # on a day that is not worked
        return Badge("term", "clock", _("due %(day)s") % {"day": near_day_text(task.due_on)})
    return Badge("term", "clock", days_left(left))


def _far(due_on: date, *, is_over: bool) -> Badge:
    if is_over:
        return Badge("late", "circle-alert", _("overdue"))
    return Badge("term", "clock", _("due %(day)s") % {"day": day_text(due_on)})
