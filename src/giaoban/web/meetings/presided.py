"""Somebody else presided or kept the record than was planned: said before its papers are approved,
as whoever presided approves them.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.actions.meetings.presiding import say_who_presided
from giaoban.models import Meeting, Person
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.choices import who_could_preside
from giaoban.rules.meetings.states import MeetingState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.scope import meeting_managed
from giaoban.web.meetings.words import refusals_on


class PresidedForm(forms.Form):
    """Of those who sit in the committee on the day of the meeting, and whoever was there."""

    def __init__(self, meeting: Meeting, people: dict[str, Person], typed: Any = None) -> None:
        initial = {
            name: str(getattr(meeting, f"{name}_id") or "") for name in ("chair", "secretary")
        }
        super().__init__(typed, initial=initial)
        self._people = people
        named = [(key, one.name) for key, one in people.items()]
        self.fields["chair"] = forms.ChoiceField(label=_("Who presided?"), choices=named)
        self.fields["secretary"] = forms.ChoiceField(
            label=_("Who kept the record?"), choices=[("", _("nobody")), *named], required=False
        )

    def chosen(self, name: str) -> Person | None:
        return self._people.get(self.cleaned_data[name])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def who_presided(request: HttpRequest, pk: int) -> HttpResponse:
    scope, acting = meeting_managed(request, pk), acting_on(request)
    meeting = scope.meeting
    if meeting.state not in (MeetingState.RUNNING, MeetingState.CLOSED):
        return redirect("meeting", pk=pk)
    typed = request.POST if request.method == "POST" else None
    form = PresidedForm(meeting, _people(meeting), typed)
    if form.is_bound and form.is_valid():
        chair = form.chosen("chair")
        assert chair is not None  # one of the choices
        with refusals_on(form):
            say_who_presided(
                meeting=meeting,
                chair=chair,
                secretary=form.chosen("secretary"),
                by=acting.person,
                now=acting.now,
            )
            messages.success(request, _("That is written down; draft the papers again with it."))
            return redirect("meeting", pk=pk)
    return render(request, "meetings/presided.html", {"meeting": meeting, "form": form})


def _people(meeting: Meeting) -> dict[str, Person]:
    could = who_could_preside(meeting.committee, held_on(meeting))
    invited = Person.objects.filter(
        pk__in=meeting.invitees.filter(removed_at=None).values("person"), is_active=True
    )
    named = [one for one in (meeting.chair, meeting.secretary) if one is not None]
    return {str(one.pk): one for one in [*named, *could, *invited.order_by("name", "pk")]}
