"""What do the elements of an edXML package say of one document, and how is that written?

Names and shapes are those of QCVN 102:2016/BTTTT as published programs write and read them; what
could not be verified stands in docs/how-to/exchange-documents.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from giaoban.rules.register.symbols import bare_symbol, read_symbol

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
NEW, REVOKED, UPDATED, REPLACING = "0", "1", "2", "3"
"""What a package does (BussinessDocType): brings a document, takes one back, mends it, replaces."""

_DAY_LAST = re.compile(r"^(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[T ].*)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?$")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """One package as it was read: `cells` by the columns of rules.register.document_rows.

    `sender_code` and `sender` are the organisation that sent it; the direction is not known yet.
    """

    cells: Mapping[str, str]
    sender_code: str
    sender: str
    attachments: tuple[Attachment, ...] = ()


def day_text(text: str) -> str:
    """A date of a package as YYYY-MM-DD; the text itself where it is no date.

    >>> day_text("2026/11/05"), day_text("05/11/2026"), day_text("2026-11-05T08:00:00")
    ('2026-11-05', '2026-11-05', '2026-11-05')
    """
    words = text.strip()
    first, last = _DAY_FIRST.match(words), _DAY_LAST.match(words)
    if last:
        year, month, day = last.groups()
    elif first:
        day, month, year = first.groups()
    else:
        return words
    return f"{year}-{int(month):02d}-{int(day):02d}"


def symbol_text(number: str, notation: str) -> str:
    """The whole symbol; some programs write it all into the notation.

    >>> symbol_text("05", "QĐ-BCĐ"), symbol_text("5", "05/QĐ-BCĐ"), symbol_text("30", "2020/NĐ-CP")
    ('05/QĐ-BCĐ', '05/QĐ-BCĐ', '30/2020/NĐ-CP')
    """
    number, notation = number.strip(), notation.strip()
    whole = read_symbol(notation, frozenset())
    if not number or not notation:
        return notation or number
    if whole is not None and bare_symbol(notation).startswith(f"{number.lstrip('0')}/"):
        return notation
    return f"{number}/{notation}"


def number_and_notation(symbol: str) -> tuple[str, str]:
    number, _stroke, notation = symbol.partition("/")
    return (number.strip(), notation.strip()) if notation else ("", symbol)


def package_id(organisation: str, dated_on: date, symbol: str) -> str:
    """How published programs name a document: organisation, day, symbol."""
    return f"{organisation},{dated_on:%Y/%m/%d},{symbol}"
