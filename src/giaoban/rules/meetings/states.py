"""The way of a meeting: prepared, announced, held, closed; or called off before it began."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class MeetingState(StrEnum):
    DRAFT = "draft"
    ANNOUNCED = "announced"
    RUNNING = "running"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class MeetingStep(StrEnum):
    ANNOUNCE = "announce"
    BEGIN = "begin"
    CLOSE = "close"
    CANCEL = "cancel"
    TAKE_BACK = "take_back"  # begun by mistake: nothing has been voted or concluded yet
    REOPEN = "reopen"  # closed by mistake: no minutes have been approved yet


class MeetingForm(StrEnum):
    """How people take part; nobody attends a decision by circulation."""

    ON_SITE = "on_site"
    ONLINE = "online"
    BOTH = "both"
    CIRCULATION = "circulation"


@dataclass(frozen=True, slots=True)
class MeetingStepRule:
    sources: frozenset[MeetingState]
    target: MeetingState
    needs_words: bool = False


PREPARED = frozenset({MeetingState.DRAFT, MeetingState.ANNOUNCED})
"""Before it begins: its day, its place and its agenda can still change."""
ENDED = frozenset({MeetingState.CLOSED, MeetingState.CANCELLED})

STEPS: Mapping[MeetingStep, MeetingStepRule] = {
    MeetingStep.ANNOUNCE: MeetingStepRule(frozenset({MeetingState.DRAFT}), MeetingState.ANNOUNCED),
    # A meeting that is called within the hour has no notice; it is held all the same.
    MeetingStep.BEGIN: MeetingStepRule(PREPARED, MeetingState.RUNNING),
    MeetingStep.CLOSE: MeetingStepRule(frozenset({MeetingState.RUNNING}), MeetingState.CLOSED),
    MeetingStep.CANCEL: MeetingStepRule(PREPARED, MeetingState.CANCELLED, needs_words=True),
    MeetingStep.TAKE_BACK: MeetingStepRule(
        frozenset({MeetingState.RUNNING}), MeetingState.ANNOUNCED
    ),
    MeetingStep.REOPEN: MeetingStepRule(
        frozenset({MeetingState.CLOSED}), MeetingState.RUNNING, needs_words=True
    ),
}


def next_meeting_state(state: MeetingState, step: MeetingStep) -> MeetingState | None:
    """The state that the step leads to; None where the way does not allow it."""
    rule = STEPS[step]
    return rule.target if state in rule.sources else None
