"""Somebody who is invited answers, reads, and says that they are here: by account and by link."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.announcing import announce_meeting
from giaoban.actions.meetings.answering import answer_invitation
from giaoban.actions.meetings.closing import begin_meeting
from giaoban.actions.meetings.inviting import Guest, invite_guest, remove_invitee
from giaoban.actions.meetings.news import tell_meeting_news
from giaoban.actions.messages.sending import send_due
from giaoban.actions.people.calendar_feeds import make_calendar_feed
from giaoban.models import (
    AgendaItem,
    AgendaPaper,
    Event,
    Invitee,
    InviteeLink,
    OutgoingMail,
    Presence,
    SourceFile,
)
from giaoban.rules.meetings.inviting import Answer, SubstituteState
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingState
from tests.cast import Cast, SignIn
from tests.meeting_scene import Sitting, make_sitting

SITE = "https://giaoban.example.vn"
IN_A_WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def fresh_rates() -> None:
    cache.clear()


def invited(cast: Cast, *, begins_in: timedelta = IN_A_WEEK, **fields: object) -> Sitting:
    """Announced: Dũng presides; Giang has an account, Mẩy answers by a link. With a secret item."""
    now = timezone.now()
    sitting = make_sitting(
        cast, seats=2, runs=False, at=now + begins_in, place="Phòng họp số 1", **fields
    )
    guest = Guest("Bà Mẩy", email="may@example.vn")
    place = invite_guest(meeting=sitting.meeting, guest=guest, by=cast.chi, now=now)
    secret = ItemText(title="Nhân sự", reach=Reach.LIMITED)
    add_item(meeting=sitting.meeting, text=secret, by=cast.chi, now=now)
    meeting = announce_meeting(
        meeting=sitting.meeting, by=cast.chi, today=timezone.localdate(), now=now, site=SITE
    )
    return Sitting(meeting, sitting.item, [*sitting.seats, place])


def paper(item: AgendaItem, title: str, reach: Reach) -> AgendaPaper:
    source = SourceFile.objects.create(
        name=f"{title}.pdf",
        content=ContentFile(title.encode(), f"{title}.pdf"),
        sha256="0" * 64,
        size=len(title.encode()),
        received_at=timezone.now(),
    )
    made: AgendaPaper = AgendaPaper.objects.create(
        item=item, title=title, file=source, reach=reach, added_at=timezone.now()
    )
    return made


def address_sent(to: str) -> str:
    """The path of the link in the newest letter to somebody."""
    while send_due(now=timezone.now()):
        pass
    letters = [one for one in mail.outbox if one.to == [to]]
    found = re.search(rf"{SITE}(/link/\S+)", str(letters[-1].body))
    assert found is not None
    return found[1]


def opened(to: str = "may@example.vn") -> tuple[Client, str]:
    """A browser that confirmed the link, and where its invitation is."""
    client = Client()
    response = client.post(address_sent(to))
    assert response.status_code == 302
    return client, response["Location"]


def test_a_scanner_that_opens_the_address_changes_nothing(cast: Cast) -> None:
    sitting = invited(cast)
    address = address_sent("may@example.vn")
    shown = Client().get(address).content.decode()
    assert "Bà Mẩy" in shown
    assert sitting.meeting.title in shown
    link = InviteeLink.objects.get()
    assert link.confirmed_at is None
    client, page = opened()
    link.refresh_from_db()
    assert (page, link.confirmed_at is not None) == (f"/link/meeting/{link.pk}/", True)
    assert client.cookies["invitee_link"]["path"] == page


def test_an_invitation_is_answered_by_a_link(cast: Cast) -> None:
    invited(cast)
    client, page = opened()
    shown = client.get(page)
    assert shown["Cache-Control"] == "no-store"
    assert "Kinh phí" in shown.content.decode()
    assert "Nhân sự" not in shown.content.decode()
    answer = client.post(f"{page}answer/", {"answer": "coming", "words": "Đến muộn 10 phút"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    place = Invitee.objects.get(name="Bà Mẩy")
    assert (place.answer, place.answer_words) == (Answer.COMING, "Đến muộn 10 phút")
    event = Event.objects.get(action="answer_invitation")
    assert event.after["by_invitee_link"] == InviteeLink.objects.get().pk


def test_an_answer_that_the_meeting_does_not_offer_is_refused(cast: Cast) -> None:
    invited(cast)
    client, page = opened()
    refused = client.post(f"{page}answer/", {"answer": "online"})
    assert refused.status_code == 200
    without_name = client.post(f"{page}answer/", {"answer": "substitute"})
    assert without_name.status_code == 200
    assert 'aria-invalid="true"' in without_name.content.decode()
    assert Invitee.objects.get(name="Bà Mẩy").answer == Answer.NONE


def test_a_substitute_is_agreed_with_one_press_and_opens_the_place_by_a_link(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = invited(cast)
    client, page = opened()
    proposed = {
        "answer": "substitute",
        "substitute_name": "Ông Thay",
        "substitute_email": "thay@example.vn",
    }
    client.post(f"{page}answer/", proposed)
    place = Invitee.objects.get(name="Bà Mẩy")
    chair = sign_in(cast.dung)
    listed = f"/meetings/{sitting.meeting.pk}/invitees/"
    assert "Ông Thay" in chair.get(listed).content.decode()
    decided = chair.post(f"{listed}{place.pk}/substitute/", {"decision": "agree"})
    assert (decided.status_code, decided["Location"]) == (302, listed)
    place.refresh_from_db()
    assert (place.substitute_state, place.decided_by) == (SubstituteState.AGREED, cast.dung)
    OutgoingMail.objects.all().delete()
    tell_meeting_news(now=timezone.now(), site=SITE)
    theirs, their_page = opened("thay@example.vn")
    assert their_page != page
    assert "Ông Thay" in theirs.get(their_page).content.decode()
    assert theirs.post(f"{their_page}answer/", {"answer": "coming"}).status_code == 404
    client.post(f"{page}answer/", {"answer": "coming"})
    assert theirs.get(their_page).status_code == 404


def test_a_substitute_is_refused_with_a_reason(cast: Cast, sign_in: SignIn) -> None:
    sitting = invited(cast)
    client, page = opened()
    client.post(f"{page}answer/", {"answer": "substitute", "substitute_name": "Ông Thay"})
    place = Invitee.objects.get(name="Bà Mẩy")
    address = f"/meetings/{sitting.meeting.pk}/invitees/{place.pk}/substitute/"
    chair = sign_in(cast.dung)
    assert chair.post(address, {"decision": "refuse"}).status_code == 200
    refused = {"decision": "refuse", "words": "Cần lãnh đạo dự"}
    assert chair.post(address, refused).status_code == 302
    place.refresh_from_db()
    assert (place.substitute_state, place.substitute_words) == (
        SubstituteState.REFUSED,
        "Cần lãnh đạo dự",
    )
    assert "Cần lãnh đạo dự" in client.get(page).content.decode()


def test_papers_open_up_to_what_members_read(cast: Cast) -> None:
    sitting = invited(cast)
    shared = paper(sitting.item, "to-trinh", Reach.MEMBERS)
    limited = paper(sitting.item, "mat", Reach.LIMITED)
    secret_item = AgendaItem.objects.get(title="Nhân sự")
    inside = paper(secret_item, "trong", Reach.CIRCULATED)
    client, page = opened()
    shown = client.get(page).content.decode()
    assert f"{page}papers/{shared.pk}/" in shown
    assert "mat" not in re.findall(r"papers/\d+/[^<]*>([^<]*)", shown)
    received = client.get(f"{page}papers/{shared.pk}/")
    assert b"".join(received.streaming_content) == b"to-trinh"
    for withheld in (limited, inside):
        assert client.get(f"{page}papers/{withheld.pk}/").status_code == 404


def test_the_calendar_file_has_the_meeting_and_nothing_limited(cast: Cast) -> None:
    sitting = invited(cast)
    client, page = opened()
    content = client.get(f"{page}meeting.ics").content
    [entry] = Calendar.from_ical(content).walk("VEVENT")
    assert str(entry["UID"]) == sitting.meeting.uid
    assert "Nhân sự" not in content.decode()


def test_one_is_here_on_the_day_and_not_before(cast: Cast) -> None:
    invited(cast)
    client, page = opened()
    client.post(f"{page}here/")
    assert not Presence.objects.exists()


def test_one_is_here_by_a_link_and_by_an_account(cast: Cast, sign_in: SignIn) -> None:
    sitting = invited(cast, begins_in=timedelta(minutes=30))
    client, page = opened()
    assert client.post(f"{page}here/").status_code == 302
    giang = sign_in(cast.giang)
    mine = f"/meetings/{sitting.meeting.pk}/my-place/"
    assert giang.post(f"{mine}here/")["Location"] == mine
    assert set(Presence.objects.values_list("invitee__name", "how", "is_confirmed")) == {
        ("Bà Mẩy", "link", True),
        (cast.giang.name, "account", True),
    }


def test_a_link_opens_its_own_place_alone(cast: Cast) -> None:
    invited(cast)
    client, page = opened()
    link = InviteeLink.objects.get()
    assert client.get(f"/link/meeting/{link.pk + 1}/").status_code == 404
    assert Client().get(page).status_code == 404
    assert client.get(f"/meetings/{link.invitee.meeting_id}/my-place/").status_code == 302


def test_an_invitation_taken_back_opens_nothing(cast: Cast) -> None:
    sitting = invited(cast)
    client, page = opened()
    remove_invitee(invitee=sitting.seats[2], by=cast.chi, now=timezone.now())
    assert client.get(page).status_code == 404


def test_an_account_that_is_not_invited_finds_no_place(cast: Cast, sign_in: SignIn) -> None:
    sitting = invited(cast)
    mine = f"/meetings/{sitting.meeting.pk}/my-place/"
    assert sign_in(cast.giang).get(mine).status_code == 200
    assert sign_in(cast.ha).get(mine).status_code == 404


def test_a_draft_is_seen_by_nobody_who_is_invited(cast: Cast, sign_in: SignIn) -> None:
    sitting = make_sitting(cast, seats=2, runs=False, at=timezone.now() + IN_A_WEEK)
    assert sign_in(cast.giang).get(f"/meetings/{sitting.meeting.pk}/my-place/").status_code == 404


def test_ones_feed_has_the_meetings_one_goes_to(cast: Cast) -> None:
    sitting = invited(cast)
    token = make_calendar_feed(person=cast.giang, now=timezone.now())

    def feed() -> list[str]:
        content = Client().get(f"/deadlines/{token}.ics").content
        return [
            str(one["UID"])
            for one in Calendar.from_ical(content).walk("VEVENT")
            if str(one["SUMMARY"]) == sitting.meeting.title
        ]

    assert feed() == [sitting.meeting.uid]
    Invitee.objects.filter(person=cast.giang).update(
        answer=Answer.SUBSTITUTE, substitute_state=SubstituteState.AGREED
    )
    assert feed() == []


def test_the_secretary_invites_announces_and_tells_changes_on_pages(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = make_sitting(cast, seats=1, runs=False, at=timezone.now() + IN_A_WEEK)
    chi, root = sign_in(cast.chi), f"/meetings/{sitting.meeting.pk}/"
    chi.post(f"{root}invitees/guest/", {"name": "Bà Mẩy", "part": "guest"})
    chi.post(f"{root}invitees/guest/", {"person": cast.giang.pk})
    assert list(Invitee.objects.order_by("position").values_list("name", flat=True)) == [
        cast.dung.name,
        "Bà Mẩy",
        cast.giang.name,
    ]
    assert chi.post(f"{root}invitees/guest/", {"name": "", "part": "guest"}).status_code == 200
    found = chi.get(f"{root}invitees/", {"q": "khanh"}).content.decode()
    assert cast.khanh.name in found
    assert f'name="person" value="{cast.khanh.pk}"' in found
    assert chi.get(f"{root}notice/").status_code == 200
    chi.post(f"{root}notice/send/")
    sitting.meeting.refresh_from_db()
    assert sitting.meeting.state == MeetingState.ANNOUNCED
    assert OutgoingMail.objects.count() == 2  # Mẩy has no address
    chi.post(
        f"{root}invitees/guest/", {"name": "Ông Sùng", "email": "sung@example.vn", "part": "guest"}
    )
    assert "Ông Sùng" in chi.get(f"{root}notice/").content.decode()
    chi.post(f"{root}notice/changes/")
    assert OutgoingMail.objects.filter(to="sung@example.vn").count() == 1


def test_the_secretary_notes_an_answer_that_came_by_telephone(cast: Cast, sign_in: SignIn) -> None:
    sitting = invited(cast)
    place = sitting.seats[2]
    chi, root = sign_in(cast.chi), f"/meetings/{sitting.meeting.pk}/invitees/"
    chi.post(f"{root}{place.pk}/answer/", {"answer": "not_coming"})
    place.refresh_from_db()
    assert place.answer == Answer.NOT_COMING
    assert Event.objects.get(action="answer_invitation").actor == cast.chi
    assert chi.post(f"{root}remind/").status_code == 302
    assert chi.post(f"{root}{place.pk}/nonsense/").status_code == 404


def test_nobody_but_the_secretariat_reads_addresses(cast: Cast, sign_in: SignIn) -> None:
    sitting = invited(cast)
    listed = f"/meetings/{sitting.meeting.pk}/invitees/"
    assert "may@example.vn" in sign_in(cast.chi).get(listed).content.decode()
    for reader in (cast.giang, cast.ha, cast.dung):
        shown = sign_in(reader).get(listed).content.decode()
        assert "Bà Mẩy" in shown
        assert "may@example.vn" not in shown


def test_what_is_over_takes_no_answer(cast: Cast) -> None:
    sitting = invited(cast)
    client, page = opened()
    now = timezone.now()
    begin_meeting(meeting=sitting.meeting, by=cast.chi, now=now)
    answer_invitation(
        invitee=sitting.seats[2], answer=Answer.COMING, by=None, now=now + timedelta(minutes=1)
    )
    type(sitting.meeting).objects.update(state=MeetingState.CLOSED)
    assert client.get(page).status_code == 200
    late = client.post(f"{page}answer/", {"answer": "not_coming"})
    assert late.status_code == 200
    assert Invitee.objects.get(name="Bà Mẩy").answer == Answer.COMING
