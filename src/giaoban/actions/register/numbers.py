"""The next number of a series: given once, without a gap, whoever else issues at this moment."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Max

from giaoban.models import NumberedBody, NumberSeries
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Direction
from giaoban.rules.register.series import SeriesFacts, starting_problem, taking_problem


def take_number(
    *, body: NumberedBody, direction: Direction, type_code: str, dated_on: date
) -> tuple[NumberSeries, int]:
    """The series, held until the transaction ends, and the number that its next document bears.

    The caller writes the number to a document in the same transaction: one that is rolled back
    gives the number back with it. Raises RuleError with the problems of
    rules.register.series.taking_problem.
    """
    assert transaction.get_connection().in_atomic_block
    series = hold_series(body, direction, dated_on.year, type_code)
    problem = taking_problem(facts_of(series), dated_on)
    if problem is not None:
        raise RuleError(problem.code, **problem.params)
    number = series.next_number
    series.next_number, series.given, series.last_on = number + 1, series.given + 1, dated_on
    series.save(update_fields=["next_number", "given", "last_on"])
    return series, number


def begin_series_at(
    *, body: NumberedBody, direction: Direction, type_code: str, year: int, number: int
) -> NumberSeries:
    """Let a series begin where the register on paper ends.

    Raises RuleError `series_has_begun` (given), `series_start_out_of_range` (largest),
    `series_start_taken` (borne).
    """
    series = hold_series(body, direction, year, type_code)
    borne = series.documents.aggregate(largest=Max("number"))["largest"] or 0
    problem = starting_problem(replace(facts_of(series), borne=borne), number)
    if problem is not None:
        raise RuleError(problem.code, **problem.params)
    series.next_number = number
    series.save(update_fields=["next_number"])
    return series


def hold_series(
    body: NumberedBody, direction: Direction, year: int, type_code: str
) -> NumberSeries:
    """The series, locked as long as the transaction; made for the first document of its year."""
    # Incoming documents are numbered as they arrive, whatever they are.
    kind = type_code if body.by_type and direction is Direction.OUTGOING else ""
    series, _made = NumberSeries.objects.get_or_create(
        body=body, direction=direction, year=year, type_code=kind
    )
    held: NumberSeries = NumberSeries.objects.select_for_update().get(pk=series.pk)
    return held


def facts_of(series: NumberSeries) -> SeriesFacts:
    return SeriesFacts(series.year, series.next_number, series.given, series.last_on)
