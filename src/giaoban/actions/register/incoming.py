"""A document that came: entered in the register under the number of its arrival, found twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from giaoban.actions.audit.events import record
from giaoban.actions.register.editing import set_readers
from giaoban.actions.register.numbers import take_number
from giaoban.models import Document, NumberedBody, Person
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Access, Direction, DocumentState
from giaoban.rules.register.secrecy import refuse_secret
from giaoban.rules.register.symbols import bare_symbol
from giaoban.rules.units.naming import search_key


@dataclass(frozen=True)
class IncomingText:
    """What stands in the register's line (NĐ 30/2020/NĐ-CP appendix IV); `secrecy` is only ever
    read to be refused.
    """

    author: str
    symbol: str
    dated_on: date
    title: str
    type_code: str = ""
    signer: str = ""
    forwarded_to: str = ""
    forwarded_on: date | None = None
    received_by: str = ""
    copies: int | None = None
    access: Access = Access.INTERNAL
    reader_ids: tuple[int, ...] = ()  # of limited access: the units whose people may read it
    secrecy: str = ""
    note: str = ""
    outside_id: str = ""


def twin_of(body: NumberedBody, text: IncomingText) -> Document | None:
    """The document of the register that is this one, however its symbol was spelled."""
    author = search_key(text.author)
    alike = _alike(body, text)
    return next((one for one in alike if search_key(one.author) == author), None)


def perhaps_twin_of(
    body: NumberedBody, text: IncomingText, digests: Collection[str] = ()
) -> Document | None:
    """One of the same symbol and date by whom else it may be said to come from (`UBND tỉnh`), or
    one that has one of these files already; `digests` are their SHA-256.
    """
    same_paper = _alike(body, text).first()
    if same_paper is not None or not digests:
        return same_paper
    with_file = Document.objects.filter(
        body=body, direction=Direction.INCOMING, files__file__sha256__in=digests
    )
    return with_file.exclude(state=DocumentState.CALLED_OFF).order_by("pk").first()


def _alike(body: NumberedBody, text: IncomingText) -> QuerySet[Document]:
    return (
        Document.objects.filter(
            body=body,
            direction=Direction.INCOMING,
            bare_symbol=bare_symbol(text.symbol),
            dated_on=text.dated_on,
        )
        .exclude(state=DocumentState.CALLED_OFF)
        .order_by("pk")
    )


@transaction.atomic
def register_incoming(
    *,
    body: NumberedBody,
    text: IncomingText,
    arrived_on: date,
    by: Person | None,
    today: date,
    now: datetime,
    digests: Collection[str] = (),
    is_another: bool = False,
) -> Document:
    """Enter a document; it gets the next arrival number of the year.

    `digests` are the SHA-256 of its files; `is_another`: a person looked at the one that it
    resembles, and it is not that one.

    Raises RuleError `title_missing`, `author_missing`, `symbol_missing`, `state_secret` (mark),
    `dated_after_arrival`, `arrived_in_the_future`, `readers_missing`, `document_known` (document,
    number), `document_alike` (document, number, symbol, author), and what
    rules.register.series.taking_problem says.
    """
    _refuse(text, arrived_on, today)
    # The series is held first, so that of two who enter the same paper the second finds it.
    series, number = take_number(
        body=body, direction=Direction.INCOMING, type_code="", dated_on=arrived_on
    )
    twin = twin_of(body, text)
    if twin is not None:
        raise RuleError("document_known", document=twin.pk, number=twin.number)
    alike = None if is_another else perhaps_twin_of(body, text, digests)
    if alike is not None:
        said = {"number": alike.number, "symbol": alike.symbol, "author": alike.author}
        raise RuleError("document_alike", document=alike.pk, **said)
    document = Document.objects.create(
        body=body,
        direction=Direction.INCOMING,
        state=DocumentState.REGISTERED,
        type_code=text.type_code,
        series=series,
        number=number,
        symbol=text.symbol.strip(),
        bare_symbol=bare_symbol(text.symbol),
        dated_on=text.dated_on,
        arrived_on=arrived_on,
        title=text.title.strip(),
        author=text.author.strip(),
        signer=text.signer.strip(),
        recipients=text.forwarded_to.strip(),
        forwarded_on=text.forwarded_on,
        received_by=text.received_by.strip(),
        copies=text.copies,
        access=text.access,
        note=text.note.strip(),
        outside_id=text.outside_id,
        search_text=search_key(f"{text.symbol} {text.title} {text.author} {text.signer}"),
        registered_at=now,
        registered_by=by,
    )
    set_readers(document, text.access, text.reader_ids)
    record(
        actor=by,
        action="register_document",
        on=document,
        at=now,
        after={"number": number, "symbol": document.symbol, "title": document.title},
    )
    return document


def _refuse(text: IncomingText, arrived_on: date, today: date) -> None:
    for code, said in (
        ("title_missing", text.title),
        ("author_missing", text.author),
        ("symbol_missing", text.symbol),
    ):
        if not said.strip():
            raise RuleError(code)
    refuse_secret(fields=(text.title, text.secrecy, text.note))
    if arrived_on > today:
        raise RuleError("arrived_in_the_future", today=today)
    if text.dated_on > arrived_on:
        raise RuleError("dated_after_arrival", arrived_on=arrived_on)
