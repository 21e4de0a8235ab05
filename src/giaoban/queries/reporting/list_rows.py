"""Which rows stand in the lists of a report?"""

from collections import defaultdict
from collections.abc import Iterable

from giaoban.models import ListRow, Version
from giaoban.rules.reporting.list_rows import RowCells

RowsOfLists = dict[str, list[RowCells]]
"""By list code, in order. A list without rows is absent."""


def rows_of(version: Version) -> RowsOfLists:
    """One query."""
    return rows_of_versions([version.pk]).get(version.pk, {})


def rows_of_versions(version_ids: Iterable[int]) -> dict[int, RowsOfLists]:
    """By version id, of those that have any; one query."""
    found: dict[int, RowsOfLists] = defaultdict(lambda: defaultdict(list))
    rows = ListRow.objects.filter(version__in=list(version_ids)).order_by("list_code", "position")
    for version_id, code, cells in rows.values_list("version_id", "list_code", "cells"):
        found[version_id][code].append(cells)
    return {version_id: dict(by_list) for version_id, by_list in found.items()}
