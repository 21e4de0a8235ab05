"""Who and what is at hand while the demo's meetings are played, and when is it whose turn?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from giaoban.actions.meetings.papers import PaperText, add_paper, read_paper
from giaoban.actions.register.files import ReadFile
from giaoban.management.demo.calendar import at
from giaoban.management.demo.directive_answers import Play
from giaoban.management.demo.directive_papers import evidence_paper
from giaoban.management.demo.directives import Office
from giaoban.management.demo.people import DOMAIN, People
from giaoban.models import AgendaItem, Committee, Invitee, Meeting, Person, Unit
from giaoban.queries.meetings.arising import held_on
from giaoban.rules.meetings.agenda import ItemKind


@dataclass
class Stage:
    """The committee with its people, its register, and how its units answer."""

    people: People
    said: Mapping[str, Any]
    office: Office
    play: Play

    @property
    def committee(self) -> Committee:
        return self.people.committee

    @property
    def secretary(self) -> Person:
        return self.office.by

    @property
    def chair(self) -> Person:
        return self.office.chair

    @property
    def now(self) -> datetime:
        return self.office.now

    def person(self, key: str) -> Person:
        """By the name before their address, whether of the committee or of a unit."""
        return self.people.by_key.get(key) or Person.objects.get(email=f"{key.lower()}@{DOMAIN}")

    def place(self, meeting: Meeting, key: str) -> Invitee:
        """Where that person is invited to sit."""
        return Invitee.objects.get(meeting=meeting, person=self.person(key), removed_at=None)

    def before(self, meeting: Meeting, days: int, hour: int = 9) -> datetime:
        """So many days before the meeting, on a working day, and never after this moment."""
        day = self.office.calendar.roll_backward(held_on(meeting) - timedelta(days=days))
        return min(at(day, hour), self.now)

    def workdays_after(self, day: date, days: int) -> date:
        return self.office.calendar.add_working_days(day, days)

    def bring_paper(self, item: AgendaItem, said: Mapping[str, Any], now: datetime) -> None:
        """A page that says that it is made up."""
        read = _read(said["title"], said["line"], self.play.said["made_up"])
        text = PaperText(title=said["title"])
        add_paper(item=item, file=read, text=text, by=self.secretary, now=now)


class Meanwhile:
    """What happens beside other things: a story that says when it goes on, then does it."""

    def __init__(self, story: Iterator[datetime]) -> None:
        self._story = story
        self._next = next(story, None)

    def until(self, moment: datetime) -> None:
        """Everything of it whose moment has come."""
        while self._next is not None and self._next <= moment:
            self._next = next(self._story, None)


@cache
def _read(title: str, line: str, made_up: str) -> ReadFile:
    """Several meetings have the same one, and a PDF is read in a process of its own."""
    return read_paper(f"{title}.pdf", evidence_paper(line, made_up))


def item_named(meeting: Meeting, name: str) -> AgendaItem:
    """By its kind where it is one of those that are there once, else by its title."""
    by_kind = {"kind": name} if name in list(ItemKind) else {"title": name}
    item: AgendaItem = meeting.items.get(**by_kind)
    return item


def unit_of(code: str) -> Unit:
    unit: Unit = Unit.objects.get(code=code)
    return unit
