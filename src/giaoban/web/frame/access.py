"""The gate of every page: signed in, and the permission reaches the unit; else "not found"."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from giaoban.models import Unit
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.acting import Acting

View = Callable[..., HttpResponse]


def acting_on(request: HttpRequest) -> Acting:
    """The acting person of a request behind `signed_in`."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    return acting


def signed_in(view: View) -> View:
    """Sends a stranger to the sign-in page, and back here afterwards.

    Whoever acts by a link comes here from web/links/gate.py alone, with the one report it opens.

    A part of a page that htmx asks for is refused with 401 instead: the page stays with what was
    typed in it, and js/connection.js says what to do.
    """

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if acting_on(request) is None:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401)
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return gate


def require(request: HttpRequest, permission: Permission, unit: Unit | int) -> None:
    """Raises "not found" unless the permission reaches the unit today."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    if not acting_on(request).may(permission, unit_id):
        raise Http404


def require_anywhere(request: HttpRequest, permission: Permission) -> None:
    """Raises "not found" unless the permission is held at some unit."""
    if not acting_on(request).may_anywhere(permission):
        raise Http404
