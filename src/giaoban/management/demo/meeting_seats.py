"""Who sits in a demo's committee? Those of its founding decision, and one change since."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from giaoban.actions.meetings.seats import NewSeat, RosterMove, change_roster
from giaoban.actions.register.outgoing import issue_document
from giaoban.management.demo.calendar import at
from giaoban.management.demo.meeting_stage import Stage
from giaoban.management.demo.people import People
from giaoban.management.demo.sections import SITE
from giaoban.models import Appointment, Unit
from giaoban.rules.meetings.posts import Post


def seat_members(
    *, people: People, rows: Sequence[Mapping[str, Any]], since: date, now: datetime
) -> None:
    """The seats of `rows` by one decision; whoever `joins_later` has none yet."""
    seats = [
        RosterMove(joining=_seat(people, row, rank))
        for rank, row in enumerate(rows, start=1)
        if "seat" in row and not row.get("joins_later")
    ]
    change_roster(
        committee=people.committee,
        moves=seats,
        holds_from=since,
        by=None,
        now=now,
        site=SITE,
        symbol=people.committee.founding_decision,
    )


def change_one_seat(stage: Stage, rows: Sequence[Mapping[str, Any]]) -> None:
    """Somebody follows somebody else, by a decision that is issued on the day it holds from."""
    said = stage.said["roster"]
    people, day = stage.people, stage.office.day(said["days"])
    rank, row = next(
        (place, row) for place, row in enumerate(rows, start=1) if row["key"] == said["joining"]
    )
    leaving = Appointment.objects.get(
        person=people.by_key[said["leaving"]], unit=people.committee.unit, until=None
    )
    now = at(day, 9)
    decision = change_roster(
        committee=people.committee,
        moves=[RosterMove(leaving=leaving, joining=_seat(people, row, rank))],
        holds_from=day,
        by=stage.secretary,
        now=now,
        site=SITE,
        drafts_decision=True,
    )
    if decision.document is not None:
        issue_document(
            document=decision.document,
            dated_on=day,
            revision=decision.document.revision,
            by=stage.secretary,
            today=day,
            now=now,
        )


def _seat(people: People, row: Mapping[str, Any], rank: int) -> NewSeat:
    """A department of which the demo has no unit is represented by nobody."""
    return NewSeat(
        people.by_key[row["key"]],
        Post(row["seat"]),
        duties=row["duties"],
        rank=rank,
        represents=Unit.objects.filter(code=row.get("represents", "")).first(),
    )
