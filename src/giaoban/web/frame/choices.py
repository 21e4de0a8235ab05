"""What a person sets for themselves in the frame: unit to act for, language, light or dark."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from giaoban.actions.people.language import choose_language
from giaoban.models import Person
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.context import THEMES

A_YEAR = 365 * 24 * 3600


@require_POST
@signed_in
def act_for(request: HttpRequest) -> HttpResponse:
    """Act in the name of another of one's units, from the home page on; others are ignored."""
    acting = acting_on(request)
    given = request.POST.get("unit", "")
    if given.isascii() and given.isdigit() and int(given) in acting.unit_ids:
        request.session["acting_unit"] = int(given)
    return HttpResponseRedirect(reverse("home"))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Another language on this machine, and for a person who is signed in wherever they are."""
    response = _back(request)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        remember_language(response, code)
        if isinstance(request.user, Person):
            choose_language(person=request.user, language=code, now=acting_on(request).now)
    return response


def remember_language(response: HttpResponse, code: str) -> None:
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR, samesite="Lax")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    response = _back(request)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=A_YEAR, samesite="Lax")
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(address if is_ours else reverse("home"))
