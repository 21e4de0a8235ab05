"""Which share does somebody mean who types "2/3" or "75 %"?"""

import re
from fractions import Fraction

from giaoban.rules.meetings.majorities import LONGEST_DENOMINATOR
from giaoban.rules.problems import RuleError

_FRACTION = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})")
_PERCENT = re.compile(r"(\d{1,3})\s*%")


def read_share(text: str) -> Fraction:
    """A fraction of the whole, in lowest terms. Raises RuleError `share_unreadable`,
    `share_out_of_range`: of nothing, or above the whole; `share_too_fine` (longest).
    """
    written = text.strip()
    if found := _FRACTION.fullmatch(written):
        over, under = int(found[1]), int(found[2])
    elif found := _PERCENT.fullmatch(written):
        over, under = int(found[1]), 100
    else:
        raise RuleError("share_unreadable")
    if under == 0 or not 0 < over <= under:
        raise RuleError("share_out_of_range")
    share = Fraction(over, under)
    if share.denominator > LONGEST_DENOMINATOR:
        raise RuleError("share_too_fine", longest=LONGEST_DENOMINATOR)
    return share


def written_share(over: int, under: int) -> str:
    """As it is typed: "2/3"."""
    return f"{over}/{under}"
