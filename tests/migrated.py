"""A test database that earlier tests have migrated, so that one small test need not wait for all.

On SQLite, and only where pytest keeps a cache: a clean clone always runs the migrations.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import django
import pytest

import giaoban.migrations

KEPT = 2  # states of the migrations: this branch's and one other


def keep_migrated(config: pytest.Config, database: Path) -> Path | None:
    """Where the migrated database is kept; `database` begins as its copy where one is there."""
    cache: pytest.Cache | None = getattr(config, "cache", None)
    if cache is None:
        return None
    kept = cache.mkdir("migrated-databases") / f"{_digest()}.sqlite3"
    if kept.exists():
        shutil.copyfile(kept, database)
        kept.touch()
    return kept


def make_migrated(config: pytest.Config, database: Path) -> None:
    """An SQLite database with every table and no row of ours, for a program that a test starts."""
    kept = keep_migrated(config, database)
    if database.exists():
        return
    where = {key: said for key, said in os.environ.items() if not key.startswith("GIAOBAN_")}
    where |= {"GIAOBAN_HOME": str(database.parent), "DATABASE_URL": f"sqlite:///{database}"}
    where["DJANGO_SETTINGS_MODULE"] = "giaoban.settings"
    command = [sys.executable, "-m", "giaoban", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=where, check=True)
    if kept:
        keep(database, kept)


def keep(database: Path, kept: Path) -> None:
    """Whole or not at all: another run may look for it at this moment."""
    begun = kept.with_suffix(f".{database.parent.name}")
    with closing(sqlite3.connect(database)) as ours, closing(sqlite3.connect(begun)) as copy:
        ours.backup(copy)
    begun.replace(kept)
    by_age = sorted(kept.parent.glob("*.sqlite3"), key=lambda file: -file.stat().st_mtime)
    for old in by_age[KEPT:]:
        old.unlink(missing_ok=True)


def _digest() -> str:
    """Of every migration that is run: ours by their text, the libraries' by what is installed."""
    said = hashlib.sha256(django.__version__.encode())
    ours = Path(giaoban.migrations.__path__[0])
    locked = ours.parents[2] / "requirements" / "runtime.txt"
    for file in (locked, *sorted(ours.glob("*.py"))):
        said.update(file.name.encode() + file.read_bytes())
    return said.hexdigest()[:16]
