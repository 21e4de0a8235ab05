"""How are the versions of a report and what each changed put into words?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.documents.numbers import MISSING, format_number
from giaoban.models import FormItem, Version
from giaoban.queries.reporting.report_history import VersionChanges


@dataclass(frozen=True)
class ShownChange:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownVersion:
    """`changes` is None for the first version, empty where the values are the same."""

    version: Version
    changes: list[ShownChange] | None


def shown_versions(versions: Sequence[VersionChanges]) -> list[ShownVersion]:
    return [
        ShownVersion(
            each.version,
            None
            if each.changes is None
            else [
                ShownChange(
                    change.item.name,
                    cell_words(change.item, change.number_before, change.text_before),
                    cell_words(change.item, change.number_after, change.text_after),
                )
                for change in each.changes
            ],
        )
        for each in versions
    ]


def cell_words(item: FormItem, number: float | None, text: str) -> str:
    """One answer as it is read, a dash where there is none."""
    if item.indicator.kind == "yes_no" and number is not None:
        return _("yes") if number else _("no")
    if number is not None:
        return format_number(number, get_language() or "vi", decimals=item.decimals)
    return text or MISSING
