"""What stands in the printed register of incoming or of outgoing documents?

Columns are those of NĐ 30/2020/NĐ-CP appendix IV, in its order. A register is no document: it has
a cover's lines over its table, and neither number nor signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from giaoban.documents.content import Cell, Column, Row, Table
from giaoban.documents.register.document_names import titled, type_in_words
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.models import Document, NumberedBody
from giaoban.queries.register.books import documents_in_book
from giaoban.queries.register.headings import body_heading
from giaoban.queries.written_days import day_text
from giaoban.rules.register.documents import Direction, DocumentState


@dataclass(frozen=True, slots=True)
class BookSource:
    """Which documents stand in a book: of `body`, between two days, both included.

    `documents` are those that may stand in it, `seen` all that whoever asks may read.
    `narrowed_to` are a type's code (None: every type) and words; a book that is not all of the
    register says so.
    """

    body: NumberedBody
    first: date
    last: date
    documents: QuerySet[Document]
    seen: QuerySet[Document]
    type_code: str | None = None
    words: str = ""
    is_all_seen: bool = True

    @property
    def notes(self) -> tuple[str, ...]:
        said, found = SAID.registers, []
        if self.type_code is not None:
            found.append(said.of_type.format(type=type_in_words(self.type_code)))
        if self.words:
            found.append(said.with_words.format(words=self.words))
        if not self.is_all_seen:
            found.append(said.only_seen)
        return tuple(found)

    def in_direction(self, direction: Direction) -> QuerySet[Document]:
        return documents_in_book(self.documents, self.body, direction, self.first, self.last)


@dataclass(frozen=True, slots=True)
class RegisterBook:
    """`agency` are the lines at the top left, the last of them in bold."""

    agency: tuple[str, ...]
    title: str
    days: str
    table: Table
    first: date
    last: date


def register_book(source: BookSource, direction: Direction) -> RegisterBook:
    """The register of one direction; two queries."""
    documents, said = source.in_direction(direction), SAID.registers
    if direction is Direction.INCOMING:
        rows = list(map(_incoming, documents))
        return book_of(source, said.incoming, said.incoming_head, _INCOMING, rows)
    rows = list(map(_outgoing, documents))
    return book_of(source, said.outgoing, said.outgoing_head, _OUTGOING, rows)


def book_of(
    source: BookSource,
    title: str,
    titles: Sequence[str],
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
) -> RegisterBook:
    heading = body_heading(source.body, "")
    days = SAID.registers.from_to.format(
        first=day_text(source.first, LANGUAGE), last=day_text(source.last, LANGUAGE)
    )
    agency = tuple(filter(None, (heading.parent_agency, heading.agency)))
    table = _book_table(titles, columns, rows, source.notes)
    return RegisterBook(agency, title, days, table, source.first, source.last)


def day_cell(day: date | None) -> Cell:
    return Cell(day_text(day, LANGUAGE), day) if day else Cell("")


def number_cell(number: int | None) -> Cell:
    """A register's numbers under 10 are padded, as they are on the papers."""
    return Cell(f"{number:02d}", number) if number is not None else Cell("")


def _book_table(
    titles: Sequence[str],
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    notes: tuple[str, ...],
) -> Table:
    """With the numbers of the columns under their titles, as the decree's forms have them."""
    numbers = [
        SAID.registers.numbered.format(number=number) for number in range(1, len(titles) + 1)
    ]
    return Table(
        columns=tuple(columns),
        header=(tuple(map(Cell, titles)), tuple(map(Cell, numbers))),
        rows=tuple(Row(tuple(cells)) for cells in rows),
        notes=notes if rows else (SAID.registers.empty, *notes),
        is_landscape=True,
    )


_DAY, _WORDS = 1.15, 4.2
_INCOMING = (
    Column(_DAY, "center"),
    Column(0.75, "center", "00"),
    Column(1.8),
    Column(1.5),
    Column(_DAY, "center"),
    Column(_WORDS),
    Column(1.8),
    Column(_DAY, "center"),
    Column(1.1),
    Column(1.7),
)
_OUTGOING = (
    Column(1.5),
    Column(_DAY, "center"),
    Column(_WORDS),
    Column(1.5),
    Column(2.0),
    Column(1.2),
    Column(0.85, "center", "#,##0"),
    Column(_DAY, "center"),
    Column(1.0),
    Column(1.9),
)


def _incoming(document: Document) -> list[Cell]:
    return [
        day_cell(document.arrived_on),
        number_cell(document.number),
        Cell(document.author),
        Cell(document.symbol),
        day_cell(document.dated_on),
        Cell(titled(document)),
        Cell(lines_together(document.recipients)),
        day_cell(document.forwarded_on),
        Cell(document.received_by),
        Cell(_note(document)),
    ]


def _outgoing(document: Document) -> list[Cell]:
    copies = document.copies
    return [
        Cell(document.symbol),
        day_cell(document.dated_on),
        Cell(titled(document)),
        Cell(document.signer),
        Cell(lines_together(document.recipients)),
        Cell(document.kept_by),
        Cell(str(copies), copies) if copies is not None else Cell(""),
        day_cell(document.sent_on),
        Cell(document.received_by),
        Cell(_note(document)),
    ]


def lines_together(lines: str) -> str:
    """What was typed one a line, in a cell."""
    return "; ".join(filter(None, (line.strip(" -;") for line in lines.splitlines())))


def _note(document: Document) -> str:
    """What was called off keeps its line and says so."""
    if document.state != DocumentState.CALLED_OFF:
        return document.note
    reason = SAID.registers.called_off.format(reason=document.called_off_reason)
    return "; ".join(filter(None, (reason, document.note)))
