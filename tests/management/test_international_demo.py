"""The demo in another country: everything it shows is in the language of its profile."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from giaoban.rules.tasks.states import TaskState

ROOT = Path(__file__).parents[2]
CRAWL = ROOT / "tests" / "management" / "international_crawl.py"


def run(home: Path, *command: str) -> str:
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GIAOBAN_", "DJANGO_", "DATABASE_")) or key == "GIAOBAN_FULL"
    }
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**environment, "GIAOBAN_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.any_database
def test_the_international_demo_speaks_english_on_its_pages_in_its_files_letters_and_refusals(
    tmp_path: Path,
) -> None:
    said = run(tmp_path, "-m", "giaoban", "demo", "--profile", "international", "--no-serve")
    assert "secretary@giaoban.example" in said
    assert "Ctrl-C" not in said  # nothing is served
    assert (tmp_path / "profile").read_text() == "international\n"
    report = tmp_path / "report.docx"
    asked = ("--regime", "programme-quarter", "--period", "2026Q1", "--unit", "CRRP")
    run(tmp_path, "-m", "giaoban", "consolidate", *asked, "--to", str(report))
    *found, last = run(tmp_path, str(CRAWL), str(report)).splitlines()
    assert found == []
    read = json.loads(last)
    assert read.keys() >= {"letter", "document", "sheet", "application/pdf", "application/zip"}
    assert read["text/html"] >= 100
    assert read["states of tasks"] == len(TaskState)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("atlantis", "no shipped profile (international, vietnam)"),
        ("half.toml", "`time_zone` is missing."),
    ],
)
def test_a_profile_that_cannot_be_read_is_refused_with_what_is_wrong(
    tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "half.toml").write_text('code = "half"\n')
    given = str(tmp_path / name) if name.endswith(".toml") else name
    environment = os.environ | {"GIAOBAN_HOME": str(tmp_path), "GIAOBAN_PROFILE": given}
    done = subprocess.run(
        [sys.executable, "-m", "giaoban", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert reason in done.stderr
