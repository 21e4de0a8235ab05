"""The letters about tasks: one to each reader for everything, in the same queue as all others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from giaoban.actions.messages.queue import put_into_inboxes, queue_letters
from giaoban.actions.tasks.links import TaskLinkWanted, make_task_links
from giaoban.mail.task_letters import (
    TaskLine,
    TaskMatters,
    letter_about_tasks,
    notice_about_tasks,
)
from giaoban.models import Message, Person, Task, TaskLink, UnitContact
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.tasks.task_page import is_limited
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.states import OPEN
from giaoban.rules.tasks.telling import Occasion

_YEARS_BACK = 5  # of holidays; what is overdue for longer is counted in plain working days


@dataclass(frozen=True)
class Said:
    """What somebody hears of a task; `occasion` None reminds of it, at a `step`."""

    task: Task
    occasion: Occasion | None = None
    words: str = ""
    until: date | None = None  # to which more time is asked for
    step: str = ""


@dataclass
class TaskReader:
    """An address and what it hears, as a person or as units' contact: of each task the newest."""

    email: str
    name: str
    language: str
    person: Person | None = None
    own: dict[int, Said] = field(default_factory=dict)
    below: dict[int, Said] = field(default_factory=dict)  # which one list names
    contacts: dict[int, UnitContact] = field(default_factory=dict)  # whose link opens the task


class TaskReaders:
    """Everybody who hears something; each address once."""

    def __init__(self) -> None:
        self._by_email: dict[str, TaskReader] = {}

    @property
    def all(self) -> list[TaskReader]:
        return list(self._by_email.values())

    def of_person(self, person: Person) -> TaskReader:
        reader = self._by_email.setdefault(
            person.email.lower(), TaskReader(person.email, person.name, person.language)
        )
        reader.person, reader.name, reader.language = person, person.name, person.language
        return reader

    def of_contact(self, contact: UnitContact, task: Task) -> TaskReader:
        """Who answers this task by a link, as nobody at its unit has an account."""
        name = contact.name or task.unit.name
        reader = self._by_email.setdefault(
            contact.email.lower(), TaskReader(contact.email, name, settings.LANGUAGE_CODE)
        )
        reader.contacts[task.pk] = contact
        return reader


def send_to_readers(
    readers: Sequence[TaskReader],
    *,
    by: Person | None,
    today: date,
    now: datetime,
    site: str,
    can_wait: bool,
) -> None:
    """Queue a letter for each and put a line into the inbox of those with an account.

    A contact opens each task by a link; one that is in use goes on, with a new address.
    """
    if not readers:
        return
    links = _links(readers, by, now)
    said = [one for reader in readers for one in (*reader.own.values(), *reader.below.values())]
    calendar = _calendar_over(said, today)
    letters, messages = [], []
    for reader in readers:
        matters = _matters(reader, links, today, calendar, site)
        letters.append(
            letter_about_tasks(
                matters,
                to=reader.email,
                name=reader.name,
                language=reader.language,
                is_person=reader.person is not None,
                can_wait=can_wait,
            )
        )
        if reader.person is not None:
            messages.append(_message(reader, reader.person, matters, now))
    queue_letters(letters=letters, site=site, now=now)
    put_into_inboxes(messages=messages)


def _links(
    readers: Sequence[TaskReader], by: Person | None, now: datetime
) -> Mapping[int, TaskLink]:
    wanted = [
        TaskLinkWanted(reader.own[task_id].task, contact)
        for reader in readers
        for task_id, contact in reader.contacts.items()
        if task_id in reader.own and reader.own[task_id].task.state in OPEN
    ]
    return make_task_links(wanted=wanted, by=by, now=now, goes_on=True) if wanted else {}


def _calendar_over(said: Iterable[Said], today: date) -> WorkingCalendar:
    first = min((one.task.due_on or today for one in said), default=today)
    first_year = max(min(first, today).year, today.year - _YEARS_BACK)
    return working_calendar(range(first_year, today.year + 1))


def _matters(
    reader: TaskReader,
    links: Mapping[int, TaskLink],
    today: date,
    calendar: WorkingCalendar,
    site: str,
) -> TaskMatters:
    site = site.rstrip("/")

    def line(said: Said) -> TaskLine:
        task = said.task
        is_by_link = task.pk in reader.contacts
        link = links.get(task.pk) if is_by_link else None
        due_on = task.due_on
        is_past = due_on is not None and due_on < today
        # A letter is read wherever it is passed on to: it names no document for named units.
        is_named = task.obligation is not None and not is_limited(task)
        return TaskLine(
            task=task.pk,
            unit=task.unit.name,
            text=task.text,
            document=task.obligation.document.symbol if task.obligation and is_named else "",
            due_on=due_on,
            late_by=calendar.working_days_between(due_on, today) if due_on and is_past else None,
            occasion=said.occasion,
            words=said.words,
            until=said.until,
            address="" if is_by_link else f"{site}{_path(task)}",
            link=link.pk if link else None,
            expires_at=link.expires_at if link else None,
            is_question=task.question_id is not None,
        )

    return TaskMatters(
        own=[line(said) for said in reader.own.values()],
        below=[line(said) for said in reader.below.values()],
        home=f"{site}{reverse('home')}",
    )


def _path(task: Task) -> str:
    if task.question_id is not None:
        return reverse("question", args=[task.question_id])
    return reverse("task", args=[task.pk])


def _message(reader: TaskReader, person: Person, matters: TaskMatters, now: datetime) -> Message:
    notice = notice_about_tasks(matters, language=reader.language)
    every = [*reader.own.values(), *reader.below.values()]
    is_one = len(every) == 1 and every[0].task.pk not in reader.contacts
    address = _path(every[0].task) if is_one else reverse("home")
    return Message(
        person=person, subject=notice.subject[:200], text=notice.text, address=address, at=now
    )
