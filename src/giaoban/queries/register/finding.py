"""Which body, and which document of it, do the words of a command name?"""

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
        if key in {search_key(body.name), search_key(body.symbol), search_key(body.outside_code)}
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
