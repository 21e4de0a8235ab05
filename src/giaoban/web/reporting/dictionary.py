"""Which indicators do several regimes ask alike, and where is each of them used?"""

from dataclasses import dataclass
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise

from giaoban.models import Regime, SharedIndicator
from giaoban.queries.reporting.dictionary import (
    ListedEntry,
    Proposal,
    Use,
    alike_and_unlinked,
    entries_in_the_making,
    linkable_series,
    listed_entries,
    uses_of,
)
from giaoban.queries.reporting.newest_figures import NewestFigure, newest_figures
from giaoban.queries.reporting.regimes import regimes_around
from giaoban.queries.units.lineage import lines_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.units.naming import search_key
from giaoban.web.audit.history_panel import ShownHistory, shown_history
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.paging import stretch
from giaoban.web.reporting.regime_labels import FREQUENCIES, KINDS, OVER_TIME, OVER_UNITS
from giaoban.web.reporting.regimes import managed_regime

FEW_REGIMES = 3
FEW_PROPOSALS = 8


@dataclass(frozen=True)
class ShownEntry:
    """An entry in the list; `regimes` are those that the reader may see, `more` counts the rest."""

    entry: SharedIndicator
    kind: str | Promise
    regimes: list[Regime]
    more: int
    is_asked: bool  # by the form that is being made


@dataclass(frozen=True)
class ShownUse:
    """`figure` is the newest one at `unit`; None where the series has none."""

    use: Use
    frequency: str | Promise
    figure: NewestFigure | None
    address: str
    may_unlink: bool


@signed_in
def dictionary(request: HttpRequest) -> HttpResponse:
    """The entries; `?for=ID&section=TITLE` offers them to a form that is being made."""
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    words = request.GET.get("q", "").strip()[:100]
    form_of = _form_to_fill(request)
    seen = {regime.pk for regime in _regimes_seen(acting)}
    found = listed_entries(search_key(words))
    asked = entries_in_the_making(form_of) if form_of else set()
    rows = stretch(request, [_shown(row, seen, asked) for row in found])
    kept = managed_regimes(acting, Permission.MANAGE_DICTIONARY)
    proposals = [] if form_of or words else _proposals(kept)
    context = {
        "rows": rows,
        "words": words,
        "form_of": form_of,
        "section": request.GET.get("section", ""),
        "proposals": proposals[:FEW_PROPOSALS],
        "more_proposals": proposals[FEW_PROPOSALS:],
        "may_manage": acting.may_anywhere(Permission.MANAGE_DICTIONARY),
    }
    return render(request, "reporting/dictionary/list.html", context)


@signed_in
def shared_indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what it means, which regimes use it, and what they said last."""
    require_anywhere(request, Permission.VIEW)
    entry = get_object_or_404(SharedIndicator, pk=pk)
    acting = acting_on(request)
    every = uses_of(entry)
    seen = {regime.pk for regime in _regimes_seen(acting)}
    uses = [use for use in every if use.regime.pk in seen]
    kept = managed_regimes(acting, Permission.MANAGE_DICTIONARY)
    context = {
        "entry": entry,
        "kind": KINDS[entry.kind].label,
        "over_time": OVER_TIME.get(entry.over_time, ""),
        "over_units": OVER_UNITS.get(entry.over_units, ""),
        "uses": _shown_uses(acting, uses, {regime.pk for regime in kept}),
        "more": len(every) - len(uses),
        "linkable": linkable_series(entry, [regime.pk for regime in kept]),
        "may_edit": may_edit(acting, every),
        "history": _history(acting, entry),
    }
    return render(request, "reporting/dictionary/entry.html", context)


def may_edit(acting: Acting, uses: list[Use]) -> bool:
    """An entry is kept by whoever reaches every regime that uses it; by anyone where none does."""
    if not acting.may_anywhere(Permission.MANAGE_DICTIONARY):
        return False
    kept = {regime.pk for regime in managed_regimes(acting, Permission.MANAGE_DICTIONARY)}
    return all(use.regime.pk in kept for use in uses)


def managed_regimes(acting: Acting, permission: Permission) -> list[Regime]:
    """The regimes at whose unit the permission is held. Two queries, none without it."""
    held = acting.units_where(permission)
    if not held:
        return []
    regimes = list(Regime.objects.select_related("unit", "committee"))
    lines = lines_of({regime.unit_id for regime in regimes}, acting.today)
    return [regime for regime in regimes if lines[regime.unit_id] & held]


def _regimes_seen(acting: Acting) -> list[Regime]:
    return regimes_around(acting.units_where(Permission.VIEW), acting.today)


def _form_to_fill(request: HttpRequest) -> Regime | None:
    given = request.GET.get("for", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 18):
        raise Http404
    return managed_regime(request, int(given))


def _shown(row: ListedEntry, seen: set[int], asked: set[int]) -> ShownEntry:
    regimes = [regime for regime in row.regimes if regime.pk in seen]
    shown = regimes[:FEW_REGIMES]
    return ShownEntry(
        row.entry,
        KINDS[row.entry.kind].label,
        shown,
        more=len(row.regimes) - len(shown),
        is_asked=row.entry.pk in asked,
    )


def _proposals(kept: list[Regime]) -> list[dict[str, object]]:
    found: list[Proposal] = alike_and_unlinked([regime.pk for regime in kept]) if kept else []
    return [
        {
            "entry": proposal.entry,
            "uses": proposal.uses,
            "name": proposal.uses[0].name,
            "measure": proposal.uses[0].indicator.measure,
            "kind": KINDS[proposal.uses[0].indicator.kind].label,
        }
        for proposal in found
    ]


def _shown_uses(acting: Acting, uses: list[Use], kept: set[int]) -> list[ShownUse]:
    unit_of = {}
    for use in uses:
        at_top = acting.may(Permission.VIEW, use.regime.unit_id)
        unit_of[use.regime.pk] = use.regime.unit if at_top else acting.unit
    newest = newest_figures(
        [(use.indicator, unit.pk) for use in uses if (unit := unit_of[use.regime.pk])]
    )
    shown = []
    for use in uses:
        figure, unit = newest.get(use.indicator.pk), unit_of[use.regime.pk]
        address = ""
        if figure is not None and unit is not None:
            address = (
                f"{reverse('results')}?regime={use.regime.code}&indicator={use.indicator.code}"
                f"&period={quote(figure.period.key)}&unit={unit.pk}"
            )
        frequency = FREQUENCIES[use.regime.frequency]
        shown.append(ShownUse(use, frequency, figure, address, use.regime.pk in kept))
    return shown


def _history(acting: Acting, entry: SharedIndicator) -> ShownHistory | None:
    if not acting.may_anywhere(Permission.VIEW_HISTORY):
        return None
    history = shown_history(entry)
    history.address = ""  # an entry belongs to no unit, so it has no page of its own
    return history
