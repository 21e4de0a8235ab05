"""What does a report (BC) say of how far a directive, or everything given in a span, has come?

Number and date are left to the clerk, as in every report.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from giaoban.documents.content import (
    AdministrativeDocument,
    Annex,
    Block,
    Heading,
    Paragraph,
    text,
)
from giaoban.documents.heading_lines import letterhead_of, signature_of
from giaoban.documents.numbers import capital_first
from giaoban.documents.period_titles import period_long_title
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.reporting.report_sections import section_title
from giaoban.documents.reporting.report_task_tables import counts_said
from giaoban.documents.reporting.report_words import LANGUAGE, SAID, TO_BE_FILLED, TYPE_LINE
from giaoban.documents.tasks.progress_tables import (
    counts_table,
    directives_table,
    list_table,
    units_table,
    years_table,
)
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.consolidated_facts import Heading as HeadingFacts
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.progress_facts import ProgressFacts
from giaoban.rules.tasks.spans import Span, key_of, span_before

LISTED = (Count.OVERDUE, Count.DONE_LATE, Count.WITHIN_TERM)


@dataclass(frozen=True, slots=True)
class ProgressPaper:
    """`document` names the directive ("Quyết định số 05/QĐ-BCĐ"); empty: all that was given.

    `unit` names the one whose tasks alone it is on, with those under it; empty: everyone's.
    """

    heading: HeadingFacts
    facts: ProgressFacts
    document: str = ""
    unit: str = ""


def progress_report(paper: ProgressPaper) -> AdministrativeDocument:
    """The report; tasks that are open or were done late stand one by one in annexes."""
    heading, facts = paper.heading, paper.facts
    subject = progress_subject(paper)
    blocks = [*_sections(paper)]
    if LAYOUT.closing:
        title = f"{subject[:1].lower()}{subject[1:]}"
        blocks.append(Paragraph(text(LAYOUT.closing.format(title=title))))
    return AdministrativeDocument(
        letterhead=letterhead_of(heading, year=facts.as_of.year),
        type_line=TYPE_LINE,
        subject=subject,
        blocks=tuple(blocks),
        signature=signature_of(heading),
        recipients=heading.recipients,
        filing=heading.filing,
        annexes=tuple(_annexes(facts)),
        made_on=facts.as_of,
    )


def progress_subject(paper: ProgressPaper) -> str:
    subject = capital_first(_subject(paper))
    if not paper.unit:
        return subject
    return SAID.progress.at_unit.format(subject=subject, unit=paper.unit)


def _subject(paper: ProgressPaper) -> str:
    said, span = SAID.progress, paper.facts.span
    if not paper.document:
        assert span is not None  # all that was given is asked for over a span
        return said.of_span.format(span=span_words(span))
    if span is None:
        return said.of_directive.format(document=paper.document)
    return said.of_directive_in.format(document=paper.document, span=span_words(span))


def span_words(span: Span) -> str:
    """ "tháng 10 năm 2026", "giai đoạn 2024-2026", "từ ngày 15/09/2026 đến ngày …"."""
    if key := key_of(span):
        return period_long_title(key, LANGUAGE)
    first, last = span.starts_on, span.ends_on
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return SAID.progress.years.format(first=first.year, last=last.year)
    return SAID.progress.from_to.format(
        first=day_text(first, LANGUAGE), last=day_text(last, LANGUAGE)
    )


def _sections(paper: ProgressPaper) -> Iterator[Block]:
    facts, titles = paper.facts, SAID.progress.sections
    overall, by_unit, by_document, remarks = titles
    parts: list[tuple[str, list[Block]]] = [(overall, list(_overall(facts)))]
    tables = 1 + bool(facts.years)
    if any(not unit.is_itself for unit in facts.units):
        tables += 1
        parts.append((by_unit, [units_table(facts, tables)]))
    if not paper.document and facts.directives:
        tables += 1
        parts.append((by_document, [directives_table(facts, tables)]))
    parts.append((remarks, [Paragraph(text(TO_BE_FILLED))]))
    for number, (title, blocks) in enumerate(parts):
        yield Heading(1, section_title(title, number))
        yield from blocks


def _overall(facts: ProgressFacts) -> Iterator[Block]:
    said, day = SAID.progress, day_text(facts.as_of, LANGUAGE)
    if not facts.total and not (facts.before and sum(facts.before.values())):
        yield Paragraph(text(said.nothing.format(day=day)))
        return
    yield from counts_said(facts.as_of, facts.counts)
    if facts.before is not None and facts.span is not None:
        yield Paragraph(text(said.compared.format(span=span_words(span_before(facts.span)))))
    yield counts_table(facts, 1)
    if facts.years:
        yield years_table(facts, 2)
    if any(facts.counts[count] for count in LISTED):
        yield Paragraph(text(said.listed_in_annex))


def _annexes(facts: ProgressFacts) -> Iterator[Annex]:
    """A list for each count of which something is left to do or to explain."""
    for count in LISTED:
        if facts.counts[count]:
            lines = facts.lines_of(count)
            table = list_table(lines, count, left_out=facts.counts[count] - len(lines))
            yield Annex(SAID.progress.lists[count], (table,), is_landscape=True)
