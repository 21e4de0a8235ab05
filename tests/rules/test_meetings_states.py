"""The way of a meeting, and what an invitation lets one answer."""

import pytest

from giaoban.rules.meetings.inviting import (
    Answer,
    SeatProposal,
    SubstituteState,
    answer_problems,
    answers_for,
    sits_by_substitute,
    substitute_problems,
)
from giaoban.rules.meetings.states import (
    STEPS,
    MeetingForm,
    MeetingState,
    MeetingStep,
    next_meeting_state,
)

S, P = MeetingState, MeetingStep
ORDER = [S.DRAFT, S.ANNOUNCED, S.RUNNING, S.CLOSED, S.CANCELLED]


@pytest.mark.parametrize(
    "step, reached",
    [
        (P.ANNOUNCE, [S.ANNOUNCED, None, None, None, None]),
        (P.BEGIN, [S.RUNNING, S.RUNNING, None, None, None]),
        (P.CLOSE, [None, None, S.CLOSED, None, None]),
        (P.CANCEL, [S.CANCELLED, S.CANCELLED, None, None, None]),
        (P.TAKE_BACK, [None, None, S.ANNOUNCED, None, None]),
        (P.REOPEN, [None, None, None, S.RUNNING, None]),
    ],
)
def test_each_step_leads_where_the_table_says_and_nowhere_else(step, reached):
    assert [next_meeting_state(state, step) for state in ORDER] == reached


def test_who_calls_off_or_opens_again_says_why():
    assert {step for step, rule in STEPS.items() if rule.needs_words} == {P.CANCEL, P.REOPEN}


@pytest.mark.parametrize(
    "form, offered",
    [
        (MeetingForm.ON_SITE, ["coming", "not_coming", "substitute"]),
        (MeetingForm.ONLINE, ["online", "not_coming", "substitute"]),
        (MeetingForm.BOTH, ["coming", "online", "not_coming", "substitute"]),
        (MeetingForm.CIRCULATION, []),
    ],
)
def test_an_invitation_offers_what_the_meeting_is(form, offered):
    assert answers_for(form) == offered


@pytest.mark.parametrize(
    "answer, form, state, name, code",
    [
        (Answer.COMING, "on_site", "announced", "", None),
        (Answer.NOT_COMING, "on_site", "running", "", None),
        (Answer.SUBSTITUTE, "both", "announced", "Bà Bình", None),
        (Answer.SUBSTITUTE, "both", "announced", "  ", "substitute_missing"),
        (Answer.ONLINE, "on_site", "announced", "", "answer_not_offered"),
        (Answer.NONE, "on_site", "announced", "", "answer_not_offered"),
        (Answer.COMING, "on_site", "draft", "", "invitation_closed"),
        (Answer.COMING, "on_site", "closed", "", "invitation_closed"),
        (Answer.COMING, "on_site", "cancelled", "", "invitation_closed"),
    ],
)
def test_an_answer_is_taken_or_refused(answer, form, state, name, code):
    problems = answer_problems(
        answer, form=MeetingForm(form), state=MeetingState(state), substitute_name=name
    )
    assert [problem.code for problem in problems] == ([code] if code else [])


EVERYBODY = [
    SeatProposal(1, "an@a.vn"),
    SeatProposal(2, "binh@a.vn"),
    SeatProposal(3, "chi@a.vn", "pho@a.vn", SubstituteState.AGREED),
    SeatProposal(4, "dung@a.vn", "khac@a.vn", SubstituteState.REFUSED),
]


@pytest.mark.parametrize(
    "email, code",
    [
        ("moi@a.vn", None),
        ("", None),
        (" AN@a.vn ", "substitute_is_oneself"),
        ("binh@a.vn", "substitute_sits_already"),
        ("Pho@a.vn", "substitute_of_another"),
        ("khac@a.vn", None),
    ],
)
def test_nobody_sits_in_two_places(email, code):
    problems = substitute_problems(1, email, EVERYBODY)
    assert [problem.code for problem in problems] == ([code] if code else [])


def test_who_is_proposed_again_for_the_same_seat_may_sit_there():
    assert substitute_problems(3, "pho@a.vn", EVERYBODY) == []


@pytest.mark.parametrize("answer", Answer)
@pytest.mark.parametrize("state", SubstituteState)
def test_a_substitute_sits_only_where_proposed_and_agreed(answer, state):
    both = answer is Answer.SUBSTITUTE and state is SubstituteState.AGREED
    assert sits_by_substitute(answer, state) is both
