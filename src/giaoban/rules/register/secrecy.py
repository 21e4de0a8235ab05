"""Does a document call itself a state secret? Then it must not be here.

The marks are those of the Law on protection of state secrets (29/2018/QH14 art. 8): Tuyệt mật, Tối
mật, Mật. A stamp stands alone on its line near the head, beside the number and symbol or over the
text; so a sentence about secrets is none, and a plan on information security can be taken.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from giaoban.rules.problems import RuleError
from giaoban.rules.units.naming import search_key

MARKS = ("Tuyệt mật", "Tối mật", "Mật")
HEAD_LINES = 40
_MARK = r"(?P<mark>tuyệt\s*mật|tối\s*mật|mật)"
_NAMED = r"(?:(?:bí\s+mật\s+nhà\s+nước\s*:?\s*)?(?:dấu\s+chỉ\s+)?độ\s+mật\s*:?\s*)?"
_STAMP = re.compile(rf"^\W*{_NAMED}{_MARK}\W*$", re.IGNORECASE)
# Text of a PDF puts a stamp on one line with the number beside it; there it is in capitals.
_CAPITALS = r"(?P<mark>TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)"
_BESIDE = (
    re.compile(rf"^\W*{_CAPITALS}\W+[Ss]ố\s*:"),
    re.compile(rf"^\W*[Ss]ố\s*:\s*\S+\s+\W*{_CAPITALS}\W*$"),
)
# Typed into one field with the title: in brackets at either end, or in capitals before a sign.
_TYPED = (
    re.compile(rf"^\W*{_CAPITALS}\s*[:;.|/\])–—-]"),
    re.compile(rf"^\s*[\[(]\s*{_NAMED}{_MARK}\s*[\])]", re.IGNORECASE),
    re.compile(rf"[\[(]\s*{_NAMED}{_MARK}\s*[\])]\W*$", re.IGNORECASE),
)
_OPEN = frozenset(
    {"", "0", "thuong", "binh thuong", "khong", "khong mat", "none", "no", "normal", "public"}
)
"""What document systems say of papers that are no secret, folded."""


def secret_mark(lines: Sequence[str]) -> str | None:
    """The mark that the head of a text bears, in the law's words; None if there is none."""
    for line in lines[:HEAD_LINES]:
        composed = unicodedata.normalize("NFC", line)
        for stamp in (_STAMP, *_BESIDE):
            found = stamp.search(composed)
            if found is not None:
                return _named(found["mark"])
    return None


def mark_in_field(text: str) -> str | None:
    """The mark that was typed or imported, alone or before or behind a title; else None.

    >>> mark_in_field("MẬT: Kế hoạch kiểm tra"), mark_in_field("Kế hoạch thay MẬT KHẨU")
    ('Mật', None)
    """
    composed = unicodedata.normalize("NFC", text)
    typed = next((found for stamp in _TYPED if (found := stamp.search(composed))), None)
    return _named(typed["mark"]) if typed else secret_mark(text.splitlines())


def refuse_secret(*, lines: Sequence[str] = (), fields: Iterable[str] = ()) -> None:
    """`lines` are the head of a text, `fields` what was typed. RuleError `state_secret` (mark)."""
    found = [secret_mark(lines), *map(mark_in_field, fields)]
    mark = next((mark for mark in found if mark), None)
    if mark is not None:
        raise RuleError("state_secret", mark=mark)


def is_open(degree: str) -> bool:
    """Whether the words of a column of degrees say that a paper is no secret.

    >>> is_open("Thường"), is_open("A"), is_open("")
    (True, False, True)
    """
    return search_key(degree).strip(" .") in _OPEN


def _named(text: str) -> str:
    bare = re.sub(r"\s+", "", text.casefold())
    return next(mark for mark in MARKS if re.sub(r"\s+", "", mark.casefold()) == bare)
