"""What can I set up here? One line for each thing that the person may manage."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.places import SETTINGS, shown


@signed_in
def settings_page(request: HttpRequest) -> HttpResponse:
    choices = shown(SETTINGS, acting_on(request), request)
    if not choices:
        raise Http404
    return render(request, "frame/settings.html", {"choices": choices})
