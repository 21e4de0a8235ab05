"""What stands in the registers of a body between two days?"""

from datetime import date

from django.db.models import QuerySet

from giaoban.models import Document, NumberedBody
from giaoban.rules.register.documents import Direction, DocumentState


def documents_in_book(
    among: QuerySet[Document], body: NumberedBody, direction: Direction, first: date, last: date
) -> QuerySet[Document]:
    """Of those that the reader may see: incoming ones by their arrival, outgoing by their date.

    Drafts are in no register. What was called off keeps its line.
    """
    day = "arrived_on" if direction is Direction.INCOMING else "dated_on"
    found = among.filter(body=body, direction=direction, **{f"{day}__range": (first, last)})
    return found.exclude(state=DocumentState.DRAFT).order_by(day, "number", "pk")
