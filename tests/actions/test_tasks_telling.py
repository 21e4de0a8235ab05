"""News of a task: who is written to, in one letter with everything else, and never twice."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.actions.messages.sending import send_due
from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.questions import answer_question, ask_question
from giaoban.actions.tasks.closed_units import hand_on_tasks
from giaoban.actions.tasks.extensions import answer_extension, ask_for_time
from giaoban.actions.tasks.giving import give_instruction, give_obligation
from giaoban.actions.tasks.holding import hand_task
from giaoban.actions.tasks.news import note_news
from giaoban.actions.tasks.splitting import split_task
from giaoban.actions.tasks.steps import take_step
from giaoban.actions.tasks.telling import tell_task_news
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.models import Message, OutgoingMail, Task, TaskLink, TaskNews, Unit
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.terms import TermKind
from giaoban.rules.tasks.states import TaskStep
from giaoban.rules.tasks.telling import Occasion
from tests.cast import Cast
from tests.factories import NOW, TODAY, appoint, make_period, make_person, make_regime, make_unit
from tests.obligations import make_body, make_document, make_obligation

SITE = "https://giaoban.example.vn"
DUE = date(2026, 12, 15)
SATURDAY = NOW + timedelta(days=1)
P = TaskStep


def given(cast: Cast, *units: Unit) -> list[Task]:
    document = make_document(make_body(cast.lao_cai))
    obligation = make_obligation(document, cast.ta_van, term_kind=TermKind.DATE, due_on=DUE)
    ids = [unit.pk for unit in units or (cast.ta_van,)]
    return give_obligation(obligation=obligation, unit_ids=ids, by=cast.chi, now=NOW)


def step(task: Task, name: TaskStep, by: object = None) -> None:
    take_step(task=task, step=name, words="Vì …", by=by, today=TODAY, now=NOW)


def tell(now: datetime = NOW, *, with_results: bool = False) -> int:
    return tell_task_news(today=now.date(), now=now, site=SITE, with_results=with_results)


def told() -> list[tuple[str, str]]:
    """Who was written to since the last time, and under which heading."""
    found = sorted(OutgoingMail.objects.values_list("to", "subject"))
    OutgoingMail.objects.all().delete()
    return found


TEXT = "Rà soát dữ liệu dân cư"
UNIT = ("an@example.vn", "binh@example.vn")


def asked(cast: Cast, task: Task) -> None:
    until = date(2026, 12, 20)
    ask_for_time(task=task, until=until, reason="Vì …", allowed=1, by=cast.an, today=TODAY, now=NOW)


def answered(cast: Cast, task: Task, until: date | None) -> None:
    asked(cast, task)
    tell(), told()
    answer_extension(
        extension=task.extensions.get(),
        granted_until=until,
        answer="Vì …",
        by=cast.chi,
        today=TODAY,
        now=NOW,
    )


def after(*before: TaskStep, then: TaskStep) -> Callable[[Cast, Task], None]:
    """The unit's steps, told already, and then one of the secretariat."""

    def act(cast: Cast, task: Task) -> None:
        for one in before:
            step(task, one, cast.an)
        tell(with_results=True), told()
        step(task, then, cast.chi)

    return act


@pytest.mark.parametrize(
    "happens, readers, subject",
    [
        (lambda c, t: step(t, P.QUERY, c.an), ["chi"], "Xã Tả Van hỏi về việc được giao"),
        (after(P.QUERY, then=P.ANSWER), ["an", "binh"], "Đã trả lời vướng mắc"),
        (after(P.SUBMIT, then=P.RETURN), ["an", "binh"], "Việc cần hoàn thiện"),
        (after(P.SUBMIT, then=P.CONFIRM), [], ""),
        (lambda c, t: step(t, P.ACKNOWLEDGE, c.an), [], ""),
        (after(P.ACKNOWLEDGE, then=P.WITHDRAW), ["an", "binh"], "Đã thu hồi việc"),
        (asked, ["chi"], "Xã Tả Van đề nghị gia hạn"),
        (lambda c, t: answered(c, t, date(2026, 12, 20)), ["an", "binh"], "Đã gia hạn"),
        (lambda c, t: answered(c, t, None), ["an", "binh"], "Không gia hạn"),
        (
            lambda c, t: hand_task(task=t, holder=c.binh, by=c.an, today=TODAY, now=NOW),
            ["binh"],
            "Việc cần làm",
        ),
    ],
)
def test_each_event_reaches_the_other_side(
    cast: Cast, happens: Callable[[Cast, Task], None], readers: list[str], subject: str
) -> None:
    (task,) = given(cast)
    assert tell() == 1
    assert [to for to, _subject in told()] == list(UNIT)
    happens(cast, task)
    tell()
    assert [(to, said.split(":")[0]) for to, said in told()] == [
        (f"{name}@example.vn", subject) for name in readers
    ]
    assert (tell(), told()) == (0, [])


def test_who_holds_a_task_hears_of_it_alone(cast: Cast) -> None:
    (task,) = given(cast)
    hand_task(task=task, holder=cast.binh, by=cast.an, today=TODAY, now=NOW)
    tell()
    assert told() == [("binh@example.vn", f"Việc cần làm: {TEXT}")]


def test_results_are_told_once_a_day_in_one_list(cast: Cast) -> None:
    tasks = given(cast, cast.ta_van, cast.sa_pa, cast.y_ty)
    tell(with_results=True), told()
    for task in tasks:
        step(task, P.SUBMIT, cast.an)
    step(tasks[0], P.TAKE_BACK, cast.an)  # of which there is nothing to read
    assert (tell(), told()) == (0, [])
    assert tell(with_results=True) == 3
    (letter,) = OutgoingMail.objects.all()
    assert (letter.to, letter.subject) == ("chi@example.vn", "2 kết quả chờ xem")
    assert sorted(line for line in letter.body.split("\n") if line.startswith("–")) == [
        f"– {name}: {TEXT} (05/QĐ-BCĐ)."
        for name in sorted([tasks[1].unit.name, tasks[2].unit.name])
    ]
    assert Message.objects.filter(person=cast.chi).count() == 1


def contact(cast: Cast) -> None:
    set_contact(
        unit=cast.sa_pa,
        name="Văn phòng",
        email="sapa@example.vn",
        telephone="",
        by=cast.chi,
        today=TODAY,
        now=NOW,
    )


def test_a_unit_without_an_account_is_written_to_by_a_link(cast: Cast) -> None:
    contact(cast)
    given(cast, cast.sa_pa)
    tell()
    link = TaskLink.objects.get()
    (letter,) = OutgoingMail.objects.all()
    assert (letter.to, letter.opens) == ("sapa@example.vn", [["task", link.pk]])
    withdraw_task(task=link.task, reason="Trùng", by=cast.chi, today=TODAY, now=NOW)
    OutgoingMail.objects.all().delete()
    tell()
    (letter,) = OutgoingMail.objects.all()
    assert (letter.subject, letter.opens) == (f"Đã thu hồi việc: {TEXT}", [])


def test_a_term_that_says_never_stops_no_letter(cast: Cast) -> None:
    contact(cast)
    for due_on in (date.max, date.min):
        Task.objects.create(
            unit=cast.sa_pa, giver=cast.lao_cai, text=TEXT, due_on=due_on, given_at=NOW
        )
    note_news(Task.objects.all(), Occasion.GIVEN, by=None, now=NOW)
    assert (tell(), len(told())) == (2, 1)
    assert sorted(link.expires_at.year for link in TaskLink.objects.all()) == [2026, 2036]


def test_what_is_true_no_more_is_not_told(cast: Cast) -> None:
    (task,) = given(cast)
    withdraw_task(task=task, reason="Nhầm", by=cast.chi, today=TODAY, now=NOW)
    tell()
    assert (told(), TaskNews.objects.count()) == ([], 0)


def test_the_whole_of_a_part_and_who_gave_in_person_hear_too(cast: Cast) -> None:
    team = make_unit("03099", "Thôn Tả Van Giáy", under=cast.ta_van)
    (task,) = given(cast)
    (part,) = split_task(
        task=task, parts={team.pk: ""}, due_on=None, by=cast.an, today=TODAY, now=NOW
    )
    word = give_instruction(
        unit=cast.ta_van, giver=cast.lao_cai, text="Báo cáo", due_on=None, by=cast.dung,
        today=TODAY, now=NOW,
    )  # fmt: skip
    tell(), told()
    step(part, P.QUERY)
    step(word, P.QUERY, cast.an)
    tell()
    assert told() == [
        ("an@example.vn", "Thôn Tả Van Giáy hỏi về việc được giao: Rà soát dữ liệu dân cư"),
        ("binh@example.vn", "Thôn Tả Van Giáy hỏi về việc được giao: Rà soát dữ liệu dân cư"),
        ("chi@example.vn", "Xã Tả Van hỏi về việc được giao: Báo cáo"),
        ("dung@example.vn", "Xã Tả Van hỏi về việc được giao: Báo cáo"),
    ]


def test_a_question_about_a_figure_is_told_with_its_own_page(cast: Cast) -> None:
    period = make_period(make_regime(cast.lao_cai), "2026-10")
    question = ask_question(
        unit=cast.ta_van, period=period, indicator=None, text="Vì sao giảm?", due_on=DUE,
        by=cast.dung, today=TODAY, now=NOW,
    )  # fmt: skip
    tell()
    body = OutgoingMail.objects.get(to="an@example.vn").body
    assert f"{SITE}/questions/{question.pk}/" in body
    told()
    answer_question(question=question, answer="Do lũ.", by=cast.an, today=TODAY, now=NOW)
    tell(with_results=True)
    assert told() == [("dung@example.vn", "Xã Tả Van trả lời về số liệu: Vì sao giảm?")]


def test_a_question_reaches_the_contact_of_a_unit_without_accounts_with_a_link(cast: Cast) -> None:
    set_contact(
        unit=cast.y_ty, name="", email="yty@example.vn", telephone="",
        by=None, today=TODAY, now=NOW,
    )  # fmt: skip
    period = make_period(make_regime(cast.lao_cai), "2026-10")
    ask_question(
        unit=cast.y_ty, period=period, indicator=None, text="Vì sao giảm?", due_on=DUE,
        by=cast.dung, today=TODAY, now=NOW,
    )  # fmt: skip
    tell()
    letter = OutgoingMail.objects.get(to="yty@example.vn")
    assert letter.subject == "Câu hỏi về số liệu: Vì sao giảm?"
    assert "Xem số liệu và trả lời câu hỏi tại đây, không cần mật khẩu:" in letter.body
    assert TaskLink.objects.get().task.question is not None


def test_what_a_closed_unit_left_open_is_told_to_its_successor(cast: Cast) -> None:
    (task,) = given(cast, cast.y_ty)
    tell()
    Unit.objects.filter(pk=cast.y_ty.pk).update(closed_on=TODAY)
    hand_on_tasks(
        tasks=[task], successor=cast.ta_van, reason="Sáp nhập", by=cast.chi, today=TODAY, now=NOW
    )
    tell()
    assert told() == [(email, f"Việc cần làm: {TEXT}") for email in UNIT]


def test_many_units_cost_as_many_statements_as_one(cast: Cast) -> None:
    many = [make_unit(f"x{number:03}", "Xã", under=cast.lao_cai) for number in range(30)]
    for number, unit in enumerate(many):
        appoint(make_person(f"x{number}@example.vn", "Cán bộ"), Role.UNIT_OFFICER, unit)
    obligation = make_obligation(make_document(make_body(cast.lao_cai)), cast.ta_van)

    def statements(*units: Unit) -> int:
        ids = [unit.pk for unit in units]
        give_obligation(obligation=obligation, unit_ids=ids, by=cast.chi, now=NOW)
        with CaptureQueriesContext(connection) as done:
            assert tell() == len(units)
        return len(done)

    assert statements(many[0]) == statements(*many[1:])
    assert OutgoingMail.objects.count() == 30


def test_what_waits_for_one_reader_leaves_as_one_and_not_on_a_day_off(
    cast: Cast, mailoutbox: list
) -> None:
    given(cast)
    word = {"unit": cast.ta_van, "giver": cast.lao_cai, "due_on": None, "by": cast.chi}
    give_instruction(text="Báo cáo nhanh", today=TODAY, now=NOW, **word)
    tell(SATURDAY)
    assert send_due(now=SATURDAY) == 0
    give_instruction(text="Cử người dự họp", today=TODAY, now=NOW, **word)
    tell(SATURDAY)
    send_due(now=SATURDAY + timedelta(days=2))
    first = next(one for one in mailoutbox if one.to == ["an@example.vn"])
    assert first.subject == "3 việc về báo cáo và nhiệm vụ được giao"
    assert [said in first.body for said in (TEXT, "Báo cáo nhanh", "Cử người dự họp")] == [True] * 3
