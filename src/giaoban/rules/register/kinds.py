"""Which types of documents are there, and how are they abbreviated?

NĐ 30/2020/NĐ-CP art. 7 and appendix III. A công văn and a thư công have no abbreviation. The plain
layout has types of its own. A country's profile adds types, names them otherwise or retires them,
so that an amended decree is an edit of a file (docs/how-to/make-a-country-profile.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from giaoban.rules.register.symbols import read_symbol
from giaoban.rules.units.naming import search_key

TYPES: Mapping[str, str] = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
    "SY": "Bản sao y",
    "TrS": "Bản trích sao",
    "SL": "Bản sao lục",
}
"""By abbreviation the name, in the order of the appendix; a công văn is the empty one."""

PLAIN_TYPES: Mapping[str, str] = {
    "RES": "Resolution",
    "DEC": "Decision",
    "DIR": "Directive",
    "REG": "Regulation",
    "GDL": "Guidance",
    "PROG": "Programme",
    "PLAN": "Plan",
    "PROP": "Proposal",
    "REP": "Report",
    "MIN": "Minutes",
    "NOT": "Notice",
    "SUB": "Submission",
    "AGR": "Agreement",
    "INV": "Invitation",
}
"""Where no decree says them: those that organisations of several countries write, in English."""

LETTER, PLAIN_LETTER = "Công văn", "Letter"
OTHERS: Mapping[str, str] = {
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "L": "Luật",
    "PL": "Pháp lệnh",
}
"""Of assemblies, the Government and ministries, which send more than the decree's types: known
where a document comes in, and offered to nobody who writes one.
"""
_LETTERS = frozenset({"", "cong van", "thu cong", "letter"})


@dataclass(frozen=True)
class Kinds:
    """The types in use: `offered` by abbreviation their names, `known` with those that are not;
    `letter` is the one without an abbreviation.
    """

    offered: Mapping[str, str]
    known: Mapping[str, str]
    letter: str = LETTER

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {search_key(name): code for code, name in self.known.items()}

    def named(self, name: str) -> str | None:
        """The abbreviation of a type by its name or by itself; empty for a công văn, None if
        unknown.

        >>> DECREED.named("quyết  định"), DECREED.named("KH"), DECREED.named("Công văn")
        ('QĐ', 'KH', '')
        """
        words = " ".join(name.split())
        if words in self.known:
            return words
        key = search_key(words)
        return self._by_name.get(key) or ("" if key in _LETTERS else None)

    def shown_by(self, symbol: str) -> str:
        """The abbreviation that a number and symbol bears; empty for a công văn, or if unknown.

        >>> [DECREED.shown_by(one) for one in ("05/QĐ-BCĐ", "30/2020/NĐ-CP", "12/UBND-VX")]
        ['QĐ', 'NĐ', '']
        """
        read = read_symbol(symbol, frozenset(self.known))
        return read.type if read else ""

    def name_of(self, code: str) -> str:
        """The name of a type; the abbreviation itself where nobody knows it."""
        return self.known.get(code, code) if code else self.letter


DECREED = Kinds(TYPES, {**TYPES, **OTHERS})
PLAIN = Kinds(PLAIN_TYPES, PLAIN_TYPES, PLAIN_LETTER)


def changed_kinds(changes: Mapping[str, str], base: Kinds = DECREED) -> Kinds:
    """The decree's types, or others, with those of a profile: added, named otherwise, or retired
    by no name.

    What is retired is still known by its name, as old documents bear it.

    >>> changed = changed_kinds({"TTr": "", "PCV": "Phiếu công việc"})
    >>> "TTr" in changed.offered, changed.name_of("TTr"), changed.named("phieu cong viec")
    (False, 'Tờ trình', 'PCV')
    """
    named = {code: name for code, name in changes.items() if name}
    kept = {code: name for code, name in base.offered.items() if changes.get(code, name)}
    return Kinds(kept | named, {**base.known, **named}, base.letter)
