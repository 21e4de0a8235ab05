"""What every page's frame needs: places, the units to act for, the theme, the languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject

from giaoban.models import Unit
from giaoban.queries.country import country
from giaoban.queries.messages.inbox import unread_count
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import ROLE_LABELS
from giaoban.web.frame.places import PLACES, shown

THEMES = ("auto", "light", "dark")
# Each language by its own name, so that it is found by who cannot read the others.
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


@dataclass(frozen=True)
class Mandate:
    """A unit, or its committee, in whose name the person may act, and in which roles."""

    unit_id: int
    name: str
    roles: list[str | Promise]
    is_chosen: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    acting: Acting | None = getattr(request, "acting", None)
    offered = [(code, LANGUAGE_NAMES[code]) for code, _ in settings.LANGUAGES]
    theme = request.COOKIES.get("theme", "auto")
    context: dict[str, Any] = {
        "acting": acting,
        "theme": theme if theme in THEMES else "auto",
        "languages": offered if len(offered) > 1 else [],
        "document_language": country().layout.language,
        "places": [],
        "mandates": [],
        "unread": 0,
    }
    if acting is not None and acting.link_id is None:
        # Lazily: a fragment for htmx has no frame around it and should not ask for one.
        context["places"] = SimpleLazyObject(lambda: shown(PLACES, acting, request))
        context["mandates"] = SimpleLazyObject(lambda: mandates(acting))
        context["unread"] = SimpleLazyObject(lambda: unread_count(acting.person))
    return context


def mandates(acting: Acting) -> list[Mandate]:
    """In the order of the appointments; one query."""
    units = acting.units
    chosen = acting.chosen_unit_id
    if acting.unit_ids and chosen not in units:
        chosen = acting.unit_ids[0]
    return [
        Mandate(
            unit_id=unit_id,
            name=name_of(units[unit_id]),
            roles=list(
                dict.fromkeys(
                    ROLE_LABELS[grant.role] for grant in acting.grants if grant.unit_id == unit_id
                )
            ),
            is_chosen=unit_id == chosen,
        )
        for unit_id in acting.unit_ids
    ]


def name_of(unit: Unit) -> str:
    """A host unit stands for its committee."""
    committee = getattr(unit, "committee", None)
    if committee is None:
        return str(unit.name)
    return str(committee.short_name or committee.name)
