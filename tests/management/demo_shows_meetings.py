"""What can be seen of meetings in the demo's workspace?"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from giaoban.actions.meetings.minutes import content_of
from giaoban.models import (
    Ballot,
    BallotQuestion,
    Committee,
    Invitee,
    Meeting,
    MeetingPaper,
    Presence,
    Proposal,
    Recusal,
    RosterDecision,
)
from giaoban.queries.meetings.arising import arising_for
from giaoban.queries.meetings.counting import votes_by_option
from giaoban.queries.meetings.review import review_of
from giaoban.queries.meetings.roster import roster_of
from giaoban.rules.meetings.passages import Passage, Reach, Withheld, version_for
from giaoban.rules.meetings.posts import Post
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.spans import Span

SOLD = "cds-quy/doanh_thu_san"
WITHHELD = "nêu tên hai trường hợp"


def roster_is_shown(now: datetime) -> None:
    """Twenty seats, of which one changed hands by a decision with its number."""
    committee = Committee.objects.get(unit__code="15")
    seats = roster_of(committee, now.date())
    assert Counter(seat.post for seat in seats) == {
        Post.CHAIR: 1,
        Post.STANDING_DEPUTY: 1,
        Post.DEPUTY: 1,
        Post.MEMBER: 6,
        Post.SECRETARIAT_HEAD: 1,
        Post.SECRETARIAT: 10,
    }
    assert seats[0].person.email == "truong-ban@giaoban.example"
    founding, change = RosterDecision.objects.filter(committee=committee)
    assert (founding.document, change.document.state) == (None, "issued")
    before = {seat.person.email for seat in roster_of(committee, date(2026, 1, 5))}
    now_there = {seat.person.email for seat in seats}
    assert {email.partition("@")[0] for email in before - now_there} == {
        "thanh-vien-cong-thuong-cu"
    }


def meetings_are_shown(now: datetime) -> None:
    """Two held, one next week, one in writing, two reviews."""
    found = Meeting.objects.filter(committee__unit__code="15").order_by("starts_at", "pk")
    assert [(one.kind, one.form, one.state) for one in found] == [
        ("briefing", "both", "closed"),
        ("briefing", "both", "closed"),
        ("work", "circulation", "running"),
        ("briefing", "both", "announced"),
        ("preliminary_review", "both", "draft"),
        ("final_review", "both", "draft"),
    ]
    first, second = found[:2]
    assert [_late_and_early(one) for one in (first, second)] == [(1, 1), (1, 1)]
    assert Recusal.objects.get().item.meeting == first
    agreed = Invitee.objects.filter(substitute_state="agreed").order_by("pk")
    assert [place.meeting for place in agreed] == [first, second]
    openly, secretly = BallotQuestion.objects.filter(closed_at__isnull=False).order_by("pk")
    assert _counted(openly) == [5, 1, 1]
    assert (openly.outcome, openly.entitled, openly.present) == ("adopted", 8, 7)
    assert _counted(secretly) == [6, 2, 0]
    assert not Ballot.objects.filter(question=secretly).exclude(option=None).exists()
    assert list(second.agenda_changes.values_list("what", flat=True)) == ["item_added"]


def conclusions_are_shown(now: datetime) -> None:
    """Done, late, open; and what is open begins the next agenda."""
    coming = Meeting.objects.get(state="announced")
    arising = arising_for(coming)
    assert [one.conclusion.meeting.starts_at.month for one in arising] == [5, 8, 8, 8]
    assert Counter(one.count for one in arising) == {Count.OVERDUE: 2, Count.WITHIN_TERM: 2}
    kinds = coming.items.values_list("kind", flat=True)
    assert list(kinds) == [
        "matters_arising",
        "report",
        "chair_page",
        "late_directives",
        "proposal",
        "standing",
    ]
    answers = Counter(coming.invitees.values_list("answer", flat=True))
    assert (answers["coming"], answers["substitute"]) == (5, 1)
    assert answers[""] > 10
    assert Counter(Proposal.objects.values_list("state", flat=True)) == {
        "taken": 3,
        "sent": 2,
        "refused": 1,
    }


def papers_of_meetings_are_shown(now: datetime) -> None:
    """Approved minutes of which a version withholds a passage, one corrected, two numbered."""
    minutes = MeetingPaper.objects.filter(kind="minutes").order_by("meeting__starts_at")
    assert list(minutes.values_list("state", flat=True)) == ["approved"] * 2
    passages = content_of(minutes[0]).passages
    assert WITHHELD in _words(version_for(passages, Reach.LIMITED))
    outside = version_for(passages, Reach.CIRCULATED)
    assert any(isinstance(part, Withheld) for part in outside)
    assert WITHHELD not in _words(outside)
    assert "Trưởng ban đánh giá cao" in minutes[1].corrections.get().after
    notices = MeetingPaper.objects.filter(kind="conclusions")
    assert set(notices.values_list("document__state", flat=True)) == {"issued"}
    invitations = MeetingPaper.objects.filter(kind="invitation").order_by("pk")
    states = invitations.values_list("document__state", flat=True)
    assert list(states) == ["issued", "issued", "draft"]


def reviews_are_shown(now: datetime) -> None:
    """A year and five, with tasks for the time after in draft; four years are from documents."""
    spans = Meeting.objects.exclude(review_from=None).order_by("starts_at")
    assert list(spans.values_list("review_from", "review_to")) == [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2022, 1, 1), date(2026, 12, 31)),
    ]
    assert [one.conclusions.filter(task=None).count() for one in spans] == [2, 1]
    year, five = (
        review_of(
            one.committee, Span(one.review_from, one.review_to), today=now.date(), chosen=[SOLD]
        ).series[0]
        for one in spans
    )
    assert [point.key for point in year.points] == ["2026Q1", "2026Q2", "2026Q3"]
    assert [bool(point.source) for point in five.points] == [True, True, True, True, False]
    assert five.points[-1].value == year.together.value
    assert five.stands_out.worst.key == "2022"


def _words(version: Sequence[Passage | Withheld]) -> str:
    return "\n".join(part.text for part in version if isinstance(part, Passage))


def _late_and_early(meeting: Meeting) -> tuple[int, int]:
    stays = Presence.objects.filter(invitee__meeting=meeting)
    late = stays.filter(arrived_at__gt=meeting.began_at).count()
    return late, stays.filter(left_at__lt=meeting.closed_at).count()


def _counted(question: BallotQuestion) -> list[int]:
    votes = votes_by_option(question)
    return [votes[option.pk] for option in question.options.all()]


MEETINGS = (
    roster_is_shown,
    meetings_are_shown,
    conclusions_are_shown,
    papers_of_meetings_are_shown,
    reviews_are_shown,
)
