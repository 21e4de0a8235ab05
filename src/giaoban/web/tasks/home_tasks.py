"""Which tasks has the person to do or to decide, and which are with others?"""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.models import Document, Task
from giaoban.queries.tasks.late_directives import late_directives
from giaoban.queries.tasks.own_tasks import own_tasks
from giaoban.queries.tasks.seen import tasks_by_their_directives
from giaoban.queries.tasks.waiting import (
    Bundle,
    Wait,
    bundles_to_decide,
    closed_units_tasks,
    tasks_to_decide,
)
from giaoban.queries.written_days import day_text
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.states import WITH_THE_UNIT, TaskState
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.document_naming import Names, names_of
from giaoban.web.frame.home import HomeBlocks, HomeRow, end_of
from giaoban.web.tasks.terms import calendar_of, term_badge
from giaoban.web.tasks.words import TASK_STATES

MOST_ROWS = 20
MOST_WAITING = 8
MOST_BUNDLES = 5
MOST_CLOSED = 5
MOST_LATE = 3
A_WEEK = timedelta(days=7)


def task_blocks(acting: Acting, *, shows_all: bool = False) -> HomeBlocks:
    """The unit's own, the earliest day first; then what waits for a decision."""
    units, today = acting.units_where(Permission.ANSWER_TASK), acting.today
    most, most_away = (None, None) if shows_all else (MOST_ROWS, MOST_WAITING)
    own = own_tasks(units, acting.person, today, most, most_away)
    bundles, deciding = _bundles(acting, None if shows_all else MOST_BUNDLES)
    calendar = calendar_of(own.to_do, today) if own.to_do else None
    names = names_of(acting, [*own.to_do, *own.away, *(bundle.first for bundle in bundles)])
    return HomeBlocks(
        owed=[
            *(
                _own_row(acting, one, names, calendar, says_unit=len(units) > 1)
                for one in own.to_do
                if calendar is not None
            ),
            *_late_rows(acting),
            *(_bundle_row(acting, bundle, names) for bundle in bundles),
            *_closed_rows(acting),
        ],
        more=own.number_to_do - len(own.to_do) + deciding - len(bundles),
        waiting=[_away_row(one, names) for one in own.away],
        more_waiting=own.number_away - len(own.away),
        late=sum(day < today for day in own.due_on),
        this_week=sum(today <= day <= today + A_WEEK for day in own.due_on),
    )


def _bundles(acting: Acting, most: int | None) -> tuple[list[Bundle], int]:
    there = acting.at_home
    if not (there.tasks_given_back or there.time_asked or there.tasks_of_questions):
        return [], 0
    tasks = tasks_to_decide(
        acting.deciding,
        asks_questions=there.tasks_of_questions,
        is_asked_for_time=there.time_asked,
    )
    return bundles_to_decide(tasks, most)


def _own_row(
    acting: Acting, task: Task, names: Names, calendar: WorkingCalendar, *, says_unit: bool
) -> HomeRow:
    term = term_badge(task, acting.today, calendar)
    is_returned = task.state == TaskState.RETURNED
    parts = [task.unit.name] if says_unit else []
    if is_returned:
        parts.append(_("returned to be mended"))
    parts.append(names.source(task))
    if task.due_on is not None:
        parts.append(_("due %(day)s") % {"day": day_text(task.due_on)})
    return HomeRow(
        title=shortened(task.text),
        address=task_address(task),
        detail=" · ".join(part for part in parts if part),
        tone="returned" if is_returned and (term is None or term.tone != "late") else _tone(term),
        state=str(term.label) if term else str(TASK_STATES[task.state].label),
        action=_action(task),
        is_primary=True,
        due_at=end_of(task.due_on) if task.due_on is not None else None,
        key=f"task-{task.pk}",
    )


def _action(task: Task) -> str:
    if task.state == TaskState.ASSIGNED:
        return _("Acknowledge")
    return _("Mend") if task.state == TaskState.RETURNED else _("Hand in the result")


def _tone(term: object) -> str:
    return getattr(term, "tone", "neutral")


def _late_rows(acting: Acting) -> list[HomeRow]:
    """The directives that units under the secretariat's are late with; the others are behind it."""
    if not acting.units_where(Permission.DECIDE_TASK):
        return []
    given = tasks_by_their_directives(acting.seeing_tasks, acting.today)
    found, among = late_directives(given, acting.today, MOST_LATE)
    names = Names(acting, [one.document for one in found if one.document is not None])
    rows = [
        HomeRow(
            title=shortened(directive_name(names.shown(one.document))),
            address=f"{reverse('task_load')}?{urlencode({'document': one.document.pk})}",
            detail=_("overdue since %(day)s") % {"day": day_text(one.first_due)},
            tone="late",
            state=ngettext("%(count)s unit is overdue", "%(count)s units are overdue", one.units)
            % {"count": one.units},
            action=_("See which"),
            due_at=end_of(one.first_due),
        )
        for one in found
        if one.document is not None
    ]
    if among > len(rows):
        rows.append(
            HomeRow(
                title=ngettext(
                    "%(count)s other directive is overdue with units",
                    "%(count)s other directives are overdue with units",
                    among - len(rows),
                )
                % {"count": among - len(rows)},
                address=reverse("task_glance"),
                tone="late",
                action=_("See which"),
                due_at=end_of(acting.today),
            )
        )
    return rows


def directive_name(document: Document) -> str:
    return " · ".join(part for part in (document.symbol, document.title) if part)


def _bundle_row(acting: Acting, bundle: Bundle, names: Names) -> HomeRow:
    """What others wait for is due today; many of one obligation are one row."""
    task = bundle.first
    if bundle.count == 1:
        address, unit = task_address(task), task.unit.name
    elif task.parent_id is not None:
        address, unit = reverse("task", args=[task.parent_id]), ""
    else:
        query = {"obligation": task.obligation_id, "wait": bundle.wait.value}
        address, unit = f"{reverse('tasks')}?{urlencode(query)}", ""
    state, action = _wait_words(bundle)
    source = names.source(task, stands_for_many=bundle.count > 1)
    return HomeRow(
        title=shortened(task.text),
        address=address,
        detail=" · ".join(part for part in (unit, source) if part),
        state=state,
        action=action,
        is_primary=True,
        due_at=end_of(acting.today),
    )


def _wait_words(bundle: Bundle) -> tuple[str, str]:
    """(the badge, the button)"""
    n = bundle.count
    if bundle.wait is Wait.READ:
        words = ngettext("%(count)s result to be read", "%(count)s results to be read", n)
        return words % {"count": n}, _("Read")
    if bundle.wait is Wait.REPLY:
        words = ngettext("%(count)s unit asks something", "%(count)s units ask something", n)
        return words % {"count": n}, _("Answer")
    words = ngettext("%(count)s unit asks for more time", "%(count)s units ask for more time", n)
    return words % {"count": n}, _("Decide")


def _closed_rows(acting: Acting) -> list[HomeRow]:
    """Units that are closed and left something open: who carries it on?"""
    if not acting.at_home.tasks_of_closed_units:
        return []
    left = (
        closed_units_tasks(acting.deciding, acting.today)
        .select_related(None)
        .order_by("unit__sort_key", "unit")
        .values_list("unit", "unit__name")
        .annotate(number=Count("pk"))[:MOST_CLOSED]
    )
    return [
        HomeRow(
            title=_("%(unit)s is closed") % {"unit": name},
            address=reverse("hand_on_tasks", args=[unit_id]),
            detail=ngettext(
                "%(count)s open task without a unit", "%(count)s open tasks without a unit", number
            )
            % {"count": number},
            state=_("to be handed on"),
            action=_("Hand on"),
            due_at=end_of(acting.today),
        )
        for unit_id, name, number in left
    ]


def _away_row(task: Task, names: Names) -> HomeRow:
    is_held = task.state in WITH_THE_UNIT and task.holder is not None
    badge = TASK_STATES[task.state]
    return HomeRow(
        title=shortened(task.text),
        address=task_address(task),
        detail=" · ".join(_away_words(task, names, is_held=is_held)),
        tone="neutral" if is_held else badge.tone,
        state=str(badge.label),
    )


def _away_words(task: Task, names: Names, *, is_held: bool) -> Iterable[str]:
    if is_held and task.holder is not None:
        yield _("held by %(name)s") % {"name": task.holder.name}
    else:
        yield _("with %(unit)s") % {"unit": task.giver.name}
    if source := names.source(task):
        yield source


def task_address(task: Task) -> str:
    if task.question_id is not None:
        return reverse("question", args=[task.question_id])
    return reverse("task", args=[task.pk])


def shortened(text: str, most: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
