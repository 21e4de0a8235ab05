"""Does a formula fetch its figure from outside the workbook: a file, an address, a program?

Judged by the formula as it is written in an .xlsx or an .ods; nothing is ever calculated or
fetched. What such a formula left is no figure of the unit's own, and nobody can look it up.
"""

import re
from collections.abc import Set

LONGEST = 10_000
"""Characters that are looked at; Excel itself allows 8,192."""

_FUNCTIONS = (
    *("WEBSERVICE", "RTD", "CALL", r"REGISTER(?:\.ID)?", "DDE", "IMAGE", "STOCKHISTORY", "PY"),
    *(r"SQL\.REQUEST", "CUBE[A-Z]+", "IMPORT(?:RANGE|XML|HTML|DATA|FEED)", "GOOGLEFINANCE"),
)
_NAMES = "|".join(_FUNCTIONS)
_CALLS = re.compile(
    rf"(?<![\w.])(?:(?:_xlfn|_xlws|_xludf|COM\.MICROSOFT|ORG\.LIBREOFFICE)\.)*(?:{_NAMES})\s*\(",
    re.IGNORECASE,
)
# Google's own functions stand within a text when its sheets are saved as .xlsx.
_OF_GOOGLE = re.compile(r"DUMMYFUNCTION\s*\(\s*\"([^\"]*)", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# [1]Sheet!A1, not Table[column]; [0] is the workbook itself.
_OTHER_BOOK = re.compile(r"(?<![\w\]])\[(?!0\])[^\[\]]+\](?:''|[\w.:])*!")
# Whatever stands between the signs of a formula: names, functions, cells, numbers.
_WORD = re.compile(r"[^\s\"'()\[\]{},;:!+\-*/^&=<>%@#|~$`]+")
_OPEN_FORMULA = ("of:", "oooc:")

# Whether it is worth reading a formula, by its bytes; characters may be written as numbers.
MAY_CALL = re.compile(rb"&#|\[|\||DUMMYFUNCTION|(?:" + _NAMES.encode() + rb")\s*\(", re.I)


class Calling(str):
    """A formula that calls out, without its sign of equality."""

    __slots__ = ()


def calls_out(formula: str, names: Set[str] = frozenset()) -> bool:
    """Links to other workbooks, DDE, and the functions that fetch; a hyperlink fetches nothing.

    `names` are those of the workbook that stand for something outside it, as outside_names gives
    them.
    """
    formula = formula[:LONGEST]
    quoted = [each for each in _QUOTED.findall(formula) if each.startswith("'")]
    bare = _bare(formula)
    if _CALLS.search(bare) or any(map(_CALLS.search, _OF_GOOGLE.findall(formula))):
        return True
    if names and not names.isdisjoint(said_words(formula)):
        return True
    if formula.lstrip().startswith(_OPEN_FORMULA):
        return "''#" in bare  # 'file:///a.ods'#$Sheet1.A1
    in_quotes = any("[" in each and "[0]" not in each for each in quoted)
    return in_quotes or "|" in bare or bool(_OTHER_BOOK.search(bare))


def said_words(formula: str) -> set[str]:
    """The words of a formula, one of which a name would be, in small letters; none in quotes.

    Looks once at each character, whatever names there are. In an .ods the name of a sheet and a
    dot may stand before a name.
    """
    words = set(_WORD.findall(_bare(formula[:LONGEST]).casefold()))
    if formula.lstrip().startswith(_OPEN_FORMULA):
        words.update([word.partition(".")[2] for word in words])
    return words


def _bare(formula: str) -> str:
    return _QUOTED.sub(lambda found: found[0][0] * 2, formula)
