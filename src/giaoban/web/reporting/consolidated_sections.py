"""Writing a section in place: saved as it is typed, and nothing typed is lost."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.consolidation_writing import (
    add_section,
    arrange_section,
    draw_section,
    write_section,
)
from giaoban.models import ConsolidatedReport
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.consolidated_page import render_report, shown_sections
from giaoban.web.reporting.consolidated_scope import back, refused, report_asked
from giaoban.web.reporting.consolidated_words import sentence

_STEPS = {"up": -1, "down": 1, "remove": 0}


@require_POST
@signed_in
def save_section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """From the page's script the answer is JSON; from the plain form it is the page again."""
    report = report_asked(request, pk, Permission.CONSOLIDATE)
    typed = {"title": request.POST.get("title", ""), "text": _text(request)}
    is_script = request.headers.get("X-Autosave") == "1"
    try:
        section = write_section(
            report=report,
            key=key,
            title=typed["title"],
            text=typed["text"],
            revision=_revision(request),
            now=acting_on(request).now,
        )
    except RuleError as error:
        if is_script:
            status = 409 if error.code == "section_changed_meanwhile" else 422
            answer = {"message": sentence(error.problem), "theirs": error.params.get("text", "")}
            return JsonResponse(answer, status=status)
        if error.code in {"section_changed_meanwhile", "section_without_title"}:
            conflict = {"message": sentence(error.problem), **error.params}
            return render_report(request, report, edited=key, typed=typed, conflict=conflict)
        return refused(request, report, error.problem)
    if is_script:
        return JsonResponse(_saved(request, report, key, section.revision))
    return back(report, f"section-{key}")


@require_POST
@signed_in
def arrange_sections(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a section, move one up or down, take one out, or let it draw on another regime."""
    report = report_asked(request, pk, Permission.CONSOLIDATE)
    acting = acting_on(request)
    key = request.POST.get("key", "")
    try:
        if request.POST.get("step") in _STEPS:
            step = _STEPS[request.POST["step"]]
            arrange_section(report=report, key=key, step=step, by=acting.person, now=acting.now)
        elif "regime" in request.POST:
            regime = request.POST["regime"]
            draw_section(report=report, key=key, regime=regime, by=acting.person, now=acting.now)
            return _to_editor(report, key)
        elif "title" in request.POST:
            title = request.POST["title"]
            key = add_section(report=report, title=title, by=acting.person, now=acting.now).key
            return _to_editor(report, key)
    except RuleError as error:
        return refused(request, report, error.problem)
    return back(report, f"section-{key}")


def _to_editor(report: ConsolidatedReport, key: str) -> HttpResponse:
    address = reverse("consolidated_report", args=[report.pk])
    return HttpResponseRedirect(f"{address}?edit={key}#section-{key}")


def _saved(
    request: HttpRequest, report: ConsolidatedReport, key: str, revision: int
) -> dict[str, object]:
    """The section as it reads now, for the preview under the editor."""
    report.refresh_from_db()
    found = figures_of(report, acting_on(request).today)
    shown = next(s for s in shown_sections(report, found, key) if s.section.key == key)
    context = {"blocks": shown.blocks, "periods": shown.periods}
    return {
        "revision": revision,
        "saved_at": f"{timezone.localtime(acting_on(request).now):%H:%M}",
        "problems": shown.problems,
        "preview": render_to_string("reporting/consolidated/blocks.html", context, request),
    }


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n")


def _revision(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
