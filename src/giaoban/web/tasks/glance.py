"""Who has answered which directive? Directives × units, and from there to one unit's task."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.models import Document
from giaoban.queries.register.bodies import bodies_under
from giaoban.queries.register.seen import may_see
from giaoban.queries.tasks.at_a_glance import DOCUMENT, OBLIGATION, Glance, GlanceRow
from giaoban.queries.tasks.counting import Counts
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.queries.units.browse import path_to
from giaoban.rules.people.permissions import Permission
from giaoban.rules.tasks.counting import Count
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import Badge
from giaoban.web.frame.paging import stretch
from giaoban.web.frame.table_files import table_file
from giaoban.web.tasks.glance_asked import (
    Asked,
    Column,
    asked_of,
    nothing_given,
    step_address,
)
from giaoban.web.tasks.glance_table import glance_table
from giaoban.web.tasks.tasks_list import WITHOUT
from giaoban.web.tasks.words import COUNTS


@dataclass(frozen=True)
class Cell:
    column: Column
    done: int
    given: int
    badge: Badge
    title: str
    address: str


@dataclass(frozen=True)
class ShownRow:
    row: GlanceRow
    cells: list[Cell | None]
    totals: list[tuple[str, str, int, str]]
    address: str


@signed_in
def glance(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    asked = asked_of(request)
    source = source_of(acting, asked)
    rows = stretch(request, row_ids(source, asked))
    top = source.top()
    return render(
        request,
        "tasks/glance.html",
        {
            "asked": asked,
            "counts": totals_of(top.total),
            "top": None if asked.narrowed else _shown(request, asked, top, is_top=True),
            "rows": rows,
            "shown": [_shown(request, asked, row) for row in rows_of(source, asked, rows.rows)],
            "path": [
                above
                for above in path_to(asked.unit.pk, acting.today)
                if acting.may(Permission.VIEW, above.id)
            ],
            **_ways_on(acting, asked.document),
            "query": request.GET.urlencode(),
            "nothing_given": not asked.columns and nothing_given(acting, asked.unit.pk),
        },
    )


def _ways_on(acting: Acting, document: Document | None) -> dict[str, object]:
    """The way to the directive for who may read it, and whether a report can be made."""
    if document is None:
        bodies = bodies_under(acting.units_where(Permission.VIEW), acting.today)
        return {"document_address": "", "reports_on": bodies.filter(is_active=True).exists()}
    if not may_see(acting.reading, document.pk, acting.today):
        return {"document_address": "", "reports_on": False}
    return {
        "document_address": reverse("document", args=[document.pk]),
        "reports_on": acting.may(Permission.VIEW, document.body.unit_id),
    }


@signed_in
def glance_file(request: HttpRequest, form: str) -> HttpResponse:
    """All that the page shows, narrowed as it is, as a workbook or as CSV."""
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    asked = asked_of(request)
    source = source_of(acting, asked)
    rows = rows_of(source, asked, row_ids(source, asked))
    if asked.narrowed is None:
        rows = [source.top(), *rows]
    return table_file(glance_table(asked, rows, acting.today), "directives", form)


def source_of(acting: Acting, asked: Asked) -> Glance:
    tasks = tasks_seen(acting.seeing_tasks, acting.today)
    field = DOCUMENT if asked.document is None else OBLIGATION
    return Glance(tasks, asked.unit, field, [one.key for one in asked.columns], acting.today)


def row_ids(source: Glance, asked: Asked) -> list[int]:
    """All units below, so that a gap is seen; of one document those that it asks something of."""
    if asked.narrowed:
        return source.narrowed(asked.narrowed)
    return source.children(only_given=asked.document is not None)


def rows_of(source: Glance, asked: Asked, ids: Sequence[int]) -> list[GlanceRow]:
    """Of units that are picked out their own tasks, else everything under each."""
    return source.alone(ids) if asked.narrowed else source.below(ids)


def _shown(request: HttpRequest, asked: Asked, row: GlanceRow, *, is_top: bool = False) -> ShownRow:
    leads_down = row.has_children and not is_top and asked.narrowed is None
    return ShownRow(
        row=row,
        cells=[
            _cell(request, asked, row, column, counts, leads_down=leads_down)
            for column, counts in zip(asked.columns, row.cells, strict=True)
        ],
        totals=totals_of(row.total),
        address=step_address(
            request,
            unit=row.unit.pk,
            document=asked.document.pk if asked.document else None,
            obligation=asked.obligation.pk if asked.obligation else None,
        )
        if leads_down
        else _tasks_address(
            asked,
            row,
            document=asked.document.pk if asked.document else None,
            obligation=asked.obligation.pk if asked.obligation else None,
        ),
    )


def _cell(
    request: HttpRequest,
    asked: Asked,
    row: GlanceRow,
    column: Column,
    counts: Counts | None,
    *,
    leads_down: bool,
) -> Cell | None:
    if counts is None or not any(counts.values()):
        return None
    done, given = done_of(counts), sum(counts.values())
    words = _("%(unit)s, %(directive)s: %(done)s of %(given)s done, %(overdue)s overdue")
    return Cell(
        column=column,
        done=done,
        given=given,
        badge=badge_of(counts),
        title=words
        % {
            "unit": row.unit.name,
            "directive": column.label,
            "done": done,
            "given": given,
            "overdue": counts[Count.OVERDUE],
        },
        address=_cell_address(request, asked, row, column, leads_down=leads_down),
    )


def _cell_address(
    request: HttpRequest, asked: Asked, row: GlanceRow, column: Column, *, leads_down: bool
) -> str:
    """One step down the tree while units lie under it, then the tasks themselves."""
    if leads_down and column.key is not None:
        key = "document" if asked.document is None else "obligation"
        return step_address(request, unit=row.unit.pk, **{"document": None, key: column.key})
    of = "document" if asked.document is None else "obligation"
    return _tasks_address(asked, row, **{of: column.key})


def _tasks_address(asked: Asked, row: GlanceRow, **narrowed: int | None) -> str:
    query = {name: key for name, key in narrowed.items() if key is not None}
    if "obligation" in query:
        query.pop("document", None)
    unit = "unit" if asked.narrowed or not row.has_children else "under"
    query |= {unit: row.unit.pk}
    return f"{reverse('tasks')}?{urlencode({'show': 'all', 'parts': WITHOUT, **query})}"


def totals_of(counts: Counts) -> list[tuple[str, str, int, str]]:
    """(name, words, number, tone) of each of the four."""
    return [
        (count.value, str(COUNTS[count].label), counts[count], COUNTS[count].tone)
        for count in Count
    ]


def done_of(counts: Counts) -> int:
    return counts[Count.DONE_ON_TIME] + counts[Count.DONE_LATE]


def badge_of(counts: Counts) -> Badge:
    """The sign of what is worst: overdue, else not done, else done late."""
    for count in (Count.OVERDUE, Count.WITHIN_TERM, Count.DONE_LATE):
        if counts[count]:
            badge = COUNTS[count]
            # What is done late is done: the sign says late, the colour does not cry.
            return Badge("done", badge.icon, badge.label) if count is Count.DONE_LATE else badge
    return COUNTS[Count.DONE_ON_TIME]
