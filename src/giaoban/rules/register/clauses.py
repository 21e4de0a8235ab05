"""Which passages of a directive's prose oblige somebody to something?

Read are numbered clauses, in the habits of Vietnamese offices: `I.`, `1.`, `1.1.`, `a)`, `-`,
`Điều 3.`, and `Article 3 (2) (a) (i)`. A clause that names a unit, or an addressee (`các sở, ban,
ngành`), and tells it to do something becomes a proposal beside its passage; a person takes it or
leaves it. What the splitter finds and misses in seventeen documents stands in docs/clauses.md.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from giaoban.rules.register.due_words import read_term
from giaoban.rules.register.names_said import NamesSaid
from giaoban.rules.register.short_names import naming_key
from giaoban.rules.register.terms import Term, TermKind


class Depth(IntEnum):
    """How deep a numbering lies under others; a deeper one belongs to what stands over it."""

    PART = 0  # Phần I, A.
    ROMAN = 1  # I.
    ARTICLE = 2  # Điều 3.
    NUMBER = 3  # 1.
    SUBNUMBER = 4  # 1.1.
    SUBSUBNUMBER = 5  # 1.1.1.
    BRACKETED = 6  # (1)
    LETTER = 7  # a)
    SMALL_ROMAN = 8  # (i)
    DASH = 9  # -
    PLUS = 10  # +


@dataclass(frozen=True, slots=True)
class Passage:
    """One numbered passage: `path` is how people cite it (`II.1.a`), `lines` where it lies."""

    path: str
    depth: Depth
    text: str
    first_line: int
    last_line: int
    parent: int | None = None
    """The place, in the list of passages, of the one over it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person may take as an obligation: whom it names, and by when, as the words say."""

    passage: Passage
    names: tuple[str, ...]
    term: Term | None
    """None where a term is spoken of and not understood."""


_MARKS: tuple[tuple[re.Pattern[str], Depth], ...] = (
    (re.compile(r"^(?:PHẦN|Phần|CHƯƠNG|Chương)\s+([IVXLC]+|\d+)\s*[.:]?\s*(.*)$"), Depth.PART),
    (re.compile(r"^(?:MỤC|Mục)\s+([IVXLC]+|\d+)\s*[.:]?\s*(.*)$"), Depth.ROMAN),
    (re.compile(r"^Điều\s+(\d+[a-zđ]?)\s*[.:]\s*(.*)$"), Depth.ARTICLE),
    (re.compile(r"^(?:ARTICLE|Article)\s+(\d+[a-z]?)\s*[.:]?\s*(.*)$"), Depth.ARTICLE),
    (re.compile(r"^([IVX]{1,6})\s*[./)-]\s*(\S.*)$"), Depth.ROMAN),
    (re.compile(r"^([A-HĐ])\s*[./)-]\s*(\S.*)$"), Depth.PART),
    (re.compile(r"^(\d{1,2}\.\d{1,2}\.\d{1,2})\s*[.)]?\s+(\S.*)$"), Depth.SUBSUBNUMBER),
    (re.compile(r"^(\d{1,2}\.\d{1,2})\s*[.)]?\s+(\S.*)$"), Depth.SUBNUMBER),
    (re.compile(r"^(\d{1,3})\s*(?:[.)/]|\s[-–]\s)\s*(?!\d)(\S.*)$"), Depth.NUMBER),
    (re.compile(r"^\((\d{1,2})\)\s*(\S.*)$"), Depth.BRACKETED),
    (re.compile(r"^\(?([a-zđ])\s*[.)]\s*(\S.*)$"), Depth.LETTER),
    (re.compile(r"^\(?([ivx]{2,5})\)\s*(\S.*)$"), Depth.SMALL_ROMAN),
    (re.compile(r"^([-–—•▪●*])\s*(\S.*)$"), Depth.DASH),
    (re.compile(r"^(\+)\s*(\S.*)$"), Depth.PLUS),
)
_SMALL_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_INSIDE = re.compile(r"(?<=[\s:;,])\((\d)\) (?=\S)")
_BID = "shall|must|will|(?:is|are) (?:asked |requested |required )?to"
_DUTIES = (
    "chu tri|phoi hop|trien khai|thuc hien|to chuc|bao cao|xay dung|tham muu|ra soat"
    "|hoan thanh|ban hanh|giao|yeu cau|de nghi|huong dan|kiem tra|don doc|tong hop|bo tri"
    "|cap nhat|phan cong|chi dao|bao dam|dam bao|tiep tuc|tang cuong|khan truong"
    "|chiu trach nhiem|lap|gui|giai trinh|tap huan|tuyen truyen|ho tro|chuan bi|san sang"
    "|tiep nhan|cong khai|mo|tham dinh|doi soat|lam sach|quyet toan"
    f"|{_BID}"
)
# Said of what was done, it asks for nothing.
_DUTY = re.compile(rf"(?<!da )\b({_DUTIES})\b")
_BIDS = re.compile(rf"\b(?:{_BID})\s*:$")
_NO_DUTY = re.compile(
    r"^(dong y|thong nhat|nhat tri|ghi nhan|bieu duong)\b|chiu trach nhiem thi hanh|co hieu luc"
    r"|takes? effect"
)
_ADDRESSED = re.compile(
    r"(cac so, ban, nganh|cac so, nganh|so, ban, nganh|ubnd|cac bo, nganh"
    r"|cac don vi|cac co quan|cac dia phuong|cac xa, phuong|van phong|thu truong|chu tich|giam doc"
    r"|\b(?:all|each|every) (?:[a-z]+ )?(?:units?|offices?|departments?|sites?|agencies|teams?)\b"
    r"|\bheads? of\b)"
)
_ENGLISH_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_TERMS = (
    r"trước (?:ngày|\d+ giờ)[^.;,)]*",
    r"trong \d+ ngày[^.;,)]*",
    r"chậm nhất[^.;)]*",
    r"xong trước[^.;)]*",
    r"hoàn thành trong[^.;)]*",
    r"trong (?:quý|tháng|năm) [^.;,)]*",
    r"trong thời hạn[^.;)]*",
    r"(?:hằng|hàng) (?:tháng|quý|năm)[^.;)]*",
    r"định kỳ[^.;)]*",
    r"thời hạn[^.;)]*",
    r"thời gian hoàn thành[^.;)]*",
    rf"\b(?:by|before|no later than) (?:the end of )?{_ENGLISH_MONTH}[^.;)]*?\d{{4}}",
    r"\b(?:by|before|no later than) \d{1,2} [^.;,)]*",
    r"\b(?:by|before|no later than) (?:the end of )?Q[1-4][^.;)]*?\d{4}(?:/\d\d)?",
    r"\b(?:within|in) \d+ [^.;,)]*",
    r"\b(?:every|each) (?:month|quarter|half-year|six months|year)\b[^.;)]*",
    r"\b(?:monthly|quarterly|half-yearly|yearly|annually)(?=, by|[.;]|$)[^.;)]*",
)
_TERM = re.compile(f"({'|'.join(_TERMS)})", re.IGNORECASE)


def passages_of(lines: Sequence[str]) -> list[Passage]:
    """The numbered passages of a text, in order; lines without a number belong to the one before.

    Line numbers count from 0. What stands before the first number is nobody's; where nothing is
    numbered, every line is a passage.
    """
    return _numbered(lines) or [
        Passage("", Depth.NUMBER, " ".join(line.split()), number, number)
        for number, line in enumerate(lines)
        if line.strip()
    ]


def _numbered(lines: Sequence[str]) -> list[Passage]:
    found: list[Passage] = []
    open_at: dict[Depth, int] = {}
    for number, line in _single(lines):
        mark = _mark(line)
        if mark is None:
            if found:
                found[-1] = _with_line(found[-1], line, number)
            continue
        depth, label, text = mark
        if depth is Depth.LETTER and _is_roman(label, found, open_at):
            depth = Depth.SMALL_ROMAN
        above = [place for deep, place in open_at.items() if deep < depth]
        parent = max(above) if above else None
        path = label if depth < Depth.DASH else ""
        if parent is not None and found[parent].path and depth != Depth.ARTICLE:
            path = _joined(found[parent].path, label, depth)
        open_at = {deep: place for deep, place in open_at.items() if deep < depth}
        open_at[depth] = len(found)
        found.append(Passage(path, depth, text, number, number, parent))
    return found


def _single(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; one that counts (1) …; (2) … within itself is parted there."""
    for number, raw in enumerate(lines):
        line = " ".join(raw.split())
        places = [found.start() for found in _INSIDE.finditer(line)]
        counted = [found[1] for found in _INSIDE.finditer(line)]
        is_counting = counted == [str(count) for count in range(1, len(counted) + 1)]
        cuts = [0, *places, len(line)] if len(places) > 1 and is_counting else [0, len(line)]
        for start, end in pairwise(cuts):
            if part := line[start:end].strip():
                yield number, part


def proposals_of(
    lines: Sequence[str], unit_names: Iterable[str], *, year_starts: int = 1
) -> list[Proposal]:
    """The passages that oblige somebody, with whom they name and by when.

    `unit_names` are those of the tree. A passage that only introduces others (`Giao Sở Y tế:`)
    lends them the names it says, and what it bids (`… shall:`); a heading obliges nobody.
    `year_starts` is as of read_term.
    """
    names = NamesSaid(unit_names)
    passages = passages_of(lines)
    parents = {passage.parent for passage in passages}
    named: list[tuple[str, ...]] = []
    bids: list[bool] = []
    told: list[bool] = []  # by what stands over it too: behind a colon, or an addressee alone
    found = []
    for place, passage in enumerate(passages):
        words = naming_key(passage.text)
        here = names.named_in(words)
        lent = named[passage.parent] if passage.parent is not None else ()
        named.append(here or lent)
        introduces = place in parents and passage.text.rstrip().endswith(":")
        is_lent = passage.parent is not None and told[passage.parent]
        is_told = bool(here or lent or is_lent or _ADDRESSED.search(words))
        leads_on = introduces or (place in parents and _is_addressee(words))
        told.append(is_told and leads_on)
        is_bidden = passage.parent is not None and bids[passage.parent]
        bids.append(introduces and (is_bidden or bool(_BIDS.search(words))))
        if not is_told or introduces or not _is_sentence(passage.text):
            continue
        if is_bidden or _obliges(names.without_names(words)):
            term = _term_in(passage.text, year_starts)
            found.append(Proposal(passage, here or lent, term))
    return found


def _is_addressee(words: str) -> bool:
    """`Ủy ban nhân dân các xã, phường` alone, as a heading over what these are to do."""
    return bool(_ADDRESSED.match(words)) and not _DUTY.search(words)


def _mark(line: str) -> tuple[Depth, str, str] | None:
    for pattern, depth in _MARKS:
        found = pattern.match(line)
        if found:
            return depth, found[1], found[2]
    return None


def _is_roman(label: str, found: Sequence[Passage], open_at: Mapping[Depth, int]) -> bool:
    """Whether a letter that is also a numeral is one: `i` but behind `h`, `v` behind `iv`."""

    def before(depth: Depth) -> str:
        return found[open_at[depth]].path.rpartition(".")[2] if depth in open_at else ""

    if label == "i":
        return before(Depth.LETTER) != "h"
    following = dict(pairwise(_SMALL_ROMANS))
    return following.get(before(Depth.SMALL_ROMAN)) == label


def _joined(above: str, label: str, depth: Depth) -> str:
    if depth >= Depth.DASH:
        return above
    if depth in {Depth.SUBNUMBER, Depth.SUBSUBNUMBER}:
        # `1.2` under `1` says its parent's number itself.
        head = label.rpartition(".")[0]
        above = above.removesuffix(head).rstrip(".")
    return f"{above}.{label}" if above else label


def _with_line(passage: Passage, line: str, number: int) -> Passage:
    return Passage(
        passage.path,
        passage.depth,
        f"{passage.text} {line}",
        passage.first_line,
        number,
        passage.parent,
    )


def _obliges(words: str) -> bool:
    return bool(_DUTY.search(words)) and not _NO_DUTY.search(words)


def _is_sentence(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(text.split()) >= 4 and not all(char.isupper() for char in letters)


def _term_in(text: str, year_starts: int) -> Term | None:
    said = [found.strip() for found in _TERM.findall(text)]
    if not said:
        return Term()
    terms = [read_term(words, year_starts).term for words in said]
    known = {term for term in terms if term is not None and term.kind is not TermKind.NONE}
    return known.pop() if len(known) == 1 else None
