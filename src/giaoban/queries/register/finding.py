"""Which body and which documents do the words of a command mean?"""

from datetime import date

from giaoban.models import Document, NumberedBody
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.symbols import bare_symbol
from giaoban.rules.units.naming import search_key


def bodies_named(words: str) -> list[NumberedBody]:
    """Those whose name, symbol or outside code the words are; `UNIT:NAME` where units have alike.

    Retired bodies are left out.
    """
    code, colon, rest = words.partition(":")
    key = search_key(rest if colon else words)
    return [
        body
        for body in NumberedBody.objects.filter(is_active=True).select_related("unit")
        if key
        and key in {search_key(body.name), search_key(body.symbol), search_key(body.outside_code)}
        and (not colon or body.unit.code == code)
    ]


def documents_named(symbol: str, body: NumberedBody | None) -> list[Document]:
    """Those that bear the symbol, however it was typed; of the body, or of all."""
    found = Document.objects.filter(bare_symbol=bare_symbol(symbol)).exclude(
        state=DocumentState.CALLED_OFF
    )
    if body is not None:
        found = found.filter(body=body)
    return list(found.select_related("body__unit").order_by("-dated_on", "pk"))


def documents_to_send(
    body: NumberedBody,
    *,
    direction: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[Document]:
    """Those of the body that count and have a date, the oldest first, with their files."""
    found = Document.objects.filter(
        body=body, state__in=(DocumentState.REGISTERED, DocumentState.ISSUED)
    ).exclude(dated_on=None)
    if direction:
        found = found.filter(direction=direction)
    if since:
        found = found.filter(dated_on__gte=since)
    if until:
        found = found.filter(dated_on__lte=until)
    found = found.select_related("body").prefetch_related("files__file")
    return list(found.order_by("dated_on", "number", "pk"))
