"""The database counts as the rules do."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from giaoban.models import Task
from giaoban.queries.tasks.counting import counts_by
from giaoban.rules.tasks.counting import Count, TaskFacts, count_of
from giaoban.rules.tasks.states import TaskState
from tests.factories import NOW, TODAY, make_unit

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
        by_rule = [count_of(fact, TODAY) for fact in given_facts]
        assert counted == {count: by_rule.count(count) for count in Count}
