"""How does a decision or a plan give tasks to units, with the annex that says by when?

A decision or resolution has articles behind its grounds, everything else numbered sections
(NĐ 30/2020/NĐ-CP appendix III, forms 1.1, 1.2 and 1.4). What only people can say is left as dots:
the clerk writes it. The annex (phụ lục phân công nhiệm vụ) can be read again as obligations.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from giaoban.documents.content import (
    AdministrativeDocument,
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    text,
)
from giaoban.documents.heading_lines import letterhead_of, signature_of
from giaoban.documents.numbers import capital_first, format_number
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.register.document_names import (
    cited,
    ground_of,
    type_in_words,
)
from giaoban.documents.register.due_texts import due_text
from giaoban.documents.reporting.report_sections import section_title
from giaoban.documents.reporting.report_words import LANGUAGE, SAID, TO_BE_FILLED
from giaoban.models import Document, Obligation
from giaoban.queries.register.assigned import AssignedObligations, assigned_obligations
from giaoban.queries.register.headings import body_heading
from giaoban.queries.register.terms import term_of
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.terms import TermKind
from giaoban.rules.reporting.consolidated_facts import Heading as HeadingFacts

RESOLUTIONS = frozenset({"NQ", "RES"})
DECISIONS = RESOLUTIONS | {"QĐ", "DEC"}
NOTICES = frozenset({"TB", "NOT"})
DIRECTIVES = frozenset({"CT", "DIR"})
PLANS = frozenset({"CTr", "KH", "PA", "ĐA", "PROG", "PLAN", "PROP"})
ASSIGNING_TYPES = DECISIONS | NOTICES | DIRECTIVES | PLANS
"""Those that give tasks: of the decree in the layout of forms 1.1, 1.2, 1.4, and the plain ones."""


@dataclass(frozen=True, slots=True)
class AssignmentPaper:
    document: Document
    heading: HeadingFacts
    assigned: AssignedObligations


def assignment_paper(document: Document, *, seen: QuerySet[Document]) -> AssignmentPaper:
    """What the plan or decision is made of; a constant number of queries.

    `seen` are the documents that whoever asks may read: no others are named as grounds.
    """
    symbol = document.symbol.partition("/")[2]
    heading = body_heading(document.body, document.type_code, symbol=symbol)
    return AssignmentPaper(document, heading, assigned_obligations(document, seen))


def assignment(paper: AssignmentPaper) -> AdministrativeDocument:
    """The paper as a draft until it is issued; then with its number and its date."""
    document, heading = paper.document, paper.heading
    is_decision = document.type_code in DECISIONS
    grounds = _grounds(paper)
    return AdministrativeDocument(
        letterhead=letterhead_of(
            heading,
            number=document.symbol.partition("/")[0],
            issued_on=document.dated_on,
            year=document.registered_on.year,
        ),
        type_line=type_in_words(document.type_code).upper(),
        subject=document.title,
        blocks=tuple(_decision(paper, grounds) if is_decision else _plan(paper)),
        signature=signature_of(heading, name=document.signer),
        recipients=_recipients(document) or heading.recipients,
        filing=heading.filing,
        annexes=(Annex(SAID.assignment.annex, (annex_table(paper.assigned),)),),
        is_draft=document.state == DocumentState.DRAFT,
        made_on=document.registered_on,
    )


def _grounds(paper: AssignmentPaper) -> list[str]:
    return [*paper.heading.grounds, *map(ground_of, paper.assigned.carries_out)]


def _recipients(document: Document) -> tuple[str, ...]:
    lines = (line.strip(" -;") for line in document.recipients.splitlines())
    return tuple(line for line in lines if line)


def _decision(paper: AssignmentPaper, grounds: Sequence[str]) -> Iterator[Block]:
    """The authority comes before the grounds, the word of deciding after them (forms 1.1, 1.2)."""
    said, heading = SAID.assignment, paper.heading
    yield Paragraph((Run(heading.agency, bold=True),), align="center", leads_in=True)
    for place, ground in enumerate(grounds, start=1):
        end = LAYOUT.ground_last_end if place == len(grounds) else LAYOUT.ground_end
        yield Paragraph((Run(ground.rstrip(" ;.,") + end, italic=True),))
    word = said.resolves if paper.document.type_code in RESOLUTIONS else said.decides
    yield Paragraph((Run(word, bold=True),), align="center", leads_in=True)
    kind = type_in_words(paper.document.type_code)
    count = format_number(len(paper.assigned.obligations), LANGUAGE)
    for number, article in enumerate(said.articles, start=1):
        words = article.format(
            count=count, agency=heading.agency_in_text, kind=kind, small=kind.lower()
        )
        yield Paragraph((Run(said.article.format(number=number), bold=True), Run(words)))


def _plan(paper: AssignmentPaper) -> Iterator[Block]:
    said, assigned = SAID.assignment, paper.assigned
    agency, is_plan = paper.heading.agency_in_text, paper.document.type_code in PLANS
    yield Paragraph(text(_opening(paper)))
    given = said.given.format(
        count=format_number(len(assigned.obligations), LANGUAGE),
        units=format_number(len({each.lead_id for each in assigned.obligations}), LANGUAGE),
    )
    words = (TO_BE_FILLED, given, said.carrying.format(agency=agency))
    titles = said.sections if is_plan else (said.contents, *said.sections[1:])
    for number, (title, written) in enumerate(zip(titles, words, strict=True)):
        yield Heading(1, section_title(title, number))
        yield Paragraph(text(written))


def _opening(paper: AssignmentPaper) -> str:
    """What it carries out, named whole, and what it is: a plan, a notice or a directive."""
    said, code = SAID.assignment, paper.document.type_code
    kind = type_in_words(code)
    words = said.notice if code in NOTICES else said.directive if code in DIRECTIVES else said.plan
    opening = words.format(agency=paper.heading.agency_in_text, kind=kind, small=kind.lower())
    if not paper.assigned.carries_out:
        return capital_first(opening)
    documents = "; ".join(map(cited, paper.assigned.carries_out))
    return said.carrying_out.format(documents=documents, opening=opening)


def annex_table(assigned: AssignedObligations) -> Table:
    """A row for each obligation; a heading that several share stands over them once."""
    rows: list[Row] = []
    heading = ""
    for number, obligation in enumerate(assigned.obligations, start=1):
        if obligation.heading and obligation.heading != heading:
            title = (Cell(""), Cell(obligation.heading, colspan=5))
            rows.append(Row(title, is_emphasised=True, leads_in=True))
        heading = obligation.heading
        rows.append(_annex_row(obligation, number))
    return Table(
        columns=(
            Column(0.6, "center"),
            Column(4.6),
            Column(2.0),
            Column(2.4),
            Column(1.8, "center"),
            Column(2.2),
        ),
        header=(tuple(Cell(title) for title in SAID.assignment.head),),
        rows=tuple(rows),
        is_landscape=True,
        indent_column=1,
    )


def _annex_row(obligation: Obligation, number: int) -> Row:
    term = term_of(obligation)
    co_operating = [each.unit.name for each in obligation.co_operating.all()]
    if obligation.co_operating_words:
        co_operating.append(obligation.co_operating_words)
    clause = obligation.clause or str(number)
    return Row(
        (
            Cell(clause, int(clause) if clause.isdecimal() else None),
            Cell(obligation.text),
            Cell(obligation.lead.name),
            Cell("; ".join(co_operating)),
            Cell(due_text(term), term.on if term.kind is TermKind.DATE else None),
            Cell(obligation.product),
        )
    )
