"""How far has a directive come, or all that a body gave in a span? Figures first, then the paper.

`?document=` is on one directive, else `body` says who gave the tasks; `unit` narrows to one with
those under it. The paper is made from what the page shows.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.documents.tasks.progress_report import ProgressPaper, progress_report
from giaoban.documents.tasks.progress_sources import directive_progress, span_progress
from giaoban.models import Document, NumberedBody, Unit
from giaoban.queries.country import country
from giaoban.queries.register.bodies import bodies_under
from giaoban.queries.register.document_page import document_found
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.rules.people.permissions import Permission
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.progress_facts import Counts, ProgressFacts, TaskLine, share_done
from giaoban.rules.tasks.spans import Span
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.labels import Badge
from giaoban.web.reporting.consolidated_files import attachment
from giaoban.web.tasks.glance_asked import number_in
from giaoban.web.tasks.progress_form import ProgressForm, ShownSpan, spans_offered, year_of
from giaoban.web.tasks.words import COUNTS, TASK_STATES

MOST_LINES = 20
"""Of each list on the page; the files go on."""
_LISTED = (Count.OVERDUE, Count.DONE_LATE, Count.WITHIN_TERM)


@dataclass(frozen=True)
class Asked:
    """Without a `span` a directive as a whole."""

    document: Document | None
    body: NumberedBody
    under: Unit | None
    span: Span | None


@dataclass(frozen=True)
class ShownGroup:
    name: str
    numbers: list[int]
    share: float | None
    is_itself: bool = False


@dataclass(frozen=True)
class ShownLine:
    line: TaskLine
    state: Badge


@dataclass(frozen=True)
class ShownList:
    badge: Badge
    lines: list[ShownLine]
    total: int


@signed_in
def progress(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.VIEW)
    document = _document(request)
    form = _form(request, document)
    context: dict[str, Any] = {"document": document, "form": form}
    asked = _asked(form, document)
    if form is not None:
        context["spans"] = _spans(request, form, acting_on(request).today)
    if asked is not None and form is not None:
        paper = _paper(request, asked)
        query = {name: value for name, value in form.data.items() if value}
        if document is not None:
            query["document"] = str(document.pk)
        context |= {"asked": asked, "query": urlencode(query)} | _shown(paper.facts)
    return render(request, "tasks/progress.html", context)


@signed_in
def progress_file(request: HttpRequest, form: str) -> HttpResponse:
    """The report as Word, PDF or Excel file; where the address says too little, the page."""
    require_anywhere(request, Permission.VIEW)
    if form not in set(FileKind):
        raise Http404
    document = _document(request)
    asked = _asked(_form(request, document), document)
    if asked is None:
        return redirect(f"{reverse('progress')}?{request.GET.urlencode()}")
    kind = FileKind(form)
    paper = _paper(request, asked)
    parts = [country().phrases.progress.file, str(document.pk) if document else ""]
    parts += [asked.under.code if asked.under else "", str(paper.facts.as_of)]
    name = f"{'-'.join(filter(None, parts))}.{form}"
    return attachment(renderer(kind)(progress_report(paper)), name, MEDIA_TYPES[kind])


def _document(request: HttpRequest) -> Document | None:
    """The directive in the address, for whoever sees what its body gave to everyone."""
    given = request.GET.get("document")
    if not given:
        return None
    number = number_in(given)
    if number is None:
        raise Http404
    acting = acting_on(request)
    document = document_found(number, acting.reading, acting.today)
    if document is None:
        raise Http404
    require(request, Permission.VIEW, document.body.unit)
    return document


def _form(request: HttpRequest, document: Document | None) -> ProgressForm | None:
    """With what the address says; of all that was given this year, where it says no days."""
    acting = acting_on(request)
    bodies = [document.body] if document else []
    if document is None:
        found = bodies_under(acting.units_where(Permission.VIEW), acting.today)
        bodies = list(found.filter(is_active=True))
    if not bodies:
        return None
    given = {name: request.GET.get(name, "").strip() for name in ("body", "unit", "first", "last")}
    if document is None:
        given["body"] = given["body"] or str(bodies[0].pk)
        if not given["first"] and not given["last"]:
            year = year_of(acting.today.year)
            given |= {"first": f"{year.starts_on}", "last": f"{year.ends_on}"}
    return ProgressForm(given, bodies, document=document, today=acting.today)


def _asked(form: ProgressForm | None, document: Document | None) -> Asked | None:
    if form is None or not form.is_valid():
        return None
    found = form.cleaned_data
    return Asked(document, form.body_chosen, found["unit"], found["span"])


def _paper(request: HttpRequest, asked: Asked) -> ProgressPaper:
    acting = acting_on(request)
    today = acting.today
    if asked.document is not None:
        return directive_progress(
            asked.document,
            seen=tasks_seen(acting.seeing_tasks, today),
            today=today,
            span=asked.span,
            under=asked.under,
        )
    assert asked.span is not None  # the form asks for it
    return span_progress(asked.body, today=today, span=asked.span, under=asked.under)


def _spans(request: HttpRequest, form: ProgressForm, today: date) -> list[ShownSpan]:
    """Spans to choose by one click, each at its address."""
    kept = {
        name: request.GET[name] for name in ("document", "body", "unit") if request.GET.get(name)
    }
    chosen = (form.data["first"], form.data["last"])
    return spans_offered(today, kept, chosen, with_whole="document" in kept)


def _shown(facts: ProgressFacts) -> dict[str, Any]:
    return {
        "facts": facts,
        "counts": {str(count): facts.counts[count] for count in Count},
        "before": [(COUNTS[one], facts.counts[one], facts.before[one]) for one in Count]
        if facts.before is not None
        else [],
        "units": [_group(one.name, one.counts, is_itself=one.is_itself) for one in facts.units],
        "directives": [
            _group(". ".join(filter(None, (one.symbol, one.title))), one.counts)
            for one in facts.directives
        ],
        "years": [_group(str(one.span.starts_on.year), one.counts) for one in facts.years],
        "lists": [_list(facts, count) for count in _LISTED if facts.counts[count]],
        "titles": [COUNTS[count].label for count in Count],
    }


def _group(name: str, counts: Counts, *, is_itself: bool = False) -> ShownGroup:
    numbers = [sum(counts.values()), *(counts[count] for count in Count)]
    return ShownGroup(name, numbers, share_done(counts), is_itself)


def _list(facts: ProgressFacts, count: Count) -> ShownList:
    lines = [ShownLine(one, TASK_STATES[one.state]) for one in facts.lines_of(count)[:MOST_LINES]]
    return ShownList(COUNTS[count], lines, facts.counts[count])
