"""Who brings the paper of an item, who reads it, and what a proposal comes to on the pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.papers import PaperText, add_paper, read_paper
from giaoban.actions.meetings.proposals import ProposalText, send_proposal, take_proposal
from giaoban.models import AgendaItem, AgendaPaper, Event, Meeting, Proposal
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingState
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.register_files import word_text
from tests.web.test_meetings_invitations import invited, opened
from tests.web.test_meetings_preparing import coming, titles


def send(client: Client, address: str, **typed: str) -> int:
    file = SimpleUploadedFile("to-trinh.docx", word_text("Tờ trình"))
    return client.post(address, {"file": file, "reach": "members", **typed}).status_code


def a_proposal(cast: Cast) -> Proposal:
    return send_proposal(
        committee=cast.committee,
        unit=cast.ta_van,
        text=ProposalText("Cấp máy tính", 15),
        file=None,
        by=cast.an,
        now=timezone.now(),
    )


@pytest.mark.django_db
def test_whoever_is_named_to_report_brings_the_paper_from_their_invitation(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast)
    own = AgendaItem.objects.create(
        meeting=sitting.meeting, position=2, kind="other", title="Riêng", minutes=5
    )
    named = f"Ông {cast.giang.name}, Phó Giám đốc"
    AgendaItem.objects.filter(pk=sitting.item.pk).update(rapporteur=named)
    giang = sign_in(cast.giang)
    address = reverse("my_item_paper", args=[sitting.meeting.pk, sitting.item.pk])
    assert address in giang.get(reverse("my_invitation", args=[sitting.meeting.pk])).text
    assert send(giang, address) == 302
    assert AgendaPaper.objects.get().added_by == cast.giang
    other = reverse("my_item_paper", args=[sitting.meeting.pk, own.pk])
    assert giang.get(other).status_code == 404
    Meeting.objects.filter(pk=sitting.meeting.pk).update(state=MeetingState.CLOSED)
    assert giang.get(address).status_code == 404


@pytest.mark.django_db
def test_who_brought_a_paper_for_few_reads_it_on_and_takes_it_back(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast)
    AgendaItem.objects.filter(pk=sitting.item.pk).update(rapporteur=cast.giang.name)
    giang = sign_in(cast.giang)
    send(giang, reverse("add_agenda_paper", args=[sitting.item.pk]), reach="limited")
    paper = AgendaPaper.objects.get()
    read = reverse("agenda_paper_file", args=[paper.pk])
    assert [sign_in(one).get(read).status_code for one in (cast.giang, cast.ha)] == [200, 404]
    assert read in sign_in(cast.giang).get(reverse("meeting", args=[sitting.meeting.pk])).text
    withdraw = reverse("withdraw_agenda_paper", args=[paper.pk])
    assert sign_in(cast.ha).post(withdraw).status_code == 404
    assert sign_in(cast.giang).post(withdraw).status_code == 302
    paper.refresh_from_db()
    assert paper.withdrawn_at is not None


@pytest.mark.django_db
def test_a_newer_version_goes_no_further_than_the_one_before_unless_so_chosen(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast)
    before = add_paper(
        item=sitting.item,
        file=read_paper("a.docx", word_text("Nội dung")),
        text=PaperText(title="Quy hoạch", reach=Reach.LIMITED),
        by=cast.chi,
        now=timezone.now(),
    )
    address = f"{reverse('add_agenda_paper', args=[sitting.item.pk])}?replaces={before.pk}"
    form = sign_in(cast.chi).get(address).context["form"]
    assert (form["reach"].value(), form.before) == (Reach.LIMITED, before)
    send(sign_in(cast.chi), address, reach="limited")
    assert AgendaPaper.objects.latest("pk").replaces == before


@pytest.mark.django_db
def test_a_unit_brings_the_paper_of_what_it_proposed_before_it_is_invited(
    cast: Cast, sign_in: SignIn
) -> None:
    meeting = coming(cast, told=False, title="Họp kín đáo").meeting
    item = take_proposal(
        proposal=a_proposal(cast), meeting=meeting, by=cast.chi, now=timezone.now()
    )
    address = reverse("add_agenda_paper", args=[item.pk])
    officer = sign_in(cast.an)
    assert address in officer.get(reverse("item_proposals")).text
    shown = officer.get(address)
    assert (shown.status_code, "Họp kín đáo" in shown.text) == (200, False)
    assert send(officer, address) == 302
    assert sign_in(cast.lan).get(address).status_code == 404
    AgendaItem.objects.filter(pk=item.pk).update(reach=Reach.LIMITED)
    assert officer.get(address).status_code == 404


@pytest.mark.django_db
def test_whoever_keeps_this_one_record_takes_up_a_proposal_and_no_other_meeting_does(
    cast: Cast, sign_in: SignIn
) -> None:
    meeting, proposal = coming(cast, told=False).meeting, a_proposal(cast)
    over = timezone.now() - timedelta(hours=1)
    Meeting.objects.filter(pk=meeting.pk).update(
        secretary=cast.giang,
        announced_at=over,
        state=MeetingState.ANNOUNCED,
        starts_at=over - timedelta(hours=2),
        ends_at=over,
    )
    take = reverse("take_proposal", args=[proposal.pk])
    assert sign_in(cast.ha).post(take, {"meeting": meeting.pk}).status_code == 404
    assert sign_in(cast.giang).post(take, {"meeting": ""}).status_code == 404
    sign_in(cast.giang).post(take, {"meeting": meeting.pk})
    assert titles(meeting) == ["Kinh phí", "Cấp máy tính"]


@pytest.mark.django_db
def test_an_item_that_somebody_else_changed_is_saved_over_knowingly(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast, told=False)
    address = reverse("edit_agenda_item", args=[sitting.item.pk])
    typed = {"kind": "other", "title": "Của tôi", "minutes": "20", "reach": "circulated"}
    AgendaItem.objects.filter(pk=sitting.item.pk).update(title="Của người khác", revision=1)
    client = sign_in(cast.chi)
    refused = client.post(address, {**typed, "revision": "0"})
    assert refused.context["theirs"].title == "Của người khác"
    again = refused.context["form"]["revision"].value()
    assert client.post(address, {**typed, "revision": again}).status_code == 302
    assert titles(sitting.meeting) == ["Của tôi"]


@pytest.mark.django_db
def test_on_its_day_a_meeting_without_a_notice_can_be_held(cast: Cast, sign_in: SignIn) -> None:
    meeting = coming(cast, told=False).meeting
    run = reverse("run_meeting", args=[meeting.pk])
    client, address = sign_in(cast.chi), reverse("meeting", args=[meeting.pk])
    assert run not in client.get(address).text
    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=now, ends_at=now + timedelta(hours=1))
    assert run in client.get(address).text


@pytest.mark.django_db
def test_where_no_agenda_drafts_itself_the_next_step_adds_an_item(
    cast: Cast, sign_in: SignIn
) -> None:
    meeting = coming(cast, told=False).meeting
    meeting.items.all().delete()
    found = sign_in(cast.chi).get(reverse("meeting", args=[meeting.pk])).context["next"]
    assert found.address == reverse("add_agenda_item", args=[meeting.pk])


@pytest.mark.django_db
def test_pages_ask_as_often_for_many_units_as_for_one(
    cast: Cast, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    """By an officer whose unit could lie above each of them, and by the secretariat."""
    meeting = coming(cast).meeting
    meeting.invitees.filter(person=cast.giang).update(person=cast.an)
    units = iter([cast.ta_van, cast.y_ty, cast.sa_pa, cast.dong_van] * 2)

    def add() -> None:
        unit, now = next(units), timezone.now()
        text = ItemText(title="x", unit=unit)
        add_item(meeting=meeting, text=text, by=cast.chi, now=now)
        Proposal.objects.create(
            committee=cast.committee, unit=unit, title="y", minutes=5, sent_at=now
        )

    officer, secretary = sign_in(cast.an), sign_in(cast.chi)
    page, proposals = reverse("meeting", args=[meeting.pk]), reverse("item_proposals")
    constant_queries(add, lambda: (officer.get(page), secretary.get(page)))
    constant_queries(add, lambda: secretary.get(proposals))


@pytest.mark.django_db
def test_who_is_to_bring_a_paper_finds_it_at_home_until_it_is_there(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast)
    AgendaItem.objects.filter(pk=sitting.item.pk).update(rapporteur=cast.giang.name)
    address = reverse("my_item_paper", args=[sitting.meeting.pk, sitting.item.pk])
    giang = sign_in(cast.giang)
    assert address in giang.get("/").text
    assert address not in sign_in(cast.dung).get("/").text
    send(sign_in(cast.giang), address)
    assert address not in sign_in(cast.giang).get("/").text


@pytest.mark.django_db
def test_whoever_has_no_account_brings_the_paper_by_the_link_to_their_invitation(
    cast: Cast,
) -> None:
    sitting = invited(cast)
    AgendaItem.objects.filter(pk=sitting.item.pk).update(rapporteur="Bà Mẩy, Trưởng thôn")
    client, page = opened()
    address = f"{page}items/{sitting.item.pk}/paper/"
    assert address in client.get(page).text
    assert send(client, address) == 302
    assert "to-trinh" in client.get(page).text
    [paper] = AgendaPaper.objects.filter(item=sitting.item)
    event = Event.objects.get(action="add_agenda_paper")
    assert (paper.added_by, "by_invitee_link" in event.after) == (None, True)
