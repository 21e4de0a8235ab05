"""One scene, counted wherever tasks are counted: each place says the same number of it."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from giaoban.actions.tasks.giving import give_obligation
from giaoban.actions.tasks.splitting import split_task
from giaoban.actions.tasks.steps import take_step
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.documents.tasks.progress_sources import directive_progress
from giaoban.models import Document, Obligation, Task, Unit
from giaoban.queries.tasks.at_a_glance import DOCUMENT, OBLIGATION, Glance
from giaoban.queries.tasks.by_obligation import obligations_of
from giaoban.queries.tasks.counting import Counts
from giaoban.queries.tasks.progress import progress_facts, tasks_of_tree
from giaoban.queries.tasks.readers import chased_tasks
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.queries.tasks.unit_card import unit_card
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.terms import TermKind
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.spans import Span
from giaoban.rules.tasks.states import TaskState, TaskStep
from giaoban.web.frame.acting import Acting
from giaoban.web.tasks.home_tasks import task_blocks
from giaoban.web.tasks.words import TASK_STATES
from tests.cast import Cast, SignIn
from tests.factories import VIETNAM_TIME, appoint, make_unit
from tests.obligations import make_body, make_document, make_obligation

P = TaskStep
EXPECTED = {
    Count.DONE_ON_TIME: 2,
    Count.DONE_LATE: 1,
    Count.WITHIN_TERM: 2,
    Count.OVERDUE: 2,
}


@dataclass(frozen=True)
class Scene:
    document: Document
    cast: Cast
    today: date

    def acting(self) -> Acting:
        return Acting(self.cast.chi, timezone.now())


def on(days: int) -> dict[str, object]:
    """So many days after today, by the page's own clock."""
    day = timezone.localdate() + timedelta(days=days)
    return {"by": None, "today": day, "now": datetime.combine(day, time(9), VIETNAM_TIME)}


def take(task: Task, step: TaskStep, days: int) -> None:
    take_step(task=task, step=step, words="Đã rõ", explanation="Mưa lũ", **on(days))


def done(task: Task, handed_in: int, confirmed: int) -> None:
    take(task, P.SUBMIT, handed_in)
    take(task, P.CONFIRM, confirmed)


def given(obligation: Obligation, days: int, *units: Unit) -> list[Task]:
    ids = [unit.pk for unit in units]
    now = on(days)["now"]
    tasks = give_obligation(obligation=obligation, unit_ids=ids, by=None, now=now)
    by_unit = {task.unit_id: task for task in tasks}
    return [by_unit[pk] for pk in ids]


def split(task: Task, days: int, *units: Unit) -> list[Task]:
    return split_task(task=task, parts={one.pk: "" for one in units}, due_on=None, **on(days))


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """A province splits its task, one part is confirmed, the whole is withdrawn and given again;
    beside it communes that are done, late, open and withdrawn.
    """
    today = timezone.localdate()
    document = make_document(make_body(cast.lao_cai), dated_on=today - timedelta(days=11))
    soon, past = [
        make_obligation(
            document, cast.lao_cai, clause=clause, term_kind=TermKind.DATE,
            due_on=today + timedelta(days=days),
        )
        for clause, days in (("1", 5), ("2", -3))
    ]  # fmt: skip
    province, ta_van, _y_ty, sa_pa = given(
        soon, -10, cast.lao_cai, cast.ta_van, cast.y_ty, cast.sa_pa
    )
    done(ta_van, -9, -8)
    withdraw_task(task=sa_pa, reason="Trùng", **on(-7))
    first, _second = split(province, -9, cast.ta_van, cast.y_ty)
    done(first, -8, -7)
    withdraw_task(task=province, reason="Giao nhầm", **on(-6))
    (again,) = given(soon, -5, cast.lao_cai)
    split(again, -4, cast.ta_van)

    province, ta_van, y_ty, sa_pa = given(
        past, -10, cast.lao_cai, cast.ta_van, cast.y_ty, cast.sa_pa
    )
    done(ta_van, -6, -5)
    done(y_ty, -2, -1)
    split(province, -9, cast.sa_pa)
    take(province, P.SUBMIT, -5)
    split(sa_pa, -9, make_unit("h1", "Tổ dân phố 1", kind="tổ dân phố", under=cast.sa_pa))
    return Scene(document, cast, today)


def counted(values: list[str]) -> dict[Count, int]:
    found = Counter(values)
    return {count: found[count] for count in Count}


def listed(client: Client, scene: Scene, **query: object) -> list[Task]:
    page = client.get(reverse("tasks"), {"document": scene.document.pk, **query})
    return [row.task for row in page.context["shown"]]


def test_the_four_counts_are_the_same_wherever_they_stand(scene: Scene, sign_in: SignIn) -> None:
    cast, document, today = scene.cast, scene.document, scene.today
    seeing, chi = scene.acting().seeing_tasks, sign_in(cast.chi)
    tasks = tasks_seen(seeing, today)

    def glance(field: str, columns: list[int]) -> Counts:
        return Glance(tasks, cast.lao_cai, field, columns, today).top().total

    obligations = obligations_of(document, seeing, today)
    paper = directive_progress(document, seen=tasks, today=today, span=None)
    span = Span(document.dated_on, today)
    drawn = progress_facts(
        tasks_of_tree(cast.lao_cai.pk, today), cast.lao_cai,
        today=today, span=span, calendar=WorkingCalendar(),
    )  # fmt: skip
    timeline = chi.get(reverse("task_timeline", args=[document.pk])).context
    rows = listed(chi, scene, parts="without", show="all")
    exported = io.StringIO()
    call_command("export_tasks", stdout=exported)
    lines = list(csv.DictReader(exported.getvalue().splitlines()))
    places = {
        "glance": glance(DOCUMENT, [document.pk]),
        "glance of the directive": glance(OBLIGATION, [one.obligation.pk for one in obligations]),
        "document": {count: sum(one.counts[count] for one in obligations) for count in Count},
        "timeline": timeline["counts"],
        "list": counted([task.counted for task in rows]),
        "paper on the directive": paper.facts.counts,
        "units of the paper": {
            count: sum(unit.counts[count] for unit in paper.facts.units) for count in Count
        },
        "what a consolidated report draws in": drawn.counts,
        "table for other systems": counted([one["count"] for one in lines if not one["part_of"]]),
    }
    assert {name: dict(counts) for name, counts in places.items()} == dict.fromkeys(
        places, EXPECTED
    )
    assert timeline["given"] == sum(EXPECTED.values())


def test_a_units_row_is_its_card(scene: Scene) -> None:
    """A part that was confirmed before its whole was withdrawn counts for the unit that did it."""
    cast, seeing = scene.cast, scene.acting().seeing_tasks
    tasks = tasks_seen(seeing, scene.today)
    source = Glance(tasks, cast.lao_cai, DOCUMENT, [scene.document.pk], scene.today)
    rows = {row.unit.pk: dict(row.total) for row in source.below(source.children())}
    cards = {pk: dict(unit_card(pk, seeing, scene.today).counts) for pk in rows}
    assert rows == cards
    assert rows[cast.ta_van.pk] == dict.fromkeys(Count, 0) | {
        Count.DONE_ON_TIME: 3,
        Count.WITHIN_TERM: 1,
    }


def test_who_is_late_is_the_same_wherever_it_stands(scene: Scene, sign_in: SignIn) -> None:
    cast, document = scene.cast, scene.document
    query = {"unit": cast.lao_cai.pk, "document": document.pk}
    load = sign_in(cast.chi).get(reverse("task_load"), query).context["shown"]
    assert {row.unit: row.overdue for row in load if row.overdue} == {
        "Phường Sa Pa": 2,
        "Tổ dân phố 1": 1,
    }
    with override("en"):
        late = [row for row in task_blocks(scene.acting()).owed if row.tone == "late"]
    assert [(row.state, row.address) for row in late] == [
        ("2 units are overdue", f"{reverse('task_load')}?{urlencode({'document': document.pk})}")
    ]
    chair = sign_in(cast.dung).get(reverse("chair")).context
    assert [(one.document, one.units, one.tasks) for one in chair["late_directives"]] == [
        (document, 2, 3)
    ]
    seeing = scene.acting().seeing_tasks
    chased = chased_tasks(seeing, cast.lao_cai.pk, document.pk, scene.today)
    # What was split off is chased by whoever answers for the whole.
    assert [(task.unit_id, task.parent_id) for task in chased] == [(cast.sa_pa.pk, None)]


def test_what_was_done_beneath_a_withdrawn_whole_is_read_and_not_opened_again(
    scene: Scene, sign_in: SignIn
) -> None:
    part = Task.objects.get(parent__state=TaskState.WITHDRAWN, state=TaskState.CONFIRMED)
    appoint(scene.cast.minh, Role.UNIT_OFFICER, scene.cast.lao_cai)
    address = reverse("task", args=[part.pk])
    an, minh = sign_in(scene.cast.an), sign_in(scene.cast.minh)
    assert an.get(address).context["state"] == TASK_STATES[TaskState.CONFIRMED]
    assert minh.get(reverse("task", args=[part.parent_id])).context["whole"] is None
    assert minh.get(address).context["giver_side"] is None
    decide = reverse("decide_task", args=[part.pk, P.REOPEN.value])
    refused = minh.post(decide, {"words": "Bổ sung số liệu"})
    assert refused.context["stale"]["words"].value() == "Bổ sung số liệu"
    part.refresh_from_db()
    assert part.state == TaskState.CONFIRMED
    other = Task.objects.get(parent=None, unit=scene.cast.ta_van, due_on__gt=scene.today)
    offered = sign_in(scene.cast.chi).get(reverse("task", args=[other.pk])).context["giver_side"]
    assert [form.step for form in offered.others] == [P.REOPEN]
