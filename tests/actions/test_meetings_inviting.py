"""Who is invited changes after the notice: moved, asked again, at another address, or no more."""

from datetime import timedelta

import pytest
from django.utils.translation import gettext, override

from giaoban.actions.meetings.announcing import send_changes, send_invitation_again
from giaoban.actions.meetings.answering import answer_invitation, decide_substitute
from giaoban.actions.meetings.attendance import check_in
from giaoban.actions.meetings.closing import begin_meeting
from giaoban.actions.meetings.inviting import (
    Guest,
    invite_guest,
    invite_roster,
    mend_address,
    remove_invitee,
)
from giaoban.actions.meetings.news import tell_meeting_news
from giaoban.actions.meetings.planning import cancel_meeting, edit_meeting
from giaoban.models import Appointment, Event, Invitee, InviteeLink, OutgoingMail, Presence
from giaoban.queries.meetings.notice import not_told, roster_warnings
from giaoban.rules.meetings.inviting import Answer, SubstituteState
from giaoban.rules.meetings.posts import Post
from giaoban.rules.problems import RuleError
from tests.cast import Cast
from tests.factories import NOW
from tests.meeting_scene import Sitting
from tests.notice_scene import (
    IN_TWO_WEEKS,
    MINUTE,
    SITE,
    announced,
    entry_of,
    prepared,
    propose,
    told,
)

DAY = timedelta(days=1)


def moved(sitting: Sitting, cast: Cast, days: int) -> None:
    """By the secretary, in the third minute."""
    meeting = sitting.meeting
    fields = {name: getattr(meeting, name) + days * DAY for name in ("starts_at", "ends_at")}
    at = NOW + 3 * MINUTE
    edit_meeting(meeting=meeting, fields=fields, revision=meeting.revision, by=cast.chi, now=at)


def seat_giang(cast: Cast) -> Appointment:
    """Her seat in the committee, by which she is invited."""
    seat: Appointment = cast.giang.appointments.get()
    seat.post = Post.MEMBER
    seat.save()
    return seat


def answers() -> list[tuple[str, str]]:
    return list(Invitee.objects.order_by("position").values_list("answer", "substitute_state"))


def test_who_answered_for_another_day_is_asked_anew(cast: Cast) -> None:
    sitting = announced(cast)
    told()
    chair, giang, guest = sitting.seats
    answer_invitation(invitee=chair, answer=Answer.COMING, by=cast.dung, now=NOW + MINUTE)
    propose(guest, NOW + MINUTE, email="thay@example.vn")
    decide_substitute(invitee=guest, is_agreed=True, by=cast.dung, now=NOW + 2 * MINUTE)
    moved(sitting, cast, days=1)
    answer_invitation(invitee=giang, answer=Answer.COMING, by=cast.giang, now=NOW + 4 * MINUTE)
    send_changes(meeting=sitting.meeting, by=cast.chi, now=NOW + 5 * MINUTE, site=SITE)
    assert answers() == [("", ""), ("coming", ""), ("substitute", SubstituteState.AGREED)]
    [event] = Event.objects.filter(action="ask_answer_anew")
    assert event.record_id == chair.pk
    sizes = {letter.to: letter.body.count("\n\n") for letter in OutgoingMail.objects.all()}
    assert len(sizes) == 4
    assert sizes[cast.dung.email] == sizes[cast.giang.email] + 1  # what asks for it again


def test_in_another_room_on_the_same_day_answers_stand(cast: Cast) -> None:
    sitting = announced(cast)
    answer_invitation(
        invitee=sitting.seats[0], answer=Answer.COMING, by=cast.dung, now=NOW + MINUTE
    )
    meeting = sitting.meeting
    fields = {"place": "Phòng họp số 2"}
    edit_meeting(
        meeting=meeting, fields=fields, revision=meeting.revision, by=cast.chi, now=NOW + 2 * MINUTE
    )
    send_changes(meeting=meeting, by=cast.chi, now=NOW + 3 * MINUTE, site=SITE)
    assert answers()[0] == ("coming", "")


def test_who_is_asked_again_after_all_gets_it_in_a_higher_sequence(cast: Cast) -> None:
    sitting = announced(cast)
    told()
    numbers = []
    for minute in (1, 4):
        at = NOW + minute * MINUTE
        place = Invitee.objects.get(name="Bà Mẩy", removed_at=None)
        remove_invitee(invitee=place, by=cast.chi, now=at)
        tell_meeting_news(now=at + MINUTE, site=SITE)
        again = Guest("Bà Mẩy", email="may@example.vn")
        invite_guest(meeting=sitting.meeting, guest=again, by=cast.chi, now=at + MINUTE)
        send_changes(meeting=sitting.meeting, by=cast.chi, now=at + 2 * MINUTE, site=SITE)
        for letter in OutgoingMail.objects.filter(to="may@example.vn").order_by("pk"):
            numbers.append((letter.calendar_method, entry_of(letter)["SEQUENCE"]))
        told()
    assert numbers == [("CANCEL", 1), ("REQUEST", 2), ("CANCEL", 3), ("REQUEST", 4)]


def test_a_substitute_called_back_and_needed_again_hears_both_in_order(cast: Cast) -> None:
    sitting = announced(cast)
    guest = propose(sitting.seats[2], NOW + MINUTE, email="thay@example.vn")
    decide_substitute(invitee=guest, is_agreed=True, by=cast.dung, now=NOW + MINUTE)
    tell_meeting_news(now=NOW + 2 * MINUTE, site=SITE)
    answer_invitation(invitee=guest, answer=Answer.COMING, by=None, now=NOW + 3 * MINUTE)
    giang = propose(sitting.seats[1], NOW + 3 * MINUTE, email="thay@example.vn")
    decide_substitute(invitee=giang, is_agreed=True, by=cast.dung, now=NOW + 3 * MINUTE)
    tell_meeting_news(now=NOW + 4 * MINUTE, site=SITE)
    letters = OutgoingMail.objects.filter(to="thay@example.vn").order_by("pk")
    with override(letters[0].language):  # a substitute reads, and answers nothing
        answer_here = gettext("Answer and read the papers here, no password is needed:")
    assert answer_here not in letters[0].body
    assert [(one.calendar_method, entry_of(one)["SEQUENCE"]) for one in letters] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 2),
    ]


def test_whose_invitation_was_taken_back_just_before_hears_that_it_is_off(cast: Cast) -> None:
    sitting = announced(cast)
    told()
    remove_invitee(invitee=sitting.seats[2], by=cast.chi, now=NOW + MINUTE)
    cancel_meeting(meeting=sitting.meeting, reason="Bão", by=cast.chi, now=NOW + MINUTE)
    tell_meeting_news(now=NOW + 2 * MINUTE, site=SITE)
    assert "may@example.vn" in [to for to, _subject in told()]


def test_a_mended_address_gets_the_invitation_and_the_wrong_one_opens_nothing(cast: Cast) -> None:
    sitting = announced(cast)
    told()
    mended = mend_address(
        invitee=sitting.seats[2], email="May.dung@example.vn", by=cast.chi, now=NOW + MINUTE
    )
    assert not InviteeLink.objects.filter(revoked_at=None).exists()
    assert [place.pk for place in not_told(sitting.meeting).places] == [mended.pk]
    send_invitation_again(invitee=mended, by=cast.chi, now=NOW + 2 * MINUTE, site=SITE)
    assert [to for to, _subject in told()] == ["may.dung@example.vn"]
    with pytest.raises(RuleError, match="invited_already"):
        mend_address(invitee=mended, email=cast.giang.email, by=cast.chi, now=NOW + 3 * MINUTE)


def test_a_meeting_that_cannot_be_told_keeps_no_other_from_it(cast: Cast) -> None:
    broken, other = announced(cast), announced(cast, title="Họp chuyên đề")
    told()
    for sitting in (broken, other):
        remove_invitee(invitee=sitting.seats[2], by=cast.chi, now=NOW + MINUTE)
    unheard_of = Invitee.objects.filter(pk=broken.seats[1].pk)
    unheard_of.update(answer="unknown")
    propose(broken.seats[0], NOW + MINUTE, email="thay@example.vn")
    with pytest.raises(ValueError, match="unknown"):
        tell_meeting_news(now=NOW + 2 * MINUTE, site=SITE)
    assert [to for to, _subject in told()] == ["may@example.vn"]


def test_nobody_is_invited_for_themselves_who_comes_for_another(cast: Cast) -> None:
    sitting = announced(cast)
    propose(sitting.seats[2], NOW + MINUTE, email="thay@example.vn")
    guest = Guest("Ông Thay", email="THAY@example.vn")
    with pytest.raises(RuleError, match="comes_for_another"):
        invite_guest(meeting=sitting.meeting, guest=guest, by=cast.chi, now=NOW + 2 * MINUTE)


def test_a_substitute_who_sits_for_another_meanwhile_is_not_agreed(cast: Cast) -> None:
    sitting = announced(cast)
    first = propose(sitting.seats[1], NOW + MINUTE, email="thay@example.vn")
    second = propose(sitting.seats[2], NOW + MINUTE, email="khac@example.vn")
    Invitee.objects.filter(pk=second.pk).update(substitute_email="thay@example.vn")
    Invitee.objects.filter(pk=first.pk).update(substitute_state=SubstituteState.AGREED)
    with pytest.raises(RuleError, match="substitute_of_another"):
        decide_substitute(invitee=second, is_agreed=True, by=cast.dung, now=NOW + 2 * MINUTE)


def test_a_seat_that_ends_before_the_day_is_warned_of_and_asked_no_longer(cast: Cast) -> None:
    sitting, seat = prepared(cast), seat_giang(cast)
    Invitee.objects.all().delete()
    invite_roster(meeting=sitting.meeting, by=cast.chi, now=NOW)
    assert list(Invitee.objects.values_list("name", flat=True)) == [cast.giang.name]
    assert roster_warnings(sitting.meeting) == []
    seat.until = IN_TWO_WEEKS.date()
    seat.save()
    sitting.meeting.refresh_from_db()
    [warning] = roster_warnings(sitting.meeting)
    assert (warning.code, warning.params) == (
        "invited_without_seat",
        {"names": seat.person.name},
    )
    invite_roster(meeting=sitting.meeting, by=cast.chi, now=NOW + MINUTE)
    assert roster_warnings(sitting.meeting) == []


def test_whoever_was_there_stays_in_the_record_when_the_roster_is_taken_anew(cast: Cast) -> None:
    sitting, seat = prepared(cast), seat_giang(cast)
    Invitee.objects.all().delete()
    invite_roster(meeting=sitting.meeting, by=cast.chi, now=NOW)
    place = Invitee.objects.get()
    begin_meeting(meeting=sitting.meeting, by=cast.chi, now=IN_TWO_WEEKS)
    at = IN_TWO_WEEKS + MINUTE
    check_in(invitee=place, how=Presence.How.SECRETARY, at=at, by=cast.chi, now=at)
    Appointment.objects.filter(pk=seat.pk).update(until=IN_TWO_WEEKS.date())
    invite_roster(meeting=sitting.meeting, by=cast.chi, now=at)
    place.refresh_from_db()
    assert place.removed_at is None
