"""What did the demo's committee meet about? A series with two briefings held and one to come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from dateutil.relativedelta import relativedelta

from giaoban.actions.meetings.agenda import ItemText, add_item, draft_agenda, edit_item
from giaoban.actions.meetings.announcing import announce_meeting, send_changes
from giaoban.actions.meetings.answering import Substitute, answer_invitation, decide_substitute
from giaoban.actions.meetings.decision_rules import RulesText, set_decision_rules
from giaoban.actions.meetings.inviting import Guest, invite_guest, invite_roster
from giaoban.actions.meetings.news import tell_meeting_news
from giaoban.actions.meetings.proposals import ProposalText, send_proposal
from giaoban.actions.meetings.series import make_coming_meetings, make_series
from giaoban.actions.register.outgoing import issue_document
from giaoban.management.demo.calendar import at
from giaoban.management.demo.directive_letters import tell
from giaoban.management.demo.meeting_papers import write_up
from giaoban.management.demo.meeting_running import hold
from giaoban.management.demo.meeting_seats import change_one_seat
from giaoban.management.demo.meeting_stage import Stage, item_named, unit_of
from giaoban.management.demo.people import DOMAIN
from giaoban.management.demo.sections import SITE
from giaoban.models import Meeting, MeetingPaper, MeetingSeries, Proposal
from giaoban.queries.meetings.agenda_facts import known_for, period_for
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.rules.meetings.agenda import ItemKind, drafted
from giaoban.rules.meetings.inviting import Answer, Part
from giaoban.rules.meetings.majorities import Base, Silence, Tie
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm

_APART = 3
"""Months from one meeting to the next."""
_PREPARED, _ANNOUNCED = 12, 7
"""Days before a meeting."""


def meetings_held(stage: Stage, rows: Sequence[Mapping[str, Any]]) -> Iterator[datetime]:
    """The briefings of the past, each step on its day, beside whatever else happens meanwhile.

    `rows` are the people of the committee, in the order of its roster.
    """
    coming_on = _thursday_of_next_week(stage.now.date())
    first_on = coming_on - relativedelta(months=_APART * len(stage.said["meetings"]))
    planned_at = at(stage.office.calendar.roll_backward(first_on - timedelta(days=45)), 9)
    if "roster" in stage.said:
        changed_at = at(stage.office.day(stage.said["roster"]["days"]), 8)
        planned_at = max(planned_at, changed_at + timedelta(days=1))
        yield changed_at
        change_one_seat(stage, rows)
    yield planned_at
    _set_rules(stage, planned_at)
    series = _begin_series(stage, first_on, coming_on, planned_at)
    for said in stage.said["meetings"]:
        meeting = _next_meeting(series)
        yield from _prepare(stage, meeting, said)
        yield from _announce(stage, meeting, said)
        yield meeting.starts_at
        closed_at = hold(stage, meeting, said)
        make_coming_meetings(today=closed_at.date(), now=closed_at)
        tell(closed_at)
        yield from write_up(stage, meeting, said)


def prepare_coming(stage: Stage) -> Meeting:
    """The next one: drafted from everything that is known now, announced, partly answered."""
    series = MeetingSeries.objects.get(committee=stage.committee)
    meeting, said = _next_meeting(series), stage.said["coming"]
    for _moment in _prepare(stage, meeting, said):
        pass
    for _moment in _announce(stage, meeting, said):
        pass
    return meeting


def draft_what_is_known(stage: Stage, meeting: Meeting, now: datetime) -> None:
    """The agenda as it drafts itself, with who reports on what."""
    draft_agenda(
        meeting=meeting,
        items=drafted(known_for(meeting, now.date())),
        by=stage.secretary,
        now=now,
        period=period_for(meeting),
    )
    for kind, key in stage.said["rapporteurs"].items():
        for item in meeting.items.filter(kind=kind):
            text = ItemText(
                kind=ItemKind(kind),
                title=item.title,
                minutes=item.minutes,
                rapporteur=stage.person(key).name,
            )
            edit_item(item=item, text=text, revision=item.revision, by=stage.secretary, now=now)


def propose(stage: Stage, row: Mapping[str, Any], now: datetime) -> Proposal:
    """A unit sends what it wants to have heard."""
    return send_proposal(
        committee=stage.committee,
        unit=unit_of(row["unit"]),
        text=ProposalText(row["title"], row["minutes"], row["text"]),
        file=None,
        by=stage.person(row["by"]),
        now=now,
    )


def _thursday_of_next_week(today: date) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(days=10)


def _set_rules(stage: Stage, now: datetime) -> None:
    said = stage.said["rules"]
    held = decision_rules_of(stage.committee)
    text = RulesText(
        quorum=Fraction(said["quorum"]),
        quorum_more_than=False,
        substitutes_count=True,
        secretariat_votes=False,
        base=Base.PRESENT,
        majority=Fraction(said["majority"]),
        majority_more_than=True,
        tie=Tie.CHAIR,
        silence=Silence.AGREES,
        summary_from_pages=said["summary_from_pages"],
        term_warned_days=tuple(map(int, held.term_warned_days.split())),
    )
    set_decision_rules(committee=stage.committee, text=text, by=stage.secretary, now=now)


def _begin_series(stage: Stage, first_on: date, coming_on: date, now: datetime) -> MeetingSeries:
    """On one weekday of every third month: that on which the coming one falls."""
    said = stage.said["series"]
    week = (coming_on.day - 1) // 7 + 1
    place = week if week < 5 else -1  # the fifth Thursday is the last
    series = make_series(
        committee=stage.committee,
        fields={
            "name": said["name"],
            "kind": "briefing",
            "rule": f"FREQ=MONTHLY;INTERVAL={_APART};BYDAY={place}TH",
            "first_on": first_on.replace(day=1),
            "starts_at": said["starts_at"],
            "minutes": said["minutes"],
            "form": MeetingForm.BOTH,
            "place": said["place"],
            "online_url": said["online_url"],
            "standing_items": said["standing"],
        },
        by=stage.secretary,
        now=now,
    )
    make_coming_meetings(today=now.date(), now=now)
    return series


def _next_meeting(series: MeetingSeries) -> Meeting:
    """The first that is prepared."""
    prepared = series.meetings.filter(state="draft").select_related("committee__unit", "series")
    meeting: Meeting = prepared.earliest("starts_at")
    return meeting


def _prepare(stage: Stage, meeting: Meeting, said: Mapping[str, Any]) -> Iterator[datetime]:
    """What units propose comes first; then the agenda, who is asked, and their papers."""
    for row in sorted(said.get("proposals", ()), key=lambda row: row["days"]):
        sent_at = stage.before(meeting, -row["days"])
        yield sent_at
        propose(stage, row, sent_at)
    now = stage.before(meeting, _PREPARED)
    yield now
    draft_what_is_known(stage, meeting, now)
    invite_roster(meeting=meeting, by=stage.secretary, now=now)
    for guest in said.get("guests", ()):
        _invite(stage, meeting, guest, now)
    for row in said["items"]:
        if "paper" in row:
            stage.bring_paper(item_named(meeting, row["item"]), row["paper"], now)


def _invite(stage: Stage, meeting: Meeting, row: Mapping[str, Any], now: datetime) -> None:
    guest = Guest(
        name=row.get("name", ""),
        post=row.get("post", ""),
        agency=row.get("agency", ""),
        email=f"{row['email']}@{DOMAIN}" if "email" in row else "",
        part=Part(row["part"]),
        unit=unit_of(row["unit"]) if "unit" in row else None,
        person=stage.person(row["person"]) if "person" in row else None,
    )
    invite_guest(meeting=meeting, guest=guest, by=stage.secretary, now=now)


def _announce(stage: Stage, meeting: Meeting, said: Mapping[str, Any]) -> Iterator[datetime]:
    """The notice with its number, what is added after it, and what people answer."""
    now = min(stage.before(meeting, _ANNOUNCED, 10), stage.now - timedelta(hours=4))
    yield now
    announced = announce_meeting(
        meeting=meeting, by=stage.secretary, today=now.date(), now=now, site=SITE
    )
    if meeting.starts_at < stage.now:
        _issue_invitation(stage, meeting, now)
    added = [row for row in said["items"] if row.get("after_notice")]
    if added:
        changed_at = stage.before(meeting, 4)
        yield changed_at
        for row in added:
            _add(stage, announced, row, changed_at)
        send_changes(meeting=announced, by=stage.secretary, now=changed_at, site=SITE)
    answered_at = min(stage.before(meeting, 3, 14), stage.now - timedelta(hours=2))
    yield answered_at
    _answer(stage, announced, said, answered_at)
    tell_meeting_news(now=answered_at, site=SITE)


def _issue_invitation(stage: Stage, meeting: Meeting, now: datetime) -> None:
    paper = meeting.papers.filter(kind=MeetingPaper.Kind.INVITATION).first()
    if paper is not None and paper.document is not None:
        issue_document(
            document=paper.document,
            dated_on=now.date(),
            revision=paper.document.revision,
            by=stage.secretary,
            today=now.date(),
            now=now,
        )


def _add(stage: Stage, meeting: Meeting, row: Mapping[str, Any], now: datetime) -> None:
    text = ItemText(
        kind=ItemKind(row["kind"]),
        title=row["item"],
        minutes=row["minutes"],
        rapporteur=stage.secretary.name,
        reach=Reach(row.get("reach", Reach.CIRCULATED)),
    )
    add_item(meeting=meeting, text=text, by=stage.secretary, now=now)


def _answer(stage: Stage, meeting: Meeting, said: Mapping[str, Any], now: datetime) -> None:
    """As told; of a meeting of the past everybody else comes."""
    answers = said["answers"]
    is_past = meeting.starts_at < stage.now
    for place in meeting.invitees.filter(removed_at=None).exclude(person=None):
        key = next((key for key in answers if stage.person(key) == place.person), "")
        if not key and not is_past:
            continue
        row = answers.get(key, {"answer": Answer.COMING})
        substitute = None
        if row["answer"] == Answer.SUBSTITUTE:
            substitute = Substitute(row["name"], row["post"], f"{row['email']}@{DOMAIN}")
        answer_invitation(
            invitee=place,
            answer=Answer(row["answer"]),
            words=row.get("words", ""),
            substitute=substitute,
            by=place.person,
            now=now,
        )
        if substitute is not None and not row.get("is_undecided"):
            decide_substitute(invitee=place, is_agreed=True, by=stage.chair, now=now)
