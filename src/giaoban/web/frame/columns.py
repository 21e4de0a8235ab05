"""Which columns of a wide table does the reader want? The address keeps the choice.

`?columns=&columns=change&columns=share` are those two beside what a row is called; without the
question all are shown. A file taken from the page has the same ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

QUESTION = "columns"
_DROPPED = frozenset({QUESTION, "page"})


@dataclass(frozen=True)
class ColumnChoice:
    """`shown` are codes of `labels`; `kept` is the rest of the address, as (name, value)."""

    labels: Mapping[str, str | Promise]
    shown: frozenset[str]
    is_narrowed: bool
    kept: tuple[tuple[str, str], ...]

    @property
    def address_values(self) -> tuple[str, ...]:
        """What another form of the page sends along to keep the choice; the first is empty."""
        return ("", *(code for code in self.labels if code in self.shown)) * self.is_narrowed


def column_choice(request: HttpRequest, labels: Mapping[str, str | Promise]) -> ColumnChoice:
    """`labels` are the columns that can be left out, in their order; unknown codes are no choice.

    The empty value says that something was chosen, be it none of them.
    """
    asked = request.GET.getlist(QUESTION)
    shown = frozenset(labels) & frozenset(asked) if asked else frozenset(labels)
    return ColumnChoice(
        labels,
        shown,
        is_narrowed=shown != frozenset(labels),
        kept=tuple(
            (name, value)
            for name, values in request.GET.lists()
            if name not in _DROPPED
            for value in values
        ),
    )
