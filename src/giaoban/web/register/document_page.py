"""What does this document say, does it hold today, and what became of what it asks?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from giaoban.models import Document, DocumentFile, RosterDecision
from giaoban.queries.audit.history import HistoryEntry
from giaoban.queries.register.document_page import Relations, relations_of, standing_of
from giaoban.queries.register.kinds import kinds
from giaoban.queries.register.proofs import ProofShown, proofs_seen
from giaoban.queries.tasks.by_obligation import ObligationRow, obligations_of
from giaoban.queries.tasks.seen import tasks_under
from giaoban.rules.people.permissions import Permission
from giaoban.rules.register.documents import Direction, DocumentState, Numbering
from giaoban.web.audit.history_panel import history_seen, shown_entries
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.document_labels import ACCESS_SHORT, DOCUMENT_STATES, DOES
from giaoban.web.frame.labels import Badge
from giaoban.web.register.assignment import may_assign
from giaoban.web.register.document_forms import CallOffForm, FilesForm, IssueForm, RelationForm
from giaoban.web.register.over import over_of
from giaoban.web.register.scope import document_asked, may_keep
from giaoban.web.register.term_words import term_text
from giaoban.web.register.words import DIRECTIONS, STANDINGS, UNDERGOES
from giaoban.web.reporting.report_files import download
from giaoban.web.tasks.words import COUNTS
from giaoban.web.units.fields import DayField


@dataclass(frozen=True)
class ShownRelation:
    words: object
    document: Document
    since: date
    note: str
    pk: int
    is_own: bool


@dataclass(frozen=True)
class ShownObligation:
    """`heading` is empty where it is that of the row above."""

    row: ObligationRow
    heading: str
    term: str
    proof: ProofShown | None
    counts: list[tuple[Badge, int]]


class DayForm(forms.Form):
    on = DayField(required=False)


@signed_in
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """`?on=` a day says how it stood or will stand then."""
    return document_page(request, document_asked(request, pk))


@signed_in
def document_file(request: HttpRequest, pk: int) -> FileResponse:
    """Always as a download, never shown by the browser as a page of ours."""
    held = get_object_or_404(DocumentFile.objects.select_related("file"), pk=pk)
    document_asked(request, held.document_id)
    return download(held.file)


def document_page(
    request: HttpRequest,
    document: Document,
    *,
    refused: forms.Form | None = None,
    meanwhile: Sequence[HistoryEntry] = (),
) -> HttpResponse:
    """The page; of a step that was refused with what was typed, and why: `meanwhile` what others
    did to the draft since it was read.
    """
    acting = acting_on(request)
    reading = acting.reading
    asked = DayForm(request.GET)
    on = asked.cleaned_data["on"] if asked.is_valid() else None
    related = relations_of(document, reading, acting.today)
    standing = standing_of(document, related, reading, acting.today, on or acting.today)
    context: dict[str, Any] = {
        "document": document,
        "type_name": kinds().name_of(document.type_code),
        "direction": DIRECTIONS[document.direction],
        "state": DOCUMENT_STATES[document.state],
        "access": ACCESS_SHORT[document.access],
        "readers": document.readers.select_related("unit"),
        "on": on,
        "standing": standing,
        "standing_badge": STANDINGS[standing.standing] if standing else None,
        "relations": _relations(related),
        "files": document.files.select_related("file")
        .annotate(is_picture=Q(text=""))
        .defer("text"),
        "obligations": _obligations(document, acting),
        "history": history_seen(acting, document, document.body.unit_id),
        "refused": refused,
        "meanwhile": shown_entries(list(meanwhile)) if meanwhile else (),
        "keeps": may_keep(acting, document),
        "may_assign": may_assign(document),
        "roster_decision": RosterDecision.objects.filter(document=document)
        .exclude(paper={})
        .first(),
        "reports_on": acting.may(Permission.VIEW, document.body.unit_id),
        "has_tasks": tasks_under(acting.seeing_tasks, None, acting.today)
        .filter(obligation__document=document)
        .exists(),
    }
    if context["keeps"]:
        context |= _steps(document, acting.today, refused)
        context["ungiven_count"] = sum(not one.row.is_given for one in context["obligations"])
        context["gives"] = acting.may(Permission.GIVE_TASK, document.body.unit_id)
    context["over"] = over_of(acting, document, refused)
    return render(request, "register/document.html", context)


def _steps(document: Document, today: date, refused: forms.Form | None) -> dict[str, Any]:
    """The forms of what can be done with it now."""
    is_given = document.body.numbering == Numbering.GIVEN

    def shown(kind: type[forms.Form], fresh: forms.Form) -> forms.Form:
        return refused if isinstance(refused, kind) else fresh

    found: dict[str, Any] = {"is_open": document.state != DocumentState.CALLED_OFF}
    if not found["is_open"]:
        return found
    if document.state == DocumentState.DRAFT:
        found["issue_form"] = shown(
            IssueForm, IssueForm(today, is_given=is_given, revision=document.revision)
        )
    if document.dated_on or document.state == DocumentState.DRAFT:
        found["relation_form"] = shown(RelationForm, RelationForm(document))
    found["call_off_form"] = shown(CallOffForm, CallOffForm())
    found["files_form"] = shown(FilesForm, FilesForm())
    found["is_incoming"] = document.direction == Direction.INCOMING
    return found


def _relations(related: Relations) -> list[ShownRelation]:
    return [
        *(
            ShownRelation(DOES[one.kind], one.earlier, one.since, one.note, one.pk, True)
            for one in related.does
        ),
        *(
            ShownRelation(UNDERGOES[one.kind], one.later, one.since, one.note, one.pk, False)
            for one in related.undergoes
        ),
    ]


def _obligations(document: Document, acting: Acting) -> list[ShownObligation]:
    rows = obligations_of(document, acting.seeing_tasks, acting.today)
    proofs = proofs_seen(
        [row.obligation for row in rows], document, acting.reading.viewing, acting.today
    )
    found: list[ShownObligation] = []
    heading = ""
    for row in rows:
        one = row.obligation
        found.append(
            ShownObligation(
                row,
                one.heading if one.heading != heading else "",
                term_text(one),
                proofs.get(one.pk),
                [(COUNTS[count], number) for count, number in row.counts.items() if number],
            )
        )
        heading = one.heading
    return found
