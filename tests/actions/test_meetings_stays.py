"""Times are corrected, a prepared question is taken away, the code at the door is replaced."""

from datetime import timedelta

import pytest

from giaoban.actions.meetings.attendance import check_in, check_out
from giaoban.actions.meetings.check_in_code import replace_check_in_code
from giaoban.actions.meetings.dropping_votes import drop_question
from giaoban.actions.meetings.notes import save_notes
from giaoban.actions.meetings.stays import change_stay
from giaoban.actions.meetings.voting import Asked, ask_vote, open_vote
from giaoban.models import BallotQuestion, Event, MeetingPaper, Presence
from giaoban.queries.meetings.attendance_page import attendees
from giaoban.queries.meetings.check_in import check_in_code, meeting_of_code
from giaoban.rules.meetings.majorities import MajorityRule
from giaoban.rules.problems import RuleError
from tests.factories import NOW
from tests.meeting_scene import make_sitting

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


def test_times_are_corrected_and_what_stood_before_is_in_the_history(cast):
    sitting = make_sitting(cast, there=2)
    presence = sitting.seats[1].presences.get()
    times = {"arrived_at": NOW + QUARTER, "left_at": NOW + HOUR}
    change_stay(presence=presence, **times, by=cast.chi, now=NOW + HOUR)
    second = attendees(sitting.meeting, NOW + HOUR)[1]
    assert (second.is_late, second.left_early, second.is_there) == (True, True, False)
    event = Event.objects.get(action="change_stay")
    assert event.before == {"arrived_at": presence.arrived_at.isoformat(), "left_at": None}


def test_a_time_that_overlaps_another_stay_is_refused(cast):
    sitting = make_sitting(cast, there=1)
    place = sitting.seats[0]
    check_out(invitee=place, at=NOW + QUARTER, by=cast.chi, now=NOW + HOUR)
    again = check_in(
        invitee=place,
        how=Presence.How.SECRETARY,
        at=NOW + 2 * QUARTER,
        by=cast.chi,
        now=NOW + HOUR,
    )
    with pytest.raises(RuleError, match="stays_overlap"):
        change_stay(presence=again, arrived_at=NOW, left_at=None, by=cast.chi, now=NOW + HOUR)


def test_a_question_is_taken_away_until_it_was_opened(cast):
    sitting = make_sitting(cast)
    asked = Asked("Thông qua?", MajorityRule())
    wrong = ask_vote(item=sitting.item, asked=asked, by=cast.chi, now=NOW)
    drop_question(question=wrong, by=cast.chi, now=NOW)
    put = ask_vote(item=sitting.item, asked=asked, by=cast.chi, now=NOW)
    open_vote(question=put, by=cast.chi, now=NOW)
    with pytest.raises(RuleError, match="vote_was_opened"):
        drop_question(question=put, by=cast.chi, now=NOW)
    assert list(BallotQuestion.objects.all()) == [put]


def test_a_code_opens_one_meeting_until_it_is_replaced(cast):
    first, second = make_sitting(cast).meeting, make_sitting(cast).meeting
    code = check_in_code(first)
    assert meeting_of_code(first.pk, code) == first
    assert meeting_of_code(second.pk, code) is None
    replaced = replace_check_in_code(meeting=first, by=cast.chi, now=NOW)
    assert meeting_of_code(first.pk, code) is None
    assert meeting_of_code(first.pk, check_in_code(replaced)) == first


def test_notes_are_stored_after_closing_but_not_once_the_minutes_are_approved(cast):
    sitting = make_sitting(cast)
    paper = MeetingPaper.objects.create(
        meeting=sitting.meeting, kind=MeetingPaper.Kind.MINUTES, drafted_at=NOW
    )
    saved = save_notes(item=sitting.item, base="", typed="Ý kiến.", revision=0, by=cast.chi)
    assert saved.text == "Ý kiến."
    paper.state, paper.approved_at = MeetingPaper.State.APPROVED, NOW
    paper.save()
    with pytest.raises(RuleError, match="minutes_approved"):
        save_notes(item=sitting.item, base="Ý kiến.", typed="Khác.", revision=1, by=cast.chi)
