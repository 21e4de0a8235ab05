"""The lines of the registers: of one direction, body, year and type, or with words in them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear

from giaoban.models import Document, NumberedBody
from giaoban.queries.register.seen import Reading, documents_seen
from giaoban.queries.register.words import with_words
from giaoban.rules.register.documents import Direction, DocumentState


class Shown(StrEnum):
    ALL = "all"
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    DRAFT = "draft"


@dataclass(frozen=True)
class Sought:
    """`type_code` None: of any type; empty: a công văn."""

    shown: Shown = Shown.ALL
    body: int | None = None
    year: int | None = None
    type_code: str | None = None
    words: str = ""


_SHOWN = {
    Shown.ALL: Q(),
    Shown.INCOMING: Q(direction=Direction.INCOMING),
    Shown.OUTGOING: Q(direction=Direction.OUTGOING) & ~Q(state=DocumentState.DRAFT),
    Shown.DRAFT: Q(state=DocumentState.DRAFT),
}


def documents_listed(sought: Sought, reading: Reading, on: date) -> QuerySet[Document]:
    """Those that may be seen, the newest first; each has `entered_on`, its day in the register."""
    found = documents_seen(reading, on).filter(_SHOWN[sought.shown])
    if sought.body is not None:
        found = found.filter(body=sought.body)
    if sought.type_code is not None:
        found = found.filter(type_code=sought.type_code)
    if sought.words:
        words = with_words(sought.words)
        found = found.filter(words) if words is not None else found.none()
    found = found.annotate(entered_on=Coalesce("arrived_on", "dated_on"))
    if sought.year is not None:
        found = found.filter(entered_on__year=sought.year)
    return found.select_related("body").order_by(
        F("entered_on").desc(nulls_first=True), F("number").desc(nulls_first=True), "-pk"
    )


def documents_matching(words: str, *, reading: Reading, on: date, most: int) -> list[Document]:
    """For the search over everything; one query."""
    return list(documents_listed(Sought(words=words), reading, on)[:most])


def years_listed(reading: Reading, on: date) -> list[int]:
    """The years that the registers have lines of, the newest first."""
    years = (
        documents_seen(reading, on)
        .annotate(year=ExtractYear(Coalesce("arrived_on", "dated_on")))
        .exclude(year=None)
        .order_by()
        .values_list("year", flat=True)
    )
    return sorted(set(years.distinct()), reverse=True)


def bodies_seen(reading: Reading, on: date) -> QuerySet[NumberedBody]:
    """Whose documents somebody sees at least one of."""
    return NumberedBody.objects.filter(
        pk__in=documents_seen(reading, on).order_by().values("body")
    ).select_related("unit")
