"""Does a document call itself a state secret? Then it must not be here.

The marks are those of the Law on protection of state secrets (29/2018/QH14 art. 8): Tuyệt mật, Tối
mật, Mật. A stamp stands alone on its line near the head, beside the number and symbol or over the
text; so a sentence about secrets is none, and a plan on information security can be taken.
"""

import re
from collections.abc import Sequence

MARKS = ("Tuyệt mật", "Tối mật", "Mật")
HEAD_LINES = 40
_STAMP = re.compile(
    r"^\W*(?:độ\s+mật\s*:?\s*|dấu\s+chỉ\s+độ\s+mật\s*:?\s*)?(?P<mark>tuyệt\s*mật|tối\s*mật|mật)\W*$",
    re.IGNORECASE,
)


def secret_mark(lines: Sequence[str]) -> str | None:
    """The mark that the head of a text bears, in the law's words; None if there is none."""
    for line in lines[:HEAD_LINES]:
        found = _STAMP.match(line)
        if found is not None:
            return _named(found["mark"])
    return None


def mark_in_field(text: str) -> str | None:
    """The mark that was typed or imported as the degree of secrecy; None for any other words."""
    found = _STAMP.match(text)
    return _named(found["mark"]) if found is not None else None


def _named(text: str) -> str:
    bare = re.sub(r"\s+", "", text.casefold())
    return next(mark for mark in MARKS if re.sub(r"\s+", "", mark.casefold()) == bare)
