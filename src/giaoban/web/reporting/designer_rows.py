"""Rows of a form that are added, moved and taken away by pressing a button, without a script.

A press sends the whole page and comes back with the rows as they then stand; nothing is stored
before "save". For the categories of a breakdown, the rows and columns of a table or list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.functional import Promise

MOST_ROWS = 200
PRESS = "press"
_WRITTEN = ("name", "code", "measure", "choices")


@dataclass
class RowGroup:
    """One list of rows on a page; `key` is that of the file (rows, columns, categories)."""

    key: str
    title: Promise
    add_label: Promise
    row_form: type[Form]
    forms: list[Form] = field(default_factory=list)
    focus: str = ""  # the button or field at which the keyboard stood

    def show(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """The rows as they are, not yet judged."""
        self.forms = [
            self.row_form(
                initial=dict(row), prefix=f"{self.key}-{number}", use_required_attribute=False
            )
            for number, row in enumerate(rows)
        ]

    def take(self, sent: QueryDict) -> None:
        """The rows that were sent, to be judged; one in which nothing was written is left out."""
        rows = [row for row in self._sent(sent) if any(row.get(name) for name in _WRITTEN)]
        self.forms = [
            self._form({f"{self.key}-{number}-{name}": row[name] for name in row}, number=number)
            for number, row in enumerate(rows)
        ]

    def _form(self, written: Mapping[str, Any], *, number: int) -> Form:
        return self.row_form(written, prefix=f"{self.key}-{number}", use_required_attribute=False)

    def press(self, sent: QueryDict) -> None:
        """The rows that were sent, after the button `key:add`, `key:2:up`, `…:down`, `…:remove`."""
        rows = self._sent(sent)
        key, *pressed = sent.get(PRESS, "").split(":")
        if key == self.key and pressed == ["add"] and len(rows) < MOST_ROWS:
            rows.append({})
            self.focus = f"{len(rows) - 1}:name"
        elif key == self.key and len(pressed) == 2 and pressed[0].isdecimal():
            self._arrange(rows, int(pressed[0]), pressed[1])
        self.show(rows)
        at, _, where = self.focus.partition(":")
        if where == "name":
            self.forms[int(at)].fields["name"].widget.attrs["autofocus"] = True
        elif where:
            self.forms[int(at)].focus = where  # type: ignore[attr-defined]

    def _arrange(self, rows: list[dict[str, Any]], at: int, way: str) -> None:
        if at >= len(rows):
            return
        if way == "remove":
            del rows[at]
            self.focus = f"{min(at, len(rows) - 1)}:name" if rows else "add"
        elif way in {"up", "down"}:
            to = max(0, min(at + (-1 if way == "up" else 1), len(rows) - 1))
            rows.insert(to, rows.pop(at))
            self.focus = f"{to}:{way}"

    def _sent(self, sent: QueryDict) -> list[dict[str, Any]]:
        names = self.row_form.base_fields
        return [
            {
                name: names[name].widget.value_from_datadict(
                    sent, sent, f"{self.key}-{number}-{name}"
                )
                for name in names
            }
            for number in range(_count(sent, self.key))
        ]

    def is_valid(self) -> bool:
        """Every row is judged, so that all mistakes are named at once."""
        return [form.is_valid() for form in self.forms].count(False) == 0

    @property
    def cleaned(self) -> Sequence[Mapping[str, Any]]:
        return [form.cleaned_data for form in self.forms]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The id of each wrong field and what is wrong, for the summary at the top."""
        return [
            (form[name].id_for_label, str(message))
            for form in self.forms
            for name, messages in form.errors.items()
            if name in form.fields
            for message in messages
        ]


def _count(sent: QueryDict, key: str) -> int:
    written = sent.get(f"{key}-count", "0")
    return min(int(written), MOST_ROWS) if written.isdecimal() else 0
