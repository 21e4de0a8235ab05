"""A notice goes out once, its changes are told again, and whoever need not come hears that too."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localtime
from icalendar import Calendar

from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.announcing import (
    send_changes,
    send_invitation_again,
)
from giaoban.actions.meetings.answering import (
    answer_invitation,
    decide_substitute,
)
from giaoban.actions.meetings.inviting import Guest, invite_guest, remove_invitee
from giaoban.actions.meetings.news import tell_meeting_news
from giaoban.actions.meetings.papers import PaperText, add_paper, read_paper
from giaoban.actions.meetings.planning import cancel_meeting, edit_meeting
from giaoban.actions.messages.sending import send_due
from giaoban.models import (
    Document,
    Event,
    Invitee,
    InviteeLink,
    Meeting,
    MeetingPaper,
    Message,
    OutgoingMail,
)
from giaoban.queries.meetings.links import invitee_link_in_force
from giaoban.queries.meetings.notice import notice_problems
from giaoban.rules.meetings.inviting import Answer
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import DocumentState
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.meeting_scene import make_sitting
from tests.notice_scene import (
    IN_TWO_WEEKS,
    MINUTE,
    SITE,
    announce,
    announced,
    entry_of,
    prepared,
    propose,
    told,
)
from tests.obligations import make_body
from tests.register_files import word_text
from tests.smtp_server import SmtpServer


def news(at: datetime) -> list[tuple[str, str]]:
    tell_meeting_news(now=at, site=SITE)
    return told()


def test_a_long_paper_holds_the_notice_up_until_it_has_its_page_of_summary(cast: Cast) -> None:
    """Longer than the committee's own rules let a paper be without one; a page more is enough."""
    sitting = prepared(cast)
    file = read_paper("to-trinh.docx", word_text("Tờ trình"))
    whole = add_paper(item=sitting.item, file=file, text=PaperText(pages=11), by=cast.chi, now=NOW)
    with pytest.raises(RuleError) as refused:
        announce(sitting.meeting, cast)
    assert (refused.value.code, refused.value.params) == (
        "summary_missing",
        {"title": "to-trinh", "pages": 11, "longest": 10},
    )
    assert OutgoingMail.objects.count() == 0
    text = PaperText(title="Tóm tắt", pages=1, summary_of=whole)
    add_paper(item=sitting.item, file=file, text=text, by=cast.chi, now=NOW)
    assert announce(sitting.meeting, cast).state == MeetingState.ANNOUNCED


def test_a_notice_goes_to_everybody_with_what_their_calendar_is_to_do(cast: Cast) -> None:
    sitting = announced(cast)
    letters = list(OutgoingMail.objects.order_by("pk"))
    assert [one.to for one in letters] == [
        cast.dung.email,
        cast.giang.email,
        "may@example.vn",
    ]
    for letter in letters:
        entry = entry_of(letter)
        assert (letter.calendar_method, str(entry["UID"]), entry["SEQUENCE"]) == (
            "REQUEST",
            sitting.meeting.uid,
            0,
        )
        assert str(entry["ATTENDEE"]) == f"mailto:{letter.to}"
        assert entry["DTSTART"].dt == IN_TWO_WEEKS
        assert "Kinh phí" in letter.body
        assert "Phòng họp số 1" in letter.body
    assert f"{SITE}/meetings/{sitting.meeting.pk}/my-place/" in letters[0].body
    [link] = InviteeLink.objects.all()
    assert letters[2].opens == [["invitation", link.pk]]
    assert link.invitee == sitting.seats[2]
    assert set(Message.objects.values_list("person__email", flat=True)) == {
        cast.dung.email,
        cast.giang.email,
    }


def test_a_notice_freezes_the_agenda_and_drafts_the_invitation_in_the_register(
    cast: Cast,
) -> None:
    make_body(cast.lao_cai, name=cast.committee.name)
    meeting = announced(cast).meeting
    assert (meeting.state, meeting.announced_at, meeting.told_at) == (
        MeetingState.ANNOUNCED,
        NOW,
        NOW,
    )
    document = Document.objects.get()
    assert (document.type_code, document.title, document.state, document.number) == (
        "GM",
        meeting.title,
        DocumentState.DRAFT,
        None,
    )
    paper = MeetingPaper.objects.get()
    assert (paper.kind, paper.document, paper.meeting) == ("invitation", document, meeting)
    event = Event.objects.get(action="announce_meeting")
    assert event.after == {"meeting_state": "announced", "told": 3}


def test_a_notice_goes_out_once(cast: Cast) -> None:
    meeting = announced(cast).meeting
    with pytest.raises(RuleError, match="meeting_step_not_allowed"):
        announce(meeting, cast)


@pytest.mark.parametrize(
    ("is_invited", "has_chair", "code"),
    [(False, True, "nobody_invited"), (True, False, "no_chair")],
)
def test_a_notice_needs_somebody_invited_and_somebody_who_presides(
    cast: Cast, is_invited: bool, has_chair: bool, code: str
) -> None:
    sitting = prepared(cast)
    if not is_invited:
        Invitee.objects.all().delete()
    if not has_chair:
        Meeting.objects.update(chair=None)
    with pytest.raises(RuleError, match=code):
        announce(sitting.meeting, cast)


def test_what_a_meeting_breaks_is_warned_of_and_blocks_nothing(cast: Cast) -> None:
    sitting = make_sitting(cast, seats=1, runs=False, at=NOW + timedelta(hours=20))
    invite_guest(meeting=sitting.meeting, guest=Guest("Ông Tẩn"), by=cast.chi, now=NOW)
    sitting.item.rapporteur = "Ông Tẩn"
    sitting.item.save()
    found = {one.code: dict(one.params) for one in notice_problems(sitting.meeting, TODAY)}
    assert found == {
        "place_missing": {},
        "notice_too_short": {"days": 0, "asked": 3, "source": "Quyết định 45/2018/QĐ-TTg"},
        "paper_missing": {"titles": "Kinh phí"},
        "without_address": {"names": "Ông Tẩn"},
        "no_body": {},
    }
    announce(sitting.meeting, cast)


def test_a_change_is_told_with_what_changed_and_raises_the_sequence(cast: Cast) -> None:
    sitting = announced(cast)
    told()
    add_item(
        meeting=sitting.meeting, text=ItemText(title="Nước sạch"), by=cast.chi, now=NOW + MINUTE
    )
    secret = ItemText(title="Nhân sự", reach=Reach.LIMITED)
    add_item(meeting=sitting.meeting, text=secret, by=cast.chi, now=NOW + MINUTE)
    assert send_changes(meeting=sitting.meeting, by=cast.chi, now=NOW + 2 * MINUTE, site=SITE) == 3
    letters = list(OutgoingMail.objects.order_by("pk"))
    assert [entry_of(one)["SEQUENCE"] for one in letters] == [1, 1, 1]
    for letter in letters:
        assert "Nước sạch" in letter.body
        assert "Nhân sự" not in letter.body + letter.calendar
    with pytest.raises(RuleError, match="nothing_to_tell"):
        send_changes(meeting=sitting.meeting, by=cast.chi, now=NOW + 3 * MINUTE, site=SITE)


def test_another_time_raises_the_sequence_once(cast: Cast) -> None:
    meeting = announced(cast).meeting
    told()
    later = {
        "starts_at": IN_TWO_WEEKS + timedelta(hours=1),
        "ends_at": IN_TWO_WEEKS + timedelta(hours=3),
    }
    edit_meeting(
        meeting=meeting, fields=later, revision=meeting.revision, by=cast.chi, now=NOW + MINUTE
    )
    send_changes(meeting=meeting, by=cast.chi, now=NOW + 2 * MINUTE, site=SITE)
    letter = OutgoingMail.objects.earliest("pk")
    entry = entry_of(letter)
    assert (entry["SEQUENCE"], entry["DTSTART"].dt) == (1, later["starts_at"])
    assert letter.calendar_method == "REQUEST"


def test_a_time_that_a_form_gives_in_local_time_is_no_change(cast: Cast) -> None:
    meeting = announced(cast).meeting
    place = {
        "starts_at": localtime(meeting.starts_at),
        "ends_at": localtime(meeting.ends_at),
        "place": "Hội trường B",
    }
    edit_meeting(
        meeting=meeting, fields=place, revision=meeting.revision, by=cast.chi, now=NOW + MINUTE
    )
    assert [one.what for one in meeting.agenda_changes.all()] == ["meeting_place"]


def test_a_guest_invited_later_is_told_alone(cast: Cast) -> None:
    meeting = announced(cast).meeting
    told()
    guest = Guest("Ông Sùng", email="sung@example.vn")
    invite_guest(meeting=meeting, guest=guest, by=cast.chi, now=NOW + MINUTE)
    send_changes(meeting=meeting, by=cast.chi, now=NOW + 2 * MINUTE, site=SITE)
    [letter] = OutgoingMail.objects.all()
    assert (letter.to, entry_of(letter)["SEQUENCE"]) == ("sung@example.vn", 0)


def test_a_meeting_called_off_leaves_every_calendar(cast: Cast) -> None:
    meeting = announced(cast).meeting
    told()
    cancel_meeting(meeting=meeting, reason="Bão số 5", by=cast.chi, now=NOW + MINUTE)
    assert tell_meeting_news(now=NOW + 2 * MINUTE, site=SITE) == 3
    for letter in OutgoingMail.objects.all():
        entry = entry_of(letter)
        assert (letter.calendar_method, entry["SEQUENCE"], str(entry["STATUS"])) == (
            "CANCEL",
            1,
            "CANCELLED",
        )
        assert "Bão số 5" in letter.body
        assert letter.opens == []
    told()
    assert news(NOW + 3 * MINUTE) == []


def test_whoever_is_asked_no_longer_is_told_and_their_link_ends(cast: Cast) -> None:
    sitting = announced(cast)
    told()
    remove_invitee(invitee=sitting.seats[2], by=cast.chi, now=NOW + MINUTE)
    tell_meeting_news(now=NOW + 2 * MINUTE, site=SITE)
    [letter] = OutgoingMail.objects.all()
    assert (letter.to, letter.calendar_method) == ("may@example.vn", "CANCEL")
    assert not InviteeLink.objects.filter(revoked_at=None).exists()
    told()
    assert news(NOW + 3 * MINUTE) == []


def test_nobody_hears_of_an_invitation_taken_back_before_the_notice(cast: Cast) -> None:
    sitting = prepared(cast)
    remove_invitee(invitee=sitting.seats[2], by=cast.chi, now=NOW)
    assert news(NOW + MINUTE) == []


def test_a_substitute_is_told_to_the_chair_agreed_and_invited(cast: Cast) -> None:
    sitting = announced(cast)
    told()
    place = propose(sitting.seats[2], NOW + MINUTE, email="thay@example.vn")
    [(to, _subject)] = news(NOW + 2 * MINUTE)
    assert to == cast.dung.email
    assert Message.objects.filter(
        person=cast.dung, address=f"/meetings/{sitting.meeting.pk}/invitees/"
    ).exists()
    assert news(NOW + 3 * MINUTE) == []
    decide_substitute(invitee=place, is_agreed=True, by=cast.dung, now=NOW + 4 * MINUTE)
    assert tell_meeting_news(now=NOW + 5 * MINUTE, site=SITE) == 2
    assert {(one.to, one.calendar_method) for one in OutgoingMail.objects.all()} == {
        ("may@example.vn", ""),
        ("thay@example.vn", "REQUEST"),
    }
    link = InviteeLink.objects.get(for_substitute=True)
    assert OutgoingMail.objects.get(to="thay@example.vn").opens == [["invitation", link.pk]]
    told()
    assert news(NOW + 6 * MINUTE) == []


def test_a_substitute_refused_is_told_why_to_whoever_proposed_them(cast: Cast) -> None:
    place = propose(announced(cast).seats[2], NOW + MINUTE, email="thay@example.vn")
    told()
    decide_substitute(
        invitee=place,
        is_agreed=False,
        by=cast.dung,
        now=NOW + MINUTE,
        words="Không đúng thành phần",
    )
    tell_meeting_news(now=NOW + 2 * MINUTE, site=SITE)
    [letter] = OutgoingMail.objects.all()
    assert letter.to == "may@example.vn"
    assert "Không đúng thành phần" in letter.body


def test_of_a_substitute_for_whoever_presides_the_secretary_hears(cast: Cast) -> None:
    sitting = announced(cast)
    told()
    propose(sitting.seats[0], NOW + MINUTE, email="thay@example.vn")
    assert [to for to, _subject in news(NOW + 2 * MINUTE)] == [cast.chi.email]


def test_an_answer_taken_back_before_anybody_was_told_tells_nobody(cast: Cast) -> None:
    place = propose(announced(cast).seats[2], NOW + MINUTE, email="thay@example.vn")
    told()
    answer_invitation(invitee=place, answer=Answer.COMING, by=None, now=NOW + 2 * MINUTE)
    assert news(NOW + 3 * MINUTE) == []


def test_a_substitute_who_comes_no_more_is_told_and_opens_nothing(cast: Cast) -> None:
    place = propose(announced(cast).seats[2], NOW + MINUTE, email="thay@example.vn")
    decide_substitute(invitee=place, is_agreed=True, by=cast.dung, now=NOW + MINUTE)
    tell_meeting_news(now=NOW + 2 * MINUTE, site=SITE)
    old = InviteeLink.objects.get(for_substitute=True)
    InviteeLink.objects.filter(pk=old.pk).update(token_digest="d" * 64)
    assert invitee_link_in_force(NOW + 3 * MINUTE, pk=old.pk) == old
    told()
    place = propose(place, NOW + 4 * MINUTE, name="Bà Khác", email="khac@example.vn")
    assert invitee_link_in_force(NOW + 5 * MINUTE, pk=old.pk) is None
    decide_substitute(invitee=place, is_agreed=True, by=cast.dung, now=NOW + 5 * MINUTE)
    tell_meeting_news(now=NOW + 6 * MINUTE, site=SITE)
    assert {(one.to, one.calendar_method) for one in OutgoingMail.objects.all()} == {
        ("may@example.vn", ""),
        ("thay@example.vn", "CANCEL"),
        ("khac@example.vn", "REQUEST"),
    }
    assert InviteeLink.objects.get(for_substitute=True, revoked_at=None) != old


def test_the_event_of_an_answer_by_a_link_says_which_link(cast: Cast) -> None:
    place = announced(cast).seats[2]
    link = InviteeLink.objects.get()
    answer_invitation(invitee=place, answer=Answer.COMING, by=link, now=NOW + MINUTE)
    event = Event.objects.get(action="answer_invitation")
    assert event.actor is None
    assert event.after["by_invitee_link"] == link.pk
    assert "may@example.vn" not in str(event.after)


def test_an_invitation_is_sent_again_with_a_link_that_goes_on(cast: Cast) -> None:
    sitting = announced(cast)
    [link] = InviteeLink.objects.all()
    told()
    send_invitation_again(invitee=sitting.seats[2], by=cast.chi, now=NOW + MINUTE, site=SITE)
    assert [to for to, _subject in told()] == ["may@example.vn"]
    assert list(InviteeLink.objects.filter(revoked_at=None)) == [link]


@pytest.fixture
def server(settings: Any, db: None) -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


def test_the_letter_that_arrives_has_the_invitation_as_words_as_calendar_and_as_file(
    server: SmtpServer, cast: Cast
) -> None:
    announced(cast)
    assert send_due(now=NOW) == 3
    letter = server.taken[2]
    parts = {part.get_content_type(): part for part in letter.walk() if not part.is_multipart()}
    assert set(parts) == {"text/plain", "text/calendar", "application/ics"}
    assert parts["text/calendar"]["Content-Type"].params["method"] == "REQUEST"
    assert parts["application/ics"].get_filename() == "invitation.ics"
    shown = Calendar.from_ical(parts["text/calendar"].get_content())
    kept = Calendar.from_ical(parts["application/ics"].get_content())
    assert shown.to_ical() == kept.to_ical()
    assert f"{SITE}/link/" in parts["text/plain"].get_content()
    assert "{{link" not in letter.as_string()
