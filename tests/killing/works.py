"""What a process does, again and again, until it is killed; it ends by itself only when it fails.

Each work gives way after every acknowledgement, so that the nursery can do one step of each before
it forks: then the pages are loaded, and a process is killed in its work and not in its imports.
"""

import random
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from giaoban.actions.messages.sending import token_digest
from giaoban.actions.reporting.decisions import accept_reports
from giaoban.actions.reporting.import_batches import read_next_batch
from giaoban.actions.reporting.links import LinkWanted, make_links
from giaoban.actions.reporting.queued_imports import SentFile, queue_import
from giaoban.exchange.reporting.workbook_reader import read_workbook
from giaoban.exchange.reporting.workbook_template import TemplateWriter
from giaoban.jobs.rounds import Rounds
from giaoban.models import (
    ImportedFile,
    ReportImport,
    ReportLink,
    Submission,
    Unit,
    UnitContact,
    Value,
)
from giaoban.queries.reporting.template_facts import form_of_period, template_units
from giaoban.rules.reporting.import_states import FileState, ImportState
from giaoban.rules.reporting.states import ReportState
from tests.killing.directive_works import cascade, issue
from tests.killing.journal import Journal
from tests.killing.scene import (
    ALONE,
    CODES,
    FILLED,
    IMPORTED,
    KEY,
    LINKED,
    SENT,
    TYPED,
    UPLOADED,
    Scene,
)

LARGEST = 999  # no separators: what is typed is what is stored
AT_ONCE = 3  # workbooks in one import
NUMBERS = 3  # that a commune's workbooks hold
Work = Callable[[Journal, random.Random, Path], Iterator[None]]


@dataclass(frozen=True)
class ReportPage:
    """One report as whoever may write it opens it."""

    client: Client
    door: str  # what the names of its addresses begin with
    place: tuple[int, ...]

    def post(self, name: str, fields: dict[str, str]) -> HttpResponse:
        return self.client.post(reverse(f"{self.door}{name}", args=self.place), fields)


def autosave(journal: Journal, dice: random.Random, folder: Path) -> Iterator[None]:
    """Types one cell after another into drafts, as the report page sends them."""
    scene = Scene(TYPED)
    client = _signed_in(scene)
    held = dict(_drafts(scene))
    while True:
        unit, code = dice.choice(scene.communes), dice.choice(CODES)
        number = dice.randint(1, LARGEST)
        known = held.get((unit.code, code))
        journal.sent("cell", unit=unit.code, code=code, value=number)
        answer = client.post(
            reverse("save_report", args=[scene.period.pk, unit.pk]),
            {f"cell-{code}": str(number), f"was-cell-{code}": "" if known is None else str(known)},
        )
        assert answer.status_code == 200, answer.content[:500]
        told = answer.json()
        assert (told["conflicts"], told["unreadable"]) == ([], []), told
        journal.acknowledged("cell", unit=unit.code, code=code, value=number)
        held[unit.code, code] = number
        yield


def submit(journal: Journal, dice: random.Random, folder: Path) -> Iterator[None]:
    """Sends whole reports by the page; an accepted one is corrected, with a reason."""
    scene = Scene(SENT)
    client = _signed_in(scene)

    def page_of(unit: Unit) -> ReportPage:
        return ReportPage(client, "", (scene.period.pk, unit.pk))

    return _send_reports(journal, dice, scene, "report", page_of)


def submit_by_link(journal: Journal, dice: random.Random, folder: Path) -> Iterator[None]:
    """The same by contacts without an account, each by a link to their own report."""
    scene = Scene(LINKED)
    return _send_reports(journal, dice, scene, "linked", lambda unit: _behind_a_link(scene, unit))


def _send_reports(
    journal: Journal,
    dice: random.Random,
    scene: Scene,
    what: str,
    page_of: Callable[[Unit], ReportPage],
) -> Iterator[None]:
    pages: dict[Unit, ReportPage] = {}
    while True:
        unit = dice.choice(scene.communes)
        page = pages.get(unit) or pages.setdefault(unit, page_of(unit))
        _make_way(scene, page, unit)
        number = dice.randint(1, LARGEST)
        fields = {"step": "submit"}
        for code, known in _typed(scene, unit).items():
            fields |= {f"cell-{code}": str(number), f"was-cell-{code}": known}
        journal.sent(what, unit=unit.code, value=number)
        answer = page.post("report", fields)
        assert answer.status_code == 302, answer.content[:500]
        journal.acknowledged(what, unit=unit.code, value=number)
        yield


def take_tables(journal: Journal, dice: random.Random, folder: Path) -> Iterator[None]:
    """Imports a table of every commune, all with one number, by the command."""
    scene = Scene(IMPORTED)
    path = folder / "table.csv"
    while True:
        number = dice.randint(1, LARGEST)
        rows = [f"{u.code},{KEY},{code},{number}" for u in scene.communes for code in CODES]
        path.write_text("\n".join(["unit,period,indicator,value", *rows]), encoding="utf-8")
        journal.sent("table", value=number)
        call_command(
            "import_submissions", str(path), regime=IMPORTED, stdout=StringIO(), stderr=StringIO()
        )
        journal.acknowledged("table", value=number)
        yield


def upload(journal: Journal, dice: random.Random, folder: Path) -> Iterator[None]:
    """Leaves tables to be read by the worker, and waits for each until it is done."""
    scene = Scene(UPLOADED)
    while True:
        number = dice.randint(1, LARGEST)
        rows = [f"{u.code},{KEY},{code},{number}" for u in scene.communes for code in CODES]
        table = "\n".join(["unit,period,indicator,value", *rows]).encode()
        journal.sent("upload", value=number)
        _read_by_the_worker(scene, {"table.csv": table}, folder)
        journal.acknowledged("upload", value=number)
        yield


def upload_workbooks(journal: Journal, dice: random.Random, folder: Path) -> Iterator[None]:
    """Leaves workbooks of several communes at once to be read by the worker."""
    scene = Scene(FILLED)
    stock = _filled_in()
    while True:
        units = dice.sample(sorted(stock), AT_ONCE)
        numbers = {unit: dice.choice(sorted(stock[unit])) for unit in units}
        for unit, number in numbers.items():
            journal.sent("workbook", unit=unit, value=number)
        files = {f"{unit}.xlsx": stock[unit][number] for unit, number in numbers.items()}
        _read_by_the_worker(scene, files, folder)
        for unit, number in numbers.items():
            journal.acknowledged("workbook", unit=unit, value=number)
        yield


def fold(journal: Journal, dice: random.Random, folder: Path) -> Iterator[None]:
    """The worker: opens, reads imports, folds, seals, without a rest."""
    rounds = Rounds()
    while True:
        done = rounds.run()
        if not done.was_idle:
            journal.acknowledged("round", value=done.marks)
        yield


WORKS: dict[str, Work] = {
    "autosave": autosave,
    "submit": submit,
    "link": submit_by_link,
    "import": take_tables,
    "upload": upload,
    "workbooks": upload_workbooks,
    "issue": issue,
    "cascade": cascade,
    "fold": fold,
}


def _signed_in(scene: Scene) -> Client:
    client = Client(headers={"accept-language": "vi"})
    client.force_login(scene.officer)
    return client


def _drafts(scene: Scene) -> list[tuple[tuple[str, str], int]]:
    """What stands in the drafts: after a kill a client looks first."""
    cells = Value.objects.filter(
        version__submission__period=scene.period, version__state=ReportState.DRAFT
    ).values_list("version__submission__unit__code", "indicator__code", "number")
    return [((unit, code), int(number)) for unit, code, number in cells if number is not None]


def _behind_a_link(scene: Scene, unit: Unit) -> ReportPage:
    """A contact who confirmed a new link; its letter is not written."""
    now = timezone.now()
    contact = UnitContact.objects.get(unit=unit)
    wanted = LinkWanted(unit, scene.period, contact, now)
    with transaction.atomic():
        link = make_links(wanted=[wanted], by=None, now=now)[unit.pk, scene.period.pk]
    token = secrets.token_urlsafe(32)
    ReportLink.objects.filter(pk=link.pk).update(token_digest=token_digest(token))
    client = Client(headers={"accept-language": "vi"})
    assert client.post(reverse("open_link", args=[token])).status_code == 302
    return ReportPage(client, "link_", (link.pk,))


def _read_by_the_worker(scene: Scene, files: Mapping[str, bytes], folder: Path) -> None:
    """Returns when every file was taken."""
    queued = queue_import(
        regime=scene.period.regime,
        files=[SentFile(name, len(held), BytesIO(held)) for name, held in files.items()],
        by=scene.clerk,
        now=timezone.now(),
    )
    while not ReportImport.objects.filter(pk=queued.pk, state=ImportState.DONE).exists():
        if (folder / ALONE).exists():
            read_next_batch(today=timezone.localdate(), now=timezone.now())
        time.sleep(0.002)
    refused = ImportedFile.objects.filter(report_import=queued, state=FileState.REFUSED)
    assert not refused.exists(), refused.values_list("problems")


@cache
def _filled_in() -> dict[str, dict[int, bytes]]:
    """By code of the unit and number, workbooks that hold nothing else.

    Made once, before anything is forked: a process is to be killed while they are taken.
    """
    scene = Scene(FILLED)
    shared = form_of_period(scene.period)
    writer = TemplateWriter(shared, KEY, timezone.now())
    units = template_units(shared, [unit.pk for unit in scene.communes])
    return {
        facts.code: {
            number: _filled(writer.workbook(facts), number) for number in range(1, NUMBERS + 1)
        }
        for facts in units.values()
    }


def _filled(content: bytes, number: int) -> bytes:
    book = load_workbook(BytesIO(content))
    for cell in read_workbook(content).cells:
        if cell.code in CODES:
            book.worksheets[0][cell.cell] = number
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _make_way(scene: Scene, page: ReportPage, unit: Unit) -> None:
    """What was sent is accepted, and a correction begun, so that the next can be sent."""
    report = Submission.objects.filter(unit=unit, period=scene.period).first()
    if report is None or report.latest is None or report.latest.state == ReportState.DRAFT:
        return
    if report.latest.state == ReportState.SUBMITTED:
        accept_reports(versions=[report.latest], by=None, now=timezone.now())
    assert page.post("correct_report", {"reason": "đếm lại"}).status_code == 302


def _typed(scene: Scene, unit: Unit) -> dict[str, str]:
    held = Value.objects.filter(
        version__submission__unit=unit,
        version__submission__period=scene.period,
        version__state=ReportState.DRAFT,
        number__isnull=False,
    )
    known = {
        code: str(int(number)) for code, number in held.values_list("indicator__code", "number")
    }
    return {code: known.get(code, "") for code in CODES}
