"""What stands in the register that follows incoming documents up: who has them, how far they are?

NĐ 30/2020/NĐ-CP appendix IV: arrival number, document, unit, deadline, progress, reply, note. A
document that obliges to several things has a line for each.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from giaoban.documents.content import Cell, Column
from giaoban.documents.numbers import format_number
from giaoban.documents.register.document_names import author_of, named_in_text
from giaoban.documents.register.due_texts import due_text
from giaoban.documents.register.register_book import (
    BookSource,
    RegisterBook,
    book_of,
    lines_together,
    number_cell,
)
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.models import Obligation, Task
from giaoban.queries.register.terms import term_of
from giaoban.queries.tasks.counting import Counts
from giaoban.queries.tasks.follow_up import Followed, followed_in_book
from giaoban.rules.register.documents import Direction
from giaoban.rules.register.terms import TermKind

_COLUMNS = (
    Column(0.8, "center", "00"),
    Column(3.6),
    Column(2.4),
    Column(1.8),
    Column(2.6),
    Column(1.8),
    Column(1.6),
)


def follow_up_book(source: BookSource, *, tasks: QuerySet[Task], today: date) -> RegisterBook:
    """Of what arrived, as it stands today; counted are `tasks`, those that whoever asks may see."""
    arrived = source.in_direction(Direction.INCOMING)
    followed = followed_in_book(arrived, seen=source.seen, tasks=tasks, today=today)
    rows = [cells for each in followed for cells in _rows(each)]
    said = SAID.registers
    return book_of(source, said.follow_up, said.follow_up_head, _COLUMNS, rows)


def _rows(followed: Followed) -> Iterator[list[Cell]]:
    document = followed.document
    name = ", ".join(filter(None, (named_in_text(document), author_of(document))))
    replies = "; ".join(followed.replies)
    if not followed.obligations:
        unit = lines_together(document.recipients)
        yield [
            number_cell(document.number),
            Cell(name),
            Cell(unit),
            Cell(SAID.registers.no_term),
            Cell(""),
            Cell(replies),
            Cell(document.note),
        ]
    for obligation in followed.obligations:
        yield [
            number_cell(document.number),
            Cell(name),
            Cell(obligation.lead.name),
            _term(obligation),
            Cell(_progress(followed.counts.get(obligation.pk))),
            Cell(replies),
            Cell(obligation.note or document.note),
        ]


def _term(obligation: Obligation) -> Cell:
    term = term_of(obligation)
    return Cell(due_text(term), term.on if term.kind is TermKind.DATE else None)


def _progress(counts: Counts | None) -> str:
    if not counts:
        return SAID.registers.not_given
    said = [
        SAID.registers.progress.format(
            count=SAID.progress.counts[count], number=format_number(number, LANGUAGE)
        )
        for count, number in counts.items()
        if number
    ]
    return "; ".join(said)
