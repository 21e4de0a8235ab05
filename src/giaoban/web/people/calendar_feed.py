"""The private address of one's deadlines: made, shown once, replaced, taken away."""

from urllib.parse import urljoin

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.people.calendar_feeds import drop_calendar_feed, make_calendar_feed
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.people.reach import site_of


@require_POST
@signed_in
def make_feed(request: HttpRequest) -> HttpResponse:
    """The only page that ever shows the address; no cache keeps it."""
    acting = acting_on(request)
    token = make_calendar_feed(person=acting.person, now=acting.now)
    address = urljoin(site_of(request), reverse("calendar_feed", args=[token]))
    response = render(request, "people/calendar_feed.html", {"address": address})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@signed_in
def drop_feed(request: HttpRequest) -> HttpResponse:
    acting = acting_on(request)
    drop_calendar_feed(person=acting.person, by=acting.person, now=acting.now)
    messages.success(request, _("The address of your deadlines opens nothing any more."))
    return redirect("profile")
