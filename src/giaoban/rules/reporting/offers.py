"""Which values has a unit given already, in other reports, for what a report asks now?

The same unit, the same entry of the dictionary, the same days (decision 0016), whatever a period is
called. Nothing is preferred silently: where two regimes say different things, both are offered.
Of an incident it is what the unit said last in its own earlier reports.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from giaoban.rules.reporting.indicators import TYPED_NUMBERS, IndicatorKind, OverTime
from giaoban.rules.reporting.periods import PeriodKind
from giaoban.rules.reporting.rollup import over_time

_OF_AN_HOUR = frozenset({PeriodKind.INCIDENT, PeriodKind.WHOLE_INCIDENT})
"""They say how it stands at an hour, and not at the end of a day."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cell: what kind of answer it takes, for the days from `starts_on` to `ends_on`.

    `counts_from` is the first day of what a cumulative figure says (periods.counts_from).
    """

    kind: IndicatorKind
    over_time: OverTime
    period: PeriodKind
    starts_on: date
    ends_on: date
    counts_from: date
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What the unit said in one reported period, of another regime or of the same incident.

    `source` names the version.
    """

    regime: int
    period: PeriodKind
    starts_on: date
    ends_on: date
    counts_from: date
    source: int
    number: float | None = None
    text: str = ""
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A value for the cell from one regime, and the versions that it was made from, in order.

    From several it was made by the rule over time.
    """

    regime: int
    sources: tuple[int, ...]
    number: float | None = None
    text: str = ""
    is_estimate: bool = False

    @property
    def content(self) -> tuple[float | None, str]:
        return self.number, self.text


@dataclass(frozen=True, slots=True)
class Taken:
    """What a cell was filled with from reports of a regime, and from which versions."""

    regime: int
    sources: tuple[int, ...]
    number: float | None = None
    text: str = ""

    @property
    def content(self) -> tuple[float | None, str]:
        return self.number, self.text


def offers(wanted: Wanted, given: Iterable[Given]) -> tuple[Offer, ...]:
    """One offer at most from each regime, in the order in which the regimes come.

    The value of a period of the same days, else the values of the periods that fill those days
    exactly and are all there, by the rule over time: never of some of them. What came together
    since a year began is that of a period with the same last day, in a year with the same first.
    """
    if wanted.period in _OF_AN_HOUR:
        return ()
    by_regime: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        if one.period not in _OF_AN_HOUR:
            by_regime[one.regime].append(one)
    found = []
    for regime, said in by_regime.items():
        if wanted.over_time is OverTime.CUMULATIVE:
            offer = _come_together(wanted, said)
        else:
            offer = _same_days(wanted, said) or _filled(wanted, regime, said)
        if offer is not None and _fits(wanted, offer):
            found.append(offer)
    return tuple(found)


def said_last(wanted: Wanted, said: Sequence[Given]) -> Offer | None:
    """Of a report of an incident: what the unit said last in its earlier reports, oldest first.

    Only what says how it stands since the beginning: figures of which the latest wins, and choices.
    What is new in each report, and a text, is said anew.
    """
    how_it_stands = wanted.over_time is OverTime.LAST or wanted.kind is IndicatorKind.CHOICE
    if not said or not how_it_stands or wanted.kind is IndicatorKind.TEXT:
        return None
    offer = _as_it_was(said[-1])
    return offer if _fits(wanted, offer) else None


def agreed(found: Sequence[Offer]) -> Offer | None:
    """The offer where all say the same, an estimate only where all are; None where they differ."""
    if not found or any(offer.content != found[0].content for offer in found):
        return None
    return min(found, key=lambda offer: offer.is_estimate)


def corrected(taken: Taken, found: Iterable[Offer]) -> Offer | None:
    """What the regime that a value was taken from says by now, where that is something else."""
    for offer in found:
        if offer.regime == taken.regime and offer.content != taken.content:
            return offer
    return None


def _come_together(wanted: Wanted, said: Sequence[Given]) -> Offer | None:
    """It does not matter when the period itself began."""
    for one in said:
        if (one.counts_from, one.ends_on) == (wanted.counts_from, wanted.ends_on):
            return _as_it_was(one)
    return None


def _same_days(wanted: Wanted, said: Sequence[Given]) -> Offer | None:
    for one in said:
        if (one.starts_on, one.ends_on) == (wanted.starts_on, wanted.ends_on):
            return _as_it_was(one)
    return None


def _as_it_was(one: Given) -> Offer:
    return Offer(one.regime, (one.source,), one.number, one.text, one.is_estimate)


def _filled(wanted: Wanted, regime: int, said: Sequence[Given]) -> Offer | None:
    if wanted.kind not in TYPED_NUMBERS or wanted.over_time is OverTime.NONE:
        return None
    within = sorted(
        (
            one
            for one in said
            if wanted.starts_on <= one.starts_on and one.ends_on <= wanted.ends_on
        ),
        key=lambda one: one.starts_on,
    )
    next_day = wanted.starts_on
    numbers = []
    for one in within:
        if one.starts_on != next_day or one.number is None:
            return None
        numbers.append([one.number])
        next_day = one.ends_on + _ONE_DAY
    if not numbers or next_day != wanted.ends_on + _ONE_DAY:
        return None
    number = float(over_time(np.array(numbers), [wanted.over_time])[0])
    return Offer(
        regime,
        tuple(one.source for one in within),
        number,
        is_estimate=any(one.is_estimate for one in within),
    )


def _fits(wanted: Wanted, offer: Offer) -> bool:
    """Whether the cell takes the value: a count is whole, a choice one of the form's."""
    number = offer.number
    match wanted.kind:
        case IndicatorKind.COUNT:
            return number is not None and math.isfinite(number) and number == math.floor(number)
        case IndicatorKind.AMOUNT:
            return number is not None and math.isfinite(number)
        case IndicatorKind.YES_NO:
            return number in {0.0, 1.0}
        case IndicatorKind.CHOICE:
            return offer.text in wanted.choices
        case IndicatorKind.TEXT:
            return bool(offer.text.strip())
        case _:
            return False
