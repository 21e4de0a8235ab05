"""What is the one next step with a meeting for whoever looks at it?"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.models import MeetingPaper
from giaoban.queries.meetings.meeting_page import Agenda, Standing
from giaoban.queries.meetings.notice import not_told
from giaoban.rules.meetings.inviting import Answer, SubstituteState, is_unanswered
from giaoban.rules.meetings.states import MeetingState
from giaoban.web.meetings.scope import MeetingScope


@dataclass(frozen=True)
class NextStep:
    """`is_done_here`: the button does it, instead of leading to a page."""

    words: str
    address: str
    icon: str
    is_done_here: bool = False


def next_step(
    scope: MeetingScope, agenda: Agenda, standing: Standing, *, is_proposed: bool
) -> NextStep | None:
    """None where nothing is to be done but to read; `is_proposed`: an agenda drafted itself."""
    meeting, state = scope.meeting, MeetingState(scope.meeting.state)
    if scope.may_manage:
        found = _managing(scope, agenda, standing, is_proposed)
        if found is not None:
            return found
    if state is MeetingState.RUNNING and scope.may_preside:
        return NextStep(_("Run the meeting"), reverse("run_meeting", args=[meeting.pk]), "play")
    if state is MeetingState.CLOSED and scope.may_preside:
        return _approving(scope)
    if _is_asked(scope) and state is MeetingState.ANNOUNCED:
        return NextStep(_("Say whether you will come"), _at("my_invitation", scope), "mail")
    return None


def _managing(
    scope: MeetingScope, agenda: Agenda, standing: Standing, is_proposed: bool
) -> NextStep | None:
    state = MeetingState(scope.meeting.state)
    if state is MeetingState.DRAFT:
        return _preparing(scope, agenda, standing, is_proposed)
    if state is MeetingState.ANNOUNCED:
        if standing.is_today or standing.is_past:
            return NextStep(_("Run the meeting"), _at("run_meeting", scope), "play")
        if not_told(scope.meeting).is_anything:
            return NextStep(_("Send the changes"), _at("meeting_notice", scope), "send")
        return None
    if state is MeetingState.RUNNING:
        return NextStep(_("Run the meeting"), _at("run_meeting", scope), "play")
    if state is MeetingState.CLOSED:
        return _afterwards(scope)
    return None


def _preparing(
    scope: MeetingScope, agenda: Agenda, standing: Standing, is_proposed: bool
) -> NextStep:
    if agenda.is_empty and is_proposed:
        return NextStep(_("Take this agenda"), _at("draft_agenda", scope), "check", True)
    if agenda.is_empty:
        return NextStep(_("Add an item"), _at("add_agenda_item", scope), "plus")
    if not standing.invited:
        return NextStep(_("Invite the members"), _at("meeting_invitees", scope), "users")
    return NextStep(_("Send the notice"), _at("meeting_notice", scope), "send")


def _afterwards(scope: MeetingScope) -> NextStep | None:
    """The minutes first, then the notice of conclusions, until they are approved."""
    approved = set(
        scope.meeting.papers.filter(state=MeetingPaper.State.APPROVED).values_list(
            "kind", flat=True
        )
    )
    for kind, words in (
        (MeetingPaper.Kind.MINUTES, _("Write the minutes")),
        (MeetingPaper.Kind.CONCLUSIONS, _("Write the notice of conclusions")),
    ):
        if kind not in approved:
            address = reverse("meeting_paper", args=[scope.meeting.pk, kind.value])
            return NextStep(words, address, "file-text")
    return None


def _approving(scope: MeetingScope) -> NextStep | None:
    """What is drafted and waits for whoever presided."""
    drafted = scope.meeting.papers.filter(
        state=MeetingPaper.State.DRAFT,
        kind__in=(MeetingPaper.Kind.MINUTES, MeetingPaper.Kind.CONCLUSIONS),
    ).exclude(passages=[])
    paper = drafted.order_by("-kind").first()
    if paper is None:
        return None
    is_minutes = paper.kind == MeetingPaper.Kind.MINUTES
    words = _("Approve the minutes") if is_minutes else _("Approve the notice of conclusions")
    address = reverse("meeting_paper", args=[scope.meeting.pk, paper.kind])
    return NextStep(words, address, "stamp")


def _is_asked(scope: MeetingScope) -> bool:
    place = scope.place
    return place is not None and is_unanswered(
        Answer(place.answer), SubstituteState(place.substitute_state)
    )


def _at(name: str, scope: MeetingScope) -> str:
    return reverse(name, args=[scope.meeting.pk])
