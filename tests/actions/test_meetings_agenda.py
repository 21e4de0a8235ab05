"""An agenda drafted from what is known, put right by people, and frozen by the notice."""

from datetime import timedelta

import pytest

from giaoban.actions.meetings.agenda import (
    ItemText,
    add_item,
    draft_agenda,
    drop_item,
    edit_item,
    move_item,
)
from giaoban.actions.meetings.closing import begin_meeting, close_meeting
from giaoban.actions.meetings.notes import save_notes
from giaoban.actions.meetings.papers import PaperText, add_paper, read_paper, withdraw_paper
from giaoban.actions.meetings.planning import plan_meeting
from giaoban.actions.meetings.proposals import (
    ProposalText,
    refuse_proposal,
    send_proposal,
    take_proposal,
    withdraw_proposal,
)
from giaoban.models import (
    AgendaItem,
    AgendaPaper,
    Event,
    Meeting,
    Message,
    Proposal,
    SourceFile,
)
from giaoban.queries.meetings.agenda_facts import known_for, period_for
from giaoban.queries.meetings.papers import papers_shown
from giaoban.rules.meetings.agenda import ItemKind, Known, drafted
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.problems import RuleError
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime
from tests.register_files import annex_workbook, word_text

K = ItemKind
PDF = "to-trinh.docx"


def a_meeting(cast: Cast, *, told: bool = False, **fields: object) -> Meeting:
    given = {
        "title": "Họp giao ban quý IV",
        "kind": "briefing",
        "form": MeetingForm.ON_SITE,
        "starts_at": NOW + timedelta(days=10),
        "ends_at": NOW + timedelta(days=10, hours=2),
        **fields,
    }
    meeting = plan_meeting(committee=cast.committee, fields=given, by=cast.chi, now=NOW)
    if told:
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.ANNOUNCED, announced_at=NOW)
        meeting.refresh_from_db()
    return meeting


def an_item(cast: Cast, meeting: Meeting, title: str = "Kinh phí", **text: object) -> AgendaItem:
    return add_item(meeting=meeting, text=ItemText(title=title, **text), by=cast.chi, now=NOW)


def a_proposal(cast: Cast, *, with_file: bool = False) -> Proposal:
    return send_proposal(
        committee=cast.committee,
        unit=cast.ta_van,
        text=ProposalText("Cấp thêm máy tính", 15, "Máy cũ đã hỏng."),
        file=read_paper(PDF, word_text("Tờ trình của xã")) if with_file else None,
        by=cast.an,
        now=NOW,
    )


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.items.order_by("position").values_list("title", flat=True))


@pytest.mark.django_db
def test_an_agenda_is_drafted_from_what_is_known(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai, committee=cast.committee)
    make_period(regime, "2026-10")
    proposal = a_proposal(cast)
    meeting = a_meeting(cast)

    known = known_for(meeting, TODAY)
    period = period_for(meeting)
    assert known == Known(has_report=True, proposals=((proposal.pk, "Cấp thêm máy tính", 15),))
    made = draft_agenda(meeting=meeting, items=drafted(known), period=period, by=cast.chi, now=NOW)

    assert [item.kind for item in made] == [K.REPORT, K.CHAIR_PAGE, K.PROPOSAL]
    assert made[2].unit == cast.ta_van
    meeting.refresh_from_db()
    assert (meeting.period, period.key if period else "") == (period, "2026-10")
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.TAKEN
    # Drafted once: what people took off does not come back.
    assert draft_agenda(meeting=meeting, items=drafted(known), by=cast.chi, now=NOW) == []


@pytest.mark.django_db
def test_the_file_of_a_proposal_is_the_first_paper_of_its_item(cast: Cast) -> None:
    proposal = a_proposal(cast, with_file=True)
    meeting = a_meeting(cast)
    item = take_proposal(proposal=proposal, meeting=meeting, by=cast.chi, now=NOW)

    [paper] = item.papers.all()
    assert (paper.title, paper.text, paper.reach) == (
        "Cấp thêm máy tính",
        "cap them may tinh to trinh cua xa",
        Reach.MEMBERS,
    )
    told = Message.objects.get(person=cast.an)
    assert "Cấp thêm máy tính" in told.subject
    with pytest.raises(RuleError, match="proposal_decided"):
        take_proposal(proposal=proposal, meeting=meeting, by=cast.chi, now=NOW)

    # Taken off before the notice it waits again, and keeps its file.
    drop_item(item=item, reason="", by=cast.chi, now=NOW)
    proposal.refresh_from_db()
    assert (proposal.state, titles(meeting)) == (Proposal.State.SENT, [])
    assert SourceFile.objects.filter(pk=proposal.file_id).exists()


@pytest.mark.django_db
def test_a_proposal_that_a_meeting_did_not_come_to_waits_for_the_next(cast: Cast) -> None:
    """One that has notes was heard, also where nobody pressed for the item."""
    meeting = a_meeting(cast)
    heard, left = a_proposal(cast), a_proposal(cast)
    items = [
        take_proposal(proposal=each, meeting=meeting, by=cast.chi, now=NOW)
        for each in (heard, left)
    ]
    begin_meeting(meeting=meeting, by=cast.chi, now=NOW)
    save_notes(item=items[0], typed="Giao Sở xem xét.", base="", revision=0, by=cast.chi)
    close_meeting(meeting=meeting, by=cast.chi, now=NOW)
    states = [Proposal.objects.get(pk=each.pk).state for each in (heard, left)]
    assert states == [Proposal.State.TAKEN, Proposal.State.SENT]
    assert Message.objects.filter(person=cast.an).latest("pk").text == (
        "Phiên họp chưa xem xét đến nội dung này."
    )


@pytest.mark.django_db
def test_a_proposal_that_is_not_taken_up_tells_its_sender_why(cast: Cast) -> None:
    proposal = a_proposal(cast)
    with pytest.raises(RuleError, match="reason_missing"):
        refuse_proposal(proposal=proposal, reason=" ", by=cast.chi, now=NOW)
    refuse_proposal(proposal=proposal, reason="Đã bố trí ở kỳ trước.", by=cast.chi, now=NOW)
    assert Message.objects.get(person=cast.an).text == "Đã bố trí ở kỳ trước."
    with pytest.raises(RuleError, match="proposal_decided"):
        withdraw_proposal(proposal=proposal, by=cast.an, now=NOW)


@pytest.mark.django_db
def test_what_is_changed_after_the_notice_is_written_down(cast: Cast) -> None:
    meeting = a_meeting(cast, told=True)
    first, second = an_item(cast, meeting, "Một"), an_item(cast, meeting, "Hai")
    move_item(item=second, to=0, by=cast.chi, now=NOW)
    edit_item(item=first, text=ItemText(title="Một, sửa"), revision=0, by=cast.chi, now=NOW)
    with pytest.raises(RuleError, match="item_changed_meanwhile"):
        edit_item(item=first, text=ItemText(title="Khác"), revision=0, by=cast.chi, now=NOW)
    with pytest.raises(RuleError, match="reason_missing"):
        drop_item(item=first, reason="", by=cast.chi, now=NOW)
    drop_item(item=first, reason="Chưa đủ hồ sơ", by=cast.chi, now=NOW)

    assert titles(meeting) == ["Hai", "Một, sửa"]
    first.refresh_from_db()
    assert (first.state, first.reason) == ("dropped", "Chưa đủ hồ sơ")
    changes = meeting.agenda_changes.values_list("what", flat=True)
    assert list(changes) == [
        "item_added",
        "item_added",
        "item_moved",
        "item_renamed",
        "item_dropped",
    ]


@pytest.mark.django_db
def test_a_newer_version_stands_for_the_paper_and_keeps_its_summary(cast: Cast) -> None:
    meeting = a_meeting(cast)
    item = an_item(cast, meeting)
    file = read_paper(PDF, word_text("Kế hoạch kinh phí"))

    def add(**text: object) -> AgendaPaper:
        return add_paper(item=item, file=file, text=PaperText(**text), by=cast.chi, now=NOW)

    first = add(title="Kế hoạch", pages=40)
    [shown] = papers_shown(meeting, Reach.MEMBERS)[item.pk]
    assert (shown.asks_summary, shown.is_late) == (True, False)
    summary = add(title="Tóm tắt", summary_of=first)
    second = add(replaces=first, pages=41)

    [shown] = papers_shown(meeting, Reach.MEMBERS)[item.pk]
    assert (shown.paper, shown.earlier, shown.asks_summary) == (second, (first,), False)
    assert [one.paper for one in shown.summaries] == [summary]
    assert (second.title, second.version) == ("Kế hoạch", 2)
    with pytest.raises(RuleError, match="paper_replaced_meanwhile"):
        add(replaces=first)
    with pytest.raises(RuleError, match="summary_of_summary"):
        add(summary_of=summary)

    withdraw_paper(paper=summary, by=cast.chi, now=NOW)
    [shown] = papers_shown(meeting, Reach.MEMBERS)[item.pk]
    assert (shown.asks_summary, shown.summaries) == (True, ())
    withdraw_paper(paper=second, by=cast.chi, now=NOW)
    assert papers_shown(meeting, Reach.LIMITED) == {}


@pytest.mark.django_db
def test_a_paper_is_late_once_fewer_working_days_are_left_than_its_kind_asks(cast: Cast) -> None:
    meeting = a_meeting(cast, starts_at=NOW + timedelta(days=4), ends_at=NOW + timedelta(days=5))
    item = an_item(cast, meeting)
    file = read_paper("so-lieu.xlsx", annex_workbook(Số_liệu=[]))
    add_paper(item=item, file=file, text=PaperText(), by=cast.chi, now=NOW)
    [shown] = papers_shown(meeting, Reach.MEMBERS)[item.pk]
    assert (shown.paper.title, shown.paper.pages, shown.is_late) == ("so-lieu", None, True)


@pytest.mark.django_db
def test_a_paper_for_few_is_named_neither_in_the_changes_nor_in_the_history(cast: Cast) -> None:
    meeting = a_meeting(cast, told=True)
    item = an_item(cast, meeting, "Nhân sự", reach=Reach.LIMITED)
    open_item = an_item(cast, meeting, "Khác")
    file = read_paper(PDF, word_text("Nội dung"))
    for to, reach in ((item, Reach.MEMBERS), (open_item, Reach.LIMITED)):
        text = PaperText(title="Quy hoạch", reach=reach)
        add_paper(item=to, file=file, text=text, by=cast.chi, now=NOW)
    assert papers_shown(meeting, Reach.MEMBERS) == {}
    assert len(papers_shown(meeting, Reach.LIMITED)) == 2
    assert not meeting.agenda_changes.filter(what="paper_added").exists()
    kept = [str(event.after) for event in Event.objects.filter(record_type="Meeting")]
    assert [facts for facts in kept if "Quy hoạch" in facts or "Nhân sự" in facts] == []


@pytest.mark.parametrize(
    "name, content, code",
    [
        ("ghi-am.mp3", b"ID3", "paper_kind_unknown"),
        ("a.docx", b"no archive", "document_kind_unknown"),
        ("so-do.png", b"no picture", "document_kind_unknown"),
        ("[MẬT] Sơ đồ.png", b"\x89PNG\r\n\x1a\n", "state_secret"),
        (PDF, word_text("TUYỆT MẬT", "Kế hoạch"), "state_secret"),
    ],
)
def test_what_must_not_or_cannot_be_read_is_no_paper(name: str, content: bytes, code: str) -> None:
    with pytest.raises(RuleError, match=code):
        read_paper(name, content)


@pytest.mark.django_db
def test_the_papers_of_an_item_that_is_gone_leave_no_file_behind(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    meeting = a_meeting(cast)
    item = an_item(cast, meeting)
    file = read_paper(PDF, word_text("Nội dung"))
    paper = add_paper(item=item, file=file, text=PaperText(), by=cast.chi, now=NOW)
    storage, name = paper.file.content.storage, paper.file.content.name
    with django_capture_on_commit_callbacks(execute=True):
        drop_item(item=item, reason="", by=cast.chi, now=NOW)
    assert (SourceFile.objects.count(), storage.exists(name)) == (0, False)
