"""Which meeting comes next, and what does it wait for from the person whose home this is?"""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.models import Invitee, Meeting, MeetingPaper
from giaoban.queries.meetings.waiting import (
    ToAnnounce,
    circulations_to_close,
    meetings_to_announce,
    meetings_to_run,
    papers_to_approve,
    papers_to_write,
    places_of,
    proposals_by_committee,
    substitutes_to_decide,
)
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.written_days import day_text, moment_text
from giaoban.rules.meetings.inviting import Answer, SubstituteState, is_unanswered
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks, HomeRow, end_of
from giaoban.web.meetings.home_papers import paper_rows
from giaoban.web.meetings.words import ANSWERS

_SHOWN_AHEAD = timedelta(days=14)
"""A meeting to which one has answered stands here so long before."""
_NOTICE_AHEAD = timedelta(days=7)


def meeting_blocks(acting: Acting) -> HomeBlocks:
    """What one owes as invited, as who presides, and as who keeps the record."""
    rows: list[HomeRow] = []
    here = acting.at_home
    if here.meetings_asked:
        rows += _asked(acting)
    if here.substitutes:
        managing = acting.units_where(Permission.MANAGE_MEETINGS)
        found = substitutes_to_decide(acting.person, managing)
        rows += [_substitute_row(place) for place in found]
    if here.meetings_open:
        rows += _to_hold(acting)
    if here.meeting_papers:
        rows += _papers(acting)
    if here.proposals:
        rows += _proposals(acting)
    due = [localtime(row.due_at).date() for row in rows if row.due_at is not None]
    week = acting.today + timedelta(days=7)
    return HomeBlocks(
        owed=rows,
        late=sum(row.tone == "late" for row in rows),
        this_week=sum(acting.today <= day <= week for day in due),
    )


def _asked(acting: Acting) -> list[HomeRow]:
    rows, places = [], dict[int, Invitee]()
    for place in places_of(acting.person, acting.now):
        if place.meeting_id in places:
            continue  # two seats of one person are one evening
        places[place.meeting_id] = place
        row = _place_row(acting, place)
        if row is not None:
            rows.append(row)
    return rows + paper_rows(acting, places.values())


def _place_row(acting: Acting, place: Invitee) -> HomeRow | None:
    meeting = place.meeting
    address = reverse("my_invitation", args=[meeting.pk])
    if meeting.form == MeetingForm.CIRCULATION:
        return HomeRow(
            title=meeting.title,
            address=address,
            detail=_("answers are taken until %(moment)s")
            % {"moment": moment_text(meeting.ends_at)},
            tone="term",
            state=_("decided in writing"),
            action=_("Say what you decide"),
            is_primary=True,
            due_at=meeting.ends_at,
            key=f"circulation-{meeting.pk}",
        )
    is_substitute = place.person_id != acting.person.pk
    if not is_substitute and _is_unanswered(place):
        return HomeRow(
            title=meeting.title,
            address=address,
            detail=_when_and_where(meeting),
            tone="term",
            state=_("to be answered")
            if place.answer == Answer.NONE
            else _("substitute not agreed"),
            action=_("Say whether you will come"),
            is_primary=True,
            due_at=meeting.starts_at,
        )
    if place.answer == Answer.NOT_COMING or meeting.starts_at > acting.now + _SHOWN_AHEAD:
        return None
    return HomeRow(
        title=meeting.title,
        address=address,
        detail=_when_and_where(meeting),
        state=_("in the place of %(name)s") % {"name": place.name}
        if is_substitute
        else str(ANSWERS[place.answer].label),
        due_at=meeting.starts_at,
    )


def _is_unanswered(place: Invitee) -> bool:
    return is_unanswered(Answer(place.answer), SubstituteState(place.substitute_state))


def _when_and_where(meeting: Meeting) -> str:
    return " · ".join(filter(None, (moment_text(meeting.starts_at), meeting.place)))


def _substitute_row(place: Invitee) -> HomeRow:
    names = {"name": place.name, "substitute": place.substitute_name}
    return HomeRow(
        title=_("%(substitute)s is to come for %(name)s") % names,
        address=reverse("meeting_invitees", args=[place.meeting_id]),
        detail=" · ".join((place.meeting.title, moment_text(place.meeting.starts_at))),
        tone="term",
        state=_("waits for your agreement"),
        action=_("Decide"),
        is_primary=True,
        due_at=place.meeting.starts_at,
    )


def _to_hold(acting: Acting) -> list[HomeRow]:
    managing = acting.units_where(Permission.MANAGE_MEETINGS)
    found = meetings_to_run(acting.person, managing, acting.now, end_of(acting.today))
    rows = [_run_row(one) for one in found]
    if not managing:
        return rows
    calendar = working_calendar(range(acting.today.year - 1, acting.today.year + 2))
    for prepared in meetings_to_announce(managing, acting.now, calendar):
        if prepared.due_on is not None and prepared.due_on <= acting.today + _NOTICE_AHEAD:
            rows.append(_notice_row(acting, prepared))
    return rows + [_count_row(one) for one in circulations_to_close(managing)]


def _run_row(meeting: Meeting) -> HomeRow:
    is_running = meeting.state == MeetingState.RUNNING
    return HomeRow(
        title=meeting.title,
        address=reverse("run_meeting", args=[meeting.pk]),
        detail=_when_and_where(meeting),
        tone="term",
        state=_("goes on now") if is_running else _("begins today"),
        action=_("Run the meeting"),
        is_primary=True,
        due_at=meeting.starts_at,
    )


def _notice_row(acting: Acting, prepared: ToAnnounce) -> HomeRow:
    meeting, due_on = prepared.meeting, prepared.due_on
    assert due_on is not None
    is_late = due_on < acting.today
    return HomeRow(
        title=meeting.title,
        address=reverse("meeting_notice", args=[meeting.pk]),
        detail=" · ".join(
            (_when_and_where(meeting), _("notice due on %(day)s") % {"day": day_text(due_on)})
        ),
        tone="late" if is_late else "term",
        state=_("notice is late") if is_late else _("notice is due"),
        action=_("Send the notice"),
        is_primary=True,
        due_at=end_of(due_on),
        key=f"notice-{meeting.pk}",
    )


def _count_row(meeting: Meeting) -> HomeRow:
    return HomeRow(
        title=meeting.title,
        address=reverse("circulation", args=[meeting.pk]),
        detail=_("the answers are counted"),
        tone="term",
        state=_("decided in writing"),
        action=_("Write down what was decided"),
        is_primary=True,
        due_at=meeting.ends_at,
    )


def _papers(acting: Acting) -> list[HomeRow]:
    """Who presided approves; who keeps the record writes, and issues what is approved."""
    approving = papers_to_approve(acting.person, acting.today)
    rows = [_paper_row(acting, paper, _("Approve")) for paper in approving]
    mine = {paper.pk for paper in approving}
    managing = acting.units_where(Permission.MANAGE_MEETINGS)
    for paper in papers_to_write(acting.person, managing, acting.today):
        if paper.pk not in mine:
            is_draft = paper.state == MeetingPaper.State.DRAFT
            rows.append(_paper_row(acting, paper, _("Write") if is_draft else _("Issue")))
    return rows


def _paper_row(acting: Acting, paper: MeetingPaper, action: str) -> HomeRow:
    names = {
        MeetingPaper.Kind.MINUTES: _("Minutes: %(title)s"),
        MeetingPaper.Kind.CONCLUSIONS: _("Notice of conclusions: %(title)s"),
    }
    is_late = paper.due_on is not None and paper.due_on < acting.today
    issued = paper.state == MeetingPaper.State.APPROVED and paper.document is not None
    address = (
        reverse("document", args=[paper.document_id])
        if issued
        else reverse("meeting_paper", args=[paper.meeting_id, paper.kind])
    )
    held_on = localtime(paper.meeting.starts_at).date()
    parts = [_("held on %(day)s") % {"day": day_text(held_on)}]
    if paper.due_on is not None:
        parts.append(_("due %(day)s") % {"day": day_text(paper.due_on)})
    return HomeRow(
        title=names[MeetingPaper.Kind(paper.kind)] % {"title": paper.meeting.title},
        address=address,
        detail=" · ".join(parts),
        tone="late" if is_late else "term",
        state=_late_or_due(issued=issued, is_late=is_late, has_words=bool(paper.passages)),
        action=action,
        is_primary=True,
        due_at=_end(paper),
        key=f"meeting-paper-{paper.pk}",
    )


def _late_or_due(*, issued: bool, is_late: bool, has_words: bool) -> str:
    if issued:
        return _("approved, without a number")
    if is_late:
        return _("is late")
    return _("drafted") if has_words else _("to be written")


def _end(paper: MeetingPaper) -> datetime | None:
    return end_of(paper.due_on) if paper.due_on is not None else None


def _proposals(acting: Acting) -> list[HomeRow]:
    managing = acting.units_where(Permission.MANAGE_MEETINGS)
    return [
        HomeRow(
            title=ngettext(
                "%(count)s proposal for the agenda waits",
                "%(count)s proposals for the agenda wait",
                number,
            )
            % {"count": number},
            address=reverse("item_proposals"),
            detail=name,
            tone="term",
            state=_("to be decided"),
            action=_("Read"),
        )
        for name, number in proposals_by_committee(managing)
    ]
