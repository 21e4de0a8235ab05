"""Which meetings to come name nobody, or somebody whose role at the committee ends before then?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from giaoban.models import Appointment, Meeting
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.choices import AT_THE_TABLE
from giaoban.rules.meetings.states import PREPARED


@dataclass(frozen=True)
class LeftBehind:
    """`chair` and `secretary` are whether whoever is named there has left, or nobody is named."""

    meeting: Meeting
    chair: bool
    secretary: bool


def meetings_left_behind(now: datetime) -> list[LeftBehind]:
    """Of those that have not begun; two queries. Who never had a role there was chosen all the
    same, and stays.
    """
    coming = Meeting.objects.filter(state__in=sorted(PREPARED), ends_at__gt=now)
    return left_behind_among(coming.select_related("committee").order_by("starts_at", "pk"))


def left_behind_among(meetings: Iterable[Meeting]) -> list[LeftBehind]:
    found = list(meetings)
    named = {person for one in found for person in (one.chair_id, one.secretary_id)} - {None}
    roles: dict[tuple[int, int], list[Appointment]] = defaultdict(list)
    for role in Appointment.objects.filter(
        person__in=named,
        unit__in={one.committee.unit_id for one in found},
        role__in=AT_THE_TABLE,
    ):
        roles[role.person_id, role.unit_id].append(role)

    def has_left(meeting: Meeting, person_id: int | None) -> bool:
        if person_id is None:
            return True
        day = held_on(meeting)
        held = roles[person_id, meeting.committee.unit_id]
        return any(role.since <= day for role in held) and all(
            role.until is not None and role.until <= day for role in held if role.since <= day
        )

    looked_at = (
        LeftBehind(one, has_left(one, one.chair_id), has_left(one, one.secretary_id))
        for one in found
    )
    return [one for one in looked_at if one.chair or one.secretary]
