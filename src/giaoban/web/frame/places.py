"""Which places does the left column show, and which of them is the person in?"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.acting import Acting


@dataclass(frozen=True)
class Place:
    """A name in the left column; `under` are the beginnings of addresses that belong to it."""

    address_name: str
    label: str | Promise
    icon: str
    any_of: tuple[Permission, ...] = ()
    under: tuple[str, ...] = ()
    detail: str | Promise = ""


@dataclass(frozen=True)
class ShownPlace:
    address: str
    label: str | Promise
    icon: str
    detail: str | Promise
    is_current: bool


_SEES = (Permission.VIEW,)
PLACES = (
    Place("home", pgettext_lazy("place", "Home"), "house"),
    Place("reports", pgettext_lazy("place", "Reports"), "file-text", _SEES, ("/reports/",)),
    Place(
        "documents",
        pgettext_lazy("place", "Directives"),
        "folder-open",
        _SEES,
        ("/documents/", "/obligations/", "/cascades/", "/tasks/"),
    ),
    Place("meetings", pgettext_lazy("place", "Meetings"), "users", _SEES, ("/meetings/",)),
    Place("units", pgettext_lazy("place", "Units"), "network", _SEES, ("/units/",)),
    Place("results", pgettext_lazy("place", "Results"), "chart-column", _SEES, ("/results/",)),
    Place(
        "settings",
        pgettext_lazy("place", "Settings"),
        "settings",
        (
            Permission.MANAGE_REGIMES,
            Permission.MANAGE_DICTIONARY,
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_COMMITTEE,
            Permission.MANAGE_UNITS,
            Permission.LOAD_TOTALS,
            Permission.CHASE,
        ),
        (
            "/settings/",
            "/contacts/",
            "/regimes/",
            "/people/",
            "/committee/",
            "/templates/",
            "/calendar/",
        ),
    ),
)

# What the settings page leads to. A line appears once its page exists and the person may use it.
SETTINGS = (
    Place(
        "regimes",
        _("Reporting regimes"),
        "clipboard-list",
        (Permission.MANAGE_REGIMES,),
        detail=_("What is reported, by whom and by when; forms, periods, extensions, targets."),
    ),
    Place(
        "dictionary",
        _("Dictionary of indicators"),
        "book-open",
        (Permission.MANAGE_DICTIONARY,),
        detail=_("What several regimes ask alike, so that a figure is given once."),
    ),
    Place(
        "people",
        _("People"),
        "users",
        (Permission.MANAGE_PEOPLE,),
        detail=_("Invite people, give them roles, hand over when an officer changes."),
    ),
    Place(
        "committee",
        _("Steering committee"),
        "landmark",
        (Permission.MANAGE_COMMITTEE,),
        detail=_("Founding decision, members and their duties, signature block."),
    ),
    Place(
        "meeting_kinds",
        _("Kinds of meetings"),
        "gavel",
        (Permission.MANAGE_COMMITTEE,),
        detail=_("How long each may last, when its invitation, papers and conclusions are due."),
    ),
    Place(
        "document_templates",
        _("Word templates"),
        "file-text",
        (Permission.MANAGE_COMMITTEE,),
        detail=_("A Word layout of your own for consolidated reports."),
    ),
    Place(
        "import_units",
        _("Load units from a file"),
        "file-up",
        (Permission.MANAGE_UNITS,),
        detail=_("A CSV file of units, with a preview before anything is changed."),
    ),
    Place(
        "calendar",
        _("Working calendar"),
        "calendar-days",
        (Permission.MANAGE_COMMITTEE,),
        detail=_("Public holidays and the days that are swapped."),
    ),
    Place(
        "contacts",
        _("Contacts of units"),
        "contact",
        (Permission.CHASE,),
        detail=_("Whom links and reminders go to where a unit has nobody with an account."),
    ),
    Place(
        "mail",
        _("Mail"),
        "mail",
        (Permission.MANAGE_PEOPLE,),
        detail=_("Letters that wait for the mail server, and addresses that it refused."),
    ),
    Place(
        "carried_totals",
        _("Totals of earlier years"),
        "history",
        (Permission.LOAD_TOTALS,),
        detail=_("Load past totals at any level, marked as carried over."),
    ),
)


def shown(places: tuple[Place, ...], acting: Acting, request: HttpRequest) -> list[ShownPlace]:
    """The places that exist and that the person may enter, in their order."""
    found = []
    for place in places:
        address = _address(place.address_name)
        if address is None or not _may_enter(place, acting):
            continue
        is_current = request.path == address or any(map(request.path.startswith, place.under))
        found.append(ShownPlace(address, place.label, place.icon, place.detail, is_current))
    return found


def _may_enter(place: Place, acting: Acting) -> bool:
    return not place.any_of or any(acting.may_anywhere(permission) for permission in place.any_of)


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
