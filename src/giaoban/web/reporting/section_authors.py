"""Who writes which section of the report, how far are they, and what has been handed in?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from giaoban.actions.reporting import section_authors as actions
from giaoban.documents.content import Block
from giaoban.documents.reporting.report_sections import section_blocks
from giaoban.models import AssignedSection, ConsolidatedReport, Person, Unit
from giaoban.queries.reporting.assigned_sections import (
    people_reached,
    sections_of,
    usual_authors,
)
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.reporting.links import LinkState
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.assigned_sections import (
    OPEN,
    SectionState,
    SectionStep,
    allows,
    section_due,
)
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts
from giaoban.rules.reporting.report_content import ReportContent, Section, content_of
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.labels import Badge
from giaoban.web.people.reach import site_of
from giaoban.web.reporting.consolidated_scope import is_draft, report_asked
from giaoban.web.reporting.consolidated_words import sentence
from giaoban.web.reporting.section_links import links_shown
from giaoban.web.reporting.section_words import SECTION_STATES
from giaoban.web.units.fields import DayField, UnitField, unit_meant


class AuthorForm(forms.Form):
    """To whom, what and by when; `section` says which."""

    unit = UnitField(label=gettext_lazy("Unit that writes it"), required=False)
    person = forms.TypedChoiceField(
        label=gettext_lazy("Or a person"), required=False, coerce=int, empty_value=None
    )
    instruction = forms.CharField(
        label=gettext_lazy("What to write about"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = DayField(label=gettext_lazy("To be handed in by"))

    def __init__(self, *args: Any, people: list[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = [(person.pk, person.name) for person in people]
        self.fields["person"].choices = [("", "—"), *chosen]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class ShownAuthor:
    """A section with whoever writes it, and the author's text as it would read."""

    section: Section
    assigned: AssignedSection | None
    badge: Badge | None
    form: AuthorForm | None
    link: LinkState | None  # where the author has no account
    blocks: list[Block]
    may: dict[str, bool]
    is_late: bool
    is_same: bool  # the section still says what the author began with, or nothing


@signed_in
def section_authors(request: HttpRequest, pk: int) -> HttpResponse:
    """The outline with its authors; a POST gives one section to somebody."""
    report = report_asked(request, pk, Permission.CONSOLIDATE)
    key = request.POST.get("section", "")
    offered = _offered(request, report)
    form = None
    if request.method == "POST":
        form = _form(key, offered, request.POST)
        if form.is_valid() and _given(request, report, key, form):
            return _back(report, key)
    rows = _rows(request, report, offered, {key: form} if form else {})
    usual = usual_authors(report, acting_on(request).today) if is_draft(report) else []
    return render(
        request,
        "reporting/sections/authors.html",
        {
            "report": report,
            "rows": rows,
            "form": form,
            "usual": usual,
            "is_draft": is_draft(report),
            "may_name_contacts": acting_on(request).may(Permission.CHASE, report.unit_id),
            "open": sum(row.assigned is not None and row.assigned.state in OPEN for row in rows),
            "periods": {},
        },
    )


@require_POST
@signed_in
def hand_out_usual(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all sections to whom the outline gives them."""
    report = report_asked(request, pk, Permission.CONSOLIDATE)
    acting = acting_on(request)
    try:
        given = actions.hand_out_usual(
            report=report,
            by=acting.person,
            today=acting.today,
            now=acting.now,
            site=site_of(request),
        )
    except RuleError as error:
        messages.error(request, sentence(error.problem))
        return _back(report)
    words = ngettext(
        "%(count)s section is handed out; its author has been told.",
        "%(count)s sections are handed out; their authors have been told.",
        len(given),
    )
    messages.success(request, words % {"count": len(given)})
    return _back(report)


@require_POST
@signed_in
def decide_section(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what was handed in, return it with a reason, or call it off: `step` says which."""
    assigned = AssignedSection.objects.filter(pk=pk).select_related("report").first()
    if assigned is None:
        raise Http404
    report = report_asked(request, assigned.report_id, Permission.CONSOLIDATE)
    acting = acting_on(request)
    taken = {"assigned": assigned, "by": acting.person, "now": acting.now}
    told = {"today": acting.today, "site": site_of(request)}
    step = request.POST.get("step", "")
    try:
        if step in {"take", "add"}:
            read = {name: _number(request, name) for name in ("revision", "text_revision")}
            actions.take_section(**taken, **read, is_added=step == "add")
            messages.success(request, _("The text stands in the report."))
        elif step == "return":
            reason = request.POST.get("reason", "")[:2000]
            actions.return_section(**taken, **told, reason=reason)
            messages.success(request, _("The section is back with its author."))
        elif step == "withdraw":
            actions.withdraw_section(**taken, **told)
            messages.success(request, _("The section is called off."))
    except RuleError as error:
        messages.error(request, sentence(error.problem))
    return _back(report, assigned.section)


def _rows(
    request: HttpRequest,
    report: ConsolidatedReport,
    offered: "_Offered",
    typed: Mapping[str, AuthorForm],
) -> list[ShownAuthor]:
    """In the order of the outline; of several that wrote a section the newest."""
    newest = {assigned.section: assigned for assigned in sections_of(report)}
    facts = figures_of(report).facts
    links = links_shown(request, newest.values()) if is_draft(report) else {}
    return [
        _row(
            request,
            report,
            section,
            number,
            newest.get(section.key),
            facts,
            typed.get(section.key) or _form(section.key, offered),
            links,
        )
        for number, section in enumerate(content_of(report.content).sections)
    ]


def _row(
    request: HttpRequest,
    report: ConsolidatedReport,
    section: Section,
    number: int,
    assigned: AssignedSection | None,
    facts: ConsolidatedFacts,
    form: AuthorForm,
    links: Mapping[int, LinkState],
) -> ShownAuthor:
    can_be_given = is_draft(report) and (assigned is None or assigned.state not in OPEN)
    may: dict[str, bool] = {}
    blocks: list[Block] = []
    if assigned is not None:
        may = {
            step.value: is_draft(report) and allows(SectionState(assigned.state), step)
            for step in (SectionStep.TAKE, SectionStep.RETURN, SectionStep.WITHDRAW)
        }
        if may["take"]:
            shown = Section(section.key, section.title, assigned.text, regime=section.regime)
            blocks = section_blocks(shown, number, ReportContent(sections=(shown,)), facts)[1:]
    today = acting_on(request).today
    return ShownAuthor(
        section=section,
        assigned=assigned,
        badge=SECTION_STATES[assigned.state] if assigned else None,
        form=form if can_be_given else None,
        link=links.get(assigned.pk) if assigned else None,
        blocks=blocks,
        may=may,
        is_late=assigned is not None and assigned.state in OPEN and assigned.due_on < today,
        is_same=not section.text.strip() or section.revision == 0,
    )


@dataclass(frozen=True)
class _Offered:
    """What a form offers: who serves at the report's unit, and the usual day."""

    people: list[Person]
    due_on: date


def _offered(request: HttpRequest, report: ConsolidatedReport) -> _Offered:
    today = acting_on(request).today
    calendar = working_calendar((today.year, today.year + 1))
    people = list(people_reached(report.unit_id, today))
    return _Offered(people, section_due(today, None, calendar))


def _form(key: str, offered: _Offered, given: Any = None) -> AuthorForm:
    return AuthorForm(
        given,
        people=offered.people,
        auto_id=f"id_{key}_%s",
        initial={"due_on": offered.due_on},
    )


def _given(request: HttpRequest, report: ConsolidatedReport, key: str, form: AuthorForm) -> bool:
    acting = acting_on(request)
    person_id = form.cleaned_data["person"]
    try:
        person = Person.objects.get(pk=person_id) if person_id else None
        unit = _unit(form, report, acting.today, is_by_person=person is not None)
        actions.hand_out_section(
            report=report,
            section=key,
            unit=unit,
            person=person,
            instruction=form.cleaned_data["instruction"],
            due_on=form.cleaned_data["due_on"],
            by=acting.person,
            today=acting.today,
            now=acting.now,
            site=site_of(request),
        )
    except forms.ValidationError as error:
        form.add_error("unit", error)
        return False
    except RuleError as error:
        at = {"due_in_the_past": "due_on", "author_out_of_reach": "unit"}.get(error.code)
        form.add_error(at, sentence(error.problem))
        return False
    who = person.name if person else unit.name
    messages.success(request, _("The section is with %(name)s.") % {"name": who})
    return True


def _unit(form: AuthorForm, report: ConsolidatedReport, today: date, *, is_by_person: bool) -> Unit:
    """A person writes for the report's own unit. Raises ValidationError where no unit is meant."""
    if is_by_person:
        return report.unit
    if not form.cleaned_data["unit"]:
        raise forms.ValidationError(_("Choose the unit, or a person."))
    return unit_meant(form.cleaned_data["unit"], today)


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def _back(report: ConsolidatedReport, key: str = "") -> HttpResponse:
    address = reverse("section_authors", args=[report.pk])
    return HttpResponseRedirect(f"{address}#{key}" if key else address)
