"""Directives × units: each task counts once, at any place of the tree, in a few statements."""

from datetime import date, timedelta

import pytest

from giaoban.models import Document, Task, Unit
from giaoban.queries.tasks.at_a_glance import DOCUMENT, OBLIGATION, Glance, GlanceRow
from giaoban.queries.tasks.counting import Counts
from giaoban.rules.tasks.counting import Count, TaskFacts
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document, make_obligation

S = TaskState
OVERDUE = TaskFacts(S.IN_PROGRESS, date(2026, 11, 1))
DONE = TaskFacts(S.CONFIRMED, TODAY, TODAY)
DONE_LATE = TaskFacts(S.CONFIRMED, date(2026, 11, 1), TODAY)
OPEN = TaskFacts(S.ASSIGNED, TODAY + timedelta(days=3))
NOTHING = dict.fromkeys(Count, 0)


def store(unit: Unit, giver: Unit, fact: TaskFacts, **fields: object) -> Task:
    return Task.objects.create(
        unit=unit,
        giver=giver,
        text="Việc",
        due_on=fact.due_on,
        whole=fact.state,
        whole_handed_in_on=fact.handed_in_on,
        given_at=NOW,
        **fields,
    )


def given(document: Document, unit: Unit, fact: TaskFacts, **fields: object) -> Task:
    obligation = make_obligation(document, unit)
    return store(unit, document.body.unit, fact, obligation=obligation, **fields)


def glance(unit: Unit, *columns: int | None, field: str = DOCUMENT) -> Glance:
    return Glance(Task.objects.all(), unit, field, columns, TODAY)


def told(rows: list[GlanceRow]) -> list[tuple[Unit, tuple[Counts | None, ...], Counts]]:
    return [(row.unit, row.cells, row.total) for row in rows]


@pytest.fixture
def documents(cast: Cast) -> list[Document]:
    """Three directives of the country; the third is not among the columns."""
    body = make_body(cast.vietnam)
    first, second, other = (make_document(body, symbol=f"{n}/QĐ-BCĐ") for n in (1, 2, 3))
    for document, unit, fact in (
        (first, cast.ta_van, OVERDUE),
        (first, cast.sa_pa, DONE),
        (first, cast.lao_cai, DONE),
        (second, cast.ta_van, TaskFacts(S.WITHDRAWN, None)),
        (second, cast.dong_van, TaskFacts(S.ASSIGNED, None)),
        (other, cast.ta_van, OVERDUE),
    ):
        given(document, unit, fact)
    return [first, second, other]


@pytest.mark.django_db
def test_a_directive_is_seen_unit_by_unit_with_all_that_hangs_under_each(
    cast: Cast, documents: list[Document]
) -> None:
    source = glance(cast.vietnam, documents[0].pk, documents[1].pk)
    in_lao_cai = NOTHING | {Count.OVERDUE: 1, Count.DONE_ON_TIME: 2}
    in_tuyen_quang = NOTHING | {Count.WITHIN_TERM: 1}
    rows = source.below(source.children())
    assert told(rows) == [
        (cast.lao_cai, (in_lao_cai, None), in_lao_cai),
        (cast.tuyen_quang, (None, in_tuyen_quang), in_tuyen_quang),
    ]
    assert [row.has_children for row in rows] == [True, True]
    everything = NOTHING | {Count.OVERDUE: 1, Count.DONE_ON_TIME: 2, Count.WITHIN_TERM: 1}
    assert told([source.top()]) == [(cast.vietnam, (in_lao_cai, in_tuyen_quang), everything)]


@pytest.mark.django_db
def test_a_part_counts_with_its_whole_and_on_its_own_below_it(
    cast: Cast, documents: list[Document]
) -> None:
    whole = given(documents[1], cast.lao_cai, OPEN)
    for unit, fact in ((cast.ta_van, DONE), (cast.y_ty, DONE_LATE)):
        store(unit, cast.lao_cai, fact, obligation=whole.obligation, parent=whole)
    above = glance(cast.vietnam, documents[1].pk)
    assert above.below([cast.lao_cai.pk])[0].total == NOTHING | {Count.WITHIN_TERM: 1}
    here = glance(cast.lao_cai, documents[1].pk)
    assert here.top().total == NOTHING | {Count.WITHIN_TERM: 1}
    assert told(here.below(here.children())) == [
        (cast.sa_pa, (None,), NOTHING),
        (cast.ta_van, (done := NOTHING | {Count.DONE_ON_TIME: 1},), done),
        (cast.y_ty, (late := NOTHING | {Count.DONE_LATE: 1},), late),
    ]


@pytest.mark.django_db
def test_units_are_picked_out_by_what_their_own_tasks_count_as(
    cast: Cast, documents: list[Document]
) -> None:
    source = glance(cast.vietnam, documents[0].pk, documents[1].pk)
    assert source.narrowed(Count.DONE_ON_TIME) == [cast.lao_cai.pk, cast.sa_pa.pk]
    assert source.narrowed(Count.DONE_LATE) == []
    rows = source.alone(source.narrowed(Count.DONE_ON_TIME))
    assert [row.total[Count.DONE_ON_TIME] for row in rows] == [1, 1]


@pytest.mark.django_db
def test_what_a_closed_unit_left_open_is_picked_out_too(
    cast: Cast, documents: list[Document]
) -> None:
    closed = make_unit("cu", "Xã Cũ", under=cast.lao_cai, closed_on=TODAY)
    given(documents[0], closed, OVERDUE)
    source = glance(cast.lao_cai, documents[0].pk)
    assert source.narrowed(Count.OVERDUE) == [cast.ta_van.pk, closed.pk]
    assert source.top().total[Count.OVERDUE] == 2
    assert [row.unit for row in source.below(source.children())] == [
        cast.sa_pa,
        cast.ta_van,
        cast.y_ty,
    ]


@pytest.mark.django_db
def test_what_came_without_a_document_has_a_column_of_its_own(
    cast: Cast, documents: list[Document]
) -> None:
    store(cast.ta_van, cast.lao_cai, OPEN)
    assert glance(cast.ta_van, None).top().total == NOTHING | {Count.WITHIN_TERM: 1}
    both = glance(cast.ta_van, documents[0].pk, None).top()
    assert both.cells == (NOTHING | {Count.OVERDUE: 1}, NOTHING | {Count.WITHIN_TERM: 1})


@pytest.mark.django_db
def test_the_columns_of_one_directive_are_what_it_obliges_to(
    cast: Cast, documents: list[Document]
) -> None:
    one, two = documents[0].obligations.order_by("position")[:2]
    row = glance(cast.vietnam, one.pk, two.pk, field=OBLIGATION).top()
    assert row.cells == (NOTHING | {Count.OVERDUE: 1}, NOTHING | {Count.DONE_ON_TIME: 1})


@pytest.mark.django_db
def test_many_units_and_directives_cost_as_many_statements_as_few(
    cast: Cast, documents: list[Document], django_assert_num_queries
) -> None:
    def ask(*columns: int) -> None:
        source = glance(cast.lao_cai, *columns)
        source.top()
        source.below(source.children())

    with django_assert_num_queries(4):
        ask(documents[0].pk)
    for number in range(5):
        unit = make_unit(f"x{number}", f"Xã {number}", under=cast.lao_cai)
        given(documents[1], unit, OVERDUE)
    with django_assert_num_queries(4):
        ask(*(document.pk for document in documents))
