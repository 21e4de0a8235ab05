"""Where is the unit, the person, the regime that I look for? Found without diacritics too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from giaoban.queries.people.search import people_matching
from giaoban.queries.reporting.search import regimes_matching
from giaoban.queries.units.search import units_matching
from giaoban.rules.people.permissions import Permission
from giaoban.rules.units.naming import search_key
from giaoban.web.frame.access import acting_on, signed_in

AT_ONCE = 30
IN_BOX = 6
SHORTEST = 2


@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """The whole page, or for htmx the list alone: below the box in the top bar, or on the page."""
    acting = acting_on(request)
    text = request.GET.get("q", "").strip()[:100]
    target = request.headers.get("HX-Target", "")
    is_box = target == "quick-results"
    most = IN_BOX if is_box else AT_ONCE
    words = search_key(text)
    found: dict[str, list[object]] = {"units": [], "people": [], "regimes": []}
    if len(words) >= SHORTEST:
        seen_at = acting.units_where(Permission.VIEW)
        found = {
            "units": list(units_matching(words, seen_at=seen_at, on=acting.today, most=most)),
            "people": list(people_matching(words, seen_at=seen_at, on=acting.today, most=most)),
            "regimes": list(regimes_matching(words, seen_at=seen_at, on=acting.today, most=most)),
        }
    context = {
        **{kind: [(hit, address_of(kind, hit)) for hit in hits] for kind, hits in found.items()},
        "text": text,
        "count": sum(map(len, found.values())),
        "is_too_short": 0 < len(words) < SHORTEST,
        "is_box": is_box,
    }
    is_fragment = target in {"quick-results", "results"}
    return render(
        request, "frame/search_hits.html" if is_fragment else "frame/search.html", context
    )


_ADDRESS_NAMES = {"units": "unit", "people": "person", "regimes": "regime"}


def address_of(kind: str, hit: object) -> str:
    """The record's page: addresses named unit, person and regime, by id (a regime by its code)."""
    record = hit.regime if kind == "regimes" else getattr(hit, "person", getattr(hit, "unit", hit))  # type: ignore[attr-defined]
    key = record.code if kind == "regimes" else record.pk
    try:
        return reverse(_ADDRESS_NAMES[kind], args=[key])
    except NoReverseMatch:
        return ""
