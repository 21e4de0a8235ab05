"""How is what is wrong with a file kept until somebody reads it? As codes, worded only then."""

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

from giaoban.actions.reporting.import_outcomes import FileProblem
from giaoban.exchange.reporting.workbook_reader import PlacedProblem
from giaoban.rules.problems import Problem

MOST_KEPT = 2000
"""Problems of one file; a table of a million bad rows says the same thing often enough by then."""
_LONGEST_TEXT = 300


def to_stored(problems: Iterable[FileProblem]) -> list[dict[str, Any]]:
    """As JSON, at most MOST_KEPT of them."""
    return [
        {
            "code": each.problem.code,
            "params": {name: _plain(value) for name, value in each.problem.params.items()},
            "sheet": _plain(each.sheet),
            "cell": each.cell,
            "row": each.row,
            "column": _plain(each.column),
            "indicator": _plain(each.indicator),
        }
        for each, _number in zip(problems, range(MOST_KEPT), strict=False)
    ]


def from_stored(stored: Iterable[dict[str, Any]]) -> list[FileProblem]:
    return [
        FileProblem(
            Problem(each["code"], {name: _lively(value) for name, value in each["params"].items()}),
            sheet=each["sheet"],
            cell=each["cell"],
            row=each["row"],
            column=each["column"],
            indicator=each["indicator"],
        )
        for each in stored
    ]


def in_workbook(problems: Iterable[FileProblem]) -> list[PlacedProblem]:
    """What is wrong with a workbook, as its marked copy is made from it."""
    return [PlacedProblem(each.problem, each.sheet, each.cell, each.indicator) for each in problems]


def _plain(value: object) -> object:
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, date):
        return {"day": value.isoformat()[:10]}
    # PostgreSQL stores no NUL, and nobody reads a cell of a megabyte.
    return str(value).replace("\0", "\ufffd")[:_LONGEST_TEXT]


def _lively(value: object) -> object:
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value
