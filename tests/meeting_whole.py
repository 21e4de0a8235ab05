"""A meeting with something of everything: what a backup must carry, what a page must withhold."""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.announcing import announce_meeting
from giaoban.actions.meetings.answering import Substitute, answer_invitation
from giaoban.actions.meetings.attendance import check_in, recuse
from giaoban.actions.meetings.check_in_code import replace_check_in_code
from giaoban.actions.meetings.closing import begin_meeting, close_meeting
from giaoban.actions.meetings.conclusions import ConclusionText, write_conclusion
from giaoban.actions.meetings.correcting import correct_passage
from giaoban.actions.meetings.inviting import Guest, invite_guest
from giaoban.actions.meetings.limits import KindText, set_kind
from giaoban.actions.meetings.minutes import approve_paper, draft_paper
from giaoban.actions.meetings.notes import save_notes, write_opinion
from giaoban.actions.meetings.papers import PaperText, add_paper, read_paper
from giaoban.actions.meetings.proposals import ProposalText, send_proposal
from giaoban.actions.meetings.seats import NewSeat, RosterMove, change_roster
from giaoban.actions.meetings.series import make_series
from giaoban.actions.meetings.voting import Asked, ask_vote, cast_ballot, close_vote, open_vote
from giaoban.models import (
    AgendaItem,
    DecisionRules,
    Invitee,
    InviteeLink,
    Meeting,
    MeetingPaper,
    MeetingTold,
    Presence,
)
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.meetings.inviting import Answer
from giaoban.rules.meetings.majorities import MajorityRule
from giaoban.rules.meetings.minutes import passages_read
from giaoban.rules.meetings.posts import Post
from giaoban.rules.register.terms import Term, TermKind
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.meeting_scene import Sitting, make_sitting

SITE = "https://giaoban.example"
TOKEN = "opens the invitation"
IN_TEN = Term(TermKind.WORKING_DAYS, working_days=10)


def make_whole(cast: Cast) -> Meeting:
    """Held, closed and written up, with a row in every table of meetings."""
    _of_the_committee(cast)
    sitting = make_sitting(cast, runs=False)
    meeting, by = sitting.meeting, cast.chi
    guest = invite_guest(
        meeting=meeting, guest=Guest("Ông Khách", email="khach@example.vn"), by=by, now=NOW
    )
    paper = read_paper("so-do.png", b"\x89PNG\r\n\x1a\n")
    add_paper(item=sitting.item, file=paper, text=PaperText("Số liệu"), by=by, now=NOW)
    meeting = announce_meeting(meeting=meeting, by=by, today=TODAY, now=NOW, site=SITE)
    add_item(meeting=meeting, text=ItemText(title="Việc khác"), by=by, now=NOW)
    InviteeLink.objects.filter(invitee=guest).update(token_digest=token_digest())
    MeetingTold.objects.create(meeting=meeting, email=guest.email, step="x", at=NOW)
    replace_check_in_code(meeting=meeting, by=by, now=NOW)
    begin_meeting(meeting=meeting, by=by, now=NOW)
    _held(cast, sitting)
    close_meeting(meeting=meeting, by=by, now=NOW + timedelta(hours=1))
    meeting.refresh_from_db()
    _written_up(cast, meeting)
    return meeting


def token_digest() -> str:
    return salted_hmac("tests", TOKEN, algorithm="sha256").hexdigest()


def _of_the_committee(cast: Cast) -> None:
    who = {"by": cast.khanh, "now": NOW}
    committee = cast.committee
    DecisionRules.objects.create(committee=committee)
    set_kind(code="briefing", text=KindText(longest_minutes=90, source="Quy chế"), **who)
    seat = RosterMove(joining=NewSeat(cast.minh, Post.MEMBER))
    change_roster(committee=committee, moves=[seat], holds_from=TODAY, site=SITE, **who)
    fields = {"name": "Giao ban", "kind": "briefing", "rule": "FREQ=WEEKLY", "minutes": 60}
    when = {"first_on": TODAY, "starts_at": NOW.time()}
    make_series(committee=committee, fields={**fields, **when}, **who)
    text = ProposalText("Kinh phí", 10)
    send_proposal(committee=committee, unit=cast.ta_van, text=text, file=None, **who)


def _held(cast: Cast, sitting: Sitting) -> None:
    who = {"by": cast.chi, "now": NOW}
    for place in sitting.seats:
        check_in(invitee=place, how=Presence.How.SECRETARY, at=NOW, **who)
    absent = Substitute("Bà Thay", email="thay@example.vn")
    answer_invitation(invitee=sitting.seats[4], answer=Answer.SUBSTITUTE, substitute=absent, **who)
    recuse(item=sitting.item, invitee=sitting.seats[3], reason="Người nhà", **who)
    save_notes(item=sitting.item, base="", typed="Đã bàn", revision=0, by=cast.chi)
    write_opinion(item=sitting.item, text="Đồng ý", invitee=sitting.seats[1], **who)
    _voted(cast, sitting.item, sitting.seats)
    facts = ConclusionFacts(
        "Rà soát hồ chứa",
        lead_id=cast.ta_van.pk,
        co_operating_ids=(cast.y_ty.pk,),
        product="Báo cáo",
        term=IN_TEN,
    )
    text = ConclusionText(facts, item=sitting.item)
    write_conclusion(meeting=sitting.meeting, text=text, **who)


def _voted(cast: Cast, item: AgendaItem, seats: list[Invitee]) -> None:
    asked = Asked("Thông qua?", MajorityRule())
    question = ask_vote(item=item, asked=asked, by=cast.chi, now=NOW)
    question = open_vote(question=question, by=cast.chi, now=NOW)
    yes = question.options.get(means="yes")
    cast_ballot(question=question, invitee=seats[0], option=yes, by=cast.dung, now=NOW)
    close_vote(question=question, by=cast.chi, now=NOW)


def _written_up(cast: Cast, meeting: Meeting) -> None:
    now = NOW + timedelta(hours=2)
    paper = draft_paper(meeting=meeting, kind=MeetingPaper.Kind.MINUTES, by=cast.chi, now=now)
    paper = approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=now)
    passage = passages_read(paper.passages)[0]
    correct_passage(
        paper=paper,
        key=passage.key,
        text=passage.text + " Đã rõ.",
        reason="Thiếu một ý",
        revision=passage.revision,
        by=cast.dung,
        now=now,
    )
