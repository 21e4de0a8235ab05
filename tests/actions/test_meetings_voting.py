"""Votes by name and votes in secret, counted once a seat."""

from datetime import timedelta
from fractions import Fraction
from functools import partial

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.actions.meetings.attendance import check_out, recuse
from giaoban.actions.meetings.hands import enter_hands
from giaoban.actions.meetings.voting import (
    Asked,
    ask_vote,
    cast_ballot,
    close_vote,
    enter_counts,
    open_vote,
)
from giaoban.models import Ballot, BallotOption, BallotQuestion, Event
from giaoban.queries.meetings.counting import votes_by_option
from giaoban.queries.meetings.record import record_of
from giaoban.queries.meetings.votes_shown import votes_on
from giaoban.rules.meetings.majorities import Base, MajorityRule, Outcome, Silence, Tie
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.problems import RuleError
from tests.cast import make_cast
from tests.factories import NOW
from tests.meeting_scene import make_sitting

HALF = MajorityRule(Base.PRESENT, tie=Tie.CHAIR)
LATER = NOW + timedelta(minutes=30)


def opened(sitting, by, **asked):
    question = ask_vote(
        item=sitting.item,
        asked=Asked(**{"text": "Thông qua kinh phí?", "majority": HALF, **asked}),
        by=by,
        now=LATER,
    )
    return open_vote(question=question, by=by, now=LATER)


def votes(question, sitting, words, by, **more):
    """`words` are one letter a seat: y(es), n(o), a(bstains), - (does not vote)."""
    means = {"y": "yes", "n": "no", "a": "abstain"}
    options = {option.means: option for option in question.options.all()}
    for seat, word in zip(sitting.seats, words, strict=False):
        if word != "-":
            cast_ballot(
                question=question,
                invitee=seat,
                option=options[means[word]],
                by=by,
                now=LATER,
                **more,
            )


@pytest.mark.parametrize(
    "there, words, outcome",
    [
        (5, "yyynn", Outcome.ADOPTED),
        (5, "yynnn", Outcome.REJECTED),
        (5, "yyaan", Outcome.REJECTED),
        (4, "yynn", Outcome.ADOPTED),  # a tie: the chair voted for it
        (4, "nnyy", Outcome.REJECTED),
        (3, "yy-", Outcome.ADOPTED),
    ],
)
def test_an_open_vote_is_decided_by_the_seats_there(cast, there, words, outcome):
    sitting = make_sitting(cast, there=there)
    question = opened(sitting, cast.chi)
    votes(question, sitting, words, cast.chi, by_secretary=True)
    closed = close_vote(question=question, by=cast.chi, now=LATER)
    assert (closed.outcome, closed.entitled, closed.present) == (outcome, 5, there)


def test_a_vote_does_not_open_without_a_quorum(cast):
    sitting = make_sitting(cast, there=2)
    with pytest.raises(RuleError) as refused:
        opened(sitting, cast.chi)
    assert (refused.value.code, refused.value.params) == ("no_quorum", {"present": 2, "needed": 3})


def test_who_left_or_is_recused_has_no_ballot(cast):
    sitting = make_sitting(cast)
    check_out(invitee=sitting.seats[4], at=LATER - timedelta(1 / 1440), by=cast.chi, now=LATER)
    recuse(item=sitting.item, invitee=sitting.seats[3], reason="Có liên quan", by=None, now=LATER)
    question = opened(sitting, cast.chi)
    voters = set(question.ballots.values_list("invitee_id", flat=True))
    assert voters == {seat.pk for seat in sitting.seats[:3]}
    assert (question.entitled, question.present) == (4, 3)
    with pytest.raises(RuleError) as refused:
        votes(question, sitting, "----y", cast.chi)
    assert refused.value.code == "no_ballot"


def test_nobody_is_recused_while_the_vote_is_open(cast):
    sitting = make_sitting(cast)
    opened(sitting, cast.chi)
    with pytest.raises(RuleError) as refused:
        recuse(item=sitting.item, invitee=sitting.seats[1], reason="Muộn", by=None, now=LATER)
    assert refused.value.code == "vote_is_open"


def test_an_open_vote_can_be_changed_until_it_closes_and_is_counted_once(cast):
    sitting = make_sitting(cast)
    question = opened(sitting, cast.chi)
    votes(question, sitting, "nnyyy", cast.chi)
    votes(question, sitting, "yy", cast.chi)
    assert sorted(votes_by_option(question).values()) == [0, 0, 5]
    close_vote(question=question, by=cast.chi, now=LATER)
    with pytest.raises(RuleError) as refused:
        votes(question, sitting, "n", cast.chi)
    assert refused.value.code == "vote_not_open"


def test_a_secret_vote_keeps_who_voted_and_how_many_for_what_and_nothing_else(cast):
    sitting = make_sitting(cast)
    question = opened(sitting, cast.chi, is_secret=True)
    before = list(Ballot.objects.order_by("pk").values_list("pk", "invitee_id"))
    votes(question, sitting, "yynya", cast.chi)
    assert list(Ballot.objects.order_by("pk").values_list("pk", "invitee_id")) == before
    ballots = question.ballots.values_list("has_voted", "option", "by_secretary", "words")
    assert set(ballots) == {(True, None, False, "")}
    assert [(o.means, o.count) for o in question.options.all()] == [
        ("yes", 3),
        ("no", 1),
        ("abstain", 1),
    ]
    events = Event.objects.filter(action="cast_ballot", record_id=question.pk)
    assert {frozenset(event.after) for event in events} == {frozenset({"invitee"})}
    assert {event.before for event in events} == {None}
    columns = {field.name for field in Ballot._meta.fields}
    assert columns == {
        "id",
        "question",
        "invitee",
        "voter",
        "has_voted",
        "option",
        "by_secretary",
        "words",
    }


@pytest.mark.parametrize("again, code", [("y", "has_voted"), ("n", "has_voted")])
def test_a_secret_vote_is_given_once(cast, again, code):
    sitting = make_sitting(cast)
    question = opened(sitting, cast.chi, is_secret=True)
    votes(question, sitting, "y", cast.dung)
    with pytest.raises(RuleError) as refused:
        votes(question, sitting, again, cast.dung)
    assert refused.value.code == code
    assert sum(votes_by_option(question).values()) == 1


def test_nobody_votes_secretly_for_somebody_else(cast):
    sitting = make_sitting(cast)
    question = opened(sitting, cast.chi, is_secret=True)
    with pytest.raises(RuleError) as refused:
        votes(question, sitting, "y", cast.chi, by_secretary=True)
    assert refused.value.code == "secret_vote_is_ones_own"


@pytest.mark.parametrize(
    "counts, code", [([3, 1, 1], None), ([3, 3, 0], "more_votes_than_present")]
)
def test_what_was_counted_on_paper_is_entered_and_checked(cast, counts, code):
    sitting = make_sitting(cast)
    question = opened(sitting, cast.chi, is_secret=True, how=BallotQuestion.How.PAPER)
    typed = {o.pk: n for o, n in zip(question.options.all(), counts, strict=True)}
    if code is None:
        enter_counts(question=question, counts=typed, by=cast.chi, now=LATER)
        closed = close_vote(question=question, by=cast.chi, now=LATER)
        assert closed.outcome == Outcome.ADOPTED
        return
    with pytest.raises(RuleError) as refused:
        enter_counts(question=question, counts=typed, by=cast.chi, now=LATER)
    assert refused.value.code == code


def test_of_several_options_the_one_with_the_majority_wins(cast):
    sitting = make_sitting(cast)
    question = opened(sitting, cast.chi, options=["Phương án 1", "Phương án 2", "Phương án 1"])
    first, second, _abstain = question.options.all()
    for seat, option in zip(sitting.seats, [first, first, first, second, second], strict=True):
        cast_ballot(question=question, invitee=seat, option=option, by=None, now=LATER)
    assert close_vote(question=question, by=None, now=LATER).outcome == Outcome.ADOPTED


@pytest.mark.parametrize(
    "silence, outcome",
    [
        (Silence.NOT_COUNTED, Outcome.ADOPTED),
        (Silence.AGREES, Outcome.ADOPTED),
        (Silence.DISAGREES, Outcome.REJECTED),
    ],
)
def test_by_circulation_silence_means_what_the_letter_said(cast, silence, outcome):
    sitting = make_sitting(cast, there=0, form=MeetingForm.CIRCULATION, silence=silence)
    question = opened(sitting, cast.chi)
    votes(question, sitting, "yyn", cast.chi)
    with pytest.raises(RuleError, match="answers_still_come"):
        close_vote(question=question, by=cast.chi, now=LATER)
    ended = sitting.meeting.ends_at
    assert close_vote(question=question, by=cast.chi, now=ended).outcome == outcome


def test_a_majority_that_cannot_be_is_not_asked_for(cast):
    sitting = make_sitting(cast)
    low = MajorityRule(Base.PRESENT, Fraction(1, 3))
    with pytest.raises(RuleError) as refused:
        opened(sitting, cast.chi, majority=low)
    assert refused.value.code == "majority_below_half"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    presses=st.lists(st.tuples(st.integers(0, 4), st.sampled_from("yna")), max_size=12),
    is_secret=st.booleans(),
)
def test_ballots_counted_are_ballots_cast(transactional_scene, presses, is_secret):
    cast, sitting = transactional_scene
    question = opened(sitting, cast.chi, is_secret=is_secret)
    options = {option.means[0]: option for option in question.options.all()}
    last: dict[int, str] = {}
    for seat, word in presses:
        press = partial(
            cast_ballot,
            question=question,
            invitee=sitting.seats[seat],
            option=options[word],
            by=None,
            now=LATER,
        )
        if is_secret and seat in last:
            with pytest.raises(RuleError, match="has_voted"):
                press()
        else:
            press()
            last[seat] = word
    counted = votes_by_option(question)
    for word, option in options.items():
        assert counted[option.pk] == list(last.values()).count(word)
    assert question.ballots.filter(has_voted=True).count() == len(last)
    close_vote(question=question, by=None, now=LATER)


@pytest.fixture
def transactional_scene(db):
    cast = make_cast()
    return cast, make_sitting(cast)


def test_an_option_of_another_question_is_no_vote(cast):
    sitting = make_sitting(cast)
    one, other = opened(sitting, cast.chi), opened(sitting, cast.chi)
    foreign = BallotOption.objects.filter(question=other).first()
    with pytest.raises(RuleError) as refused:
        cast_ballot(question=one, invitee=sitting.seats[0], option=foreign, by=None, now=LATER)
    assert refused.value.code == "option_of_another_question"


def leave(sitting, *numbers):
    for number in numbers:
        check_out(invitee=sitting.seats[number], at=LATER, by=None, now=LATER)


@pytest.mark.parametrize(
    "words, gone, expected",
    [
        ("yy---", (4,), (Outcome.REJECTED, 4)),  # two of the four who are left
        ("yyy--", (3, 4), (Outcome.ADOPTED, 3)),
        ("yyy--", (0, 1, 2), (Outcome.ADOPTED, 5)),  # who voted took part, there or not
        ("yy---", (2, 3, 4), (Outcome.NO_QUORUM, 2)),
    ],
)
def test_whoever_left_without_voting_is_not_among_those_present(cast, words, gone, expected):
    sitting = make_sitting(cast)
    question = opened(sitting, cast.chi)
    votes(question, sitting, words, cast.chi)
    leave(sitting, *gone)
    closed = close_vote(question=question, by=None, now=LATER)
    assert (closed.outcome, closed.present, closed.entitled) == (*expected, 5)


def test_a_tie_in_a_secret_vote_is_said_to_fail_before_it_opens(cast):
    sitting = make_sitting(cast, there=4)
    assert opened(sitting, cast.chi).tie == Tie.CHAIR
    secret = opened(sitting, cast.chi, is_secret=True)
    votes(secret, sitting, "yynn", None)
    closed = close_vote(question=secret, by=None, now=LATER)
    assert (secret.tie, closed.outcome) == (Tie.FAILS, Outcome.REJECTED)


@pytest.mark.parametrize("sits, outcome", [(True, Outcome.ADOPTED), (False, Outcome.REJECTED)])
def test_the_chair_breaks_a_tie_in_whichever_seat_they_sit_themselves(cast, sits, outcome):
    """Dũng presides from another's seat, or somebody else sits in his own."""
    sitting = make_sitting(cast, there=4)
    sent = {"answer": "substitute", "substitute_state": "agreed", "substitute_name": "Người thay"}
    own, other = sitting.seats[0], sitting.seats[1]
    if sits:
        cast.giang.invitations.update(**sent, substitute_person=cast.dung)
        type(own).objects.filter(pk=own.pk).update(person=None)
    else:
        type(own).objects.filter(pk=own.pk).update(**sent)
    question = opened(sitting, cast.chi)
    votes(question, sitting, "nyyn" if sits else "ynyn", None)
    assert other.name == cast.giang.name
    assert close_vote(question=question, by=None, now=LATER).outcome == outcome


def test_a_vote_between_options_that_ends_in_a_tie_is_voted_on_again(cast):
    sitting = make_sitting(cast, there=4)
    again = MajorityRule(Base.PRESENT, tie=Tie.AGAIN)
    question = opened(sitting, None, options=["Phương án 1", "Phương án 2"], majority=again)
    first, second, _abstain = question.options.all()
    for seat, option in zip(sitting.seats, [first, first, second, second], strict=False):
        cast_ballot(question=question, invitee=seat, option=option, by=None, now=LATER)
    assert close_vote(question=question, by=None, now=LATER).outcome == Outcome.AGAIN


def test_a_vote_on_paper_is_not_closed_before_its_counts_are_entered(cast):
    sitting = make_sitting(cast)
    question = opened(sitting, None, is_secret=True, how=BallotQuestion.How.PAPER)
    with pytest.raises(RuleError, match="counts_missing"):
        close_vote(question=question, by=None, now=LATER)
    enter_counts(question=question, counts={}, by=None, now=LATER)
    assert close_vote(question=question, by=None, now=LATER).outcome == Outcome.REJECTED


def test_a_ballot_keeps_the_name_of_who_voted_whoever_sits_there_later(cast):
    sitting = make_sitting(cast)
    question = opened(sitting, cast.chi)
    votes(question, sitting, "yyyyy", cast.chi)
    sent = {"answer": "substitute", "substitute_state": "agreed", "substitute_name": "Người thay"}
    cast.giang.invitations.update(**sent)
    close_vote(question=question, by=None, now=LATER)
    [shown] = votes_on([sitting.item])
    assert cast.giang.name in shown.options[0].names
    [heard] = record_of(sitting.meeting).items
    assert cast.giang.name in heard.votes[0].named[0][1]


def test_a_show_of_hands_leaves_alone_who_voted_themselves_meanwhile(cast):
    sitting = make_sitting(cast, there=4)
    question = opened(sitting, cast.chi)
    yes, no, _abstain = question.options.all()
    drawn = dict(question.ballots.values_list("invitee_id", "option_id"))
    votes(question, sitting, "nn", None)  # by their telephones, after the page was drawn
    hands = {sitting.seats[1].pk: yes}
    kept = enter_hands(
        question=question, everybody=yes, hands=hands, seen=drawn, by=cast.chi, now=LATER
    )
    assert kept == [cast.giang.name]
    assert votes_by_option(question) == {yes.pk: 2, no.pk: 2, _abstain.pk: 0}
    drawn = dict(question.ballots.values_list("invitee_id", "option_id"))
    corrected = {"everybody": None, "hands": hands, "seen": drawn, "by": cast.chi, "now": LATER}
    assert enter_hands(question=question, **corrected) == []
    assert votes_by_option(question)[yes.pk] == 3


@pytest.mark.postgresql
def test_once_a_secret_vote_is_closed_no_row_tells_who_was_the_last_to_choose_what(cast):
    sitting = make_sitting(cast)
    question = opened(sitting, cast.chi, is_secret=True)
    votes(question, sitting, "yynya", None)
    assert _written_by(BallotOption) & _written_by(Ballot)  # while it is open they do
    close_vote(question=question, by=None, now=LATER)
    assert len(_written_by(BallotOption)) == 1
    assert not _written_by(BallotOption) & _written_by(Ballot)
    assert list(question.options.values_list("count", flat=True)) == [3, 1, 1]


def _written_by(model) -> set[int]:
    """Which transactions wrote its rows last."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text FROM {model._meta.db_table}")
        return {row[0] for row in cursor.fetchall()}


def test_more_votes_are_read_by_as_many_statements(cast, constant_queries):
    sitting = make_sitting(cast)

    def add() -> None:
        question = opened(sitting, cast.chi)
        votes(question, sitting, "yyynn", cast.chi)
        close_vote(question=question, by=None, now=LATER)

    constant_queries(add, lambda: votes_on([sitting.item]))
    constant_queries(add, lambda: record_of(sitting.meeting))


def test_a_question_is_put_again_once(cast):
    sitting = make_sitting(cast, there=4)
    first = opened(sitting, cast.chi)
    asked = {"item": sitting.item, "asked": Asked("Thông qua?", HALF), "by": None, "now": LATER}
    ask_vote(**asked, again_of=first)
    with pytest.raises(RuleError, match="voted_again_already"):
        ask_vote(**asked, again_of=first)
    assert [one.was_repeated for one in votes_on([sitting.item])] == [True, False]
