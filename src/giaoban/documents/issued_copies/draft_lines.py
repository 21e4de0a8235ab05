"""What does a report say, line by line, in the order in which its layout prints it?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from giaoban.documents import wording
from giaoban.documents.charts import chart_svg, without_title
from giaoban.documents.content import (
    AdministrativeDocument,
    Block,
    BulletList,
    Chart,
    Heading,
    Paragraph,
    PlacedCell,
    Quote,
    Table,
)
from giaoban.documents.profiles import LAYOUT, LayoutProfile
from giaoban.rules.reporting.copy_comparison import DraftLine

_SVG_TEXT = re.compile(r"<text\b[^>]*>(.*?)</text>", re.S)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Draft:
    """The lines, and what may stand again on every page: notices, and the heads of tables."""

    lines: tuple[DraftLine, ...]
    running: tuple[str, ...]
    heads: tuple[str, ...]


def draft_of(document: AdministrativeDocument, profile: LayoutProfile = LAYOUT) -> Draft:
    """The report as the built-in layout prints it."""
    lines: list[DraftLine] = list(_head(document, profile))
    where = document.subject
    for block in document.blocks:
        if isinstance(block, Heading):
            where = block.text
        lines += _block(block, where, profile)
    lines += _foot(document, profile)
    frame = wording.frame(document, profile)
    for annex, (label, reference) in zip(document.annexes, frame.annexes, strict=True):
        lines += [DraftLine(label, said) for said in (label, annex.title, reference)]
        for block in annex.blocks:
            lines += _block(block, f"{label}. {annex.title}", profile)
    blocks = [*document.blocks, *(block for annex in document.annexes for block in annex.blocks)]
    tables = [block for block in blocks if isinstance(block, Table)]
    return Draft(tuple(lines), frame.notices, tuple(dict.fromkeys(map(_table_head, tables))))


def _head(document: AdministrativeDocument, profile: LayoutProfile) -> Iterator[DraftLine]:
    frame = wording.frame(document, profile)
    letterhead = wording.wrapped_letterhead(document.letterhead, profile)
    said = (
        *letterhead.parent_agency,
        *letterhead.agency,
        frame.national_title,
        frame.motto,
        frame.number,
        frame.place,
        document.type_line,
        document.subject,
        *frame.addressees,
        *frame.grounds,
    )
    for line in said:
        yield DraftLine(line, line)


def _foot(document: AdministrativeDocument, profile: LayoutProfile) -> Iterator[DraftLine]:
    frame = wording.frame(document, profile)
    signature = wording.wrapped_signature(document, profile)
    said = [frame.recipients_title, *frame.recipients] if frame.recipients else []
    if signature is not None:
        said += [*signature.capacity, *signature.person]
    for line in said:
        yield DraftLine(line, line)


def _block(block: Block, where: str, profile: LayoutProfile) -> Iterator[DraftLine]:
    match block:
        case Heading(_level, text):
            yield DraftLine(where, text)
        case Paragraph(runs):
            yield DraftLine(where, "".join(run.text for run in runs), has_figures=True)
        case BulletList(items):
            for item in items:
                text = "".join(run.text for run in item)
                yield DraftLine(where, f"- {text}", has_figures=True)
        case Quote():
            for quoted in wording.quote_paragraphs(block, profile):
                yield DraftLine(where, "".join(run.text for run in quoted))
        case Table():
            yield from _table(block, where, profile)
        case Chart():
            for said in _SVG_TEXT.findall(_drawn(block, profile)):
                yield DraftLine(where, unescape(_TAG.sub("", said)), is_optional=True)
            yield DraftLine(where, block.title, has_figures=True)


def _drawn(chart: Chart, profile: LayoutProfile) -> str:
    return chart_svg(without_title(chart.spec), language=profile.language, theme="print")


def _table(table: Table, where: str, profile: LayoutProfile) -> Iterator[DraftLine]:
    if table.caption:
        yield DraftLine(where, table.caption)
        where = table.caption
    if table.unit_note:
        yield DraftLine(where, wording.unit_note(table, profile))
    titles = _column_titles(table)
    for row in table.placed_rows():
        name = next((c.cell.text for c in row if c.column == table.indent_column), "")
        for placed in row:
            has_figures = placed.column > table.indent_column and placed.cell.value is not None
            there = [where, name, titles[placed.column]] if has_figures else [where, name]
            said = " › ".join(part for part in there if part)
            yield DraftLine(said, placed.cell.text, has_figures=has_figures)
    for note in table.notes_on_paper:
        yield DraftLine(where, note)


def _table_head(table: Table) -> str:
    return " ".join(placed.cell.text for placed in table.placed_header())


def _column_titles(table: Table) -> list[str]:
    """Of each column the titles above it, from the top."""
    above: list[list[str]] = [[] for _column in table.columns]

    def write(placed: PlacedCell) -> None:
        for column in range(placed.column, placed.column + placed.cell.colspan):
            above[column].append(placed.cell.text)

    for placed in table.placed_header():
        write(placed)
    return [", ".join(titles) for titles in above]
