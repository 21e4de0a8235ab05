"""Loading totals of earlier years, shown where no report counts and marked as carried over.

A period that is only known from such totals is stored as one for which units are not asked
(`is_reported` is false, whatever its kind): nobody is expected in it and nothing is late. Opening
it later makes it a reported one.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.models import CarriedTotal, Period, Person, Regime
from giaoban.queries.reporting.measures import Measures, measures_of
from giaoban.queries.reporting.periods import span_of
from giaoban.queries.units.lineage import subtree_ids
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.carried import (
    CarriedLine,
    carried_bearer,
    carried_number,
    require_period_kind,
)
from giaoban.rules.reporting.periods import PeriodKind, PeriodSpan
from giaoban.rules.units.tree import DatedTree


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one line and its column; `error` says it as a code with parameters."""

    line: int
    column: str
    error: RuleError


class CarriedTotalsRefused(Exception):
    """The file is refused whole; every bad cell is named."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        self.problems = list(problems)
        super().__init__(len(self.problems))


@transaction.atomic
def load_carried_totals(
    *,
    regime: Regime,
    lines: Sequence[CarriedLine],
    source: str,
    by: Person | None,
    today: date,
    now: datetime,
) -> int:
    """Store the totals; how many. What was carried over for the same figure is replaced.

    Raises CarriedTotalsRefused with codes `carried_unit_unknown` (code), `carried_unit_outside`
    (code), `carried_period_running` (key), `carried_indicator_unknown` (code), `carried_twice`
    (line), `carried_value_no_number` (value) and those of a malformed period; RuleError
    `carried_source_missing` or `carried_source_too_long` (longest).
    """
    if not source.strip():
        raise RuleError("carried_source_missing")
    if len(source.strip()) > 300:
        raise RuleError("carried_source_too_long", longest=300)
    figures = _Reading(regime, today).read(lines)
    periods = {span.key: _period(regime, span, now) for _, span, _, _ in figures}
    CarriedTotal.objects.bulk_create(
        [
            CarriedTotal(
                unit_id=unit_id,
                period=periods[span.key],
                indicator_id=indicator_id,
                number=number,
                source=source.strip(),
                loaded_at=now,
                loaded_by=by,
            )
            for unit_id, span, indicator_id, number in figures
        ],
        update_conflicts=True,
        unique_fields=["period", "unit", "indicator"],
        update_fields=["number", "source", "loaded_at", "loaded_by"],
        batch_size=500,
    )
    digest = hashlib.sha256(repr([(line.number, line) for line in lines]).encode()).hexdigest()
    record(
        actor=by,
        action="load_carried_totals",
        on=regime,
        at=now,
        after={
            "source": source.strip(),
            "totals": len(figures),
            "periods": sorted(periods),
            "digest": digest,
        },
    )
    return len(figures)


Carried = tuple[int, PeriodSpan, int, float]


class _Reading:
    """The lines against what is known; every problem is gathered before anything is stored."""

    def __init__(self, regime: Regime, today: date) -> None:
        self._regime = regime
        self._today = today
        self._tree: DatedTree = load_dated_tree()
        self._reach = subtree_ids([regime.unit_id], today)
        self._measures: Measures = measures_of(regime)
        self._problems: list[LineProblem] = []
        self._seen: dict[tuple[int, str, int], int] = {}

    def read(self, lines: Sequence[CarriedLine]) -> list[Carried]:
        found = [figure for line in lines if (figure := self._figure(line)) is not None]
        if self._problems:
            raise CarriedTotalsRefused(self._problems)
        return found

    def _figure(self, line: CarriedLine) -> Carried | None:
        before = len(self._problems)
        span = self._span(line)
        unit_id = self._unit(line, span) if span else None
        indicator_id = self._indicator(line)
        number = self._number(line)
        if span is None or unit_id is None or indicator_id is None or number is None:
            return None
        first = self._seen.setdefault((unit_id, span.key, indicator_id), line.number)
        if first != line.number:
            self._refuse(line, "indicator", RuleError("carried_twice", line=first))
        return None if len(self._problems) > before else (unit_id, span, indicator_id, number)

    def _span(self, line: CarriedLine) -> PeriodSpan | None:
        try:
            require_period_kind(line.period, PeriodKind(self._regime.frequency))
            span = span_of(self._regime, line.period)
        except RuleError as error:
            self._refuse(line, "period", error)
            return None
        if span.ends_on >= self._today:
            self._refuse(line, "period", RuleError("carried_period_running", key=line.period))
            return None
        return span

    def _unit(self, line: CarriedLine, span: PeriodSpan) -> int | None:
        unit = carried_bearer(self._tree, line.unit, span.starts_on, span.ends_on)
        if unit is None:
            self._refuse(line, "unit", RuleError("carried_unit_unknown", code=line.unit))
            return None
        if unit.id not in self._reach:
            self._refuse(line, "unit", RuleError("carried_unit_outside", code=line.unit))
            return None
        return unit.id

    def _indicator(self, line: CarriedLine) -> int | None:
        if line.indicator in self._measures:
            return self._measures[line.indicator].id
        error = RuleError("carried_indicator_unknown", code=line.indicator)
        self._refuse(line, "indicator", error)
        return None

    def _number(self, line: CarriedLine) -> float | None:
        try:
            return carried_number(line.value)
        except RuleError as error:
            self._refuse(line, "value", error)
            return None

    def _refuse(self, line: CarriedLine, column: str, error: RuleError) -> None:
        self._problems.append(LineProblem(line.number, column, error))


def _period(regime: Regime, span: PeriodSpan, now: datetime) -> Period:
    return Period.objects.get_or_create(
        regime=regime,
        key=span.key,
        defaults={
            "kind": span.kind,
            "starts_on": span.starts_on,
            "ends_on": span.ends_on,
            "is_reported": False,
            "opened_at": now,
        },
    )[0]
