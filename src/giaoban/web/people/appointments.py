"""Give a role, end it, hand it over."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.people.accounts import NewPerson
from giaoban.actions.people.appointments import (
    add_appointment,
    edit_duties,
    end_appointment,
    hand_over,
)
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.models import Appointment, Person
from giaoban.queries.people.directory import passing_on
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.queries.units.picking import unit_named
from giaoban.queries.written_days import day_text
from giaoban.rules.people.permissions import Permission, Role
from giaoban.rules.problems import Problem
from giaoban.web.audit.changed_meanwhile import event_seen, seen_context
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.people.forms import AppointForm, DutiesForm, EndForm, HandOverForm
from giaoban.web.people.reach import may_see, roles_anywhere, roles_at, site_of
from giaoban.web.people.words import refusal
from giaoban.web.units.fields import written


def _appointment_to_change(request: HttpRequest, pk: int) -> Appointment:
    """The appointment, where the person at work may give and take that role there."""
    held = get_object_or_404(Appointment.objects.select_related("person", "unit"), pk=pk)
    require(request, Permission.MANAGE_PEOPLE, held.unit_id)
    if Role(held.role) not in roles_at(request, held.unit_id):
        raise Http404
    return held


@signed_in
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role for somebody who has an account."""
    person = get_object_or_404(Person, pk=pk)
    require_anywhere(request, Permission.MANAGE_PEOPLE)
    # Somebody from elsewhere is given a role by who knows the e-mail, so that counting through
    # the addresses tells nobody's name.
    knows_email = request.GET.get("email", "").strip().lower() == person.email.lower()
    if not (knows_email or may_see(request, person)):
        raise Http404
    acting = acting_on(request)
    unit = unit_named(request.GET.get("unit", ""), acting.today)
    form = AppointForm(
        request.POST or None,
        roles=roles_anywhere(request),
        initial={"since": acting.today, "unit": written(unit) if unit else ""},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        role = Role(given["role"])
        if role not in roles_at(request, given["unit"].pk):
            form.add_error("role", refusal(Problem("role_not_yours")))
        else:
            try:
                add_appointment(
                    person=person,
                    unit=given["unit"],
                    role=role,
                    since=given["since"],
                    until=given["until"],
                    duties=given["duties"],
                    by=acting.person,
                    now=acting.now,
                )
            except PeopleRefused as refused:
                form.add_error(None, refusal(refused.problem))
            else:
                messages.success(request, _("The role was given."))
                return redirect("person", pk=person.pk)
    return render(request, "people/appoint.html", {"form": form, "person": person})


@signed_in
def end(request: HttpRequest, pk: int) -> HttpResponse:
    held = _appointment_to_change(request, pk)
    acting = acting_on(request)
    form = EndForm(request.POST or None, initial={"until": acting.today})
    if request.method == "POST" and form.is_valid():
        try:
            end_appointment(
                appointment=held,
                until=form.cleaned_data["until"],
                by=acting.person,
                now=acting.now,
            )
        except PeopleRefused as refused:
            form.add_error("until", refusal(refused.problem))
        else:
            messages.success(request, _("The role was ended."))
            return redirect("person", pk=held.person_id)
    return render(request, "people/end.html", {"form": form, "held": held})


@signed_in
def duties(request: HttpRequest, pk: int) -> HttpResponse:
    """What a member is in charge of, the seat, and the place in the roster."""
    found = Appointment.objects.select_related("person", "unit", "represents", "substitute")
    held = get_object_or_404(found, pk=pk)
    require(request, Permission.MANAGE_COMMITTEE, held.unit_id)
    acting = acting_on(request)
    meanwhile: ChangedMeanwhile | None = None
    form = DutiesForm(held, acting.today, request.POST or None, initial=_seat_now(held))
    if request.method == "POST" and form.is_valid():
        try:
            edit_duties(
                appointment=held,
                duties=form.cleaned_data["duties"],
                rank=form.cleaned_data["rank"],
                seat=form.seat(),
                by=acting.person,
                now=acting.now,
                seen=event_seen(request),
            )
        except ChangedMeanwhile as refused:
            meanwhile = refused
        except PeopleRefused as refused_seat:
            form.add_error(None, refusal(refused_seat.problem))
        else:
            messages.success(request, _("The duties were saved."))
            back = "committee_roster" if form.cleaned_data.get("post") else "committee_of"
            return redirect(back, unit_id=held.unit_id)
    context = {"form": form, "held": held, **seen_context(held, {"edit_duties"}, meanwhile)}
    return render(request, "people/duties.html", context)


def _seat_now(held: Appointment) -> dict[str, object]:
    return {
        "post": held.post,
        "duties": held.duties,
        "rank": held.rank,
        "represents": written(held.represents) if held.represents else "",
        "substitute": held.substitute.email if held.substitute else "",
    }


@signed_in
def handing_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes over, what passes on, and then the handing over itself."""
    held = _appointment_to_change(request, pk)
    acting = acting_on(request)
    form = HandOverForm(request.POST or None, initial={"on": acting.today})
    successor: Person | NewPerson | None = None
    if request.method == "POST" and form.is_valid():
        successor = _successor(form)
        if successor is not None and request.POST.get("step") == "confirm":
            try:
                begun = hand_over(
                    appointment=held,
                    successor=successor,
                    on=form.cleaned_data["on"],
                    by=acting.person,
                    now=acting.now,
                    site=site_of(request),
                )
            except PeopleRefused as refused:
                form.add_error(None, refusal(refused.problem))
                successor = None
            else:
                messages.success(
                    request,
                    _("%(name)s takes over on %(day)s.")
                    % {"name": begun.person.name, "day": day_text(begun.since)},
                )
                return redirect("person", pk=begun.person_id)
    return render(
        request,
        "people/hand_over.html",
        {
            "form": form,
            "held": held,
            "successor": successor,
            "is_new": isinstance(successor, NewPerson),
            "on": form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None,
            "passing": passing_on(held.unit_id, tasks_seen(acting.seeing_tasks, acting.today)),
        },
    )


def _successor(form: HandOverForm) -> Person | NewPerson | None:
    """Who bears the e-mail; somebody new where nobody does and a name is given."""
    given = form.cleaned_data
    person = Person.objects.filter(email__iexact=given["email"]).first()
    if person is not None:
        return person
    if not given["name"].strip():
        form.add_error("name", _("Nobody has this e-mail yet: type the full name to invite."))
        return None
    return NewPerson(
        email=given["email"],
        name=given["name"],
        post=given["post"],
        telephone=given["telephone"],
    )
