"""Which place at a meeting does a link open, and does it still work?"""

from datetime import datetime

from django.db.models import F, Q

from giaoban.models import InviteeLink
from giaoban.rules.meetings.inviting import Answer, SubstituteState
from giaoban.rules.meetings.states import MeetingState


def invitee_link_in_force(
    now: datetime, *, token_digest: str = "", pk: int = 0
) -> InviteeLink | None:
    """By the digest of its token, or by its id; None where it is unknown, revoked or expired.

    An invitation that was taken back opens nothing, nor does that of a substitute who does not
    come any more.
    """
    links = InviteeLink.objects.select_related(
        "invitee__meeting__committee__unit",
        "invitee__meeting__chair",
        "invitee__meeting__secretary",
        "invitee__person",
        "invitee__substitute_person",
    )
    links = links.filter(revoked_at=None, expires_at__gt=now).exclude(token_digest="")
    sits = Q(invitee__answer=Answer.SUBSTITUTE, invitee__substitute_state=SubstituteState.AGREED)
    links = links.filter(Q(for_substitute=False) | sits, invitee__removed_at=None)
    links = links.exclude(invitee__meeting__state=MeetingState.DRAFT)
    if token_digest:
        return links.filter(token_digest=token_digest).first()
    return links.filter(pk=pk).first()


def sits_by(link: InviteeLink) -> str:
    """The name of whoever the link was sent to."""
    place = link.invitee
    return place.substitute_name if link.for_substitute else place.name


def newest_links(meeting_id: int) -> dict[tuple[int, bool], InviteeLink]:
    """The newest link of each place, and of the substitute in it; one query."""
    links = InviteeLink.objects.filter(invitee__meeting=meeting_id).order_by(
        F("made_at").asc(), "pk"
    )
    return {(link.invitee_id, link.for_substitute): link for link in links}
