"""A meeting is run from one page: heard, noted, voted, concluded, closed; and people are let in."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.meetings.answering import Substitute, answer_invitation, decide_substitute
from giaoban.actions.meetings.voting import Asked, ask_vote, cast_ballot, close_vote, open_vote
from giaoban.models import (
    AgendaItem,
    Ballot,
    BallotQuestion,
    Conclusion,
    Document,
    Event,
    Opinion,
    Presence,
    Task,
)
from giaoban.queries.meetings.check_in import check_in_code
from giaoban.queries.tasks.late_directives import LateDirective
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.inviting import Answer
from giaoban.rules.meetings.majorities import Base, MajorityRule, Tie
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.quorum import Quorum
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.register.documents import Access
from giaoban.web.meetings.attendance import by_minute
from giaoban.web.meetings.exhibits import for_the_room
from tests.cast import Cast, SignIn
from tests.factories import make_unit
from tests.meeting_scene import Sitting, make_sitting

BY_SCRIPT = {"HTTP_X_RUNNING": "1"}
HALF = MajorityRule(Base.PRESENT, tie=Tie.CHAIR)


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    return make_sitting(cast, at=timezone.now() - timedelta(minutes=30))


@pytest.fixture
def secretary(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.chi)


def at(name: str, sitting: Sitting, **more: object) -> str:
    return reverse(name, kwargs={"pk": sitting.meeting.pk, **more})


def of_item(name: str, sitting: Sitting) -> str:
    return at(name, sitting, item_id=sitting.item.pk)


def put(sitting: Sitting, cast: Cast, **asked: object) -> BallotQuestion:
    given = {"text": "Thông qua kinh phí?", "majority": HALF, **asked}
    now = timezone.now()
    question = ask_vote(item=sitting.item, asked=Asked(**given), by=cast.chi, now=now)
    return open_vote(question=question, by=cast.chi, now=now)


def test_an_item_is_heard_and_the_clock_runs(sitting: Sitting, secretary: Client) -> None:
    answer = secretary.post(of_item("hear_item", sitting))
    address = f"{at('run_meeting', sitting)}?item={sitting.item.pk}"
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = secretary.get(address).content.decode()
    assert 'data-planned="30"' in page
    assert 'data-opened="' in page


def test_two_secretaries_type_at_once_and_nothing_is_lost(
    sitting: Sitting, secretary: Client
) -> None:
    def save(base: str, typed: str, revision: int) -> dict[str, object]:
        typed_now = {"base": base, "typed": typed, "revision": revision}
        answer = secretary.post(of_item("item_notes", sitting), typed_now, **BY_SCRIPT)
        return dict(json.loads(answer.content))

    first = save("", "Chị Chi ghi.", 0)
    assert (first["text"], first["revision"]) == ("Chị Chi ghi.", 1)
    second = save("", "Anh An ghi.", 0)
    assert sorted(str(second["text"]).splitlines()) == ["Anh An ghi.", "Chị Chi ghi."]
    third = save("Chị Chi ghi.", "Chị Chi ghi.\r\nThêm một dòng.", 1)
    assert set(str(third["text"]).splitlines()) == {
        "Anh An ghi.",
        "Chị Chi ghi.",
        "Thêm một dòng.",
    }


def test_what_somebody_else_did_comes_with_the_next_question(
    sitting: Sitting, secretary: Client
) -> None:
    asked = {"item": sitting.item.pk, "notes": 0}
    known = secretary.get(at("run_now", sitting), asked).json()
    assert set(known["parts"]) == {
        "head",
        "agenda",
        "opinions",
        "votes",
        "conclusions",
        "attendance",
    }
    asked |= {name: part["digest"] for name, part in known["parts"].items()}
    assert secretary.get(at("run_now", sitting), asked).json()["parts"] == {}
    typed = {"invitee": sitting.seats[1].pk, "text": "Tôi đồng ý.", "reach": "members"}
    answer = secretary.post(of_item("add_opinion", sitting), typed, **BY_SCRIPT)
    assert answer.status_code == 200
    found = secretary.get(at("run_now", sitting), asked).json()["parts"]
    assert list(found) == ["opinions"]
    assert "Tôi đồng ý." in found["opinions"]["html"]


def test_a_refused_opinion_says_why_and_keeps_what_was_typed(
    sitting: Sitting, secretary: Client
) -> None:
    address = of_item("add_opinion", sitting)
    typed = {"text": "Ai nói câu này?", "reach": "members"}
    by_script = secretary.post(address, typed, **BY_SCRIPT)
    assert by_script.status_code == 422
    assert by_script.json()["message"]
    page = secretary.post(address, typed).content.decode()
    assert "Ai nói câu này?" in page
    assert not Opinion.objects.exists()


def test_an_open_vote_is_cast_by_account_and_by_a_show_of_hands(
    cast: Cast, sitting: Sitting, secretary: Client, sign_in: SignIn
) -> None:
    question = put(sitting, cast)
    yes, no, _abstain = question.options.all()
    of_vote = {"question_id": question.pk}
    sign_in(cast.giang).post(at("cast_vote", sitting, **of_vote), {"option": no.pk})
    hands = {"all": yes.pk, f"place-{sitting.seats[1].pk}": no.pk}
    secretary.post(at("vote_step", sitting, step="hands", **of_vote), hands)
    chosen = Ballot.objects.filter(question=question)
    assert [ballot.option_id for ballot in chosen] == [yes.pk, no.pk, yes.pk, yes.pk, yes.pk]
    assert list(chosen.filter(by_secretary=False)) == [chosen.get(invitee=sitting.seats[1])]
    secretary.post(at("vote_step", sitting, step="close", **of_vote))
    question.refresh_from_db()
    assert question.outcome == "adopted"
    members = sign_in(cast.giang).get(at("meeting_votes", sitting)).content.decode()
    assert cast.giang.name in members


def test_of_a_secret_vote_no_page_and_no_event_says_who_chose_what(
    cast: Cast, sitting: Sitting, secretary: Client, sign_in: SignIn
) -> None:
    question = put(sitting, cast, is_secret=True)
    yes, no, _abstain = question.options.all()
    secretary.post(of_item("hear_item", sitting))
    pages = [
        (secretary, f"{at('run_meeting', sitting)}?item={sitting.item.pk}"),
        (secretary, at("vote", sitting, question_id=question.pk)),
        (secretary, at("projector", sitting)),
        (sign_in(cast.ha), at("meeting_votes", sitting)),
    ]

    def shown() -> list[str]:
        return [
            re.sub(r'(csrf\w*" value=|data-now=|X-CSRFToken": )"[^"]*"', "", text)
            for text in (client.get(address).content.decode() for client, address in pages)
        ]

    sign_in(cast.giang).post(at("cast_vote", sitting, question_id=question.pk), {"option": yes.pk})
    after_yes = shown()
    # The same with the other choice: nothing of what is shown may differ.
    yes.count, no.count = 0, 1
    yes.save()
    no.save()
    assert shown() == after_yes
    [event] = Event.objects.filter(action="cast_ballot")
    assert event.after == {"invitee": sitting.seats[1].pk}
    again = sign_in(cast.giang).post(
        at("cast_vote", sitting, question_id=question.pk), {"option": no.pk}
    )
    assert again.status_code == 302
    assert [option.count for option in question.options.all()] == [0, 1, 0]


def test_ballots_on_paper_are_counted_and_closed_in_one_step(
    cast: Cast, sitting: Sitting, secretary: Client
) -> None:
    typed = {
        "text": "Bầu tổ trưởng",
        "how": "paper",
        "options": "Bà A\nÔng B",
        "share": "2/3",
        "more_than": "least",
        "base": "present",
        "tie": "fails",
        "open": "1",
    }
    assert secretary.post(of_item("ask_for_vote", sitting), typed).status_code == 302
    question = BallotQuestion.objects.get()
    first, second, abstain = question.options.all()
    step = at("vote_step", sitting, question_id=question.pk, step="counts")
    too_many = {f"option-{first.pk}": 5, f"option-{second.pk}": 1, f"option-{abstain.pk}": 0}
    assert secretary.post(step, too_many, **BY_SCRIPT).status_code == 422
    counts = {f"option-{first.pk}": 4, f"option-{second.pk}": 1, f"option-{abstain.pk}": 0}
    secretary.post(step, counts)
    question.refresh_from_db()
    assert question.outcome == "adopted"
    page = secretary.get(f"{at('run_meeting', sitting)}?item={sitting.item.pk}").content.decode()
    assert "Bà A: 4; Ông B: 1" in page


def test_whoever_sits_for_somebody_votes_in_that_place_and_the_other_does_not(
    cast: Cast, sitting: Sitting, sign_in: SignIn
) -> None:
    place, now = sitting.seats[1], timezone.now()
    substitute = Substitute("Hoàng Minh", "Phó phòng", cast.minh.email)
    answer_invitation(
        invitee=place, answer=Answer.SUBSTITUTE, by=cast.giang, now=now, substitute=substitute
    )
    decide_substitute(invitee=place, is_agreed=True, by=cast.dung, now=now)
    question = put(sitting, cast)
    address = at("cast_vote", sitting, question_id=question.pk)
    yes = question.options.first()
    sign_in(cast.giang).post(address, {"option": yes.pk})
    assert Ballot.objects.get(question=question, invitee=place).has_voted is False
    sign_in(cast.minh).post(address, {"option": yes.pk})
    assert Ballot.objects.get(question=question, invitee=place).has_voted is True


def test_a_conclusion_lacks_what_closing_asks_for_and_becomes_a_task(
    cast: Cast, sitting: Sitting, secretary: Client
) -> None:
    address = at("add_conclusion", sitting)
    typed = {"text": "Rà soát dữ liệu.", "asks": "on", "term": "none", "reach": "circulated"}
    assert secretary.post(address, typed, **BY_SCRIPT).status_code == 200
    conclusion = Conclusion.objects.get()
    page = secretary.get(at("close_meeting", sitting)).content.decode()
    assert page.count("run-missing") == 1
    assert f"conclusions/{conclusion.pk}/" in page
    refused = secretary.post(at("close_meeting", sitting)).content.decode()
    assert f"conclusions/{conclusion.pk}/" in refused
    sitting.meeting.refresh_from_db()
    assert sitting.meeting.state == MeetingState.RUNNING
    whole = typed | {
        "lead": "03037 Xã Tả Van",
        "co_operating": "xa y ty\n03006",
        "product": "Báo cáo rà soát",
        "term": "working_days",
        "working_days": 10,
        "revision": 0,
    }
    change = at("change_conclusion", sitting, conclusion_id=conclusion.pk)
    assert secretary.post(change, whole).status_code == 302
    secretary.post(at("close_meeting", sitting))
    lead = Task.objects.get(parent=None)
    assert (lead.unit, lead.conclusion) == (cast.ta_van, conclusion)
    assert {part.unit for part in lead.parts.all()} == {cast.y_ty, cast.sa_pa}
    for task in (lead, *lead.parts.all()):
        shown = secretary.get(reverse("task", args=[task.pk])).content.decode()
        assert sitting.meeting.title in shown


def test_a_unit_of_another_province_cannot_be_given_a_conclusion(
    sitting: Sitting, secretary: Client
) -> None:
    typed = {"text": "Rà soát.", "asks": "on", "lead": "00721", "reach": "circulated"}
    answer = secretary.post(at("add_conclusion", sitting), typed, **BY_SCRIPT)
    assert answer.status_code == 422
    assert not Conclusion.objects.exists()


def test_a_unit_is_named_in_a_conclusion_as_the_room_shortens_it(
    sitting: Sitting, secretary: Client, cast: Cast
) -> None:
    office = make_unit("15.SNV", "Sở Nội vụ tỉnh Lào Cai", kind="sở", under=cast.lao_cai)
    typed = {"text": "Rà soát.", "asks": "on", "lead": "Sở Nội vụ", "reach": "circulated"}
    assert secretary.post(at("add_conclusion", sitting), typed, **BY_SCRIPT).status_code == 200
    assert Conclusion.objects.get().lead == office


def test_who_is_signed_in_is_in_at_once_and_a_stranger_waits_for_one_press(
    cast: Cast, secretary: Client, sign_in: SignIn
) -> None:
    sitting = make_sitting(cast, at=timezone.now(), there=0)
    door = at("check_in", sitting, code=check_in_code(sitting.meeting))
    member, telephone = sign_in(cast.giang), Client()
    page = telephone.get(door).content.decode()
    assert "@" not in page.replace("@media", "")
    place = sitting.seats[1]
    member.post(door, {"place": place.pk})
    assert Presence.objects.get(invitee=place).is_confirmed is True
    other = sitting.seats[2]
    telephone.post(door, {"place": other.pk})
    telephone.post(door, {"place": place.pk})  # a name that is taken is nobody's any more
    waiting = Presence.objects.get(invitee=other)
    assert (waiting.is_confirmed, waiting.how) == (False, "qr")
    assert "data-waits" in telephone.get(door).content.decode()
    secretary.post(at("presence_step", sitting, presence_id=waiting.pk, step="confirm"))
    assert "data-waits" not in telephone.get(door).content.decode()
    wrong = at("check_in", sitting, code="a" * 24)
    assert telephone.get(wrong).status_code == 404


def test_the_door_is_shut_more_than_an_hour_before_and_after_the_meeting(cast: Cast) -> None:
    far = timezone.now() + timedelta(hours=2)
    sitting = make_sitting(cast, at=far, runs=False)
    door = at("check_in", sitting, code=check_in_code(sitting.meeting))
    assert "<form" not in _content(Client().get(door).content.decode())
    Client().post(door, {"place": sitting.seats[0].pk})
    assert not Presence.objects.exists()


def test_times_are_typed_and_a_line_is_struck(sitting: Sitting, secretary: Client) -> None:
    presence = sitting.seats[1].presences.get()
    local = timezone.localtime(presence.arrived_at)
    later = f"{local + timedelta(minutes=10):%H:%M}"
    step = at("presence_step", sitting, presence_id=presence.pk, step="times")
    assert secretary.post(step, {"arrived_at": "25:99"}, **BY_SCRIPT).status_code == 422
    if (local + timedelta(minutes=30)).date() == local.date():  # not over midnight
        secretary.post(step, {"arrived_at": later, "left_at": ""})
        presence.refresh_from_db()
        assert f"{timezone.localtime(presence.arrived_at):%H:%M}" == later
    secretary.post(at("presence_step", sitting, presence_id=presence.pk, step="strike"))
    assert not sitting.seats[1].presences.exists()


def test_of_a_minute_in_which_several_come_the_page_says_the_last_number() -> None:
    eight = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    one, two, three = (Quorum(present=n, entitled=9, needed=6) for n in (1, 2, 3))
    second, minute = timedelta(seconds=20), timedelta(minutes=1)
    told = [(eight, one), (eight + second, two), (eight + minute, three)]
    assert by_minute(told) == told[1:]


def test_whoever_keeps_the_list_stays_at_its_line(sitting: Sitting, secretary: Client) -> None:
    page = _content(secretary.get(at("meeting_attendance", sitting)).content.decode())
    listed = re.findall(r'name="listed" value="(\d+)"', page)
    assert len(listed) == page.count('class="run-stay"')
    step = at("place_step", sitting, place_id=int(listed[0]), step="here")
    line = f"{at('meeting_attendance', sitting)}#place-{listed[0]}"
    assert secretary.post(step, {"listed": listed[0], "at": ""})["Location"] == line
    assert f'id="place-{listed[0]}"' in page


def test_an_item_for_the_chair_alone_is_not_on_the_wall(
    cast: Cast, sitting: Sitting, secretary: Client, sign_in: SignIn
) -> None:
    item = sitting.item
    item.title, item.reach = "Việc nhân sự", Reach.LIMITED
    item.save()
    question = put(sitting, cast, text="Kỷ luật ông B?")
    secretary.post(of_item("hear_item", sitting))
    wall = secretary.get(at("projector", sitting)).content.decode()
    assert "Việc nhân sự" not in wall
    assert "Kỷ luật" not in wall
    assert secretary.get(of_item("projector_exhibit", sitting)).status_code == 404
    auditor = sign_in(cast.ha).get(at("meeting_votes", sitting)).content.decode()
    assert "Kỷ luật" not in auditor
    yes = question.options.first()
    cast_ballot(
        question=question, invitee=sitting.seats[0], option=yes, by=cast.dung, now=timezone.now()
    )
    close_vote(question=question, by=cast.chi, now=timezone.now())
    assert "Kỷ luật" not in sign_in(cast.ha).get(at("meeting_votes", sitting)).content.decode()


def test_the_list_to_be_signed_is_made_in_three_forms(sitting: Sitting, secretary: Client) -> None:
    for form in ("docx", "pdf", "xlsx"):
        answer = secretary.get(at("attendance_file", sitting, form=form))
        assert answer.status_code == 200
        assert "danh-sach-du-hop-" in answer["Content-Disposition"]


def _content(page: str) -> str:
    """What stands in the page itself, not in its frame."""
    return page[page.index("<main") : page.index("</main>")]


def test_a_form_whose_answer_was_lost_is_stored_once(sitting: Sitting, secretary: Client) -> None:
    opinion = {"invitee": sitting.seats[1].pk, "text": "Đồng ý.", "reach": "members", "once": "a1"}
    conclusion = {"text": "Rà soát.", "asks": "on", "reach": "circulated", "once": "b2"}
    for _time in range(2):
        for address, typed in (
            (of_item("add_opinion", sitting), opinion),
            (at("add_conclusion", sitting), conclusion),
        ):
            assert secretary.post(address, typed, **BY_SCRIPT).status_code == 200
    assert (Opinion.objects.count(), Conclusion.objects.count()) == (1, 1)
    # Whoever typed on before pressing again has both, rather than the first half.
    secretary.post(of_item("add_opinion", sitting), opinion | {"text": "Đồng ý cả hai."})
    assert Opinion.objects.count() == 2


def test_the_end_of_a_line_is_one_sign(sitting: Sitting, secretary: Client) -> None:
    typed = {"speaker": "Ông Khách", "text": "Một.\r\nHai.", "reach": "members"}
    secretary.post(of_item("add_opinion", sitting), typed)
    secretary.post(at("add_conclusion", sitting), typed | {"text": "Ba.\r\nBốn."})
    assert (Opinion.objects.get().text, Conclusion.objects.get().text) == (
        "Một.\nHai.",
        "Ba.\nBốn.",
    )


def test_who_saves_over_what_somebody_else_changed_is_told_what_stands_and_may(
    cast: Cast, sitting: Sitting, secretary: Client
) -> None:
    typed = {"text": "Bản đầu.", "asks": "on", "reach": "circulated"}
    secretary.post(at("add_conclusion", sitting), typed)
    conclusion = Conclusion.objects.get()
    address = at("change_conclusion", sitting, conclusion_id=conclusion.pk)
    secretary.post(address, typed | {"text": "Bản của chị Chi.", "revision": 0})
    mine = typed | {"text": "Bản của anh Hai.", "revision": 0}
    refused = secretary.post(address, mine, **BY_SCRIPT).json()
    assert "Bản của chị Chi." in refused["html"]
    page = secretary.post(address, mine).content.decode()
    assert 'name="revision" value="1"' in page
    secretary.post(address, mine | {"revision": refused["revision"]})
    conclusion.refresh_from_db()
    assert conclusion.text == "Bản của anh Hai."


def test_an_opinion_is_that_of_whoever_sits_in_the_place(
    cast: Cast, sitting: Sitting, secretary: Client
) -> None:
    place, now = sitting.seats[1], timezone.now()
    substitute = Substitute("Hoàng Minh", "Phó phòng", cast.minh.email)
    answer_invitation(
        invitee=place, answer=Answer.SUBSTITUTE, by=cast.giang, now=now, substitute=substitute
    )
    decide_substitute(invitee=place, is_agreed=True, by=cast.dung, now=now)
    typed = {"invitee": place.pk, "text": "Đồng ý.", "reach": "members"}
    secretary.post(of_item("add_opinion", sitting), typed)
    page = secretary.get(f"{at('run_meeting', sitting)}?item={sitting.item.pk}").content.decode()
    said = _content(page)
    assert '<div class="row-title">Hoàng Minh</div>' in said
    both = typed | {"speaker": "Ông Khách"}
    assert secretary.post(of_item("add_opinion", sitting), both, **BY_SCRIPT).status_code == 422


def test_in_a_break_nothing_is_heard_and_the_room_is_told_so(
    sitting: Sitting, secretary: Client
) -> None:
    AgendaItem.objects.create(
        meeting=sitting.meeting, position=2, kind=ItemKind.OTHER, title="Nhân sự", minutes=15
    )
    secretary.post(of_item("hear_item", sitting))
    secretary.post(of_item("end_item", sitting))
    page = secretary.get(at("run_meeting", sitting)).content.decode()
    assert 'id="end-item"' not in page
    wall = secretary.get(at("projector", sitting)).content.decode()
    assert "Xin chờ trong giây lát" in wall
    assert "data-clock" not in wall


def test_a_review_is_drawn_on_the_wall_and_leads_to_its_figures(
    cast: Cast, secretary: Client
) -> None:
    sitting = make_sitting(
        cast,
        at=timezone.now() - timedelta(minutes=30),
        kind="final_review",
        review_from=date(2026, 1, 1),
        review_to=date(2026, 12, 31),
    )
    AgendaItem.objects.filter(pk=sitting.item.pk).update(kind=ItemKind.REVIEW, title="")
    drawn = secretary.get(of_item("projector_exhibit", sitting)).content.decode()
    assert drawn.count("<h3>") >= 3
    assert reverse("meeting_review", args=[sitting.meeting.pk]) in drawn


def test_the_room_hears_of_a_limited_document_only_that_there_is_one() -> None:
    document = Document(pk=1, title="Kiểm tra vụ việc", symbol="12/KH", access=Access.LIMITED)
    line = LateDirective(document, units=2, tasks=2, first_due=date(2026, 11, 2))
    shown = for_the_room(line)
    assert shown.document is not None
    assert (shown.document.title, shown.document.symbol) == (str(_("Document for other units")), "")
    assert for_the_room(replace(line, document=None)).document is None
