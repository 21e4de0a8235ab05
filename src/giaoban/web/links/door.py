"""Is this the telephone that opened the link to an invitation? Then it is known at the door.

The link's own cookie is for its pages alone. This one is for the door of its one meeting, says no
more than which link was confirmed, and opens nothing once that link is revoked or has run out.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from giaoban.models import InviteeLink
from giaoban.queries.meetings.links import invitee_link_in_force

_COOKIE, _SALT = "invitee_door", "giaoban.links.door"


def give_door_cookie(response: HttpResponse, link: InviteeLink) -> None:
    """To whoever confirmed the link."""
    response.set_signed_cookie(
        _COOKIE,
        str(link.pk),
        salt=_SALT,
        path=f"/check-in/{link.invitee.meeting_id}/",
        expires=link.expires_at,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def link_at_door(request: HttpRequest, meeting_id: int) -> InviteeLink | None:
    """The confirmed link of this meeting, where it is in force now."""
    kept = str(request.get_signed_cookie(_COOKIE, default="", salt=_SALT))
    if not kept.isdigit():
        return None
    link = invitee_link_in_force(timezone.now(), pk=int(kept))
    return link if link is not None and link.invitee.meeting_id == meeting_id else None
