"""A meeting that was held and closed, with things in it that do not go everywhere."""

from dataclasses import dataclass
from datetime import timedelta

from giaoban.actions.meetings.attendance import check_in, check_out
from giaoban.actions.meetings.closing import close_meeting
from giaoban.actions.meetings.conclusions import ConclusionText, write_conclusion
from giaoban.actions.meetings.minutes import draft_paper
from giaoban.actions.meetings.notes import save_notes, write_opinion
from giaoban.actions.meetings.voting import Asked, ask_vote, cast_ballot, close_vote, open_vote
from giaoban.models import AgendaItem, Conclusion, Meeting, MeetingPaper, Presence
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.meetings.majorities import Base, MajorityRule
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.register.terms import Term, TermKind
from tests.cast import Cast
from tests.factories import NOW
from tests.meeting_scene import Sitting, make_sitting

LATER = NOW + timedelta(minutes=30)
NOON = NOW + timedelta(hours=3)
LIMITED = "Việc nhân sự kín"
"""Stands in an item's title, notes, an opinion and a conclusion that only the chair reads."""
MEMBERS = "Trao đổi riêng giữa các thành viên"
OPEN = "Sở Tài chính báo cáo tiến độ giải ngân"
HALF = MajorityRule(Base.PRESENT)


@dataclass(frozen=True)
class Held:
    """`sitting.item` is open to all; `limited` is another item."""

    sitting: Sitting
    limited: AgendaItem
    conclusion: Conclusion

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.select_related("committee__unit", "chair", "secretary").get(
            pk=self.sitting.meeting.pk
        )

    def paper(self, kind: str = "minutes") -> MeetingPaper:
        paper: MeetingPaper = self.meeting.papers.get(kind=kind)
        paper.meeting = self.meeting
        return paper


def make_held(cast: Cast, *, drafted: bool = True) -> Held:
    """Five seats: four came, one of them late, one left early; an open and a secret vote."""
    sitting = make_sitting(cast, there=3)
    check_in(invitee=sitting.seats[3], how=Presence.How.SECRETARY, at=LATER, by=cast.chi, now=LATER)
    limited = AgendaItem.objects.create(
        meeting=sitting.meeting,
        position=2,
        kind=ItemKind.OTHER,
        title=f"{LIMITED}: tên mục",
        minutes=10,
        reach=Reach.LIMITED,
    )
    _note(sitting.item, OPEN)
    _note(limited, f"{LIMITED}: ghi chép")
    _say(sitting, sitting.item, "Đề nghị bổ sung kinh phí", Reach.CIRCULATED, cast)
    _say(sitting, sitting.item, MEMBERS, Reach.MEMBERS, cast)
    _say(sitting, sitting.item, f"{LIMITED}: ý kiến", Reach.LIMITED, cast)
    _vote(sitting, "Thông qua kinh phí?", cast, is_secret=False)
    _vote(sitting, "Giới thiệu nhân sự?", cast, is_secret=True)
    check_out(invitee=sitting.seats[2], at=LATER + timedelta(hours=1), by=cast.chi, now=NOON)
    conclusion = _conclude(sitting, "Rà soát hồ chứa", Reach.CIRCULATED, cast)
    _conclude(sitting, f"{LIMITED}: kết luận", Reach.LIMITED, cast)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    held = Held(sitting, limited, conclusion)
    if drafted:
        for kind in ("minutes", "conclusions"):
            draft_paper(meeting=held.meeting, kind=kind, by=cast.chi, now=NOON)
    return held


def _note(item: AgendaItem, words: str) -> None:
    save_notes(item=item, base="", typed=words, revision=0, by=None)


def _say(sitting: Sitting, item: AgendaItem, words: str, reach: Reach, cast: Cast) -> None:
    write_opinion(
        item=item, text=words, by=cast.chi, now=LATER, invitee=sitting.seats[1], reach=reach
    )


def _vote(sitting: Sitting, words: str, cast: Cast, *, is_secret: bool) -> None:
    asked = Asked(words, HALF, is_secret=is_secret)
    question = ask_vote(item=sitting.item, asked=asked, by=cast.chi, now=LATER)
    question = open_vote(question=question, by=cast.chi, now=LATER)
    yes, no, _abstain = question.options.all()
    for seat, option in zip(sitting.seats[:4], (yes, yes, yes, no), strict=True):
        cast_ballot(question=question, invitee=seat, option=option, by=seat.person, now=LATER)
    close_vote(question=question, by=cast.chi, now=LATER)


def _conclude(sitting: Sitting, words: str, reach: Reach, cast: Cast) -> Conclusion:
    facts = ConclusionFacts(
        words,
        lead_id=cast.ta_van.pk,
        co_operating_ids=(cast.y_ty.pk,),
        product=f"{words}: báo cáo",
        term=Term(TermKind.WORKING_DAYS, working_days=10),
    )
    text = ConclusionText(facts, reach, sitting.item)
    return write_conclusion(meeting=sitting.meeting, text=text, by=cast.chi, now=LATER)
