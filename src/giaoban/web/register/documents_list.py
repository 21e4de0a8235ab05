"""Which documents came and went? Filters are addresses; nothing is listed that may not be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.models import Document
from giaoban.queries.register.kinds import kinds
from giaoban.queries.register.listed import (
    Shown,
    Sought,
    bodies_seen,
    documents_listed,
    years_listed,
)
from giaoban.queries.register.standing import stored_standings
from giaoban.rules.people.permissions import Permission
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.standing import Standing
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.document_labels import DOCUMENT_STATES
from giaoban.web.frame.labels import Badge
from giaoban.web.frame.paging import stretch
from giaoban.web.register.words import STANDINGS, TYPE_CHOICES

LETTERS = "-"
"""How an address asks for the type that has no abbreviation."""


@dataclass(frozen=True)
class ListedDocument:
    document: Document
    type_name: str
    state: Badge
    force: Badge | None = None
    """Only where it does not simply hold: replaced, amended, over."""


@signed_in
def documents(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    reading = acting.reading
    sought = sought_from(request)
    rows = stretch(request, documents_listed(sought, reading, acting.today))
    return render(
        request,
        "register/documents.html",
        {
            "sought": sought,
            "type_asked": LETTERS if sought.type_code == "" else sought.type_code or "",
            "is_narrowed": any((sought.body, sought.year, sought.words))
            or sought.type_code is not None,
            "rows": rows,
            "shown": _shown([one for one in rows.rows if isinstance(one, Document)], acting.today),
            "bodies": bodies_seen(reading, acting.today),
            "years": years_listed(reading, acting.today),
            "types": [(code or LETTERS, name) for code, name in TYPE_CHOICES],
            "keeps": bool(reading.keeping),
        },
    )


def _shown(documents: Sequence[Document], today: date) -> list[ListedDocument]:
    standings = stored_standings(documents, today)
    return [
        ListedDocument(
            one,
            kinds().name_of(one.type_code),
            DOCUMENT_STATES[one.state],
            _force(one, standings.get(one.pk)),
        )
        for one in documents
    ]


def _force(document: Document, standing: Standing | None) -> Badge | None:
    is_called_off = document.state == DocumentState.CALLED_OFF
    if standing is None or standing is Standing.IN_FORCE or is_called_off:
        return None
    return STANDINGS[standing]


def sought_from(request: HttpRequest) -> Sought:
    """What the address asks for; what it names wrongly is passed over."""

    def number(name: str, most: int) -> int | None:
        given = request.GET.get(name, "")
        is_number = given.isascii() and given.isdigit() and len(given) < 18
        return int(given) if is_number and int(given) <= most else None

    shown, kind = request.GET.get("show", ""), request.GET.get("type", "")
    codes = {code for code, _name in TYPE_CHOICES if code}
    return Sought(
        shown=Shown(shown) if shown in set(Shown) else Shown.ALL,
        body=number("body", 10**17),
        year=number("year", 9999),
        type_code="" if kind == LETTERS else kind if kind in codes else None,
        words=request.GET.get("q", "").strip()[:200],
    )
