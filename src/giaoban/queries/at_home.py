"""What has somebody on the home page at all? One statement, before each thing is asked for.

Of the many things that may stand there most are absent for most people, and a query that finds
nothing costs what one that finds something does. Each answer here may say "perhaps" too often and
never too rarely: it looks at less than the query behind it, which decides.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db import connection

from giaoban.queries.row_reading import holes
from giaoban.rules.meetings.inviting import SubstituteState
from giaoban.rules.meetings.posts import LONGEST_WARNING
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.people.permissions import Permission
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.reporting.assigned_sections import WITH_AUTHOR, SectionState
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.tasks.states import OPEN, TaskState


@dataclass(frozen=True)
class AtHome:
    """Whether there is perhaps one of each."""

    questions: bool  # to answer, or asked and not answered
    sections_to_write: bool
    sections_handed_in: bool
    reopened: bool
    estimates: bool
    reports_away: bool  # sent by these units and not decided
    reports_to_approve: bool
    incidents: bool  # that go on
    drafts: bool  # of consolidated reports
    fixed_reports: bool
    approved_reports: bool
    own_reports: bool  # not yet sent
    arrived_reports: bool
    tasks_given_back: bool  # handed in, or asked about, to those who gave them
    time_asked: bool  # more of it, for one of their tasks
    tasks_of_questions: bool  # that this person asked
    tasks_of_closed_units: bool
    ending_terms: bool  # of committees
    meetings_asked: bool  # to which the person is asked to come
    substitutes: bool  # proposed for meetings that the person presides over or keeps
    meetings_open: bool  # to be prepared, held or counted
    meeting_papers: bool  # minutes and notices not yet out
    proposals: bool  # that wait


def at_home(person_id: int, where: Callable[[Permission], frozenset[int]], on: date) -> AtHome:
    """`where` gives the units at which the person holds a permission that day."""
    asked = _asked(person_id, where, on)
    params: list[Any] = []
    columns = []
    for field in fields(AtHome):
        column, given = asked[field.name]
        columns.append(column)
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", params)
        return AtHome(*map(bool, cursor.fetchone()))


Asked = tuple[str, list[Any]]
_NOTHING: Asked = ("1 = 0", [])


def _asked(
    person_id: int, where: Callable[[Permission], frozenset[int]], on: date
) -> dict[str, Asked]:
    filling = where(Permission.FILL_REPORT)
    return {
        "questions": _there_is(
            "giaoban_question q WHERE q.answered_at IS NULL AND",
            _any(
                _among("q.unit_id", where(Permission.ANSWER_QUESTION)),
                ("q.asked_by_id = %s", [person_id]),
            ),
        ),
        "sections_to_write": _there_is(
            "giaoban_assignedsection a WHERE",
            _among("a.state", WITH_AUTHOR),
            _any(
                _among("a.unit_id", where(Permission.WRITE_SECTION)),
                ("a.person_id = %s", [person_id]),
            ),
        ),
        "reopened": _there_is(
            "giaoban_reopening r WHERE r.closed_at IS NULL AND", _among("r.unit_id", filling)
        ),
        "estimates": _there_is(
            "giaoban_submission s JOIN giaoban_version v ON v.id = s.counted_id"
            " WHERE v.has_estimates AND",
            _among("s.unit_id", filling),
        ),
        "reports_away": _there_is(
            "giaoban_submission s JOIN giaoban_version v ON v.id = s.latest_id WHERE",
            _among("v.state", (ReportState.SUBMITTED, ReportState.APPROVED)),
            _among("s.unit_id", filling),
        ),
        "reports_to_approve": _there_is("giaoban_regime r WHERE r.needs_approval")
        if where(Permission.APPROVE_REPORT)
        else _NOTHING,
        "incidents": _there_is("giaoban_incident i WHERE i.ended_at IS NULL")
        if where(Permission.ASK_QUESTION)
        else _NOTHING,
        "ending_terms": _there_is(
            "giaoban_committee c WHERE",
            _among("c.unit_id", where(Permission.MANAGE_MEETINGS)),
            ("c.term_ends_on <= %s", [on + timedelta(days=LONGEST_WARNING)]),
        ),
        **_asked_of_consolidated(where),
        **_asked_of_tasks(person_id, where, on),
        **_asked_of_meetings(person_id, where),
    }


def _asked_of_consolidated(where: Callable[[Permission], frozenset[int]]) -> dict[str, Asked]:
    consolidating, own = where(Permission.CONSOLIDATE), where(Permission.MAKE_OWN_REPORT)
    handed_in = (
        "giaoban_assignedsection a JOIN giaoban_consolidatedreport r ON r.id = a.report_id WHERE"
    )
    state = _among("a.state", [SectionState.HANDED_IN])
    return {
        "sections_handed_in": _there_is(handed_in, state)
        if consolidating
        else _there_is(handed_in, state, _among("r.unit_id", own)),
        "drafts": _consolidated(Stage.DRAFT) if consolidating else _NOTHING,
        "fixed_reports": _consolidated(Stage.FIXED)
        if consolidating | where(Permission.APPROVE_CONSOLIDATED)
        else _NOTHING,
        "approved_reports": _consolidated(Stage.APPROVED) if consolidating else _NOTHING,
        "own_reports": _there_is(
            "giaoban_consolidatedreport r WHERE r.to_superior AND r.sent_at IS NULL AND",
            _among("r.unit_id", own),
        ),
        "arrived_reports": _there_is(
            "giaoban_consolidatedreport r WHERE r.received_at IS NULL AND",
            _among("r.sent_to_id", consolidating | own),
        ),
    }


def _consolidated(stage: Stage) -> Asked:
    rows = "giaoban_consolidatedreport r WHERE NOT r.to_superior AND"
    return _there_is(rows, ("r.state = %s", [stage.value]))


def _asked_of_tasks(
    person_id: int, where: Callable[[Permission], frozenset[int]], on: date
) -> dict[str, Asked]:
    deciding = where(Permission.DECIDE_TASK) | where(Permission.ANSWER_TASK)
    giving = deciding | where(Permission.GIVE_TASK)
    by_them = _among("t.giver_id", giving)
    away = _there_is(
        "giaoban_task t WHERE", by_them, _among("t.state", (TaskState.SUBMITTED, TaskState.QUERIED))
    )
    # Each from the few: joined, SQLite would look through the tasks of the whole country.
    more_time = _there_is(
        "giaoban_taskextension e WHERE e.answered_at IS NULL AND",
        _there_is("giaoban_task t WHERE t.id = e.task_id AND", by_them),
    )
    asked = _there_is(
        "giaoban_question q WHERE",
        ("q.asked_by_id = %s", [person_id]),
        _there_is("giaoban_task t WHERE t.question_id = q.id AND", _among("t.state", OPEN)),
    )
    asked_for_time = _there_is(
        "giaoban_taskextension e JOIN giaoban_task t ON t.id = e.task_id"
        " JOIN giaoban_question q ON q.id = t.question_id WHERE e.answered_at IS NULL AND",
        ("q.asked_by_id = %s", [person_id]),
    )
    return {
        "tasks_given_back": away,
        "time_asked": _any(more_time, asked_for_time),
        "tasks_of_questions": asked,
        "tasks_of_closed_units": _there_is(
            "giaoban_unit u WHERE",
            ("u.closed_on <= %s", [on]),
            _there_is(
                "giaoban_task t WHERE t.unit_id = u.id AND",
                _among("t.giver_id", deciding),
                _among("t.state", OPEN),
            ),
        ),
    }


def _asked_of_meetings(
    person_id: int, where: Callable[[Permission], frozenset[int]]
) -> dict[str, Asked]:
    keeps = bool(where(Permission.MANAGE_MEETINGS))
    presided: Asked = ("m.chair_id = %s", [person_id])
    everybodys: Asked = ("1 = 1", [])
    theirs = everybodys if keeps else presided
    written = theirs if keeps else _any(presided, ("m.secretary_id = %s", [person_id]))
    open_ones = _among("m.state", (MeetingState.ANNOUNCED, MeetingState.RUNNING))
    invited = "giaoban_invitee i JOIN giaoban_meeting m ON m.id = i.meeting_id WHERE"
    own = ("i.person_id = %s OR i.substitute_person_id = %s", [person_id, person_id])
    proposed: Asked = ("i.substitute_state = %s", [SubstituteState.PROPOSED.value])
    still = ("i.removed_at IS NULL", list[Any]())
    prepared = _among("m.state", (MeetingState.DRAFT, MeetingState.ANNOUNCED, MeetingState.RUNNING))
    return {
        "meetings_asked": _there_is(invited, own, still, open_ones),
        "substitutes": _there_is(invited, proposed, theirs, open_ones),
        "meetings_open": _there_is("giaoban_meeting m WHERE", theirs, prepared),
        "meeting_papers": _there_is(
            "giaoban_meetingpaper p JOIN giaoban_meeting m ON m.id = p.meeting_id"
            " LEFT JOIN giaoban_document d ON d.id = p.document_id WHERE",
            written,
            ("p.state = 'draft' OR d.state = %s", [DocumentState.DRAFT.value]),
        ),
        "proposals": _there_is("giaoban_proposal p WHERE p.state = 'sent'") if keeps else _NOTHING,
    }


def _there_is(rows: str, *conditions: Asked) -> Asked:
    """`rows`: from what stands after FROM up to the conditions, which must all hold."""
    if _NOTHING in conditions:
        return _NOTHING
    wanted = " AND ".join(f"({condition})" for condition, _ in conditions)
    params = [param for _, given in conditions for param in given]
    return f"EXISTS (SELECT 1 FROM {rows} {wanted})", params


def _any(*conditions: Asked) -> Asked:
    held = [one for one in conditions if one != _NOTHING]
    if not held:
        return _NOTHING
    wanted = " OR ".join(f"({condition})" for condition, _ in held)
    return wanted, [param for _, given in held for param in given]


def _among(column: str, values: Collection[Any]) -> Asked:
    if not values:
        return _NOTHING
    return f"{column} IN ({holes(values)})", sorted(values)
