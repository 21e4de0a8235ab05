"""What does the page template need to know, as plain JSON values?"""

from dataclasses import asdict
from typing import Any

from giaoban.documents import wording
from giaoban.documents.charts import chart_svg, svg_size, without_title
from giaoban.documents.content import (
    AdministrativeDocument,
    Block,
    BulletList,
    Chart,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    PlacedCell,
    Quote,
    Run,
    Table,
)
from giaoban.documents.profiles import LayoutProfile
from giaoban.documents.typesetting import available_faces
from giaoban.documents.writable import all_writable

MILLIMETRES_PER_PIXEL = 25.4 / 96


def pdf_content(document: AdministrativeDocument, profile: LayoutProfile) -> dict[str, Any]:
    """Everything in the document, resolved: lines complete, charts drawn, header cells placed."""
    letterhead = wording.wrapped_letterhead(document.letterhead, profile)
    signature = wording.wrapped_signature(document, profile)
    co_signature = wording.wrapped_co_signature(document, profile)
    day = wording.property_date(document)
    content = {
        "profile": asdict(profile),
        "faces": available_faces(profile.faces),
        "title": document.title,
        "author": document.author,
        "date": [day.year, day.month, day.day],
        "notices": wording.notice_lines(document, profile),
        "parent_agency": letterhead.parent_agency,
        "agency": letterhead.agency,
        "number": wording.number_line(letterhead, profile),
        "place": wording.place_line(letterhead, profile),
        "type_line": document.type_line,
        "subject": document.subject,
        "letter_subject": wording.letter_subject(document, profile),
        "addressees": wording.addressee_lines(document, profile),
        "grounds": wording.ground_lines(document, profile),
        "blocks": _blocks(document.blocks, profile),
        "recipients": wording.recipient_lines(document, profile),
        "signature": asdict(signature) if signature else None,
        "co_signature": asdict(co_signature) if co_signature else None,
        "annexes": [
            {
                "label": wording.annex_label(document, index, profile),
                "title": annex.title,
                "reference": wording.annex_reference(document, profile),
                "is_landscape": annex.lies_wide,
                "blocks": _blocks(annex.blocks, profile),
            }
            for index, annex in enumerate(document.annexes)
        ],
    }
    result: dict[str, Any] = all_writable(content)
    return result


def _blocks(blocks: tuple[Block, ...], profile: LayoutProfile) -> list[dict[str, Any]]:
    return [drawn for block in blocks for drawn in _block(block, profile)]


def _block(block: Block, profile: LayoutProfile) -> list[dict[str, Any]]:
    match block:
        case Heading(level, text):
            return [{"kind": "heading", "level": level, "text": text}]
        case Paragraph(runs, align, leads_in):
            drawn = {"kind": "paragraph", "align": align, "runs": _runs(runs)}
            return [drawn | {"leads_in": leads_in}]
        case BulletList(items):
            return [_paragraph((Run("- "), *item)) for item in items]
        case Quote():
            return [_paragraph(runs) for runs in wording.quote_paragraphs(block, profile)]
        case Chart(spec, title, alt):
            svg = chart_svg(without_title(spec), language=profile.language, theme="print")
            width = svg_size(svg)[0] * MILLIMETRES_PER_PIXEL
            return [{"kind": "chart", "svg": svg, "title": title, "alt": alt, "width": width}]
        case Table():
            return [table_content(block, profile)]
        case PageBreak():
            return [{"kind": "page_break"}]


def _paragraph(runs: tuple[Inline, ...] | list[Run]) -> dict[str, Any]:
    return {"kind": "paragraph", "align": "justify", "runs": _runs(runs), "leads_in": False}


def _runs(runs: tuple[Inline, ...] | list[Run]) -> list[dict[str, Any]]:
    return [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in runs]


def table_content(table: Table, profile: LayoutProfile) -> dict[str, Any]:
    return {
        "kind": "table",
        "weights": [column.weight for column in table.columns],
        "header": [
            _cell(placed) | {"rowspan": placed.cell.rowspan} for placed in table.placed_header()
        ],
        "header_rows": len(table.header),
        "repeats_header": table.repeats_header,
        "is_short": table.is_short,
        "rows": [
            {"leads_in": row.leads_in, "cells": list(map(_cell, placed))}
            for row, placed in zip(table.rows, table.placed_rows(), strict=True)
        ],
        "caption": table.caption,
        "unit_note": wording.unit_note(table, profile),
        "notes": table.notes_on_paper,
        "is_landscape": table.is_landscape,
    }


def _cell(placed: PlacedCell) -> dict[str, Any]:
    return {
        "text": placed.cell.text,
        "align": placed.align,
        "bold": placed.is_bold,
        "italic": placed.cell.italic,
        "colspan": placed.cell.colspan,
        "indent": placed.indent,
    }
