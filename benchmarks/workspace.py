"""An empty installation for one measurement: a home, a database, and processes that work in it."""

import multiprocessing
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

import psycopg
from tests import postgres

Database = Literal["sqlite", "postgresql"]
DATABASES: tuple[Database, ...] = ("sqlite", "postgresql")
IN_WORDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Workspace:
    """Where one installation lies; what is run in it sees nothing of any other."""

    home: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            "GIAOBAN_HOME": str(self.home),
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "giaoban.settings",
        }

    def run(self, function: str, **arguments: Any) -> Any:
        """Call `module:function` of benchmarks.inside in a process of its own."""
        with self.processes(1) as pool:
            return self.submit(pool, function, **arguments).result()

    def processes(self, count: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self.environment,),
        )

    def submit(self, pool: ProcessPoolExecutor, function: str, **arguments: Any) -> Future[Any]:
        return pool.submit(_call, function, arguments)


@contextmanager
def workspace(database: Database) -> Iterator[Workspace]:
    """A migrated, empty installation, gone afterwards. PostgreSQL writes to disk as in use."""
    home = Path(tempfile.mkdtemp(prefix="giaoban-bench-"))
    try:
        if database == "sqlite":
            yield _migrated(Workspace(home, f"sqlite:///{home / 'giaoban.sqlite3'}"))
        else:
            with _postgresql_database() as url:
                yield _migrated(Workspace(home, url))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _migrated(made: Workspace) -> Workspace:
    made.run("installation:migrate")
    return made


@contextmanager
def _postgresql_database() -> Iterator[str]:
    server = postgres.server_url(is_durable=True)
    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _begin(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    import django  # only now: the settings read the environment

    django.setup()


def _call(function: str, arguments: dict[str, Any]) -> Any:
    module, name = function.split(":")
    return getattr(import_module(f"benchmarks.inside.{module}"), name)(**arguments)
