"""Is a meeting ready to be announced: what is missing, what is warned of, what is told already?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.timezone import make_naive

from giaoban.models import (
    AgendaChange,
    AgendaPaper,
    Committee,
    Document,
    Event,
    Invitee,
    Meeting,
    MeetingPaper,
    NumberedBody,
)
from giaoban.queries.meetings.agenda_seen import changes_upto, items_without_paper
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.kinds import kind_here
from giaoban.queries.meetings.roster import decision_rules_of, roster_of
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.meetings.agenda import ItemState, minutes_over
from giaoban.rules.meetings.inviting import Answer, is_out_of_date
from giaoban.rules.meetings.kinds import limit_warnings, planned_minutes
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.problems import Problem, Severity

_ROOM = frozenset({MeetingForm.ON_SITE, MeetingForm.BOTH})
_LINE = frozenset({MeetingForm.ONLINE, MeetingForm.BOTH})


@dataclass(frozen=True)
class NotTold:
    """What a notice that went out does not say yet."""

    changes: list[AgendaChange]
    places: list[Invitee]  # who were not told of the newest

    @property
    def is_anything(self) -> bool:
        return bool(self.changes or self.places)


def notice_problems(meeting: Meeting, today: date) -> list[Problem]:
    """What stands in the way of a notice first, then what it would break (severity says which).

    `nobody_invited`, `no_chair`, `summary_missing` (title, pages, longest), which the committee's
    rules require; then the warnings `meeting_past`, those of `roster_warnings`,
    `place_missing`, `online_url_missing`, `agenda_empty`, `agenda_too_long` (minutes), those of
    rules.meetings.kinds.limit_warnings, `paper_missing` (titles),
    `summary_too_long` (title, pages), `without_address` (names), `no_body`.
    """
    places = list(meeting.invitees.filter(removed_at=None))
    found = []
    if not places:
        found.append(Problem("nobody_invited"))
    if meeting.chair_id is None:
        found.append(Problem("no_chair"))
    if meeting.form != MeetingForm.CIRCULATION and held_on(meeting) < today:
        found.append(_warning("meeting_past"))
    found += roster_warnings(meeting)
    found += _of_its_form(meeting)
    found += _of_its_agenda(meeting)
    if meeting.form != MeetingForm.CIRCULATION:
        found += _of_its_kind(meeting, today)
    found += _of_its_papers(meeting)
    unreached = [place.name for place in places if not place.email]
    if unreached:
        found.append(_warning("without_address", names=", ".join(unreached)))
    if meeting.form != MeetingForm.CIRCULATION and body_of(meeting.committee) is None:
        found.append(_warning("no_body"))
    return sorted(found, key=lambda problem: problem.severity is not Severity.ERROR)


def roster_warnings(meeting: Meeting) -> list[Problem]:
    """Whether those invited by their seats are those who have one on the meeting's day: it may have
    been moved, or the roster changed, since they were asked.

    `members_not_invited` (names), of those whom nobody took off the list by hand;
    `invited_without_seat` (names). Nothing where only some were asked one by one.
    """
    every = list(meeting.invitees.select_related("person"))
    by_seat = [one for one in every if one.appointment_id is not None and one.removed_at is None]
    if not by_seat:
        return []
    roster = roster_of(meeting.committee, held_on(meeting))
    asked = {one.person_id for one in every}
    seated = {seat.person_id for seat in roster}
    missing = [seat.person.name for seat in roster if seat.person_id not in asked]
    over = [one.name for one in by_seat if one.person_id not in seated]
    named = [("members_not_invited", missing), ("invited_without_seat", over)]
    return [_warning(code, names=", ".join(names)) for code, names in named if names]


def body_of(committee: Committee) -> NumberedBody | None:
    """In whose register its papers get their numbers: its own, or the first there is."""
    bodies = list(NumberedBody.objects.filter(unit=committee.unit_id, is_active=True))
    own = [body for body in bodies if body.name == committee.name]
    return next(iter([*own, *bodies]), None)


def not_told(meeting: Meeting) -> NotTold:
    """Of a meeting that was announced; whom no letter reaches waits for none."""
    since = told_since(meeting)
    places = meeting.invitees.filter(removed_at=None, told_sequence__lt=meeting.sequence)
    changes = changes_upto(meeting, since, Reach.MEMBERS) if since else []
    reached = places.exclude(email="").select_related("person", "substitute_person")
    return NotTold(changes, list(reached))


def out_of_date(
    meeting: Meeting, places: Iterable[Invitee], changes: Iterable[AgendaChange]
) -> list[Invitee]:
    """Of these places those whose answer the changes make void; no query."""
    moved = [change.at for change in changes if change.what == "meeting_starts_at"]
    moved_at, form = max(moved, default=None), MeetingForm(meeting.form)
    return [
        place
        for place in places
        if is_out_of_date(Answer(place.answer), place.answered_at, moved_at=moved_at, form=form)
    ]


def invitation_document(meeting: Meeting) -> Document | None:
    """Its line in a register: a draft, or issued with its number; None where there is none."""
    papers = meeting.papers.filter(kind=MeetingPaper.Kind.INVITATION)
    paper = papers.select_related("document__body").first()
    return paper.document if paper else None


def is_changed_since_issue(meeting: Meeting, document: Document) -> bool:
    """Whether copies of the numbered invitation that went out on paper say what is so no longer."""
    issued = Event.objects.filter(
        action="issue_document", record_type=Document.__name__, record_id=document.pk
    ).aggregate(at=Max("at"))
    issued_at = issued["at"]
    return issued_at is not None and meeting.agenda_changes.filter(at__gt=issued_at).exists()


def told_since(meeting: Meeting) -> datetime | None:
    """When the newest notice went out; None: none has."""
    moment: datetime | None = meeting.told_at or meeting.announced_at
    return moment


def _of_its_form(meeting: Meeting) -> list[Problem]:
    found = []
    if meeting.form in _ROOM and not meeting.place:
        found.append(_warning("place_missing"))
    if meeting.form in _LINE and not meeting.online_url:
        found.append(_warning("online_url_missing"))
    return found


def _of_its_agenda(meeting: Meeting) -> list[Problem]:
    minutes = meeting.items.exclude(state=ItemState.DROPPED).values_list("minutes", flat=True)
    if not minutes:
        return [_warning("agenda_empty")]
    over = minutes_over(planned_minutes(meeting.starts_at, meeting.ends_at), minutes)
    is_over = over and meeting.form != MeetingForm.CIRCULATION
    return [_warning("agenda_too_long", minutes=over)] if is_over else []


def _of_its_kind(meeting: Meeting, today: date) -> list[Problem]:
    starts_on = held_on(meeting)
    papers = _newest_papers(meeting).filter(summary_of=None)
    told_at = meeting.announced_at
    announced_on = make_naive(told_at).date() if told_at is not None else today
    return limit_warnings(
        kind_here(meeting.kind),
        minutes=planned_minutes(meeting.starts_at, meeting.ends_at),
        starts_on=starts_on,
        announced_on=announced_on,
        papers_on=[make_naive(at).date() for at in papers.values_list("added_at", flat=True)],
        calendar=working_calendar(range(today.year - 1, max(today, starts_on).year + 1)),
    )


def _of_its_papers(meeting: Meeting) -> list[Problem]:
    found = []
    lacking = items_without_paper(meeting)
    if lacking:
        titles = ", ".join(item.title or item.rapporteur for item in lacking)
        found.append(_warning("paper_missing", titles=titles))
    longest = decision_rules_of(meeting.committee).summary_from_pages
    papers = _newest_papers(meeting).filter(summary_of=None)
    summaries = AgendaPaper.objects.filter(summary_of=OuterRef("pk"), withdrawn_at=None)
    for paper in papers.filter(~Exists(summaries), pages__gt=longest):
        found.append(
            Problem(
                "summary_missing",
                {"title": paper.title, "pages": paper.pages, "longest": longest},
            )
        )
    for paper in _newest_papers(meeting).filter(summary_of__isnull=False, pages__gt=1):
        found.append(_warning("summary_too_long", title=paper.title, pages=paper.pages))
    return found


def _newest_papers(meeting: Meeting) -> QuerySet[AgendaPaper]:
    papers = AgendaPaper.objects.filter(
        item__meeting=meeting, withdrawn_at=None, replaced_by=None
    ).exclude(item__state=ItemState.DROPPED)
    return papers.defer("text")


def _warning(code: str, **params: object) -> Problem:
    return Problem(code, params, Severity.WARNING)
