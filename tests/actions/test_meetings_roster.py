"""Seats change together from a day on, with the decision that says so; terms are warned of."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from giaoban.actions.meetings.decision_rules import RulesText, set_decision_rules
from giaoban.actions.meetings.limits import KindText, add_kind, reset_kind, set_kind
from giaoban.actions.meetings.seats import (
    NewSeat,
    RosterMove,
    change_roster,
    name_posts,
    redraft_decision,
    roster_preview,
)
from giaoban.actions.meetings.terms import warn_of_terms
from giaoban.actions.people.accounts import NewPerson
from giaoban.actions.people.appointments import SeatText, edit_duties, hand_over
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.models import (
    Appointment,
    Document,
    Event,
    Message,
    OutgoingMail,
    Person,
    RosterDecision,
)
from giaoban.queries.meetings.kinds import kind_here, kinds_here
from giaoban.queries.meetings.roster import decision_rules_of, roster_of, without_seat
from giaoban.queries.meetings.roster_decisions import is_behind_the_seats
from giaoban.queries.meetings.terms import ending_terms
from giaoban.queries.people.directory import roster
from giaoban.rules.meetings.kinds import KINDS, MeetingKind
from giaoban.rules.meetings.majorities import Base, Silence, Tie
from giaoban.rules.meetings.posts import Post
from giaoban.rules.meetings.roster_paper import read_paper
from giaoban.rules.people.permissions import Role
from giaoban.rules.problems import RuleError
from tests.factories import NOW, TODAY, appoint, make_person
from tests.obligations import make_body

SITE = "https://giaoban.example"
FIRST_DAY = date(2026, 12, 1)


def seat_of(person) -> Appointment:
    return person.appointments.get()


def named(cast) -> None:
    """The chair and the member of the cast have their seats."""
    posts = {seat_of(cast.dung).pk: Post.CHAIR, seat_of(cast.giang).pk: Post.MEMBER}
    assert name_posts(committee=cast.committee, posts=posts, by=cast.khanh, now=NOW) == 2


def change(cast, *moves, **more) -> RosterDecision:
    given = {"by": cast.khanh, "now": NOW, "site": SITE, "holds_from": FIRST_DAY, **more}
    return change_roster(committee=cast.committee, moves=moves, **given)


def seated(cast, on) -> list[tuple[str, str]]:
    return [(seat.person.name, seat.post) for seat in roster_of(cast.committee, on)]


def test_roles_without_a_seat_are_named_and_nobody_gains_a_role(cast):
    assert [each.person for each in without_seat(cast.committee, TODAY)] == [
        cast.chi,
        cast.dung,
        cast.giang,
    ]
    named(cast)
    assert [each.person for each in without_seat(cast.committee, TODAY)] == [cast.chi]
    assert seat_of(cast.giang).role == Role.MEMBER
    as_chair = {seat_of(cast.chi).pk: Post.CHAIR}
    with pytest.raises(PeopleRefused) as refused:
        name_posts(committee=cast.committee, posts=as_chair, by=cast.khanh, now=NOW)
    assert refused.value.problem.code == "post_of_another_role"


def test_several_seats_change_on_one_day_by_one_decision(cast):
    make_body(cast.lao_cai, name=cast.committee.name)
    named(cast)
    decision = change(
        cast,
        RosterMove(leaving=seat_of(cast.giang)),
        RosterMove(joining=NewSeat(cast.minh, Post.MEMBER, represents=cast.sa_pa)),
        drafts_decision=True,
    )
    before = FIRST_DAY - timedelta(days=1)
    assert seated(cast, before) == [("Trần Văn Dũng", "chair"), ("Phạm Hương Giang", "member")]
    assert seated(cast, FIRST_DAY) == [("Trần Văn Dũng", "chair"), ("Hoàng Minh", "member")]
    [document] = Document.objects.all()
    assert (decision.document, document.state, document.type_code) == (document, "draft", "QĐ")
    said = read_paper(decision.paper)
    assert [(each.left.name, each.joined.name) for each in said.changes] == [
        ("Phạm Hương Giang", "Hoàng Minh")
    ]
    assert [seat.name for seat in said.roster] == ["Trần Văn Dũng", "Hoàng Minh"]


def test_without_a_register_the_decision_is_known_by_its_day(cast):
    named(cast)
    decision = change(
        cast,
        RosterMove(leaving=seat_of(cast.giang)),
        RosterMove(joining=NewSeat(cast.giang, Post.DEPUTY, duties="Hạ tầng số")),
        drafts_decision=True,
    )
    assert decision.document is None
    [moved] = read_paper(decision.paper).changes
    assert (moved.left.seat, moved.joined.seat) == ("member", "deputy")


def test_a_chair_who_comes_later_is_refused_beside_the_one_who_stays(cast):
    named(cast)
    later = FIRST_DAY + timedelta(days=60)
    ahead = RosterMove(joining=NewSeat(cast.minh, Post.CHAIR, until=None))
    with pytest.raises(RuleError) as refused:
        change(cast, ahead, holds_from=later)
    assert refused.value.code == "two_chairs"
    moves = [RosterMove(leaving=seat_of(cast.dung)), ahead]
    change(cast, *moves, holds_from=later)
    with pytest.raises(RuleError) as refused:  # who would sit until then, and beyond
        change(cast, RosterMove(joining=NewSeat(cast.an, Post.CHAIR)), holds_from=FIRST_DAY)
    assert refused.value.code == "two_chairs"


def test_a_decision_that_was_issued_elsewhere_is_known_by_its_symbol_and_drafts_nothing(cast):
    make_body(cast.lao_cai, name=cast.committee.name)
    named(cast)
    first = change(cast, RosterMove(joining=NewSeat(cast.minh, Post.MEMBER)), symbol="15/QĐ-UBND")
    again = change(cast, RosterMove(leaving=seat_of(cast.giang)), symbol=" 15/QĐ-UBND ")
    assert (first.pk, first.paper, Document.objects.count()) == (again.pk, {}, 0)
    assert not is_behind_the_seats(again)
    with pytest.raises(RuleError) as refused:
        redraft_decision(decision=again, by=cast.khanh, now=NOW)
    assert refused.value.code == "decision_issued"


def test_what_is_typed_in_two_goes_without_a_register_is_one_decision(cast):
    for person in (cast.minh, make_person("thanh@example.vn", "Lò Văn Thanh")):
        move = RosterMove(joining=NewSeat(person, Post.MEMBER))
        decision = change(cast, move, drafts_decision=True)
    assert RosterDecision.objects.get() == decision
    said = [each.joined.name for each in read_paper(decision.paper).changes]
    assert sorted(said) == ["Hoàng Minh", "Lò Văn Thanh"]


def test_the_words_are_shown_before_anything_is_kept(cast):
    make_body(cast.lao_cai, name=cast.committee.name)
    new = NewPerson(email="vien@example.vn", name="Lý Thị Viên", post="Phó Giám đốc")
    drawn = roster_preview(
        committee=cast.committee,
        moves=[RosterMove(joining=NewSeat(new, Post.MEMBER))],
        holds_from=FIRST_DAY,
        by=cast.khanh,
        now=NOW,
        site=SITE,
    )
    paragraphs = ["".join(run.text for run in block.runs) for block in drawn.blocks]
    assert any("Lý Thị Viên" in words for words in paragraphs)
    kept = (RosterDecision, Document, OutgoingMail)
    assert [model.objects.count() for model in kept] == [0, 0, 0]
    assert not Person.objects.filter(email="vien@example.vn").exists()


def test_a_draft_follows_what_is_corrected_and_an_issued_decision_does_not(cast):
    make_body(cast.lao_cai, name=cast.committee.name)
    seat = NewSeat(cast.minh, Post.MEMBER)
    decision = change(cast, RosterMove(joining=seat), drafts_decision=True)
    held = seat_of(cast.minh)
    correct = {"appointment": held, "rank": 100, "by": cast.khanh, "now": NOW}
    assert not is_behind_the_seats(decision)
    edit_duties(duties="Dữ liệu", **correct)
    assert is_behind_the_seats(decision)
    redraft_decision(decision=decision, by=cast.khanh, now=NOW)
    decision.refresh_from_db()
    assert [each.duties for each in read_paper(decision.paper).roster] == ["Dữ liệu"]
    Document.objects.update(state="issued", dated_on=TODAY, symbol="07/QĐ-BCĐ")
    edit_duties(duties="An toàn", **correct)
    decision = RosterDecision.objects.get()
    assert not is_behind_the_seats(decision)
    with pytest.raises(RuleError) as refused:
        redraft_decision(decision=decision, by=cast.khanh, now=NOW)
    assert refused.value.code == "decision_issued"


def test_somebody_new_is_invited_with_the_seat(cast):
    new = NewPerson(email="vien@example.vn", name="Lý Thị Viên", post="Phó Giám đốc")
    change(cast, RosterMove(joining=NewSeat(new, Post.MEMBER)))
    assert seated(cast, FIRST_DAY) == [("Lý Thị Viên", "member")]
    assert [letter.to for letter in OutgoingMail.objects.all()] == ["vien@example.vn"]


@pytest.mark.parametrize(
    "moves, code",
    [
        (lambda cast: [], "roster_unchanged"),
        (lambda cast: [RosterMove(joining=NewSeat(cast.minh, Post.NONE))], "seat_is_none"),
        (lambda cast: [RosterMove(joining=NewSeat(cast.minh, Post.CHAIR))], "two_chairs"),
        (
            lambda cast: [
                RosterMove(joining=NewSeat(cast.minh, Post.MEMBER, substitute=cast.minh))
            ],
            "own_substitute",
        ),
        (lambda cast: [RosterMove(leaving=seat_of(cast.an))], "seat_of_another_committee"),
        (
            lambda cast: [
                RosterMove(leaving=seat_of(cast.giang)),
                RosterMove(joining=NewSeat(cast.giang, Post.MEMBER)),
            ],
            "seat_as_before",
        ),
    ],
)
def test_a_change_that_cannot_be_is_refused_whole(cast, moves, code):
    named(cast)
    with pytest.raises(RuleError) as refused:
        change(cast, *moves(cast))
    assert refused.value.code == code
    assert not RosterDecision.objects.exists()


def test_nobody_gives_themselves_a_seat(cast):
    with pytest.raises(PeopleRefused) as refused:
        change(cast, RosterMove(joining=NewSeat(cast.chi, Post.MEMBER)), by=cast.chi)
    assert refused.value.problem.code == "own_role"


def test_a_seat_is_corrected_and_its_history_names_what_changed(cast):
    named(cast)
    edit_duties(
        appointment=seat_of(cast.giang),
        duties="Hạ tầng số",
        rank=100,
        seat=SeatText(Post.DEPUTY, cast.sa_pa, cast.minh),
        by=cast.khanh,
        now=NOW,
    )
    event = Event.objects.filter(action="edit_duties").latest("pk")
    assert event.after == {
        "duties": "Hạ tầng số",
        "seat": "deputy",
        "represents": cast.sa_pa.pk,
        "substitute": cast.minh.pk,
    }
    other = appoint(cast.minh, Role.CHAIR, cast.lao_cai)
    with pytest.raises(PeopleRefused) as refused:
        edit_duties(
            appointment=other,
            duties="",
            rank=100,
            seat=SeatText(Post.CHAIR),
            by=cast.khanh,
            now=NOW,
        )
    assert refused.value.problem.code == "two_chairs"


def test_the_secretariat_is_told_once_at_each_step_before_a_term_ends(cast):
    cast.committee.term_ends_on = TODAY + timedelta(days=90)
    cast.committee.save()

    def told_on(day) -> int:
        return warn_of_terms(today=day, now=NOW, site=SITE)

    days = [TODAY - timedelta(days=1), TODAY, TODAY, TODAY + timedelta(days=1)]
    days += [TODAY + timedelta(days=60), TODAY + timedelta(days=85), TODAY + timedelta(days=91)]
    assert [told_on(day) for day in days] == [0, 1, 0, 0, 1, 1, 0]
    assert {letter.to for letter in OutgoingMail.objects.all()} == {"chi@example.vn"}
    assert Message.objects.filter(person=cast.chi).count() == 3


def test_a_renewed_term_is_warned_of_anew(cast):
    cast.committee.term_ends_on = TODAY + timedelta(days=30)
    cast.committee.save()
    assert warn_of_terms(today=TODAY, now=NOW, site=SITE) == 1
    cast.committee.term_ends_on = TODAY + timedelta(days=29)
    cast.committee.save()
    assert warn_of_terms(today=TODAY, now=NOW, site=SITE) == 1


def test_a_term_that_is_over_stands_until_it_is_renewed(cast):
    cast.committee.term_ends_on = TODAY - timedelta(days=3)
    cast.committee.save()
    assert ending_terms(TODAY) == []
    [over] = ending_terms(TODAY, with_ended=True)
    assert (over.days_left, over.step) == (-3, None)


def rules_text(**changes) -> RulesText:
    given = {
        "quorum": Fraction(1),
        "quorum_more_than": False,
        "substitutes_count": False,
        "secretariat_votes": True,
        "base": Base.ALL,
        "majority": Fraction(1, 2),
        "majority_more_than": True,
        "tie": Tie.AGAIN,
        "silence": Silence.AGREES,
        "summary_from_pages": 5,
        "term_warned_days": (7, 60, 7),
    }
    return RulesText(**{**given, **changes})


def test_how_a_committee_decides_is_its_own(cast):
    text = rules_text()
    set_decision_rules(committee=cast.committee, text=text, by=cast.chi, now=NOW)
    rules = decision_rules_of(cast.committee)
    assert (rules.quorum.needed(9), rules.quorum.substitutes_count) == (9, False)
    assert (rules.majority.base, rules.majority.tie) == (Base.ALL, Tie.AGAIN)
    assert (rules.silence, rules.term_warned_days) == ("agrees", "60 7")
    [event] = Event.objects.filter(action="set_decision_rules")
    set_decision_rules(committee=cast.committee, text=text, by=cast.chi, now=NOW)
    assert Event.objects.filter(action="set_decision_rules").get() == event


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"quorum_more_than": True}, "quorum_out_of_range"),
        ({"majority": Fraction(1, 4)}, "majority_below_half"),
        ({"term_warned_days": (0,)}, "warned_days_out_of_range"),
        ({"term_warned_days": tuple(range(1, 9))}, "warned_days_out_of_range"),
    ],
)
def test_rules_that_cannot_be_kept_are_refused(cast, changes, code):
    text = rules_text(**changes)
    with pytest.raises(RuleError) as refused:
        set_decision_rules(committee=cast.committee, text=text, by=cast.chi, now=NOW)
    assert refused.value.code == code


def test_limits_of_a_kind_are_the_installations_own_until_they_are_taken_back(cast):
    text = KindText(longest_minutes=120, notice_days=5, source="Quy chế 01/QC-BCĐ")
    row = set_kind(code="briefing", text=text, by=cast.khanh, now=NOW)
    own = MeetingKind("briefing", 120, 5, None, None, "Quy chế 01/QC-BCĐ")
    assert kind_here("briefing") == own
    reset_kind(limits=row, by=cast.khanh, now=NOW)
    assert kind_here("briefing") == KINDS["briefing"]


def test_a_kind_of_ones_own_is_added_and_no_more_used(cast):
    text = KindText(name="Họp kiểm điểm tiến độ", longest_minutes=90, source="Quy chế")
    row = add_kind(text=text, by=cast.khanh, now=NOW)
    assert row.code == "hop-kiem-diem-tien-do"
    assert row.code in kinds_here()
    unused = KindText(name=text.name, is_used=False)
    set_kind(code=row.code, text=unused, by=cast.khanh, now=NOW)
    assert row.code not in kinds_here()
    assert row.code in kinds_here(with_unused=True)


def test_other_limits_are_not_set_in_the_name_of_the_decree(cast):
    decree = KINDS["briefing"]
    text = KindText(longest_minutes=300, source=decree.source)
    with pytest.raises(RuleError) as refused:
        set_kind(code="briefing", text=text, by=cast.khanh, now=NOW)
    assert refused.value.code == "source_says_otherwise"
    unused = KindText("", 240, 3, 3, 5, decree.source, is_used=False)
    assert set_kind(code="briefing", text=unused, by=cast.khanh, now=NOW).is_used is False


@pytest.mark.parametrize(
    "text, code",
    [
        (KindText(name=" "), "kind_name_missing"),
        (KindText(name="briefing"), "kind_known"),
        (KindText(name="Họp nhanh", longest_minutes=30), "source_missing"),
    ],
)
def test_a_kind_without_name_or_source_is_refused(cast, text, code):
    with pytest.raises(RuleError) as refused:
        add_kind(text=text, by=cast.khanh, now=NOW)
    assert refused.value.code == code


def test_an_inactive_account_takes_no_seat(cast):
    gone = make_person("gone@example.vn", "Vừ A Sa", is_active=False)
    with pytest.raises(PeopleRefused) as refused:
        change(cast, RosterMove(joining=NewSeat(gone, Post.MEMBER)))
    assert refused.value.problem.code == "person_inactive"


def test_a_seat_passes_on_with_the_role_that_is_handed_over(cast):
    named(cast)
    hand_over(
        appointment=seat_of(cast.giang),
        successor=cast.minh,
        on=FIRST_DAY,
        by=cast.khanh,
        now=NOW,
        site=SITE,
    )
    assert seated(cast, FIRST_DAY) == [("Trần Văn Dũng", "chair"), ("Hoàng Minh", "member")]


def test_whoever_sat_there_is_on_the_committees_page_whatever_became_of_the_account(cast):
    named(cast)
    Appointment.objects.filter(person=cast.giang).update(rank=1)
    Person.objects.filter(pk=cast.giang.pk).update(is_active=False)
    assert [one.person for one in roster(cast.lao_cai.pk, TODAY)] == [
        cast.dung,
        cast.giang,
        cast.chi,
    ]
