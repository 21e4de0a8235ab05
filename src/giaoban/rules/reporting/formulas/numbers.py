"""How are the numbers of a formula added, rounded and compared, so that Excel gets the same?

Excel and LibreOffice add and compare doubles almost, but not quite, as IEEE 754 does: a
difference that is nearly nothing becomes zero, in one of them only at the end of a formula, in
the other after every step. So nothing here depends on the last bits: a sum is rounded to 15
significant digits of its largest term, and a comparison looks at 9 decimals and at most 14
significant digits, but never at less than whole units. `excel.py` writes the same steps out.
"""

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

DECIMALS_COMPARED = 9
_WHOLE_BEYOND = 1e15  # doubles of this size and typed digits have no decimals that count
_NUDGE = 1e-9  # keeps the logarithm of 999999.99999999 off the edge on which programs differ
_CONTEXT = Context(prec=340, rounding=ROUND_HALF_UP)


def rounded(value: float, places: int) -> float:
    """Half away from zero, on the number as it reads with 15 digits: 2.675 → 2.68, as in Excel."""
    if places >= 0 and (value.is_integer() or abs(value) >= _WHOLE_BEYOND):
        return value
    exact = Decimal(f"{value:.15g}") if abs(value) < _WHOLE_BEYOND else Decimal(value)
    return float(exact.quantize(Decimal((0, (1,), -places)), context=_CONTEXT))


def added(terms: Sequence[float]) -> float:
    """The terms added from the left, to 15 significant digits of the largest of them."""
    total = 0.0
    for term in terms:
        total += term
    if not math.isfinite(total):
        return total
    largest = max(1e-6, *(abs(term) for term in terms))
    return rounded(total, max(0, 14 - _magnitude(largest)))


def difference(left: float, right: float) -> float:
    """The left side less the right one, as far as a comparison looks: 0 where they are equal."""
    digits = max(0, min(DECIMALS_COMPARED, 13 - _magnitude(max(1.0, abs(left), abs(right)))))
    apart = rounded(left, DECIMALS_COMPARED) - rounded(right, DECIMALS_COMPARED)
    return rounded(apart, digits) if math.isfinite(apart) else apart


def _magnitude(value: float) -> int:
    return math.floor(math.log10(value) + _NUDGE)
