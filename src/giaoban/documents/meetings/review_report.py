"""What does a report (BC) say that looks back over a span, and what stands on the projector?

One content for the page, the projector and the files; remarks and what comes next are left to the
clerk, as are number and date until it has them from the register.
"""

from collections.abc import Iterator, Sequence

from giaoban.documents.content import (
    AdministrativeDocument,
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
    text,
)
from giaoban.documents.heading_lines import letterhead_of, signature_of
from giaoban.documents.meetings.review_figures import Numbers, figure_blocks
from giaoban.documents.numbers import format_number, format_percent
from giaoban.documents.reporting.report_sections import section_title
from giaoban.documents.reporting.report_task_tables import counts_said
from giaoban.documents.reporting.report_words import (
    LANGUAGE,
    SAID,
    TO_BE_FILLED,
    TYPE_LINE,
)
from giaoban.documents.tasks.progress_report import span_words
from giaoban.documents.tasks.progress_tables import counts_table, years_table
from giaoban.models import Document
from giaoban.queries.country import country
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.notice import body_of
from giaoban.queries.meetings.review import HeldMeeting, Review
from giaoban.queries.register.headings import body_heading
from giaoban.queries.reporting.consolidation_heading import paper_heading
from giaoban.queries.written_days import day_text
from giaoban.rules.meetings.reviewing import UnitDone
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.reporting.consolidated_facts import Heading as HeadingFacts

_WHOLE = "#,##0"


def review_report(review: Review, document: Document | None = None) -> AdministrativeDocument:
    """`document` is its line in the register, where it has its number and day."""
    heading = _heading(review)
    is_issued = document is not None and document.state == DocumentState.ISSUED
    return AdministrativeDocument(
        letterhead=letterhead_of(
            heading,
            number=document.symbol.partition("/")[0] if document and is_issued else "",
            issued_on=document.dated_on if document and is_issued else None,
            year=review.today.year,
        ),
        type_line=TYPE_LINE,
        subject=review_subject(review),
        blocks=tuple(block for section in review_sections(review) for block in section),
        signature=signature_of(heading),
        recipients=heading.recipients,
        filing=heading.filing,
        made_on=review.today,
    )


def review_subject(review: Review) -> str:
    agency = _heading(review).agency_in_text
    return SAID.review.subject.format(agency=agency, span=span_words(review.span))


def review_sections(review: Review) -> list[list[Block]]:
    """Each with its heading: a section is a sheet of the projector."""
    numbers = Numbers()
    figures, tasks, meetings, units, remarks = SAID.review.sections
    parts: list[tuple[str, list[Block]]] = [
        (figures, list(figure_blocks(review.series, numbers))),
        (tasks, list(_tasks(review, numbers))),
        (meetings, list(_meetings(review, numbers))),
    ]
    if review.best or review.behind:
        parts.append((units, list(_units(review, numbers))))
    parts.append((remarks, [Paragraph(text(TO_BE_FILLED))]))
    return [
        [Heading(1, section_title(title, place)), *blocks]
        for place, (title, blocks) in enumerate(parts)
    ]


def _heading(review: Review) -> HeadingFacts:
    committee, kind = review.committee, country().phrases.frame.symbol
    body = body_of(committee)
    if body is None:
        return paper_heading(committee.unit, committee, kind)
    return body_heading(body, kind)


def _tasks(review: Review, numbers: Numbers) -> Iterator[Block]:
    facts = review.progress
    if facts is None:
        yield Paragraph(text(SAID.review.no_register))
        return
    day = day_text(facts.as_of, LANGUAGE)
    if not facts.total:
        yield Paragraph(text(SAID.progress.nothing_in.format(day=day)))
        return
    yield from counts_said(facts.as_of, facts.counts)
    numbers.tables += 1
    yield counts_table(facts, numbers.tables)
    if facts.years:
        numbers.tables += 1
        yield years_table(facts, numbers.tables)


def _meetings(review: Review, numbers: Numbers) -> Iterator[Block]:
    if not review.meetings:
        yield Paragraph(text(SAID.review.no_meetings))
        return
    there, seats = review.attendance
    in_writing = sum(one.is_in_writing for one in review.meetings)
    yield Paragraph(
        text(
            SAID.review.meetings_said.format(
                count=_written(len(review.meetings) - in_writing),
                share=_share(there, seats),
                in_writing=_written(in_writing),
            )
        )
    )
    kept = review.kept
    said = SAID.review.kept_said.format(
        all=_written(kept.asked),
        done=_written(kept.done),
        share=_share(kept.done, kept.asked),
        in_time=_written(kept.in_time),
    )
    yield Paragraph(text(said if kept.asked else SAID.review.none_asked))
    yield Table(
        columns=(Column(1.2, "center"), Column(4.2), Column(1.3, "center"), Column(1, "right")),
        header=(tuple(Cell(title) for title in SAID.review.meetings_head),),
        rows=tuple(map(_meeting_row, review.meetings)),
        caption=numbers.caption(SAID.review.meetings_table),
    )


def _meeting_row(one: HeldMeeting) -> Row:
    day, title = held_on(one.meeting), one.meeting.title
    if one.is_in_writing:
        title = SAID.review.in_writing.format(title=title)
    return Row(
        (
            Cell(day_text(day, LANGUAGE), day),
            Cell(title),
            Cell(f"{_written(one.present)}/{_written(one.seats)}"),
            Cell(_written(one.conclusions), one.conclusions, number_format=_WHOLE),
        )
    )


def _units(review: Review, numbers: Numbers) -> Iterator[Block]:
    if review.best:
        yield _units_table(review.best, numbers.caption(SAID.review.best_table))
    if review.behind:
        yield _units_table(review.behind, numbers.caption(SAID.review.behind_table))


def _units_table(units: Sequence[UnitDone], caption: str) -> Table:
    return Table(
        columns=(Column(4), *(Column(1.1, "right", _WHOLE) for _each in range(3))),
        header=(tuple(Cell(title) for title in SAID.review.units_head),),
        rows=tuple(
            Row(
                (
                    Cell(unit.name),
                    *(Cell(_written(each), each) for each in (unit.done, unit.total, unit.overdue)),
                )
            )
            for unit in units
        ),
        caption=caption,
    )


def _share(part: int, whole: int) -> str:
    return format_percent(part / whole if whole else None, LANGUAGE)


def _written(value: int) -> str:
    return format_number(value, LANGUAGE, decimals=0)
