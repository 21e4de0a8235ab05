"""The way of a report: which step leads from which state to which.

draft → submitted → (approved) → accepted → locked; a submitted one can be withdrawn, a submitted
or approved one returned. What follows a returned or an accepted version is a new version.
"""

from enum import StrEnum


class ReportState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LOCKED = "locked"


class Step(StrEnum):
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RETURN = "return"
    ACCEPT = "accept"
    LOCK = "lock"
    UNLOCK = "unlock"


class Channel(StrEnum):
    """How the figures of a version came in."""

    PAGE = "page"
    WORKBOOK = "workbook"
    CSV = "csv"
    TELEPHONE = "telephone"
    LETTER = "letter"
    LINK = "link"  # typed by the unit's contact, without an account
    SYSTEM = "system"


FOR_THE_UNIT = frozenset({Channel.TELEPHONE, Channel.LETTER})
"""The channels of a report that the secretariat writes down for a unit."""


_STEPS: dict[Step, tuple[frozenset[ReportState], ReportState]] = {
    Step.SUBMIT: (frozenset({ReportState.DRAFT}), ReportState.SUBMITTED),
    Step.WITHDRAW: (
        frozenset({ReportState.SUBMITTED, ReportState.APPROVED}),
        ReportState.DRAFT,
    ),
    Step.APPROVE: (frozenset({ReportState.SUBMITTED}), ReportState.APPROVED),
    Step.RETURN: (
        frozenset({ReportState.SUBMITTED, ReportState.APPROVED}),
        ReportState.RETURNED,
    ),
    Step.ACCEPT: (
        frozenset({ReportState.SUBMITTED, ReportState.APPROVED}),
        ReportState.ACCEPTED,
    ),
    Step.LOCK: (frozenset({ReportState.ACCEPTED}), ReportState.LOCKED),
    Step.UNLOCK: (frozenset({ReportState.LOCKED}), ReportState.ACCEPTED),
}

COUNTED = frozenset(
    {ReportState.SUBMITTED, ReportState.APPROVED, ReportState.ACCEPTED, ReportState.LOCKED}
)
"""The newest version in one of these states is the one that totals count (docs/contracts.md)."""


def next_state(state: ReportState, step: Step, *, needs_approval: bool) -> ReportState | None:
    """The state that the step leads to; None where the way does not allow it.

    Where the regime asks for the approval of the unit's head, only an approved report is accepted.
    """
    sources, target = _STEPS[step]
    if state not in sources:
        return None
    if step is Step.APPROVE and not needs_approval:
        return None
    if step is Step.ACCEPT and needs_approval and state is not ReportState.APPROVED:
        return None
    return target


def steps_from(state: ReportState, *, needs_approval: bool) -> list[Step]:
    """Every step that the way allows from this state, in the order of the table."""
    return [step for step in Step if next_state(state, step, needs_approval=needs_approval)]


def may_begin_version(state: ReportState) -> bool:
    """A new version follows a returned one (mending) or an accepted one (correction)."""
    return state in {ReportState.RETURNED, ReportState.ACCEPTED}
