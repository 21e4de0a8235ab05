"""Who may do what: the one table that every page and every command asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a person is to a unit; each role reaches the unit and everything under it."""

    UNIT_OFFICER = "unit_officer"
    UNIT_APPROVER = "unit_approver"
    SECRETARIAT = "secretariat"
    CHAIR = "chair"
    MEMBER = "member"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    VIEW = "view"  # units, reports, totals, consolidated reports
    FILL_REPORT = "fill_report"  # type, import, submit, withdraw
    APPROVE_REPORT = "approve_report"  # as the unit's head
    REPORT_FOR_UNIT = "report_for_unit"  # from a telephone call or a letter
    REVIEW_REPORT = "review_report"  # accept, return, lock, unlock
    ACCEPT_OVER_ERROR = "accept_over_error"  # take a report with an error, with a reason
    ANSWER_QUESTION = "answer_question"
    ASK_QUESTION = "ask_question"
    MANAGE_REGIMES = "manage_regimes"  # regimes, forms, periods, extensions, targets
    MANAGE_DICTIONARY = "manage_dictionary"  # entries of indicators, and what is a use of them
    LOAD_TOTALS = "load_totals"  # totals of earlier years, carried over
    CHASE = "chase"  # remind units, send them links, keep their contacts
    CONSOLIDATE = "consolidate"  # draft and issue consolidated reports
    APPROVE_CONSOLIDATED = "approve_consolidated"  # or return with a comment
    COMMENT_REPORT = "comment_report"  # on drafts of consolidated reports
    WRITE_SECTION = "write_section"  # that was given to the unit
    MAKE_OWN_REPORT = "make_own_report"  # of the unit, to the unit above it
    APPROVE_OWN_REPORT = "approve_own_report"  # as the unit's head
    ANSWER_TASK = "answer_task"  # acknowledge, ask, submit, split; decide on what was split off
    GIVE_TASK = "give_task"  # an instruction, or an obligation; decide on what one gave oneself
    DECIDE_TASK = "decide_task"  # answer, confirm, return, extend, withdraw for whoever gave it
    MANAGE_REGISTER = "manage_register"  # documents, their numbers, what they oblige
    MANAGE_MEETINGS = "manage_meetings"  # series, agendas, notices, the record and its papers
    PRESIDE = "preside"  # agree to a substitute, approve minutes; also who presides one meeting
    VIEW_MEETINGS = "view_meetings"  # also those to which one is not invited
    PROPOSE_ITEM = "propose_item"  # what a unit wants to have heard
    MANAGE_UNITS = "manage_units"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_COMMITTEE = "manage_committee"  # founding decision, calendar
    VIEW_HISTORY = "view_history"  # the audit events of a record


_UNIT = {
    Permission.VIEW,
    Permission.FILL_REPORT,
    Permission.ANSWER_QUESTION,
    Permission.WRITE_SECTION,
    Permission.MAKE_OWN_REPORT,
    Permission.ANSWER_TASK,
    Permission.PROPOSE_ITEM,
    Permission.VIEW_HISTORY,
}
_SECRETARIAT = {
    Permission.VIEW,
    Permission.REPORT_FOR_UNIT,
    Permission.REVIEW_REPORT,
    Permission.ACCEPT_OVER_ERROR,
    Permission.ASK_QUESTION,
    Permission.MANAGE_REGIMES,
    Permission.MANAGE_DICTIONARY,
    Permission.LOAD_TOTALS,
    Permission.CHASE,
    Permission.CONSOLIDATE,
    Permission.COMMENT_REPORT,
    Permission.GIVE_TASK,
    Permission.DECIDE_TASK,
    Permission.MANAGE_REGISTER,
    Permission.MANAGE_MEETINGS,
    Permission.VIEW_MEETINGS,
    Permission.MANAGE_UNITS,
    Permission.MANAGE_PEOPLE,
    Permission.MANAGE_COMMITTEE,
    Permission.VIEW_HISTORY,
}
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.UNIT_OFFICER: frozenset(_UNIT),
    Role.UNIT_APPROVER: frozenset(
        _UNIT | {Permission.APPROVE_REPORT, Permission.APPROVE_OWN_REPORT}
    ),
    Role.SECRETARIAT: frozenset(_SECRETARIAT),
    Role.CHAIR: frozenset(
        {
            Permission.VIEW,
            Permission.ASK_QUESTION,
            Permission.APPROVE_CONSOLIDATED,
            Permission.COMMENT_REPORT,
            Permission.GIVE_TASK,
            Permission.PRESIDE,
            Permission.VIEW_MEETINGS,
            Permission.VIEW_HISTORY,
        }
    ),
    Role.MEMBER: frozenset({Permission.VIEW, Permission.ASK_QUESTION, Permission.VIEW_MEETINGS}),
    Role.AUDITOR: frozenset({Permission.VIEW, Permission.VIEW_MEETINGS, Permission.VIEW_HISTORY}),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.VIEW,
            Permission.MANAGE_DICTIONARY,
            Permission.MANAGE_UNITS,
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_COMMITTEE,
            Permission.VIEW_HISTORY,
        }
    ),
}

LINK_GRANTS = frozenset({Permission.VIEW, Permission.FILL_REPORT})
"""What a link may do: with the report of its one unit and period, and with nothing else.

Approving and everything of other pages is for people with a role; a report that was accepted is
corrected by a link as by the unit's officer, with a reason.
"""

SECTION_LINK_GRANTS = frozenset({Permission.WRITE_SECTION})
"""What a link to a section may do: write that one section, and nothing else."""

TASK_LINK_GRANTS = frozenset({Permission.ANSWER_TASK})
"""What a link to a task may do: answer that one task, and nothing else.

Handing it to a colleague and splitting it are for people with a role: their pages have no address
behind a link.
"""


@dataclass(frozen=True)
class Grant:
    """A role held at a unit in [since, until); an open end is None."""

    role: Role
    unit_id: int
    since: date
    until: date | None

    def is_in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


def roles_with(permission: Permission) -> frozenset[Role]:
    """Every role that carries the permission."""
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)


def may(
    grants: Iterable[Grant], permission: Permission, unit_and_ancestors: Iterable[int], on: date
) -> bool:
    """True when a grant in force on that day carries the permission at the unit or above it."""
    reached = set(unit_and_ancestors)
    return any(
        permission in GRANTS[grant.role] and grant.unit_id in reached and grant.is_in_force(on)
        for grant in grants
    )


def units_where(grants: Iterable[Grant], permission: Permission, on: date) -> frozenset[int]:
    """The units at which the permission is held directly; each reaches its subtree."""
    return frozenset(
        grant.unit_id
        for grant in grants
        if permission in GRANTS[grant.role] and grant.is_in_force(on)
    )
