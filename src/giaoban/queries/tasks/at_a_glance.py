"""Directives × units: who has answered which directive, under any unit of the tree.

The number of statements grows neither with units nor with documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from giaoban.models import Document, Obligation, Task, Unit
from giaoban.queries.tasks.branches import counts_by_branch
from giaoban.queries.tasks.counting import Counts, count_of_whole, counts_by
from giaoban.queries.tasks.seen import Seeing, tasks_under
from giaoban.queries.units.lineage import subtree
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import OPEN
from giaoban.rules.units.tree import Tree

DOCUMENT, OBLIGATION = "obligation__document", "obligation"
Key = int | None
Cells = dict[Key, dict[Count, int]]


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
        self._field, self._today = field, today
        asked = Q(**{f"{field}__in": [key for key in self.columns if key is not None]})
        if None in self.columns:
            asked |= Q(obligation=None)
        self._tasks = tasks.filter(asked, question=None)
        self._counts = list(counts_by_branch(self._tasks, unit.pk, field, today))

    def children(self, *, only_given: bool = False) -> list[int]:
        """The units directly under it; `only_given`: those under which something is asked."""
        children = list(self.tree.children_of(self.unit.pk)) if self.unit.pk in self.tree else []
        if not only_given:
            return children
        given = {found.branch for found in self._counts}
        return [pk for pk in children if pk in given]

    def narrowed(self, count: Count) -> list[int]:
        """The units themselves, however far below, that have a task so counted; one statement."""
        so_counted = self._under().annotate(counted=count_of_whole(self._today))
        found = so_counted.filter(counted=count).order_by().values_list("unit", flat=True)
        having = set(found.distinct())
        ordered = self.tree.subtree_of(self.unit.pk) if self.unit.pk in self.tree else ()
        # A closed unit hangs nowhere today, and what it left open is its own row.
        return [*(pk for pk in ordered if pk in having), *sorted(having - set(ordered))]

    def top(self) -> GlanceRow:
        """Everything under the unit, and the unit itself; units that are closed by now too."""
        cells: Cells = {}
        for found in self._counts:
            if found.above is None:
                _add(cells, found.column, found.count, found.number)
        return self._row(self.unit, cells)

    def below(self, unit_ids: Sequence[int]) -> list[GlanceRow]:
        """A row for each of these children, with everything under it; one statement."""
        cells: dict[int, Cells] = {}
        for found in self._counts:
            if found.above != found.branch:
                into = cells.setdefault(found.branch, {})
                _add(into, found.column, found.count, found.number)
        return self._rows(unit_ids, cells)

    def alone(self, unit_ids: Sequence[int]) -> list[GlanceRow]:
        """A row for each of these, with its own tasks alone; two statements."""
        own = self._under().filter(unit__in=list(unit_ids))
        cells: dict[int, Cells] = {}
        for (pk, column), counts in counts_by(own, self._today, "unit", self._field).items():
            cells.setdefault(pk, {})[column] = dict(counts)
        return self._rows(unit_ids, cells)

    def _under(self) -> QuerySet[Task]:
        return self._tasks.filter(unit__in=subtree([self.unit.pk], self._today))

    def _rows(self, unit_ids: Sequence[int], cells: dict[int, Cells]) -> list[GlanceRow]:
        units = Unit.objects.in_bulk(unit_ids)
        return [self._row(units[pk], cells.get(pk, {})) for pk in unit_ids]

    def _row(self, unit: Unit, cells: Cells) -> GlanceRow:
        shown = tuple(cells.get(column) for column in self.columns)
        return GlanceRow(
            unit=unit,
            has_children=unit.pk in self.tree and not self.tree.is_leaf(unit.pk),
            cells=shown,
            total={count: sum(cell[count] for cell in shown if cell) for count in Count},
        )


def _add(cells: Cells, column: Key, count: Count, number: int) -> None:
    cells.setdefault(column, dict.fromkeys(Count, 0))[count] += number


def directives_under(
    seeing: Seeing, unit: Unit, today: date, *, only_open: bool
) -> QuerySet[Document]:
    """The documents of which tasks are seen under the unit, the newest first.

    `only_open`: those of which one at least is not done yet.
    """
    tasks = tasks_under(seeing, unit.pk, today).filter(obligation=OuterRef("pk"))
    if only_open:
        tasks = tasks.filter(whole__in=OPEN)
    # Of each obligation the first task that is found is enough.
    obligations = Obligation.objects.filter(Exists(tasks.order_by())).order_by()
    return (
        Document.objects.filter(pk__in=obligations.values("document"))
        .defer("search_text")
        .order_by(F("dated_on").desc(nulls_last=True), "-pk")
    )


def obligations_under(
    seeing: Seeing, unit: Unit, document_id: int, today: date
) -> QuerySet[Obligation]:
    """What the document obliges to, as far as tasks of it are seen under the unit; in its order."""
    tasks = tasks_under(seeing, unit.pk, today).filter(obligation=OuterRef("pk"))
    found = Obligation.objects.filter(Exists(tasks.order_by()), document=document_id)
    beside = found.select_related("document").defer("document__search_text")
    return beside.order_by("position", "pk")
