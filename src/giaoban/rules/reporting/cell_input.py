"""What number did the officer type? "1.234,5" in Vietnamese, "1,234.5" in English."""

import math
import re

from giaoban.rules.problems import RuleError

_SPACES = re.compile("[\\s\u00a0\u2007\u2009\u202f]")
_DECIMAL_MARKS = {"vi": ",", "en": "."}
LARGEST_NUMBER = 9e15
"""More than this is a slip, typed or in a file: every whole number up to it is kept exactly.

The state budget in đồng lies below it.
"""

_YES = {"1", "1.0", "có", "co", "yes", "y", "true", "x"}  # 1.0: as a program writes a column
_NO = {"0", "0.0", "không", "khong", "no", "n", "false"}


def typed_number(text: str, language: str, *, largest: float = LARGEST_NUMBER) -> float | None:
    """The number that was typed, read as its language writes numbers; None where nothing is.

    The grouping mark may be left out, but where it stands it must group by three: a lone "1.5" in
    Vietnamese is refused rather than taken for 15 or 1,5. Raises RuleError `not_a_number`,
    `misplaced_grouping` or `too_large`.
    """
    bare = _SPACES.sub("", text).replace("−", "-")
    if not bare:
        return None
    decimal = _DECIMAL_MARKS.get(language, ".")
    grouping = "." if decimal == "," else ","
    whole, _, fraction = bare.partition(decimal)
    sign = ""
    if whole[:1] in {"-", "+"}:
        sign, whole = whole[0].replace("+", ""), whole[1:]
    if grouping in whole:
        groups = whole.split(grouping)
        if not all(re.fullmatch(r"[0-9]+", group) for group in groups) or fraction.count(grouping):
            raise RuleError("not_a_number", text=text)
        if not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
            raise RuleError("misplaced_grouping", text=text, grouping=grouping, decimal=decimal)
        whole = "".join(groups)
    if not re.fullmatch(r"[0-9]*", whole) or not re.fullmatch(r"[0-9]*", fraction):
        raise RuleError("not_a_number", text=text)
    if not whole and not fraction:
        raise RuleError("not_a_number", text=text)
    return counted(float(f"{sign}{whole or 0}.{fraction or 0}"), text, largest=largest)


def plain_number(text: str) -> float | None:
    """The number of a file whose decimals are points (docs/contracts.md); None where nothing is.

    Raises RuleError `not_a_number` or `too_large`; nan and infinity are no numbers.
    """
    bare = text.strip()
    if not bare:
        return None
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", bare):
        raise RuleError("not_a_number", text=text)
    return counted(float(bare), text)


def yes_or_no(text: str) -> float | None:
    """1.0 for a yes, 0.0 for a no, in either language; None where nothing is."""
    bare = text.strip().casefold()
    if not bare:
        return None
    if bare in _YES:
        return 1.0
    if bare in _NO:
        return 0.0
    raise RuleError("not_yes_or_no", text=text)


def counted(number: float, text: str = "", *, largest: float = LARGEST_NUMBER) -> float:
    """The number itself where it is one that can be counted with; raises RuleError `too_large`.

    `text` is how it was written, where it was not a number to begin with. A `largest` of infinity
    still takes no infinite number.
    """
    if not math.isfinite(number) or abs(number) > largest:
        raise RuleError("too_large", text=text or f"{number:.15g}")
    return number
