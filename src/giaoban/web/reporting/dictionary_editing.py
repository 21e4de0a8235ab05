"""Keeping entries of the dictionary, and saying which indicators are uses of one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.reporting.dictionary import (
    EDITING,
    add_shared_indicator,
    edit_shared_indicator,
    link_alike,
    remove_shared_indicator,
    unlink_indicator,
)
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.models import Indicator, SharedIndicator
from giaoban.queries.reporting.dictionary import entry_text, newest_names, uses_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.block_editing import code_from_name
from giaoban.rules.reporting.dictionary import LONGEST_DEFINITION, LONGEST_SOURCE, EntryText
from giaoban.rules.reporting.indicators import SHAREABLE, TYPED_NUMBERS
from giaoban.web.audit.changed_meanwhile import event_seen, seen_context
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.reporting.designer_fields import over_time_field, over_units_field
from giaoban.web.reporting.dictionary import may_edit
from giaoban.web.reporting.regime_fields import explain
from giaoban.web.reporting.regime_labels import explained_kinds

_MEANING = ("code", "kind", "measure", "over_time", "over_units")


class EntryForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Letters without diacritics, digits and _. Left empty, it is made from the name. Files "
            "of regimes name the entry by it."
        ),
    )
    definition = forms.CharField(
        label=gettext_lazy("Definition"),
        required=False,
        max_length=LONGEST_DEFINITION,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("What counts and what does not."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)
    measure = forms.CharField(
        label=gettext_lazy("Unit of measure"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Such as files, people, million dong."),
    )
    over_time = over_time_field()
    over_units = over_units_field()
    source = forms.CharField(
        label=gettext_lazy("Where the figure is found"),
        required=False,
        max_length=LONGEST_SOURCE,
        help_text=gettext_lazy("Such as the register or programme that it is taken from."),
    )

    def __init__(self, *args: Any, is_used: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = explained_kinds(SHAREABLE)  # type: ignore[attr-defined]
        for name in _MEANING if is_used else ():
            self.fields[name].disabled = True

    def entry(self, code: str) -> EntryText:
        given = self.cleaned_data
        adds_up = given["kind"] in TYPED_NUMBERS
        return EntryText(
            code=code,
            name=given["name"],
            kind=given["kind"],
            measure=given["measure"] if given["kind"] in {"count", "amount"} else "",
            over_time=given["over_time"] if adds_up else "",
            over_units=given["over_units"] if adds_up else "",
            definition=given["definition"].replace("\r\n", "\n"),
            source=given["source"],
        )


@signed_in
def add_entry(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_DICTIONARY)
    acting = acting_on(request)
    form = EntryForm(request.POST or None, initial={"kind": "count"})
    if request.method == "POST" and form.is_valid():
        taken = set(SharedIndicator.objects.values_list("code", flat=True))
        given = form.cleaned_data
        code = given["code"].strip() or code_from_name(given["name"], taken)
        try:
            made = add_shared_indicator(entry=form.entry(code), by=acting.person, now=acting.now)
        except RegimeRefused as refused:
            explain(form, refused.problems)
        else:
            messages.success(request, _("The entry is in the dictionary."))
            return redirect("shared_indicator", pk=made.pk)
    return render(request, "reporting/dictionary/edit.html", {"form": form})


@signed_in
def edit_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry, is_used = _kept(request, pk)
    acting = acting_on(request)
    text = entry_text(entry)
    initial = {name: getattr(text, name) for name in EntryForm.base_fields}
    form = EntryForm(request.POST or None, initial=initial, is_used=is_used)
    meanwhile: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"].strip() or entry.code
        try:
            edit_shared_indicator(
                shared=entry,
                entry=form.entry(code),
                by=acting.person,
                now=acting.now,
                seen=event_seen(request),
            )
        except ChangedMeanwhile as refused:
            meanwhile = refused
        except RegimeRefused as refused_entry:
            explain(form, refused_entry.problems)
        else:
            messages.success(request, _("The entry is changed."))
            return redirect("shared_indicator", pk=pk)
    context = {"form": form, "entry": entry, "is_used": is_used}
    context |= seen_context(entry, EDITING, meanwhile)
    return render(request, "reporting/dictionary/edit.html", context)


@require_POST
@signed_in
def remove_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry, _is_used = _kept(request, pk)
    acting = acting_on(request)
    try:
        remove_shared_indicator(shared=entry, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, problem_in_words(error.problem))
        return redirect("shared_indicator", pk=pk)
    messages.success(request, _("The entry is taken out of the dictionary."))
    return redirect("dictionary")


@require_POST
@signed_in
def link_indicators(request: HttpRequest) -> HttpResponse:
    """`indicator` names each series, `entry` the entry; without one an entry is made from them."""
    require_anywhere(request, Permission.MANAGE_DICTIONARY)
    acting = acting_on(request)
    entry = None
    if request.POST.get("entry"):
        entry = get_object_or_404(SharedIndicator, pk=_number(request.POST["entry"]))
    chosen = [_number(given) for given in request.POST.getlist("indicator")[:200]]
    indicators = list(Indicator.objects.filter(pk__in=chosen).select_related("regime"))
    if not indicators:
        messages.error(request, _("Choose an indicator first."))
        return redirect("shared_indicator", pk=entry.pk) if entry else redirect("dictionary")
    for indicator in indicators:
        require(request, Permission.MANAGE_DICTIONARY, indicator.regime.unit_id)
    name = newest_names([indicators[0].pk]).get(indicators[0].pk, indicators[0].code)
    try:
        linked = link_alike(
            indicators=indicators, shared=entry, name=name, by=acting.person, now=acting.now
        )
    except RegimeRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem_in_words(problem.problem))
    except RuleError as error:
        messages.error(request, problem_in_words(error.problem))
    else:
        words = ngettext(
            "%(n)s indicator is linked to “%(name)s”.",
            "%(n)s indicators are linked to “%(name)s”.",
            len(indicators),
        )
        messages.success(request, words % {"n": len(indicators), "name": linked.name})
        return redirect("shared_indicator", pk=linked.pk) if entry else redirect("dictionary")
    return redirect("shared_indicator", pk=entry.pk) if entry else redirect("dictionary")


@require_POST
@signed_in
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    indicator = get_object_or_404(Indicator.objects.select_related("regime"), pk=pk)
    require(request, Permission.MANAGE_DICTIONARY, indicator.regime.unit_id)
    acting = acting_on(request)
    entry_id = indicator.shared_id
    unlink_indicator(indicator=indicator, by=acting.person, now=acting.now)
    messages.success(request, _("The indicator is no longer linked; its figures stay."))
    return redirect("shared_indicator", pk=entry_id) if entry_id else redirect("dictionary")


def _kept(request: HttpRequest, pk: int) -> tuple[SharedIndicator, bool]:
    """The entry and whether a regime uses it, for whoever keeps it; else "not found"."""
    entry = get_object_or_404(SharedIndicator, pk=pk)
    uses = uses_of(entry)
    if not may_edit(acting_on(request), uses):
        raise Http404
    return entry, bool(uses)


def _number(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 18):
        raise Http404
    return int(given)
