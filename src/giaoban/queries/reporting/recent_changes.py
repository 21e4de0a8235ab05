"""What happened lately to the reports and questions that concern a person?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from giaoban.models import Event, Period, Person, Question, Regime, Submission
from giaoban.queries.reporting.periods import expected_units_of
from giaoban.queries.reporting.regimes import regimes_around
from giaoban.queries.units.lineage import lines_of, subtree
from giaoban.queries.units.tree import load_dated_tree

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


@dataclass(frozen=True)
class Happening:
    """An event with the record that it is about; one of the three is set."""

    event: Event
    submission: Submission | None = None
    period: Period | None = None
    question: Question | None = None


def recent_changes(
    unit_ids: Collection[int], person: Person, now: datetime, today: date, most: int = 8
) -> list[Happening]:
    """What others did at these units or below lately, the newest first; a handful of queries."""
    held = list(unit_ids)
    if not held:
        return []
    regimes = regimes_around(held, today)
    lines = lines_of({regime.unit_id for regime in regimes}, today)
    from_above = {pk for pk, line in lines.items() if not line & set(held)}
    if from_above:
        regimes = _asking(regimes, from_above, held, today)
    submissions = Submission.objects.filter(period__regime__in=regimes)
    questions = Question.objects.filter(period__regime__in=regimes)
    if from_above:
        # Elsewhere everything that the regimes collect lies within reach.
        reach = subtree(held, today)
        submissions = submissions.filter(unit__in=reach)
        questions = questions.filter(unit__in=reach)
    wanted = (
        Q(record_type="Submission", action__in=_OF_REPORTS, record_id__in=submissions.values("pk"))
        | Q(
            record_type="Period",
            action__in=_OF_PERIODS,
            record_id__in=Period.objects.filter(regime__in=regimes).values("pk"),
        )
        | Q(record_type="Question", action__in=_OF_QUESTIONS, record_id__in=questions.values("pk"))
    )
    events = list(
        Event.objects.filter(wanted, at__gte=now - LATELY)
        .exclude(actor=person)
        .select_related("actor")
        .order_by("-at", "-pk")[:most]
    )
    return _with_records(events)


def _asking(
    regimes: Collection[Regime], from_above: Collection[int], held: Collection[int], today: date
) -> list[Regime]:
    """Those of the units, and those from above that ask one of them or of what lies below: a
    department hears nothing of the periods of communes.
    """
    tree = load_dated_tree()
    present = tree.at(today)
    reach = {below for unit in held if unit in present for below in present.subtree_of(unit)}
    return [
        regime
        for regime in regimes
        if regime.unit_id not in from_above or expected_units_of(regime, today, tree) & reach
    ]


def _with_records(events: list[Event]) -> list[Happening]:
    def ids(record_type: str) -> list[int]:
        return [event.record_id for event in events if event.record_type == record_type]

    submissions = Submission.objects.select_related(
        "unit", "period__regime", "period__incident"
    ).in_bulk(ids("Submission"))
    periods = Period.objects.select_related("regime", "incident").in_bulk(ids("Period"))
    questions = Question.objects.select_related(
        "unit", "period__regime", "period__incident"
    ).in_bulk(ids("Question"))
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
