"""What a process does, again and again, until it is killed; it ends by itself only when it fails.

Each work gives way after every acknowledgement, so that the nursery can do one step of each before
it forks: then the pages are loaded, and a process is killed in its work and not in its imports.
"""

import random
import time
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.reporting.decisions import accept_reports
from giaoban.actions.reporting.import_batches import read_next_batch
from giaoban.actions.reporting.queued_imports import SentFile, queue_import
from giaoban.jobs.rounds import Rounds
from giaoban.models import ImportedFile, ReportImport, Submission, Unit, Value
from giaoban.rules.reporting.import_states import FileState, ImportState
from giaoban.rules.reporting.states import ReportState
from tests.killing.journal import Journal
from tests.killing.scene import CODES, IMPORTED, KEY, SENT, TYPED, UPLOADED, Scene

ALONE = "no worker yet"  # a file, while each work does its first step
LARGEST = 999  # no separators: what is typed is what is stored
Work = Callable[[Journal, random.Random, Path], Iterator[None]]


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
    while True:
        unit = dice.choice(scene.communes)
        _make_way(scene, client, unit)
        number = dice.randint(1, LARGEST)
        fields = {"step": "submit"}
        for code, known in _typed(scene, unit).items():
            fields |= {f"cell-{code}": str(number), f"was-cell-{code}": known}
        journal.sent("report", unit=unit.code, value=number)
        answer = client.post(reverse("report", args=[scene.period.pk, unit.pk]), fields)
        assert answer.status_code == 302, answer.content[:500]
        journal.acknowledged("report", unit=unit.code, value=number)
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
        queued = queue_import(
            regime=scene.period.regime,
            files=[SentFile("table.csv", len(table), BytesIO(table))],
            by=scene.clerk,
            now=timezone.now(),
        )
        while not ReportImport.objects.filter(pk=queued.pk, state=ImportState.DONE).exists():
            if (folder / ALONE).exists():
                read_next_batch(today=timezone.localdate(), now=timezone.now())
            time.sleep(0.002)
        refused = ImportedFile.objects.filter(report_import=queued, state=FileState.REFUSED)
        assert not refused.exists(), refused.values_list("problems")
        journal.acknowledged("upload", value=number)
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
    "import": take_tables,
    "upload": upload,
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


def _make_way(scene: Scene, client: Client, unit: Unit) -> None:
    """What was sent is accepted, and a correction begun, so that the next can be sent."""
    report = Submission.objects.filter(unit=unit, period=scene.period).first()
    if report is None or report.latest is None or report.latest.state == ReportState.DRAFT:
        return
    if report.latest.state == ReportState.SUBMITTED:
        accept_reports(versions=[report.latest], by=None, now=timezone.now())
    address = reverse("correct_report", args=[scene.period.pk, unit.pk])
    assert client.post(address, {"reason": "đếm lại"}).status_code == 302


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
