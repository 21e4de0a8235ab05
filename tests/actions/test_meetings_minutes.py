"""Minutes and notices: drafted from the record, edited, approved, corrected in the open."""

from datetime import timedelta

import pytest

from giaoban.actions.meetings.closing import close_meeting, reopen_meeting
from giaoban.actions.meetings.conclusions import (
    ConclusionText,
    edit_conclusion,
    write_conclusion,
)
from giaoban.actions.meetings.correcting import correct_passage
from giaoban.actions.meetings.minutes import (
    add_passage,
    approve_paper,
    content_of,
    draft_paper,
    set_passage_reach,
    write_passage,
)
from giaoban.actions.meetings.notes import edit_opinion, remove_opinion
from giaoban.actions.register.outgoing import issue_document
from giaoban.documents.meetings.meeting_paper import paper_document
from giaoban.models import AgendaItem, Event, Meeting, MeetingPaper, PaperCorrection
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.meetings.minutes import passages_read
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import DocumentState
from tests.factories import NOW, TODAY
from tests.meeting_scene import make_sitting
from tests.obligations import make_body
from tests.papers_scene import LIMITED, MEMBERS, NOON, OPEN, make_held

NEXT = NOON + timedelta(days=1)


def passage(paper, key):
    [found] = [each for each in passages_read(paper.passages) if each.key == key]
    return found


def rewritten(paper, key, text, **more):
    before = passage(paper, key)
    given = {"heading": before.heading, "revision": before.revision, **more}
    return write_passage(paper=paper, key=key, text=text, **given)


def test_minutes_are_drafted_in_the_order_of_what_happened(cast):
    held = make_held(cast)
    item, limited = held.sitting.item, held.limited
    keys = [each.key.split("-")[0] for each in passages_read(held.paper().passages)]
    assert keys == [
        "opening",
        "present",
        "absent",
        "quorum",
        "item",
        *["opinion"] * 3,
        *["vote", "names", "vote"],  # of the secret one there are counts alone
        *["conclusion"] * 2,
        "item",
        "closing",
    ]
    headings = dict.fromkeys(each.heading for each in passages_read(held.paper().passages))
    assert [each for each in headings if each] == [
        "Thành phần tham dự",
        f"1. {item.title}",
        f"2. {limited.title}",
    ]


def test_attendance_says_who_came_late_left_early_and_how_many_were_there(cast):
    paper = make_held(cast).paper()
    present = passage(paper, "present").text
    assert "Thành viên có mặt 4/5:" in present
    assert "Thành viên 3 (dự từ 09 giờ 30)" in present
    assert "Thành viên 2 (về lúc 10 giờ 30)" in present
    assert passage(paper, "absent").text == "Vắng mặt 1:\n- Thành viên 4"
    quorum = passage(paper, "quorum").text
    assert "Từ 09 giờ 00: 3/5 thành viên, cần 3, đủ điều kiện quyết định." in quorum
    assert "Từ 09 giờ 30: 4/5 thành viên" in quorum
    assert "Từ 12 giờ 00" not in quorum


def test_a_post_that_names_its_agency_does_not_name_it_twice(cast):
    sitting = make_sitting(cast)
    named = {"post": "Giám đốc Sở Tài chính", "agency": "Sở Tài chính tỉnh Lào Cai"}
    sitting.meeting.invitees.filter(pk=sitting.seats[0].pk).update(**named)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    paper = draft_paper(
        meeting=Meeting.objects.get(pk=sitting.meeting.pk), kind="minutes", by=cast.chi, now=NOON
    )
    assert (
        f"{cast.dung.name}, Giám đốc Sở Tài chính tỉnh Lào Cai\n" in passage(paper, "present").text
    )


def test_of_an_open_vote_names_stand_apart_and_of_a_secret_one_nowhere(cast):
    held = make_held(cast)
    openly, secretly = held.sitting.item.questions.order_by("pk")
    paper = held.paper()
    named = passage(paper, f"names-{openly.pk}")
    assert named.reach is Reach.MEMBERS
    assert named.text == (
        f"- Tán thành: {cast.dung.name}, {cast.giang.name}, Thành viên 2.\n"
        "- Không tán thành: Thành viên 3."
    )
    assert "Tán thành: 3" in passage(paper, f"vote-{secretly.pk}").text
    assert not [
        each for each in passages_read(paper.passages) if each.key == f"names-{secretly.pk}"
    ]


def test_a_passage_goes_no_further_than_what_it_was_made_from(cast):
    held = make_held(cast)
    reaches = {each.key: each.reach for each in passages_read(held.paper().passages)}
    assert reaches[f"item-{held.limited.pk}"] is Reach.LIMITED
    assert [reaches[f"opinion-{one.pk}"] for one in held.sitting.item.opinions.order_by("pk")] == [
        Reach.CIRCULATED,
        Reach.MEMBERS,
        Reach.LIMITED,
    ]
    assert reaches[f"conclusion-{held.conclusion.pk}"] is Reach.CIRCULATED


def test_drafting_again_follows_the_record_and_keeps_what_was_written(cast):
    held = make_held(cast)
    rewritten(held.paper(), "closing", "Phiên họp kết thúc cùng ngày.")
    own = add_passage(
        paper=held.paper(),
        behind="opening",
        heading="Ghi chú",
        text="Có mời báo chí",
        by=cast.chi,
        now=NOON,
    )
    AgendaItem.objects.filter(pk=held.sitting.item.pk).update(notes="Đã sửa ghi chép")
    again = draft_paper(meeting=held.meeting, kind="minutes", by=cast.chi, now=NEXT)
    assert passage(again, f"item-{held.sitting.item.pk}").text == "Đã sửa ghi chép"
    closing = passage(again, "closing")
    assert closing.text == "Phiên họp kết thúc cùng ngày."
    assert closing.drafted.startswith("Phiên họp kết thúc vào 12 giờ 00")
    keys = [each.key for each in passages_read(again.passages)]
    assert keys[:2] == ["opening", own.key]
    assert (
        draft_paper(meeting=held.meeting, kind="minutes", by=cast.chi, now=NEXT).revision
        == again.revision
    )


def test_who_saved_first_is_not_overwritten(cast):
    paper = make_held(cast).paper()
    rewritten(paper, "closing", "Bản của chị Chi")
    with pytest.raises(RuleError) as refused:
        write_passage(paper=paper, key="closing", heading="", text="Bản khác", revision=0)
    assert refused.value.code == "passage_changed_meanwhile"
    assert refused.value.params == {"text": "Bản của chị Chi", "revision": 1}


def test_before_it_is_closed_a_meeting_has_no_papers(cast):
    with pytest.raises(RuleError, match="meeting_not_closed"):
        draft_paper(meeting=make_sitting(cast).meeting, kind="minutes", by=cast.chi, now=NOON)


def test_what_is_approved_is_what_was_read(cast):
    held = make_held(cast)
    read = held.paper().revision
    rewritten(held.paper(), "closing", "Khác")
    with pytest.raises(RuleError, match="paper_changed_meanwhile"):
        approve_paper(paper=held.paper(), revision=read, by=cast.dung, now=NEXT)
    paper = held.paper()
    approved = approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=NEXT)
    assert (approved.state, approved.approved_by, approved.approved_at) == (
        MeetingPaper.State.APPROVED,
        cast.dung,
        NEXT,
    )
    for step in (
        lambda: rewritten(held.paper(), "closing", "Sửa lén"),
        lambda: draft_paper(meeting=held.meeting, kind="minutes", by=cast.chi, now=NEXT),
        lambda: set_passage_reach(
            paper=held.paper(), key="closing", reach=Reach.LIMITED, by=cast.chi, now=NEXT
        ),
    ):
        with pytest.raises(RuleError, match="paper_approved"):
            step()
    with pytest.raises(RuleError, match="minutes_approved"):
        reopen_meeting(meeting=held.meeting, reason="Nhầm", by=cast.chi, now=NEXT)


def test_a_paper_that_nobody_drafted_cannot_be_approved(cast):
    paper = make_held(cast, drafted=False).paper()
    with pytest.raises(RuleError, match="paper_empty"):
        approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=NEXT)


def test_a_correction_is_listed_with_its_reason_and_withheld_with_its_passage(cast):
    held = make_held(cast)
    paper = held.paper()
    approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=NEXT)
    [_open, _members, kept_in] = held.sitting.item.opinions.order_by("pk")
    for key, text in (("closing", "Kết thúc lúc 11 giờ."), (f"opinion-{kept_in.pk}", "Khác")):
        correct_passage(
            paper=held.paper(),
            key=key,
            text=text,
            reason="Ghi nhầm giờ",
            revision=0,
            by=cast.chi,
            now=NEXT,
        )
    assert PaperCorrection.objects.count() == 2
    whole = str(paper_document(content_of(held.paper()), Reach.LIMITED).blocks)
    assert "Đính chính sau khi duyệt" in whole
    assert "sửa thành “Kết thúc lúc 11 giờ.”" in whole
    assert f"“{cast.giang.name}: {LIMITED}: ý kiến” sửa thành “Khác”" in whole
    circulated = str(paper_document(content_of(held.paper()), Reach.CIRCULATED).blocks)
    assert "sửa thành “Kết thúc lúc 11 giờ.”" in circulated
    assert "(Có 1 đính chính ở phần được lược.)" in circulated
    assert LIMITED not in circulated


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": " "}, "reason_missing"),
        ({"text": " "}, "passage_empty"),
        ({"revision": 7}, "passage_changed_meanwhile"),
        ({"key": "own-9"}, "passage_unknown"),
    ],
)
def test_a_correction_needs_words_and_a_reason(cast, change, code):
    held = make_held(cast)
    paper = held.paper()
    approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=NEXT)
    given = {"key": "closing", "text": "Khác", "reason": "Nhầm", "revision": 0, **change}
    with pytest.raises(RuleError, match=code):
        correct_passage(paper=held.paper(), by=cast.chi, now=NEXT, **given)


def test_no_event_repeats_the_words_of_a_passage(cast):
    held = make_held(cast)
    Event.objects.all().delete()
    add_passage(paper=held.paper(), behind="", heading="", text=LIMITED, by=cast.chi, now=NOON)
    paper = held.paper()
    set_passage_reach(paper=paper, key="own-1", reach=Reach.LIMITED, by=cast.chi, now=NOON)
    paper = held.paper()
    approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=NEXT)
    correct_passage(
        paper=held.paper(),
        key="own-1",
        text=f"{LIMITED}: khác",
        reason="Nhầm",
        revision=0,
        by=cast.chi,
        now=NEXT,
    )
    assert Event.objects.count() == 4
    assert LIMITED not in str(list(Event.objects.values_list("before", "after")))


def test_a_notice_takes_its_number_in_the_committees_register(cast):
    make_body(cast.lao_cai, name=cast.committee.name)
    held = make_held(cast)
    paper = held.paper("conclusions")
    document = approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=NEXT).document
    assert (document.type_code, document.title, document.state) == (
        "TB",
        "Kết luận phiên họp giao ban quý IV",
        DocumentState.DRAFT,
    )
    issue_document(document=document, dated_on=TODAY, revision=0, by=cast.chi, today=TODAY, now=NOW)
    head = paper_document(content_of(held.paper("conclusions")), Reach.CIRCULATED).letterhead
    assert (head.number, head.issued_on) == ("01", TODAY)


def test_the_annex_of_a_notice_has_the_conclusions_of_its_version_alone(cast):
    held = make_held(cast)
    content = content_of(held.paper("conclusions"))

    def conclusions(upto):
        [annex] = paper_document(content, upto).annexes
        return [[cell.text for cell in row.cells][1:] for row in annex.blocks[0].rows]

    due = "07/12/2026"  # ten working days after the meeting, the 24th being Culture Day
    open_row = ["Rà soát hồ chứa", "Xã Tả Van", "Xã Y Tý", "Rà soát hồ chứa: báo cáo", due]
    limited_row = [f"{LIMITED}: kết luận", "Xã Tả Van", "Xã Y Tý"]
    assert conclusions(Reach.CIRCULATED) == [open_row]
    assert [row[:3] for row in conclusions(Reach.LIMITED)] == [open_row[:3], limited_row]


def test_a_passage_that_is_withheld_by_hand_leaves_the_annex_too(cast):
    held = make_held(cast)
    key = f"conclusion-{held.conclusion.pk}"
    set_passage_reach(
        paper=held.paper("conclusions"), key=key, reach=Reach.MEMBERS, by=cast.chi, now=NOON
    )
    document = paper_document(content_of(held.paper("conclusions")), Reach.CIRCULATED)
    assert document.annexes == ()
    assert "Rà soát hồ chứa" not in str(document)


def test_a_passage_that_is_let_go_further_takes_no_line_of_the_annex_with_it(cast):
    held = make_held(cast)
    limited = held.meeting.conclusions.get(reach=Reach.LIMITED)
    key = f"conclusion-{limited.pk}"
    rewritten(held.paper("conclusions"), key, "2. Thống nhất nội dung còn lại.")
    set_passage_reach(
        paper=held.paper("conclusions"), key=key, reach=Reach.CIRCULATED, by=cast.chi, now=NOON
    )
    document = paper_document(content_of(held.paper("conclusions")), Reach.CIRCULATED)
    assert "Thống nhất nội dung còn lại" in str(document.blocks)
    assert LIMITED not in str(document)
    [annex] = document.annexes
    assert len(annex.blocks[0].rows) == 1


def test_a_version_says_how_many_passages_it_leaves_out(cast):
    content = content_of(make_held(cast).paper())
    circulated = str(paper_document(content, Reach.CIRCULATED).blocks)
    assert OPEN in circulated
    assert MEMBERS not in circulated
    assert LIMITED not in circulated
    assert "(Lược 2 đoạn không thuộc phạm vi gửi của bản này.)" in circulated
    members = str(paper_document(content, Reach.MEMBERS).blocks)
    assert MEMBERS in members
    assert LIMITED not in members
    assert LIMITED in str(paper_document(content, Reach.LIMITED).blocks)


def test_the_task_of_a_limited_conclusion_says_that_its_words_are_handed_over_apart(cast):
    held = make_held(cast, drafted=False)
    tasks = [one.task for one in held.meeting.conclusions.order_by("position")]
    assert tasks[0].text == "Rà soát hồ chứa"
    assert LIMITED not in tasks[1].text
    assert held.meeting.title in tasks[1].text
    assert [task.product for task in tasks] == ["Rà soát hồ chứa: báo cáo", ""]
    assert {part.text for part in tasks[1].parts.all()} == {tasks[1].text}


def test_no_event_of_the_record_keeps_words_for_few(cast):
    held = make_held(cast, drafted=False)
    meeting = held.meeting
    reopen_meeting(meeting=meeting, reason="Sửa", by=cast.chi, now=NOON)
    who = {"by": cast.chi, "now": NOON}
    opinion = held.limited.opinions.create(speaker="A", text=LIMITED, reach="circulated", at=NOON)
    opinion = edit_opinion(
        opinion=opinion, text=f"{LIMITED}: khác", reach=Reach.CIRCULATED, revision=0, **who
    )
    remove_opinion(opinion=opinion, **who)
    on_limited = ConclusionText(ConclusionFacts(LIMITED, product=LIMITED), item=held.limited)
    conclusion = write_conclusion(meeting=meeting, text=on_limited, **who)
    opened = ConclusionText(ConclusionFacts("Đã công khai"))
    edit_conclusion(conclusion=conclusion, text=opened, revision=0, **who)
    kept = list(Event.objects.values_list("before", "after"))
    assert LIMITED not in str(kept)
    assert "Rà soát hồ chứa" in str(kept)
