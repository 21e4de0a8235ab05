"""What stands under each heading of a consolidated report: prose, tables, pictures, words of units?

A section may draw on another regime's figures; then everything in it is of that regime.
"""

import re
from dataclasses import replace
from datetime import date

from giaoban.documents.content import (
    Block,
    BulletList,
    Chart,
    Heading,
    Paragraph,
    Quote,
    Run,
    Table,
    text,
)
from giaoban.documents.numbers import format_number, format_percent
from giaoban.documents.period_titles import period_title
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.reporting.report_charts import report_charts
from giaoban.documents.reporting.report_prose import prose_blocks
from giaoban.documents.reporting.report_structure_tables import structure_tables
from giaoban.documents.reporting.report_tables import main_table
from giaoban.documents.reporting.report_task_tables import task_blocks
from giaoban.documents.reporting.report_words import (
    LANGUAGE,
    SAID,
    TO_BE_FILLED,
    UNITS_SAID,
    names_text,
)
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts, DrawnFacts
from giaoban.rules.reporting.prose import Count, Part, parts_in
from giaoban.rules.reporting.report_content import ReportContent, Section
from giaoban.rules.reporting.report_figures import facts_behind

_NUMBERED = re.compile(r"\s*([IVX]+|\d+|[a-zđ])[.)]\s")
_CAPTION = re.compile(
    r"({}) \d+\.".format(
        "|".join(said.split(" {")[0] for said in (SAID.tables.table, SAID.charts.title))
    )
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def report_sections(content: ReportContent, facts: ConsolidatedFacts) -> list[list[Block]]:
    """Each section's blocks; tables and pictures are numbered through the whole report."""
    counts: dict[str, int] = {}
    return [
        [_numbered(block, counts) for block in section_blocks(section, number, content, facts)]
        for number, section in enumerate(content.sections)
    ]


def section_blocks(
    section: Section, number: int, content: ReportContent, leading: ConsolidatedFacts
) -> list[Block]:
    """The heading of a section and everything under it; `number` counts from 0.

    `leading` are the report's own facts; a section may draw on another regime's among them.
    """
    facts = facts_behind(section, leading)
    title = Heading(1, section_title(section.title, number))
    if facts is None:
        return [title, Paragraph(text(TO_BE_FILLED))]
    is_leading = facts is leading
    chosen = tuple(
        Quote(said.unit, _paragraphs(said.text)) for said in content.narratives_in(section.key)
    )

    def part(wanted: Part) -> tuple[Block, ...]:
        match wanted:
            case Part.TABLE:
                return (main_table(facts), *structure_tables(facts)) if facts.indicators else ()
            case Part.CHARTS:
                return tuple(report_charts(facts, content.charts if is_leading else None))
            case Part.TIMELINESS:
                return tuple(timeliness(facts))
            case Part.TASKS:
                return tuple(task_blocks(leading.tasks)) if leading.tasks else ()
            case Part.WORDS:
                return chosen

    blocks: list[Block] = [title, *_as_of(leading.drawn(section.regime))]
    blocks += prose_blocks(section.text, facts, part)
    if chosen and Part.WORDS not in parts_in(section.text):
        if not section.text.strip():
            blocks.append(Paragraph(text(UNITS_SAID), leads_in=True))
        blocks += chosen
    elif not section.text.strip():
        blocks.append(Paragraph(text(TO_BE_FILLED)))
    return blocks


def _as_of(drawn: DrawnFacts | None) -> list[Block]:
    """Up to which day the figures go, where it is not that of the report."""
    if drawn is None or drawn.has_same_days:
        return []
    day = day_text(date.fromisoformat(drawn.ends_on), LANGUAGE)
    period = period_title(drawn.facts.period, LANGUAGE, year_starts=drawn.facts.year_starts)
    return [Paragraph((Run(SAID.prose.up_to.format(day=day, period=period), italic=True),))]


def _numbered(block: Block, counts: dict[str, int]) -> Block:
    match block:
        case Table():
            return replace(block, caption=_renumbered(block.caption, counts))
        case Chart():
            return replace(block, title=_renumbered(block.title, counts))
    return block


def _renumbered(caption: str, counts: dict[str, int]) -> str:
    """ "Bảng 1. …" with the next number of its word; what has no number stays as it is."""
    match = _CAPTION.match(caption)
    if match is None:
        return caption
    counts[match[1]] = counts.get(match[1], 0) + 1
    return f"{match[1]} {counts[match[1]]}.{caption[match.end() :]}"


def section_title(title: str, number: int) -> str:
    """ "II. KHÓ KHĂN, VƯỚNG MẮC"; a title that brings its own number stays as it is."""
    if _NUMBERED.match(title) or number >= len(_ROMAN):
        return title
    written = _ROMAN[number] if LAYOUT.numbers_sections == "roman" else number + 1
    return f"{written}. {title.upper() if LAYOUT.has_capitals else title}"


def timeliness(facts: ConsolidatedFacts) -> list[Block]:
    """How many units reported, and by name who was late, is missing, or is mending."""
    held = facts.unit.coverage
    if not held.expected:
        return [Paragraph(text(SAID.prose.nobody_asked))]
    share = format_percent(held.received / held.expected, LANGUAGE)
    received = _count(held.received)
    said = SAID.prose.asked.format(expected=_count(held.expected), received=received, share=share)
    if facts.has_terms:
        punctual = _count(held.received - held.late)
        said += SAID.prose.in_time.format(punctual=punctual, late=_count(held.late))
    if held.missing:
        said += SAID.prose.missing.format(missing=_count(held.missing))
    if held.estimated:
        said += SAID.prose.estimated.format(estimated=_count(held.estimated))
    if held.over_error:
        said += SAID.prose.over_error.format(count=_count(held.over_error))
    named = (
        (SAID.prose.named_late, Count.LATE, facts.late),
        (SAID.prose.named_missing, Count.MISSING, facts.missing),
        (SAID.prose.named_returned, Count.RETURNED, facts.returned),
    )
    items = []
    for title, count, names in named:
        withheld = facts.withheld.get(count, 0)
        is_judged = facts.has_terms or count is not Count.LATE
        if is_judged and (names or withheld):
            number = _count(len(names) + withheld)
            shown = names_text(names, withheld=withheld)
            items.append(text(SAID.prose.named.format(title=title, count=number, names=shown)))
    blocks: list[Block] = [Paragraph(text(f"{said}."))]
    return [*blocks, BulletList(tuple(items))] if items else blocks


def _paragraphs(said: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.splitlines() if line.strip())


def _count(number: int) -> str:
    return format_number(number, LANGUAGE, decimals=0)
