"""A backup is restored, on the same kind of database and on the other, or refused by name."""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.backup.restoring import restore_files
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.exchange.backup.carried import LEFT_OUT
from giaoban.exchange.backup.reading import opened_backup
from giaoban.exchange.backup.writing import write_backup
from giaoban.models import Event, Person, SourceFile, Unit, Value, Version
from giaoban.queries.reporting.periods import expected_units
from giaoban.rules.reporting.states import ReportState
from tests import postgres
from tests.cast import make_cast
from tests.factories import NOW, PASSWORD, make_period, make_regime, make_unit, make_version
from tests.management.shell import VALUE_COLUMNS, giaoban, must, table

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def installation(transactional_db: None, tmp_path: Path, settings: Any) -> Path:
    """The cast, a regime with every kind of value, a draft, an imported file, sealed events."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
    cast = make_cast()
    regime = make_regime(
        cast.lao_cai,
        indicators=[
            "processed",
            {"code": "share", "kind": "amount", "over_time": "average"},
            {"code": "has_team", "kind": "yes_no"},
            {"code": "note", "kind": "text"},
        ],
    )
    period = make_period(regime, "2026-09")
    values = {"processed": 12345678901.0, "share": 0.1 + 0.2, "note": "Đã gửi\n\"đủ\" — 'ổn'"}
    make_version(cast.ta_van, period, values=values, state=ReportState.DRAFT, by=cast.an)
    rows = [("02701", "2026-10", "processed", "7"), ("02701", "2026-10", "share", "0.5")]
    must(
        "import_submissions",
        "--regime",
        regime.code,
        table(tmp_path / "t.csv", VALUE_COLUMNS, rows),
    )
    append_marks_for(unit_ids=expected_units(period), period=period)
    fold_all()
    seal_all_events()
    return tmp_path


@pytest.fixture
def backup(installation: Path) -> Path:
    must("backup", "--to", installation / "b.zip")
    return installation / "b.zip"


@pytest.fixture
def emptied(backup: Path, settings: Any) -> Path:
    """The backup, beside a database and a folder of files in which nothing is any more."""
    call_command("flush", interactive=False, verbosity=0)
    settings.MEDIA_ROOT = str(backup.parent / "other-files")
    return backup


def manifest_of(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        return dict(json.loads(archive.read("manifest.json")))


def parts_of(path: Path) -> dict[str, list[Any]]:
    """Every table as rows, every file as bytes: what two backups are compared by."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: [json.loads(line) for line in archive.read(name).splitlines()]
            if name.startswith("tables/")
            else [archive.read(name)]
            for name in archive.namelist()
            if name != "manifest.json"
        }


def test_what_is_restored_gives_the_same_backup_again(emptied: Path) -> None:
    head = manifest_of(emptied)["audit_head"]
    said = must("restore", emptied).splitlines()
    assert f"head: {head}" in said
    must("backup", "--to", emptied.parent / "again.zip")
    assert parts_of(emptied.parent / "again.zip") == parts_of(emptied)
    assert manifest_of(emptied.parent / "again.zip")["audit_head"] == head


def test_a_restored_installation_goes_on_where_it_stopped(emptied: Path) -> None:
    head = manifest_of(emptied)["audit_head"]
    must("restore", emptied)
    assert Person.objects.get(name="Lý A An").check_password(PASSWORD)
    draft = Version.objects.get(state=ReportState.DRAFT)
    assert draft.values.get(indicator__code="share").number == 0.1 + 0.2
    assert draft.values.get(indicator__code="note").text == "Đã gửi\n\"đủ\" — 'ổn'"
    with SourceFile.objects.get().content.open() as kept:
        assert kept.read().startswith(b"unit,period,indicator,value")
    Event.objects.create(action="x", record_type="Unit", record_id=1, at=NOW)
    seal_all_events()
    must("verify_audit", "--head", head)


def test_an_id_that_was_given_is_never_given_again(installation: Path, settings: Any) -> None:
    gone = make_unit("Z", "Z")
    gone_id = gone.pk
    gone.placements.all().delete()
    gone.delete()
    must("backup", "--to", installation / "b.zip")
    call_command("flush", interactive=False, verbosity=0)
    settings.MEDIA_ROOT = str(installation / "other-files")
    must("restore", installation / "b.zip")
    assert make_unit("N", "N").pk == gone_id + 1


def test_sessions_and_tokens_are_left_out_each_with_a_reason(backup: Path) -> None:
    carried = {part["name"] for part in manifest_of(backup)["tables"]}
    assert Session._meta.db_table not in carried
    assert "account_emailconfirmation" not in carried
    assert "giaoban_person" in carried
    assert all(LEFT_OUT.values())


def test_only_the_owner_may_read_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_is_of_one_moment_while_people_go_on_writing(installation: Path) -> None:
    before = (Version.objects.count(), Value.objects.count(), Event.objects.count())
    written = []

    def somebody_writes(said: str) -> None:
        if said == "giaoban_version":
            thread = threading.Thread(target=send_a_report)
            thread.start()
            thread.join()
            written.append(said)

    def send_a_report() -> None:
        rows = [("03006", "2026-10", "processed", "9")]
        path = table(installation / "late.csv", VALUE_COLUMNS, rows)
        must("import_submissions", "--regime", "chuyen-doi-so", path)
        connection.close()

    manifest = write_backup(installation / "b.zip", now=NOW, say=somebody_writes)
    counts = {part.name: part.rows for part in manifest.tables}
    assert written == ["giaoban_version"]
    assert Version.objects.count() == before[0] + 1
    assert (
        counts["giaoban_version"],
        counts["giaoban_value"],
        counts["giaoban_event"],
    ) == before


def test_a_name_that_is_taken_is_refused(backup: Path) -> None:
    said = giaoban("backup", "--to", backup)
    assert (said.code, said.errors) == (1, [f"{backup} is there already; choose another name."])
    assert [path.name for path in backup.parent.iterdir() if "unfinished" in path.name] == []


def test_a_file_that_is_gone_is_named_and_the_rest_is_kept(
    installation: Path, settings: Any
) -> None:
    name = SourceFile.objects.get().content.name or ""
    (Path(settings.MEDIA_ROOT) / name).unlink()
    said = giaoban("backup", "--to", installation / "b.zip")
    assert said.code == 1
    assert said.errors[0] == name
    call_command("flush", interactive=False, verbosity=0)
    restored = giaoban("restore", installation / "b.zip")
    assert restored.code == 0
    assert name in restored.errors[0]


def test_a_database_that_holds_something_is_refused(backup: Path) -> None:
    said = giaoban("restore", backup)
    assert said.code == 1
    assert said.errors[-1].startswith("The database is not empty: giaoban_person has rows (9).")


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def change_a_value(parts: dict[str, bytes]) -> None:
    parts["tables/giaoban_value.jsonl"] = parts["tables/giaoban_value.jsonl"].replace(
        b"12345678901", b"22345678901"
    )


def change_a_file(parts: dict[str, bytes]) -> None:
    name = next(name for name in parts if name.startswith("files/"))
    parts[name] += b"x"


def lose_a_table(parts: dict[str, bytes]) -> None:
    del parts["tables/giaoban_event.jsonl"]


def add_a_part(parts: dict[str, bytes]) -> None:
    parts["files/../../evil"] = b"x"


def in_the_manifest(change: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, bytes]], None]:
    def changed(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts["manifest.json"])
        change(manifest)
        parts["manifest.json"] = json.dumps(manifest).encode()

    return changed


def of_a_newer_version(manifest: dict[str, Any]) -> None:
    manifest["version"] = "9.9"
    manifest["migrations"].append(["giaoban", "9999_later"])


def out_of_the_folder(manifest: dict[str, Any]) -> None:
    manifest["files"][0]["name"] = "../secret_key"


def of_another_build(manifest: dict[str, Any]) -> None:
    manifest["tables"][0]["columns"].append("colour")


def of_another_format(manifest: dict[str, Any]) -> None:
    manifest["format"] = "giaoban-backup/2"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (change_a_value, "tables/giaoban_value.jsonl is damaged: it is not what was written."),
        (change_a_file, " is damaged: it is not what was written."),
        (lose_a_table, "tables/giaoban_event.jsonl is not in the file."),
        (add_a_part, "files/../../evil is not in the manifest: the file was changed."),
        (
            in_the_manifest(of_a_newer_version),
            "The backup was made by version 9.9, which is newer than this one: "
            "giaoban.9999_later is not known here. Install that version first.",
        ),
        (
            in_the_manifest(out_of_the_folder),
            "files/../secret_key points out of the folder of files.",
        ),
        (in_the_manifest(of_another_build), "the backup was made by another build of version"),
        (
            in_the_manifest(of_another_format),
            "The backup is written as giaoban-backup/2; this version reads giaoban-backup/1.",
        ),
    ],
)
def test_a_damaged_or_foreign_backup_is_refused_by_name_and_changes_nothing(
    emptied: Path, change: Callable[[dict[str, bytes]], None], says: str
) -> None:
    rewritten(emptied, change)
    said = giaoban("restore", emptied)
    assert said.code == 1
    assert says in said.errors[-1]
    assert not Unit.objects.exists()
    assert not (emptied.parent / "other-files").exists()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_backup_that_was_cut_off_is_refused(emptied: Path, share: float) -> None:
    whole = emptied.read_bytes()
    emptied.write_bytes(whole[: int(len(whole) * share)])
    said = giaoban("restore", emptied)
    assert said.code == 1
    assert "no backup of Giaoban, or it was cut off" in said.errors[-1]


def test_rows_that_refer_to_nothing_are_refused_and_nothing_is_stored(emptied: Path) -> None:
    def lose_the_units(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts["manifest.json"])
        for part in manifest["tables"]:
            if part["name"] == "giaoban_unit":
                part["rows"], part["sha256"] = 0, hashlib.sha256(b"").hexdigest()
        parts["tables/giaoban_unit.jsonl"] = b""
        parts["manifest.json"] = json.dumps(manifest).encode()

    rewritten(emptied, lose_the_units)
    said = giaoban("restore", emptied)
    assert said.code == 1
    assert "refers to rows that are not there" in said.errors[-1]
    assert not Event.objects.exists()


def test_a_file_that_is_there_with_other_bytes_is_refused_and_left(emptied: Path) -> None:
    name = manifest_of(emptied)["files"][0]["name"]
    there = emptied.parent / "other-files" / name
    there.parent.mkdir(parents=True)
    there.write_bytes(b"another installation's")

    said = giaoban("restore", emptied)

    assert said.errors[-1] == f"{name} is there already and holds something else."
    assert there.read_bytes() == b"another installation's"
    assert not Unit.objects.exists()


class KilledWhileReading:
    """A part of a backup: the process dies when some of it was read."""

    name = None

    def __init__(self) -> None:
        self._chunks = iter([b"x" * (1 << 16)])

    def read(self, _size: int = -1) -> bytes:
        for chunk in self._chunks:
            return chunk
        os.kill(os.getpid(), signal.SIGKILL)
        return b""


def killed_while_a_file_is_written(path: Path) -> None:
    with opened_backup(path) as backup:
        backup.open_file = lambda _path: nullcontext(KilledWhileReading())  # type: ignore
        child = os.fork()
        if child == 0:
            try:
                restore_files(backup, lambda _text: None)
            finally:
                os._exit(0)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_restore_that_was_killed_while_it_wrote_a_file_can_be_run_again(emptied: Path) -> None:
    folder = emptied.parent / "other-files"
    killed_while_a_file_is_written(emptied)
    (left,) = (path for path in folder.rglob("*") if path.is_file())
    assert left.stat().st_size > 0  # a part of it, and not under its name

    must("restore", emptied)

    names = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    assert names == [file["name"] for file in manifest_of(emptied)["files"]]
    with SourceFile.objects.get().content.open() as kept:
        assert kept.read().startswith(b"unit,period,indicator,value")


def with_a_wrong_total(path: Path) -> None:
    """Written whole and signed for, yet a total of it is not what the reports make."""

    def change(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts["manifest.json"])
        (part,) = (part for part in manifest["tables"] if part["name"] == "giaoban_total")
        rows = [json.loads(line) for line in parts["tables/giaoban_total.jsonl"].splitlines()]
        rows[0][part["columns"].index("received")] += 1
        content = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        part["sha256"] = hashlib.sha256(content).hexdigest()
        parts["tables/giaoban_total.jsonl"] = content
        parts["manifest.json"] = json.dumps(manifest).encode()

    rewritten(path, change)


def rows_anywhere() -> dict[str, int]:
    """By table how many rows there are, but for the lists that `migrate` makes."""
    with connection.cursor() as cursor:
        found = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {name}")
            found[name] = cursor.fetchone()[0]
    return {name: count for name, count in found.items() if count and "django_" not in name}


def test_a_restore_that_fails_its_last_check_leaves_nothing_behind(emptied: Path) -> None:
    with_a_wrong_total(emptied)
    before = rows_anywhere()
    said = giaoban("restore", emptied)
    assert said.code == 1
    assert said.errors[-1] == (
        "1 of 149 figures are not what the reports make, so nothing was restored. With "
        "--add-up-anew every total is made anew from the reports of the backup."
    )
    assert "should be" in said.out
    assert rows_anywhere() == before
    assert not (emptied.parent / "other-files").exists()


def test_wrong_totals_are_made_anew_where_that_is_asked_for(emptied: Path) -> None:
    with_a_wrong_total(emptied)
    must("restore", "--add-up-anew", emptied)
    must("verify_totals")


def test_a_new_sqlite_file_has_no_tables_after_a_restore_that_failed(backup: Path) -> None:
    with_a_wrong_total(backup)
    path = backup.parent / "other.sqlite3"
    done = started(backup.parent / "home", f"sqlite:///{path}", "restore", backup)
    assert done.returncode == 1
    assert "so nothing was restored" in done.stderr
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == []


@pytest.mark.postgresql
def test_a_new_postgresql_database_has_no_tables_after_a_restore_that_failed(
    backup: Path, empty_postgresql: str
) -> None:
    with_a_wrong_total(backup)
    done = started(backup.parent / "home", empty_postgresql, "restore", backup)
    assert done.returncode == 1
    assert "so nothing was restored" in done.stderr
    with psycopg.connect(empty_postgresql) as database:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        assert database.execute(tables).fetchall() == []


@pytest.fixture
def empty_postgresql() -> Iterator[str]:
    with postgres.empty_database(f"restored_{os.getpid()}") as address:
        yield address


@pytest.mark.postgresql
def test_a_backup_moves_from_postgresql_to_sqlite_and_back(
    backup: Path, empty_postgresql: str
) -> None:
    head = manifest_of(backup)["audit_head"]
    sqlite = f"sqlite:///{backup.parent / 'other.sqlite3'}"
    file = backup
    for number, url in enumerate((sqlite, empty_postgresql)):
        home = backup.parent / f"home{number}"
        assert f"head: {head}" in elsewhere(home, url, "restore", file).splitlines()
        file = home / "again.zip"
        elsewhere(home, url, "backup", "--to", file)
        assert parts_of(file) == parts_of(backup)


def elsewhere(home: Path, url: str, *words: object) -> str:
    """The stdout of a command in an installation of its own, that has no tables at first."""
    done = started(home, url, *words)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def started(home: Path, url: str, *words: object) -> "subprocess.CompletedProcess[str]":
    clean = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GIAOBAN_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "giaoban", *map(str, words)],
        cwd=ROOT,
        env=clean | {"GIAOBAN_HOME": str(home), "DATABASE_URL": url, "GIAOBAN_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
