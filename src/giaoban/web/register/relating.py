"""What a document does to an earlier one, said on its page or taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.register.relations import relate_documents, unrelate_documents
from giaoban.models import Document, DocumentRelation
from giaoban.queries.register.seen import documents_seen
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.standing import Relation
from giaoban.rules.register.symbols import bare_symbol
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.register.document_forms import RelationForm
from giaoban.web.register.document_page import document_page
from giaoban.web.register.scope import document_kept, may_keep
from giaoban.web.register.words import register_refusal

MOST_ALIKE = 20


@signed_in
@require_POST
def relate(request: HttpRequest, pk: int) -> HttpResponse:
    document = document_kept(request, pk)
    acting = acting_on(request)
    form = RelationForm(document, request.POST)
    if form.is_valid():
        earlier = _meant(request, document, form)
        if earlier is not None:
            try:
                relate_documents(
                    later=document,
                    earlier=earlier,
                    kind=Relation(form.cleaned_data["kind"]),
                    since=form.cleaned_data.get("since") or acting.today,
                    note=form.cleaned_data["note"],
                    by=acting.person,
                    now=acting.now,
                )
            except RuleError as error:
                is_day = error.code == "relation_before_document" and "since" in form.fields
                form.add_error("since" if is_day else None, register_refusal(error.problem))
            else:
                messages.success(request, _("The relation is noted."))
                return redirect("document", pk=pk)
    return document_page(request, document, refused=form)


@signed_in
@require_POST
def unrelate(request: HttpRequest, pk: int) -> HttpResponse:
    relation = get_object_or_404(DocumentRelation.objects.select_related("later__body"), pk=pk)
    acting = acting_on(request)
    if not may_keep(acting, relation.later):
        raise Http404
    unrelate_documents(relation=relation, by=acting.person, now=acting.now)
    messages.success(request, _("The relation is taken back."))
    return redirect("document", pk=relation.later_id)


def _meant(request: HttpRequest, document: Document, form: RelationForm) -> Document | None:
    """The one document that may be seen and bears the symbol; None with what to do on the form.

    Whoever keeps another register may carry out what it holds, and end none of it.
    """
    acting = acting_on(request)
    symbol, which = form.cleaned_data["symbol"], form.cleaned_data["which"]
    found = list(
        documents_seen(acting.reading, acting.today)
        .filter(bare_symbol=bare_symbol(symbol))
        .exclude(pk=document.pk)
        .exclude(state=DocumentState.CALLED_OFF)
        .select_related("body")
        .order_by("-dated_on")[:MOST_ALIKE]
    )
    if found and form.cleaned_data["kind"] != Relation.CARRIES_OUT:
        others, found = found, [one for one in found if may_keep(acting, one)]
        if not found:
            words = _(
                "It stands in the register of %(body)s: only who keeps that one says so of it."
            )
            form.add_error("kind", words % {"body": others[0].body.name})
            return None
    chosen = next((one for one in found if str(one.pk) == which), None)
    own = [one for one in found if one.body_id == document.body_id]
    if chosen is not None or len(found) == 1 or len(own) == 1:
        return chosen or (found[0] if len(found) == 1 else own[0])
    if found:
        form.choose_among(found)
        form.add_error("which", _("Several documents bear this symbol: choose the one you mean."))
    else:
        form.add_error("symbol", _("No document bears this symbol: register it first."))
    return None
