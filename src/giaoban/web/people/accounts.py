"""Invite people, correct their details, send the letter again, close and open accounts."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.people.accounts import (
    EDITS,
    NewPerson,
    deactivate_person,
    edit_person,
    invite_person,
    reactivate_person,
    resend_invitation,
)
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.models import Person
from giaoban.queries.people.calendar_feeds import feed_of
from giaoban.queries.units.picking import unit_named
from giaoban.rules.people.permissions import Permission, Role
from giaoban.rules.problems import Problem
from giaoban.web.audit.changed_meanwhile import event_seen, seen_context
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.choices import remember_language
from giaoban.web.people.forms import EditPersonForm, InviteForm, ProfileForm
from giaoban.web.people.reach import require_change, roles_anywhere, roles_at, site_of
from giaoban.web.people.words import refusal
from giaoban.web.units.fields import written


@signed_in
def invite(request: HttpRequest) -> HttpResponse:
    """A new account with its first role."""
    require_anywhere(request, Permission.MANAGE_PEOPLE)
    acting = acting_on(request)
    unit = unit_named(request.GET.get("unit", ""), acting.today)
    form = InviteForm(
        request.POST or None,
        roles=roles_anywhere(request),
        initial={
            "since": acting.today,
            "unit": written(unit) if unit else "",
            "role": request.GET.get("role", Role.UNIT_OFFICER),
            "language": settings.LANGUAGE_CODE,
        },
    )
    existing: Person | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if Role(given["role"]) not in roles_at(request, given["unit"].pk):
            form.add_error("role", refusal(Problem("role_not_yours")))
        else:
            try:
                person = invite_person(
                    new=NewPerson(
                        email=given["email"],
                        name=given["name"],
                        post=given["post"],
                        telephone=given["telephone"],
                        language=given["language"],
                    ),
                    unit=given["unit"],
                    role=Role(given["role"]),
                    since=given["since"],
                    duties=given["duties"],
                    by=acting.person,
                    now=acting.now,
                    site=site_of(request),
                )
            except PeopleRefused as refused:
                form.add_error("email", refusal(refused.problem))
                existing = Person.objects.filter(email__iexact=given["email"]).first()
            else:
                messages.success(
                    request, _("The invitation was sent to %(email)s.") % {"email": person.email}
                )
                return redirect("person", pk=person.pk)
    return render(request, "people/invite.html", {"form": form, "existing": existing})


@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    require_change(request, person)
    acting = acting_on(request)
    form = EditPersonForm(
        request.POST or None,
        initial={
            "name": person.name,
            "email": person.email,
            "post": person.post,
            "telephone": person.telephone,
        },
    )
    meanwhile: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        try:
            edit_person(
                person=person,
                by=acting.person,
                now=acting.now,
                seen=event_seen(request),
                **form.cleaned_data,
            )
        except PeopleRefused as refused:
            form.add_error("email", refusal(refused.problem))
        except ChangedMeanwhile as refused:
            meanwhile = refused
        else:
            messages.success(request, _("The details were saved."))
            return redirect("person", pk=person.pk)
    context = {"form": form, "person": person, **seen_context(person, EDITS, meanwhile)}
    return render(request, "people/edit.html", context)


@require_POST
@signed_in
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    require_change(request, person)
    acting = acting_on(request)
    try:
        resend_invitation(person=person, by=acting.person, now=acting.now, site=site_of(request))
    except PeopleRefused as refused:
        messages.error(request, refusal(refused.problem))
    else:
        messages.success(
            request, _("The invitation was sent to %(email)s.") % {"email": person.email}
        )
    return redirect("person", pk=pk)


@require_POST
@signed_in
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    require_change(request, person)
    acting = acting_on(request)
    try:
        deactivate_person(person=person, by=acting.person, now=acting.now)
    except PeopleRefused as refused:
        messages.error(request, refusal(refused.problem))
    else:
        messages.success(request, _("The account is closed: nobody can sign in with it."))
    return redirect("person", pk=pk)


@require_POST
@signed_in
def open_account(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    require_change(request, person)
    acting = acting_on(request)
    reactivate_person(person=person, by=acting.person, now=acting.now)
    messages.success(request, _("The account is open again."))
    return redirect("person", pk=pk)


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, post, telephone and language; the password has a page of its own."""
    acting = acting_on(request)
    person = acting.person
    form = ProfileForm(
        request.POST or None,
        initial={
            "name": person.name,
            "post": person.post,
            "telephone": person.telephone,
            "language": person.language,
        },
    )
    meanwhile: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        try:
            edit_person(
                person=person,
                by=person,
                now=acting.now,
                seen=event_seen(request),
                **form.cleaned_data,
            )
        except ChangedMeanwhile as refused:
            meanwhile = refused
        else:
            messages.success(request, _("Your details were saved."))
            response = redirect("profile")
            remember_language(response, form.cleaned_data["language"])
            return response
    context = {
        "form": form,
        "person": person,
        "feed": feed_of(person),
        **seen_context(person, EDITS, meanwhile),
    }
    return render(request, "people/profile.html", context)
