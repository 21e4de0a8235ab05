"""How does each who is invited stand in the list, and what can be done about them?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from giaoban.models import Invitee, InviteeLink
from giaoban.queries.meetings.links import newest_links
from giaoban.queries.messages.waiting import refused_addresses
from giaoban.rules.meetings.inviting import ANSWERED_WHILE, SubstituteState, answers_for
from giaoban.rules.meetings.states import ENDED, MeetingForm, MeetingState
from giaoban.web.frame.labels import Badge
from giaoban.web.meetings.invitation_forms import (
    AddressForm,
    PlaceForm,
    RefusalForm,
    SubstituteForm,
    substitute_offered,
)
from giaoban.web.meetings.scope import MeetingScope
from giaoban.web.meetings.words import ANSWERS, PARTS, SUBSTITUTES


@dataclass(frozen=True)
class ShownPlace:
    """A line of the list: who is asked, as what, and what they said. The forms are those that are
    offered now.
    """

    place: Invitee
    part: object
    answer: Badge
    substitute: Badge | None
    link: InviteeLink | None
    is_told: bool
    is_refused: bool = False  # the mail server refused the newest letter to them
    refusal: RefusalForm | None = None
    proposal: SubstituteForm | None = None
    address: AddressForm | None = None


def place_rows(
    scope: MeetingScope, places: Sequence[Invitee], typed: tuple[int, PlaceForm] | None
) -> list[ShownPlace]:
    """Each with what whoever reads the list can do about it; `typed` is what was refused of one."""
    meeting = scope.meeting
    links = newest_links(meeting.pk) if scope.may_manage else {}
    refused = refused_addresses(one.email for one in places) if scope.may_manage else frozenset()
    rows = []
    for place in places:
        row = ShownPlace(
            place=place,
            part=PARTS[place.part],
            answer=ANSWERS[place.answer],
            substitute=SUBSTITUTES.get(place.substitute_state),
            link=links.get((place.pk, False)),
            is_told=place.told_sequence >= meeting.sequence,
            is_refused=place.email.lower() in refused,
        )
        given = typed[1] if typed is not None and typed[0] == place.pk else None
        rows.append(_with_forms(row, scope, given))
    return rows


def _with_forms(row: ShownPlace, scope: MeetingScope, typed: PlaceForm | None) -> ShownPlace:
    """What was typed and refused stands where it was typed."""
    place, state = row.place, MeetingState(scope.meeting.state)
    if state in ENDED:
        return row
    decides = scope.may_preside or scope.may_manage
    if decides and place.substitute_state == SubstituteState.PROPOSED:
        form = typed if isinstance(typed, RefusalForm) else RefusalForm(place.pk)
        row = replace(row, refusal=form)
    if not scope.may_manage:
        return row
    if state in ANSWERED_WHILE and answers_for(MeetingForm(scope.meeting.form)):
        offered = SubstituteForm(place.pk, initial=substitute_offered(place))
        row = replace(row, proposal=typed if isinstance(typed, SubstituteForm) else offered)
    if isinstance(typed, AddressForm):
        return replace(row, address=typed)
    return replace(row, address=AddressForm(place.pk, initial={"email": place.email}))
