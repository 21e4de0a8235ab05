"""SIGKILL in the midst of typing, sending, importing, adding up, issuing and giving tasks."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.migrated import make_migrated
from tests.sharing import ON_POSTGRESQL

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.both_databases


@pytest.fixture
def environment(pytestconfig: pytest.Config, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An installation of its own, on the kind of database that this run tests."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIAOBAN_")}
    clean |= {"GIAOBAN_HOME": str(tmp_path), "GIAOBAN_HOSTS": "testserver"}
    if not ON_POSTGRESQL:
        database = tmp_path / "killed.sqlite3"
        make_migrated(pytestconfig, database)
        yield clean | {"DATABASE_URL": f"sqlite:///{database}"}
        return
    name = f"killed_{os.getpid()}_{tmp_path.name}".replace("-", "_")[:60].lower()
    with postgres.empty_database(name) as address:
        yield clean | {"DATABASE_URL": address}


def killed(environment: dict[str, str], folder: Path, rounds: int, seed: int) -> dict[str, Any]:
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.killing.nursery", str(folder), str(rounds), str(seed)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said, failed = nursery.communicate(timeout=120 + 20 * rounds)
    finally:  # where it was given up, what it forked would work for ever
        with suppress(ProcessLookupError):
            os.killpg(nursery.pid, signal.SIGKILL)
    assert nursery.returncode == 0, failed[-4000:]
    return dict(json.loads(said.splitlines()[-1]))


def check(environment: dict[str, str], folder: Path, rounds: int, seed: int) -> None:
    found = killed(environment, folder, rounds, seed)
    assert found["wrong"] == []
    assert found["not_healed"] == []
    assert found["kills"]["fold"] == rounds
    assert min(found["told"].values()) > rounds / 4, found["told"]  # they were at work when killed


def test_nothing_acknowledged_is_lost_and_nothing_half_taken_remains(
    environment: dict[str, str], tmp_path: Path
) -> None:
    check(environment, tmp_path, rounds=16, seed=20261121)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(25))
def test_nothing_is_lost_after_hundreds_of_kills(
    environment: dict[str, str], tmp_path: Path, seed: int
) -> None:
    check(environment, tmp_path, rounds=60, seed=seed)
