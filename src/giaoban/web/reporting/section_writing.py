"""What is to be written in this section, by when, and how does it read? The author's own page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.report_comments import write_comment
from giaoban.actions.reporting.section_authors import hand_in_section, write_assigned
from giaoban.documents.content import Block
from giaoban.documents.reporting.report_sections import section_blocks
from giaoban.models import AssignedSection
from giaoban.queries.reporting.assigned_sections import figures_for_author, serves_at
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.assigned_sections import OPEN, SectionState, SectionStep, allows
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.prose import prose_problems
from giaoban.rules.reporting.report_content import ReportContent, Section, content_of
from giaoban.rules.reporting.report_figures import facts_behind, known_names
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.reporting.consolidated_page import choices
from giaoban.web.reporting.consolidated_words import prose_sentence, sentence
from giaoban.web.reporting.report_comments import comment_asked, text_given, threads
from giaoban.web.reporting.section_words import SECTION_STATES


def section_asked(request: HttpRequest, pk: int) -> AssignedSection:
    """The section, for its author alone: the person, or whoever writes for the unit.

    A person has it while they serve at the unit, and nobody once it is called off.
    """
    assigned = _given_to_them(request, pk)
    if assigned.state == SectionState.WITHDRAWN:
        raise Http404
    return assigned


def _given_to_them(request: HttpRequest, pk: int) -> AssignedSection:
    """The section that is or was theirs to write."""
    assigned = (
        AssignedSection.objects.filter(pk=pk)
        .select_related("unit", "person", "report__unit", "report__period__regime", "assigned_by")
        .first()
    )
    if assigned is None:
        raise Http404
    if assigned.person_id is None:
        require(request, Permission.WRITE_SECTION, assigned.unit_id)
        return assigned
    acting = acting_on(request)
    is_theirs = assigned.person_id == acting.person.pk
    if not (is_theirs and serves_at(acting.person, assigned.unit_id, acting.today)):
        raise Http404
    return assigned


def _is_open(assigned: AssignedSection) -> bool:
    """Neither taken nor approved: its figures may still be asked for."""
    return assigned.state in OPEN and assigned.report.state in (Stage.DRAFT, Stage.FIXED)


def _may_comment(assigned: AssignedSection) -> bool:
    is_taken = assigned.state == SectionState.TAKEN and assigned.report.state == Stage.DRAFT
    return is_taken or _is_open(assigned)


@signed_in
def write_section(request: HttpRequest, pk: int) -> HttpResponse:
    """From the page's script the answer to what was typed is JSON; else it is the page again."""
    if request.method != "POST":
        return _page(request, section_asked(request, pk))
    assigned = _given_to_them(request, pk)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    acting = acting_on(request)
    is_script = request.headers.get("X-Autosave") == "1"
    if assigned.state == SectionState.WITHDRAWN:
        return _called_off(request, assigned, text, is_script=is_script)
    try:
        saved = write_assigned(
            assigned=assigned,
            text=text,
            revision=_revision(request),
            by=acting.actor,
            now=acting.now,
        )
    except RuleError as error:
        said = sentence(error.problem)
        if is_script:
            status = 409 if error.code == "section_changed_meanwhile" else 422
            answer = {"message": said, "theirs": error.params.get("text", "")}
            return JsonResponse(answer, status=status)
        conflict = {"message": said, "text": "", "revision": assigned.revision}
        conflict |= dict(error.params)
        return _page(request, assigned, typed=text, conflict=conflict)
    if is_script:
        return JsonResponse(_saved(request, saved))
    return _step_after_saving(request, saved)


@require_POST
@signed_in
def comment_section(request: HttpRequest, pk: int) -> HttpResponse:
    """The author says something about the section, or answers what was said."""
    assigned = section_asked(request, pk)
    acting = acting_on(request)
    answers = comment_asked(assigned.report, request.POST.get("answers", ""))
    if answers is not None and answers.section != assigned.section:
        raise Http404
    try:
        if not _may_comment(assigned):
            raise RuleError("section_step_not_allowed")
        write_comment(
            report=assigned.report,
            section=assigned.section,
            text=text_given(request),
            answers=answers,
            by=acting.person,
            now=acting.now,
        )
    except RuleError as error:
        messages.error(request, sentence(error.problem))
    return _back(request, assigned, "comments")


def _step_after_saving(request: HttpRequest, assigned: AssignedSection) -> HttpResponse:
    """Saved by the plain form: stay, or hand in where that button was pressed."""
    if "hand_in" not in request.POST:
        messages.success(request, _("Saved."))
        return _back(request, assigned)
    acting = acting_on(request)
    try:
        hand_in_section(assigned=assigned, by=acting.actor, now=acting.now)
    except RuleError as error:
        messages.error(request, sentence(error.problem))
        return _back(request, assigned)
    messages.success(request, _("The section is handed in. Thank you."))
    return _back(request, assigned)


def _called_off(
    request: HttpRequest, assigned: AssignedSection, text: str, *, is_script: bool
) -> HttpResponse:
    """What was typed goes back to whoever typed it, and nothing else of the report."""
    if is_script:
        said = sentence(Problem("section_called_off"))
        return JsonResponse({"message": said, "theirs": ""}, status=410)
    context = {"title": assigned.title, "text": text}
    return render(request, "reporting/sections/called_off.html", context, status=410)


def _page(
    request: HttpRequest,
    assigned: AssignedSection,
    *,
    typed: str | None = None,
    conflict: dict[str, object] | None = None,
) -> HttpResponse:
    facts, section = _behind(request, assigned)
    text = assigned.text if typed is None or not _is_open(assigned) else typed
    behind = facts_behind(section, facts) or facts
    is_draft = assigned.report.state == Stage.DRAFT
    sees_comments = _may_comment(assigned)
    context: dict[str, Any] = {
        "assigned": assigned,
        "report": assigned.report,
        "state": SECTION_STATES[assigned.state],
        "may_write": is_draft and allows(SectionState(assigned.state), SectionStep.WRITE),
        "is_draft": is_draft,
        "is_late": assigned.due_on < acting_on(request).today,
        "text": text,
        "conflict": conflict,
        "blocks": _blocks(assigned, section, facts, text),
        "problems": _problems(behind, text),
        "choices": choices(behind),
        "threads": threads(assigned.report, [assigned.section]) if sees_comments else [],
        "may_comment": sees_comments and acting_on(request).link_id is None,  # under a name
        "address": _address(request, assigned),
        "periods": {},
        "regime_name": drawn.name if (drawn := facts.drawn(section.regime)) else "",
    }
    return render(request, "reporting/sections/write.html", context)


def _saved(request: HttpRequest, assigned: AssignedSection) -> dict[str, object]:
    facts, section = _behind(request, assigned)
    blocks = _blocks(assigned, section, facts, assigned.text)
    context = {"blocks": blocks, "periods": {}}
    return {
        "revision": assigned.revision,
        "saved_at": f"{timezone.localtime(acting_on(request).now):%H:%M}",
        "problems": _problems(facts_behind(section, facts) or facts, assigned.text),
        "preview": render_to_string("reporting/consolidated/blocks.html", context, request),
    }


def _behind(request: HttpRequest, assigned: AssignedSection) -> tuple[ConsolidatedFacts, Section]:
    """What the author may see, and the section as it was given; it may be gone since."""
    today = acting_on(request).today
    facts = figures_of(assigned.report, today).facts
    sections = content_of(assigned.report.content).sections
    section = next(
        (one for one in sections if one.key == assigned.section),
        Section(assigned.section, assigned.title),
    )
    return figures_for_author(facts, assigned, today), section


def _blocks(
    assigned: AssignedSection, section: Section, facts: ConsolidatedFacts, text: str
) -> list[Block]:
    """As it will read; the words of units that the secretariat chose do not belong to it."""
    shown = Section(section.key, assigned.title, text, regime=section.regime)
    sections = content_of(assigned.report.content).sections
    place = next((n for n, one in enumerate(sections) if one.key == section.key), 0)
    return section_blocks(shown, place, ReportContent(sections=(shown,)), facts)


def _problems(facts: ConsolidatedFacts, text: str) -> list[str]:
    return [prose_sentence(problem) for problem in prose_problems(text, known_names(facts))]


def _revision(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def _address(request: HttpRequest, assigned: AssignedSection) -> str:
    """A link's page names nothing but the link."""
    link_id = acting_on(request).link_id
    if link_id is not None:
        return reverse("link_write_section", args=[link_id])
    return reverse("write_section", args=[assigned.pk])


def _back(request: HttpRequest, assigned: AssignedSection, anchor: str = "") -> HttpResponse:
    address = _address(request, assigned)
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)
