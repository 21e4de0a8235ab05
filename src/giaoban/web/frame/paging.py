"""How is a long list shown? Fifty rows, then more below them, at an address of their own.

`?page=3` is the list up to its 150th row, so that without a script what was there stays. htmx asks
for the same address and gets the new rows alone: see templates/frame/more_rows.html.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

Row = TypeVar("Row")
ROWS_AT_ONCE = 50


@dataclass(frozen=True)
class Rows(Generic[Row]):
    """A stretch of a list: `shown_until` of `total`; `more_address` is empty at the end.

    `more` is how many rows that address adds, to the element whose id is `name`.
    """

    name: str
    rows: Sequence[Row]
    total: int
    shown_until: int
    more: int
    more_address: str


def stretch(
    request: HttpRequest,
    rows: "Sequence[Row] | QuerySet[Any, Any]",
    *,
    at_once: int = ROWS_AT_ONCE,
    name: str = "rows",
) -> "Rows[Row]":
    """The rows up to `?page=N` (from 1); a page that is no number, or beyond the end, is the first.

    Where htmx adds rows to those that are there, the last `at_once` of them alone. A second list
    of a page has a `name` of its own, and its address says `?NAME_page=N`.
    """
    question = "page" if name == "rows" else f"{name}_page"
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    given = request.GET.get(question, "1")
    page = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1
    if page < 1 or (page - 1) * at_once >= total:
        page = 1
    until = min(page * at_once, total)
    adds_to_rows = request.headers.get("HX-Target") == name
    query = request.GET.copy()
    query[question] = str(page + 1)
    return Rows(
        name=name,
        rows=list(rows[(page - 1) * at_once if adds_to_rows else 0 : until]),
        total=total,
        shown_until=until,
        more=min(at_once, total - until),
        more_address=f"?{query.urlencode()}" if until < total else "",
    )
