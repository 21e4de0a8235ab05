"""Times are corrected, a prepared question is taken away, the code at the door is replaced."""

from datetime import timedelta

import pytest

from giaoban.actions.meetings.attendance import (
    check_in,
    check_out,
    confirm_presence,
    end_recusal,
    recuse,
    strike_presence,
)
from giaoban.actions.meetings.check_in_code import replace_check_in_code
from giaoban.actions.meetings.closing import close_meeting
from giaoban.actions.meetings.dropping_votes import drop_question
from giaoban.actions.meetings.notes import save_notes
from giaoban.actions.meetings.stays import change_stay
from giaoban.actions.meetings.voting import Asked, ask_vote, cast_ballot, close_vote, open_vote
from giaoban.documents.meetings.attendance_list import attendance_paper
from giaoban.models import BallotQuestion, Event, MeetingPaper, Presence
from giaoban.queries.meetings.attendance import quorum_told
from giaoban.queries.meetings.attendance_page import attendees
from giaoban.queries.meetings.check_in import check_in_code, meeting_of_code
from giaoban.queries.meetings.votes_shown import votes_on
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


def test_what_is_over_is_not_struck_confirmed_or_recused_any_more(cast):
    sitting = make_sitting(cast, there=2)
    there, waits = sitting.seats[0].presences.get(), sitting.seats[3]
    waiting = check_in(
        invitee=waits, how=Presence.How.QR, at=NOW, by=None, now=NOW, is_confirmed=False
    )
    recusal = recuse(item=sitting.item, invitee=waits, reason="Có liên quan", by=None, now=NOW)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOW + HOUR)
    said = {"by": cast.chi, "now": NOW + HOUR}
    for change in (
        lambda: strike_presence(presence=there, **said),
        lambda: confirm_presence(presence=waiting, **said),
        lambda: recuse(item=sitting.item, invitee=sitting.seats[0], reason="Muộn", **said),
        lambda: end_recusal(recusal=recusal, **said),
    ):
        with pytest.raises(RuleError, match="meeting_over"):
            change()


def test_nobody_comes_into_a_time_in_which_they_were_there(cast):
    place = make_sitting(cast, there=1).seats[0]
    check_out(invitee=place, at=NOW + QUARTER, by=cast.chi, now=NOW + HOUR)
    with pytest.raises(RuleError, match="stays_overlap"):
        check_in(
            invitee=place,
            how=Presence.How.SECRETARY,
            at=NOW - QUARTER,
            by=cast.chi,
            now=NOW + HOUR,
        )


def test_who_took_no_part_in_a_vote_stays_so_in_the_record(cast):
    sitting = make_sitting(cast)
    aside, voter = sitting.seats[4], sitting.seats[1]
    first = recuse(item=sitting.item, invitee=aside, reason="Có liên quan", by=None, now=NOW)
    asked = Asked("Thông qua?", MajorityRule())
    put = ask_vote(item=sitting.item, asked=asked, by=cast.chi, now=NOW)
    open_vote(question=put, by=cast.chi, now=NOW)
    option = put.options.first()
    cast_ballot(question=put, invitee=voter, option=option, by=cast.giang, now=NOW)
    close_vote(question=put, by=cast.chi, now=NOW)
    later = NOW + QUARTER
    with pytest.raises(RuleError, match="voted_without_them"):
        end_recusal(recusal=first, by=cast.chi, now=later)
    with pytest.raises(RuleError, match="voted_on_it"):
        recuse(item=sitting.item, invitee=voter, reason="Muộn", by=cast.chi, now=later)
    recuse(item=sitting.item, invitee=sitting.seats[2], reason="Về sau", by=cast.chi, now=later)
    assert votes_on([sitting.item])[0].recused == [aside.name]


def test_after_the_end_the_list_says_how_many_were_there_to_the_end(cast):
    sitting = make_sitting(cast, there=4)
    check_out(invitee=sitting.seats[3], at=NOW + QUARTER, by=cast.chi, now=NOW + HOUR)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOW + HOUR)
    sitting.meeting.refresh_from_db()
    paper = attendance_paper(sitting.meeting, now=NOW + 2 * HOUR)
    assert (paper.quorum.present, paper.quorum.entitled, paper.quorum.is_reached) == (3, 5, True)
    told = quorum_told(sitting.meeting, NOW + HOUR)
    assert [one.present for _moment, one in told] == [4, 3]
