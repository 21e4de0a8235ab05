"""Which register is to be printed: whose, over which days, with the filters of the list?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from giaoban.documents.numbers import format_number
from giaoban.documents.register.book_files import book_pdf, book_xlsx
from giaoban.documents.register.register_book import BookSource, RegisterBook, register_book
from giaoban.documents.renderers import MEDIA_TYPES, FileKind
from giaoban.documents.tasks.follow_up_book import follow_up_book
from giaoban.models import NumberedBody
from giaoban.queries.country import country
from giaoban.queries.register.listed import Sought, bodies_seen, documents_listed
from giaoban.queries.register.seen import documents_seen
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.rules.country.layouts import VIETNAM
from giaoban.rules.people.permissions import Permission
from giaoban.rules.register.documents import Direction
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.register.documents_list import LETTERS, sought_from
from giaoban.web.register.words import TYPE_CHOICES
from giaoban.web.reporting.consolidated_files import attachment
from giaoban.web.units.fields import DayField

MOST_IN_FILE: Mapping[str, int] = {FileKind.PDF: 1000, FileKind.XLSX: 5000}
"""Lines of one file, so that it is made in seconds; a longer book is bound in parts."""


class BookKind(StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    FOLLOW_UP = "follow-up"


BOOKS: Mapping[BookKind, Promise] = {
    BookKind.INCOMING: gettext_lazy("Register of incoming documents"),
    BookKind.OUTGOING: gettext_lazy("Register of outgoing documents"),
    BookKind.FOLLOW_UP: gettext_lazy("Follow-up of incoming documents"),
}


class BookForm(forms.Form):
    """What the address asks for; the fields bear the names that the list has."""

    body = forms.TypedChoiceField(label=gettext_lazy("Register of"), coerce=int)
    first = DayField(label=pgettext_lazy("span of days", "From"))
    last = DayField(label=pgettext_lazy("span of days", "Until"))
    type = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Words, number or author"), required=False, max_length=200
    )

    def __init__(self, data: Mapping[str, Any], bodies: list[NumberedBody]) -> None:
        super().__init__(data)
        named = [(one.pk, f"{one.name} ({one.unit.name})") for one in bodies]
        self.fields["body"].choices = named  # type: ignore[attr-defined]
        types = [(code or LETTERS, name) for code, name in TYPE_CHOICES]
        self.fields["type"].choices = [("", _("all types")), *types]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        return found


@dataclass(frozen=True)
class ShownBook:
    kind: BookKind
    title: Promise
    count: int
    query: str

    @property
    def is_printed(self) -> bool:
        return self.count <= MOST_IN_FILE[FileKind.PDF]

    @property
    def is_calculated(self) -> bool:
        return self.count <= MOST_IN_FILE[FileKind.XLSX]


@signed_in
def register_books(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    form = _form(request, acting)
    source = _source(form, request, acting) if form is not None else None
    return render(
        request,
        "register/books.html",
        {
            "form": form,
            "source": source,
            "books": _shown(source, form) if source and form is not None else [],
            "has_decree": country().layout.code == VIETNAM.code,
            "most_on_paper": MOST_IN_FILE[FileKind.PDF],
            "most_in_workbook": MOST_IN_FILE[FileKind.XLSX],
        },
    )


@signed_in
def register_book_file(request: HttpRequest, book: str, form: str) -> HttpResponse:
    """A book as PDF to bind or as a workbook; where the address says too little, its page."""
    require_anywhere(request, Permission.VIEW)
    if book not in set(BookKind) or form not in MOST_IN_FILE:
        raise Http404
    acting = acting_on(request)
    asked = _form(request, acting)
    source = _source(asked, request, acting) if asked is not None else None
    page = f"{reverse('register_books')}?{request.GET.urlencode()}"
    if source is None:
        return redirect(page)
    kind = BookKind(book)
    most = MOST_IN_FILE[form]
    if source.in_direction(_direction(kind)).count() > most:
        said = _("More than %(most)s documents: choose fewer days.")
        messages.error(request, said % {"most": format_number(most, get_language() or "vi")})
        return redirect(page)
    made = _made(source, kind, acting)
    content = book_pdf(made) if form == FileKind.PDF else book_xlsx(made)
    name = f"{_file_name(kind)}-{source.first}-{source.last}.{form}"
    return attachment(content, name, MEDIA_TYPES[FileKind(form)])


def _form(request: HttpRequest, acting: Acting) -> BookForm | None:
    """With what the address says, else this year of a register that the person keeps."""
    reading = acting.reading
    bodies = sorted(bodies_seen(reading, acting.today), key=lambda one: not _keeps(acting, one))
    if not bodies:
        return None
    given = request.GET
    sought = sought_from(request)
    year = sought.year or acting.today.year
    known = {one.pk for one in bodies}
    return BookForm(
        {
            "body": sought.body if sought.body in known else bodies[0].pk,
            "first": given.get("first") or f"{year:04d}-01-01",
            "last": given.get("last") or f"{year:04d}-12-31",
            "type": LETTERS if sought.type_code == "" else sought.type_code or "",
            "q": sought.words,
        },
        bodies,
    )


def _source(form: BookForm | None, request: HttpRequest, acting: Acting) -> BookSource | None:
    if form is None or not form.is_valid():
        return None
    asked, reading = form.cleaned_data, acting.reading
    body = NumberedBody.objects.select_related("unit").get(pk=asked["body"])
    sought = sought_from(request)
    narrowed = Sought(body=body.pk, type_code=sought.type_code, words=sought.words)
    return BookSource(
        body=body,
        first=asked["first"],
        last=asked["last"],
        documents=documents_listed(narrowed, reading, acting.today),
        seen=documents_seen(reading, acting.today),
        type_code=sought.type_code,
        words=sought.words,
        is_all_seen=_keeps(acting, body),
    )


def _shown(source: BookSource, form: BookForm) -> list[ShownBook]:
    query = urlencode({name: value for name, value in form.data.items() if value})
    counts = {way: source.in_direction(way).count() for way in Direction}
    return [
        ShownBook(kind, title, count, query)
        for kind, title in BOOKS.items()
        for count in [counts[_direction(kind)]]
    ]


def _direction(kind: BookKind) -> Direction:
    return Direction.OUTGOING if kind is BookKind.OUTGOING else Direction.INCOMING


def _made(source: BookSource, kind: BookKind, acting: Acting) -> RegisterBook:
    if kind is BookKind.FOLLOW_UP:
        tasks = tasks_seen(acting.seeing_tasks, acting.today)
        return follow_up_book(source, tasks=tasks, today=acting.today)
    return register_book(source, _direction(kind))


def _file_name(kind: BookKind) -> str:
    said = country().phrases.registers
    names = {
        BookKind.INCOMING: said.incoming_file,
        BookKind.OUTGOING: said.outgoing_file,
        BookKind.FOLLOW_UP: said.follow_up_file,
    }
    return names[kind]


def _keeps(acting: Acting, body: NumberedBody) -> bool:
    return acting.may(Permission.MANAGE_REGISTER, body.unit_id)
