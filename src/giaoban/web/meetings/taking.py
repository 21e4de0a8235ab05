"""How is a step of a running meeting taken: by a form, or by the page's script that stays there?

A script (`X-Running`) gets a line of JSON: 200 with where to go on, or 422 with why it was refused;
what was typed then still stands on its page. Without one the same form leads back to the page.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from giaoban.models import AgendaItem, Meeting
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import View, acting_on, signed_in
from giaoban.web.meetings.scope import MeetingScope, meeting_managed
from giaoban.web.meetings.words import meeting_refusal

REFUSED = 422
_SENT = "record_forms_sent"
_MOST_SENT = 20
_UNTYPED = ("csrfmiddlewaretoken", "shown")


@dataclass(frozen=True)
class Taken:
    """What was done in words (may be empty), and the page that goes on from there; without an
    address the page that one is on. `facts` are for the script alone.
    """

    words: str = ""
    address: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def step(take: Callable[..., Taken]) -> View:
    """By POST alone, for whoever keeps the record; whoever comes back to its address sees the page.

    `take(request, scope, **kwargs)` may raise RuleError.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @signed_in
    @wraps(take)
    def gate(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        scope = meeting_managed(request, pk)
        if request.method != "POST":
            return redirect("run_meeting", pk=pk)
        try:
            taken = take(request, scope, **kwargs)
        except RuleError as error:
            return refused(request, scope.meeting, meeting_refusal(error.problem))
        return answered(request, scope.meeting, taken)

    return gate


def answered(request: HttpRequest, meeting: Meeting, taken: Taken) -> HttpResponse:
    _remember_sent(request)
    if is_by_script(request):
        if taken.address and taken.words:  # said on the page that comes next
            messages.success(request, taken.words)
        return JsonResponse({"words": taken.words, "go": taken.address, **taken.facts})
    if taken.words:
        messages.success(request, taken.words)
    return redirect(taken.address or shown_address(request, meeting))


def refused(request: HttpRequest, meeting: Meeting, words: str) -> HttpResponse:
    if is_by_script(request):
        return JsonResponse({"message": words}, status=REFUSED)
    messages.error(request, words)
    return redirect(shown_address(request, meeting))


def form_page(
    request: HttpRequest, scope: MeetingScope, form: forms.Form, **context: object
) -> HttpResponse:
    """A form of the page alone on one of its own, with what was typed and why it was refused."""
    if is_by_script(request) and form.errors:
        words = " ".join(dict.fromkeys(str(e) for errors in form.errors.values() for e in errors))
        shown = {
            "message": words,
            "html": render_to_string("frame/error_summary.html", {"form": form}),
            "invalid": [form[name].auto_id for name in form.errors if name in form.fields],
            "revision": form.data.get("revision", ""),
        }
        return JsonResponse(shown, status=REFUSED)
    meeting = scope.meeting
    back = shown_address(request, meeting)
    given = {"meeting": meeting, "scope": scope, "form": form, "back": back}
    given["keep"] = keep_key(request, meeting)
    return render(request, "meetings/run_form.html", given | context)


def keep_key(request: HttpRequest, meeting: Meeting) -> str:
    """Where a browser keeps what this person typed into the record and did not send yet."""
    return f"{meeting.pk}:{acting_on(request).person.pk}"


def was_sent_before(request: HttpRequest) -> bool:
    """Whether this very form was stored already, and the answer was lost on a broken line. One in
    which somebody typed on since is another.
    """
    sign = _sign(request)
    return bool(sign) and sign in request.session.get(_SENT, [])


def _remember_sent(request: HttpRequest) -> None:
    sign = _sign(request)
    if sign:
        request.session[_SENT] = [*request.session.get(_SENT, []), sign][-_MOST_SENT:]


def _sign(request: HttpRequest) -> str:
    """Of what was typed, with the sign that the page's script gave the form; empty without one."""
    typed = {name: words for name, words in request.POST.items() if name not in _UNTYPED}
    if not typed.get("once"):
        return ""
    return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()[:24]


def is_by_script(request: HttpRequest) -> bool:
    return "X-Running" in request.headers


def run_address(meeting: Meeting, item_id: int | None = None) -> str:
    address = reverse("run_meeting", args=[meeting.pk])
    return f"{address}?item={item_id}" if item_id else address


def shown_address(request: HttpRequest, meeting: Meeting) -> str:
    """The page as it was: with the item that it showed, or the list at the line changed."""
    listed = number_in(request.POST.get("listed"))
    if listed:
        return f"{reverse('meeting_attendance', args=[meeting.pk])}#place-{listed}"
    return run_address(meeting, number_in(request.POST.get("shown") or request.GET.get("item")))


def number_in(given: str | None) -> int | None:
    """An id; None for any other text."""
    is_id = given is not None and given.isascii() and given.isdigit() and len(given) < 10
    return int(given) if is_id and given else None


def item_of(scope: MeetingScope, item_id: int) -> AgendaItem:
    """An item of the meeting asked for, and of no other."""
    found: AgendaItem = get_object_or_404(
        scope.meeting.items.select_related("meeting__committee"), pk=item_id
    )
    return found
