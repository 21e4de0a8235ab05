"""What is said about a report and its sections, and who answers or settles it?"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.report_comments import (
    return_consolidated,
    settle_comment,
    write_comment,
)
from giaoban.models import ConsolidatedReport, ReportComment
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.report_content import content_of
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.consolidated_scope import back, refused, report_asked

LONGEST_COMMENT = 4000


@dataclass
class Thread:
    """A comment with its answers; `title` is the section's, empty for the whole report."""

    comment: ReportComment
    title: str
    answers: list[ReportComment] = field(default_factory=list)


def threads(report: ConsolidatedReport, sections: Iterable[str] | None = None) -> list[Thread]:
    """The open ones first, each with its answers; `sections` narrows to their keys. One query."""
    comments = report.comments.select_related("written_by", "settled_by")
    titles = {section.key: section.title for section in content_of(report.content).sections}
    wanted = None if sections is None else set(sections)
    found: dict[int, Thread] = {}
    for comment in comments:
        if wanted is not None and comment.section not in wanted:
            continue
        if comment.answers_id is None:
            title = titles.get(comment.section, "")
            found[comment.pk] = Thread(comment, title)
        elif comment.answers_id in found:
            found[comment.answers_id].answers.append(comment)
    return sorted(found.values(), key=lambda thread: thread.comment.settled_at is not None)


def comment_asked(report: ConsolidatedReport, given: str) -> ReportComment | None:
    """The comment that is answered; None where nothing is named. Else "not found"."""
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 18):
        raise Http404
    found: ReportComment | None = report.comments.filter(pk=int(given), answers=None).first()
    if found is None:
        raise Http404
    return found


@require_POST
@signed_in
def comment_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A new comment on a section or on the whole, or an answer."""
    report = report_asked(request, pk, Permission.COMMENT_REPORT)
    acting = acting_on(request)
    answers = comment_asked(report, request.POST.get("answers", ""))
    try:
        write_comment(
            report=report,
            section=request.POST.get("section", ""),
            text=text_given(request),
            answers=answers,
            by=acting.person,
            now=acting.now,
        )
    except RuleError as error:
        return refused(request, report, error.problem)
    return back(report, "comments")


@require_POST
@signed_in
def settle(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    report = report_asked(request, pk, Permission.COMMENT_REPORT)
    acting = acting_on(request)
    found = comment_asked(report, str(comment))
    assert found is not None
    try:
        settle_comment(comment=found, by=acting.person, now=acting.now)
    except RuleError as error:
        return refused(request, report, error.problem)
    return back(report, "comments")


@require_POST
@signed_in
def return_report_to_mend(request: HttpRequest, pk: int) -> HttpResponse:
    """The chair, or the head of the unit, gives the report back with a comment."""
    report = report_asked(request, pk, Permission.APPROVE_CONSOLIDATED)
    acting = acting_on(request)
    try:
        return_consolidated(
            report=report, text=text_given(request), by=acting.person, now=acting.now
        )
    except RuleError as error:
        return refused(request, report, error.problem)
    messages.success(request, _("The report is back with whoever writes it, with your comment."))
    return back(report, "comments")


def text_given(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n")[:LONGEST_COMMENT]
