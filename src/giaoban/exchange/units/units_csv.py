"""Units in and out of a CSV file (docs/contracts.md, "Units")."""

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from giaoban.models.units import BEGINNING
from giaoban.rules.formula_starts import as_written, harmless
from giaoban.rules.units.csv_rows import COLUMNS

VIETNAM = Path(__file__).resolve().parents[2] / "data" / "vietnam" / "units.csv"


class UnreadableFile(Exception):
    """The bytes are no UTF-8 text (`not_utf8`) or no CSV (`not_csv`)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class UnitsFile:
    """The cells of a file as they stand; `rows` are (line, cells), the header being line 1."""

    name: str
    sha256: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class UnitLine:
    """One unit as it is written into a file."""

    code: str
    name: str
    kind: str
    parent_code: str
    opened_on: date
    closed_on: date | None


def read_units_csv(content: bytes, *, name: str) -> UnitsFile:
    """Read the cells of a file, with or without a byte order mark; raises UnreadableFile.

    A cell that our own export kept from being run as a formula is read as it was.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile("not_utf8") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, tuple(map(as_written, cells))))
            line = reader.line_num + 1  # a cell may hold a line break: a row is named by its first
    except csv.Error as error:
        raise UnreadableFile("not_csv") from error
    return UnitsFile(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        header=rows[0][1] if rows else (),
        rows=tuple(rows[1:]),
    )


def write_units_csv(units: Iterable[UnitLine]) -> str:
    """The table as text, header first; the earliest opening is left empty, as a file may do."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for unit in units:
        writer.writerow(
            [
                *map(harmless, (unit.code, unit.name, unit.kind, unit.parent_code)),
                "" if unit.opened_on == BEGINNING else unit.opened_on.isoformat(),
                unit.closed_on.isoformat() if unit.closed_on else "",
            ]
        )
    return out.getvalue()
