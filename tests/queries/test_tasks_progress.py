"""How far tasks have come: today, at the end of a month that is over, and from year to year."""

from datetime import date, datetime, timedelta

import pytest

from giaoban.actions.tasks.extensions import answer_extension, ask_for_time
from giaoban.actions.tasks.giving import give_instruction, give_obligation
from giaoban.actions.tasks.splitting import split_task
from giaoban.actions.tasks.steps import take_step
from giaoban.models import Committee, Document, NumberedBody, Task, Unit
from giaoban.queries.tasks.counting import counts_by
from giaoban.queries.tasks.progress import (
    progress_facts,
    tasks_given_by,
    tasks_of_directive,
    tasks_of_tree,
    tasks_within,
)
from giaoban.rules.register.documents import Access
from giaoban.rules.register.terms import TermKind
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.progress_facts import ProgressFacts
from giaoban.rules.tasks.spans import Span
from giaoban.rules.tasks.states import TaskState, TaskStep
from tests.cast import Cast
from tests.factories import TODAY, VIETNAM_TIME
from tests.obligations import make_body, make_document, make_obligation

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))
NONE = dict.fromkeys(Count, 0)


def at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 9, 0, tzinfo=VIETNAM_TIME)


def step(task: Task, what: TaskStep, on: date, explanation: str = "") -> None:
    take_step(
        task=task,
        step=what,
        words="Kết quả",
        explanation=explanation,
        by=None,
        today=on,
        now=at(on),
    )


def done(task: Task, handed_in: date, confirmed: date, explanation: str = "") -> None:
    step(task, TaskStep.SUBMIT, handed_in, explanation)
    step(task, TaskStep.CONFIRM, confirmed)


def given(document: Document, due: date, on: date, *units: Unit) -> list[Task]:
    obligation = make_obligation(
        document, units[0], clause=f"{document.obligations.count() + 1}", due_on=due,
        term_kind=TermKind.DATE,
    )  # fmt: skip
    tasks = give_obligation(
        obligation=obligation, unit_ids=[unit.pk for unit in units], by=None, now=at(on)
    )
    by_unit = {task.unit_id: task for task in tasks}
    return [by_unit[unit.pk] for unit in units]


def facts(tasks, under: Unit, span: Span | None, today: date = TODAY) -> ProgressFacts:
    return progress_facts(tasks, under, today=today, span=span, calendar=WorkingCalendar())


@pytest.fixture
def directive(cast: Cast) -> Document:
    """Given in September: Tả Van was done in it, Y Tý late in October, Sa Pa has more time."""
    document = make_document(make_body(cast.lao_cai), dated_on=date(2026, 9, 1))
    ta_van, y_ty, sa_pa = given(
        document, date(2026, 9, 30), date(2026, 9, 2), cast.ta_van, cast.y_ty, cast.sa_pa
    )
    done(ta_van, date(2026, 9, 20), date(2026, 9, 25))
    asked = ask_for_time(
        task=sa_pa, until=date(2026, 11, 30), reason="Chờ thiết bị", allowed=1, by=None,
        today=date(2026, 9, 28), now=at(date(2026, 9, 28)),
    )  # fmt: skip
    answer_extension(
        extension=asked, granted_until=date(2026, 11, 30), answer="", by=None,
        today=date(2026, 10, 5), now=at(date(2026, 10, 5)),
    )  # fmt: skip
    done(y_ty, date(2026, 10, 7), date(2026, 11, 3), "Mất điện kéo dài")
    return document


def test_a_month_that_is_over_says_what_it_said_at_its_end(cast: Cast, directive: Document) -> None:
    tasks = tasks_of_directive(directive)
    september = facts(tasks, cast.lao_cai, Span(date(2026, 9, 1), date(2026, 9, 30)))
    assert september.counts == NONE | {Count.DONE_ON_TIME: 1, Count.WITHIN_TERM: 2}
    assert september.before == NONE
    october = facts(tasks, cast.lao_cai, OCTOBER)
    # Tả Van was done before; Y Tý's answer came late and was not confirmed yet.
    assert october.counts == NONE | {Count.OVERDUE: 1, Count.WITHIN_TERM: 1}
    assert october.before == september.counts
    assert [
        (line.unit, line.state, line.days_over, line.explanation) for line in october.lines
    ] == [
        ("Xã Y Tý", TaskState.SUBMITTED, 5, "Mất điện kéo dài"),
        ("Phường Sa Pa", TaskState.ASSIGNED, 0, "Chờ thiết bị"),
    ]
    assert [line.is_extended for line in october.lines] == [False, True]
    november = facts(tasks, cast.lao_cai, Span(date(2026, 11, 1), date(2026, 11, 30)))
    assert november.as_of == TODAY
    assert november.counts == NONE | {Count.DONE_LATE: 1, Count.WITHIN_TERM: 1}


def test_without_a_span_everything_counts_as_it_does_today(cast: Cast, directive: Document) -> None:
    tasks = tasks_of_directive(directive)
    whole = facts(tasks, cast.lao_cai, None)
    assert (whole.counts, whole.before) == (counts_by(tasks, TODAY)[()], None)
    assert [(unit.name, unit.counts) for unit in whole.units] == [
        ("Phường Sa Pa", NONE | {Count.WITHIN_TERM: 1}),
        ("Xã Tả Van", NONE | {Count.DONE_ON_TIME: 1}),
        ("Xã Y Tý", NONE | {Count.DONE_LATE: 1}),
    ]
    assert [(each.symbol, each.counts) for each in whole.directives] == [
        ("05/QĐ-BCĐ", whole.counts)
    ]


def test_a_split_task_is_done_in_the_past_when_its_last_part_was(cast: Cast) -> None:
    document = make_document(make_body(cast.vietnam), dated_on=date(2026, 9, 1))
    (whole,) = given(document, date(2026, 10, 20), date(2026, 9, 2), cast.lao_cai)
    first, second = split_task(
        task=whole, parts={cast.ta_van.pk: "", cast.y_ty.pk: ""}, due_on=None, by=None,
        today=date(2026, 9, 5), now=at(date(2026, 9, 5)),
    )  # fmt: skip
    done(first, date(2026, 10, 2), date(2026, 10, 3))
    done(whole, date(2026, 10, 4), date(2026, 10, 5))
    done(second, date(2026, 10, 19), date(2026, 11, 2))
    tasks = tasks_of_directive(document)
    october = facts(tasks, cast.vietnam, OCTOBER)
    assert october.counts == NONE | {Count.WITHIN_TERM: 1}
    assert october.lines[0].state is TaskState.SUBMITTED
    assert facts(tasks, cast.vietnam, None).counts == NONE | {Count.DONE_ON_TIME: 1}
    assert [unit.name for unit in october.units] == ["Tỉnh Lào Cai"]


def test_years_stand_apart_and_what_was_open_is_counted_again(
    cast: Cast, directive: Document
) -> None:
    body = directive.body
    older = make_document(body, symbol="01/KH-BCĐ", dated_on=date(2025, 3, 1))
    ta_van, y_ty = given(older, date(2025, 6, 30), date(2025, 3, 3), cast.ta_van, cast.y_ty)
    done(ta_van, date(2025, 6, 1), date(2025, 6, 2))
    done(y_ty, date(2026, 2, 2), date(2026, 2, 3), "Thiếu cán bộ")
    years = facts(
        tasks_given_by(directive.body), cast.lao_cai, Span(date(2025, 1, 1), date(2026, 12, 31))
    )
    assert [(year.span.starts_on.year, year.counts) for year in years.years] == [
        (2025, NONE | {Count.DONE_ON_TIME: 1, Count.OVERDUE: 1}),
        (2026, NONE | {Count.DONE_ON_TIME: 1, Count.DONE_LATE: 2, Count.WITHIN_TERM: 1}),
    ]
    assert [each.symbol for each in years.directives] == ["01/KH-BCĐ", "05/QĐ-BCĐ"]
    assert years.counts == NONE | {
        Count.DONE_ON_TIME: 2, Count.DONE_LATE: 2, Count.WITHIN_TERM: 1
    }  # fmt: skip


def test_a_report_on_all_leaves_out_what_is_for_named_units(
    cast: Cast, directive: Document
) -> None:
    limited = make_document(directive.body, symbol="09/QĐ-BCĐ", access=Access.LIMITED)
    given(limited, TODAY, date(2026, 11, 2), cast.ta_van)
    give_instruction(
        unit=cast.ta_van, giver=cast.lao_cai, text="Gửi danh sách", due_on=None, by=cast.dung,
        today=TODAY, now=at(TODAY),
    )  # fmt: skip
    november = Span(date(2026, 11, 1), date(2026, 11, 30))
    for tasks in (tasks_given_by(directive.body), tasks_of_tree(cast.lao_cai.pk, TODAY)):
        found = facts(tasks, cast.lao_cai, november)
        assert [each.symbol for each in found.directives] == ["05/QĐ-BCĐ", ""]
        assert found.total == 3
    assert facts(tasks_of_directive(limited), cast.lao_cai, None).total == 1


def test_two_bodies_at_one_unit_report_each_on_what_they_gave(
    cast: Cast, directive: Document
) -> None:
    office = make_body(cast.lao_cai, name="Ủy ban nhân dân tỉnh", symbol="UBND")
    given(make_document(office, symbol="7/QĐ-UBND"), TODAY, date(2026, 11, 2), cast.ta_van)
    give_instruction(
        unit=cast.y_ty, giver=cast.lao_cai, text="Gửi danh sách", due_on=None, by=cast.dung,
        today=TODAY, now=at(TODAY),
    )  # fmt: skip

    def directives(body: NumberedBody) -> list[str]:
        return [one.symbol for one in facts(tasks_given_by(body), cast.lao_cai, None).directives]

    assert (directives(directive.body), directives(office)) == (["05/QĐ-BCĐ", ""], ["7/QĐ-UBND"])
    # What was given by word is the committee's, which is known by its name or symbol.
    Committee.objects.filter(unit=cast.lao_cai).update(symbol=office.symbol)
    assert (directives(directive.body), directives(office)) == (["05/QĐ-BCĐ"], ["7/QĐ-UBND", ""])


def test_a_part_that_came_from_above_counts_in_the_report_of_the_unit_that_has_it(
    cast: Cast,
) -> None:
    document = make_document(make_body(cast.lao_cai))
    (whole,) = given(document, TODAY, TODAY, cast.lao_cai)
    (part,) = split_task(
        task=whole, parts={cast.ta_van.pk: ""}, due_on=None, by=None, today=TODAY, now=at(TODAY)
    )
    for tasks in (tasks_of_directive(document), tasks_given_by(document.body)):
        assert list(tasks_within(tasks, cast.ta_van.pk, TODAY)) == [part]
        assert list(tasks_within(tasks, cast.lao_cai.pk, TODAY)) == [whole]
        assert list(tasks_within(tasks, cast.y_ty.pk, TODAY)) == []
    assert list(tasks_of_tree(cast.ta_van.pk, TODAY)) == [part]
    assert list(tasks_of_tree(cast.lao_cai.pk, TODAY)) == [whole]
    assert facts(tasks_of_tree(cast.ta_van.pk, TODAY), cast.ta_van, None).total == 1


def test_what_came_before_a_span_that_is_to_come_is_counted_as_of_today(
    cast: Cast, directive: Document
) -> None:
    coming = Span(date(2026, 12, 15), date(2026, 12, 31))  # Sa Pa is due on 30 November
    found = facts(tasks_of_directive(directive), cast.lao_cai, coming)
    assert found.before == NONE | {Count.WITHIN_TERM: 1}


def test_a_unit_elsewhere_and_the_unit_itself_have_rows(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai))
    given(document, TODAY, TODAY, cast.lao_cai, cast.ta_van, cast.dong_van)
    found = facts(tasks_of_directive(document), cast.lao_cai, None)
    assert [(unit.name, unit.is_itself) for unit in found.units] == [
        ("Tỉnh Lào Cai", True),
        ("Xã Tả Van", False),
        ("", False),
    ]


def test_where_nothing_was_given_everything_is_nought(cast: Cast) -> None:
    found = facts(tasks_given_by(make_body(cast.lao_cai)), cast.lao_cai, OCTOBER)
    assert (found.counts, found.before, found.units, found.lines) == (NONE, NONE, (), ())


def test_statements_do_not_grow_with_tasks_and_units(
    cast: Cast, directive: Document, django_assert_max_num_queries
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(25) as queries:
            facts(tasks_given_by(directive.body), cast.lao_cai, OCTOBER)
        return len(queries)

    before = asked()
    for number in range(3):
        document = make_document(directive.body, symbol=f"2{number}/QĐ-BCĐ")
        due = date(2026, 10, 10) + timedelta(days=number)
        for task in given(document, due, date(2026, 9, 3), cast.ta_van, cast.y_ty, cast.sa_pa):
            step(task, TaskStep.BEGIN, date(2026, 11, 4))
    assert asked() == before
