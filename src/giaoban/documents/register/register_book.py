"""What stands in the printed register of incoming or of outgoing documents?

Columns are those of NĐ 30/2020/NĐ-CP appendix IV, in its order. A register is no document: it has
a cover's lines over its table, and neither number nor signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.documents.content import Cell, Column, Row, Table
from giaoban.documents.register.document_names import titled
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.models import Document, NumberedBody
from giaoban.queries.register.books import documents_in_book
from giaoban.queries.register.headings import body_heading
from giaoban.queries.written_days import day_text
from giaoban.rules.register.documents import Direction, DocumentState


@dataclass(frozen=True, slots=True)
class RegisterBook:
    """`agency` are the lines at the top left, the last of them in bold."""

    agency: tuple[str, ...]
    title: str
    days: str
    table: Table
    first: date
    last: date


def register_book(
    body: NumberedBody, direction: Direction, first: date, last: date
) -> RegisterBook:
    """The register of one direction between two days, both included."""
    documents = documents_in_book(body, direction, first, last)
    said = SAID.registers
    if direction is Direction.INCOMING:
        table = book_table(said.incoming_head, _INCOMING, list(map(_incoming, documents)))
        return book_of(body, said.incoming, table, first, last)
    table = book_table(said.outgoing_head, _OUTGOING, list(map(_outgoing, documents)))
    return book_of(body, said.outgoing, table, first, last)


def book_of(body: NumberedBody, title: str, table: Table, first: date, last: date) -> RegisterBook:
    heading = body_heading(body, "")
    days = SAID.registers.from_to.format(
        first=day_text(first, LANGUAGE), last=day_text(last, LANGUAGE)
    )
    agency = tuple(filter(None, (heading.parent_agency, heading.agency)))
    return RegisterBook(agency, title, days, table, first, last)


def day_cell(day: date | None) -> Cell:
    return Cell(day_text(day, LANGUAGE), day) if day else Cell("")


def number_cell(number: int | None) -> Cell:
    """A register's numbers under 10 are padded, as they are on the papers."""
    return Cell(f"{number:02d}", number) if number is not None else Cell("")


def book_table(
    titles: Sequence[str], columns: Sequence[Column], rows: Sequence[Sequence[Cell]]
) -> Table:
    """With the numbers of the columns under their titles, as the decree's forms have them."""
    numbers = [
        SAID.registers.numbered.format(number=number) for number in range(1, len(titles) + 1)
    ]
    return Table(
        columns=tuple(columns),
        header=(tuple(map(Cell, titles)), tuple(map(Cell, numbers))),
        rows=tuple(Row(tuple(cells)) for cells in rows),
        notes=() if rows else (SAID.registers.empty,),
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
    Column(1.1),
)
_OUTGOING = (
    Column(1.5),
    Column(_DAY, "center"),
    Column(_WORDS),
    Column(1.6),
    Column(2.0),
    Column(1.4),
    Column(0.75, "center", "#,##0"),
    Column(_DAY, "center"),
    Column(1.1),
    Column(1.3),
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
