"""What is this meeting about, how does it stand, and what is its next step?"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from giaoban.mail.meeting_words import FORMS, changes_said, when_text
from giaoban.models import AgendaItem, Meeting
from giaoban.queries.meetings.agenda_facts import known_for, waiting_proposals
from giaoban.queries.meetings.agenda_seen import changes_upto
from giaoban.queries.meetings.item_names import item_name
from giaoban.queries.meetings.kind_names import kind_name
from giaoban.queries.meetings.meeting_page import Agenda, Standing, agenda_of, standing_of
from giaoban.queries.meetings.notice import notice_problems
from giaoban.queries.meetings.papers import brings_paper, papers_due
from giaoban.queries.units.lineage import subtree_ids
from giaoban.rules.meetings.agenda import ItemKind, drafted
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import ENDED, PREPARED, MeetingForm, MeetingState
from giaoban.rules.people.permissions import Permission
from giaoban.web.audit.history_panel import history_seen
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.arising_card import arising_shown
from giaoban.web.meetings.concluded_card import concluded_shown
from giaoban.web.meetings.invitees import invitees_card
from giaoban.web.meetings.item_origins import origins_of
from giaoban.web.meetings.labels import MEETING_STATES
from giaoban.web.meetings.meeting_forms import CancelForm
from giaoban.web.meetings.minutes import papers_afterwards
from giaoban.web.meetings.next_step import next_step
from giaoban.web.meetings.scope import MeetingScope, meeting_asked
from giaoban.web.meetings.words import notice_warning
from giaoban.web.templatetags.components import days_left


@dataclass(frozen=True)
class ProposedItem:
    """A line of an agenda that nobody has taken over yet."""

    name: str
    minutes: int


@signed_in
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    scope = meeting_asked(request, pk)
    if scope.meeting.form == MeetingForm.CIRCULATION:
        return redirect("circulation", pk=pk)
    return meeting_page(request, scope)


def meeting_page(
    request: HttpRequest, scope: MeetingScope, *, refused: forms.Form | None = None
) -> HttpResponse:
    """The page; of a step that was refused with what was typed, and why."""
    acting, meeting = acting_on(request), scope.meeting
    agenda = agenda_of(meeting, scope.upto, acting.person)
    standing = standing_of(meeting, acting.today)
    state = MeetingState(meeting.state)
    is_prepared = state in PREPARED
    managing = _managing(acting, meeting, agenda, refused) if scope.may_manage else {}
    context: dict[str, Any] = {
        "meeting": meeting,
        "scope": scope,
        "state": MEETING_STATES[meeting.state],
        "state_said": state_said(meeting, standing),
        "when": when_text(meeting.starts_at, meeting.ends_at),
        "kind": kind_name(meeting.kind),
        "form": FORMS[meeting.form],
        "agenda": agenda,
        "origins": origins_of(acting, meeting, agenda),
        "arising": arising_shown(acting, meeting, scope.upto) if _shows_arising(agenda) else None,
        "next": next_step(scope, agenda, standing, is_proposed=bool(managing.get("proposed"))),
        "may_begin": _may_begin(scope, standing),
        "invited": invitees_card(scope),
        "afterwards": papers_afterwards(scope),
        "concluded": concluded_shown(acting, meeting, scope.upto),
        "is_prepared": is_prepared,
        "is_open": state not in ENDED,
        "reads_address": scope.place is not None or scope.may_manage or scope.may_preside,
        "papers_due": papers_due(meeting) if is_prepared else None,
        "adds_to": _adds_to(acting, scope, agenda),
        "changes": _changes(meeting, scope.upto),
        "refused": refused,
        "history": _history(acting, scope),
    }
    return render(request, "meetings/meeting.html", context | managing)


def state_said(meeting: Meeting, standing: Standing) -> list[str]:
    """How it stands, in a few words each: how near it is, what is due, who has answered."""
    state = MeetingState(meeting.state)
    if state not in PREPARED:
        return []
    said = [_near(standing)]
    if standing.notice_days is not None and not standing.is_past:
        said.append(_("notice: %(left)s") % {"left": days_left(standing.notice_days)})
    if state is MeetingState.ANNOUNCED:
        words = ngettext(
            "%(answered)s of %(invited)s answered",
            "%(answered)s of %(invited)s answered",
            standing.invited,
        )
        said.append(words % {"answered": standing.answered, "invited": standing.invited})
    return said


def _near(standing: Standing) -> str:
    if standing.is_today:
        return _("today")
    if standing.is_past:
        return _("its day has passed")
    if standing.days > 0:
        words = ngettext("in %(n)s working day", "in %(n)s working days", standing.days)
        return words % {"n": standing.days}
    return _("within the next days off")


def _may_begin(scope: MeetingScope, standing: Standing) -> bool:
    """Its day has come and no notice went out: it can be held all the same."""
    has_come = standing.is_today or standing.is_past
    return scope.may_manage and scope.meeting.state == MeetingState.DRAFT and has_come


def _shows_arising(agenda: Agenda) -> bool:
    """Opened live where the item is on the agenda and may be read; nothing is copied."""
    return any(
        row.item is not None and row.item.kind == ItemKind.MATTERS_ARISING for row in agenda.rows
    )


def _managing(
    acting: Acting, meeting: Meeting, agenda: Agenda, refused: forms.Form | None
) -> dict[str, Any]:
    """What whoever prepares it sees besides."""
    state = MeetingState(meeting.state)
    found: dict[str, Any] = {}
    if state in PREPARED:
        problems = notice_problems(meeting, acting.today)
        found["warnings"] = [notice_warning(one) for one in problems if not one.is_error]
        found["cancel_form"] = refused if isinstance(refused, CancelForm) else CancelForm()
    if state not in ENDED:
        found["proposals"] = list(waiting_proposals(meeting.committee_id))
        # Whoever keeps this one record prepares it, and is not of the secretariat for that.
        unit_id = meeting.committee.unit_id
        found["reads_proposals"] = acting.holds(Permission.MANAGE_MEETINGS, unit_id)
    if agenda.is_empty and not agenda.dropped and state not in ENDED:
        found["proposed"] = [
            ProposedItem(item_name(item.kind, item.title), item.minutes)
            for item in drafted(known_for(meeting, acting.today))
        ]
    return found


def _adds_to(acting: Acting, scope: MeetingScope, agenda: Agenda) -> set[int]:
    """The items to which the person brings papers; asks about their units once."""
    if MeetingState(scope.meeting.state) in ENDED:
        return set()
    items = [row.item for row in agenda.rows if row.item is not None]
    if scope.may_manage:
        return {item.pk for item in items}
    proposing = acting.units_where(Permission.PROPOSE_ITEM)
    theirs = subtree_ids(proposing, acting.today) if proposing else set()
    return {item.pk for item in items if item.unit_id in theirs or _brings(scope, item)}


def may_add_paper(acting: Acting, scope: MeetingScope, item: AgendaItem) -> bool:
    """Whoever prepares the meeting; who speaks for the unit whose item it is, or reports on it."""
    if scope.may_manage or _brings(scope, item):
        return True
    unit_id = item.unit_id
    return unit_id is not None and acting.may(Permission.PROPOSE_ITEM, unit_id)


def _brings(scope: MeetingScope, item: AgendaItem) -> bool:
    return scope.place is not None and brings_paper(item, scope.place)


def _changes(meeting: Meeting, upto: Reach) -> list[str]:
    """What was changed after the notice went out, as far as it may be read."""
    if meeting.announced_at is None:
        return []
    return changes_said(changes_upto(meeting, meeting.announced_at, upto))


def _history(acting: Acting, scope: MeetingScope) -> Any:
    """The history names items and papers of every reach: it is for whoever reads all of them."""
    if scope.upto is not Reach.LIMITED:
        return None
    return history_seen(acting, scope.meeting, scope.meeting.committee.unit_id)
