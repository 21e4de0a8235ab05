"""Decisions in writing: asked, answered until the deadline, counted as votes are."""

from datetime import timedelta

import pytest

from giaoban.actions.meetings.circulating import (
    CirculatedQuestion,
    add_question,
    change_term,
    close_circulation,
    end_answers,
    end_due_circulations,
    send_circulation,
    without_ballot,
)
from giaoban.actions.meetings.extending import extend_answers
from giaoban.actions.meetings.inviting import remove_invitee
from giaoban.actions.meetings.minutes import content_of, draft_paper
from giaoban.documents.meetings.meeting_paper import paper_document
from giaoban.mail.meeting_words import answers_said
from giaoban.models import Ballot, Invitee, Meeting, Message, OutgoingMail
from giaoban.queries.meetings.circulated import AnswersNeeded, answers_needed
from giaoban.rules.meetings.majorities import Outcome, Silence
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.problems import RuleError
from tests.circulation_scene import (
    DEADLINE,
    LATE,
    SITE,
    answer,
    planned,
    question_of,
    sent,
)
from tests.factories import NOW, TODAY


def test_everybody_with_a_seat_that_votes_is_asked_by_letter_and_can_answer(cast):
    meeting = sent(cast)
    assert meeting.state == MeetingState.RUNNING
    voters = Ballot.objects.filter(question=question_of(meeting))
    assert [ballot.invitee.name for ballot in voters] == [
        cast.dung.name,
        cast.giang.name,
        "Ủy viên 1",
        "Ủy viên 2",
    ]
    letters = OutgoingMail.objects.filter(to=cast.giang.email)
    assert [("Lấy ý kiến dự thảo kế hoạch" in one.subject) for one in letters] == [True]


@pytest.mark.parametrize(
    ("silence", "outcome"),
    [
        (Silence.NOT_COUNTED, Outcome.NO_QUORUM),  # two of four answered, three are needed
        (Silence.AGREES, Outcome.ADOPTED),  # three of four
        (Silence.DISAGREES, Outcome.REJECTED),  # one of four
    ],
)
def test_silence_means_what_was_said_beforehand(cast, silence, outcome):
    meeting = sent(cast, silence=silence)
    answer(meeting, cast.giang, "yes")
    answer(meeting, Invitee.objects.get(meeting=meeting, name="Ủy viên 1").person, "no")
    assert end_answers(meeting=meeting, by=cast.chi, now=LATE) == 1
    assert question_of(meeting).outcome == outcome


def test_before_the_deadline_it_is_counted_only_once_everybody_has_answered(cast):
    meeting = sent(cast)
    people = [place.person for place in meeting.invitees.filter(votes=True)]
    for person in people[:3]:
        answer(meeting, person, "yes")
    with pytest.raises(RuleError) as refused:
        end_answers(meeting=meeting, by=cast.chi, now=NOW + timedelta(hours=2))
    assert (refused.value.code, refused.value.params) == ("answers_still_come", {"waiting": 1})
    answer(meeting, people[3], "abstain")
    assert end_answers(meeting=meeting, by=cast.chi, now=NOW + timedelta(hours=2)) == 1
    assert question_of(meeting).outcome == Outcome.ADOPTED


def test_no_answer_is_taken_after_the_deadline_even_before_it_is_counted(cast):
    meeting = sent(cast)
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=NOW + timedelta(minutes=1))
    with pytest.raises(RuleError, match="vote_not_open"):
        answer(meeting, cast.giang, "yes")


def test_the_worker_counts_at_the_deadline_once_and_tells_whoever_keeps_it(cast):
    meeting = sent(cast)
    for place in meeting.invitees.filter(votes=True).exclude(person=cast.dung):
        answer(meeting, place.person, "yes")
    before = Message.objects.filter(person=cast.chi).count()
    assert end_due_circulations(now=DEADLINE - timedelta(minutes=1)) == 0
    assert end_due_circulations(now=LATE) == 1
    assert end_due_circulations(now=LATE) == 0
    assert question_of(meeting).outcome == Outcome.ADOPTED
    assert Message.objects.filter(person=cast.chi).count() == before + 1


def test_closed_it_has_minutes_of_its_own(cast):
    secret = CirculatedQuestion("Giới thiệu nhân sự?", is_secret=True, reach=Reach.MEMBERS)
    openly = CirculatedQuestion("Thông qua dự thảo?", "Dự thảo lần 3", reach=Reach.CIRCULATED)
    meeting = sent(cast, openly, secret, silence=Silence.AGREES)
    answer(meeting, cast.giang, "no", words="Cần bổ sung nguồn lực")
    assert close_circulation(meeting=meeting, by=cast.chi, now=LATE) == []
    meeting.refresh_from_db()
    paper = draft_paper(meeting=meeting, kind="minutes", by=cast.chi, now=LATE)
    members = str(paper_document(content_of(paper), Reach.MEMBERS).blocks)
    for words in (
        "thời hạn trả lời: 09 giờ 00, ngày 23 tháng 11 năm 2026",
        "được coi là tán thành",
        "Số thành viên được lấy ý kiến: 4; đã trả lời: 1.",
        f"Không tán thành: {cast.giang.name}",
        "Không trả lời, được coi là tán thành: 3",
        "Cần bổ sung nguồn lực",
        "Giới thiệu nhân sự?",
    ):
        assert words in members
    circulated = str(paper_document(content_of(paper), Reach.CIRCULATED))
    assert "Thông qua dự thảo?" in circulated
    for words in ("Giới thiệu nhân sự?", "Cần bổ sung nguồn lực"):
        assert words not in circulated
    assert "Tổng hợp ý kiến bằng văn bản" in circulated


def test_once_sent_questions_deadline_and_silence_stay_as_they_are(cast):
    meeting = sent(cast)
    with pytest.raises(RuleError, match="circulation_sent"):
        add_question(meeting=meeting, question=CirculatedQuestion("Thêm?"), by=cast.chi, now=NOW)
    with pytest.raises(RuleError, match="meeting_not_prepared"):
        change_term(
            meeting=meeting,
            answered_by=LATE,
            chair=None,
            silence=Silence.AGREES,
            revision=0,
            by=cast.chi,
            now=NOW,
        )


def test_a_deadline_that_has_passed_sends_nothing(cast):
    meeting = planned(cast)
    with pytest.raises(RuleError, match="deadline_passed"):
        send_circulation(meeting=meeting, by=cast.chi, today=TODAY, now=LATE, site=SITE)
    meeting.items.all().delete()
    with pytest.raises(RuleError, match="questions_missing"):
        send_circulation(meeting=meeting, by=cast.chi, today=TODAY, now=NOW, site=SITE)


def test_one_answer_of_four_decides_nothing_where_silence_is_not_counted(cast):
    meeting = sent(cast)
    answer(meeting, cast.giang, "yes")
    assert answers_needed(meeting) == AnswersNeeded(3, 4)
    end_answers(meeting=meeting, by=cast.chi, now=LATE)
    assert question_of(meeting).outcome == Outcome.NO_QUORUM
    letter = OutgoingMail.objects.filter(to=cast.giang.email).latest("pk")
    assert "3" in answers_said(AnswersNeeded(3, 4))
    assert answers_said(AnswersNeeded(3, 4)) in letter.body


def test_whoever_is_asked_no_longer_is_neither_waited_for_nor_silent(cast):
    meeting = sent(cast, silence=Silence.AGREES)
    for place in meeting.invitees.filter(votes=True).exclude(person=cast.giang):
        answer(meeting, place.person, "no" if place.person == cast.dung else "abstain")
    remove_invitee(invitee=meeting.invitees.get(person=cast.giang), by=cast.chi, now=NOW)
    assert without_ballot(meeting) == 0
    end_answers(meeting=meeting, by=cast.chi, now=NOW + timedelta(hours=2))
    question = question_of(meeting)
    assert (question.entitled, question.present, question.outcome) == (3, 3, Outcome.REJECTED)


def more_time(meeting, until, *, now=NOW, reason="Chờ số liệu quý", revision=None):
    meeting.refresh_from_db()
    return extend_answers(
        meeting=meeting,
        answered_by=until,
        reason=reason,
        revision=meeting.revision if revision is None else revision,
        by=None,
        now=now,
        site=SITE,
    )


def test_more_time_is_told_to_everybody_and_listed_in_the_minutes(cast):
    meeting = sent(cast)
    answer(meeting, cast.giang, "yes")
    letters = OutgoingMail.objects.count()
    later = DEADLINE + timedelta(days=2)
    assert more_time(meeting, later) == 5
    assert OutgoingMail.objects.count() == letters + 5
    assert end_due_circulations(now=LATE) == 0
    assert question_of(meeting).ballots.filter(has_voted=True).count() == 1
    close_circulation(meeting=meeting, by=cast.chi, now=later)
    meeting.refresh_from_db()
    paper = draft_paper(meeting=meeting, kind="minutes", by=cast.chi, now=later)
    written = str(paper_document(content_of(paper), Reach.MEMBERS).blocks)
    for words in ("Thay đổi sau khi gửi lấy ý kiến", "Chờ số liệu quý", "25 tháng 11 năm 2026"):
        assert words in written


@pytest.mark.parametrize(
    "given, code",
    [
        ({"until": DEADLINE}, "deadline_not_later"),
        ({"reason": " "}, "reason_missing"),
        ({"revision": -1}, "meeting_changed_meanwhile"),
        ({"now": DEADLINE}, "answers_are_closed"),
    ],
)
def test_more_time_is_refused(cast, given, code):
    meeting = sent(cast)
    with pytest.raises(RuleError, match=code):
        more_time(meeting, **{"until": LATE + timedelta(days=1), **given})


def test_once_counted_there_is_no_more_time(cast):
    meeting = sent(cast)
    for place in meeting.invitees.filter(votes=True):
        answer(meeting, place.person, "yes")
    end_answers(meeting=meeting, by=cast.chi, now=NOW + timedelta(hours=2))
    with pytest.raises(RuleError, match="answers_are_closed"):
        more_time(meeting, LATE)
