"""Which sections has the consolidated report, on whose figures, and who usually writes them?"""

from itertools import zip_longest

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.reporting.regimes import set_outline
from giaoban.models import Regime
from giaoban.queries.reporting.regimes import outline_of, regimes_around
from giaoban.queries.units.picking import unit_named
from giaoban.rules.reporting.assigned_sections import LONGEST_DAYS
from giaoban.rules.reporting.regime_facts import OutlineText
from giaoban.web.audit.changed_meanwhile import event_seen, seen_context
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.regimes import managed_regime

_COLUMNS = ("title", "text", "regime", "author", "working_days", "instruction")


@signed_in
def edit_outline(request: HttpRequest, pk: int) -> HttpResponse:
    """The sections of the consolidated report; an empty title leaves a section out."""
    regime = managed_regime(request, pk)
    acting = acting_on(request)
    meanwhile: ChangedMeanwhile | None = None
    problems: list[str] = []
    outline: list[OutlineText] = list(outline_of(regime))
    if request.method == "POST":
        outline, problems = _typed(request)
        if not problems:
            try:
                set_outline(
                    regime=regime,
                    outline=outline,
                    by=acting.person,
                    now=acting.now,
                    seen=event_seen(request),
                )
            except ChangedMeanwhile as refused:
                meanwhile = refused
            else:
                messages.success(request, _("The outline is saved."))
                return redirect("regime", pk=pk)
    others = _others(request, regime)
    context = {
        "regime": regime,
        "sections": [*outline, OutlineText(""), OutlineText("")],
        "regimes": others,
        "known": {other.code for other in others},
        "problems": problems,
        **seen_context(regime, {"set_outline"}, meanwhile),
    }
    return render(request, "reporting/regimes/outline.html", context)


def _others(request: HttpRequest, regime: Regime) -> list[Regime]:
    """Those whose figures exist at the unit of the regime."""
    around = regimes_around([regime.unit_id], acting_on(request).today)
    return [other for other in around if other.pk != regime.pk]


def _typed(request: HttpRequest) -> tuple[list[OutlineText], list[str]]:
    """What was typed, and what is wrong with it by the number of its section."""
    columns = [request.POST.getlist(name) for name in _COLUMNS]
    found: list[OutlineText] = []
    problems: list[str] = []
    for row in zip_longest(*columns, fillvalue=""):
        title, text, regime, author, days, instruction = (cell.strip() for cell in row)
        if not title:
            continue
        number = len(found) + 1
        unit = unit_named(author, acting_on(request).today) if author else None
        if author and unit is None:
            problems.append(
                _("Section %(number)s: no unit is called “%(author)s”. Type its code or name.")
                % {"number": number, "author": author}
            )
        is_number = days.isascii() and days.isdigit() and len(days) < 4
        found.append(
            OutlineText(
                title[:300],
                text.replace("\r\n", "\n"),
                regime=regime[:60],
                author=unit.code if unit else author[:40],
                working_days=min(max(int(days), 1), LONGEST_DAYS) if is_number and author else None,
                instruction=instruction.replace("\r\n", "\n")[:2000] if author else "",
            )
        )
    return found, problems
