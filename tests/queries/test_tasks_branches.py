"""Directives × units, added up by the database: the same as counting one task after the other."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from giaoban.models import Document, Placement, Task, Unit
from giaoban.queries.tasks.at_a_glance import DOCUMENT, Glance, GlanceRow
from giaoban.queries.tasks.late_directives import late_directives
from giaoban.queries.tasks.load import UNANSWERED
from giaoban.rules.people.permissions import Permission, roles_with
from giaoban.rules.tasks.counting import Count, TaskFacts, count_of
from giaoban.rules.tasks.states import TaskState
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document, make_obligation

DAYS = [TODAY + timedelta(days=n) for n in (-3, -1, 0, 2)]
UNITS = 8
DOCUMENTS = 3


@dataclass(frozen=True)
class Drawn:
    """A task of a unit, of a document or none; perhaps a part of one drawn before it."""

    unit: int
    document: int | None
    state: TaskState
    due_on: date | None
    handed_in_on: date | None
    whole: int | None


drawn = st.builds(
    Drawn,
    st.integers(0, UNITS - 1),
    st.none() | st.integers(0, DOCUMENTS - 1),
    st.sampled_from(TaskState),
    st.none() | st.sampled_from(DAYS),
    st.none() | st.sampled_from(DAYS),
    st.none() | st.integers(0, 5),
)


def tree() -> list[Unit]:
    """The country, two provinces, communes: one that moved, one that is closed, one yet to open."""
    country = make_unit("VN", "Việt Nam", kind="quốc gia")
    first, second = (make_unit(str(n), f"Tỉnh {n}", kind="tỉnh", under=country) for n in (1, 2))
    moved = make_unit("11", "Xã 11", under=first)
    Placement.objects.filter(unit=moved).update(until=TODAY)
    Placement.objects.create(unit=moved, parent=second, since=TODAY)
    return [
        country,
        first,
        second,
        moved,
        make_unit("12", "Xã 12", under=first),
        make_unit("13", "Xã 13", under=first, closed_on=TODAY),
        make_unit("14", "Xã 14", under=first, opened_on=TODAY + timedelta(days=1)),
        make_unit("21", "Xã 21", under=second),
    ]


BELOW = {0: {1, 2, 3, 4, 5, 7}, 1: {4, 5}, 2: {3, 7}}
"""By place in the tree: what hangs under it today, closed ones included."""
GONE = {5, 6}


def store(units: list[Unit], documents: list[Document], asked: list[Drawn]) -> list[Task]:
    obligations = [make_obligation(document, units[0]) for document in documents]
    tasks: list[Task] = []
    for number, one in enumerate(asked):
        whole = tasks[one.whole] if one.whole is not None and one.whole < len(tasks) else None
        if whole and whole.unit == units[one.unit]:  # a unit splits its task among others
            whole = None
        if whole and any(t.parent == whole and t.unit == units[one.unit] for t in tasks):
            whole = None
        own = None if one.document is None else obligations[one.document]
        tasks.append(
            Task.objects.create(
                unit=units[one.unit],
                giver=units[0],
                obligation=whole.obligation if whole else own,
                parent=whole,
                occurrence=str(number),
                text="Việc",
                due_on=one.due_on,
                state=one.state,
                whole=one.state,
                whole_handed_in_on=one.handed_in_on,
                given_at=NOW,
            )
        )
    return tasks


def count(task: Task) -> Count | None:
    return count_of(TaskFacts(TaskState(task.whole), task.due_on, task.whole_handed_in_on), TODAY)


def one_by_one(tasks: list[Task], within: set[int]) -> Counter[tuple[int | None, Count]]:
    """By document and count: tasks of these units that are no parts of tasks of these units."""
    return Counter(
        (task.obligation and task.obligation.document_id, count(task))
        for task in tasks
        if task.unit_id in within
        and count(task)
        and not (task.parent and task.parent.unit_id in within)
    )


def counted(row: GlanceRow, columns: list[int | None]) -> Counter[tuple[int | None, Count]]:
    return Counter(
        {
            (column, name): number
            for column, cell in zip(columns, row.cells, strict=True)
            for name, number in (cell or {}).items()
            if number
        }
    )


class TheDatabase(TestCase):
    @settings(max_examples=10, deadline=None)
    @given(st.lists(drawn, max_size=14))
    def test_counts_branches_as_one_task_after_the_other(self, asked: list[Drawn]) -> None:
        units = tree()
        body = make_body(units[0])
        documents = [make_document(body, symbol=f"{n}/QĐ-BCĐ") for n in range(DOCUMENTS)]
        tasks = store(units, documents, asked)
        columns = [*(document.pk for document in documents), None]
        for top, under in BELOW.items():
            source = Glance(Task.objects.all(), units[top], DOCUMENT, columns, TODAY)
            within = {units[place].pk for place in {top, *under}}
            assert counted(source.top(), columns) == one_by_one(tasks, within)
            for row in source.below(source.children()):
                place = units.index(row.unit)
                open_ones = ({place} | BELOW.get(place, set())) - GONE
                expected = one_by_one(tasks, {units[one].pk for one in open_ones})
                assert counted(row, columns) == expected
            for name in Count:
                having = {t.unit_id for t in tasks if t.unit_id in within and count(t) is name}
                assert set(source.narrowed(name)) == having
                for row in source.alone(source.narrowed(name)):
                    own = [task for task in tasks if task.unit == row.unit]
                    expected = sum((one_by_one([task], {row.unit.pk}) for task in own), Counter())
                    assert counted(row, columns) == expected

    @settings(max_examples=10, deadline=None)
    @given(st.lists(drawn, max_size=14))
    def test_names_the_directives_that_are_late_as_one_task_after_the_other(
        self, asked: list[Drawn]
    ) -> None:
        units = tree()
        body = make_body(units[0])
        documents = [make_document(body, symbol=f"{n}/QĐ-BCĐ") for n in range(DOCUMENTS)]
        tasks = store(units, documents, asked)
        late: dict[int | None, list[Task]] = {}
        for task in tasks:
            if task.state in UNANSWERED and task.due_on and task.due_on < TODAY:
                document = task.obligation and task.obligation.document_id
                late.setdefault(document, []).append(task)
        found, among = late_directives(Task.objects.all(), TODAY)
        assert among == len(late)
        assert {
            (one.document and one.document.pk, one.units, one.tasks, one.first_due) for one in found
        } == {
            (key, len({t.unit_id for t in of}), len(of), min(t.due_on for t in of))
            for key, of in late.items()
        }


def test_whoever_decides_on_tasks_sees_them() -> None:
    assert roles_with(Permission.DECIDE_TASK) <= roles_with(Permission.VIEW)
