"""What the secretary does about one of the list: a substitute noted, an address corrected."""

from datetime import timedelta

from django.utils import timezone

from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.announcing import announce_meeting
from giaoban.actions.meetings.answering import answer_invitation
from giaoban.actions.meetings.inviting import Guest, invite_guest
from giaoban.actions.meetings.planning import edit_meeting
from giaoban.actions.register.outgoing import issue_document
from giaoban.models import Document, Invitee, OutgoingMail
from giaoban.queries.meetings.notice import is_changed_since_issue
from giaoban.rules.meetings.inviting import Answer, SubstituteState
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.meeting_scene import Sitting, make_sitting
from tests.obligations import make_body

DAY = timedelta(days=1)
SITE = "https://giaoban.example.vn"


def invited(cast: Cast, email: str = "may@example.vn") -> Sitting:
    """Announced in a week: Dũng, Giang, and a guest without an account."""
    now = timezone.now()
    sitting = make_sitting(cast, seats=2, runs=False, at=now + timedelta(days=7))
    guest = Guest("Bà Mẩy", email=email)
    place = invite_guest(meeting=sitting.meeting, guest=guest, by=cast.chi, now=now)
    meeting = announce_meeting(
        meeting=sitting.meeting, by=cast.chi, today=timezone.localdate(), now=now, site=SITE
    )
    return Sitting(meeting, sitting.item, [*sitting.seats, place])


def test_a_substitute_named_by_telephone_is_noted_and_agreed(cast: Cast, sign_in: SignIn) -> None:
    sitting = invited(cast, email="")
    place, chi = sitting.seats[2], sign_in(cast.chi)
    listed = f"/meetings/{sitting.meeting.pk}/invitees/"
    refused = chi.post(f"{listed}{place.pk}/propose/", {"substitute_post": "Trưởng phòng"})
    assert refused.status_code == 200
    assert 'value="Trưởng phòng"' in refused.content.decode()
    noted = {"substitute_name": "Ông Thay", "substitute_post": "Trưởng phòng"}
    assert chi.post(f"{listed}{place.pk}/propose/", noted)["Location"] == listed
    chi.post(f"{listed}{place.pk}/substitute/", {"decision": "agree"})
    place.refresh_from_db()
    assert (place.substitute_name, place.substitute_state, place.decided_by) == (
        "Ông Thay",
        SubstituteState.AGREED,
        cast.chi,
    )


def test_the_standing_substitute_of_a_seat_is_offered(cast: Cast, sign_in: SignIn) -> None:
    sitting = invited(cast)
    seat = cast.giang.appointments.first()
    type(seat).objects.filter(pk=seat.pk).update(substitute=cast.lan)
    Invitee.objects.filter(person=cast.giang).update(appointment=seat)
    shown = f'value="{cast.lan.email}"'
    assert shown in sign_in(cast.giang).get(f"/meetings/{sitting.meeting.pk}/my-place/").text
    assert shown in sign_in(cast.chi).get(f"/meetings/{sitting.meeting.pk}/invitees/").text


def test_an_address_that_refuses_letters_is_shown_and_corrected(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = invited(cast, email="nham@example.vn")
    place, now = sitting.seats[2], timezone.now()
    listed = f"/meetings/{sitting.meeting.pk}/invitees/"
    shown = "letters are refused", "từ chối"
    chi = sign_in(cast.chi)
    assert not any(words in chi.get(listed).content.decode() for words in shown)
    OutgoingMail.objects.filter(to="nham@example.vn").update(
        given_up_at=now, last_error="550 no such user"
    )
    assert any(words in chi.get(listed).content.decode() for words in shown)
    assert not any(words in sign_in(cast.giang).get(listed).content.decode() for words in shown)
    right = {"email": "dung@noi.example.vn"}
    assert chi.post(f"{listed}{place.pk}/address/", right)["Location"] == listed
    place.refresh_from_db()
    assert place.email == "dung@noi.example.vn"
    assert OutgoingMail.objects.filter(to="dung@noi.example.vn").count() == 1
    taken = chi.post(f"{listed}{place.pk}/address/", {"email": cast.giang.email})
    assert taken.status_code == 200
    assert cast.giang.email in taken.content.decode()


def test_whoever_is_invited_gets_the_paper_once_it_has_its_number(
    cast: Cast, sign_in: SignIn
) -> None:
    make_body(cast.lao_cai, name=cast.committee.name)
    sitting, giang = invited(cast), sign_in(cast.giang)
    mine = f"/meetings/{sitting.meeting.pk}/my-place/"
    assert giang.get(f"{mine}invitation.pdf").status_code == 404
    document, today = Document.objects.get(), timezone.localdate()
    issued = issue_document(
        document=document,
        dated_on=today,
        revision=document.revision,
        by=cast.chi,
        today=today,
        now=timezone.now(),
    )
    assert issued.symbol in giang.get(mine).content.decode()
    paper = giang.get(f"{mine}invitation.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert giang.get(f"{mine}invitation.exe").status_code == 404
    assert not is_changed_since_issue(sitting.meeting, issued)
    new = ItemText(title="Nước sạch")
    add_item(meeting=sitting.meeting, text=new, by=cast.chi, now=timezone.now())
    assert is_changed_since_issue(sitting.meeting, issued)


def test_how_many_are_asked_anew_is_said_before_the_changes_go_out(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting, chi = invited(cast), sign_in(cast.chi)
    meeting, now = sitting.meeting, timezone.now()
    answer_invitation(invitee=sitting.seats[1], answer=Answer.COMING, by=cast.giang, now=now)
    notice = f"/meetings/{meeting.pk}/notice/"
    assert chi.get(notice).context["asked_anew"] == 0
    later = {"ends_at": meeting.ends_at + DAY, "starts_at": meeting.starts_at + DAY}
    edit_meeting(
        meeting=meeting, fields=later, revision=meeting.revision, by=cast.chi, now=timezone.now()
    )
    assert chi.get(notice).context["asked_anew"] == 1


def test_a_longer_list_asks_the_database_no_more(
    cast: Cast, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    sitting, chi = invited(cast), sign_in(cast.chi)

    def invite_another() -> None:
        number = Invitee.objects.count()
        guest = Guest(f"Khách {number}", email=f"khach-{number}@example.vn")
        invite_guest(meeting=sitting.meeting, guest=guest, by=cast.chi, now=timezone.now())

    constant_queries(invite_another, lambda: chi.get(f"/meetings/{sitting.meeting.pk}/invitees/"))
