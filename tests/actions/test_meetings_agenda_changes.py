"""What an agenda loses nothing by: changes said by name, proposals that wait again, versions."""

from datetime import timedelta

import pytest
from django.utils import translation

from giaoban.actions.meetings.agenda import ItemText, draft_agenda, drop_item, edit_item
from giaoban.actions.meetings.papers import PaperText, add_paper, read_paper
from giaoban.actions.meetings.planning import cancel_meeting, edit_meeting
from giaoban.actions.meetings.proposals import take_proposal
from giaoban.mail.meeting_words import changes_said
from giaoban.models import AgendaItem, AgendaPaper, Event, Meeting, Message, Proposal
from giaoban.queries.meetings.agenda_seen import changes_upto
from giaoban.rules.meetings.agenda import DraftItem, ItemKind
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.problems import RuleError
from tests.actions.test_meetings_agenda import a_meeting, a_proposal, an_item
from tests.cast import Cast
from tests.factories import NOW
from tests.register_files import word_text

LATER = NOW + timedelta(hours=1)
BEFORE = NOW - timedelta(hours=1)
K = ItemKind


def said(meeting: Meeting, upto: Reach = Reach.MEMBERS) -> list[str]:
    with translation.override("en"):
        return changes_said(changes_upto(meeting, BEFORE, upto))


def edited(cast: Cast, item: AgendaItem, **text: object) -> AgendaItem:
    row = AgendaItem.objects.get(pk=item.pk)
    told = ItemText(**{"title": row.title, "minutes": row.minutes, **text})
    return edit_item(item=row, text=told, revision=row.revision, by=cast.chi, now=LATER)


@pytest.mark.django_db
def test_each_thing_that_became_different_is_said_by_itself(cast: Cast) -> None:
    meeting = a_meeting(cast, told=True)
    item = AgendaItem.objects.create(meeting=meeting, position=1, kind=K.OTHER, minutes=10)
    edited(cast, item, title="Kinh phí", minutes=25, rapporteur="Bà Mai", unit=cast.ta_van)
    assert said(meeting) == [
        "“Other matters” on the agenda is now called: Kinh phí",
        "“Kinh phí” now takes (minutes): 25",
        "“Kinh phí” is now reported by: Bà Mai",
        f"“Kinh phí” is now a matter of: {cast.ta_van.name}",
    ]


@pytest.mark.django_db
def test_an_agenda_that_drafts_itself_after_the_notice_is_a_change(cast: Cast) -> None:
    meeting = a_meeting(cast, told=True)
    items = [DraftItem(K.LATE_DIRECTIVES, 15), DraftItem(K.STANDING, 10, "Việc khác")]
    draft_agenda(meeting=meeting, items=items, by=cast.chi, now=LATER)
    assert said(meeting) == [
        "On the agenda now: Directives that are late",
        "On the agenda now: Việc khác",
    ]


@pytest.mark.django_db
def test_two_new_papers_of_one_item_are_both_said(cast: Cast) -> None:
    meeting = a_meeting(cast, told=True)
    item = AgendaItem.objects.create(meeting=meeting, position=1, kind=K.OTHER, minutes=10)
    file = read_paper("a.docx", word_text("Nội dung"))
    for title, reach in (("Một", Reach.CIRCULATED), ("Hai", Reach.MEMBERS)):
        text = PaperText(title=title, reach=reach)
        add_paper(item=item, file=file, text=text, by=cast.chi, now=LATER)
    assert said(meeting) == ["New paper: Một", "New paper: Hai"]
    assert said(meeting, Reach.CIRCULATED) == ["New paper: Một"]


@pytest.mark.django_db
def test_a_name_that_was_for_few_is_not_told_when_the_item_is_for_more(cast: Cast) -> None:
    meeting = a_meeting(cast, told=True)
    item = an_item(cast, meeting, "Kỷ luật ông A", reach=Reach.LIMITED)
    edited(cast, item, minutes=20, reach=Reach.LIMITED)
    assert said(meeting) == []
    edited(cast, item, title="Công tác cán bộ", reach=Reach.MEMBERS)
    assert said(meeting) == ["On the agenda now: Công tác cán bộ"]


@pytest.mark.django_db
def test_who_presides_instead_is_told_again(cast: Cast) -> None:
    meeting = a_meeting(cast, told=True)
    edit_meeting(
        meeting=meeting,
        fields={"chair": cast.dung},
        revision=meeting.revision,
        by=cast.chi,
        now=LATER,
    )
    assert said(meeting) == [f"It is now presided over by: {cast.dung.name}"]


@pytest.mark.django_db
def test_why_an_item_for_few_was_taken_off_is_in_no_history(cast: Cast) -> None:
    meeting = a_meeting(cast, told=True)
    item = an_item(cast, meeting, "Nhân sự", reach=Reach.LIMITED)
    drop_item(item=item, reason="Ông A xin rút", by=cast.chi, now=LATER)
    kept = [f"{one.before} {one.after}" for one in Event.objects.all()]
    assert [facts for facts in kept if "xin rút" in facts] == []


@pytest.mark.django_db
def test_an_item_with_a_newer_version_of_its_paper_can_be_taken_off(cast: Cast) -> None:
    meeting = a_meeting(cast)
    item = an_item(cast, meeting)
    file = read_paper("a.docx", word_text("Nội dung"))
    first = add_paper(item=item, file=file, text=PaperText(), by=cast.chi, now=NOW)
    add_paper(item=item, file=file, text=PaperText(replaces=first), by=cast.chi, now=NOW)
    drop_item(item=item, reason="", by=cast.chi, now=NOW)
    assert (AgendaItem.objects.count(), AgendaPaper.objects.count()) == (0, 0)
    with pytest.raises(RuleError, match="item_dropped"):
        edit_item(item=item, text=ItemText(title="x"), revision=0, by=cast.chi, now=NOW)


@pytest.mark.django_db
def test_what_was_proposed_for_a_meeting_that_is_called_off_waits_for_another(cast: Cast) -> None:
    proposal = a_proposal(cast, with_file=True)
    first, second = a_meeting(cast, told=True), a_meeting(cast)
    take_proposal(proposal=proposal, meeting=first, by=cast.chi, now=NOW)
    cancel_meeting(meeting=first, reason="Trùng lịch", by=cast.chi, now=LATER)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (Proposal.State.SENT, None)
    told = Message.objects.filter(person=cast.an).latest("pk")
    assert (told.text, "Cấp thêm máy tính" in told.subject) == ("Trùng lịch", True)
    item = take_proposal(proposal=proposal, meeting=second, by=cast.chi, now=LATER)
    assert item.papers.count() == 1
