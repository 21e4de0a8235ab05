"""What happened lately to the reports and questions that concern a person?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from giaoban.models import Event, Period, Person, Question, Regime, Submission
from giaoban.queries.reporting.periods import expected_units_of
from giaoban.queries.reporting.regimes import RegimesAround
from giaoban.queries.row_reading import holes, read_rows
from giaoban.queries.units.lineage import subtree_statement
from giaoban.queries.units.tree import load_dated_area

LATELY = timedelta(days=14)
_OF_REPORTS = (
    "submit_report",
    "withdraw_report",
    "approve_report",
    "accept_report",
    "return_report",
    "take_report",
    "add_signed_copy",
)
_OF_PERIODS = ("open_period", "lock_period", "unlock_period")
_OF_QUESTIONS = ("ask_question", "answer_question")
_KINDS = (
    ("Submission", _OF_REPORTS, "giaoban_submission"),
    ("Period", _OF_PERIODS, ""),
    ("Question", _OF_QUESTIONS, "giaoban_question"),
)
"""The type of the record, what is told of it, and the table that says of which period it is."""

Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True)
class Happening:
    """An event with the record that it is about; one of the three is set."""

    event: Event
    submission: Submission | None = None
    period: Period | None = None
    question: Question | None = None


def recent_changes(
    unit_ids: Collection[int],
    person: Person,
    now: datetime,
    today: date,
    most: int = 8,
    near: RegimesAround | None = None,
) -> list[Happening]:
    """What others did at these units or below lately, the newest first; a handful of queries.

    `near` was read for these units, and perhaps for others of the same page.
    """
    held = list(unit_ids)
    if not held:
        return []
    near = near or RegimesAround(held, today)
    regimes = near.around(held)
    from_above = {one.unit_id for one in regimes if not near.line_of(one) & set(held)}
    if from_above:
        regimes = _asking(regimes, from_above, held, today)
    if not regimes:
        return []
    # Elsewhere everything that the regimes collect lies within reach.
    reach = subtree_statement(held, today) if from_above else None
    return _with_records(_events([one.pk for one in regimes], reach, person, now, most))


def _events(
    regime_ids: list[int],
    reach: tuple[str, list[object]] | None,
    person: Person,
    now: datetime,
    most: int,
) -> list[Event]:
    """Of these regimes' reports, periods and questions; of those of units within `reach` alone."""
    of_regimes = f"p.regime_id IN ({holes(regime_ids)})"
    of_units, units = (f" AND r.unit_id IN ({reach[0]})", reach[1]) if reach else ("", [])
    kinds, params = [], []
    for record_type, actions, table in _KINDS:
        records = f"SELECT p.id FROM giaoban_period p WHERE {of_regimes}"
        if table:
            records = (
                f"SELECT r.id FROM {table} r JOIN giaoban_period p ON p.id = r.period_id"
                f" WHERE {of_regimes}{of_units}"
            )
        kinds.append(
            f"(e.record_type = %s AND e.action IN ({holes(actions)})"
            f" AND e.record_id IN ({records}))"
        )
        params += [record_type, *actions, *regime_ids, *(units if table else ())]
    since = connection.ops.adapt_datetimefield_value(now - LATELY)
    rows = read_rows(
        (("e", Event), ("a", Person)),
        "FROM giaoban_event e LEFT JOIN giaoban_person a ON a.id = e.actor_id"
        " WHERE e.at >= %s AND (e.actor_id IS NULL OR e.actor_id <> %s)"
        f" AND ({' OR '.join(kinds)}) ORDER BY e.at DESC, e.id DESC LIMIT %s",
        [since, person.pk, *params, most],
    )
    for event, actor in rows:
        event.actor = actor
    return [event for event, _ in rows]


def _asking(
    regimes: Collection[Regime], from_above: Collection[int], held: Collection[int], today: date
) -> list[Regime]:
    """Those of the units, and those from above that ask one of them or of what lies below: a
    department hears nothing of the periods of communes.
    """
    tree = load_dated_area(*held)
    present = tree.at(today)
    reach = {below for unit in held if unit in present for below in present.subtree_of(unit)}
    return [
        regime
        for regime in regimes
        if regime.unit_id not in from_above or expected_units_of(regime, today, tree) & reach
    ]


def _with_records(events: list[Event]) -> list[Happening]:
    def found(record_type: str, records: QuerySet[Record]) -> dict[int, Record]:
        wanted = [event.record_id for event in events if event.record_type == record_type]
        return records.in_bulk(wanted) if wanted else {}

    beside = ("unit", "period__regime", "period__incident")
    submissions = found("Submission", Submission.objects.select_related(*beside))
    periods = found("Period", Period.objects.select_related("regime", "incident"))
    questions = found("Question", Question.objects.select_related(*beside))
    return [
        Happening(
            event,
            submission=submissions.get(event.record_id)
            if event.record_type == "Submission"
            else None,
            period=periods.get(event.record_id) if event.record_type == "Period" else None,
            question=questions.get(event.record_id) if event.record_type == "Question" else None,
        )
        for event in events
    ]
