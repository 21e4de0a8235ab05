"""While somebody's workbook is opened, which may take seconds, others save their reports."""

from io import BytesIO
from typing import Any

import pytest

from giaoban.actions.reporting import importing_values, workbook_maps
from giaoban.actions.reporting.draft_workbooks import fill_draft_from_workbook
from giaoban.actions.reporting.import_batches import read_next_batch
from giaoban.actions.reporting.import_outcomes import FileRefused
from giaoban.actions.reporting.importing import IncomingFile
from giaoban.actions.reporting.queued_imports import SentFile, cancel_import, queue_import
from giaoban.actions.reporting.refused_workbooks import keep_refused_workbook
from giaoban.actions.reporting.workbook_maps import begin_map, mark_block, mark_cell, unmark_cell
from giaoban.exchange.reporting import workbook_reader
from giaoban.exchange.reporting.workbook_grids import WorkbookGrids
from giaoban.models import ImportedFile, Period, Person, RefusedWorkbook, Version
from giaoban.rules.reporting.workbook_blocks import Block
from giaoban.rules.reporting.workbook_marks import Asking, Mark, MarkKind
from tests.actions.test_reporting_importing import take, workbook
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime
from tests.own_workbook import CLASSES, SERVICES
from tests.own_workbook import workbook_in_use as sample
from tests.threads import in_threads

FIELDS = ("processed", {"code": "proof", "kind": "file"})
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def period(cast: Cast, settings: Any, tmp_path: object) -> Period:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_period(make_regime(cast.lao_cai, indicators=FIELDS), "2026-10")


@pytest.fixture
def files(cast: Cast, period: Period) -> list[IncomingFile]:
    """Of two communes, and one with a word where a number belongs."""
    return [
        workbook(period, cast.ta_van, "a.xlsx", processed=5),
        workbook(period, cast.y_ty, "b.xlsx", processed=5),
        workbook(period, cast.ta_van, "c.xlsx", processed="năm"),
    ]


@pytest.fixture
def saved(cast: Cast, files: list[IncomingFile], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows somebody else saved, each time that a workbook was opened."""
    rows: list[int] = []
    bounds = workbook_reader.refuse_unbounded

    def save() -> None:
        rows.append(Person.objects.filter(pk=cast.khanh.pk).update(name="Khánh"))

    def while_others_save(content: bytes) -> Any:
        in_threads(save)
        return bounds(content)

    monkeypatch.setattr(workbook_reader, "refuse_unbounded", while_others_save)
    return rows


def test_others_save_while_an_officers_workbook_is_opened(
    cast: Cast, period: Period, files: list[IncomingFile], saved: list[int]
) -> None:
    file = files[0]
    fill_draft_from_workbook(unit=cast.ta_van, period=period, file=file, by=cast.an, now=NOW)
    assert (saved, Version.objects.count()) == ([1], 1)


def test_others_save_while_a_refused_workbook_is_looked_into(
    cast: Cast, period: Period, files: list[IncomingFile], saved: list[int]
) -> None:
    who: dict[str, Any] = {"unit": cast.ta_van, "period": period, "by": cast.an, "now": NOW}
    with pytest.raises(FileRefused) as refused:
        fill_draft_from_workbook(file=files[2], **who)
    keep_refused_workbook(file=files[2], problems=refused.value.problems, **who)
    assert (saved, RefusedWorkbook.objects.get().by) == ([1, 1], cast.an)


def test_others_save_while_the_worker_opens_what_people_sent(
    cast: Cast, period: Period, files: list[IncomingFile], saved: list[int]
) -> None:
    sent = [SentFile(file.name, len(file.content), BytesIO(file.content)) for file in files]
    queue_import(files=sent, regime=period.regime, by=cast.chi, now=NOW)
    assert read_next_batch(today=TODAY, now=NOW) == 3
    states = ImportedFile.objects.order_by("number").values_list("state", flat=True)
    assert (saved, list(states)) == ([1, 1, 1], ["taken", "taken", "refused"])


def test_an_import_that_is_called_off_while_its_files_are_opened_takes_none(
    cast: Cast, period: Period, files: list[IncomingFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [SentFile(file.name, len(file.content), BytesIO(file.content)) for file in files]
    stored = queue_import(files=sent, regime=period.regime, by=cast.chi, now=NOW)
    bounds = workbook_reader.refuse_unbounded

    def while_it_is_called_off(content: bytes) -> Any:
        cancel_import(report_import=stored, by=cast.chi, now=NOW)
        return bounds(content)

    monkeypatch.setattr(workbook_reader, "refuse_unbounded", while_it_is_called_off)
    assert read_next_batch(today=TODAY, now=NOW) == 0
    stored.refresh_from_db()
    assert (stored.state, Version.objects.exists()) == ("cancelled", False)


def test_others_save_while_a_command_opens_its_files(
    period: Period, files: list[IncomingFile], saved: list[int]
) -> None:
    assert [one.new for one in take(period.regime, files)] == [1, 1, 0]
    assert saved == [1, 1, 1]


def test_others_save_while_a_workbook_is_opened_to_be_marked(
    cast: Cast, period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[int] = []

    def save() -> None:
        rows.append(Person.objects.filter(pk=cast.khanh.pk).update(name="Khánh"))

    def while_others_save(content: bytes) -> WorkbookGrids:
        in_threads(save)
        return WorkbookGrids(content)

    monkeypatch.setattr(workbook_maps, "WorkbookGrids", while_others_save)
    who: dict[str, Any] = {"by": cast.chi, "now": NOW}
    held = begin_map(regime=period.regime, unit=None, name="m.xlsx", content=sample(), **who)
    mark = Mark(MarkKind.FIGURE, SERVICES, "D13", "spent", "B13", asking=Asking(kind="amount"))
    held = mark_cell(held=held, mark=mark, revision=0, **who)
    held = unmark_cell(held=held, sheet=SERVICES, cell="D13", revision=1, **who)
    block = Block((4, 1), (5, 3), "A", 3, table="dao_tao", table_name="Đào tạo")
    held = mark_block(held=held, sheet=CLASSES, block=block, revision=2, **who)
    assert (rows, held.revision) == ([1, 1, 1, 1], 3)


def test_others_save_while_a_table_is_read(
    cast: Cast, period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[int] = []
    read = importing_values.read_values_csv

    def save() -> None:
        rows.append(Person.objects.filter(pk=cast.khanh.pk).update(name="Khánh"))

    def while_others_save(content: bytes) -> Any:
        in_threads(save)
        return read(content)

    monkeypatch.setattr(importing_values, "read_values_csv", while_others_save)
    content = f"unit,period,indicator,value\n{cast.ta_van.code},2026-10,processed,5\n".encode()
    assert [one.new for one in take(period.regime, [IncomingFile("a.csv", content)])] == [1]
    sent = [SentFile("b.csv", len(content), BytesIO(content))]
    queue_import(files=sent, regime=period.regime, by=cast.chi, now=NOW)
    assert read_next_batch(today=TODAY, now=NOW) == 1
    assert (rows, ImportedFile.objects.get().state) == ([1, 1], "unchanged")
