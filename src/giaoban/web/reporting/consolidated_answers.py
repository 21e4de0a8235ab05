"""Which units' own words go into the report?"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from giaoban.actions.reporting.consolidation_writing import choose_answer, edit_answer
from giaoban.models import ConsolidatedReport
from giaoban.queries.reporting.consolidated_reports import TextAnswer, text_answers
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.report_content import Narrative, ReportContent, content_of
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.paging import stretch
from giaoban.web.reporting.consolidated_scope import is_draft, report_asked
from giaoban.web.reporting.consolidated_words import sentence


@dataclass(frozen=True)
class ShownAnswer:
    answer: TextAnswer
    chosen: Narrative | None


@signed_in
def choose_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose, edit, take out; narrowed by unit and indicator in the address."""
    report = report_asked(request, pk, Permission.CONSOLIDATE)
    answers = text_answers(report)
    if request.method == "POST":
        return _changed(request, report, answers)
    content = content_of(report.content)
    chosen = {said.key: said for said in content.narratives}
    unit, code = request.GET.get("unit", ""), request.GET.get("indicator", "")
    narrowed = [
        ShownAnswer(answer, chosen.get(_key(answer)))
        for answer in answers
        if unit in ("", str(answer.unit_id)) and code in ("", answer.indicator)
    ]
    rows = stretch(request, narrowed)
    return render(
        request,
        "reporting/consolidated/answers.html",
        {
            "report": report,
            "rows": rows,
            "is_draft": is_draft(report),
            "sections": content.sections,
            "suggested": _suggested(content),
            "chosen": content.narratives,
            "units": sorted({(a.unit, str(a.unit_id)) for a in answers}),
            "indicators": sorted({(a.indicator_name, a.indicator) for a in answers}),
            "narrowed_unit": unit,
            "narrowed_indicator": code,
            "total": len(answers),
        },
    )


def _changed(
    request: HttpRequest, report: ConsolidatedReport, answers: list[TextAnswer]
) -> HttpResponse:
    acting = acting_on(request)
    by, now = acting.person, acting.now
    key = request.POST.get("key", "")
    try:
        if "section" in request.POST:
            answer = next((a for a in answers if _key(a) == key), None)
            if answer is not None:
                section = request.POST["section"]
                choose_answer(report=report, answer=answer, section=section, by=by, now=now)
                messages.success(
                    request, _("The words of %(unit)s stand in the report.") % {"unit": answer.unit}
                )
        else:
            text = "" if "remove" in request.POST else request.POST.get("text", "")
            text = text.replace("\r\n", "\n")
            edit_answer(report=report, key=key, text=text, by=by, now=now)
            messages.success(request, _("Saved."))
    except RuleError as error:
        messages.error(request, sentence(error.problem))
    return HttpResponseRedirect(request.get_full_path())


def _key(answer: TextAnswer) -> str:
    return f"{answer.version_id}-{answer.indicator}"


def _suggested(content: ReportContent) -> str:
    """Where words go unless another section is chosen: before the proposals, else the last."""
    keys = [section.key for section in content.sections if not section.holds_proposals]
    return keys[-1] if keys else ""
