"""The product's commands as a script meets them: words in, exit code, stdout and stderr out."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command

UNIT_COLUMNS = ("code", "name", "kind", "parent_code", "opened_on", "closed_on")
VALUE_COLUMNS = ("unit", "period", "indicator", "value")


@dataclass(frozen=True)
class Said:
    """What a command left behind; a refusal is the last line of stderr, as in a terminal."""

    code: int
    out: str
    errors: list[str]


def giaoban(*words: object) -> Said:
    out, error = StringIO(), StringIO()
    code = 0
    try:
        call_command(*map(str, words), stdout=out, stderr=error)
    except CommandError as refused:
        code = refused.returncode
        error.write(f"{refused}\n")
    return Said(code, out.getvalue(), error.getvalue().splitlines())


def must(*words: object) -> str:
    """The stdout of a command that has to go well."""
    said = giaoban(*words)
    assert said.code == 0, said.errors
    return said.out


def table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """A CSV file with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return path
