"""The database counts as the rules do; directives × units cost a constant number of statements."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from giaoban.models import Task
from giaoban.queries.tasks.at_a_glance import directives_by_units
from giaoban.queries.tasks.counting import counts_by
from giaoban.rules.tasks.counting import Count, TaskFacts, count_all
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document, make_obligation

S = TaskState
DAYS = [TODAY + timedelta(days=n) for n in (-2, -1, 0, 1)]
facts = st.builds(
    TaskFacts,
    st.sampled_from(TaskState),
    st.none() | st.sampled_from(DAYS),
    st.none() | st.sampled_from(DAYS),
)


def store(unit, giver, fact: TaskFacts, **fields: object) -> Task:
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


class TheDatabase(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(st.lists(facts, max_size=12))
    def test_counts_as_the_rule_does(self, given_facts) -> None:
        unit = make_unit("15", "Tỉnh", kind="tỉnh")
        for fact in given_facts:
            store(unit, unit, fact)
        counted = counts_by(Task.objects.all(), TODAY).get((), dict.fromkeys(Count, 0))
        assert counted == count_all(given_facts, TODAY)


@pytest.mark.django_db
def test_a_directive_is_seen_unit_by_unit_with_all_that_hangs_under_each(
    cast: Cast, django_assert_num_queries
) -> None:
    body = make_body(cast.vietnam)
    first, second, other = (make_document(body, symbol=f"{number}/QĐ-BCĐ") for number in (1, 2, 3))
    overdue = TaskFacts(S.IN_PROGRESS, date(2026, 11, 1))
    done = TaskFacts(S.CONFIRMED, TODAY, TODAY)
    for document, unit, fact in (
        (first, cast.ta_van, overdue),
        (first, cast.sa_pa, done),
        (first, cast.lao_cai, done),
        (second, cast.ta_van, TaskFacts(S.WITHDRAWN, None)),
        (second, cast.dong_van, TaskFacts(S.ASSIGNED, None)),
        (other, cast.ta_van, overdue),
    ):
        obligation = make_obligation(document, unit)
        task = store(unit, cast.vietnam, fact, obligation=obligation)
        store(cast.y_ty, unit, overdue, obligation=obligation, parent=task)  # a part of it

    with django_assert_num_queries(4):
        rows = directives_by_units([first, second], cast.vietnam, TODAY)
    none = dict.fromkeys(Count, 0)
    in_lao_cai = none | {Count.OVERDUE: 1, Count.DONE_ON_TIME: 2}
    in_tuyen_quang = none | {Count.WITHIN_TERM: 1}
    assert [(row.unit, row.cells, row.total) for row in rows] == [
        (cast.lao_cai, (in_lao_cai, None), in_lao_cai),
        (cast.tuyen_quang, (None, in_tuyen_quang), in_tuyen_quang),
    ]
    assert [row.has_children for row in rows] == [True, True]
