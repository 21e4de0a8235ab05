"""Whoever comes, goes, steps aside or sends somebody: everybody there is counted once."""

from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from giaoban.actions.meetings.answering import Substitute, answer_invitation, decide_substitute
from giaoban.actions.meetings.attendance import check_in, check_out, end_recusal, recuse
from giaoban.actions.meetings.voting import Asked, ask_vote, open_vote
from giaoban.models import Invitee, Presence, Recusal
from giaoban.queries.meetings.attendance import is_substituted, quorum_at
from giaoban.rules.meetings.inviting import Answer
from giaoban.rules.meetings.majorities import MajorityRule
from tests.factories import TODAY, VIETNAM_TIME
from tests.meeting_scene import make_sitting
from tests.walks import InOneTransaction, refused_or_done, walked


class Attendance(InOneTransaction):
    """Five seats of one meeting: who comes, goes, steps aside or sends somebody."""

    seats = st.integers(0, 4)

    def __init__(self) -> None:
        super().__init__()
        self.at = datetime.combine(TODAY, time(9), VIETNAM_TIME)
        self.sitting = make_sitting(self.cast, there=0, at=self.at)

    @rule(seat=seats)
    def somebody_comes(self, seat: int) -> None:
        place = self.sitting.seats[seat]
        who = {"how": Presence.How.SECRETARY, "by": self.cast.chi}
        check_in(invitee=place, at=self.at, now=self.at, **who)

    @rule(seat=seats)
    def somebody_goes(self, seat: int) -> None:
        place = self.sitting.seats[seat]
        refused_or_done(lambda: check_out(invitee=place, at=self.at, by=self.cast.chi, now=self.at))

    @rule(seat=seats)
    def somebody_steps_aside(self, seat: int) -> None:
        place = self.sitting.seats[seat]
        said = {"reason": "Là người có liên quan", "by": self.cast.chi, "now": self.at}
        refused_or_done(lambda: recuse(item=self.sitting.item, invitee=place, **said))

    @rule(seat=seats)
    def somebody_takes_part_again(self, seat: int) -> None:
        for recusal in Recusal.objects.filter(invitee=self.sitting.seats[seat]):
            end_recusal(recusal=recusal, by=self.cast.chi, now=self.at)

    @rule(seat=seats, who=st.integers(0, 6), is_agreed=st.booleans())
    def somebody_sends_a_substitute(self, seat: int, who: int, is_agreed: bool) -> None:
        """Who has a seat, or two who have none: for as many seats as one likes."""
        seats = self.sitting.seats
        email = seats[who].email if who < len(seats) else f"thay-{who}@example.vn"
        sent = Substitute(name="Người thay", email=email)
        place, said = seats[seat], {"by": self.cast.dung, "now": self.at}

        def send() -> None:
            answer_invitation(invitee=place, answer=Answer.SUBSTITUTE, substitute=sent, **said)
            decide_substitute(invitee=place, is_agreed=is_agreed, words="Đã rõ", **said)

        refused_or_done(send)

    @rule(seat=seats)
    def somebody_comes_after_all(self, seat: int) -> None:
        place = self.sitting.seats[seat]
        answer_invitation(invitee=place, answer=Answer.COMING, by=None, now=self.at)

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @invariant()
    def everybody_there_is_counted_once(self) -> None:
        there = self.who_is_there()
        assert len(there) == len(set(there))
        quorum = quorum_at(self.sitting.meeting, self.at, self.sitting.item)
        aside = Recusal.objects.filter(item=self.sitting.item).count()
        assert (quorum.present, quorum.entitled) == (len(there), 5 - aside)

    @precondition(lambda self: self.has_quorum())
    @rule()
    def whoever_is_there_has_one_ballot(self) -> None:
        with transaction.atomic():
            asked = Asked("Thông qua?", MajorityRule())
            question = ask_vote(item=self.sitting.item, asked=asked, by=None, now=self.at)
            opened = open_vote(question=question, by=None, now=self.at)
            voters = [self.sits(one.invitee) for one in opened.ballots.select_related("invitee")]
            transaction.set_rollback(True)
        assert sorted(voters) == sorted(self.who_is_there())

    def has_quorum(self) -> bool:
        return quorum_at(self.sitting.meeting, self.at, self.sitting.item).is_reached

    def who_is_there(self) -> list[str]:
        """The addresses of those in the room who take part in the item."""
        places = Invitee.objects.filter(meeting=self.sitting.meeting).exclude(
            recusals__item=self.sitting.item
        )
        return [
            self.sits(place) for place in places if place.presences.filter(left_at=None).exists()
        ]

    @staticmethod
    def sits(place: Invitee) -> str:
        return place.substitute_email if is_substituted(place) else place.email


@pytest.mark.django_db
@pytest.mark.both_databases
def test_nobody_is_counted_twice_whoever_sits_for_whom() -> None:
    walked(Attendance, 25)
