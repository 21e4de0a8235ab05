"""How do kept figures and written sections become one administrative document?

The same content and facts give the same document, whenever it is made: nothing is looked up here.
"""

from dataclasses import dataclass
from datetime import date

from giaoban.documents.content import (
    AdministrativeDocument,
    Annex,
    Block,
    BulletList,
    Cell,
    Column,
    Letterhead,
    Paragraph,
    Row,
    Table,
    text,
)
from giaoban.documents.heading_lines import letterhead_of, signature_of
from giaoban.documents.numbers import MISSING
from giaoban.documents.period_titles import period_title
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.reporting.report_list_tables import list_tables
from giaoban.documents.reporting.report_sections import report_sections
from giaoban.documents.reporting.report_structure_tables import (
    structure_unit_tables,
)
from giaoban.documents.reporting.report_unit_tables import unit_tables
from giaoban.documents.reporting.report_words import (
    CHANGES_ANNEX,
    FIGURE_NAMES,
    LANGUAGE,
    LISTS_ANNEX,
    MADE_UP,
    SAID,
    TYPE_LINE,
    UNITS_ANNEX,
    number_format,
    number_text,
)
from giaoban.models import ConsolidatedReport
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.consolidated_facts import (
    ConsolidatedFacts,
    Correction,
    ShownIndicator,
)
from giaoban.rules.reporting.consolidated_facts import Heading as HeadingFacts
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.figure_changes import FigureChange, figure_changes
from giaoban.rules.reporting.report_content import ReportContent, content_of, heading_with


@dataclass(frozen=True, slots=True)
class Issue:
    """What stands around the figures: title, number and symbol and date as typed, or empty.

    `year` is printed after the dots where the date is open.
    """

    title: str
    symbol: str = ""
    place: str = ""
    dated_on: date | None = None
    year: int | None = None
    is_draft: bool = False


def consolidated_report(
    content: ReportContent,
    facts: ConsolidatedFacts,
    issue: Issue,
    earlier: ConsolidatedFacts | None = None,
) -> AdministrativeDocument:
    """The whole report; with the facts of the report before it, what changed stands in an annex."""
    heading = heading_with(facts.heading, content.typed)
    blocks = [block for section in report_sections(content, facts) for block in section]
    if LAYOUT.closing:
        blocks.append(Paragraph(text(_closing(issue.title))))
    return AdministrativeDocument(
        letterhead=_letterhead(heading, issue),
        type_line=TYPE_LINE,
        subject=issue.title,
        blocks=tuple(blocks),
        grounds=heading.grounds,
        addressees=heading.addressees,
        signature=signature_of(heading),
        recipients=heading.recipients,
        filing=heading.filing,
        annexes=tuple(_annexes(content, facts, earlier)),
        notices=(MADE_UP,) if _is_made_up(facts) else (),
        is_draft=issue.is_draft,
    )


def _is_made_up(facts: ConsolidatedFacts) -> bool:
    return facts.is_made_up or any(drawn.facts.is_made_up for drawn in facts.others)


def _letterhead(heading: HeadingFacts, issue: Issue) -> Letterhead:
    number, _, symbol = issue.symbol.strip().partition("/")
    return letterhead_of(
        heading,
        symbol=symbol.strip(),
        number=number.strip(),
        place=issue.place,
        issued_on=issue.dated_on,
        year=issue.year,
    )


def _annexes(
    content: ReportContent, facts: ConsolidatedFacts, earlier: ConsolidatedFacts | None
) -> list[Annex]:
    annexes = []
    if content.has_unit_tables and facts.children:
        tables = (*unit_tables(facts), *structure_unit_tables(facts))
        annexes.append(Annex(UNITS_ANNEX, tables))
    if content.has_list_rows and facts.listed:
        annexes.append(Annex(LISTS_ANNEX, tuple(list_tables(facts))))
    if earlier is not None:
        annexes.append(Annex(CHANGES_ANNEX, tuple(_change_blocks(earlier, facts))))
    return annexes


def _change_blocks(earlier: ConsolidatedFacts, facts: ConsolidatedFacts) -> list[Block]:
    changes = figure_changes(earlier, facts)
    if not changes:
        return [Paragraph(text(SAID.changes.no_change))]
    blocks: list[Block] = [_change_table(changes)]
    if facts.corrections:
        blocks.append(Paragraph(text(SAID.changes.corrections)))
        blocks.append(
            BulletList(
                tuple(
                    text(
                        f"{_correction(made, facts)}"
                        + (f": {made.reason}." if made.reason else ".")
                    )
                    for made in facts.corrections
                )
            )
        )
    return blocks


def _correction(made: Correction, facts: ConsolidatedFacts) -> str:
    return SAID.changes.correction.format(
        unit=made.unit,
        period=period_title(
            made.period, LANGUAGE, year_starts=facts.year_starts, incident=facts.incident
        ),
        number=made.number,
        day=day_text(date.fromisoformat(made.sent_on), LANGUAGE),
    )


def _change_table(changes: list[FigureChange]) -> Table:
    return Table(
        columns=(
            Column(9, "center"),
            Column(45),
            Column(22),
            Column(20, "right"),
            Column(20, "right"),
            Column(49),
        ),
        header=(tuple(Cell(title) for title in SAID.changes.head),),
        rows=tuple(
            Row(
                (
                    Cell(str(number), number),
                    Cell(change.indicator.name),
                    Cell(FIGURE_NAMES[change.figure]),
                    _figure_cell(change.indicator, change.before),
                    _figure_cell(change.indicator, change.after),
                    Cell(_changed_units(change)),
                )
            )
            for number, change in enumerate(changes, start=1)
        ),
        indent_column=1,
    )


def _figure_cell(indicator: ShownIndicator, value: float | None) -> Cell:
    return Cell(number_text(indicator, value), value, number_format=number_format(indicator))


def _changed_units(change: FigureChange) -> str:
    shown = [
        f"{unit.unit}: {number_text(change.indicator, unit.before)} → "
        f"{number_text(change.indicator, unit.after)}"
        for unit in change.units[:5]
    ]
    rest = len(change.units) - 5
    more = [SAID.changes.and_more_units.format(count=rest)] if rest > 0 else []
    return "; ".join([*shown, *more]) or MISSING


def _closing(title: str) -> str:
    return LAYOUT.closing.format(title=f"{title[:1].lower()}{title[1:]}")


def report_document(
    report: ConsolidatedReport, facts: ConsolidatedFacts, earlier: ConsolidatedFacts | None
) -> AdministrativeDocument:
    """The document of a stored report with the figures that queries gave for it.

    It is marked as a draft until it is approved.
    """
    issue = Issue(
        title=report.title,
        symbol=report.symbol,
        place=report.place,
        dated_on=report.dated_on,
        year=report.created_at.year,
        is_draft=report.state in (Stage.DRAFT, Stage.FIXED),
    )
    return consolidated_report(content_of(report.content), facts, issue, earlier)
