"""How do kept figures and written sections become one administrative document?

The same content and facts give the same document, whenever it is made: nothing is looked up here.
"""

import re
from dataclasses import dataclass
from datetime import date

from giaoban.documents.content import (
    AdministrativeDocument,
    Annex,
    Block,
    BulletList,
    Cell,
    Column,
    Heading,
    Letterhead,
    Paragraph,
    Quote,
    Row,
    Signature,
    Table,
    text,
)
from giaoban.documents.numbers import MISSING, format_number, format_percent, short_date
from giaoban.documents.period_titles import period_title
from giaoban.documents.reporting.report_charts import report_charts
from giaoban.documents.reporting.report_prose import prose_blocks
from giaoban.documents.reporting.report_structure_tables import (
    structure_tables,
    structure_unit_tables,
)
from giaoban.documents.reporting.report_tables import main_table
from giaoban.documents.reporting.report_unit_tables import unit_tables
from giaoban.documents.reporting.report_words import (
    CHANGES_ANNEX,
    FIGURE_NAMES,
    LANGUAGE,
    MADE_UP,
    TO_BE_FILLED,
    TYPE_LINE,
    UNITS_ANNEX,
    UNITS_SAID,
    names_text,
    number_format,
    number_text,
)
from giaoban.models import ConsolidatedReport
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts, ShownIndicator
from giaoban.rules.reporting.consolidated_facts import Heading as HeadingFacts
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.figure_changes import FigureChange, figure_changes
from giaoban.rules.reporting.prose import Part
from giaoban.rules.reporting.report_content import ReportContent, Section, content_of, heading_with

_NUMBERED = re.compile(r"\s*([IVX]+|\d+|[a-zđ])[.)]\s")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


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
    blocks: list[Block] = []
    for number, section in enumerate(content.sections):
        blocks += section_blocks(section, number, content, facts)
    blocks.append(Paragraph(text(_closing(issue.title))))
    return AdministrativeDocument(
        letterhead=_letterhead(heading, issue),
        type_line=TYPE_LINE,
        subject=issue.title,
        blocks=tuple(blocks),
        grounds=heading.grounds,
        addressees=heading.addressees,
        signature=Signature(
            authority=heading.authority,
            post=heading.signer_post,
            name=heading.signer_name,
            agency_post=heading.signer_agency_post,
        ),
        recipients=heading.recipients,
        filing=heading.filing,
        annexes=tuple(_annexes(content, facts, earlier)),
        notices=(MADE_UP,) if facts.is_made_up else (),
        is_draft=issue.is_draft,
    )


def section_blocks(
    section: Section, number: int, content: ReportContent, facts: ConsolidatedFacts
) -> list[Block]:
    """The heading of a section and everything under it; `number` counts from 0."""

    def part(wanted: Part) -> tuple[Block, ...]:
        match wanted:
            case Part.TABLE:
                return (main_table(facts), *structure_tables(facts)) if facts.indicators else ()
            case Part.CHARTS:
                return tuple(report_charts(facts, content.charts))
            case Part.TIMELINESS:
                return tuple(timeliness(facts))

    blocks: list[Block] = [Heading(1, section_title(section.title, number))]
    blocks += prose_blocks(section.text, facts, part)
    chosen = content.narratives_in(section.key)
    if chosen:
        if not section.text.strip():
            blocks.append(Paragraph(text(UNITS_SAID), leads_in=True))
        blocks += [Quote(said.unit, _paragraphs(said.text)) for said in chosen]
    elif not section.text.strip():
        blocks.append(Paragraph(text(TO_BE_FILLED)))
    return blocks


def section_title(title: str, number: int) -> str:
    """ "II. KHÓ KHĂN, VƯỚNG MẮC"; a title that brings its own number stays as it is."""
    if _NUMBERED.match(title) or number >= len(_ROMAN):
        return title
    return f"{_ROMAN[number]}. {title.upper()}"


def timeliness(facts: ConsolidatedFacts) -> list[Block]:
    """How many units reported, and by name who was late, is missing, or is mending."""
    held = facts.unit.coverage
    if not held.expected:
        return [Paragraph(text("Kỳ này không có đơn vị nào phải gửi báo cáo."))]
    share = format_percent(held.received / held.expected, LANGUAGE)
    said = (
        f"Kỳ này có {_count(held.expected)} đơn vị phải gửi báo cáo; {_count(held.received)} đơn "
        f"vị đã gửi ({share})"
    )
    if facts.has_terms:
        said += (
            f", trong đó {_count(held.received - held.late)} đơn vị gửi đúng hạn, "
            f"{_count(held.late)} đơn vị gửi muộn"
        )
    if held.missing:
        said += f"; {_count(held.missing)} đơn vị chưa gửi"
    if held.estimated:
        said += f"; {_count(held.estimated)} đơn vị có số liệu ước thực hiện"
    if held.over_error:
        said += f"; {_count(held.over_error)} đơn vị có báo cáo được tiếp nhận khi còn lỗi"
    named = (
        ("Gửi muộn", facts.late if facts.has_terms else ()),
        ("Chưa gửi", facts.missing),
        ("Đang hoàn thiện theo yêu cầu", facts.returned),
    )
    items = [
        text(f"{title} ({_count(len(names))} đơn vị): {names_text(names)}.")
        for title, names in named
        if names
    ]
    blocks: list[Block] = [Paragraph(text(f"{said}."))]
    return [*blocks, BulletList(tuple(items))] if items else blocks


def _letterhead(heading: HeadingFacts, issue: Issue) -> Letterhead:
    number, _, symbol = issue.symbol.strip().partition("/")
    return Letterhead(
        agency=(heading.agency,),
        parent_agency=(heading.parent_agency,) if heading.parent_agency else (),
        symbol=symbol.strip() or heading.symbol,
        number=number.strip(),
        place=issue.place or heading.place,
        issued_on=issue.dated_on,
        year=issue.year,
        agency_in_text=heading.agency_in_text,
    )


def _annexes(
    content: ReportContent, facts: ConsolidatedFacts, earlier: ConsolidatedFacts | None
) -> list[Annex]:
    annexes = []
    if content.has_unit_tables and facts.children:
        tables = (*unit_tables(facts), *structure_unit_tables(facts))
        annexes.append(Annex(UNITS_ANNEX, tables))
    if earlier is not None:
        annexes.append(Annex(CHANGES_ANNEX, tuple(_change_blocks(earlier, facts))))
    return annexes


def _change_blocks(earlier: ConsolidatedFacts, facts: ConsolidatedFacts) -> list[Block]:
    changes = figure_changes(earlier, facts)
    if not changes:
        return [Paragraph(text("Không có số liệu nào thay đổi."))]
    blocks: list[Block] = [_change_table(changes)]
    if facts.corrections:
        blocks.append(Paragraph(text("Các báo cáo được bổ sung, đính chính:")))
        blocks.append(
            BulletList(
                tuple(
                    text(
                        f"{made.unit}, {period_title(made.period, LANGUAGE)}, bản thứ "
                        f"{made.number}, gửi ngày {short_date(date.fromisoformat(made.sent_on))}"
                        + (f": {made.reason}." if made.reason else ".")
                    )
                    for made in facts.corrections
                )
            )
        )
    return blocks


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
        header=(
            tuple(
                Cell(title)
                for title in ("STT", "Chỉ tiêu", "Số liệu", "Bản trước", "Bản này", "Đơn vị")
            ),
        ),
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
    return "; ".join([*shown, *([f"và {rest} đơn vị khác"] if rest > 0 else [])]) or MISSING


def _closing(title: str) -> str:
    return f"Trên đây là báo cáo {title[:1].lower()}{title[1:]}./."


def _paragraphs(said: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.splitlines() if line.strip())


def _count(number: int) -> str:
    return format_number(number, LANGUAGE, decimals=0)


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
