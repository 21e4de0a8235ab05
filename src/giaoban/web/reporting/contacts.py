"""To whom do a unit's letters go? The list, one contact, and a file of many."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from giaoban.actions.reporting.contacts import (
    ContactsRefused,
    remove_contact,
    set_contact,
)
from giaoban.actions.reporting.contacts import import_contacts as import_contacts_action
from giaoban.exchange.reporting.contact_words import contact_line
from giaoban.exchange.reporting.contacts_csv import write_contacts_csv
from giaoban.exchange.units.problem_words import sentence
from giaoban.exchange.units.units_csv import UnreadableFile, read_units_csv
from giaoban.models import Unit
from giaoban.queries.reporting.contacts import contacts_of, units_reached, units_with_contacts
from giaoban.rules.people.permissions import Permission
from giaoban.rules.units.naming import search_key
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.paging import stretch

LARGEST = 5 * 1024 * 1024
MOST_PROBLEMS = 50


class ContactForm(forms.Form):
    name = forms.CharField(max_length=120, required=False, label=gettext_lazy("Name"))
    email = forms.EmailField(max_length=254, label=gettext_lazy("E-mail"))
    telephone = forms.CharField(max_length=40, required=False, label=gettext_lazy("Telephone"))


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV file"))


@signed_in
def contacts(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.CHASE)
    acting = acting_on(request)
    words = request.GET.get("q", "").strip()[:100]
    only_without = request.GET.get("show") == "without"
    rows = units_with_contacts(
        acting.units_where(Permission.CHASE),
        acting.today,
        words=search_key(words),
        only_without=only_without,
    )
    context = {
        "rows": stretch(request, rows),
        "words": words,
        "only_without": only_without,
        "known": sum(row.contact is not None for row in rows),
    }
    return render(request, "reporting/contacts/list.html", context)


@signed_in
def contact(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=unit_id)
    require(request, Permission.CHASE, unit)
    acting = acting_on(request)
    present = contacts_of([unit.pk]).get(unit.pk)
    if request.method == "POST" and "remove" in request.POST:
        remove_contact(unit=unit, by=acting.person, today=acting.today, now=acting.now)
        messages.success(request, _("The contact is removed; its links no longer work."))
        return redirect("contacts")
    initial = (
        {"name": present.name, "email": present.email, "telephone": present.telephone}
        if present
        else {}
    )
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_contact(
            unit=unit, by=acting.person, today=acting.today, now=acting.now, **form.cleaned_data
        )
        messages.success(request, _("The contact is kept."))
        return redirect("contacts")
    context = {"form": form, "unit": unit, "present": present}
    return render(request, "reporting/contacts/contact.html", context)


@signed_in
def export_contacts(request: HttpRequest) -> HttpResponse:
    """The units that the person chases, with their contacts: to be filled in and loaded again."""
    require_anywhere(request, Permission.CHASE)
    acting = acting_on(request)
    rows = units_with_contacts(acting.units_where(Permission.CHASE), acting.today)
    response = HttpResponse(write_contacts_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return response


@signed_in
def import_contacts(request: HttpRequest) -> HttpResponse:
    """A file is taken whole or refused whole."""
    require_anywhere(request, Permission.CHASE)
    form = FileForm(request.POST or None, request.FILES or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > LARGEST:
            form.add_error("file", _("The file is larger than 5 MB: split it."))
        else:
            try:
                return _taken(request, upload.read(), upload.name)
            except UnreadableFile as error:
                form.add_error("file", sentence(error.code, {}))
            except ContactsRefused as refused:
                problems = [contact_line(problem) for problem in refused.problems]
    context = {
        "form": form,
        "problems": problems[:MOST_PROBLEMS],
        "more": max(len(problems) - MOST_PROBLEMS, 0),
    }
    return render(request, "reporting/contacts/import.html", context)


def _taken(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    acting = acting_on(request)
    file = read_units_csv(content, name=name)
    changed = import_contacts_action(
        header=file.header,
        rows=file.rows,
        units=units_reached(acting.units_where(Permission.CHASE), acting.today),
        by=acting.person,
        today=acting.today,
        now=acting.now,
        file_name=name,
    )
    words = ngettext("%(n)s contact was changed.", "%(n)s contacts were changed.", changed)
    messages.success(request, words % {"n": changed})
    return redirect("contacts")
