"""Which documents of a register bear the symbol and date of some that are to be entered?"""

from collections.abc import Iterable
from datetime import date

from giaoban.models import Document, NumberedBody
from giaoban.rules.register.documents import Direction, DocumentState

Key = tuple[str, date]
"""The bare symbol and the day."""


def documents_alike(body: NumberedBody, documents: Iterable[Document]) -> dict[Key, Document]:
    """Incoming ones that are there, by bare symbol and day: the same paper of an author who was
    written otherwise (`UBND tỉnh`), or of another office. One query.
    """
    came = [one for one in documents if one.direction == Direction.INCOMING]
    if not came:
        return {}
    there = (
        Document.objects.filter(
            body=body,
            direction=Direction.INCOMING,
            bare_symbol__in={one.bare_symbol for one in came},
            dated_on__in={one.dated_on for one in came},
        )
        .exclude(state=DocumentState.CALLED_OFF)
        .defer("search_text")
        .order_by("-pk")
    )
    return {(one.bare_symbol, one.dated_on): one for one in there if one.dated_on}
