"""What stands on the page of a meeting: its agenda with times and papers, and how it stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from giaoban.models import AgendaItem, Meeting, Person
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.kinds import kind_here
from giaoban.queries.meetings.papers import ShownPaper, papers_shown
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.meetings.agenda import ItemState, Slot, minutes_over, slots
from giaoban.rules.meetings.inviting import Answer
from giaoban.rules.meetings.kinds import notice_due_on, planned_minutes
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.meetings.states import MeetingForm, MeetingState


@dataclass(frozen=True)
class AgendaRow:
    """An item with its number and time; `item` None where it may not be read: its time passes all
    the same, and of what it is about nothing is said.
    """

    number: int
    slot: Slot
    item: AgendaItem | None
    papers: tuple[ShownPaper, ...] = ()


@dataclass(frozen=True)
class Agenda:
    """`dropped` are items that were taken off after the notice, with the reason."""

    rows: list[AgendaRow]
    dropped: list[AgendaItem]
    minutes: int
    over: int

    @property
    def is_empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True)
class Standing:
    """`days` are working days until its day, negative once that has passed; of what does not
    matter any more nothing is said (None).
    """

    held_on: date
    days: int
    is_today: bool
    is_past: bool
    notice_due_on: date | None
    notice_days: int | None
    invited: int
    answered: int


def agenda_of(meeting: Meeting, upto: Reach, reader: Person | None = None) -> Agenda:
    """Seven statements, however many items and papers there are."""
    items = list(meeting.items.select_related("unit", "proposal"))
    kept = [item for item in items if item.state != ItemState.DROPPED]
    papers = papers_shown(meeting, upto, reader)
    planned = slots(meeting.starts_at, [(item.pk, item.minutes) for item in kept])
    rows = [
        AgendaRow(number, slot, item, tuple(papers.get(item.pk, ())))
        if may_read(Reach(item.reach), upto)
        else AgendaRow(number, slot, None)
        for number, (item, slot) in enumerate(zip(kept, planned, strict=True), start=1)
    ]
    minutes = [item.minutes for item in kept]
    is_attended = meeting.form != MeetingForm.CIRCULATION
    length = planned_minutes(meeting.starts_at, meeting.ends_at)
    dropped = [
        item
        for item in items
        if item.state == ItemState.DROPPED and may_read(Reach(item.reach), upto)
    ]
    over = minutes_over(length, minutes) if is_attended else 0
    return Agenda(rows, dropped, sum(minutes), over)


def standing_of(meeting: Meeting, today: date) -> Standing:
    """Three statements."""
    day = held_on(meeting)
    kind = kind_here(meeting.kind)
    years = (day.year - 1, day.year, day.year + 1, today.year)
    calendar = working_calendar(range(min(years), max(years) + 1))
    due = notice_due_on(kind, day, calendar) if meeting.state == MeetingState.DRAFT else None
    answers = meeting.invitees.filter(removed_at=None).aggregate(
        invited=Count("pk"), answered=Count("pk", filter=~Q(answer=Answer.NONE))
    )
    return Standing(
        held_on=day,
        days=calendar.working_days_between(today, day),
        is_today=day == today,
        is_past=day < today,
        notice_due_on=due,
        notice_days=calendar.working_days_between(today, due) if due is not None else None,
        invited=answers["invited"],
        answered=answers["answered"],
    )
