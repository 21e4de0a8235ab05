"""How is a document's number and symbol written, and what does a written one say?

NĐ 30/2020/NĐ-CP appendix I, II.3: a number under 10 is padded with 0; a stroke stands after it and
between number and type, a dash between type, agency and unit, without spaces; a công văn has no
type: `05/QĐ-BCĐ`, `12/UBND-VX`. Numbers run from 01 on 1 January to 31 December (art. 15).
"""

import re
import unicodedata
from dataclasses import dataclass

FIRST_NUMBER = 1
LARGEST_NUMBER = 999_999
LONGEST_SYMBOL = 60
_WRITTEN = re.compile(
    r"^\s*(?:số\s*:?\s*)?(?P<number>\d{1,6})(?P<letter>[a-zđ]?)\s*/\s*"
    r"(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?(?P<rest>[^\s/][^/]*?)\s*$",
    re.IGNORECASE,
)
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")


@dataclass(frozen=True, slots=True)
class Symbol:
    """`05/QĐ-BCĐ`: number 5, type QĐ, agency BCĐ. `letter` tells a number given twice (`12a`)."""

    number: int
    type: str  # empty for a công văn
    agency: str  # with the unit that drafted it: `UBND-VX`
    letter: str = ""
    year: int | None = None  # written by assemblies and governments: 30/2020/NĐ-CP


def written(symbol: Symbol) -> str:
    """As it stands on the paper."""
    number = f"{symbol.number:02d}{symbol.letter}"
    year = f"{symbol.year}/" if symbol.year else ""
    kind = f"{symbol.type}-" if symbol.type else ""
    return f"{number}/{year}{kind}{symbol.agency}"


def read_symbol(text: str, types: frozenset[str]) -> Symbol | None:
    """What a written number and symbol says; None where it does not have the decree's form.

    `types` are the abbreviations in use: `12/UBND-VX` is a công văn of UBND, as UBND is none.
    Spaces, other dashes and a `Số:` before it are forgiven.
    """
    found = _WRITTEN.match(unicodedata.normalize("NFC", text))
    if found is None:
        return None
    rest = _DASHES.sub("-", found["rest"])
    head, _dash, tail = rest.partition("-")
    known = {kind.casefold(): kind for kind in types}
    kind = known.get(head.casefold(), "") if tail else ""
    return Symbol(
        number=int(found["number"]),
        type=kind,
        agency=tail if kind else rest,
        letter=found["letter"],
        year=int(found["year"]) if found["year"] else None,
    )


def bare_symbol(text: str) -> str:
    """What duplicates are found by: `Số: 05 / QĐ–BCĐ` gives `5/qđ-bcđ`.

    Letters may come with their marks apart, as some systems write them.
    """
    composed = unicodedata.normalize("NFC", text)
    bare = _DASHES.sub("-", "".join(composed.split())).casefold()
    bare = re.sub(r"^số:?", "", bare)
    return re.sub(r"^0+(?=\d)", "", bare)
