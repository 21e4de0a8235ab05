"""Which versions did a report have, and what did each change?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from giaoban.models import Form, FormItem, Submission, Value, Version
from giaoban.rules.reporting.states import ReportState


@dataclass(frozen=True)
class CellChange:
    """A cell before and after; None and an empty text mean that nothing stood there."""

    item: FormItem
    number_before: float | None
    text_before: str
    number_after: float | None
    text_after: str


@dataclass(frozen=True)
class VersionChanges:
    """A version and what it changed against the one before; None for the first."""

    version: Version
    changes: list[CellChange] | None


def versions_of(submission: Submission, *, with_draft: bool) -> list[VersionChanges]:
    """The newest first; four queries, however many versions there are."""
    versions = list(
        submission.versions.select_related(
            "form", "submitted_by", "approved_by", "decided_by", "saved_by", "source"
        ).order_by("number")
    )
    if not with_draft:
        versions = [version for version in versions if version.state != ReportState.DRAFT]
    cells = _cells(versions)
    items = _items({version.form_id for version in versions})
    found = []
    before: Version | None = None
    for version in versions:
        changes = None
        if before is not None:
            changes = _changes(cells[before.pk], cells[version.pk], items)
        found.append(VersionChanges(version, changes))
        before = version
    return found[::-1]


Content = tuple[float | None, str]


def _cells(versions: list[Version]) -> dict[int, dict[int, Content]]:
    found: dict[int, dict[int, Content]] = defaultdict(dict)
    rows = Value.objects.filter(version__in=[version.pk for version in versions])
    for version_id, indicator_id, number, text in rows.values_list(
        "version_id", "indicator_id", "number", "text"
    ):
        if number is not None or text:
            found[version_id][indicator_id] = (number, text)
    return found


def _items(form_ids: set[int]) -> dict[int, FormItem]:
    """By indicator, as the newest of these forms asks it, in its order."""
    numbers = dict(Form.objects.filter(pk__in=form_ids).values_list("pk", "number"))
    items = FormItem.objects.filter(form__in=form_ids).select_related("indicator")
    ordered = sorted(items, key=lambda item: (-numbers[item.form_id], item.position))
    found: dict[int, FormItem] = {}
    for item in ordered:
        found.setdefault(item.indicator_id, item)
    return found


def _changes(
    before: Mapping[int, Content], after: Mapping[int, Content], items: Mapping[int, FormItem]
) -> list[CellChange]:
    nothing: Content = (None, "")
    return [
        CellChange(item, *before.get(key, nothing), *after.get(key, nothing))
        for key, item in items.items()
        if before.get(key, nothing) != after.get(key, nothing)
    ]
