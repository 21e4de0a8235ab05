"""Designing a form on one page: sections, indicators, checks, the preview, publishing."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.forms import discard_draft, draft_form, edit_form, publish_form
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.models import Form, Regime
from giaoban.queries.reporting.forms import (
    form_in_the_making,
    form_text,
    known_meanings,
    published_forms,
)
from giaoban.queries.reporting.periods import next_period_without_report
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.block_editing import (
    move_list,
    move_table,
    remove_breakdown,
    remove_list,
    remove_table,
)
from giaoban.rules.reporting.form_changes import form_differences
from giaoban.rules.reporting.form_editing import (
    add_section,
    move_check,
    move_indicator,
    move_section,
    place_indicator,
    remove_check,
    remove_indicator,
    remove_section,
    rename_section,
)
from giaoban.rules.reporting.form_problems import form_problems
from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.regime_facts import Asked, CheckText, FormText
from giaoban.rules.reporting.structure_texts import BreakdownText, ListText, TableText
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.block_kinds import usual_breakdowns
from giaoban.web.reporting.change_words import change_in_words
from giaoban.web.reporting.designer_shown import (
    linked,
    shown_breakdowns,
    shown_checks,
    shown_entries,
)
from giaoban.web.reporting.regimes import managed_regime, shown_sections


@signed_in
def form_designer(request: HttpRequest, pk: int) -> HttpResponse:
    """The version in the making; where there is none, a button that begins one."""
    regime = managed_regime(request, pk)
    form = form_in_the_making(regime)
    published = published_forms(regime.pk)
    context: dict[str, Any] = {"regime": regime, "form": form, "published": published}
    if form is not None:
        text = form_text(form)
        problems = form_problems(text)
        context |= {
            "sections": shown_entries(text, problems, set(known_meanings(regime))),
            "checks": shown_checks(text, problems),
            "problems": [linked(problem, text) for problem in problems],
            "preview": shown_sections(form),
            "changes": _changes(published, text),
            "effective_from": next_period_without_report(regime) if published else "",
            "indicator_count": len(expanded(text)),
            "breakdowns": shown_breakdowns(text, problems),
            "usual_breakdowns": [
                usual
                for usual in usual_breakdowns().values()
                if usual.code not in {breakdown.code for breakdown in text.breakdowns}
            ],
        }
    return render(request, "reporting/regimes/designer.html", context)


@require_POST
@signed_in
def begin_form(request: HttpRequest, pk: int) -> HttpResponse:
    acting = acting_on(request)
    draft_form(regime=managed_regime(request, pk), by=acting.person, now=acting.now)
    return redirect("form_designer", pk=pk)


@require_POST
@signed_in
def discard_form(request: HttpRequest, pk: int) -> HttpResponse:
    acting = acting_on(request)
    form = form_in_the_making(managed_regime(request, pk))
    if form is not None:
        try:
            discard_draft(form=form, by=acting.person, now=acting.now)
        except RuleError as error:
            messages.error(request, problem_in_words(error.problem))
        else:
            messages.success(request, _("The version in the making is discarded."))
    return redirect("regime", pk=pk)


@require_POST
@signed_in
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    regime = managed_regime(request, pk)
    acting = acting_on(request)
    form = form_in_the_making(regime)
    if form is None:
        return redirect("form_designer", pk=pk)
    try:
        published = publish_form(
            form=form,
            effective_from=request.POST.get("effective_from", "").strip(),
            by=acting.person,
            now=acting.now,
        )
    except RegimeRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem_in_words(problem.problem))
    except RuleError as error:
        messages.error(request, problem_in_words(error.problem))
    else:
        messages.success(
            request, _("Version %(number)s is published.") % {"number": published.number}
        )
        return redirect("regime", pk=pk)
    return redirect("form_designer", pk=pk)


def _check_meant(text: FormText, given: dict[str, str]) -> int:
    """The place of a check; ValueError where another formula stands there by now."""
    number = int(given["check"])
    if text.checks[number].formula != given["formula"]:
        raise ValueError(number)
    return number


Edit = Callable[[FormText, dict[str, str]], FormText]
_STEPS = {"up": -1, "down": 1}
_EDITS: dict[str, Edit] = {
    "add_section": lambda text, given: add_section(text, given["title"].strip()[:300]),
    "rename_section": lambda text, given: rename_section(
        text, given["section"], given["title"].strip()[:300]
    ),
    "remove_section": lambda text, given: remove_section(text, given["section"]),
    "move_section": lambda text, given: move_section(text, given["section"], _STEPS[given["way"]]),
    "remove_indicator": lambda text, given: remove_indicator(text, given["code"]),
    "move_indicator": lambda text, given: move_indicator(text, given["code"], _STEPS[given["way"]]),
    "place_indicator": lambda text, given: place_indicator(
        text, given["code"], given["section"], int(given["place"])
    ),
    "remove_breakdown": lambda text, given: remove_breakdown(text, given["code"]),
    "remove_table": lambda text, given: remove_table(text, given["code"]),
    "move_table": lambda text, given: move_table(text, given["code"], _STEPS[given["way"]]),
    "remove_list": lambda text, given: remove_list(text, given["code"]),
    "move_list": lambda text, given: move_list(text, given["code"], _STEPS[given["way"]]),
    "remove_check": lambda text, given: remove_check(text, _check_meant(text, given)),
    "move_check": lambda text, given: move_check(
        text, _check_meant(text, given), _STEPS[given["way"]]
    ),
}


@require_POST
@signed_in
def arrange_form(request: HttpRequest, pk: int) -> HttpResponse:
    """One press: a section added, or anything of the form moved or taken away."""
    regime = managed_regime(request, pk)
    form = form_in_the_making(regime)
    edit = _EDITS.get(request.POST.get("edit", ""))
    if form is not None and edit is not None:
        given = {name: request.POST[name] for name in request.POST}
        try:
            text = form_text(form)
            store(request, form, edit(text, given), begun_from=text)
        except (KeyError, ValueError, IndexError, StopIteration):
            # Somebody else changed the form meanwhile: what is there now is shown.
            messages.error(request, _("The form has changed meanwhile. Look and try again."))
        except RegimeRefused as refused:
            for problem in refused.problems:
                messages.error(request, problem_in_words(problem.problem))
        except RuleError as error:
            messages.error(request, problem_in_words(error.problem))
    response = redirect("form_designer", pk=pk)
    anchor = request.POST.get("anchor", "")
    if anchor.isascii() and anchor.replace("_", "").replace("-", "").isalnum():
        response["Location"] += f"#{anchor}"
    return response


def draft_of(regime: Regime) -> Form:
    """The version in the making; "not found" where there is none."""
    form = form_in_the_making(regime)
    if form is None:
        raise Http404
    return form


def store(request: HttpRequest, form: Form, text: FormText, *, begun_from: FormText) -> None:
    """Raises RegimeRefused, and RuleError `form_changed_meanwhile` and `form_frozen`."""
    acting = acting_on(request)
    edit_form(form=form, text=text, by=acting.person, now=acting.now, begun_from=begun_from)


Entry = Asked | CheckText | BreakdownText | TableText | ListText


def was_changed(request: HttpRequest, now: Entry | None) -> bool:
    """Whether what is edited is no longer as the page showed it when it was opened."""
    return "shown" in request.POST and request.POST["shown"] != mark_of(now)


def mark_of(entry: Entry | None) -> str:
    """Stands for what an indicator, check or block says; empty for a new one."""
    return hashlib.sha256(repr(entry).encode()).hexdigest()[:16] if entry else ""


def _changes(published: list[Form], text: FormText) -> list[str]:
    if not published:
        return []
    return [change_in_words(c) for c in form_differences(form_text(published[-1]), text)]
