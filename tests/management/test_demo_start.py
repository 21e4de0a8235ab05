"""What the demo settles before any setting is read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LETTERS = (
    "import sys; sys.argv[1:] = {words!r}; import giaoban.__main__ as start;"
    "import django.core.management as management;"
    "management.execute_from_command_line = lambda words: None;"
    "start.main(); from django.conf import settings; print(settings.EMAIL_BACKEND)"
)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["demo", "--no-serve"], "giaoban.mail.folder.FolderBackend"),
        (["worker"], "django.core.mail.backends.smtp.EmailBackend"),
    ],
)
def test_letters_of_the_demo_stay_in_its_outbox_whatever_server_this_machine_sends_by(
    tmp_path: Path, words: list[str], where: str
) -> None:
    said = subprocess.run(
        [sys.executable, "-c", LETTERS.format(words=words)],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "giaoban.settings",
            "GIAOBAN_HOME": str(tmp_path),
            "GIAOBAN_EMAIL_URL": "smtp://127.0.0.1:9",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == where


@pytest.mark.any_database
def test_a_home_that_is_set_to_nothing_is_none(tmp_path: Path) -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            LETTERS.format(words=["demo", "--no-serve"]).replace("EMAIL_BACKEND", "HOME"),
        ],
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        | {"DJANGO_SETTINGS_MODULE": "giaoban.settings", "GIAOBAN_HOME": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == str(tmp_path / "var" / "demo")
