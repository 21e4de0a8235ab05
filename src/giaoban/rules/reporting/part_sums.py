"""Do the parts of a figure add up to no more than the figure, or to exactly it?

Nested rows ("trong đó"), the categories of a breakdown, and the rows above a total row.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from giaoban.rules.reporting.formulas.numbers import added, difference
from giaoban.rules.reporting.indicators import IndicatorFacts, PartGroup


@dataclass(frozen=True, slots=True)
class BrokenSum:
    group: PartGroup
    whole: float
    added: float


def sum_of_parts(group: PartGroup, numbers: Mapping[str, float]) -> float | None:
    """The sum of the parts that are there, as a formula adds it; None where none is."""
    there = [numbers[code] for code in group.codes if code in numbers]
    return added(there) if there else None


def broken_sums(indicator: IndicatorFacts, numbers: Mapping[str, float]) -> Iterator[BrokenSum]:
    """The groups whose sum contradicts the indicator's own figure; each is judged for itself.

    A missing part is not zero: an exact sum is judged only when every part is there, an upper
    bound by those that are. Without the figure itself there is nothing to judge. Compared as
    formulas are, so that a workbook says the same.
    """
    whole = numbers.get(indicator.code)
    if whole is None or not math.isfinite(whole):
        return
    for group in indicator.sums:
        total = sum_of_parts(group, numbers)
        if total is None or not math.isfinite(total):
            continue
        apart = difference(total, whole)
        if group.is_equal:
            is_broken = apart != 0 and all(code in numbers for code in group.codes)
        else:
            is_broken = apart > 0
        if is_broken:
            yield BrokenSum(group, whole, total)
