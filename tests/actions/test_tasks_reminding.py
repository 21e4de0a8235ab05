"""Reminders of tasks: by the committee's schedule, in one letter with reports, never twice."""

from datetime import date, datetime

import pytest
from django.core.management import call_command

from giaoban.actions.messages.sending import send_due
from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.reminding import remind
from giaoban.actions.tasks.extensions import answer_extension, ask_for_time
from giaoban.actions.tasks.reminding import chase_tasks, remind_of_tasks
from giaoban.actions.tasks.steps import take_step
from giaoban.jobs.rounds import Rounds
from giaoban.models import (
    Committee,
    Event,
    Message,
    OutgoingMail,
    ReminderRule,
    Task,
    TaskExtension,
    TaskLink,
    TaskTold,
    Unit,
)
from giaoban.rules.tasks.states import TaskState, TaskStep
from tests.cast import Cast
from tests.factories import VIETNAM_TIME, make_period, make_regime
from tests.obligations import make_body, make_document, make_obligation

SITE = "https://giaoban.example.vn"
DUE = date(2026, 11, 18)  # a Wednesday
TEXT = "Rà soát dữ liệu dân cư"
AN, BINH, CHI = "an@example.vn", "binh@example.vn", "chi@example.vn"


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 8, 30, tzinfo=VIETNAM_TIME)


@pytest.fixture
def task(cast: Cast) -> Task:
    document = make_document(make_body(cast.lao_cai))
    return Task.objects.create(
        obligation=make_obligation(document, cast.ta_van),
        unit=cast.ta_van,
        giver=cast.lao_cai,
        text=TEXT,
        due_on=DUE,
        first_due_on=DUE,
        given_at=at(2),
    )


def reminded(day: int) -> list[tuple[str, int, int]]:
    told = remind_of_tasks(today=at(day).date(), now=at(day), site=SITE)
    return sorted((one.email, len(one.own), len(one.below)) for one in told.readers)


def test_the_unit_is_reminded_before_and_after_and_then_the_secretariat_hears(
    cast: Cast, task: Task
) -> None:
    unit = [(AN, 1, 0), (BINH, 1, 0)]
    days = {day: reminded(day) for day in range(14, 28)}
    assert {day: told for day, told in days.items() if told} == {
        16: unit,  # two working days before
        19: unit,  # one after
        23: [(CHI, 0, 1)],  # three after, on Monday
    }
    assert sorted(OutgoingMail.objects.values_list("to", "subject")) == [
        (AN, f"Việc quá hạn: {TEXT}"),
        (AN, f"Việc sắp đến hạn: {TEXT}"),
        (BINH, f"Việc quá hạn: {TEXT}"),
        (BINH, f"Việc sắp đến hạn: {TEXT}"),
        (CHI, f"Việc quá hạn: {TEXT}"),
    ]
    assert reminded(23) == []
    assert Message.objects.filter(person=cast.an).count() == 2


def test_the_committee_says_when_and_an_empty_schedule_is_none(cast: Cast, task: Task) -> None:
    Committee.objects.update(task_reminders="+0", task_reminders_giver="")
    assert [day for day in range(9, 28) if reminded(day)] == [18]
    Committee.objects.update(task_reminders="")
    TaskTold.objects.all().delete()
    assert [day for day in range(9, 28) if reminded(day)] == []


@pytest.mark.parametrize(
    "state, readers",
    [(state, 2) for state in ("assigned", "acknowledged", "in_progress", "returned")]
    + [(state, 0) for state in ("queried", "submitted", "confirmed", "withdrawn")],
)
def test_only_what_is_the_units_move_is_reminded_of(
    cast: Cast, task: Task, state: str, readers: int
) -> None:
    Task.objects.update(state=TaskState(state))
    assert len(reminded(19)) == readers


def test_while_more_time_is_asked_for_only_whoever_gave_it_is_reminded(
    cast: Cast, task: Task
) -> None:
    ask(cast, task)
    days = {day: reminded(day) for day in range(16, 28)}
    assert {day: told for day, told in days.items() if told} == {23: [(CHI, 0, 1)]}


def test_a_term_that_was_extended_is_reminded_of_anew(cast: Cast, task: Task) -> None:
    unit = [(AN, 1, 0), (BINH, 1, 0)]
    assert (reminded(16), reminded(16)) == (unit, [])
    answer_extension(
        extension=ask(cast, task), granted_until=date(2026, 11, 25), answer="", by=cast.chi,
        today=at(17).date(), now=at(17),
    )  # fmt: skip
    days = {day: reminded(day) for day in range(17, 31)}
    assert {day: told for day, told in days.items() if told} == {
        20: unit,  # two working days before the new term
        26: unit,
        30: [(CHI, 0, 1)],
    }


def ask(cast: Cast, task: Task) -> TaskExtension:
    return ask_for_time(
        task=task, until=date(2026, 11, 30), reason="Vì …", allowed=1, by=cast.an,
        today=date(2026, 11, 16), now=at(16),
    )  # fmt: skip


def test_a_closed_unit_is_not_reminded(cast: Cast, task: Task) -> None:
    Unit.objects.filter(pk=cast.ta_van.pk).update(closed_on=date(2026, 11, 19))
    assert [day for day in range(9, 28) if reminded(day)] == [16]


def test_whoever_holds_it_alone_is_reminded(cast: Cast, task: Task) -> None:
    Task.objects.update(holder=cast.binh)
    assert reminded(19) == [(BINH, 1, 0)]


def test_a_contact_gets_a_link_that_goes_on_and_whom_nothing_reaches_is_named(
    cast: Cast, task: Task
) -> None:
    Task.objects.update(unit=cast.sa_pa)
    told = remind_of_tasks(today=date(2026, 11, 16), now=at(16), site=SITE)
    assert (told.readers, [unit.pk for unit in told.unreached]) == ([], [cast.sa_pa.pk])
    assert Event.objects.values_list("action", "record_id", "after").get() == (
        "remind_of_tasks",
        cast.lao_cai.pk,
        {"told": 0, "unreached": 1},
    )
    set_contact(
        unit=cast.sa_pa, name="Văn phòng", email="sapa@example.vn", telephone="", by=cast.chi,
        today=date(2026, 11, 16), now=at(16),
    )  # fmt: skip
    assert reminded(16) == reminded(19) == [("sapa@example.vn", 1, 0)]
    link = TaskLink.objects.get()
    opened = OutgoingMail.objects.values_list("opens", flat=True)
    assert list(opened) == [[["task", link.pk]]] * 2


def test_reports_and_tasks_leave_in_one_letter_what_is_late_first(
    cast: Cast, task: Task, mailoutbox: list
) -> None:
    regime = make_regime(cast.lao_cai)
    ReminderRule.objects.create(regime=regime, working_days=2, to="unit")
    make_period(regime, "2026-11")  # due on the 17th
    Task.objects.update(due_on=date(2026, 11, 23))
    day = date(2026, 11, 19)
    assert len(remind(today=day, now=at(19), site=SITE).readers) == 1
    assert reminded(19) == [(AN, 1, 0), (BINH, 1, 0)]
    send_due(now=at(19))
    letters = {one.to[0]: one for one in mailoutbox}
    assert sorted(letters) == [AN, BINH]
    letter = letters[AN]
    assert letter.subject == "2 việc về báo cáo và nhiệm vụ được giao, trong đó 1 việc quá hạn"
    assert letter.body.index(regime.name) < letter.body.index(TEXT)
    assert f"{SITE}/tasks/{task.pk}/" in letter.body


def test_one_press_chases_and_whoever_was_told_today_is_not_told_again(
    cast: Cast, task: Task
) -> None:
    document = task.obligation.document
    late = Task.objects.filter(pk=task.pk)

    def chased(day: int, *, is_trial: bool = False) -> list[str]:
        told = chase_tasks(
            tasks=late, on=document, by=cast.chi, today=at(day).date(), now=at(day), site=SITE,
            is_trial=is_trial,
        )  # fmt: skip
        return sorted(one.email for one in told.readers)

    assert chased(20, is_trial=True) == chased(20) == [AN, BINH]
    assert chased(20) == []
    assert chased(21) == [AN, BINH]  # a day off: who presses wants it to leave
    assert list(Event.objects.values_list("action", "record_type", "after")) == [
        ("chase_tasks", "Document", {"tasks": 1, "told": count, "unreached": 0})
        for count in (2, 0, 2)
    ]
    assert {one.send_after for one in OutgoingMail.objects.all()} == {at(20), at(21)}


def test_the_command_says_whom_it_tells(
    cast: Cast,
    task: Task,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Task.objects.create(unit=cast.sa_pa, giver=cast.lao_cai, text=TEXT, due_on=DUE, given_at=at(2))
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(19))
    call_command("remind", "--dry-run")
    said = capsys.readouterr().out
    assert [line.split(":")[0].split(" ")[0] for line in said.splitlines()] == [
        AN,
        BINH,
        "03006",
        "Số",
    ]
    assert OutgoingMail.objects.count() == 0


def test_the_worker_tells_in_the_morning_and_names_whom_no_letter_reaches(
    cast: Cast, task: Task, mailoutbox: list, caplog: pytest.LogCaptureFixture
) -> None:
    handed_in = Task.objects.create(unit=cast.y_ty, giver=cast.lao_cai, text=TEXT, given_at=at(2))
    take_step(
        task=handed_in, step=TaskStep.SUBMIT, words="Xong", by=None, today=at(18).date(), now=at(18)
    )
    Task.objects.create(unit=cast.sa_pa, giver=cast.lao_cai, text=TEXT, due_on=DUE, given_at=at(2))
    moment = [at(19).replace(hour=6)]
    rounds = Rounds(clock=lambda: moment[0])
    rounds.run()
    assert mailoutbox == []  # nobody reads letters yet, and results are told once a day
    moment[0] = at(19)
    rounds.run()
    rounds.run()
    assert sorted((one.to[0], one.subject) for one in mailoutbox) == [
        (AN, f"Việc quá hạn: {TEXT}"),
        (BINH, f"Việc quá hạn: {TEXT}"),
        (CHI, f"Kết quả của Xã Y Tý: {TEXT}"),
    ]
    assert [record.getMessage() for record in caplog.records if "No letter" in record.msg] == [
        "No letter about 03006 Phường Sa Pa reaches anybody."
    ]
