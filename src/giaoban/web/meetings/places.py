"""In which place of a meeting does somebody sit who opens it, by their account or by a link?"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from giaoban.actions.audit.actors import InviteeActor
from giaoban.models import Invitee, Meeting, Presence
from giaoban.queries.meetings.attendance import is_substituted
from giaoban.web.frame.access import acting_on
from giaoban.web.frame.acting import InviteeLinkActing
from giaoban.web.meetings.scope import meeting_asked


@dataclass(frozen=True)
class PlaceScope:
    """`is_substitute` sits there for somebody; `sits` is whether it is theirs to be there and vote,
    which it is not for whoever has an agreed substitute.
    """

    meeting: Meeting
    place: Invitee
    by: InviteeActor
    is_substitute: bool
    how: Presence.How

    @property
    def sits(self) -> bool:
        return self.is_substitute or not is_substituted(self.place)

    @property
    def is_by_link(self) -> bool:
        return self.how == Presence.How.LINK


def place_asked(request: HttpRequest, pk: int) -> PlaceScope:
    """The place at meeting `pk` of whoever asks; who has none finds nothing."""
    acting = acting_on(request)
    if isinstance(acting, InviteeLinkActing):
        link = acting.link
        place = link.invitee
        return PlaceScope(place.meeting, place, link, link.for_substitute, Presence.How.LINK)
    scope = meeting_asked(request, pk)
    if scope.place is None or not _is_known(scope.meeting):
        raise Http404
    is_substitute = scope.place.person_id != acting.person.pk
    return PlaceScope(
        scope.meeting, scope.place, acting.person, is_substitute, Presence.How.ACCOUNT
    )


def _is_known(meeting: Meeting) -> bool:
    """To who is invited: called within the hour it has no notice, and is held all the same."""
    return meeting.announced_at is not None or meeting.began_at is not None
