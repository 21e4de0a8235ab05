"""A document of the standing committee and what it obliges, for tests of the register and tasks."""

from datetime import date

from giaoban.models import Document, NumberedBody, Obligation, Unit
from giaoban.rules.register.documents import Direction, DocumentState
from giaoban.rules.register.terms import TermKind
from tests.factories import NOW, TODAY


def make_body(unit: Unit, *, name: str = "Ban Chỉ đạo", symbol: str = "BCĐ") -> NumberedBody:
    return NumberedBody.objects.create(unit=unit, name=name, symbol=symbol)


def make_document(
    body: NumberedBody, *, symbol: str = "05/QĐ-BCĐ", dated_on: date = TODAY, **fields: object
) -> Document:
    """An issued decision without a number of a series."""
    return Document.objects.create(
        **{
            "body": body,
            "direction": Direction.OUTGOING,
            "state": DocumentState.ISSUED,
            "type_code": "QĐ",
            "symbol": symbol,
            "dated_on": dated_on,
            "title": "Phân công nhiệm vụ",
            "registered_at": NOW,
            **fields,
        }
    )


def make_obligation(document: Document, lead: Unit, **fields: object) -> Obligation:
    """Without a term, unless `term_kind` and its fields are given."""
    return Obligation.objects.create(
        **{
            "document": document,
            "position": document.obligations.count(),
            "text": "Rà soát dữ liệu dân cư",
            "lead": lead,
            "term_kind": TermKind.NONE,
            "taken_at": NOW,
            **fields,
        }
    )
