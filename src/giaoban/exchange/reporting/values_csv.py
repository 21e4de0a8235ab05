"""The rows of a long table of values, as docs/contracts.md, "Values", names its columns."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.conf import settings

from giaoban.rules.problems import Problem

COLUMNS = ("unit", "period", "indicator", "value")
ESTIMATE = "estimate"
"""A fifth column that may be there: whether the value is an estimate; empty is no."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a row; row 1 is the header, `column` is empty where the row is at fault."""

    row: int
    problem: Problem
    column: str = ""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One row; `row` is its line in the file, counted from 1 for the header."""

    row: int
    unit: str
    period: str
    indicator: str
    value: str
    estimate: str = ""


@dataclass
class ValuesFile:
    """The rows in the file's order, and what keeps some of them from being read."""

    rows: list[ValueRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def read_values_csv(content: bytes) -> ValuesFile:
    """Read a table with or without a byte order mark; columns may stand in any order."""
    found = ValuesFile()
    # Without quotation marks every line is a row: far too many are refused before they are read.
    if b'"' not in content and content.count(b"\n") > _most() + 1:
        return ValuesFile(problems=[RowProblem(_most() + 2, _too_long())])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        found.problems.append(RowProblem(1, Problem("not_utf8")))
        return found
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        found.problems += _header_problems(header)
        if not found.problems:
            found.rows = list(islice(_rows(reader, header, found.problems), _most() + 1))
    except csv.Error:
        found.problems.append(RowProblem(reader.line_num, Problem("not_csv")))
    if len(found.rows) > _most():
        return ValuesFile(problems=[RowProblem(_most() + 2, _too_long())])
    if not found.rows and not found.problems:
        found.problems.append(RowProblem(1, Problem("file_without_rows")))
    return found


def _most() -> int:
    return int(settings.TABLE_MOST_ROWS)


def _too_long() -> Problem:
    return Problem("table_too_long", {"most": _most()})


def _rows(
    reader: Iterator[list[str]], header: list[str], problems: list[RowProblem]
) -> Iterator[ValueRow]:
    names = (*COLUMNS, ESTIMATE) if ESTIMATE in header else COLUMNS
    order = [header.index(name) for name in names]
    line = 2
    for cells in reader:
        row, line = line, reader.line_num + 1  # type: ignore[attr-defined]
        if not cells:
            continue
        if len(cells) != len(header):
            params = {"cells": len(cells), "columns": len(header)}
            problems.append(RowProblem(row, Problem("row_length_differs", params)))
            continue
        yield ValueRow(row, *(cells[index].strip() for index in order))


def _header_problems(header: list[str]) -> list[RowProblem]:
    problems = [
        RowProblem(1, Problem("column_unknown", {"column": name}), name)
        for name in header
        if name not in (*COLUMNS, ESTIMATE)
    ]
    problems += [
        RowProblem(1, Problem("column_missing", {"column": name}), name)
        for name in COLUMNS
        if name not in header
    ]
    problems += [
        RowProblem(1, Problem("column_twice", {"column": name}), name)
        for name in (*COLUMNS, ESTIMATE)
        if header.count(name) > 1
    ]
    return problems
