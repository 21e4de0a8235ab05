"""The pages of a meeting being prepared: who sees what, what it says, what can be done."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.closing import begin_meeting, close_meeting
from giaoban.actions.meetings.conclusions import ConclusionText, write_conclusion
from giaoban.actions.meetings.papers import PaperText, add_paper, read_paper
from giaoban.models import (
    AgendaItem,
    AgendaPaper,
    Meeting,
    MeetingSeries,
    Proposal,
    Task,
)
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.terms import Term, TermKind
from giaoban.web.audit.history_panel import shown_history
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import appoint
from tests.meeting_scene import Sitting, make_sitting
from tests.register_files import word_text

IN_TWO_WEEKS = timedelta(days=14)


def coming(cast: Cast, *, told: bool = True, **fields: object) -> Sitting:
    """In two weeks, by the page's own clock; Dũng presides, Chi keeps the record."""
    sitting = make_sitting(cast, seats=2, runs=False, at=timezone.now() + IN_TWO_WEEKS, **fields)
    if told:
        Meeting.objects.filter(pk=sitting.meeting.pk).update(
            state=MeetingState.ANNOUNCED, announced_at=timezone.now(), told_at=timezone.now()
        )
        sitting.meeting.refresh_from_db()
    return sitting


def page(client: Client, meeting: Meeting) -> str:
    response = client.get(reverse("meeting", args=[meeting.pk]))
    assert response.status_code == 200
    return response.content.decode()


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.items.order_by("position").values_list("title", flat=True))


@pytest.mark.django_db
def test_what_comes_stands_before_what_was_held(cast: Cast, sign_in: SignIn) -> None:
    now = timezone.now()
    for title, days in (("Cũ", -30), ("Sau", 20), ("Gần", 5), ("Vừa qua", -3)):
        make_sitting(cast, seats=0, runs=False, at=now + timedelta(days=days), title=title)
    response = sign_in(cast.chi).get(reverse("meetings"))
    shown = [row.meeting.title for row in response.context["shown"]]
    assert shown == ["Gần", "Sau", "Vừa qua", "Cũ"]
    assert [row.opens for row in response.context["shown"]] == [True, False, True, False]
    found = sign_in(cast.chi).get(reverse("meetings"), {"q": "vua qua", "show": "past"})
    assert [row.meeting.title for row in found.context["shown"]] == ["Vừa qua"]
    table = sign_in(cast.chi).get(reverse("meetings_file", args=["csv"]), {"show": "coming"})
    assert re.findall("Gần|Sau|Vừa qua|Cũ", table.content.decode()) == ["Gần", "Sau"]


@pytest.mark.django_db
def test_a_list_asks_as_often_for_three_meetings_as_for_one(
    cast: Cast, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    client = sign_in(cast.chi)
    constant_queries(lambda: coming(cast, title="Họp"), lambda: client.get(reverse("meetings")))


@pytest.mark.django_db
def test_the_agenda_of_an_empty_meeting_is_proposed_and_taken_over_by_one_press(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast, told=False)
    sitting.meeting.items.all().delete()
    Proposal.objects.create(
        committee=cast.committee,
        unit=cast.ta_van,
        title="Cấp máy tính",
        minutes=15,
        sent_at=timezone.now(),
    )
    client = sign_in(cast.chi)
    response = client.get(reverse("meeting", args=[sitting.meeting.pk]))
    assert [one.name for one in response.context["proposed"]] == ["Cấp máy tính"]
    assert response.context["next"].address == reverse("draft_agenda", args=[sitting.meeting.pk])
    client.post(response.context["next"].address)
    assert titles(sitting.meeting) == ["Cấp máy tính"]
    following = client.get(reverse("meeting", args=[sitting.meeting.pk])).context["next"]
    assert following.address == reverse("meeting_notice", args=[sitting.meeting.pk])


@pytest.mark.django_db
def test_who_may_not_read_an_item_sees_that_there_is_one_and_nothing_of_it(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast)
    secret = ItemText(title="Nhân sự", text="Quy hoạch", reach=Reach.LIMITED)
    item = add_item(meeting=sitting.meeting, text=secret, by=cast.chi, now=timezone.now())
    file = read_paper("ho-so.docx", word_text("Danh sách quy hoạch"))
    paper = add_paper(
        item=item, file=file, text=PaperText(title="Hồ sơ"), by=cast.chi, now=timezone.now()
    )
    for person, reads in (
        (cast.chi, True),
        (cast.dung, True),
        (cast.giang, False),
        (cast.ha, False),
    ):
        client = sign_in(person)
        shown = page(client, sitting.meeting)
        assert ("Nhân sự" in shown) is reads, person
        assert ("Hồ sơ" in shown) is reads, person
        file_page = client.get(reverse("agenda_paper_file", args=[paper.pk]))
        assert file_page.status_code == (200 if reads else 404)
        found = client.get("/search/", {"q": "quy hoach"}, headers={"HX-Target": "results"})
        assert ("Hồ sơ" in found.content.decode()) is reads
        found = client.get("/search/", {"q": "nhan su"}, headers={"HX-Target": "results"})
        assert ("Nhân sự" in found.content.decode()) is reads
    assert 'class="is-withheld"' in page(sign_in(cast.giang), sitting.meeting)


@pytest.mark.django_db
def test_an_item_is_moved_by_a_button_and_to_the_place_where_it_is_dropped(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast, told=False)
    for title in ("Hai", "Ba"):
        text = ItemText(title=title)
        add_item(meeting=sitting.meeting, text=text, by=cast.chi, now=timezone.now())
    last = sitting.meeting.items.get(title="Ba")
    client = sign_in(cast.chi)
    move = reverse("move_agenda_item", args=[last.pk])
    client.post(move, {"way": "up"})
    assert titles(sitting.meeting) == ["Kinh phí", "Ba", "Hai"]
    client.post(move, {"to": "0"})
    assert titles(sitting.meeting) == ["Ba", "Kinh phí", "Hai"]
    client.post(move, {"way": "up"})
    client.post(move, {"to": "nowhere"})
    assert titles(sitting.meeting) == ["Ba", "Kinh phí", "Hai"]


@pytest.mark.django_db
def test_an_item_that_was_taken_off_after_the_notice_takes_no_place_in_the_order(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast)
    for title in ("Hai", "Ba", "Bốn"):
        text = ItemText(title=title)
        add_item(meeting=sitting.meeting, text=text, by=cast.chi, now=timezone.now())
    client = sign_in(cast.chi)
    second, third = (sitting.meeting.items.get(title=title) for title in ("Hai", "Ba"))
    dropped = client.post(reverse("drop_agenda_item", args=[second.pk]), {"reason": "Chưa đủ"})
    assert dropped.status_code == 302
    client.post(reverse("move_agenda_item", args=[third.pk]), {"way": "up"})
    kept = sitting.meeting.items.exclude(state="dropped").order_by("position")
    assert [item.title for item in kept] == ["Ba", "Kinh phí", "Bốn"]
    assert "Chưa đủ" in page(sign_in(cast.giang), sitting.meeting)


@pytest.mark.django_db
def test_an_item_that_somebody_else_changed_is_not_written_over(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast, told=False)
    item = sitting.item
    address = reverse("edit_agenda_item", args=[item.pk])
    typed = {"kind": "other", "title": "Của tôi", "minutes": "20", "reach": "circulated"}
    AgendaItem.objects.filter(pk=item.pk).update(title="Của người khác", revision=1)
    refused = sign_in(cast.chi).post(address, {**typed, "revision": "0"})
    assert refused.status_code == 200
    assert "Của tôi" in refused.content.decode()
    item.refresh_from_db()
    assert item.title == "Của người khác"


@pytest.mark.django_db
def test_a_paper_comes_as_a_file_and_a_secret_one_is_refused(cast: Cast, sign_in: SignIn) -> None:
    sitting = coming(cast)
    client, address = sign_in(cast.chi), reverse("add_agenda_paper", args=[sitting.item.pk])

    def send(*lines: str) -> int:
        file = SimpleUploadedFile("to-trinh.docx", word_text(*lines))
        return client.post(address, {"file": file, "reach": "members"}).status_code

    assert send("TỐI MẬT", "Kế hoạch") == 200
    assert AgendaPaper.objects.count() == 0
    assert send("Kế hoạch") == 302
    [paper] = AgendaPaper.objects.all()
    assert "to-trinh" in page(sign_in(cast.giang), sitting.meeting)
    client.post(reverse("withdraw_agenda_paper", args=[paper.pk]))
    read = reverse("agenda_paper_file", args=[paper.pk])
    assert (sign_in(cast.giang).get(read).status_code, client.get(read).status_code) == (404, 200)


@pytest.mark.django_db
def test_who_speaks_for_the_unit_of_an_item_brings_its_paper(cast: Cast, sign_in: SignIn) -> None:
    sitting = coming(cast)
    AgendaItem.objects.filter(pk=sitting.item.pk).update(unit=cast.ta_van)
    sitting.meeting.invitees.filter(person=cast.giang).update(person=cast.an)
    address = reverse("add_agenda_paper", args=[sitting.item.pk])
    assert sign_in(cast.an).get(address).status_code == 200  # invited, and of that unit
    assert sign_in(cast.binh).get(address).status_code == 404  # of the unit, not invited
    assert sign_in(cast.giang).get(address).status_code == 404


@pytest.mark.django_db
def test_what_was_concluded_before_is_opened_live_with_the_way_to_its_task(
    cast: Cast, sign_in: SignIn
) -> None:
    before = make_sitting(cast, at=timezone.now() - timedelta(days=60))
    for text, reach in (("Rà soát số liệu", Reach.CIRCULATED), ("Việc riêng", Reach.LIMITED)):
        write_conclusion(
            meeting=before.meeting,
            text=ConclusionText(
                ConclusionFacts(
                    text,
                    lead_id=cast.ta_van.pk,
                    product="Báo cáo",
                    term=Term(TermKind.WORKING_DAYS, working_days=10),
                ),
                reach=reach,
            ),
            by=cast.chi,
            now=timezone.now() - timedelta(days=60),
        )
    close_meeting(meeting=before.meeting, by=cast.chi, now=timezone.now() - timedelta(days=59))
    sitting = coming(cast)
    text = ItemText(kind=ItemKind.MATTERS_ARISING)
    add_item(meeting=sitting.meeting, text=text, by=cast.chi, now=timezone.now())
    card = sign_in(cast.giang).get(reverse("meeting", args=[sitting.meeting.pk])).context["arising"]
    task = Task.objects.get(text="Rà soát số liệu")
    assert [(one.conclusion.text, one.task_id) for one in card.rows] == [(task.text, task.pk)]
    assert card.withheld == 1
    whole = sign_in(cast.chi).get(reverse("meeting", args=[sitting.meeting.pk])).context["arising"]
    assert (len(whole.rows), whole.withheld) == (2, 0)


@pytest.mark.django_db
def test_a_meeting_is_planned_by_hand_and_a_long_one_is_warned_of(
    cast: Cast, sign_in: SignIn
) -> None:
    client, day = sign_in(cast.chi), timezone.localdate() + IN_TWO_WEEKS
    typed = {
        "title": "Họp chuyên đề",
        "kind": "briefing",
        "form": "both",
        "starts_on": day.isoformat(),
        "starts_at": "08:00",
        "ends_at": "17:00",
        "place": "Phòng 1",
        "online_url": "hop.laocai.example.vn/1",
    }
    response = client.post(reverse("plan_meeting"), typed, follow=True)
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.online_url) == (
        "Họp chuyên đề",
        "https://hop.laocai.example.vn/1",
    )
    said = " ".join(str(message) for message in response.context["messages"])
    assert "540" in said
    assert "45/2018" in said
    early = client.post(reverse("plan_meeting"), {**typed, "ends_at": "07:00"})
    assert "ends_at" in early.context["form"].errors
    review = client.post(reverse("plan_meeting"), {**typed, "kind": "final_review"})
    assert "review_from" in review.context["form"].errors
    assert Meeting.objects.count() == 1

    edit = reverse("edit_meeting", args=[meeting.pk])
    assert client.post(edit, {**typed, "title": "Họp khác", "revision": "0"}).status_code == 302
    stale = client.post(edit, {**typed, "title": "Họp thứ ba", "revision": "0"})
    assert (stale.status_code, Meeting.objects.get().title) == (200, "Họp khác")


@pytest.mark.django_db
def test_who_sits_there_on_the_day_of_the_meeting_can_preside(cast: Cast, sign_in: SignIn) -> None:
    day = timezone.localdate() + IN_TWO_WEEKS
    appoint(cast.minh, Role.CHAIR, cast.lao_cai, since=day)
    typed = {
        "title": "Họp chuyên đề",
        "kind": "work",
        "form": "on_site",
        "starts_on": day.isoformat(),
        "starts_at": "08:00",
        "ends_at": "10:00",
        "chair": str(cast.minh.pk),
    }
    assert sign_in(cast.chi).post(reverse("plan_meeting"), typed).status_code == 302
    assert Meeting.objects.get().chair == cast.minh


@pytest.mark.django_db
def test_a_meeting_is_called_off_with_a_reason(cast: Cast, sign_in: SignIn) -> None:
    sitting = coming(cast)
    client, address = sign_in(cast.chi), reverse("cancel_meeting", args=[sitting.meeting.pk])
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "Trùng lịch"}).status_code == 302
    assert "Trùng lịch" in page(sign_in(cast.giang), sitting.meeting)


@pytest.mark.django_db
def test_a_series_shows_its_next_dates_before_it_is_made(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.chi)
    first_on = timezone.localdate() + timedelta(days=1)
    typed = {
        "name": "Giao ban tháng",
        "kind": "briefing",
        "how": "plan",
        "every": "1",
        "span": "month",
        "by": "weekday",
        "nth": "2",
        "weekday": "5",  # a Saturday: each is moved
        "first_on": first_on.isoformat(),
        "on_day_off": "next",
        "starts_at": "08:00",
        "minutes": "120",
        "form": "on_site",
        "standing": "Việc khác; 15\nPhát biểu của trưởng ban",
        "is_active": "on",
    }
    looked = client.post(reverse("add_series"), {**typed, "look": "1"})
    days = looked.context["days"]
    assert (len(days), MeetingSeries.objects.count()) == (6, 0)
    assert [day.occurrence.is_moved for day in days] == [True] * 6
    left_out = days[0].occurrence.by_rule.isoformat()
    client.post(reverse("add_series"), {**typed, "left_out": [left_out], "make": "1"})

    series = MeetingSeries.objects.get()
    assert series.rule == "FREQ=MONTHLY;INTERVAL=1;BYDAY=2SA"
    assert series.standing_items == [["Việc khác", 15], ["Phát biểu của trưởng ban", 10]]
    told = {str(each.label): each.after for each in shown_history(series)[0].changes}
    assert told["Bắt đầu"] == "08:00"
    made = list(Meeting.objects.order_by("occurrence").values_list("occurrence", flat=True))
    assert made == [day.occurrence.by_rule for day in days[1:3]]
    shown = client.get(reverse("edit_series", args=[series.pk]))
    assert shown.context["form"]["nth"].value() == 2
    assert shown.context["days"][0].is_left_out
    moved = {**typed, "starts_at": "14:00", "revision": "0", "make": "1", "also_made": "on"}
    client.post(reverse("edit_series", args=[series.pk]), {**moved, "weekday": "3"})
    earlier = client.get(reverse("edit_series", args=[series.pk])).context["by_earlier_rule"]
    assert [timezone.localtime(one.starts_at).hour for one in earlier] == [14, 14]
    wrong = {**typed, "how": "rule", "rule": "FREQ=SECONDLY", "make": "1", "revision": "0"}
    refused = client.post(reverse("edit_series", args=[series.pk]), wrong)
    assert "rule" in refused.context["form"].errors
    MeetingSeries.objects.update(rule="FREQ=WEEKLY;UNTIL=2027")  # of an older check
    assert client.get(reverse("edit_series", args=[series.pk])).context["days"] == []


@pytest.mark.django_db
def test_a_proposal_goes_from_a_unit_to_the_secretariat_and_onto_an_agenda(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = coming(cast)
    officer = sign_in(cast.an)
    typed = {
        "committee": cast.committee.pk,
        "unit": cast.ta_van.pk,
        "title": "Cấp máy tính",
        "minutes": "15",
        "file": SimpleUploadedFile("to-trinh.docx", word_text("Tờ trình")),
    }
    assert officer.post(reverse("send_proposal"), typed).status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.unit, proposal.file_text) == (cast.ta_van, "cap may tinh to trinh")
    listed = sign_in(cast.chi).get(reverse("item_proposals")).context["waiting"]
    assert [(one.proposal, one.manages, one.may_withdraw) for one in listed] == [
        (proposal, True, False)
    ]
    take = reverse("take_proposal", args=[proposal.pk])
    assert officer.post(take, {"meeting": sitting.meeting.pk}).status_code == 404
    sign_in(cast.chi).post(take, {"meeting": sitting.meeting.pk})
    assert titles(sitting.meeting) == ["Kinh phí", "Cấp máy tính"]
    decided = officer.get(reverse("item_proposals"))
    assert [one.meeting for one in decided.context["decided"]] == [sitting.meeting]
    assert sign_in(cast.lan).get(reverse("proposal_file", args=[proposal.pk])).status_code == 404


@pytest.mark.django_db
def test_the_page_of_a_meeting_asks_as_often_for_three_items_as_for_one(
    cast: Cast, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    sitting, client = coming(cast), sign_in(cast.giang)
    file = read_paper("a.docx", word_text("Nội dung"))

    def add() -> None:
        now = timezone.now()
        item = add_item(meeting=sitting.meeting, text=ItemText(title="x"), by=cast.chi, now=now)
        add_paper(item=item, file=file, text=PaperText(), by=cast.chi, now=now)

    constant_queries(add, lambda: client.get(reverse("meeting", args=[sitting.meeting.pk])))


@pytest.mark.django_db
def test_the_one_next_step_follows_the_meeting(cast: Cast, sign_in: SignIn) -> None:
    now = timezone.now()
    sitting = make_sitting(cast, seats=2, runs=False, at=now)
    client = sign_in(cast.chi)

    def following() -> str:
        found = client.get(reverse("meeting", args=[sitting.meeting.pk])).context["next"]
        return re.sub(r"\d+", "N", found.address) if found else ""

    assert following() == "/meetings/N/notice/"
    begin_meeting(meeting=sitting.meeting, by=cast.chi, now=now)
    assert following() == "/meetings/N/run/"
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=now + timedelta(hours=1))
    assert following() == "/meetings/N/papers-after/minutes/"


@pytest.mark.django_db
def test_a_decision_in_writing_has_a_page_of_its_own(cast: Cast, sign_in: SignIn) -> None:
    sitting = coming(cast, form=MeetingForm.CIRCULATION, silence="not_counted")
    response = sign_in(cast.chi).get(reverse("meeting", args=[sitting.meeting.pk]))
    assert response.status_code == 302
    assert response["Location"] == reverse("circulation", args=[sitting.meeting.pk])
