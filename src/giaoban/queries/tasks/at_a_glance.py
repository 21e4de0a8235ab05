"""Directives × units: who has answered which directive, under any unit of the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.models import Document, Task, Unit
from giaoban.queries.tasks.counting import Counts, counts_by
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.tasks.counting import Count


@dataclass(frozen=True)
class GlanceRow:
    """A unit and everything under it; `cells` follow the documents, None where nothing is asked."""

    unit: Unit
    has_children: bool
    cells: tuple[Counts | None, ...]
    total: Counts


def directives_by_units(documents: Sequence[Document], under: Unit, today: date) -> list[GlanceRow]:
    """A row for each unit directly under `under`, with what its whole subtree was given.

    Each task counts once, where its unit hangs today; parts count with the task that was split.
    The number of statements grows neither with units nor with documents.
    """
    tree = load_dated_tree().at(today)
    children = tree.children_of(under.pk)
    row_of = {unit: child for child in children for unit in tree.subtree_of(child)}
    tasks = Task.objects.filter(
        obligation__document__in=[document.pk for document in documents], parent=None
    )
    found: dict[tuple[int, int], dict[Count, int]] = {}
    for (unit_id, document_id), counts in counts_by(
        tasks, today, "unit", "obligation__document"
    ).items():
        if unit_id in row_of:
            cell = found.setdefault((row_of[unit_id], document_id), dict.fromkeys(Count, 0))
            for count, number in counts.items():
                cell[count] += number
    units = Unit.objects.in_bulk(children)
    return [
        GlanceRow(
            unit=units[child],
            has_children=bool(tree.children_of(child)),
            cells=(cells := tuple(found.get((child, document.pk)) for document in documents)),
            total={count: sum(cell[count] for cell in cells if cell) for count in Count},
        )
        for child in children
    ]
