"""What a meeting waits for is asked for at its steps, of each once, in the letter of the day."""

from datetime import date, datetime, timedelta

import pytest

from giaoban.actions.meetings.announcing import announce_meeting
from giaoban.actions.meetings.answering import (
    Substitute,
    answer_invitation,
    decide_substitute,
)
from giaoban.actions.meetings.closing import close_meeting
from giaoban.actions.meetings.inviting import Guest, invite_guest
from giaoban.actions.meetings.reminding import remind_invitees, remind_of_meetings
from giaoban.actions.messages.gathering import text_of
from giaoban.models import Meeting, MeetingPaper, Message, OutgoingMail
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.inviting import Answer
from giaoban.rules.problems import RuleError
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_person
from tests.meeting_scene import Sitting, make_sitting

SITE = "https://giaoban.example.vn"
STARTS = NOW + timedelta(days=20)  # Thursday, 10 December 2026


def day(number: int) -> tuple[date, datetime]:
    """A day of December with its morning."""
    moment = NOW.replace(month=12, day=number, hour=7)
    return moment.date(), moment


def remind(number: int) -> list[str]:
    today, now = day(number)
    return sorted(remind_of_meetings(today=today, now=now, site=SITE))


def invited(cast: Cast, *, announced: bool = True) -> Sitting:
    sitting = make_sitting(cast, seats=2, runs=False, at=STARTS, place="Phòng họp số 1")
    guest = Guest("Bà Mẩy", email="may@example.vn")
    place = invite_guest(meeting=sitting.meeting, guest=guest, by=cast.chi, now=NOW)
    meeting = sitting.meeting
    if announced:
        meeting = announce_meeting(meeting=meeting, by=cast.chi, today=TODAY, now=NOW, site=SITE)
        OutgoingMail.objects.all().delete()
        Message.objects.all().delete()
    return Sitting(meeting, sitting.item, [*sitting.seats, place])


def test_whoever_has_not_answered_is_asked_twice_and_each_step_once(cast: Cast) -> None:
    sitting = invited(cast)
    answer_invitation(
        invitee=sitting.seats[0], answer=Answer.COMING, by=cast.dung, now=NOW + timedelta(hours=1)
    )
    everybody = [cast.giang.email, "may@example.vn"]
    assert remind(7) == []
    assert remind(8) == everybody
    assert remind(8) == []
    assert remind(9) == everybody
    assert remind(10) == []
    letter = OutgoingMail.objects.filter(to="may@example.vn").earliest("pk")
    assert letter.items[0]["about"] == f"meeting:{sitting.meeting.pk}:answer"
    assert letter.opens == [["invitation", sitting.seats[2].links.get().pk]]
    assert Message.objects.filter(person=cast.giang).count() == 2


def test_a_trial_tells_nobody(cast: Cast) -> None:
    invited(cast)
    today, now = day(8)
    told = remind_of_meetings(today=today, now=now, site=SITE, is_trial=True)
    assert len(told) == 3
    assert not OutgoingMail.objects.exists()
    assert len(remind(8)) == 3


def test_whoever_reports_is_asked_for_the_paper_before_its_last_day(cast: Cast) -> None:
    sitting = invited(cast, announced=False)
    sitting.item.kind, sitting.item.rapporteur = ItemKind.PROPOSAL, "bà Mẩy"
    sitting.item.save()
    assert [to for to in remind(3) if to == "may@example.vn"] == ["may@example.vn"]
    letter = OutgoingMail.objects.get(to="may@example.vn")
    assert "Kinh phí" in letter.body
    assert letter.opens == []  # of what is being prepared nobody sees anything yet
    assert remind(3) == []


def test_the_secretary_is_asked_for_the_notice_before_and_after_its_day(cast: Cast) -> None:
    invited(cast, announced=False)
    assert [remind(number) for number in (3, 4, 7, 8, 9)] == [
        [],
        [cast.chi.email],
        [],
        [cast.chi.email],
        [],
    ]


def test_nobody_is_reminded_on_the_morning_of_the_notice(cast: Cast) -> None:
    sitting = invited(cast, announced=False)
    today, now = day(9)
    announce_meeting(meeting=sitting.meeting, by=cast.chi, today=today, now=now, site=SITE)
    assert remind(9) == []


def test_whose_substitute_was_refused_is_asked_as_well(cast: Cast) -> None:
    sitting = invited(cast)
    for place in sitting.seats[:2]:
        answer_invitation(invitee=place, answer=Answer.COMING, by=None, now=NOW)
    sent = Substitute("Ông Thay")
    answer_invitation(
        invitee=sitting.seats[2], answer=Answer.SUBSTITUTE, by=None, now=NOW, substitute=sent
    )
    assert remind(8) == []
    decide_substitute(
        invitee=sitting.seats[2], is_agreed=False, by=cast.dung, now=NOW, words="Cần lãnh đạo"
    )
    assert remind(9) == ["may@example.vn"]


@pytest.mark.parametrize("has_left", [False, True])
def test_without_a_secretary_the_secretariat_is_asked(cast: Cast, has_left: bool) -> None:
    sitting = invited(cast, announced=False)
    other = make_person("khac@example.vn", "Khác")
    if has_left:
        other.is_active = False
        other.save()
    Meeting.objects.filter(pk=sitting.meeting.pk).update(secretary=other if has_left else None)
    assert remind(4) == [cast.chi.email]


def test_minutes_and_conclusions_are_chased_until_they_are_approved(cast: Cast) -> None:
    sitting = make_sitting(cast, seats=2, there=2, at=NOW.replace(month=12, day=10))
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOW.replace(month=12, day=10, hour=11))
    assert remind(15) == []
    assert remind(16) == [cast.chi.email] * 2  # due on Thursday 17
    MeetingPaper.objects.filter(kind="minutes").update(state="approved", approved_at=NOW)
    assert remind(18) == [cast.chi.email]
    assert remind(19) == []


def test_what_waits_for_one_reader_leaves_as_one_letter(cast: Cast) -> None:
    sitting = make_sitting(cast, seats=2, there=2, at=NOW.replace(month=12, day=10))
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOW.replace(month=12, day=10, hour=11))
    assert remind(16) == [cast.chi.email] * 2
    text = text_of(list(OutgoingMail.objects.order_by("pk")), lambda *what: None)
    assert text is not None
    assert "2" in text[0]
    assert text[1].count(sitting.meeting.title) == 2


def test_the_secretary_asks_by_hand_once_a_day(cast: Cast) -> None:
    sitting = invited(cast)
    now = NOW + timedelta(hours=2)
    asked = {"meeting": sitting.meeting, "by": cast.chi, "today": TODAY, "now": now, "site": SITE}
    assert remind_invitees(**asked) == 3
    with pytest.raises(RuleError, match="reminded_today"):
        remind_invitees(**asked)
    for place in sitting.seats:
        answer_invitation(invitee=place, answer=Answer.COMING, by=None, now=now)
    with pytest.raises(RuleError, match="everybody_answered"):
        remind_invitees(**asked)
