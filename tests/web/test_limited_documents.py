"""Nothing that names a limited document, and no passage of it, reaches who may not read it.

A marker is planted wherever the document can carry one. Then everybody who has or sees a task of it
and is no reader walks the addresses of frame and directives (permission_rows/), narrowed to it too,
and reads files and letters; with GIAOBAN_FULL=1 every address.
"""

import os
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from giaoban.actions.messages.sending import send_due
from giaoban.actions.people.calendar_feeds import make_calendar_feed
from giaoban.actions.tasks.news import note_news
from giaoban.actions.tasks.reminding import chase_tasks
from giaoban.actions.tasks.sending_links import send_task_link
from giaoban.actions.tasks.splitting import split_task
from giaoban.actions.tasks.telling import tell_task_news
from giaoban.models import (
    Document,
    DocumentFile,
    DocumentReader,
    DocumentRelation,
    Message,
    OutgoingMail,
    Person,
    Task,
    UnitContact,
)
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.documents import Access
from giaoban.rules.tasks.telling import Occasion
from giaoban.rules.units.naming import search_key
from tests.factories import NOW, TODAY, appoint, make_person, make_unit
from tests.obligations import make_document, make_obligation
from tests.web.permission_rows.directives import DIRECTIVES
from tests.web.permission_rows.frame import FRAME
from tests.web.permissions_scene import BY_LINK, Scene
from tests.web.test_permissions_table import ROWS

MARK = "Zungvanxoq"
SITE = "https://giaoban.example"
IS_FULL = os.environ.get("GIAOBAN_FULL") == "1"
GETS = [
    row
    for row in (ROWS if IS_FULL else [*FRAME, *DIRECTIVES])
    if row.method == "get" and row.needs != BY_LINK
]
LISTS = ("tasks", "task_glance", "task_load", "chase_tasks", "progress", "documents", "home")


@pytest.fixture
def scene(db: None) -> Scene:
    """The scene of the permission table, its document limited to a unit that has no task of it."""
    scene = Scene()
    for row in GETS:
        row.asked_with(scene)
    plant(scene)
    return scene


def plant(scene: Scene) -> None:
    document, unit = scene.document, scene.unit
    Document.objects.filter(pk=document.pk).update(
        access=Access.LIMITED,
        symbol=f"77/{MARK}",
        bare_symbol=f"77/{MARK}".lower(),
        title=f"Phân công {MARK}",
        author=f"Sở {MARK}",
        signer=MARK,
        recipients=MARK,
        note=MARK,
        search_text=search_key(f"77/{MARK} Phân công {MARK}"),
        dated_on=TODAY - timedelta(days=9),
    )
    DocumentReader.objects.create(document=document, unit=scene.cast.sa_pa)
    scene.obligation.text = f"Toàn văn {MARK}"
    scene.obligation.clause = scene.obligation.heading = scene.obligation.note = MARK
    scene.obligation.save()
    make_obligation(document, scene.cast.y_ty, text=f"Việc khác {MARK}", clause=MARK)
    scene.source.name = f"{MARK}.pdf"
    scene.source.save()
    DocumentFile.objects.filter(document=document).update(text=MARK)
    Task.objects.filter(pk=scene.task.pk).update(due_on=TODAY - timedelta(days=3))
    # What it does to another document, which the unit reads.
    read = make_document(document.body, symbol="08/QĐ-BCĐ")
    make_obligation(read, unit)
    DocumentRelation.objects.create(later=document, earlier=read, kind="replaces", since=TODAY)
    below = make_unit("0303701", "Thôn Tả Van Giáy", under=unit)
    scene.task.refresh_from_db()
    (part,) = split_task(
        task=scene.task,
        parts={below.pk: "Lập danh sách hộ"},
        due_on=None,
        by=scene.officer,
        today=TODAY - timedelta(days=5),
        now=NOW,
    )
    assert part.unit == below
    appoint(make_person("thon@example.vn", "Giàng A Thôn"), Role.UNIT_OFFICER, below)


def read_by(client: Client, address: str) -> str:
    """What the answer says: of a file what stands in it and how it is called."""
    with transaction.atomic():
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    said = [str(response.headers)]
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            said += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    elif content.startswith(b"%PDF-") and len(content) > 200:
        pages = PdfReader(BytesIO(content))
        said += [str(pages.metadata), *(page.extract_text() for page in pages.pages)]
    else:
        said.append(content.decode("utf-8", "replace"))
    return "\n".join(said)


def of_tasks(scene: Scene) -> list[str]:
    """Lists and files of tasks, also narrowed to the document or its obligation; histories."""
    narrowed = [
        {},
        {"document": scene.document.pk, "show": "all"},
        {"obligation": scene.obligation.pk, "show": "all"},
    ]
    lists = [reverse(name) for name in LISTS]
    files = [reverse(name, args=["xlsx"]) for name in ("tasks_file", "glance_file")]
    files += [reverse("task_load_file", args=["csv"]), reverse("progress_file", args=["docx"])]
    return [
        *(f"{one}?{urlencode(query)}" for one in [*lists, *files] for query in narrowed),
        *(f"/search/?q={words}" for words in ("ra+soat", "lap+danh+sach", "toan+van", "phan+cong")),
        reverse("register_book_file", args=["follow_up", "xlsx"]),
        reverse("task", args=[scene.task.pk]),
        reverse("task_timeline", args=[scene.document.pk]),
        reverse("unit", args=[scene.unit.pk]),
        *(
            reverse("record_history", args=[type(one).__name__, one.pk])
            for one in (scene.document, scene.task, scene.document.body)
        ),
    ]


def addresses(scene: Scene) -> list[str]:
    """Every one of the table, and those of tasks narrowed."""
    return [*(reverse(row.name, kwargs=row.asked_with(scene)) for row in GETS), *of_tasks(scene)]


def leaks(scene: Scene, person: Person) -> list[str]:
    """Of all addresses, and the calendar feed, those whose answer has the marker in it."""
    feed = reverse("calendar_feed", args=[make_calendar_feed(person=person, now=NOW)])
    return marked([*addresses(scene), feed], person)


def marked(asked: Iterable[str], person: Person) -> list[str]:
    client = Client()
    client.force_login(person)
    # The evidence of the task bears the name of the scene's one file, and is the unit's own.
    said = {address: read_by(client, address).replace(f"{MARK}.pdf", "") for address in asked}
    return [address for address, text in said.items() if MARK.lower() in text.lower()]


def test_a_unit_that_has_a_task_of_a_limited_document_is_told_nothing_that_names_it(
    scene: Scene,
) -> None:
    assert leaks(scene, scene.officer) == []


def test_who_has_a_part_of_it_is_told_no_more(scene: Scene) -> None:
    assert marked(of_tasks(scene), Person.objects.get(email="thon@example.vn")) == []


@pytest.mark.full
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECRETARIAT, Role.UNIT_OFFICER}))
def test_nobody_at_the_body_itself_is_told_but_who_keeps_its_register(
    scene: Scene, role: Role
) -> None:
    assert leaks(scene, scene.insiders[role]) == []


@pytest.mark.full
def test_nobody_elsewhere_is_told(scene: Scene) -> None:
    roles = (Role.SECRETARIAT, Role.UNIT_OFFICER)
    assert [leaks(scene, scene.outsiders[role]) for role in roles] == [[], []]


def test_whoever_keeps_the_register_finds_what_was_planted(scene: Scene) -> None:
    """The walk looks where the marker would stand."""
    of_document = f"?document={scene.document.pk}&show=all"
    expected = [
        reverse("document", args=[scene.document.pk]),
        reverse("task_timeline", args=[scene.document.pk]),
        reverse("unit", args=[scene.unit.pk]),
        reverse("record_history", args=["Document", scene.document.pk]),
        *(f"{reverse(name)}?" for name in ("home", "tasks", "task_glance", "documents")),
        *(reverse(name) + of_document for name in ("task_glance", "task_load", "chase_tasks")),
        *(reverse(name, args=["xlsx"]) + "?" for name in ("tasks_file", "glance_file")),
        reverse("progress_file", args=["docx"]) + of_document,
    ]
    assert set(expected) <= set(addresses(scene))
    assert marked(expected, scene.insiders[Role.SECRETARIAT]) == expected


def test_the_words_of_a_limited_document_find_no_task_for_who_may_not_read_it(
    scene: Scene,
) -> None:
    client = Client()
    client.force_login(scene.officer)
    found = {
        words: [one.task for one, *_rest in client.get("/search/", {"q": words}).context["tasks"]]
        for words in (MARK, f"77/{MARK}", "toàn văn", "danh sách")
    }
    parts = Task.objects.filter(parent=scene.task)
    assert found == {MARK: [], f"77/{MARK}": [], "toàn văn": [], "danh sách": list(parts)}


def test_no_letter_names_it(scene: Scene) -> None:
    task = Task.objects.select_related("unit", "obligation__document").get(pk=scene.task.pk)
    UnitContact.objects.create(unit=task.unit, email="van-phong@example.vn", since=TODAY)
    every = list(Task.objects.filter(obligation=task.obligation))
    note_news(every, Occasion.GIVEN, by=None, now=NOW)
    note_news([task], Occasion.QUERIED, by=None, now=NOW)
    times = {"today": TODAY, "now": NOW, "site": SITE}
    tell_task_news(**times, with_results=True)
    chase_tasks(tasks=[task], on=task.unit, by=scene.cast.chi, **times)
    send_task_link(task=task, by=scene.cast.chi, **times)
    OutgoingMail.objects.update(send_after=NOW)
    send_due(now=NOW + timedelta(days=9))
    letters = [f"{one.subject}\n{one.body}" for one in mail.outbox]
    inbox = [f"{one.subject}\n{one.text}" for one in Message.objects.all()]
    assert any(task.text in letter for letter in letters)
    assert any(task.text in message for message in inbox)
    assert [one for one in (*letters, *inbox) if MARK in one] == []
