"""An obligation is typed, corrected, or taken out again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.register.obligations import (
    edit_obligation,
    remove_obligation,
    take_obligations,
)
from giaoban.models import Document
from giaoban.queries.register.proofs import indicators_around
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.register.obligation_forms import ObligationForm, typed_of
from giaoban.web.register.scope import document_kept, obligation_kept
from giaoban.web.register.words import refuse, register_refusal


@signed_in
def add_obligation(request: HttpRequest, pk: int) -> HttpResponse:
    document, acting = document_kept(request, pk), acting_on(request)
    form = ObligationForm(document.body, acting.today, request.POST or None, indicators=[])
    if request.method == "POST" and form.is_valid() and (draft := form.draft()):
        try:
            take_obligations(document=document, drafts=[draft], by=acting.person, now=acting.now)
        except RuleError as error:
            refuse(form, error.problem)
        else:
            messages.success(request, _("The obligation is added."))
            return redirect("document", pk=pk)
    return render(request, "register/obligation.html", {"document": document, "form": form})


@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """With the proof, read from live totals on the document's page."""
    obligation, acting = obligation_kept(request, pk), acting_on(request)
    document: Document = obligation.document
    form = ObligationForm(
        document.body,
        acting.today,
        request.POST or None,
        indicators=indicators_around(document.body.unit_id, acting.today),
        initial=typed_of(obligation),
    )
    if request.method == "POST" and form.is_valid():
        draft, proof = form.draft(), form.proof()
        if draft is not None and not form.errors:
            try:
                edit_obligation(
                    obligation=obligation,
                    draft=draft,
                    proof=proof,
                    revision=form.cleaned_data["revision"] or 0,
                    by=acting.person,
                    now=acting.now,
                )
            except RuleError as error:
                refuse(form, error.problem)
            else:
                messages.success(request, _("The obligation is saved."))
                return redirect("document", pk=document.pk)
    return render(
        request,
        "register/obligation.html",
        {
            "document": document,
            "obligation": obligation,
            "form": form,
            "is_given": obligation.tasks.exists(),
        },
    )


@signed_in
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    obligation, acting = obligation_kept(request, pk), acting_on(request)
    try:
        remove_obligation(obligation=obligation, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, register_refusal(error.problem))
        return redirect("edit_obligation", pk=pk)
    messages.success(request, _("The obligation is taken out."))
    return redirect("document", pk=obligation.document_id)
