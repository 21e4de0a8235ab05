"""A task passes to a colleague, a successor, another unit; or is withdrawn, parts and all."""

from datetime import date, timedelta

import pytest

from giaoban.actions.people.accounts import deactivate_person
from giaoban.actions.people.appointments import end_appointment, hand_over
from giaoban.actions.tasks.closed_units import hand_on_tasks
from giaoban.actions.tasks.holding import hand_task
from giaoban.actions.tasks.telling import tell_task_news
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.models import Event, OutgoingMail, Person, Task, Unit
from giaoban.queries.tasks.holders import holders_of
from giaoban.queries.tasks.own_tasks import own_tasks
from giaoban.rules.people.permissions import Role
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast
from tests.factories import NOW, TODAY, appoint, make_person, make_unit
from tests.obligations import make_body, make_document, make_obligation

S = TaskState
SITE = "https://giaoban.example"
LATER = TODAY + timedelta(days=10)


def a_task(unit: Unit, giver: Unit, **fields: object) -> Task:
    return Task.objects.create(
        **{"unit": unit, "giver": giver, "text": "Rà soát", "given_at": NOW} | fields
    )


def to_do(person: Person, unit: Unit, on: date = TODAY) -> list[Task]:
    return list(own_tasks([unit.pk], person, on).to_do)


def test_a_task_in_a_colleagues_hands_waits_for_others_only(cast: Cast) -> None:
    task = a_task(cast.ta_van, cast.lao_cai)
    assert to_do(cast.an, cast.ta_van) == to_do(cast.binh, cast.ta_van) == [task]
    hand_task(task=task, holder=cast.binh, by=cast.an, today=TODAY, now=NOW)
    assert to_do(cast.an, cast.ta_van) == []
    assert to_do(cast.binh, cast.ta_van) == [task]
    assert own_tasks([cast.ta_van.pk], cast.an, TODAY).away == [task]
    hand_task(task=task, holder=None, by=cast.binh, today=TODAY, now=NOW)
    assert to_do(cast.an, cast.ta_van) == [task]
    assert list(Event.objects.values_list("action", "actor")) == [
        ("hand_task", cast.an.pk),
        ("hand_task", cast.binh.pk),
    ]


@pytest.mark.parametrize(
    "state, holder, code",
    [(S.CONFIRMED, "binh", "task_closed"), (S.ASSIGNED, "lan", "holder_not_of_unit")],
)
def test_a_task_is_handed_only_while_open_and_within_the_unit(
    cast: Cast, state: TaskState, holder: str, code: str
) -> None:
    task = a_task(cast.ta_van, cast.lao_cai, state=state)
    with pytest.raises(RuleError) as refused:
        hand_task(task=task, holder=getattr(cast, holder), by=cast.an, today=TODAY, now=NOW)
    assert refused.value.code == code


def test_only_who_answers_for_the_unit_that_day_can_hold_its_tasks(cast: Cast) -> None:
    appoint(cast.minh, Role.MEMBER, cast.ta_van)
    appoint(cast.giang, Role.UNIT_OFFICER, cast.ta_van, since=LATER)
    assert set(holders_of(cast.ta_van.pk, TODAY)) == {cast.an, cast.binh}
    assert set(holders_of(cast.ta_van.pk, LATER)) == {cast.an, cast.binh, cast.giang}


def test_who_leaves_without_a_successor_holds_nothing_any_more(cast: Cast) -> None:
    task = a_task(cast.ta_van, cast.lao_cai, holder=cast.an)
    assert to_do(cast.binh, cast.ta_van) == []
    end_appointment(appointment=cast.an.appointments.get(), until=TODAY, by=cast.khanh, now=NOW)
    assert to_do(cast.binh, cast.ta_van) == [task]


def test_what_somebody_with_a_closed_account_held_is_again_for_the_others(cast: Cast) -> None:
    task = a_task(cast.ta_van, cast.lao_cai, holder=cast.an)
    assert to_do(cast.binh, cast.ta_van) == []
    deactivate_person(person=cast.an, by=cast.khanh, now=NOW)
    assert to_do(cast.binh, cast.ta_van) == [task]


def test_handing_over_passes_open_tasks_on_and_leaves_those_that_are_done(cast: Cast) -> None:
    held = a_task(cast.ta_van, cast.lao_cai, holder=cast.an)
    done = a_task(cast.ta_van, cast.lao_cai, holder=cast.an, state=S.CONFIRMED)
    new = make_person("moi@example.vn", "Giàng Thị Mới")
    hand_over(
        appointment=cast.an.appointments.get(),
        successor=new,
        on=LATER,
        by=cast.khanh,
        now=NOW,
        site=SITE,
    )
    assert set(Task.objects.values_list("pk", "holder")) == {
        (held.pk, new.pk),
        (done.pk, cast.an.pk),
    }
    # Until that day it is for whoever works for the unit; from then on for the successor.
    assert to_do(cast.an, cast.ta_van) == [held]
    assert to_do(cast.binh, cast.ta_van, LATER) == []
    assert to_do(new, cast.ta_van, LATER) == [held]


def test_a_successor_alone_hears_of_held_tasks_and_on_the_day_of_the_hand_over(cast: Cast) -> None:
    a_task(cast.ta_van, cast.lao_cai, holder=cast.an)
    successor = make_person("moi@example.vn", "Giàng Thị Mới")
    hand_over(
        appointment=cast.an.appointments.get(), successor=successor, on=LATER, by=cast.khanh,
        now=NOW, site=SITE,
    )  # fmt: skip
    told = {}
    for day in (TODAY, LATER - timedelta(days=1), LATER):
        now = NOW + (day - TODAY)
        told[day] = tell_task_news(today=day, now=now, site=SITE, with_results=False)
    assert told == {TODAY: 0, LATER - timedelta(days=1): 0, LATER: 1}
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == ["moi@example.vn"]


def test_withdrawing_takes_every_open_part_back_and_leaves_what_is_done(cast: Cast) -> None:
    hamlet = make_unit("h1", "Thôn", kind="thôn", under=cast.ta_van)
    whole = a_task(cast.lao_cai, cast.vietnam)
    part = a_task(cast.ta_van, cast.lao_cai, parent=whole, state=S.IN_PROGRESS)
    below = a_task(hamlet, cast.ta_van, parent=part)
    done = a_task(cast.y_ty, cast.lao_cai, parent=whole, state=S.CONFIRMED, whole=S.CONFIRMED)
    withdraw_task(task=whole, reason="Trùng việc", by=cast.chi, today=TODAY, now=NOW)
    assert dict(Task.objects.values_list("pk", "state")) == {
        whole.pk: S.WITHDRAWN,
        part.pk: S.WITHDRAWN,
        below.pk: S.WITHDRAWN,
        done.pk: S.CONFIRMED,
    }
    assert dict(Task.objects.values_list("pk", "whole")) == {
        whole.pk: S.WITHDRAWN,
        part.pk: S.WITHDRAWN,
        below.pk: S.WITHDRAWN,
        done.pk: S.CONFIRMED,
    }
    assert [task.events.get().words for task in (whole, part, below)] == ["Trùng việc"] * 3


def test_a_closed_task_is_not_withdrawn_and_its_parts_stay(cast: Cast) -> None:
    whole = a_task(cast.lao_cai, cast.vietnam, state=S.CONFIRMED)
    part = a_task(cast.ta_van, cast.lao_cai, parent=whole)
    with pytest.raises(RuleError) as refused:
        withdraw_task(task=whole, reason="Trùng việc", by=cast.chi, today=TODAY, now=NOW)
    assert refused.value.code == "task_step_not_allowed"
    part.refresh_from_db()
    assert part.state == S.ASSIGNED


def hand_on(cast: Cast, tasks: list[Task], successor: Unit, reason: str = "Sáp nhập") -> list[Task]:
    return hand_on_tasks(
        tasks=tasks, successor=successor, reason=reason, by=cast.chi, today=TODAY, now=NOW
    )


def test_a_closed_units_tasks_go_to_its_successor_but_none_twice(cast: Cast) -> None:
    old = make_unit("cu", "Xã Cũ", under=cast.lao_cai, closed_on=TODAY)
    hamlet = make_unit("h1", "Thôn", kind="thôn", under=cast.ta_van)
    document = make_document(make_body(cast.lao_cai))
    both, only = (make_obligation(document, cast.lao_cai) for _ in range(2))
    kept = a_task(cast.ta_van, cast.lao_cai, obligation=both)
    twice = a_task(old, cast.lao_cai, obligation=both)
    moving = a_task(old, cast.lao_cai, obligation=only, holder=cast.an)
    part = a_task(hamlet, old, parent=moving)
    done = a_task(old, cast.lao_cai, state=S.CONFIRMED)

    assert hand_on(cast, [twice, moving, done], cast.ta_van) == [moving]

    now = dict(Task.objects.values_list("pk", "unit"))
    assert now == {
        kept.pk: cast.ta_van.pk,
        twice.pk: old.pk,
        moving.pk: cast.ta_van.pk,
        part.pk: hamlet.pk,
        done.pk: old.pk,
    }
    twice.refresh_from_db()
    part.refresh_from_db()
    moving.refresh_from_db()
    assert (twice.state, part.giver, moving.holder) == (S.WITHDRAWN, cast.ta_van, None)
    assert twice.events.get().words == "Sáp nhập"


@pytest.mark.parametrize(
    "unit, successor, reason, code",
    [
        ("old", "ta_van", " ", "reason_missing"),
        ("y_ty", "ta_van", "Sáp nhập", "unit_not_closed"),
        ("old", "old", "Sáp nhập", "successor_not_open"),
    ],
)
def test_handing_on_is_refused(
    cast: Cast, unit: str, successor: str, reason: str, code: str
) -> None:
    old = make_unit("cu", "Xã Cũ", under=cast.lao_cai, closed_on=TODAY)
    named = {"old": old, "ta_van": cast.ta_van, "y_ty": cast.y_ty}
    with pytest.raises(RuleError) as refused:
        hand_on(cast, [a_task(named[unit], cast.lao_cai)], named[successor], reason)
    assert refused.value.code == code
    assert Event.objects.count() == 0
