"""Which files came with the documents of the demo? Word files that say that they are not real."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document

from giaoban.documents.content import AdministrativeDocument, Heading, Letterhead, Paragraph, text
from giaoban.documents.pdf import to_pdf


def annex_paper(said: Mapping[str, Any], words: Callable[[str], str]) -> bytes:
    """The table by which an office hands out tasks, headings merged over its columns."""
    word = Document()
    word.add_heading(said["title"], level=1)
    word.add_paragraph(said["subtitle"])
    head = said["head"]
    table = word.add_table(rows=1, cols=len(head))
    table.style = "Table Grid"
    for cell, title in zip(table.rows[0].cells, head, strict=True):
        cell.text = title
    for row in said["rows"]:
        cells = table.add_row().cells
        if "heading" in row:
            cells[0].merge(cells[-1]).text = row["heading"]
            continue
        for cell, said_there in zip(cells, row["cells"], strict=True):
            cell.text = words(said_there)
    return _bytes(word)


def clauses_paper(lines: Sequence[str]) -> bytes:
    """Prose with numbered clauses, one a paragraph."""
    word = Document()
    for line in lines:
        word.add_paragraph(line)
    return _bytes(word)


@cache
def evidence_paper(line: str, made_up: str) -> bytes:
    """What a unit might send along to prove what it did; `made_up` says that it is not real."""
    document = AdministrativeDocument(
        letterhead=Letterhead(agency=(made_up,), symbol="DS", place=""),
        type_line="",
        subject="",
        blocks=(Heading(1, made_up), Paragraph(text(line))),
        notices=(made_up,),
    )
    return to_pdf(document)


def _bytes(word: Any) -> bytes:
    made = BytesIO()
    word.save(made)
    return made.getvalue()
