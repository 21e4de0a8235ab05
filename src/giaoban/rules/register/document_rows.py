"""What do the rows of a table of documents say, and which cells cannot be read?

The columns are those of docs/contracts.md, "Documents", in any order; a package of another system
is judged by the same rules, as one row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from giaoban.rules.register.documents import Access, Direction
from giaoban.rules.register.kinds import DECREED, Kinds
from giaoban.rules.register.secrecy import is_open, mark_in_field
from giaoban.rules.register.symbols import LARGEST_NUMBER, bare_symbol, read_symbol
from giaoban.rules.units.naming import search_key

COLUMNS = (
    *("direction", "number", "symbol", "type", "dated_on", "arrived_on", "title", "author"),
    *("signer", "recipients", "kept_by", "copies", "sent_on", "forwarded_on", "received_by"),
    *("access", "note", "outside_id", "secrecy"),
)
REQUIRED_COLUMNS = ("direction", "symbol", "dated_on", "title")
READ_ONLY_COLUMNS = frozenset({"secrecy"})
"""Read to be refused, and never written."""

LONGEST = {
    "symbol": 60,
    "title": 1000,
    "author": 200,
    "signer": 200,
    "recipients": 20_000,
    "kept_by": 200,
    "received_by": 200,
    "note": 500,
    "outside_id": 200,
}
_DATES = ("dated_on", "arrived_on", "sent_on", "forwarded_on")
_EARLIEST = date(1945, 1, 1)
_MOST_COPIES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document; texts are stripped, what was not said is empty or None."""

    line: int
    direction: Direction
    symbol: str
    type_code: str
    dated_on: date
    title: str
    number: int | None = None
    arrived_on: date | None = None
    author: str = ""
    signer: str = ""
    recipients: str = ""
    kept_by: str = ""
    copies: int | None = None
    sent_on: date | None = None
    forwarded_on: date | None = None
    received_by: str = ""
    access: Access | None = None
    note: str = ""
    outside_id: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What two rows have in common that are the same paper."""
        return paper_key(self.direction, self.symbol, self.dated_on, self.author)


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """`line` is that of the file, the header being 1; `column` is empty for the whole row."""

    line: int
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def paper_key(direction: str, symbol: str, dated_on: date | None, author: str) -> tuple[str, ...]:
    """By this a paper is found again, however it was spelled; our own have one author."""
    by = search_key(author) if direction == Direction.INCOMING else ""
    return str(direction), bare_symbol(symbol), str(dated_on), by


def read_document_rows(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    today: date,
    kinds: Kinds = DECREED,
) -> tuple[list[DocumentRow], list[DocumentProblem]]:
    """The rows, and everything that is wrong; with a problem nothing is to be taken.

    Codes: `column_unknown`, `column_missing`, `column_twice`, `row_length_differs` (cells,
    columns), `file_empty`, `document_twice` (first), and those of judged_row.
    """
    names = [name.strip() for name in header]
    problems = _header_problems(names)
    if problems:
        return [], problems
    read: list[DocumentRow] = []
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            params = {"cells": len(cells), "columns": len(names)}
            problems.append(DocumentProblem(line, "", "row_length_differs", params))
            continue
        row, bad = judged_row(line, dict(zip(names, cells, strict=True)), today, kinds)
        problems += bad
        if row is not None:
            read.append(row)
    if not read and not problems:
        problems.append(DocumentProblem(1, "", "file_empty"))
    return read, [*problems, *_twins(read)]


def judged_row(
    line: int, said: Mapping[str, str], today: date, kinds: Kinds = DECREED
) -> tuple[DocumentRow | None, list[DocumentProblem]]:
    """One document as its cells say, or what is wrong with them.

    Codes: `state_secret` (mark), `secrecy_unknown` (value: a degree that we do not know may be one
    of secrecy), `text_missing`, `text_too_long` (longest), `direction_unknown`
    (value), `access_unknown` (value), `type_unknown` (value), `number_malformed` (value),
    `copies_malformed` (value), `date_malformed` (value), `date_out_of_range` (value),
    `date_in_the_future` (value), `dated_after_arrival` (arrived_on), `author_missing`,
    `arrival_missing`.
    """
    cells = dict.fromkeys(COLUMNS, "") | {
        name: text.replace("\0", "").strip() for name, text in said.items()
    }
    cells["recipients"] = one_a_line(cells["recipients"])
    mark = secret_mark_in(cells)
    if mark:
        return None, [DocumentProblem(line, "secrecy", "state_secret", {"mark": mark})]
    cells["title"] = " ".join(cells["title"].split())
    if not is_open(cells["secrecy"]):
        params = {"value": cells["secrecy"]}
        return None, [DocumentProblem(line, "secrecy", "secrecy_unknown", params)]
    reading = _Cells(line, cells, kinds)
    row = reading.row(today)
    return (None if reading.problems else row), reading.problems


def one_a_line(recipients: str) -> str:
    """Recipients as a register keeps them, whether they came parted by lines or semicolons.

    >>> one_a_line("Trưởng ban; Tổ giúp việc")
    'Trưởng ban\\nTổ giúp việc'
    """
    parts = recipients.replace(";", "\n").split("\n")
    return "\n".join(part.strip() for part in parts if part.strip())


def secret_mark_in(cells: Mapping[str, str]) -> str | None:
    """The mark that a row bears in its own column, its title or its note."""
    marks = [mark_in_field(cells.get(column, "")) for column in ("secrecy", "title", "note")]
    return next((mark for mark in marks if mark), None)


class _Cells:
    """The cells of one row as they are read; `problems` gathers what is wrong with them."""

    def __init__(self, line: int, cells: Mapping[str, str], kinds: Kinds) -> None:
        self._line = line
        self._kinds = kinds
        self._cells = cells
        self.problems: list[DocumentProblem] = []

    def row(self, today: date) -> DocumentRow | None:
        for column, longest in LONGEST.items():
            if len(self._cells[column]) > longest:
                self._add(column, "text_too_long", longest=longest)
        for column in ("symbol", "title"):
            if not self._cells[column]:
                self._add(column, "text_missing")
        dates = {column: self._date(column, today) for column in _DATES}
        direction = self._direction()
        dated_on = dates["dated_on"]
        if not self._cells["dated_on"]:
            self._add("dated_on", "text_missing")
        if direction is Direction.INCOMING:
            self._judge_arrival(dated_on, dates["arrived_on"])
        type_code = self._type()
        number = self._whole("number", "number_malformed", LARGEST_NUMBER)
        copies = self._whole("copies", "copies_malformed", _MOST_COPIES)
        access = self._access()
        if self.problems or direction is None or dated_on is None:
            return None
        texts = (
            *("symbol", "title", "author", "signer", "recipients", "kept_by"),
            *("received_by", "note", "outside_id"),
        )
        row = DocumentRow(
            line=self._line,
            direction=direction,
            type_code=type_code,
            number=number,
            dated_on=dated_on,
            arrived_on=dates["arrived_on"],
            copies=copies,
            sent_on=dates["sent_on"],
            forwarded_on=dates["forwarded_on"],
            access=access,
            **{column: self._cells[column] for column in texts},
        )
        return _numbered(row, self._kinds)

    def _judge_arrival(self, dated_on: date | None, arrived_on: date | None) -> None:
        if not self._cells["author"]:
            self._add("author", "author_missing")
        if not self._cells["arrived_on"]:
            self._add("arrived_on", "arrival_missing")
        if dated_on and arrived_on and dated_on > arrived_on:
            self._add("dated_on", "dated_after_arrival", arrived_on=arrived_on)

    def _direction(self) -> Direction | None:
        text = self._cells["direction"]
        if text in {Direction.INCOMING, Direction.OUTGOING}:
            return Direction(text)
        self._add("direction", "direction_unknown", value=text)
        return None

    def _access(self) -> Access | None:
        text = self._cells["access"]
        if not text:
            return None
        if text in set(Access):
            return Access(text)
        self._add("access", "access_unknown", value=text)
        return None

    def _type(self) -> str:
        """As its column says, else as the symbol shows: 05/QĐ-BCĐ is a decision."""
        if not self._cells["type"]:
            return self._kinds.shown_by(self._cells["symbol"])
        found = self._kinds.named(self._cells["type"])
        if found is None:
            self._add("type", "type_unknown", value=self._cells["type"])
        return found or ""

    def _whole(self, column: str, code: str, most: int) -> int | None:
        text = self._cells[column]
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) <= 10 and 1 <= int(text) <= most:
            return int(text)
        self._add(column, code, value=text)
        return None

    def _date(self, column: str, today: date) -> date | None:
        text = self._cells[column]
        if not text:
            return None
        try:
            if len(text) != len("2026-11-20"):
                raise ValueError(text)
            found = date.fromisoformat(text)
        except ValueError:
            self._add(column, "date_malformed", value=text)
            return None
        if found < _EARLIEST:
            self._add(column, "date_out_of_range", value=text)
        elif found > today:
            self._add(column, "date_in_the_future", value=text)
        return found

    def _add(self, column: str, code: str, **params: object) -> None:
        self.problems.append(DocumentProblem(self._line, column, code, params))


def _numbered(row: DocumentRow, kinds: Kinds) -> DocumentRow:
    """An outgoing document bears the number of its symbol, unless a letter tells it apart: 12a."""
    symbol = read_symbol(row.symbol, frozenset(kinds.known))
    if row.number is None and row.direction is Direction.OUTGOING and symbol and not symbol.letter:
        return replace(row, number=symbol.number or None)
    return row


def _header_problems(names: Sequence[str]) -> list[DocumentProblem]:
    problems = []
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            problems.append(DocumentProblem(1, name, "column_unknown"))
        elif names.count(name) > 1:
            problems.append(DocumentProblem(1, name, "column_twice"))
    missing = (name for name in REQUIRED_COLUMNS if name not in names)
    return problems + [DocumentProblem(1, name, "column_missing") for name in missing]


def _twins(rows: Sequence[DocumentRow]) -> list[DocumentProblem]:
    problems = []
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        keys = [row.key, *([("", row.outside_id)] if row.outside_id else [])]
        earlier = min((first.setdefault(key, row.line) for key in keys), default=row.line)
        if earlier != row.line:
            params = {"first": earlier}
            problems.append(DocumentProblem(row.line, "symbol", "document_twice", params))
    return problems
