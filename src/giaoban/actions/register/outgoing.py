"""A document that a body makes: drafted, issued with its number, or called off with it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.register.editing import set_readers
from giaoban.actions.register.numbers import hold_series, take_number
from giaoban.actions.register.relations import begin_relations
from giaoban.models import Document, NumberedBody, Person
from giaoban.queries.register.kinds import kinds
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Access, Direction, DocumentState, Numbering
from giaoban.rules.register.secrecy import refuse_secret
from giaoban.rules.register.symbols import (
    LONGEST_SYMBOL,
    Symbol,
    bare_symbol,
    read_symbol,
    written,
)
from giaoban.rules.units.naming import search_key


@dataclass(frozen=True)
class OutgoingText:
    """What stands in the register's line; `recipients` one a line."""

    type_code: str
    title: str
    signer: str = ""
    recipients: str = ""
    kept_by: str = ""
    copies: int | None = None
    access: Access = Access.INTERNAL
    reader_ids: tuple[int, ...] = ()  # of limited access: the units whose people may read it
    note: str = ""


@transaction.atomic
def draft_document(
    *, body: NumberedBody, text: OutgoingText, by: Person | None, now: datetime
) -> Document:
    """A document without a number yet.

    Raises RuleError `title_missing`, `state_secret` (mark), `readers_missing`.
    """
    _refuse_text(text)
    document = Document.objects.create(
        body=body,
        direction=Direction.OUTGOING,
        state=DocumentState.DRAFT,
        type_code=text.type_code,
        title=text.title.strip(),
        author=body.name,
        signer=text.signer.strip(),
        recipients=text.recipients.strip(),
        kept_by=text.kept_by.strip(),
        copies=text.copies,
        access=text.access,
        note=text.note.strip(),
        search_text=search_key(f"{text.title} {text.signer} {body.name}"),
        registered_at=now,
        registered_by=by,
    )
    set_readers(document, text.access, text.reader_ids)
    record(
        actor=by,
        action="draft_document",
        on=document,
        at=now,
        after={"type": document.type_code, "title": document.title},
    )
    return document


@transaction.atomic
def issue_document(
    *,
    document: Document,
    dated_on: date,
    revision: int,
    by: Person | None,
    today: date,
    now: datetime,
) -> Document:
    """Give the document its number and date; from now on it is not changed any more.

    `revision` is that of the draft as it was read by whoever issues it. Raises RuleError
    `document_not_a_draft`, `document_changed_before_issue`, `issued_in_the_future`,
    `numbers_given_elsewhere`, and what rules.register.series.taking_problem says.
    """
    held = _held_draft(document, revision, dated_on, today)
    if held.body.numbering != Numbering.OWN:
        raise RuleError("numbers_given_elsewhere", body=held.body.name)
    series, number = take_number(
        body=held.body, direction=Direction.OUTGOING, type_code=held.type_code, dated_on=dated_on
    )
    held.series, held.number, held.dated_on = series, number, dated_on
    held.symbol = written(Symbol(number, held.type_code, held.body.symbol))
    held.bare_symbol = bare_symbol(held.symbol)
    held.search_text = search_key(f"{held.symbol} {held.search_text}")
    held.state = DocumentState.ISSUED
    held.revision += 1  # what somebody else is typing into the draft is not for the issued one
    held.save()
    begin_relations(held)
    record(
        actor=by,
        action="issue_document",
        on=held,
        at=now,
        after={"symbol": held.symbol, "dated_on": dated_on.isoformat()},
    )
    return held


@transaction.atomic
def issue_as_numbered_elsewhere(
    *,
    document: Document,
    symbol: str,
    dated_on: date,
    revision: int,
    by: Person | None,
    today: date,
    now: datetime,
) -> Document:
    """Write down the number and symbol that the office's document system gave.

    `revision` as of issue_document. Raises RuleError `document_not_a_draft`,
    `document_changed_before_issue`, `issued_in_the_future`, `numbers_given_here`,
    `symbol_missing`, `symbol_too_long` (longest), `symbol_taken` (symbol).
    """
    held = _held_draft(document, revision, dated_on, today)
    if held.body.numbering == Numbering.OWN:
        raise RuleError("numbers_given_here", body=held.body.name)
    symbol = symbol.strip()
    if not symbol:
        raise RuleError("symbol_missing")
    if len(symbol) > LONGEST_SYMBOL:
        raise RuleError("symbol_too_long", longest=LONGEST_SYMBOL)
    series = hold_series(held.body, Direction.OUTGOING, dated_on.year, held.type_code)
    there = Document.objects.filter(
        body=held.body,
        direction=Direction.OUTGOING,
        bare_symbol=bare_symbol(symbol),
        dated_on__year=dated_on.year,
    )
    read = read_symbol(symbol, frozenset(kinds().known))
    number = read.number if read and not read.letter else None
    is_taken = number is not None and series.documents.filter(number=number).exists()
    if is_taken or there.exists():
        raise RuleError("symbol_taken", symbol=symbol)
    if number is not None:
        series.next_number = max(series.next_number, number + 1)
        series.save(update_fields=["next_number"])
    held.series, held.number, held.dated_on = series, number, dated_on
    held.symbol, held.bare_symbol = symbol, bare_symbol(symbol)
    held.search_text = f"{search_key(symbol)} {held.search_text}"
    held.state = DocumentState.ISSUED
    held.revision += 1  # what somebody else is typing into the draft is not for the issued one
    held.save()
    begin_relations(held)
    after = {"symbol": symbol, "dated_on": dated_on.isoformat()}
    record(actor=by, action="issue_document", on=held, at=now, after=after)
    return held


@transaction.atomic
def call_off_document(
    *, document: Document, reason: str, by: Person | None, now: datetime
) -> Document:
    """A draft, or an issued document that is not to be followed; its number stays taken.

    Raises RuleError `reason_missing`, `document_called_off`.
    """
    if not reason.strip():
        raise RuleError("reason_missing")
    held = _held(document)
    if held.state == DocumentState.CALLED_OFF:
        raise RuleError("document_called_off")
    before = held.state
    held.state, held.called_off_reason = DocumentState.CALLED_OFF, reason.strip()
    held.save(update_fields=["state", "called_off_reason"])
    record(
        actor=by,
        action="call_off_document",
        on=held,
        at=now,
        before={"document_state": before},
        after={"document_state": held.state, "reason": held.called_off_reason},
    )
    return held


def _refuse_text(text: OutgoingText) -> None:
    if not text.title.strip():
        raise RuleError("title_missing")
    refuse_secret(fields=[text.title, text.note])


def _held_draft(document: Document, revision: int, dated_on: date, today: date) -> Document:
    """Only as it was read, and not into the future."""
    held = _held(document)
    if held.state != DocumentState.DRAFT:
        raise RuleError("document_not_a_draft", state=held.state)
    if held.revision != revision:
        raise RuleError("document_changed_before_issue")
    if dated_on > today:
        raise RuleError("issued_in_the_future", today=today)
    return held


def _held(document: Document) -> Document:
    held: Document = (
        Document.objects.select_for_update(of=("self",)).select_related("body").get(pk=document.pk)
    )
    return held
