"""How is a long list shown? Fifty rows, then more on request, at an address of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row")
ROWS_AT_ONCE = 50


@dataclass(frozen=True)
class Rows(Generic[Row]):
    """A stretch of a list: `shown_until` of `total`; `more_address` is empty at the end."""

    rows: Sequence[Row]
    total: int
    shown_until: int
    more_address: str

    @property
    def rest(self) -> int:
        return self.total - self.shown_until


def stretch(
    request: HttpRequest,
    rows: "Sequence[Row] | QuerySet[Model]",
    *,
    at_once: int = ROWS_AT_ONCE,
) -> "Rows[Row]":
    """The rows of `?page=N` (from 1); a page that is no number, or beyond the end, is the first."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    given = request.GET.get("page", "1")
    page = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1
    if page < 1 or (page - 1) * at_once >= total:
        page = 1
    until = min(page * at_once, total)
    query = request.GET.copy()
    query["page"] = str(page + 1)
    return Rows(
        rows=list(rows[(page - 1) * at_once : until]),  # type: ignore[arg-type]
        total=total,
        shown_until=until,
        more_address=f"?{query.urlencode()}" if until < total else "",
    )
