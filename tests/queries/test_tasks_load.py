"""Who has not answered: each unit and each holder with what lies there, and since when."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from giaoban.models import Task, Unit
from giaoban.queries.tasks.load import By, load_of
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast
from tests.factories import NOW, TODAY

S = TaskState
SOON = TODAY + timedelta(days=7)
LATE = date(2026, 11, 2)


def store(
    unit: Unit, state: S, due_on: date | None, given_at: datetime = NOW, **fields: Any
) -> Task:
    return Task.objects.create(
        unit=unit,
        giver=unit,
        text="Việc",
        state=state,
        whole=state,
        due_on=due_on,
        given_at=given_at,
        **fields,
    )


@pytest.fixture
def tasks(cast: Cast) -> None:
    earlier = NOW - timedelta(days=30)
    store(cast.ta_van, S.ASSIGNED, LATE, earlier)
    store(cast.ta_van, S.RETURNED, LATE - timedelta(days=1), holder=cast.an)
    store(cast.ta_van, S.IN_PROGRESS, TODAY, holder=cast.an)
    store(cast.ta_van, S.SUBMITTED, LATE)  # answered, whoever reads it when
    store(cast.sa_pa, S.QUERIED, SOON)
    store(cast.sa_pa, S.ASSIGNED, SOON + timedelta(days=1))
    store(cast.sa_pa, S.ACKNOWLEDGED, None)
    store(cast.y_ty, S.CONFIRMED, LATE)
    store(cast.y_ty, S.WITHDRAWN, LATE)
    store(cast.lao_cai, S.ASSIGNED, LATE)


def told(by: By, sort: str = "late") -> list[tuple[Any, ...]]:
    rows = load_of(Task.objects.all(), by, TODAY, soon=SOON, sort=sort)
    told = ("open", "unread", "soon", "overdue", "first_due")
    who = ("unit", "holder") if by is By.HOLDER else ("unit",)
    return [tuple(row[name] for name in (*who, *told)) for row in rows]


@pytest.mark.django_db
def test_the_longest_overdue_comes_first_and_who_answered_is_not_there(
    cast: Cast, tasks: None
) -> None:
    assert told(By.UNIT) == [
        (cast.ta_van.pk, 3, 1, 1, 2, LATE - timedelta(days=1)),
        (cast.lao_cai.pk, 1, 1, 0, 1, LATE),
        (cast.sa_pa.pk, 3, 1, 1, 0, None),
    ]
    rows = load_of(Task.objects.all(), By.UNIT, TODAY, soon=SOON)
    assert rows[0]["first_given"] == NOW - timedelta(days=30)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sort, order",
    [
        ("name", ["sa_pa", "lao_cai", "ta_van"]),
        ("-name", ["ta_van", "lao_cai", "sa_pa"]),
        ("overdue", ["sa_pa", "lao_cai", "ta_van"]),
        ("-overdue", ["ta_van", "lao_cai", "sa_pa"]),
        ("open", ["lao_cai", "sa_pa", "ta_van"]),
        ("drop table", ["ta_van", "lao_cai", "sa_pa"]),
    ],
)
def test_rows_are_sorted_as_the_address_says(
    cast: Cast, tasks: None, sort: str, order: list[str]
) -> None:
    assert [row[0] for row in told(By.UNIT, sort)] == [getattr(cast, name).pk for name in order]


@pytest.mark.django_db
def test_a_holder_is_told_with_what_they_hold_until_they_leave(cast: Cast, tasks: None) -> None:
    held = (cast.ta_van.pk, cast.an.pk, 2, 0, 1, 1, LATE - timedelta(days=1))
    assert told(By.HOLDER) == [held]
    cast.an.appointments.update(until=TODAY)
    assert told(By.HOLDER) == []
