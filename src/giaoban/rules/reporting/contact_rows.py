"""What do the rows of a contacts CSV say, and which cells cannot be read?

Columns: `unit,name,email,phone`, in any order; `unit` and `email` are needed (docs/contracts.md).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

COLUMNS = ("unit", "name", "email", "phone")
REQUIRED_COLUMNS = ("unit", "email")
LONGEST = {"unit": 40, "name": 120, "email": 254, "phone": 40}
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


@dataclass(frozen=True, slots=True)
class ContactRow:
    line: int
    unit: str  # its code
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class ContactProblem:
    """`line` is that of the file, the header being 1; `column` is empty for the whole row."""

    line: int
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def is_email(text: str) -> bool:
    """Whether a letter could be sent there; the mail server has the last word."""
    return len(text) <= LONGEST["email"] and _EMAIL.fullmatch(text) is not None


def read_contact_rows(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], known: Collection[str]
) -> tuple[list[ContactRow], list[ContactProblem]]:
    """The rows, and everything that is wrong; with a problem nothing is to be taken.

    `known` are the codes of the units that may be named. Codes: `column_unknown`,
    `column_missing`, `column_twice`, `row_length_differs` (cells, columns), `text_too_long`
    (longest), `unit_unknown` (value), `unit_twice` (value), `email_malformed` (value),
    `file_empty`.
    """
    names = [name.strip() for name in header]
    problems = _header_problems(names)
    if problems:
        return [], problems
    read: list[ContactRow] = []
    seen: set[str] = set()
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            params = {"cells": len(cells), "columns": len(names)}
            problems.append(ContactProblem(line, "", "row_length_differs", params))
            continue
        values = dict.fromkeys(COLUMNS, "") | {
            name: cell.strip() for name, cell in zip(names, cells, strict=True)
        }
        bad = _row_problems(line, values, known, seen)
        problems += bad
        seen.add(values["unit"])
        if not bad:
            read.append(ContactRow(line, **values))
    if not read and not problems:
        problems.append(ContactProblem(1, "", "file_empty"))
    return read, problems


def _header_problems(names: Sequence[str]) -> list[ContactProblem]:
    problems = []
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            problems.append(ContactProblem(1, name, "column_unknown"))
        elif names.count(name) > 1:
            problems.append(ContactProblem(1, name, "column_twice"))
    missing = (name for name in REQUIRED_COLUMNS if name not in names)
    return problems + [ContactProblem(1, name, "column_missing") for name in missing]


def _row_problems(
    line: int, values: Mapping[str, str], known: Collection[str], seen: Collection[str]
) -> list[ContactProblem]:
    problems = [
        ContactProblem(line, column, "text_too_long", {"longest": LONGEST[column]})
        for column in COLUMNS
        if len(values[column]) > LONGEST[column]
    ]
    unit, email = values["unit"], values["email"]
    if unit not in known:
        problems.append(ContactProblem(line, "unit", "unit_unknown", {"value": unit}))
    elif unit in seen:
        problems.append(ContactProblem(line, "unit", "unit_twice", {"value": unit}))
    if not is_email(email):
        problems.append(ContactProblem(line, "email", "email_malformed", {"value": email}))
    return problems
