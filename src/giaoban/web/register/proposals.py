"""Which clauses of the text oblige whom? Proposed beside their passage, taken by a person alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.register.obligations import take_obligations
from giaoban.exchange.register.problem_words import sentence
from giaoban.models import Document, DocumentFile
from giaoban.queries.register.named_units import names_under, units_named_by
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import (
    LONGEST_CLAUSE,
    LONGEST_TEXT,
    AnnexCells,
    AnnexRow,
    Column,
    judged_rows,
)
from giaoban.rules.register.clauses import Proposal, proposals_of
from giaoban.rules.register.due_words import term_words
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.register.scope import document_kept
from giaoban.web.register.words import register_refusal

MOST = 400
"""So many passages are proposed at once."""
_ASKED = (Column.TEXT, Column.LEAD, Column.CO_OPERATING, Column.TERM, Column.PRODUCT)


@dataclass(frozen=True)
class ShownProposal:
    """`number` is its place; `before` is the line of the file before the passage."""

    number: int
    proposal: Proposal
    said: dict[str, str]
    before: str
    is_ticked: bool
    is_taken: bool
    problems: list[tuple[str, str]]


@signed_in
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the file `?file=`, else of the first that has a text."""
    document, acting = document_kept(request, pk), acting_on(request)
    files = [each for each in document.files.select_related("file") if each.text]
    file = _chosen(request, files)
    context: dict[str, Any] = {"document": document, "files": files, "file": file}
    if file is None:
        return render(request, "register/proposals.html", context)
    lines = file.text.split("\n")
    found = proposals_of(lines, names_under(document.body, acting.today))
    context["left_out"] = max(len(found) - MOST, 0)
    found = found[:MOST]
    is_first = file.pk == document.files.all()[0].pk
    taken = _taken(document) if is_first else set()
    ticked = {int(one) for one in request.POST.getlist("pick") if one.isdigit()}
    clauses = _clauses(found)
    cells = [_cells(request, number, one, clauses[number]) for number, one in enumerate(found)]
    judged: dict[int, AnnexRow] = {}
    if request.method == "POST":
        wanted = [one for one in cells if one.number in ticked]
        rows = judged_rows(wanted, units_named_by(document.body, acting.today))
        judged = {row.number: row for row in rows}
        if not wanted:
            context["refused"] = _("Tick at least one passage.")
        elif all(row.is_good for row in rows):
            spans = [
                (found[row.number].passage.first_line, found[row.number].passage.last_line)
                for row in rows
            ]
            try:
                done = take_obligations(
                    document=document,
                    drafts=[row.draft for row in rows],
                    lines=spans if is_first else (),
                    by=acting.person,
                    now=acting.now,
                )
            except RuleError as error:
                context["refused"] = register_refusal(error.problem)
            else:
                words = ngettext(
                    "%(count)s obligation is taken.", "%(count)s obligations are taken.", len(done)
                )
                messages.success(request, words % {"count": len(done)})
                return redirect("document", pk=pk)
        else:
            bad = sum(not row.is_good for row in rows)
            words = ngettext(
                "Mend %(count)s passage: what is wrong stands beside it.",
                "Mend %(count)s passages: what is wrong stands beside them.",
                bad,
            )
            context["refused"] = words % {"count": bad}
    context["shown"] = [
        ShownProposal(
            number=number,
            proposal=one,
            said={str(column): text for column, text in cells[number].said.items()},
            before=_introduced(lines, one),
            is_ticked=number in ticked,
            is_taken=(one.passage.first_line, one.passage.last_line) in taken,
            problems=_problems(judged.get(number)),
        )
        for number, one in enumerate(found)
    ]
    return render(request, "register/proposals.html", context)


def _chosen(request: HttpRequest, files: Sequence[DocumentFile]) -> DocumentFile | None:
    asked = request.GET.get("file", "")
    if asked:
        file = next((each for each in files if str(each.pk) == asked), None)
        if file is None:
            raise Http404
        return file
    return files[0] if files else None


def _taken(document: Document) -> set[tuple[int, int]]:
    """The passages of the first file that are obligations already."""
    rows = document.obligations.exclude(first_line=None).values_list("first_line", "last_line")
    return {(first, last) for first, last in rows}


def _clauses(found: Sequence[Proposal]) -> list[str]:
    """How each is cited; of several dashes under one number which of them it is."""
    paths = [one.passage.path for one in found]
    counted: Counter[str] = Counter()
    named = []
    for path in paths:
        counted[path] += 1
        is_one_of_several = path and paths.count(path) > 1
        named.append(f"{path} ({counted[path]})" if is_one_of_several else path)
    return [name if len(name) <= LONGEST_CLAUSE else "" for name in named]


def _cells(request: HttpRequest, number: int, one: Proposal, clause: str) -> AnnexCells:
    """What was typed, else what the passage says."""
    proposed = {
        Column.CLAUSE: clause,
        Column.TEXT: one.passage.text[:LONGEST_TEXT],
        Column.LEAD: one.names[0] if one.names else "",
        Column.CO_OPERATING: "; ".join(one.names[1:]),
        Column.TERM: term_words(one.term) if one.term else "",
        Column.PRODUCT: "",
        Column.NOTE: "",
    }
    typed = {
        column: request.POST.get(f"p{number}-{column}", proposed[column]).strip()
        for column in _ASKED
    }
    return AnnexCells(number, "", {**proposed, **typed})


def _introduced(lines: Sequence[str], one: Proposal) -> str:
    """The line before the passage: it often says to whom the list is addressed."""
    first = one.passage.first_line
    return lines[first - 1].strip() if first else ""


def _problems(row: AnnexRow | None) -> list[tuple[str, str]]:
    if row is None:
        return []
    return [
        (str(one.params.get("column", "")), sentence(one.code, one.params)) for one in row.problems
    ]
