"""What does the annex of an assignment (phụ lục phân công nhiệm vụ) oblige whom to?

The table is read as it lies: its head, of one row or two, is found by the words that offices use
and passed over where a new page repeats it; a row with a text and nothing else is a heading, the
others become obligations. A bad row is named with its number,
its column and how to mend it; the good ones are shown beside it, and nothing is stored until all
are well or left out by a person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from giaoban.rules.problems import Problem, Severity
from giaoban.rules.register.due_words import read_term
from giaoban.rules.register.named_units import UnitNames
from giaoban.rules.register.terms import Term, term_problems
from giaoban.rules.units.naming import search_key

LONGEST_TEXT = 4000
LONGEST_PRODUCT = 1000
LONGEST_CLAUSE = 40
HEAD_WITHIN = 15
"""The head stands among the first rows: titles and notes may lie over it."""


class Column(StrEnum):
    CLAUSE = "clause"
    TEXT = "text"
    LEAD = "lead"
    CO_OPERATING = "co_operating"
    TERM = "term"
    PRODUCT = "product"
    NOTE = "note"


# From the beginning of a word on. The longer comes first: `don vi phoi hop` is no `don vi`.
_HEADS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(rf"(?<![a-z])(?:{words})"))
    for column, words in (
        (Column.CO_OPERATING, "phoi hop|co-?operating|supporting"),
        (Column.LEAD, "chu tri|don vi thuc hien|co quan thuc hien|lead|responsible"),
        (Column.PRODUCT, "san pham|ket qua|product|deliverable|output|expected result"),
        (Column.TERM, "thoi han|thoi gian|tien do|han hoan thanh|deadline|due|by when"),
        (Column.NOTE, "ghi chu|note|remark"),
        (Column.TEXT, "nhiem vu|noi dung|cong viec|task|obligation|action|activit|to be done"),
    )
)
_CLAUSE_HEADS = frozenset(
    {"stt", "tt", "so tt", "so thu tu", "no", "no.", "number", "item", "#", "muc", "clause"}
)
_NEEDED = (Column.TEXT, Column.LEAD)


@dataclass(frozen=True, slots=True)
class ObligationDraft:
    """One obligation as the table says it; `co_operating_words` are those that name no one unit."""

    clause: str
    heading: str
    text: str
    lead_id: int | None
    co_operating_ids: tuple[int, ...]
    co_operating_words: str
    term: Term
    product: str
    note: str


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """`number` is that of the row in the table, from 1."""

    number: int
    draft: ObligationDraft
    problems: tuple[Problem, ...] = ()

    @property
    def is_good(self) -> bool:
        return not any(problem.is_error for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Annex:
    """`problem` says why the table cannot be read at all; then there are no rows."""

    rows: tuple[AnnexRow, ...] = ()
    problem: Problem | None = None
    columns: Mapping[Column, int] = field(default_factory=dict)


def read_annex(table: Sequence[Sequence[str]], units: UnitNames, *, year_starts: int = 1) -> Annex:
    """Every obligation of a table of texts, in its order; `year_starts` as of read_term.

    Problems of the table: `annex_without_head` (columns), `annex_without_rows`. Of a row, each
    with `column`: `annex_text_missing`, `annex_text_too_long` (longest), `annex_lead_missing`,
    `annex_lead_unknown` (words), `annex_lead_doubtful` (words), `annex_term_unknown` (words),
    `annex_clause_twice` (clause, row); and warnings `annex_units_unknown` (words): kept as words.
    """
    head = _head_of(table)
    if head is None:
        return Annex(problem=Problem("annex_without_head", {"columns": list(_NEEDED)}))
    rows: list[AnnexRow] = []
    heading, columns = "", head.columns
    for number, cells in enumerate(table[head.below :], head.below + 1):
        said = _said(cells, columns)
        if not any(said.values()) or _is_numbering(said) or _same(cells) in head.rows:
            continue
        if _is_heading(said):
            heading = said[Column.TEXT] or said[Column.CLAUSE]
            continue
        rows.append(_row(number, said, heading, units, year_starts))
    if not rows:
        return Annex(problem=Problem("annex_without_rows"), columns=columns)
    return Annex(tuple(_without_twins(rows)), columns=columns)


@dataclass(frozen=True, slots=True)
class AnnexCells:
    """What stands in one row, as texts, so that a person can mend it; `number` as of AnnexRow."""

    number: int
    heading: str
    said: Mapping[Column, str]


def cells_of(table: Sequence[Sequence[str]], annex: Annex) -> list[AnnexCells]:
    """The rows that were read of the table, in their own words."""
    return [
        AnnexCells(row.number, row.draft.heading, _said(table[row.number - 1], annex.columns))
        for row in annex.rows
    ]


def judged_rows(
    cells: Sequence[AnnexCells], units: UnitNames, *, year_starts: int = 1
) -> list[AnnexRow]:
    """Rows that were mended, with the problems that read_annex says of rows."""
    rows = [_row(one.number, one.said, one.heading, units, year_starts) for one in cells]
    return _without_twins(rows)


def columns_of(cells: Sequence[str]) -> dict[Column, int]:
    """Which column stands where, if the row is a head; the first of two alike counts."""
    found: dict[Column, int] = {}
    for place, cell in enumerate(cells):
        words = search_key(cell).strip(" .:")
        if words in _CLAUSE_HEADS:
            found.setdefault(Column.CLAUSE, place)
            continue
        column = next((column for column, head in _HEADS if head.search(words)), None)
        if column is not None and len(words) <= 60:
            found.setdefault(column, place)
    return found


@dataclass(frozen=True, slots=True)
class _Head:
    """`below` is the place of the first row under it; `rows` are its own, as they are compared."""

    below: int
    columns: Mapping[Column, int]
    rows: frozenset[tuple[str, ...]]


def continues(table: Sequence[Sequence[str]], following: Sequence[Sequence[str]]) -> bool:
    """Whether an annex goes on in the next table of its file, as it does over pages: that one is as
    wide, and has the same head or none.
    """
    head, again = _head_of(table), _head_of(following)
    is_as_wide = max(map(len, table), default=0) == max(map(len, following), default=0)
    return head is not None and is_as_wide and (again is None or again.columns == head.columns)


def _head_of(table: Sequence[Sequence[str]]) -> _Head | None:
    """The first rows that name the columns needed, a second one with them that parts some of it."""
    for place, cells in enumerate(table[:HEAD_WITHIN]):
        below = table[place + 1] if place + 1 < len(table) else ()
        parted = columns_of(_parted(cells, below))
        for columns, rows in ((parted, (cells, below)), (columns_of(cells), (cells,))):
            if all(column in columns for column in _NEEDED):
                return _Head(place + len(rows), columns, frozenset(map(_same, rows)))
    return None


def _parted(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The words of a head of two rows, the lower ones where both say some; none if it is not one.

    `Đơn vị thực hiện` lies over `Chủ trì` and `Phối hợp`.
    """
    if len(above) != len(below) or len(columns_of(above)) < 2:
        return []  # nothing, or a title
    both = list(zip(above, below, strict=True))
    new = {low for high, low in both if low and low != high}
    if len(new) == 1 or not all(columns_of([low]) for low in new):
        return []  # a heading, or what is to be done
    return [low or high for high, low in both]


def _same(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(search_key, cells))


def _said(cells: Sequence[str], columns: Mapping[Column, int]) -> dict[Column, str]:
    return {
        column: " ".join(cells[columns[column]].split())
        if column in columns
        and columns[column] < len(cells)
        and column not in {Column.CO_OPERATING, Column.LEAD}
        else cells[columns[column]].strip()
        if column in columns and columns[column] < len(cells)
        else ""
        for column in Column
    }


def _is_numbering(said: Mapping[Column, str]) -> bool:
    """The row (1) (2) (3) … that many annexes have under their head."""
    cells = [text.strip("() ") for text in said.values() if text]
    return len(cells) > 2 and all(text.isdecimal() for text in cells)


def _is_heading(said: Mapping[Column, str]) -> bool:
    """A row whose words stand alone, or that was merged over all columns."""
    others = {text for column, text in said.items() if column is not Column.CLAUSE and text}
    return (
        len(others) == 1
        and bool(said[Column.TEXT])
        and (not said[Column.LEAD] or said[Column.LEAD] == said[Column.TEXT])
        and not said[Column.CLAUSE].rstrip(".").isdecimal()
    )


def _row(
    number: int, said: Mapping[Column, str], heading: str, units: UnitNames, year_starts: int
) -> AnnexRow:
    problems: list[Problem] = []
    if not said[Column.TEXT]:
        problems.append(Problem("annex_text_missing", {"column": Column.TEXT}))
    for column, longest in (
        (Column.TEXT, LONGEST_TEXT),
        (Column.PRODUCT, LONGEST_PRODUCT),
        (Column.CLAUSE, LONGEST_CLAUSE),
    ):
        if len(said[column]) > longest:
            problems.append(Problem("annex_text_too_long", {"column": column, "longest": longest}))
    lead_id, lead_problem = _lead(said[Column.LEAD], units)
    problems.extend(lead_problem)
    others = units.several(said[Column.CO_OPERATING])
    words = "; ".join((*others.unknown, *others.doubtful))
    if words:
        params = {"column": Column.CO_OPERATING, "words": words}
        problems.append(Problem("annex_units_unknown", params, Severity.WARNING))
    term = read_term(said[Column.TERM], year_starts).term
    if term is None or term_problems(term):
        params = {"column": Column.TERM, "words": said[Column.TERM]}
        problems.append(Problem("annex_term_unknown", params))
        term = Term()
    draft = ObligationDraft(
        clause=said[Column.CLAUSE].rstrip("."),
        heading=heading,
        text=said[Column.TEXT],
        lead_id=lead_id,
        co_operating_ids=tuple(unit for unit in others.unit_ids if unit != lead_id),
        co_operating_words=words,
        term=term,
        product=said[Column.PRODUCT],
        note=said[Column.NOTE],
    )
    return AnnexRow(number, draft, tuple(problems))


def _lead(text: str, units: UnitNames) -> tuple[int | None, list[Problem]]:
    if not text:
        return None, [Problem("annex_lead_missing", {"column": Column.LEAD})]
    found = units.one(text)
    if found.unit_ids:
        return found.unit_ids[0], []
    code = "annex_lead_doubtful" if found.doubtful else "annex_lead_unknown"
    return None, [Problem(code, {"column": Column.LEAD, "words": text})]


def _without_twins(rows: Sequence[AnnexRow]) -> list[AnnexRow]:
    """The rows, with an error at each that bears the clause of an earlier one under its heading."""
    first: dict[tuple[str, str], int] = {}
    judged = []
    for row in rows:
        key = (row.draft.heading, row.draft.clause)
        earlier = first.setdefault(key, row.number) if row.draft.clause else row.number
        if earlier != row.number:
            params = {"column": Column.CLAUSE, "clause": row.draft.clause, "row": earlier}
            row = replace(row, problems=(*row.problems, Problem("annex_clause_twice", params)))
        judged.append(row)
    return judged
