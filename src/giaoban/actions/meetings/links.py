"""A link that opens one invitation for somebody without an account: made, confirmed, revoked."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record, record_many
from giaoban.models import Invitee, InviteeLink, Person
from giaoban.rules.meetings.inviting import invitee_link_expires_at

Seat = tuple[int, bool]
"""An invitee's id, and whether their substitute is meant."""


def make_invitee_links(
    *, wanted: Iterable[tuple[Invitee, bool]], by: Person | None, now: datetime
) -> Mapping[Seat, InviteeLink]:
    """Links for (invitee, is the substitute), in the caller's transaction.

    One that is in force is kept, as long as a new one would be: its next letter has another
    address, and whoever is at work by it is not put out. The places are locked in their order.
    """
    by_seat: dict[Seat, Invitee] = {(place.pk, each): place for place, each in wanted}
    places = sorted({pk for pk, _is_substitute in by_seat})
    list(Invitee.objects.filter(pk__in=places).order_by("pk").select_for_update().values_list("pk"))
    found: dict[Seat, InviteeLink] = {}
    for link in InviteeLink.objects.filter(invitee__in=places, revoked_at=None):
        seat = (link.invitee_id, link.for_substitute)
        if seat in by_seat and link.expires_at > now:
            link.expires_at = invitee_link_expires_at(by_seat[seat].meeting.ends_at, now)
            found[seat] = link
    InviteeLink.objects.bulk_update(found.values(), ["expires_at"])
    missing = [seat for seat in by_seat if seat not in found]
    for pk, is_substitute in missing:  # those that ran out
        ended = InviteeLink.objects.filter(invitee=pk, for_substitute=is_substitute)
        ended.filter(revoked_at=None).update(revoked_at=now)
    new = InviteeLink.objects.bulk_create(
        InviteeLink(
            invitee=by_seat[seat],
            for_substitute=seat[1],
            made_at=now,
            made_by=by,
            expires_at=invitee_link_expires_at(by_seat[seat].meeting.ends_at, now),
        )
        for seat in missing
    )
    record_many(
        actor=by,
        action="send_invitee_link",
        at=now,
        on=[
            (
                link.invitee,
                {
                    "for_substitute": link.for_substitute,
                    "expires_at": link.expires_at.isoformat(),
                },
            )
            for link in new
        ],
    )
    return found | {(link.invitee_id, link.for_substitute): link for link in new}


@transaction.atomic
def confirm_invitee_link(*, link: InviteeLink, now: datetime) -> None:
    """Somebody says that they are the one invited; recorded with the link as the one who acts."""
    InviteeLink.objects.filter(pk=link.pk, confirmed_at=None).update(confirmed_at=now)
    record(actor=link, action="confirm_invitee_link", on=link.invitee, at=now)


@transaction.atomic
def revoke_invitee_link(*, link: InviteeLink, by: Person, now: datetime) -> None:
    """The link stops working at once; what was done by it stays."""
    if InviteeLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        after = {"for_substitute": link.for_substitute}
        record(actor=by, action="revoke_invitee_link", on=link.invitee, at=now, after=after)
