"""A document that came is registered, one that is to go out is drafted; a stamp refuses either."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from giaoban.actions.register.files import ReadFile, attach_files, read_file
from giaoban.actions.register.incoming import IncomingText, register_incoming
from giaoban.actions.register.outgoing import OutgoingText, draft_document
from giaoban.models import Document, NumberedBody
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.register.document_forms import DraftForm, EnteringForm, IncomingForm
from giaoban.web.register.scope import bodies_to_write

MOST_FILES = 20
_Enter = Callable[[EnteringForm, NumberedBody, Acting, Sequence[ReadFile]], Document]


@signed_in
def register_document(request: HttpRequest) -> HttpResponse:
    """One that is there already is named with the way to it."""
    return _entered(request, IncomingForm, _registered, "register/register.html")


@signed_in
def draft(request: HttpRequest) -> HttpResponse:
    return _entered(request, DraftForm, _drafted, "register/draft.html")


def chosen_files(request: HttpRequest, name: str = "files") -> list[ReadFile]:
    """Every file of a form, read; nothing is stored. Raises RuleError as files.read_file, and
    `files_too_many` (most).
    """
    chosen = [each for each in request.FILES.getlist(name) if isinstance(each, UploadedFile)]
    if len(chosen) > MOST_FILES:
        raise RuleError("files_too_many", most=MOST_FILES)
    return [read_file(each.name or "", each.read()) for each in chosen]


def _entered(
    request: HttpRequest,
    kind: type[EnteringForm],
    enter: _Enter,
    template: str,
) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_REGISTER)
    acting = acting_on(request)
    bodies = bodies_to_write(acting)
    form = kind(bodies, acting.today, request.POST or None)
    shown: dict[str, Any] = {"form": form, "bodies": bodies, "had_files": bool(request.FILES)}
    if request.method == "POST" and form.is_valid():
        try:
            files = chosen_files(request)
            document = _stored(form, files, acting, enter)
        except RuleError as error:
            form.refuse(error.problem)
            shown["twin"] = error.params.get("document")
            shown["is_alike"] = error.code == "document_alike"
        else:
            if document is not None:
                return redirect("document", pk=document.pk)
    return render(request, template, shown)


@transaction.atomic
def _stored(
    form: EnteringForm,
    files: list[ReadFile],
    acting: Acting,
    enter: _Enter,
) -> Document | None:
    """The document with its files, or neither; None where the form names no unit."""
    body = form.of_body()
    assert body is not None
    form.cleaned_data["reader_ids"] = form.reader_ids()
    if form.errors:
        return None
    document = enter(form, body, acting, files)
    if files:
        attach_files(document=document, files=files, by=acting.person, now=acting.now)
    return document


def _registered(
    form: EnteringForm, body: NumberedBody, acting: Acting, files: Sequence[ReadFile]
) -> Document:
    said = form.cleaned_data
    return register_incoming(
        body=body,
        text=IncomingText(
            author=said["author"],
            symbol=said["symbol"],
            dated_on=said["dated_on"],
            title=said["title"],
            type_code=form.type_said(),
            signer=said["signer"],
            forwarded_to=said["forwarded_to"],
            forwarded_on=said["forwarded_on"],
            received_by=said["received_by"],
            copies=said["copies"],
            access=said["access"],
            reader_ids=said["reader_ids"],
            note=said["note"],
        ),
        arrived_on=said["arrived_on"],
        by=acting.person,
        today=acting.today,
        now=acting.now,
        digests=[each.digest for each in files],
        is_another=said["is_another"],
    )


def _drafted(
    form: EnteringForm, body: NumberedBody, acting: Acting, _files: Sequence[ReadFile]
) -> Document:
    said = form.cleaned_data
    names = ("type_code", "title", "signer", "recipients", "kept_by", "copies", "access")
    return draft_document(
        body=body,
        text=OutgoingText(
            **{name: said[name] for name in names},
            note=said["note"],
            reader_ids=said["reader_ids"],
        ),
        by=acting.person,
        now=acting.now,
    )
