"""What are the states of a meeting called, and how far a thing of it may be read?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.models import Meeting, Proposal
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.recurrence import OnDayOff
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.web.frame.labels import Badge

MEETING_STATES: Mapping[str, Badge] = {
    MeetingState.DRAFT: Badge(
        "neutral", "pencil-line", pgettext_lazy("state of a meeting", "being prepared")
    ),
    MeetingState.ANNOUNCED: Badge("term", "mail", pgettext_lazy("state of a meeting", "announced")),
    MeetingState.RUNNING: Badge(
        "term", "circle-play", pgettext_lazy("state of a meeting", "going on")
    ),
    MeetingState.CLOSED: Badge("done", "circle-check", pgettext_lazy("state of a meeting", "held")),
    MeetingState.CANCELLED: Badge(
        "returned", "ban", pgettext_lazy("state of a meeting", "called off")
    ),
}

_IN_WRITING: Mapping[str, Badge] = {
    MeetingState.RUNNING: Badge(
        "term", "mail", pgettext_lazy("state of a decision in writing", "answers awaited")
    ),
    MeetingState.CLOSED: Badge(
        "done", "circle-check", pgettext_lazy("state of a decision in writing", "counted")
    ),
}


def state_badge(meeting: Meeting) -> Badge:
    """Nobody meets for a decision in writing: it has words of its own."""
    own = _IN_WRITING if meeting.form == MeetingForm.CIRCULATION else {}
    return own.get(meeting.state) or MEETING_STATES[meeting.state]


REACHES: Mapping[str, Promise] = {
    Reach.CIRCULATED: gettext_lazy("everybody who gets the committee’s papers"),
    Reach.MEMBERS: gettext_lazy("whoever is invited, the committee and the auditor"),
    Reach.LIMITED: gettext_lazy("only whoever presides and the secretariat"),
}
"""Who may read it?"""

REACHES_SHORT: Mapping[str, Promise] = {
    Reach.CIRCULATED: pgettext_lazy("reach", "for circulation"),
    Reach.MEMBERS: pgettext_lazy("reach", "for the invited"),
    Reach.LIMITED: pgettext_lazy("reach", "for the chair and the secretariat"),
}

ON_DAY_OFF: Mapping[str, Promise] = {
    OnDayOff.NEXT: gettext_lazy("on the next working day"),
    OnDayOff.PREVIOUS: gettext_lazy("on the working day before"),
    OnDayOff.STAY: gettext_lazy("on that day all the same"),
    OnDayOff.SKIP: gettext_lazy("not at all: it is left out"),
}

PROPOSAL_STATES: Mapping[str, Badge] = {
    Proposal.State.SENT: Badge("term", "clock", pgettext_lazy("proposal", "waits")),
    Proposal.State.TAKEN: Badge(
        "done", "circle-check", pgettext_lazy("proposal", "taken into an agenda")
    ),
    Proposal.State.REFUSED: Badge("returned", "undo-2", pgettext_lazy("proposal", "not taken up")),
    Proposal.State.WITHDRAWN: Badge("neutral", "minus", pgettext_lazy("proposal", "withdrawn")),
}
