"""Which types of documents are there, and how are they abbreviated?

NĐ 30/2020/NĐ-CP art. 7 and appendix III. A công văn and a thư công have no abbreviation.
"""

from collections.abc import Mapping

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
}
"""By abbreviation the name, in the order of the appendix; a công văn is the empty one."""

LETTER = "Công văn"
# Of ministries and the government, which send more than the decree's types.
_OTHERS = {"nghi dinh": "NĐ", "thong tu": "TT", "luat": "L", "phap lenh": "PL"}
_BY_NAME = {search_key(name): code for code, name in TYPES.items()} | _OTHERS


def type_named(name: str) -> str | None:
    """The abbreviation of a type by its name or by itself; empty for a công văn, None if unknown.

    >>> type_named("quyết  định"), type_named("KH"), type_named("Công văn")
    ('QĐ', 'KH', '')
    """
    words = " ".join(name.split())
    if words in TYPES or words in _OTHERS.values():
        return words
    key = search_key(words)
    return "" if key in {"", "cong van", "thu cong"} else _BY_NAME.get(key)


def type_shown_by(symbol: str) -> str:
    """The abbreviation that a number and symbol bears; empty for a công văn, or what is unknown.

    >>> type_shown_by("05/QĐ-BCĐ"), type_shown_by("30/2020/NĐ-CP"), type_shown_by("12/UBND-VX")
    ('QĐ', 'NĐ', '')
    """
    read = read_symbol(symbol, frozenset({*TYPES, "NĐ", "TT"}))
    return read.type if read else ""


def type_name(code: str) -> str:
    """The name of a type; the abbreviation itself where it is none of the decree's."""
    return TYPES.get(code, code) if code else LETTER
