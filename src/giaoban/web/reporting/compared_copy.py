"""In what does an issued copy differ from the report, and is that explained?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from giaoban.actions.reporting.issued_copies import note_issued_copy
from giaoban.exchange.reporting.document_template_words import place_in_words
from giaoban.models import ConsolidatedReport, IssuedCopy
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.consolidated_scope import back, report_asked, rights

_NOT_COMPARED: Mapping[str, Promise] = {
    "no_text": gettext_lazy("A scan without text: its figures could not be compared."),
    "unreadable": gettext_lazy("The file cannot be read: its figures could not be compared."),
    "locked": gettext_lazy("The file has a password: its figures could not be compared."),
    "too_large": gettext_lazy("The file is too large: its figures could not be compared."),
}


@dataclass(frozen=True)
class ShownCopy:
    """`said` is empty for a copy put back before copies were compared."""

    pk: int
    name: str
    added_at: datetime
    by: str
    note: str
    said: str
    tone: str
    signed: str
    has_details: bool


def shown_copies(report: ConsolidatedReport) -> list[ShownCopy]:
    """The copies of a report, one query."""
    return [_shown(copy) for copy in report.issued_copies.select_related("file", "added_by")]


@signed_in
def compared_copy(request: HttpRequest, pk: int, copy: int) -> HttpResponse:
    """What differs, and a note that says why."""
    permission = Permission.CONSOLIDATE if request.method == "POST" else Permission.VIEW
    report = report_asked(request, pk, permission)
    held = report.issued_copies.select_related("file", "added_by").filter(pk=copy).first()
    if held is None or (held.comparison or {}).get("state") != "compared":
        raise Http404
    if request.method == "POST":
        return _noted(request, report, held)
    found: dict[str, Any] = held.comparison or {}
    return render(
        request,
        "reporting/consolidated/compared.html",
        {
            "report": report,
            "copy": _shown(held),
            "missed": [_placed(each) for each in found["missed"]],
            "extra": [_placed(each) for each in found["extra"]],
            "changed": [_placed(each) for each in found["changed"]],
            "may_write": rights(request, report).may_write,
        },
    )


def _noted(request: HttpRequest, report: ConsolidatedReport, copy: IssuedCopy) -> HttpResponse:
    acting = acting_on(request)
    try:
        note_issued_copy(
            copy=copy, note=request.POST.get("note", ""), by=acting.person, now=acting.now
        )
    except RuleError:
        messages.error(request, _("Write why the copy differs."))
    else:
        messages.success(request, _("The note is saved."))
    return back(report, "issued")


def _placed(found: Mapping[str, Any]) -> dict[str, Any]:
    moved = found.get("moved_to")
    return {
        **found,
        "place": place_in_words(found["place"]) if found["place"] else "",
        "moved_to": place_in_words(moved) if moved else "",
    }


def _shown(copy: IssuedCopy) -> ShownCopy:
    found: dict[str, Any] = copy.comparison or {}
    state = found.get("state", "")
    said, tone = "", "done"
    if state == "compared":
        said = _result(found)
        tone = "late" if found["figures"] != found["matched"] else "done"
    elif state:
        said, tone = str(_NOT_COMPARED[state]), "term"
    differs = bool(found.get("missed") or found.get("extra") or found.get("changed"))
    if found.get("missed") and not copy.note:
        said = _("%(result)s Nobody has noted why yet.") % {"result": said}
    return ShownCopy(
        pk=copy.pk,
        name=copy.file.name,
        added_at=copy.added_at,
        by=copy.added_by.name if copy.added_by else "",
        note=copy.note,
        said=said,
        tone=tone,
        signed=_signed(found.get("signatures", [])),
        has_details=differs,
    )


def _result(found: Mapping[str, Any]) -> str:
    counts = {"matched": found["matched"], "figures": found["figures"]}
    missed = found["figures"] - found["matched"]
    if not missed:
        return _("All %(figures)s figures stand in the copy.") % counts
    return ngettext(
        "%(matched)s of %(figures)s figures stand in the copy; %(missed)s differs.",
        "%(matched)s of %(figures)s figures stand in the copy; %(missed)s differ.",
        missed,
    ) % {**counts, "missed": missed}


def _signed(signatures: list[Mapping[str, str]]) -> str:
    """Never that a signature is valid: nobody here has looked."""
    if not signatures:
        return ""
    names = ", ".join(each["name"] for each in signatures if each["name"])
    if names:
        return _("Has a digital signature (not verified here): %(names)s.") % {"names": names}
    return _("Has a digital signature (not verified here).")
