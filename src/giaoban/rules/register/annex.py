"""What does the annex of an assignment (phụ lục phân công nhiệm vụ) oblige whom to?

The table is read as it lies: its head, of one row or two, is found by the words that offices use
and passed over where a new page repeats it; a row with a text and nothing else is a heading, the
others become obligations. A bad row is named with its number, its column and how to mend it; the
good ones are shown beside it, and nothing is stored until all are well or left out by a person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from giaoban.rules.problems import Problem, Severity
from giaoban.rules.register.annex_heads import NEEDED, Column, compared, head_of
from giaoban.rules.register.due_words import read_term
from giaoban.rules.register.named_units import UnitNames
from giaoban.rules.register.terms import Term, term_problems

LONGEST_TEXT = 4000
LONGEST_PRODUCT = 1000
LONGEST_CLAUSE = 40
LONGEST_NOTE = 500
LONGEST_HEADING = 500
LONGEST_CO_OPERATING_WORDS = 500
_NUMBER_OF_HEADING = re.compile(r"(?:[IVX]+|[A-ZĐ])?[.)]?")
"""What stands before a heading: `II.`, `A`, or nothing. `1.1`, `1a` and `a)` number tasks."""


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
    """`problem` says why the table cannot be read at all; then there are no rows. `headings` are
    the rows that were read as such, by their numbers.
    """

    rows: tuple[AnnexRow, ...] = ()
    problem: Problem | None = None
    columns: Mapping[Column, int] = field(default_factory=dict)
    headings: Mapping[int, str] = field(default_factory=dict)


def read_annex(table: Sequence[Sequence[str]], units: UnitNames, *, year_starts: int = 1) -> Annex:
    """Every obligation of a table of texts, in its order; `year_starts` as of read_term.

    Problems of the table: `annex_without_head` (columns), `annex_without_rows`. Of a row, each
    with `column`: `annex_text_missing`, `annex_text_too_long` (longest), `annex_words_too_long`
    (longest), `annex_lead_missing`, `annex_lead_unknown` (words), `annex_lead_doubtful` (words),
    `annex_term_unknown` (words), `annex_clause_twice` (clause, row); and warnings
    `annex_units_unknown` (words): kept as words.
    """
    head = head_of(table)
    if head is None:
        return Annex(problem=Problem("annex_without_head", {"columns": list(NEEDED)}))
    rows: list[AnnexRow] = []
    headings: dict[int, str] = {}
    heading, columns = "", head.columns
    for number, cells in enumerate(table[head.below :], head.below + 1):
        said = _said(cells, columns)
        if not any(said.values()) or _is_numbering(said) or compared(cells) in head.rows:
            continue
        if _is_heading(said):
            heading = headings[number] = _shortened(said[Column.TEXT])
            continue
        rows.append(_row(number, said, heading, units, year_starts))
    if not rows:
        return Annex(problem=Problem("annex_without_rows"), columns=columns)
    return Annex(tuple(_without_twins(rows)), columns=columns, headings=headings)


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
    """A row that was merged over all columns, or whose words stand alone and are numbered as a
    heading is: else it is a task whose lead unit is missing.
    """
    text, clause, lead = said[Column.TEXT], said[Column.CLAUSE], said[Column.LEAD]
    others = {words for column, words in said.items() if column is not Column.CLAUSE and words}
    if not text or others != {text}:
        return False
    if lead:
        return not clause.rstrip(".").isdecimal()
    return clause == text or _NUMBER_OF_HEADING.fullmatch(clause) is not None


def _shortened(heading: str) -> str:
    """A heading stands beside what is obliged and obliges nobody: of a long one its beginning."""
    return heading if len(heading) <= LONGEST_HEADING else f"{heading[: LONGEST_HEADING - 1]}…"


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
        (Column.NOTE, LONGEST_NOTE),
    ):
        if len(said[column]) > longest:
            problems.append(Problem("annex_text_too_long", {"column": column, "longest": longest}))
    lead_id, lead_problem = _lead(said[Column.LEAD], units)
    problems.extend(lead_problem)
    others = units.several(said[Column.CO_OPERATING])
    words = "; ".join((*others.unknown, *others.doubtful))
    if len(words) > LONGEST_CO_OPERATING_WORDS:
        params = {"column": Column.CO_OPERATING, "longest": LONGEST_CO_OPERATING_WORDS}
        problems.append(Problem("annex_words_too_long", params))
    elif words:
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
