"""What happened to a directive is told day by day, each task once."""

from datetime import date, timedelta

import pytest

from giaoban.models import Task
from giaoban.queries.tasks.timeline import Happened, Moment, gathered, timeline_of
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.obligations import make_body, make_document, make_obligation

H, S = Happened, TaskState
DATED = TODAY - timedelta(days=30)
DUE = TODAY - timedelta(days=5)
LATER = TODAY + timedelta(days=10)


@pytest.mark.django_db
def test_a_directive_is_told_from_its_date_to_its_last_term(
    cast: Cast, django_assert_num_queries
) -> None:
    document = make_document(
        make_body(cast.lao_cai), dated_on=DATED, arrived_on=DATED + timedelta(days=2)
    )
    clauses = [make_obligation(document, cast.ta_van, clause=name) for name in ("I.1", "I.2")]
    given_at = NOW - timedelta(days=20)

    def give(unit, obligation, due_on, state=S.ASSIGNED, answered=None, **fields) -> Task:
        return Task.objects.create(
            obligation=obligation,
            unit=unit,
            giver=cast.lao_cai,
            text="Việc",
            due_on=due_on,
            state=state,
            whole=state,
            whole_handed_in_on=answered,
            given_at=given_at,
            **fields,
        )

    in_time = give(cast.ta_van, clauses[0], DUE, S.CONFIRMED, DUE)
    give(cast.sa_pa, clauses[0], DUE, S.SUBMITTED, DUE + timedelta(days=2))
    returned = give(cast.ta_van, clauses[1], DUE, S.RETURNED)
    extended = give(cast.sa_pa, clauses[1], LATER)
    give(cast.y_ty, clauses[1], DUE, S.WITHDRAWN)
    give(cast.y_ty, clauses[0], DUE, parent=in_time)
    in_time.events.create(step="confirm", before="submitted", at=NOW)
    returned.events.create(step="return", before="submitted", at=NOW)
    extended.extensions.create(
        until=LATER, reason="Chờ", asked_at=NOW, answered_at=NOW, granted_until=LATER
    )

    with django_assert_num_queries(5):
        told = timeline_of(document, Task.objects.filter(obligation__document=document))
    assert told == [
        Moment(DATED, H.DATED),
        Moment(DATED + timedelta(days=2), H.ARRIVED),
        Moment(TODAY - timedelta(days=20), H.GIVEN, 4),
        Moment(DUE, H.ANSWERED, 1, answered=1),
        Moment(DUE, H.DUE, 3, 1, answered=1, clauses=("I.1", "I.2")),
        Moment(DUE + timedelta(days=2), H.ANSWERED, 1, answered=2),
        Moment(TODAY, H.RETURNED, 1, answered=2),
        Moment(TODAY, H.CONFIRMED, 1, answered=2),
        Moment(TODAY, H.EXTENDED, 1, answered=2),
        Moment(LATER, H.DUE, 1, answered=2, clauses=("I.2",)),
    ]


def test_many_days_are_told_by_week_and_still_more_by_month() -> None:
    monday = date(2026, 3, 2)
    days = [monday + timedelta(days=n) for n in range(8)]
    told = [
        *(Moment(day, H.ANSWERED, 2, answered=2 * n) for n, day in enumerate(days, 1)),
        Moment(monday, H.DATED),
        Moment(days[3], H.DUE, 5),
    ]
    whole_week = Moment(days[6], H.ANSWERED, 14, answered=14, since=monday)
    assert gathered(told, 10) == told
    assert gathered(told, 9) == [
        Moment(monday, H.DATED),
        Moment(days[3], H.DUE, 5),
        whole_week,
        Moment(days[7], H.ANSWERED, 2, answered=16),
    ]
    assert gathered(told, 3) == [
        Moment(monday, H.DATED),
        Moment(days[3], H.DUE, 5),
        Moment(days[7], H.ANSWERED, 16, answered=16, since=monday),
    ]
