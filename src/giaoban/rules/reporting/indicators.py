"""What can an indicator be, and what is the value of one that is worked out?"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class IndicatorKind(StrEnum):
    COUNT = "count"
    AMOUNT = "amount"
    RATIO = "ratio"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"
    FILE = "file"


class OverTime(StrEnum):
    """How the values of one unit combine over the periods of a longer one."""

    SUM = "sum"
    AVERAGE = "average"
    LAST = "last"
    FIRST = "first"
    LEAST = "least"
    MOST = "most"
    CUMULATIVE = "cumulative"  # each is what came together since the year began
    NONE = "none"


class OverUnits(StrEnum):
    """How the figures of units combine in the unit above them."""

    SUM = "sum"
    AVERAGE = "average"
    LEAST = "least"
    MOST = "most"
    NONE = "none"


class Better(StrEnum):
    """Which figures are the better ones, where a target or a change is judged."""

    HIGHER = "higher"
    LOWER = "lower"


# A ratio is worked out from two others, never typed; a yes is 1 and a no is 0.
TYPED_NUMBERS = frozenset({IndicatorKind.COUNT, IndicatorKind.AMOUNT, IndicatorKind.YES_NO})
NUMERIC_KINDS = TYPED_NUMBERS | {IndicatorKind.RATIO}
# What the dictionary can hold: a ratio's parts are shared in its place, a file is its report's own.
SHAREABLE = TYPED_NUMBERS | {IndicatorKind.CHOICE, IndicatorKind.TEXT}


def is_percent(kind: str, measure: str) -> bool:
    """Whether it is kept as a plain fraction, and typed and read per cent (docs/contracts.md)."""
    return kind == IndicatorKind.RATIO and measure == "%"


def typed_factor(kind: str, measure: str) -> int:
    """What a kept figure is multiplied by to be typed and read."""
    return 100 if is_percent(kind, measure) else 1


@dataclass(frozen=True, slots=True)
class PartGroup:
    """Figures of the same report that add up to another, exactly or at most.

    `name` is that of a breakdown; empty for nested rows and for the rows above a total row.
    """

    codes: tuple[str, ...]
    is_equal: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One thing asked, as far as its values are judged by it.

    `sums` are the groups that add up to it. What counts or sums a list is never typed.
    """

    code: str
    kind: IndicatorKind
    is_required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    over_time: OverTime = OverTime.NONE
    over_units: OverUnits = OverUnits.NONE
    numerator: str | None = None
    denominator: str | None = None
    sums: tuple[PartGroup, ...] = ()
    is_from_list: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether somebody answers it; a ratio and what comes from a list are worked out."""
        return self.kind is not IndicatorKind.RATIO and not self.is_from_list


def asked_of_unit(
    indicators: Sequence[IndicatorFacts], unasked: Collection[str]
) -> Sequence[IndicatorFacts]:
    """The form as a unit has it: without what it is not asked (decision 0021), in no sum either."""
    if not unasked:
        return indicators
    return [
        replace(one, sums=_asked_sums(one.sums, unasked)) if one.sums else one
        for one in indicators
        if one.code not in unasked
    ]


def _asked_sums(sums: Iterable[PartGroup], unasked: Collection[str]) -> tuple[PartGroup, ...]:
    asked = (
        replace(group, codes=tuple(code for code in group.codes if code not in unasked))
        for group in sums
    )
    return tuple(group for group in asked if group.codes)


def ratio_value(indicator: IndicatorFacts, numbers: Mapping[str, float]) -> float | None:
    """A ratio as a plain fraction; None where a part is missing or the denominator is 0."""
    numerator = numbers.get(indicator.numerator or "")
    denominator = numbers.get(indicator.denominator or "")
    if numerator is None or denominator is None or denominator == 0:
        return None
    value = numerator / denominator
    return value if math.isfinite(value) else None


def with_ratios(
    indicators: Iterable[IndicatorFacts], numbers: Mapping[str, float]
) -> dict[str, float]:
    """The numbers together with every ratio that can be worked out from them."""
    complete = dict(numbers)
    for indicator in indicators:
        if indicator.kind is IndicatorKind.RATIO:
            value = ratio_value(indicator, numbers)
            complete.pop(indicator.code, None)
            if value is not None:
                complete[indicator.code] = value
    return complete
