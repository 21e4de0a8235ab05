"""A document is issued, filled in, given files, or called off."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from giaoban.actions.register.editing import edit_document
from giaoban.actions.register.files import attach_files, remove_file
from giaoban.actions.register.outgoing import (
    call_off_document,
    issue_as_numbered_elsewhere,
    issue_document,
)
from giaoban.actions.tasks.withdrawing_documents import withdraw_asked, withdraw_document_tasks
from giaoban.models import Document, DocumentFile
from giaoban.queries.register.draft_changes import changes_since
from giaoban.queries.tasks.by_obligation import open_tasks_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Direction, DocumentState, Numbering
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.register.document_forms import CallOffForm, FilesForm, IssueForm, LineForm
from giaoban.web.register.document_page import document_page
from giaoban.web.register.entering import chosen_files
from giaoban.web.register.over import WithdrawAllForm
from giaoban.web.register.scope import document_asked, document_kept
from giaoban.web.register.words import refuse, register_refusal

MOST_AT_ONCE = 30
"""So many tasks are withdrawn while the page waits; more of them by the worker."""
_NOT_FIELDS = {"readers", "revision"}


@signed_in
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives the number, and says it."""
    document, acting = document_kept(request, pk), acting_on(request)
    is_given = document.body.numbering == Numbering.GIVEN
    typed = request.POST.copy()
    form = IssueForm(acting.today, typed, is_given=is_given)
    if form.is_valid():
        who = {"by": acting.person, "today": acting.today, "now": acting.now}
        try:
            if is_given:
                issued = issue_as_numbered_elsewhere(document=document, **form.cleaned_data, **who)
            else:
                issued = issue_document(document=document, **form.cleaned_data, **who)
        except RuleError as error:
            shown = document_kept(request, pk)
            typed["revision"] = str(shown.revision)  # as it is shown now
            refuse(form, error.problem)
            meanwhile = changes_since(shown, form.cleaned_data["revision"])
            return document_page(request, shown, refused=form, meanwhile=meanwhile)
        messages.success(
            request, _("The document is issued: it bears %(symbol)s.") % {"symbol": issued.symbol}
        )
        return redirect("document", pk=pk)
    return document_page(request, document, refused=form)


@signed_in
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    document, acting = document_kept(request, pk), acting_on(request)
    form = CallOffForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            call_off_document(document=document, reason=reason, by=acting.person, now=acting.now)
        except RuleError as error:
            return _refused(request, pk, form, error)
        messages.success(request, _("The document is called off. Its number stays taken."))
        return redirect("document", pk=pk)
    return document_page(request, document, refused=form)


@signed_in
@require_POST
def withdraw_all_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """Every open task of a document that no longer holds; of few it is over at once."""
    document, acting = document_asked(request, pk), acting_on(request)
    if not acting.may(Permission.DECIDE_TASK, document.body.unit_id):
        raise Http404
    form = WithdrawAllForm(request.POST)
    if not form.is_valid():
        return document_page(request, document, refused=form)
    asked = open_tasks_of(document)
    who = {"today": acting.today, "now": acting.now}
    reason = form.cleaned_data["reason"]
    try:
        withdraw_document_tasks(document=document, reason=reason, by=acting.person, **who)
    except RuleError as error:
        form.add_error(None, register_refusal(error.problem))
        return document_page(request, document_asked(request, pk), refused=form)
    if asked > MOST_AT_ONCE:
        messages.success(request, _("The tasks are being withdrawn. The page may be left."))
        return redirect("document", pk=pk)
    withdrawn = withdraw_asked(only=document.pk, **who)
    words = ngettext("%(count)s task is withdrawn.", "%(count)s tasks are withdrawn.", withdrawn)
    messages.success(request, words % {"count": withdrawn})
    return redirect("document", pk=pk)


@signed_in
@require_POST
def add_files(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that bears the stamp of a state secret is refused, and nothing of it is kept."""
    document, acting = document_kept(request, pk), acting_on(request)
    form = FilesForm(request.POST)
    form.is_valid()
    try:
        files = chosen_files(request)
        if not files:
            form.add_error("files", _("Choose a file."))
            return document_page(request, document, refused=form)
        added = attach_files(document=document, files=files, by=acting.person, now=acting.now)
    except RuleError as error:
        return _refused(request, pk, form, error)
    words = ngettext("%(count)s file is added.", "%(count)s files are added.", len(added))
    messages.success(
        request, words % {"count": len(added)} if added else _("The file is there already.")
    )
    return redirect("document", pk=pk)


@signed_in
@require_POST
def remove_document_file(request: HttpRequest, pk: int) -> HttpResponse:
    """For a file that was added by mistake: the wrong one, or one that may not be here."""
    held = get_object_or_404(DocumentFile.objects.select_related("file"), pk=pk)
    document, acting = document_kept(request, held.document_id), acting_on(request)
    remove_file(file=held, by=acting.person, now=acting.now)
    messages.success(request, _("The file is removed."))
    return redirect("document", pk=document.pk)


@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What was left empty, where it went, who may read it; of a draft also what it is."""
    document, acting = document_kept(request, pk), acting_on(request)
    form = LineForm(
        document.body,
        acting.today,
        request.POST or None,
        is_draft=document.state == DocumentState.DRAFT,
        is_incoming=document.direction == Direction.INCOMING,
        initial=_typed(document),
    )
    if request.method == "POST" and form.is_valid():
        readers = form.reader_ids()
        said = form.cleaned_data
        if not form.errors:
            try:
                edit_document(
                    document=document,
                    changes={name: said[name] for name in said if name not in _NOT_FIELDS},
                    reader_ids=readers,
                    revision=said["revision"],
                    by=acting.person,
                    now=acting.now,
                )
            except RuleError as error:
                form.refuse(error.problem)
            else:
                messages.success(request, _("The document is saved."))
                return redirect("document", pk=pk)
    return render(request, "register/edit.html", {"document": document, "form": form})


def _typed(document: Document) -> dict[str, object]:
    names = (
        *("type_code", "title", "signer", "recipients", "kept_by", "copies", "sent_on"),
        *("forwarded_on", "received_by", "note", "access", "holds_from", "holds_until"),
    )
    readers = document.readers.select_related("unit")
    return {
        **{name: getattr(document, name) for name in names},
        "readers": "\n".join(each.unit.code for each in readers),
        "revision": document.revision,
    }


def _refused(request: HttpRequest, pk: int, form: forms.Form, error: RuleError) -> HttpResponse:
    """The page as it stands now, with what was typed and why it was refused."""
    refuse(form, error.problem)
    return document_page(request, document_kept(request, pk), refused=form)
