"""What an office's document system has already comes in: a table looked at first, packages at once.

A table that was read travels signed in the page, so that what is confirmed is what was shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from giaoban.actions.register.importing import DocumentsRefused, ImportedDocuments
from giaoban.actions.register.importing_files import (
    PACKAGES,
    TABLE,
    TAKEN,
    SentFile,
    files_sent,
    import_document_file,
    tried_document_file,
)
from giaoban.exchange.register.problem_words import document_column, sentence
from giaoban.models import Document, NumberedBody
from giaoban.queries.register.alike import documents_alike
from giaoban.rules.people.permissions import Permission
from giaoban.rules.register.document_rows import COLUMNS, DocumentProblem
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.register.document_forms import ManyFiles
from giaoban.web.register.scope import bodies_to_write
from giaoban.web.units.fields import DayField

_SALT = "giaoban.register.documents"
A_DAY = 24 * 3600
LARGEST_TABLE = 5 << 20
MOST_FILES = 200
MOST_SHOWN = 200
"""So many rows or errors of a file are shown; all of them are counted."""


@dataclass(frozen=True)
class ShownProblem:
    line: int
    column: str
    words: str


@dataclass(frozen=True)
class TakenFile:
    """One file: the documents that were entered, or why none was."""

    name: str
    done: ImportedDocuments | None = None
    problems: Sequence[ShownProblem] = ()
    remarks: Sequence[str] = field(default_factory=list)

    @property
    def added(self) -> list[Document]:
        return self.done.added[:MOST_SHOWN] if self.done else []

    @property
    def called_off(self) -> list[Document]:
        return self.done.called_off[:MOST_SHOWN] if self.done else []


class SomeFiles(forms.FileField):
    """At least one file; several may be chosen."""

    def clean(self, given: Any, initial: Any = None) -> list[UploadedFile]:
        clean = super().clean
        return [clean(one, initial) for one in given or [None]]


class ImportForm(forms.Form):
    arrived_on = DayField(
        label=gettext_lazy("When did the packages arrive?"),
        help_text=gettext_lazy("A table says the day of each document itself."),
    )

    def __init__(
        self, bodies: Sequence[NumberedBody], on: date, typed: Any = None, files: Any = None
    ) -> None:
        super().__init__(typed, files, initial={"arrived_on": on})
        self._bodies = {str(body.pk): body for body in bodies}
        self.fields["body"] = forms.ChoiceField(
            label=_("In whose register?"),
            choices=[
                (key, f"{body.name} ({body.unit.name})") for key, body in self._bodies.items()
            ],
        )
        self.fields["files"] = SomeFiles(
            label=_("Files"),
            help_text=_("One table (.csv), or edXML packages (.edxml, .xml), also as a zip."),
            widget=ManyFiles(attrs={"accept": ",".join(sorted({*TAKEN, ".zip"}))}),
        )
        self.order_fields(["body", "files", "arrived_on"])

    def of_body(self) -> NumberedBody:
        return self._bodies[self.cleaned_data["body"]]


@signed_in
def import_documents(request: HttpRequest) -> HttpResponse:
    """A table: what it would enter, then the step; packages: what became of each."""
    require_anywhere(request, Permission.MANAGE_REGISTER)
    acting = acting_on(request)
    bodies = bodies_to_write(acting)
    if request.method == "POST" and "kept" in request.POST:
        return _confirmed(request, bodies)
    form = ImportForm(bodies, acting.today, request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"form": form, "bodies": bodies, "columns": ", ".join(COLUMNS)}
    if request.method == "POST" and form.is_valid():
        files = _chosen(form)
        if files and PurePosixPath(files[0][0]).suffix.lower() == TABLE:
            shown |= _tried(files[0], form, acting)
        elif files:
            arrived_on = form.cleaned_data["arrived_on"]
            taken = [_taken(form.of_body(), file, arrived_on, acting) for file in files]
            shown |= {"taken": taken, "refused_count": sum(one.done is None for one in taken)}
    return render(request, "register/import.html", shown)


def _chosen(form: ImportForm) -> list[SentFile]:
    """The files, those of zips with them; none with an error of the form."""
    uploads: list[UploadedFile] = form.cleaned_data["files"]
    tables = [one for one in uploads if PurePosixPath(one.name or "").suffix.lower() == TABLE]
    if tables and len(uploads) > 1:
        form.add_error("files", _("Choose a table alone: what it would enter is shown first."))
    if tables and (tables[0].size or 0) > LARGEST_TABLE:
        form.add_error("files", _("The table is larger than 5 MB: split it."))
    if form.errors:
        return []
    files = [file for one in uploads for file in files_sent(one.name or "", one.read(), PACKAGES)]
    if len(files) > MOST_FILES:
        words = _("Choose %(most)s files at most.")
        form.add_error("files", words % {"most": MOST_FILES})
        return []
    return files


def _tried(file: SentFile, form: ImportForm, acting: Acting) -> dict[str, Any]:
    name, content, _problem = file
    try:
        done = tried_document_file(
            body=form.of_body(),
            name=name,
            content=content,
            by=acting.person,
            today=acting.today,
            now=acting.now,
        )
    except DocumentsRefused as error:
        return {"tried": TakenFile(name, problems=_words(error.problems)), "file_name": name}
    same = done.unchanged - len(done.completed)
    shown: dict[str, Any] = {"tried": TakenFile(name, done), "file_name": name, "same": same}
    if done.added or done.completed:
        kept = {"name": name, "text": content.decode("utf-8-sig"), "body": form.of_body().pk}
        shown["kept"] = signing.dumps(kept, salt=_SALT, compress=True)
        shown["body"] = form.of_body()
        shown["more"] = max(len(done.added) - MOST_SHOWN, 0)
        alike = documents_alike(form.of_body(), done.added)
        shown["fresh"] = [
            (one, alike.get((one.bare_symbol, one.dated_on))) for one in done.added[:MOST_SHOWN]
        ]
        shown["alike_count"] = len(alike)
    return shown


def _confirmed(request: HttpRequest, bodies: Sequence[NumberedBody]) -> HttpResponse:
    acting = acting_on(request)
    try:
        kept = signing.loads(request.POST["kept"], salt=_SALT, max_age=A_DAY)
    except signing.BadSignature:
        messages.error(request, _("The preview is out of date: choose the file again."))
        return redirect("import_documents")
    body = next((one for one in bodies if one.pk == kept["body"]), None)
    if body is None:
        messages.error(request, _("The preview is out of date: choose the file again."))
        return redirect("import_documents")
    file: SentFile = (kept["name"], kept["text"].encode(), None)
    taken = _taken(body, file, acting.today, acting)
    if taken.done is None:
        form = ImportForm(bodies, acting.today)
        shown = {"form": form, "bodies": bodies, "columns": ", ".join(COLUMNS), "tried": taken}
        return render(request, "register/import.html", {**shown, "file_name": taken.name})
    for words, documents in _told(taken.done):
        messages.success(request, words % {"count": len(documents)})
    return redirect("documents")


def _told(done: ImportedDocuments) -> Iterator[tuple[str, list[Document]]]:
    """What was done, in a sentence each."""
    if done.added or not done.completed:
        added = len(done.added)
        words = ngettext(
            "%(count)s document is entered.", "%(count)s documents are entered.", added
        )
        yield words, done.added
    if done.completed:
        words = ngettext(
            "In %(count)s document, what was empty is filled in.",
            "In %(count)s documents, what was empty is filled in.",
            len(done.completed),
        )
        yield words, done.completed


def _taken(body: NumberedBody, file: SentFile, arrived_on: date, acting: Acting) -> TakenFile:
    name, content, problem = file
    if problem is not None:
        words = sentence(problem.code, problem.params)
        return TakenFile(name, problems=[ShownProblem(0, "", words)])
    try:
        done = import_document_file(
            body=body,
            name=name,
            content=content,
            arrived_on=arrived_on,
            by=acting.person,
            today=acting.today,
            now=acting.now,
        )
    except DocumentsRefused as error:
        return TakenFile(name, problems=_words(error.problems))
    return TakenFile(name, done, remarks=[sentence(one.code, one.params) for one in done.left_out])


def _words(problems: Sequence[DocumentProblem]) -> list[ShownProblem]:
    return [
        ShownProblem(
            one.line,
            document_column(one.column),
            sentence(one.code, {"column": one.column, **one.params}),
        )
        for one in problems
    ]
