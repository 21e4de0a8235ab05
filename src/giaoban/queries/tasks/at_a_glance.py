"""Directives × units: who has answered which directive, under any unit of the tree.

The number of statements grows neither with units nor with documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from giaoban.models import Document, Obligation, Task, Unit
from giaoban.queries.tasks.counting import Counts, counts_by
from giaoban.queries.tasks.seen import Seeing, tasks_under
from giaoban.queries.units.lineage import subtree
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import OPEN
from giaoban.rules.units.tree import Tree

DOCUMENT, OBLIGATION = "obligation__document", "obligation"
Key = int | None


@dataclass(frozen=True)
class GlanceRow:
    """`cells` follow the columns, None where nothing is asked; `total` is that of the cells."""

    unit: Unit
    has_children: bool
    cells: tuple[Counts | None, ...]
    total: Counts


class Glance:
    """Tasks under one unit, counted by unit and column.

    `columns` are values of `field` (DOCUMENT or OBLIGATION); None stands for what came without a
    document. A task counts in the row in which its unit hangs today. A part counts with the task
    that it was split off where both lie in one row; a row that begins below the whole counts it.
    """

    def __init__(
        self, tasks: QuerySet[Task], unit: Unit, field: str, columns: Sequence[Key], today: date
    ) -> None:
        """Three statements; `tasks` are those that may be seen."""
        self.unit = unit
        self.columns = list(columns)
        self.tree: Tree = load_dated_tree().at(today)
        asked = Q(**{f"{field}__in": [key for key in self.columns if key is not None]})
        if None in self.columns:
            asked |= Q(obligation=None)
        wanted = tasks.filter(asked, question=None, unit__in=subtree([unit.pk], today))
        self._counts = [
            (unit_id, above, column, counts)
            for (unit_id, above, column), counts in counts_by(
                wanted, today, "unit", "parent__unit", field
            ).items()
        ]

    def children(self, *, only_given: bool = False) -> list[int]:
        """The units directly under it; `only_given`: those under which something is asked."""
        children = list(self.tree.children_of(self.unit.pk)) if self.unit.pk in self.tree else []
        if not only_given:
            return children
        given = {unit_id for unit_id, *_rest in self._counts}
        return [pk for pk in children if not given.isdisjoint(self.tree.subtree_of(pk))]

    def narrowed(self, count: Count) -> list[int]:
        """The units themselves, however far below, that have a task so counted."""
        having = {unit_id for unit_id, _above, _column, found in self._counts if found[count]}
        ordered = self.tree.subtree_of(self.unit.pk) if self.unit.pk in self.tree else ()
        # A closed unit hangs nowhere today, and what it left open is its own row.
        return [*(pk for pk in ordered if pk in having), *sorted(having - set(ordered))]

    def top(self) -> GlanceRow:
        """Everything under the unit, and the unit itself; units that are closed by now too."""
        row_of = dict.fromkeys((unit_id for unit_id, *_rest in self._counts), self.unit.pk)
        return self._row(self.unit, self._cells(row_of).get(self.unit.pk, {}))

    def below(self, unit_ids: Sequence[int]) -> list[GlanceRow]:
        """A row for each of these, with everything under it; one statement."""
        row_of = {unit: row for row in unit_ids for unit in self.tree.subtree_of(row)}
        return self._rows(unit_ids, row_of)

    def alone(self, unit_ids: Sequence[int]) -> list[GlanceRow]:
        """A row for each of these, with its own tasks alone; one statement."""
        return self._rows(unit_ids, {unit_id: unit_id for unit_id in unit_ids})

    def _rows(self, unit_ids: Sequence[int], row_of: dict[int, int]) -> list[GlanceRow]:
        units = Unit.objects.in_bulk(unit_ids)
        cells = self._cells(row_of)
        return [self._row(units[pk], cells.get(pk, {})) for pk in unit_ids]

    def _cells(self, row_of: dict[int, int]) -> dict[int, dict[Key, dict[Count, int]]]:
        found: dict[int, dict[Key, dict[Count, int]]] = {}
        for unit_id, above, column, counts in self._counts:
            row = row_of.get(unit_id)
            if row is None or (above is not None and row_of.get(above) == row):
                continue
            cell = found.setdefault(row, {}).setdefault(column, dict.fromkeys(Count, 0))
            for count, number in counts.items():
                cell[count] += number
        return found

    def _row(self, unit: Unit, cells: dict[Key, dict[Count, int]]) -> GlanceRow:
        shown = tuple(cells.get(column) for column in self.columns)
        return GlanceRow(
            unit=unit,
            has_children=unit.pk in self.tree and not self.tree.is_leaf(unit.pk),
            cells=shown,
            total={count: sum(cell[count] for cell in shown if cell) for count in Count},
        )


def directives_under(
    seeing: Seeing, unit: Unit, today: date, *, only_open: bool
) -> QuerySet[Document]:
    """The documents of which tasks are seen under the unit, the newest first.

    `only_open`: those of which one at least is not done yet.
    """
    tasks = tasks_under(seeing, unit.pk, today).exclude(obligation=None)
    if only_open:
        tasks = tasks.filter(whole__in=OPEN)
    # Walked once: asked again for each document, the tree would be walked as often.
    return (
        Document.objects.filter(pk__in=tasks.order_by().values("obligation__document"))
        .defer("search_text")
        .order_by(F("dated_on").desc(nulls_last=True), "-pk")
    )


def obligations_under(
    seeing: Seeing, unit: Unit, document_id: int, today: date
) -> QuerySet[Obligation]:
    """What the document obliges to, as far as tasks of it are seen under the unit; in its order."""
    tasks = tasks_under(seeing, unit.pk, today).filter(obligation__document=document_id)
    return Obligation.objects.filter(pk__in=tasks.order_by().values("obligation")).order_by(
        "position", "pk"
    )
