"""Does a fresh database get the tables of one that has grown with the versions?"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from giaoban.actions.backup.restoring import applied_at, loader_for
from giaoban.models import Task
from tests import postgres
from tests.factories import NOW, TODAY, make_unit
from tests.management.table_shapes import manifest_of, shapes
from tests.sharing import ON_POSTGRESQL

ROOT = Path(__file__).parent.parent.parent
RELEASED = "0002_reporting_in_the_field"
STANDS_FOR_THEM = "0001_squashed_0004"


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    if not ON_POSTGRESQL:
        yield f"sqlite:///{tmp_path / 'grown.sqlite3'}"
        return
    with postgres.empty_database(f"grown_{os.getpid()}") as address:
        yield address


@pytest.mark.django_db
def test_a_database_that_has_grown_has_the_tables_of_a_fresh_one(
    empty_database: str, tmp_path: Path
) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIAOBAN_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.management.table_shapes", RELEASED],
        cwd=ROOT,
        env=clean
        | {
            "GIAOBAN_HOME": str(tmp_path),
            "DATABASE_URL": empty_database,
            "DJANGO_SETTINGS_MODULE": "giaoban.settings",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    grown, fresh = json.loads(done.stdout.splitlines()[-1]), shapes()
    differing = {part for part in grown.keys() | fresh.keys() if grown.get(part) != fresh.get(part)}
    assert {part: (grown.get(part), fresh.get(part)) for part in sorted(differing)} == {}


@pytest.mark.parametrize(
    ("newest", "has_tasks"), [(RELEASED, False), ("0004_words_of_documents", True)]
)
def test_a_backup_is_read_by_the_migrations_that_it_names(newest: str, has_tasks: bool) -> None:
    manifest = manifest_of(newest)
    loader = loader_for(manifest)
    assert applied_at(manifest, loader) == sorted(map(tuple, manifest.migrations))
    models = loader.project_state(applied_at(manifest, loader)).models
    assert ("giaoban", "unit") in models
    assert (("giaoban", "task") in models) is has_tasks


def test_a_backup_of_this_version_is_read_by_what_stands_for_the_steps() -> None:
    manifest = manifest_of("0004_words_of_documents")
    manifest.migrations.append(["giaoban", STANDS_FOR_THEM])
    loader = loader_for(manifest)
    assert [name for app, name in applied_at(manifest, loader) if app == "giaoban"] == [
        STANDS_FOR_THEM
    ]


@pytest.mark.django_db
@pytest.mark.both_databases
def test_what_was_withdrawn_but_counted_as_done_is_settled_with_all_that_lies_over_it() -> None:
    """A province, a commune that was withdrawn, and its hamlet that was done before."""
    units = [make_unit(code, code, kind="xã") for code in ("15", "03037", "h1")]
    tasks: list[Task] = []
    for unit, state in zip(units, ("assigned", "withdrawn", "confirmed"), strict=True):
        above = tasks[-1] if tasks else None
        kept = {"parent": above, "state": state, "given_at": NOW, "text": "Rà soát"}
        tasks.append(Task.objects.create(unit=unit, giver=units[0], **kept))
    # As it was kept: each whole worked out of what lies beneath it.
    for task, whole in zip(tasks, ("in_progress", "confirmed", "confirmed"), strict=True):
        Task.objects.filter(pk=task.pk).update(whole=whole, whole_handed_in_on=TODAY)
    step = import_module("giaoban.migrations.0005_withdrawn_wholes")
    step.settle(apps, SimpleNamespace(connection=connection))
    assert list(Task.objects.order_by("pk").values_list("whole", "whole_handed_in_on")) == [
        ("assigned", None),
        ("withdrawn", None),
        ("confirmed", TODAY),
    ]
