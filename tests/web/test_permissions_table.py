"""The permission table against every role and every address.

Every address of the product has one row in permission_rows/: its name, what it is asked with, and
the permission that it needs. A new address without a row fails `test_every_address_has_its_row`.

For each row everybody asks: one person of each role at the province Lào Cai, to which everything
that the rows name belongs; one of each role in another province; somebody without any role; a
stranger. Whoever the table of rules.people.permissions gives the permission gets an answer, the
others "not found", the stranger the sign-in page. The page that says "not found" is the same at
every address: at each it is made for somebody without a role and for another of the roles, the rest
are answered by its status alone.

Where both databases are tried at once, PostgreSQL answers each address to one of those who find it
and to one of those who do not, both here and elsewhere, to nobody's role and to the stranger: what
a role may is worked out without a database, and SQLite is asked by every role.
"""

from collections.abc import Iterator
from copy import deepcopy

import pytest
import pytest_django
from django.conf import settings, urls
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from giaoban.models import Person
from giaoban.rules.people.permissions import Role
from tests.sharing import IS_SHORT
from tests.web.permission_rows.agenda import AGENDA
from tests.web.permission_rows.committee import COMMITTEE
from tests.web.permission_rows.directives import DIRECTIVES
from tests.web.permission_rows.frame import FRAME
from tests.web.permission_rows.meeting_papers import MEETING_PAPERS
from tests.web.permission_rows.meetings import MEETINGS
from tests.web.permission_rows.reporting import REPORTING
from tests.web.permission_rows.running import RUNNING
from tests.web.permission_rows.task_links import TASK_LINKS
from tests.web.permissions_scene import BY_LINK, FOUND, PUBLIC, SIGNED_IN, Row, Scene

Keys = dict[int, str]  # of each person's session, by the person's id
ROWS = [
    *FRAME,
    *REPORTING,
    *DIRECTIVES,
    *TASK_LINKS,
    *COMMITTEE,
    *MEETINGS,
    *MEETING_PAPERS,
    *AGENDA,
    *RUNNING,
]


def addresses(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, str]]:
    """(name, path) of every address, through all includes."""
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield pattern.name or path, path


def test_every_address_has_its_row() -> None:
    ours = {
        name
        for name, path in addresses(get_resolver().url_patterns)
        if not path.startswith("account/")  # allauth's own, tested with signing in
    }
    rows = {row.name for row in ROWS}
    assert sorted(ours - rows) == [], "add a line to permission_rows/ for each"
    assert sorted(rows - ours) == [], "no such address any more"


@pytest.fixture(scope="module")
def everybody(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[tuple[Scene, Keys]]:
    """The scene before any row has asked for a part of it, with everybody signed in.

    Made once for all rows: each test takes back only what it has added.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        scene = Scene()
        people = [*scene.insiders.values(), *scene.outsiders.values(), scene.cast.minh]
        yield scene, {person.pk: key_of(person) for person in people}
        transaction.set_rollback(True)


def key_of(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound()


def briefly_answer(row: Row, scene: Scene, key: str) -> int:
    """The same, but for the page that says "not found": it costs as much as the rest together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "handler404", not_found)
        return answer(row, scene, key)


def answer(row: Row, scene: Scene, key: str | None) -> int:
    """The status, with whatever the request changed taken back."""
    client = Client()
    if key is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = key
    address = reverse(row.name, kwargs=row.asked_with(scene))
    with transaction.atomic():
        response = getattr(client, row.method)(address)
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith("/account/login/"):
        return 401
    return int(response.status_code)


def asked_by(row: Row) -> list[Role]:
    """Every role, or one that finds the row and one that does not, others from row to row."""
    if not IS_SHORT:
        return list(Role)
    number = ROWS.index(row)
    alike = [
        [role for role in Role if row.is_found_by(role) == is_found] for is_found in (True, False)
    ]
    return [roles[number % len(roles)] for roles in alike if roles]


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_an_address_answers_those_whom_the_table_lets_in_and_nobody_else(
    row: Row, everybody: tuple[Scene, Keys]
) -> None:
    untouched, keys = everybody
    scene = deepcopy(untouched)
    row.asked_with(scene)
    asked: dict[str, tuple[bool, int]] = {}
    wholly_answered = list(Role)[ROWS.index(row) % len(Role)]
    for role in asked_by(row):
        ask = answer if role is wholly_answered else briefly_answer
        found = row.is_found_by(role)
        asked[f"{role} here"] = (found, ask(row, scene, keys[scene.insiders[role].pk]))
        elsewhere = found and (row.is_list or row.needs in {SIGNED_IN, PUBLIC})
        asked[f"{role} elsewhere"] = (elsewhere, ask(row, scene, keys[scene.outsiders[role].pk]))
    asked["nobody's role"] = (row.is_found_by(None), answer(row, scene, keys[scene.cast.minh.pk]))
    wrong = {
        who: status
        for who, (is_found, status) in asked.items()
        if (status not in FOUND if is_found else status != 404)
    }
    assert wrong == {}
    stranger = answer(row, scene, None)
    if row.needs == BY_LINK:
        assert stranger == 404
    else:
        assert stranger in {200, 302} if row.needs == PUBLIC else stranger == 401
