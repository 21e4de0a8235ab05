"""Which clauses of the text oblige whom? Proposed beside their passage, taken by a person alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from giaoban.actions.register.obligations import take_obligations
from giaoban.exchange.register.problem_words import sentence
from giaoban.models import Document, DocumentFile
from giaoban.queries.country import country
from giaoban.queries.register.named_units import names_under, units_named_by
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import (
    LONGEST_CLAUSE,
    LONGEST_TEXT,
    AnnexCells,
    AnnexRow,
    judged_rows,
)
from giaoban.rules.register.annex_heads import Column
from giaoban.rules.register.clauses import Proposal, proposals_of
from giaoban.rules.register.due_words import term_words
from giaoban.rules.register.terms import Term
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.picked import picked_ids
from giaoban.web.register.scope import document_kept
from giaoban.web.register.words import register_refusal

MOST = 400
"""So many passages are proposed at once."""
_FOLDED = (Column.TEXT, Column.CO_OPERATING, Column.PRODUCT)
_ASKED = (Column.LEAD, Column.TERM, *_FOLDED)
Lines = tuple[int, int]
"""The first and the last line of a passage in its file."""


@dataclass(frozen=True)
class ShownCell:
    """One field of a passage: its name on the form, its text, and what is wrong with it."""

    name: str
    text: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class ShownProposal:
    """`number` is its place; `before` is the line of the file before the passage."""

    number: int
    proposal: Proposal
    clause: str
    cells: dict[str, ShownCell]
    before: str
    is_ticked: bool
    is_taken: bool
    is_unfolded: bool


@dataclass(frozen=True)
class Passages:
    """What one file proposes, as it was typed; `is_first` says it is the document's first file."""

    file: DocumentFile
    lines: list[str]
    found: Sequence[Proposal]
    cells: Sequence[AnnexCells]
    ticked: frozenset[int]
    is_first: bool
    left_out: int

    def spans(self, rows: Sequence[AnnexRow]) -> list[tuple[int, int]]:
        return [_lines_of(self.found[row.number]) for row in rows]


@signed_in
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the file `?file=`, else of the first that has a text."""
    document = document_kept(request, pk)
    files = [each for each in document.files.select_related("file") if each.text]
    file = _chosen(request, files)
    context: dict[str, Any] = {"document": document, "files": files, "file": file}
    if file is not None:
        passages = _passages(request, document, file)
        judged: Sequence[AnnexRow] = ()
        if request.method == "POST":
            judged, refused = _taken_or_refused(request, document, passages)
            if not refused:
                return redirect("document", pk=pk)
            context["refused"] = refused
        shown = _shown(document, passages, judged)
        wrong = [cell for one in shown for cell in one.cells.values() if cell.problems]
        context |= {"shown": shown, "wrong": wrong, "left_out": passages.left_out}
    return render(request, "register/proposals.html", context)


def _passages(request: HttpRequest, document: Document, file: DocumentFile) -> Passages:
    lines = file.text.split("\n")
    names = names_under(document.body, acting_on(request).today)
    found = proposals_of(lines, names, year_starts=country().year_starts)
    shown = found[:MOST]
    clauses = _clauses(shown)
    return Passages(
        file=file,
        lines=lines,
        found=shown,
        cells=[_cells(request, number, one, clauses[number]) for number, one in enumerate(shown)],
        ticked=picked_ids(request.POST.getlist("pick")),
        is_first=file.pk == document.files.all()[0].pk,
        left_out=len(found) - len(shown),
    )


def _taken_or_refused(
    request: HttpRequest, document: Document, passages: Passages
) -> tuple[Sequence[AnnexRow], str]:
    """What is ticked becomes obligations, or the rows as they were judged and why none did."""
    acting = acting_on(request)
    wanted = [one for one in passages.cells if one.number in passages.ticked]
    if not wanted:
        return (), _("Tick at least one passage.")
    names = units_named_by(document.body, acting.today)
    rows = judged_rows(wanted, names, year_starts=country().year_starts)
    bad = sum(not row.is_good for row in rows)
    if bad:
        words = ngettext(
            "Mend %(count)s passage: what is wrong stands beside it.",
            "Mend %(count)s passages: what is wrong stands beside them.",
            bad,
        )
        return rows, words % {"count": bad}
    try:
        done = take_obligations(
            document=document,
            drafts=[row.draft for row in rows],
            lines=passages.spans(rows) if passages.is_first else (),
            by=acting.person,
            now=acting.now,
        )
    except RuleError as error:
        return rows, register_refusal(error.problem)
    words = ngettext(
        "%(count)s obligation is taken.", "%(count)s obligations are taken.", len(done)
    )
    messages.success(request, words % {"count": len(done)})
    return rows, ""


def _shown(
    document: Document, passages: Passages, judged: Sequence[AnnexRow]
) -> list[ShownProposal]:
    taken = _taken(document) if passages.is_first else set()
    rows = {row.number: row for row in judged}
    return [
        _shown_one(passages, number, rows.get(number), taken)
        for number in range(len(passages.found))
    ]


def _shown_one(
    passages: Passages, number: int, row: AnnexRow | None, taken: set[tuple[Lines, str]]
) -> ShownProposal:
    one, said = passages.found[number], passages.cells[number].said
    problems = _problems(row)
    cells = {
        str(column): ShownCell(
            f"p{number}-{column}", said.get(column, ""), tuple(problems.get(column, ()))
        )
        for column in _ASKED
    }
    return ShownProposal(
        number=number,
        proposal=one,
        clause=said.get(Column.CLAUSE, ""),
        cells=cells,
        before=_introduced(passages.lines, one),
        is_ticked=number in passages.ticked,
        is_taken=_is_taken(passages, one, said.get(Column.CLAUSE, ""), taken),
        is_unfolded=any(problems.get(column) for column in _FOLDED),
    )


def _chosen(request: HttpRequest, files: Sequence[DocumentFile]) -> DocumentFile | None:
    asked = request.GET.get("file", "")
    if asked:
        file = next((each for each in files if str(each.pk) == asked), None)
        if file is None:
            raise Http404
        return file
    return files[0] if files else None


def _taken(document: Document) -> set[tuple[Lines, str]]:
    """The passages of the first file that are obligations already, with how each is cited."""
    rows = document.obligations.exclude(first_line=None).values_list(
        "first_line", "last_line", "clause"
    )
    return {((first, last), clause) for first, last, clause in rows}


def _is_taken(
    passages: Passages, one: Proposal, clause: str, taken: set[tuple[Lines, str]]
) -> bool:
    """Of several that stand on one line, (1) …; (2) …, the one that is cited so."""
    lines = _lines_of(one)
    if sum(_lines_of(other) == lines for other in passages.found) > 1:
        return (lines, clause) in taken
    return any(lines == known for known, _clause in taken)


def _lines_of(one: Proposal) -> Lines:
    return one.passage.first_line, one.passage.last_line


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
        Column.TERM: _written(one.term) if one.term else "",
        Column.PRODUCT: "",
        Column.NOTE: "",
    }
    typed = {
        column: request.POST.get(f"p{number}-{column}", proposed[column]).strip()
        for column in _ASKED
    }
    return AnnexCells(number, "", {**proposed, **typed})


def _written(term: Term) -> str:
    """In the reader's language, so that it can be mended as well as left."""
    return term_words(term, country().dates, get_language() or country().language)


def _introduced(lines: Sequence[str], one: Proposal) -> str:
    """The line before the passage: it often says to whom the list is addressed."""
    first = one.passage.first_line
    return lines[first - 1].strip() if first else ""


def _problems(row: AnnexRow | None) -> dict[str, list[str]]:
    """By column; what belongs to none that is asked stands with the text."""
    found: dict[str, list[str]] = {}
    for one in row.problems if row else ():
        column = str(one.params.get("column", ""))
        if column not in set(_ASKED):
            column = Column.TEXT
        found.setdefault(column, []).append(sentence(one.code, one.params))
    return found
