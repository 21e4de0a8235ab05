"""What stands in the registers of a body between two days?"""

from datetime import date

from giaoban.models import Document, NumberedBody
from giaoban.rules.register.documents import Direction, DocumentState


def documents_in_book(
    body: NumberedBody, direction: Direction, first: date, last: date
) -> list[Document]:
    """Incoming ones by the day of their arrival, outgoing ones by their date; one query.

    Drafts are in no register. What was called off keeps its line.
    """
    day = "arrived_on" if direction is Direction.INCOMING else "dated_on"
    found = Document.objects.filter(
        body=body, direction=direction, **{f"{day}__range": (first, last)}
    ).exclude(state=DocumentState.DRAFT)
    return list(found.order_by(day, "number", "pk"))
