"""What may be written into the record of a meeting, and what it refuses."""

from dataclasses import replace
from datetime import timedelta

import pytest

from giaoban.actions.meetings.closing import close_meeting, reopen_meeting
from giaoban.actions.meetings.conclusions import (
    ConclusionText,
    edit_conclusion,
    write_conclusion,
)
from giaoban.actions.meetings.notes import edit_opinion, remove_opinion, save_notes, write_opinion
from giaoban.models import Opinion
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.problems import RuleError
from giaoban.rules.register.terms import Term, TermKind
from tests.cast import Cast
from tests.factories import NOW
from tests.meeting_scene import make_sitting

IN_FIVE = Term(TermKind.WORKING_DAYS, working_days=5)


def test_a_conclusion_that_was_given_as_a_task_keeps_its_words(cast: Cast) -> None:
    meeting = make_sitting(cast).meeting
    facts = ConclusionFacts("Rà soát", lead_id=cast.ta_van.pk, product="Báo cáo", term=IN_FIVE)
    text, who = ConclusionText(facts), {"by": cast.chi, "now": NOW + timedelta(hours=1)}
    conclusion = write_conclusion(meeting=meeting, text=text, **who)
    close_meeting(meeting=meeting, **who)
    reopen_meeting(meeting=meeting, reason="Thiếu một kết luận", **who)
    other = ConclusionText(replace(facts, lead_id=cast.y_ty.pk))
    with pytest.raises(RuleError) as refused:
        edit_conclusion(conclusion=conclusion, text=other, revision=0, **who)
    assert refused.value.code == "conclusion_is_task"


def test_a_state_secret_is_refused_before_the_meeting_would_close(cast: Cast) -> None:
    sitting = make_sitting(cast)
    who = {"by": cast.chi, "now": NOW}
    text = ConclusionText(ConclusionFacts("MẬT: phương án", asks=False))
    with pytest.raises(RuleError) as refused:
        write_conclusion(meeting=sitting.meeting, text=text, **who)
    with pytest.raises(RuleError) as also:
        write_opinion(item=sitting.item, text="Tối mật\nPhương án", speaker="Ông Khách", **who)
    with pytest.raises(RuleError) as notes:
        save_notes(item=sitting.item, base="", typed="TUYỆT MẬT", revision=0, by=cast.chi)
    assert {one.value.code for one in (refused, also, notes)} == {"state_secret"}


def test_an_opinion_that_was_changed_or_taken_out_meanwhile_is_not_overwritten(cast: Cast) -> None:
    sitting, who = make_sitting(cast), {"by": cast.chi, "now": NOW}
    opinion = write_opinion(item=sitting.item, text="Đồng ý", invitee=sitting.seats[1], **who)
    assert opinion.speaker == cast.giang.name
    edit_opinion(opinion=opinion, text="Chưa đồng ý", reach=Reach.MEMBERS, revision=0, **who)
    with pytest.raises(RuleError) as changed:
        edit_opinion(opinion=opinion, text="Đồng ý", reach=Reach.MEMBERS, revision=0, **who)
    assert changed.value.code == "opinion_changed_meanwhile"
    assert changed.value.params == {"text": "Chưa đồng ý", "revision": 1}
    remove_opinion(opinion=opinion, **who)
    with pytest.raises(RuleError) as out:
        edit_opinion(opinion=opinion, text="Đồng ý", reach=Reach.MEMBERS, revision=1, **who)
    assert out.value.code == "opinion_taken_out"
    assert Opinion.objects.get().text == "Chưa đồng ý"
