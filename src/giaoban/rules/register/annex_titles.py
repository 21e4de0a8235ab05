"""What is an annex called, and does the next table begin another one? `Phụ lục II: Nhiệm vụ …`."""

import re
from collections.abc import Sequence

from giaoban.rules.units.naming import search_key

LONGEST_TITLE = 160
_BEGINS = re.compile(r"(?:phu luc|phu bieu|bieu so|annex|appendix|schedule)(?![a-z])")
_GOES_ON = re.compile(r"\((?:tiep|tiep theo|continued|cont\.?)\)")
_NUMBER = re.compile(
    r"(?:phu luc|phu bieu|bieu so|annex|appendix|schedule)(?: so)?[ .:]*([ivxlc]+|[0-9]+|[a-z])?\b"
)
_LINES = 2  # its number, and what it is about


def title_of(above: Sequence[str]) -> str:
    """The title among the lines over a table, the nearest; empty where none of them is one.

    The line with the number, and the next one with it where that is no `(Kèm theo Quyết định …)`.
    """
    begun = [place for place, line in enumerate(above) if _BEGINS.match(search_key(line))]
    if not begun:
        return ""
    lines = [line.strip() for line in above[begun[-1] : begun[-1] + _LINES]]
    said = ": ".join(line.rstrip(" .:") for line in lines if not line.startswith("("))
    return said if len(said) <= LONGEST_TITLE else f"{said[: LONGEST_TITLE - 1].rstrip()}…"


def begins_another(above: Sequence[str], before: str) -> bool:
    """Whether the lines between two tables begin another annex than the one called `before`: not
    where a new page only says again which one it is.
    """
    title = search_key(title_of(above))
    if not title or _GOES_ON.search(title):
        return False
    number, earlier = _NUMBER.match(title), _NUMBER.match(search_key(before))
    return number is None or earlier is None or number[1] != earlier[1] or number[1] is None
