"""Obligations become tasks of units: at once, in batches, split further; nothing twice."""

from datetime import date

import pytest

from giaoban.actions.tasks.cascading import give_next_batch, queue_cascade
from giaoban.actions.tasks.extensions import answer_extension, ask_for_time
from giaoban.actions.tasks.giving import give_instruction, give_obligation
from giaoban.actions.tasks.splitting import split_task
from giaoban.actions.tasks.steps import take_step
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.models import Cascade, Obligation, Task
from giaoban.rules.problems import RuleError
from giaoban.rules.register.terms import Every, TermKind
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from giaoban.rules.tasks.states import TaskState, TaskStep
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document, make_obligation
from tests.threads import in_threads

DUE = date(2026, 12, 15)


def dated(cast: Cast, **fields: object) -> Obligation:
    document = make_document(make_body(cast.lao_cai))
    fields = {"term_kind": TermKind.DATE, "due_on": DUE, **fields}
    return make_obligation(document, cast.ta_van, **fields)


def give(obligation: Obligation, *units, occurrence: str = "") -> list[Task]:
    ids = [unit.pk for unit in units]
    return give_obligation(
        obligation=obligation, unit_ids=ids, by=None, now=NOW, occurrence=occurrence
    )


@pytest.mark.django_db
def test_each_unit_gets_the_obligation_once_and_the_lead_answers_for_the_whole(cast: Cast) -> None:
    obligation = dated(cast, product="Báo cáo")
    give(obligation, cast.ta_van, cast.sa_pa)
    assert len(give(obligation, cast.ta_van, cast.sa_pa, cast.y_ty)) == 1
    rows = Task.objects.order_by("unit__code").values_list(
        "unit", "giver", "is_lead", "text", "product", "due_on", "state"
    )
    assert list(rows) == [
        (unit.pk, cast.lao_cai.pk, is_lead, obligation.text, "Báo cáo", DUE, TaskState.ASSIGNED)
        for unit, is_lead in ((cast.y_ty, False), (cast.sa_pa, False), (cast.ta_van, True))
    ]


@pytest.mark.django_db
def test_what_was_withdrawn_from_a_unit_can_be_given_to_it_again(cast: Cast) -> None:
    obligation = dated(cast)
    hamlet = make_unit("h1", "Thôn 1", kind="thôn", under=cast.ta_van)
    [task] = give(obligation, cast.ta_van)
    split = {"parts": {hamlet.pk: ""}, "due_on": None, "by": None, "today": TODAY, "now": NOW}
    [part] = split_task(task=task, **split)
    why = {"reason": "Giao nhầm", "by": None, "today": TODAY, "now": NOW}
    withdraw_task(task=part, **why)
    assert [one.unit for one in split_task(task=task, **split)] == [hamlet]
    assert split_task(task=task, **split) == []
    withdraw_task(task=task, **why)
    assert [one.unit_id for one in give(obligation, cast.ta_van)] == [cast.ta_van.pk]
    assert give(obligation, cast.ta_van) == []


@pytest.mark.django_db
def test_a_unit_that_is_closed_by_today_is_given_nothing_by_name(cast: Cast) -> None:
    closed = make_unit("c1", "Xã Cũ", under=cast.lao_cai, closed_on=TODAY)
    with pytest.raises(RuleError) as refused:
        give_instruction(
            unit=closed,
            giver=cast.lao_cai,
            text="Giải trình số liệu",
            due_on=DUE,
            by=cast.dung,
            today=TODAY,
            now=NOW,
        )
    assert (refused.value.code, refused.value.params) == ("unit_not_open", {"unit": "Xã Cũ"})
    choice = Choice(ChoiceKind.CHOSEN, cast.lao_cai.pk, unit_ids=(closed.pk, cast.ta_van.pk))
    with pytest.raises(RuleError) as refused:
        queue_cascade(obligation=dated(cast), choice=choice, by=None, today=TODAY, now=NOW)
    assert (refused.value.code, refused.value.params) == ("unit_not_open", {"unit": "Xã Cũ"})


@pytest.mark.django_db
def test_each_time_of_a_recurring_obligation_is_a_task_of_its_own(cast: Cast) -> None:
    every = {"term_kind": TermKind.RECURRING, "every": Every.QUARTER, "day": 31, "due_on": None}
    obligation = dated(cast, **every)
    give(obligation, cast.ta_van, occurrence="2026Q4")
    give(obligation, cast.ta_van, occurrence="2027Q1")
    assert list(Task.objects.values_list("occurrence", "due_on")) == [
        ("2026Q4", date(2026, 12, 31)),
        ("2027Q1", date(2027, 3, 31)),
    ]
    for unknown in ("", "2026Q3", "2027-01"):
        with pytest.raises(RuleError) as refused:
            give(obligation, cast.ta_van, occurrence=unknown)
        assert refused.value.code == "occurrence_unknown"


@pytest.mark.django_db
def test_giving_costs_as_many_statements_for_many_units_as_for_one(
    cast: Cast, django_assert_num_queries
) -> None:
    obligation = dated(cast)
    many = [make_unit(f"x{number:03}", "Xã", under=cast.lao_cai) for number in range(40)]
    give(obligation, cast.sa_pa)
    with django_assert_num_queries(8):
        give(obligation, *many[:1])
    with django_assert_num_queries(8):
        give(obligation, *many)


@pytest.mark.django_db
def test_a_cascade_reaches_every_unit_in_batches(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr("giaoban.rules.tasks.cascade.BATCH", 2)
    obligation = dated(cast)
    cascade = queue_cascade(
        obligation=obligation,
        choice=Choice(ChoiceKind.UNDER, cast.lao_cai.pk),
        by=cast.chi,
        today=TODAY,
        now=NOW,
    )
    assert (cascade.total, Task.objects.count()) == (3, 0)
    progress = []
    while reached := give_next_batch(today=TODAY, now=NOW):
        cascade.refresh_from_db()
        progress.append((reached, cascade.done, cascade.state))
    assert progress == [(2, 2, Cascade.State.RUNNING), (1, 3, Cascade.State.DONE)]
    units = set(Task.objects.values_list("unit", "given_by"))
    assert units == {(unit.pk, cast.chi.pk) for unit in (cast.ta_van, cast.y_ty, cast.sa_pa)}


@pytest.mark.django_db
def test_a_cascade_to_nobody_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleError) as refused:
        queue_cascade(
            obligation=dated(cast),
            choice=Choice(ChoiceKind.KIND, cast.lao_cai.pk, unit_kinds=("đặc khu",)),
            by=None,
            today=TODAY,
            now=NOW,
        )
    assert refused.value.code == "no_unit_chosen"


@pytest.mark.django_db
def test_nothing_goes_beyond_the_body_of_the_document(cast: Cast) -> None:
    obligation = dated(cast)
    for under in (cast.vietnam, cast.dong_van):
        with pytest.raises(RuleError) as refused:
            queue_cascade(
                obligation=obligation,
                choice=Choice(ChoiceKind.UNDER, under.pk),
                by=None,
                today=TODAY,
                now=NOW,
            )
        assert refused.value.code == "choice_beyond_body"


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_cascade_give_nothing_twice(monkeypatch) -> None:
    monkeypatch.setattr("giaoban.rules.tasks.cascade.BATCH", 3)
    province = make_unit("15", "Tỉnh Lào Cai", kind="tỉnh")
    units = [make_unit(f"x{number}", f"Xã {number}", under=province) for number in range(10)]
    obligation = make_obligation(make_document(make_body(province)), units[0])
    queue_cascade(
        obligation=obligation,
        choice=Choice(ChoiceKind.UNDER, province.pk),
        by=None,
        today=TODAY,
        now=NOW,
    )

    def work() -> None:
        """As rounds go on: who finds the cascade in another's hands comes back for it."""
        for _ in range(500):
            give_next_batch(today=TODAY, now=NOW)
            if Cascade.objects.get().state == Cascade.State.DONE:
                return

    in_threads(work, work)
    assert sorted(Task.objects.values_list("unit", flat=True)) == [unit.pk for unit in units]
    assert Cascade.objects.get().state == Cascade.State.DONE


@pytest.mark.django_db
def test_a_unit_hands_parts_of_its_task_down_and_keeps_its_own(cast: Cast) -> None:
    (task,) = give(dated(cast), cast.lao_cai)

    def split(parts: dict[int, str], due_on: date | None = None) -> list[Task]:
        return split_task(task=task, parts=parts, due_on=due_on, by=cast.chi, today=TODAY, now=NOW)

    sooner = date(2026, 12, 1)
    split({cast.ta_van.pk: "", cast.sa_pa.pk: "Rà soát phường"}, sooner)
    assert split({cast.ta_van.pk: "lần nữa"}) == []
    parts = task.parts.order_by("unit__code").values_list("unit", "giver", "text", "due_on")
    assert list(parts) == [
        (cast.sa_pa.pk, cast.lao_cai.pk, "Rà soát phường", sooner),
        (cast.ta_van.pk, cast.lao_cai.pk, task.text, sooner),
    ]
    for units, due_on, code in (
        ({cast.dong_van.pk: ""}, None, "part_beyond_unit"),
        ({cast.lao_cai.pk: ""}, None, "part_beyond_unit"),
        ({cast.y_ty.pk: ""}, date(2027, 1, 1), "part_due_after_whole"),
        ({cast.y_ty.pk: ""}, date(2026, 11, 19), "due_in_the_past"),
    ):
        with pytest.raises(RuleError) as refused:
            split(units, due_on)
        assert refused.value.code == code


@pytest.mark.django_db
def test_a_whole_that_was_handed_in_cannot_be_split_any_more(cast: Cast) -> None:
    (task,) = give(dated(cast), cast.lao_cai)
    take_step(task=task, step=TaskStep.SUBMIT, words="Xong", by=None, today=TODAY, now=NOW)
    with pytest.raises(RuleError) as refused:
        split_task(task=task, parts={cast.y_ty.pk: ""}, due_on=None, by=None, today=TODAY, now=NOW)
    assert refused.value.code == "task_not_with_unit"


@pytest.mark.django_db
def test_more_time_is_asked_for_given_once_and_then_used_up(cast: Cast) -> None:
    (task,) = give(dated(cast), cast.ta_van)
    later = date(2026, 12, 31)

    def ask(until: date) -> object:
        return ask_for_time(
            task=task, until=until, reason="Mưa lũ", allowed=1, by=cast.an, today=TODAY, now=NOW
        )

    def answer(asked, granted: date | None, words: str = "") -> object:
        return answer_extension(
            extension=asked,
            granted_until=granted,
            answer=words,
            by=cast.chi,
            today=TODAY,
            now=NOW,
        )

    refused_one = ask(later)
    answer(refused_one, None, "Không đủ lý do")
    task.refresh_from_db()
    assert task.due_on == DUE
    answer(ask(later), later)
    task.refresh_from_db()
    assert (task.due_on, task.first_due_on) == (later, DUE)
    with pytest.raises(RuleError) as refused:
        ask(date(2027, 1, 31))
    assert refused.value.code == "extension_used_up"
    with pytest.raises(RuleError) as refused:
        answer(refused_one, later)
    assert refused.value.code == "extension_not_asked"


@pytest.mark.django_db
def test_the_chair_s_word_is_a_task_without_a_document(cast: Cast) -> None:
    said = {"giver": cast.lao_cai, "by": cast.dung, "today": TODAY, "now": NOW}
    task = give_instruction(unit=cast.ta_van, text=" Giải trình số liệu ", due_on=DUE, **said)
    assert (task.obligation_id, task.text, task.due_on) == (None, "Giải trình số liệu", DUE)
    for text, due_on, code in (
        (" ", DUE, "task_without_text"),
        ("x" * 4001, DUE, "words_too_long"),
        ("Việc", date(2026, 11, 1), "due_in_the_past"),
    ):
        with pytest.raises(RuleError) as refused:
            give_instruction(unit=cast.ta_van, text=text, due_on=due_on, **said)
        assert refused.value.code == code
