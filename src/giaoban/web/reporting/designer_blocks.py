"""One breakdown, table or list of the form in the making: written row by row, judged, stored."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.models import Form, Regime
from giaoban.queries.reporting.forms import form_text, known_meanings
from giaoban.queries.reporting.projects import project_text, projects_of
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.form_changes import broken_meanings
from giaoban.rules.reporting.form_problems import form_problems
from giaoban.rules.reporting.form_structure import BETWEEN_CODES
from giaoban.rules.reporting.placed_problems import PlacedProblem
from giaoban.rules.reporting.projects import project_categories
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.structure_texts import BreakdownText
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.block_kinds import (
    BREAKDOWN,
    LIST,
    PROJECTS,
    TABLE,
    Block,
    BlockKind,
    shown_rows,
    usual_breakdowns,
)
from giaoban.web.reporting.designer import draft_of, mark_of, store, was_changed
from giaoban.web.reporting.designer_fields import ProjectBreakdownForm
from giaoban.web.reporting.designer_rows import PRESS, RowGroup
from giaoban.web.reporting.project_words import project_line
from giaoban.web.reporting.regimes import managed_regime

_START = "project"  # the usual breakdown whose categories are projects
_KEYS = {
    "categories": "projects",
    "min": "minimum",
    "max": "maximum",
    "required": "is_required",
    "total": "is_total",
}
_FIRST_ROWS = 2


@signed_in
def edit_breakdown(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    """Add a breakdown, from a usual one with ?start=sex, or change the one of the code."""
    return _edit(request, pk, code, BREAKDOWN)


@signed_in
def edit_table(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    return _edit(request, pk, code, TABLE)


@signed_in
def edit_list(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    return _edit(request, pk, code, LIST)


@dataclass
class _Page:
    """What one of the three pages is about, while it is judged."""

    request: HttpRequest
    regime: Regime
    draft: Form
    text: FormText
    known: Mapping[str, Asked]
    kind: BlockKind
    before: Block | None
    groups: list[RowGroup]

    @property
    def instead_of(self) -> str:
        return self.before.code if self.before else ""


def _edit(request: HttpRequest, pk: int, code: str, kind: BlockKind) -> HttpResponse:
    regime = managed_regime(request, pk)
    draft = draft_of(regime)
    text = form_text(draft)
    before = next((block for block in kind.of(text) if block.code == code), None)
    if code and before is None:
        raise Http404
    if kind is BREAKDOWN:
        starts = request.GET.get("start") == _START
        kind = PROJECTS if (before.is_of_projects if before else starts) else BREAKDOWN
    known = known_meanings(regime)
    page = _Page(request, regime, draft, text, known, kind, before, kind.groups())
    head = _head(page)
    if head.is_bound:
        stored = _stored(page, head)
        if stored:
            response = redirect("form_designer", pk=pk)
            response["Location"] += f"#{kind.key}-{stored}"
            return response
    context = {
        "regime": regime,
        "kind": kind,
        "form": head,
        "groups": page.groups,
        "before": before,
        "row_errors": [error for group in page.groups for error in group.errors],
        "shown": request.POST.get("shown") or mark_of(before),
    }
    return render(request, "reporting/regimes/block.html", context)


def _head(page: _Page) -> forms.Form:
    """The form of the block itself; its rows are put into the groups. Bound where it is sent."""
    sent, kind = page.request.POST, page.kind
    if page.request.method != "POST":
        head = _opened(page)
    elif PRESS in sent:
        head = kind.head_form(initial=sent.dict())
        for group in page.groups:
            group.press(sent)
    else:
        head = kind.head_form(sent)
        for group in page.groups:
            group.take(sent)
    if "section" in head.fields:
        head.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", _("no section")),
            *((title, title) for title in page.text.sections),
        ]
    if isinstance(head, ProjectBreakdownForm):
        _offer_projects(page, head)
    _keep_published_codes(page, head)
    return head


def _offer_projects(page: _Page, head: ProjectBreakdownForm) -> None:
    """Those of the form, named as they were asked, then the rest of the register."""
    today = acting_on(page.request).today
    register = {project.code: project for project in projects_of([page.regime.unit_id])}
    asked = page.before.categories if isinstance(page.before, BreakdownText) else ()
    texts = [project_text(project) for project in register.values()]
    wanted = project_categories(asked, texts, today)
    names = {code: project.name for code, project in register.items()}
    names = {category.code: category.name for category in asked} | names
    order = [*(category.code for category in wanted), *register]
    choices = [
        (code, project_line(register[code], today) if code in register else names[code])
        for code in dict.fromkeys(order)
    ]
    head.offer(choices, {code: names[code] for code, _line in choices})
    ticked = asked or wanted
    head.initial["projects"] = [category.code for category in ticked]


def _opened(page: _Page) -> forms.Form:
    """The page as it opens: what is stored, a usual breakdown, or a few empty rows."""
    block = page.before
    if block is None and page.kind in {BREAKDOWN, PROJECTS}:
        block = usual_breakdowns().get(page.request.GET.get("start", ""))
    for group in page.groups:
        group.show(shown_rows(block, group.key) if block else [{}] * _FIRST_ROWS)
    section = page.request.GET.get("section", "")
    return page.kind.head_form(initial=asdict(block) if block else {"section": section})


def _keep_published_codes(page: _Page, head: forms.Form) -> None:
    """A published code is not typed over by mistake: another code is another series."""
    if page.before is None:
        return
    published = {piece for code in page.known for piece in code.split(BETWEEN_CODES)}
    rows = [form for group in page.groups for form in group.forms]
    for form in (head, *rows):
        if form["code"].value() in published:
            form.fields["code"].widget.attrs["readonly"] = True


def _stored(page: _Page, head: forms.Form) -> str:
    """The code under which what was sent is stored; empty where head and rows say why not."""
    if not all([head.is_valid(), *(group.is_valid() for group in page.groups)]):
        return ""
    text, kind = page.text, page.kind
    taken = {breakdown.code for breakdown in text.breakdowns}
    taken |= {table.code for table in text.tables} | {listed.code for listed in text.lists}
    rows = {group.key: group.cleaned for group in page.groups}
    block = kind.built(head.cleaned_data, rows, taken - {page.instead_of})
    changed = kind.put(text, block, page.instead_of)
    codes = [entry.code for entry in kind.of(changed)]
    number = len(codes) - codes[::-1].index(block.code)  # of two alike the second is at fault
    for problem in [*form_problems(changed), *broken_meanings(page.known, changed)]:
        if problem.place[:2] == (kind.key, number):
            _name(problem, head, page.groups)
    if not head.errors and not any(group.errors for group in page.groups):
        _store(page, head, changed)
    has_errors = head.errors or any(group.errors for group in page.groups)
    return "" if has_errors else block.code


def _store(page: _Page, head: forms.Form, changed: FormText) -> None:
    try:
        if was_changed(page.request, page.before):
            raise RuleError("form_changed_meanwhile")
        store(page.request, page.draft, changed, begun_from=page.text)
    except RuleError as error:
        head.add_error(None, problem_in_words(error.problem))
    except RegimeRefused as refused:
        for problem in refused.problems:
            head.add_error(None, problem_in_words(problem.problem))


def _name(problem: PlacedProblem, head: forms.Form, groups: list[RowGroup]) -> None:
    """Put the problem beside the field that it is about, else at the top."""
    words = problem_in_words(problem.problem)
    rest = problem.place[2:]
    form: forms.Form = head
    for group in groups:
        if len(rest) > 1 and rest[0] == group.key:
            form = group.forms[int(rest[1]) - 1]
    last = str(rest[-1]) if rest else ""
    key = _KEYS.get(last, last)
    if key in form.fields:
        form.add_error(key, words)
    else:
        head.add_error(None, words)
