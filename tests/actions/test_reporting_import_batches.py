"""An import is read in batches: each whole or not begun, taken up again after a crash."""

import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage

from giaoban.actions.reporting import import_batches
from giaoban.actions.reporting.import_batches import read_next_batch
from giaoban.actions.reporting.queued_imports import (
    SentFile,
    cancel_import,
    forget_old_uploads,
    queue_import,
)
from giaoban.actions.reporting.stored_problems import from_stored
from giaoban.models import Appointment, Event, ImportUpload, Period, ReportImport, Version
from tests.actions.test_reporting_importing import HEADER, workbook
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime


@pytest.fixture
def period(cast: Cast, settings: Any, tmp_path: object) -> Period:
    settings.MEDIA_ROOT = str(tmp_path)
    settings.IMPORT_BATCH_FILES = 2
    fields = ({"code": "processed", "is_required": True}, {"code": "proof", "kind": "file"})
    return make_period(make_regime(cast.lao_cai, indicators=fields), "2026-10")


def sent(name: str, content: bytes) -> SentFile:
    return SentFile(name, len(content), BytesIO(content))


def queued(cast: Cast, period: Period, *files: SentFile, **changed: Any) -> ReportImport:
    wanted = {"regime": period.regime, "by": cast.chi, "now": NOW} | changed
    return queue_import(files=files, **wanted)


def three(cast: Cast, period: Period) -> list[SentFile]:
    units = (cast.ta_van, cast.y_ty, cast.sa_pa)
    contents = [workbook(period, unit, processed=5).content for unit in units]
    return [sent(f"{number}.xlsx", content) for number, content in enumerate(contents, start=1)]


def states(stored: ReportImport) -> list[str]:
    return list(stored.files.order_by("number").values_list("state", flat=True))


def test_every_file_of_a_zip_has_its_line_before_any_is_read(cast: Cast, period: Period) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file in three(cast, period):
            archive.writestr(f"xã/{file.name}", file.content.read())
        archive.writestr("letter.docx", b"x")
    stored = queued(cast, period, sent("all.zip", out.getvalue()))
    assert [file.name for file in stored.files.all()][::3] == [
        "all.zip/xã/1.xlsx",
        "all.zip/letter.docx",
    ]
    assert states(stored) == ["waiting", "waiting", "waiting", "refused"]
    assert (stored.state, stored.done, stored.total) == ("queued", 1, 4)
    while read_next_batch(today=TODAY, now=NOW):
        pass
    stored.refresh_from_db()
    assert states(stored) == ["taken", "taken", "taken", "refused"]
    assert (stored.state, stored.done, Version.objects.count()) == ("done", 4, 3)


def test_a_crash_in_a_batch_leaves_it_as_if_not_begun_and_nothing_is_doubled(
    cast: Cast, period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = queued(cast, period, *three(cast, period))
    assert read_next_batch(today=TODAY, now=NOW) == 2

    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(import_batches, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            read_next_batch(today=TODAY, now=NOW)
    assert (states(stored), Version.objects.count()) == (["taken", "taken", "waiting"], 2)
    assert read_next_batch(today=TODAY, now=NOW) == 1
    assert read_next_batch(today=TODAY, now=NOW) == 0
    assert (states(stored), Version.objects.count()) == (["taken"] * 3, 3)


def test_a_file_on_which_the_reader_breaks_down_is_refused_alone(
    cast: Cast, period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = queued(cast, period, *three(cast, period))
    read = import_batches.bytes_of

    def breaks(file: Any) -> Any:
        if file.number == 1:
            raise ZeroDivisionError
        return read(file)

    monkeypatch.setattr(import_batches, "bytes_of", breaks)
    while read_next_batch(today=TODAY, now=NOW):
        pass
    assert states(stored) == ["refused", "taken", "taken"]
    problems = from_stored(stored.files.get(number=1).problems)
    assert [each.problem.code for each in problems] == ["file_breaks_reader"]


class Killed(BaseException):
    """What no code that reads may catch: the process ends here."""


def test_a_file_that_ends_the_process_time_after_time_is_refused_and_the_others_are_taken(
    cast: Cast, period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = queued(cast, period, *three(cast, period))
    read = import_batches.bytes_of

    def ends_the_process(file: Any) -> Any:
        if file.number == 2:
            raise Killed
        return read(file)

    monkeypatch.setattr(import_batches, "bytes_of", ends_the_process)
    lost = 0
    for _round in range(20):
        try:
            if not read_next_batch(today=TODAY, now=NOW):
                break
        except Killed:
            lost += 1
    assert (states(stored), lost) == (["taken", "refused", "taken"], 4)
    stored.refresh_from_db()
    assert (stored.state, stored.begun) == ("done", 0)


def test_a_trial_says_what_would_become_and_changes_nothing(cast: Cast, period: Period) -> None:
    table = (HEADER + "03037,2026-10,processed,5\n").encode()
    stored = queued(cast, period, sent("t.csv", table), *three(cast, period)[1:], is_trial=True)
    while read_next_batch(today=TODAY, now=NOW):
        pass
    assert (states(stored), Version.objects.count()) == (["taken"] * 3, 0)


def test_whoever_lost_the_role_meanwhile_takes_no_more(cast: Cast, period: Period) -> None:
    stored = queued(cast, period, *three(cast, period)[:1])
    Appointment.objects.filter(person=cast.chi).update(until=TODAY)
    read_next_batch(today=TODAY, now=NOW)
    problems = from_stored(stored.files.get().problems)
    assert [each.problem.code for each in problems] == ["unit_out_of_reach"]


def test_calling_off_keeps_what_was_taken_and_is_recorded(cast: Cast, period: Period) -> None:
    stored = queued(cast, period, *three(cast, period))
    read_next_batch(today=TODAY, now=NOW)
    assert cancel_import(report_import=stored, by=cast.chi, now=NOW)
    assert not cancel_import(report_import=stored, by=cast.chi, now=NOW)
    assert read_next_batch(today=TODAY, now=NOW) == 0
    assert states(stored) == ["taken", "taken", "waiting"]
    actions = Event.objects.filter(record_type="ReportImport").values_list("action", flat=True)
    assert sorted(actions) == ["cancel_import", "queue_import"]


def test_a_file_beyond_the_bound_is_refused_unstored(
    cast: Cast, period: Period, settings: Any
) -> None:
    settings.UPLOAD_LARGEST_FILE = 1
    stored = queued(cast, period, sent("a.xlsx", b"PK"))
    assert (stored.state, states(stored)) == ("done", ["refused"])
    assert ImportUpload.objects.get().content.name == ""


def test_the_bytes_are_forgotten_after_a_month_and_the_result_stays(
    cast: Cast, period: Period
) -> None:
    stored = queued(cast, period, *three(cast, period)[:1])
    name = ImportUpload.objects.get().content.name or ""
    assert default_storage.exists(name)
    read_next_batch(today=TODAY, now=NOW)
    assert forget_old_uploads(now=NOW + timedelta(days=29)) == 0
    assert forget_old_uploads(now=NOW + timedelta(days=31)) == 1
    assert (default_storage.exists(name), states(stored)) == (False, ["taken"])
