"""What happened at a meeting, as its minutes say it: who was there, what was heard and decided?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from giaoban.models import (
    AgendaChange,
    AgendaItem,
    BallotOption,
    BallotQuestion,
    Conclusion,
    Invitee,
    Meeting,
    Opinion,
    Recusal,
)
from giaoban.queries.meetings.arising import Arising, arising_for, held_on
from giaoban.queries.meetings.attendance import is_substituted, quorum_told
from giaoban.queries.meetings.counting import votes_by_option, winning_option
from giaoban.queries.meetings.votes_shown import voter_of
from giaoban.queries.units.browse import names_on
from giaoban.rules.meetings.agenda import ItemKind, ItemState
from giaoban.rules.meetings.quorum import Quorum
from giaoban.rules.meetings.states import MeetingForm


@dataclass(frozen=True, slots=True)
class Attendee:
    """A place, with the stays of whoever sat in it; none: nobody came."""

    invitee: Invitee
    is_substituted: bool
    stays: Sequence[tuple[datetime, datetime | None]] = ()

    @property
    def was_there(self) -> bool:
        return bool(self.stays)


@dataclass(frozen=True, slots=True)
class Vote:
    """A closed question; `named` are the seats by what they chose, none of a secret vote."""

    question: BallotQuestion
    counts: Sequence[tuple[BallotOption, int]]
    named: Sequence[tuple[BallotOption, Sequence[str]]] = ()
    silent: Sequence[str] = ()
    chosen: BallotOption | None = None  # of several options

    @property
    def is_by_options(self) -> bool:
        return any(option.means == BallotOption.Means.OPTION for option, _count in self.counts)


@dataclass(frozen=True, slots=True)
class HeardItem:
    """`number` is its place among the items that were not dropped."""

    item: AgendaItem
    number: int
    opinions: Sequence[Opinion] = ()
    recusals: Sequence[Recusal] = ()
    votes: Sequence[Vote] = ()
    conclusions: Sequence[Conclusion] = ()


@dataclass(frozen=True)
class MeetingRecord:
    """`apart` are conclusions of no item; `unit_names` those of the meeting's day."""

    meeting: Meeting
    places: Sequence[Attendee]
    quorum: Sequence[tuple[datetime, Quorum]]
    changes: Sequence[AgendaChange]
    arising: Sequence[Arising]
    items: Sequence[HeardItem]
    apart: Sequence[Conclusion] = ()
    unit_names: Mapping[int, str] = field(default_factory=dict)

    @property
    def conclusions(self) -> list[Conclusion]:
        """All of them, as they were put."""
        found = [one for heard in self.items for one in heard.conclusions] + list(self.apart)
        return sorted(found, key=lambda one: (one.position, one.pk))

    @property
    def is_circulation(self) -> bool:
        return bool(self.meeting.form == MeetingForm.CIRCULATION)

    @property
    def until(self) -> datetime:
        """When it ended; of one that still goes on, as planned."""
        return self.meeting.closed_at or self.meeting.ends_at


def record_of(meeting: Meeting) -> MeetingRecord:
    """About fifteen statements."""
    places = [_attended(invitee) for invitee in _invited(meeting)]
    conclusions = list(
        meeting.conclusions.filter(removed_at=None)
        .select_related("lead", "item", "task")
        .prefetch_related("co_operating__unit")
    )
    items = _items(meeting, conclusions)
    there = {heard.item.pk for heard in items}
    has_arising = any(heard.item.kind == ItemKind.MATTERS_ARISING for heard in items)
    return MeetingRecord(
        meeting=meeting,
        places=places,
        quorum=quorum_told(meeting, meeting.closed_at or meeting.ends_at),
        changes=_changes(meeting),
        arising=arising_for(meeting) if has_arising else [],
        items=items,
        apart=[one for one in conclusions if one.item_id not in there],
        unit_names=_unit_names(conclusions, meeting),
    )


def _invited(meeting: Meeting) -> list[Invitee]:
    return list(meeting.invitees.filter(removed_at=None).prefetch_related("presences"))


def _attended(invitee: Invitee) -> Attendee:
    stays = [
        (stay.arrived_at, stay.left_at) for stay in invitee.presences.all() if stay.is_confirmed
    ]
    return Attendee(invitee, is_substituted(invitee), stays)


def _changes(meeting: Meeting) -> list[AgendaChange]:
    """After the notice had gone out."""
    return list(meeting.agenda_changes.all()) if meeting.announced_at else []


def _items(meeting: Meeting, conclusions: Sequence[Conclusion]) -> list[HeardItem]:
    items = meeting.items.exclude(state=ItemState.DROPPED).select_related("unit")
    read = items.prefetch_related(
        "opinions__invitee",
        "recusals__invitee",
        "questions__options",
        "questions__ballots__invitee",
    )
    return [
        HeardItem(
            item,
            number,
            [one for one in item.opinions.all() if one.removed_at is None],
            list(item.recusals.all()),
            [_vote(one) for one in item.questions.all() if one.closed_at is not None],
            [one for one in conclusions if one.item_id == item.pk],
        )
        for number, item in enumerate(read, start=1)
    ]


def _vote(question: BallotQuestion) -> Vote:
    options = list(question.options.all())
    votes = votes_by_option(question)
    counts = [(option, votes[option.pk]) for option in options]
    chosen = winning_option(question)
    if question.is_secret or question.how == BallotQuestion.How.PAPER:
        return Vote(question, counts, chosen=chosen)
    ballots = list(question.ballots.all())
    named = [
        (option, [voter_of(one) for one in ballots if one.option_id == option.pk])
        for option in options
    ]
    silent = [voter_of(one) for one in ballots if not one.has_voted]
    return Vote(question, counts, named, silent, chosen)


def _unit_names(conclusions: Sequence[Conclusion], meeting: Meeting) -> dict[int, str]:
    """Of the lead and co-operating units, as they were called on that day."""
    now: dict[int, str] = {}
    for one in conclusions:
        if one.lead is not None:
            now[one.lead.pk] = one.lead.name
        now |= {each.unit_id: each.unit.name for each in one.co_operating.all()}
    then = names_on(sorted(now), held_on(meeting)) if now else {}
    return now | {unit_id: name for unit_id, (name, _kind) in then.items()}
