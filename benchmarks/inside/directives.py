"""Directives over the whole country: given to every commune, and looked at with all their tasks."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from time import perf_counter

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone
from tests.factories import appoint, make_person
from tests.obligations import make_body, make_document, make_obligation

from benchmarks.inside import installation
from giaoban.actions.tasks.cascading import give_next_batch, queue_cascade
from giaoban.actions.tasks.telling import tell_task_news
from giaoban.models import Event, Obligation, OutgoingMail, Task, Unit, UnitContact
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.terms import TermKind
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from giaoban.rules.tasks.states import TaskState

ROUNDS = 9
SITE = "https://giaoban.example"
OBLIGATIONS = 2
COMMUNE, PROVINCE = "03037", "15"
TRIVIAL = "the sign-in page"
GLANCE = "directives × units, the whole country"
DOWN = "the same of one province, by obligation"
UNANSWERED = "who has not answered, the whole country"
LISTED = "the list of all tasks"
TIMELINE = "what happened to one directive"
OFFICER = "the home of an officer"
SECRETARY = "the home of the secretariat"


def cascade() -> dict[str, float]:
    """Seconds to give one obligation to every commune, as the worker does; of the same rows stored
    alone: the tasks, an event for each, one transaction; and to tell every commune of it by a
    letter with a link.
    """
    installation.with_country()
    now = timezone.now()
    today = timezone.localdate(now)
    country = Unit.objects.get(code="VN")
    ours, alone = (_obligation(number, today) for number in range(2))
    choice = Choice(ChoiceKind.LEVEL, country.pk, level=3)
    began = perf_counter()
    queue_cascade(obligation=ours, choice=choice, by=None, today=today, now=now)
    with CaptureQueriesContext(connection) as asked:
        while give_next_batch(today=today, now=now):
            pass
    took = perf_counter() - began
    given = list(ours.tasks.values_list("unit", flat=True))
    began = perf_counter()
    _store_alone(alone, given, now)
    took_alone = perf_counter() - began
    return {
        "units": len(given),
        "seconds": took,
        "statements": len(asked),
        "alone": took_alone,
        "telling": _tell(given, today, now),
        "letters": OutgoingMail.objects.count(),
    }


def _tell(unit_ids: Sequence[int], today: date, now: datetime) -> float:
    """Seconds until the letters of all are queued; nobody there has an account."""
    UnitContact.objects.bulk_create(
        UnitContact(
            unit_id=unit_id, name="Văn phòng", email=f"u{unit_id}@giaoban.example", since=today
        )
        for unit_id in unit_ids
    )
    reverse("home")  # as the worker does when it starts
    began = perf_counter()
    while tell_task_news(today=today, now=now, site=SITE, with_results=False):
        pass
    return perf_counter() - began


@transaction.atomic
def _store_alone(obligation: Obligation, unit_ids: Sequence[int], now: datetime) -> None:
    tasks = Task.objects.bulk_create(
        Task(
            obligation=obligation,
            unit_id=unit_id,
            giver_id=obligation.document.body.unit_id,
            text=obligation.text,
            due_on=obligation.due_on,
            first_due_on=obligation.due_on,
            given_at=now,
        )
        for unit_id in unit_ids
    )
    Event.objects.bulk_create(
        Event(
            at=now,
            action="give_task",
            record_type="Task",
            record_id=task.pk,
            after={"unit": task.unit_id, "due_on": task.due_on and task.due_on.isoformat()},
        )
        for task in tasks
    )


@override_settings(ALLOWED_HOSTS=["testserver"])
def pages(directives: int) -> dict[str, dict[str, float]]:
    """Milliseconds and statements of each page, once with one directive, once with so many.

    Raises where a page asks the database more often for the many.
    """
    installation.with_country()
    installation.opened(["2026-10"])  # an officer's home holds what is reported as well
    officer = _person("can-bo@giaoban.example", Role.UNIT_OFFICER, COMMUNE)
    secretary = _person("thu-ky@giaoban.example", Role.SECRETARIAT, "VN")
    first = _give_to_all(0)
    _analyze()
    shown = _addresses(officer, secretary, first)
    few = {what: _statements(ask) for what, ask in shown.items()}
    for number in range(1, directives):
        _give_to_all(number)
    _analyze()
    many = {what: _statements(ask) for what, ask in shown.items()}
    if few != many:
        raise RuntimeError(f"statements grow: {few} {many}")
    return {
        what: {"milliseconds": _milliseconds(ask), "statements": many[what]}
        for what, ask in shown.items()
    } | {"tasks": {"number": Task.objects.count()}}


def _addresses(
    officer: Client, secretary: Client, directive: Obligation
) -> dict[str, Callable[[], object]]:
    province = Unit.objects.get(code=PROVINCE, closed_on=None)
    document = directive.document_id
    whole = {"show": "all"}

    def of(client: Client, address: str, **query: object) -> Callable[[], object]:
        def ask() -> object:
            answer = client.get(address, query)
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code}")
            return answer

        return ask

    return {
        TRIVIAL: of(Client(), "/account/login/"),
        GLANCE: of(secretary, "/tasks/directives/", **whole),
        DOWN: of(secretary, "/tasks/directives/", unit=province.pk, document=document, **whole),
        UNANSWERED: of(secretary, "/tasks/unanswered/"),
        LISTED: of(secretary, "/tasks/", **whole),
        TIMELINE: of(secretary, f"/tasks/timeline/{document}/"),
        SECRETARY: of(secretary, "/"),
        OFFICER: of(officer, "/"),
    }


def _give_to_all(number: int) -> Obligation:
    """A directive of two obligations of every commune, in every state, some of them late."""
    today = timezone.localdate()
    now = timezone.now() - timedelta(days=40)
    communes = list(
        Unit.objects.filter(placements__parent__placements__parent__code="VN", closed_on=None)
        .distinct()
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    document = None
    for position in range(OBLIGATIONS):
        obligation = _obligation(number, today, document)
        document = obligation.document
        Task.objects.bulk_create(
            _tasks(obligation, communes, now, number + position, today), batch_size=2000
        )
    return obligation


def _tasks(
    obligation: Obligation, communes: Sequence[int], now: datetime, shift: int, today: date
) -> Iterator[Task]:
    states = list(TaskState)
    for place, unit_id in enumerate(communes):
        state = states[(place * 7 + shift) % len(states)]
        day = today - timedelta(days=(place + shift) % 20)
        handed_in = day if state in {TaskState.SUBMITTED, TaskState.CONFIRMED} else None
        due_on = today + timedelta(days=(place * 3 + shift) % 40 - 15)
        yield Task(
            obligation=obligation,
            unit_id=unit_id,
            giver_id=obligation.document.body.unit_id,
            text=obligation.text,
            due_on=due_on,
            first_due_on=due_on,
            state=state,
            handed_in_on=handed_in,
            whole=state,
            whole_handed_in_on=handed_in,
            given_at=now,
        )


def _obligation(number: int, today: date, document: object = None) -> Obligation:
    country = Unit.objects.get(code="VN")
    if document is None:
        body = country.bodies.first() or make_body(country)
        document = make_document(body, symbol=f"{number + 1:02}/KH-BCĐ", dated_on=today)
    due = {"term_kind": TermKind.DATE, "due_on": today + timedelta(days=30)}
    return make_obligation(document, country, clause=f"II.{number + 1}", **due)


def _person(email: str, role: Role, code: str) -> Client:
    person = make_person(email, "Nguyễn Văn An")
    person.password = make_password(None)
    person.save()
    appoint(person, role, Unit.objects.get(code=code, closed_on=None))
    client = Client(headers={"accept-language": "vi"})
    client.force_login(person)
    return client


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute of such a load


def _statements(ask: Callable[[], object]) -> int:
    ask()
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def _milliseconds(ask: Callable[[], object]) -> float:
    """The median of warm rounds."""
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        ask()
        times.append(perf_counter() - began)
    return statistics.median(times) * 1000
