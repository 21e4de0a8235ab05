"""What do a Word file, a PDF, a workbook or slides say? Read apart (apart/parent.py).

Called there, without settings: `given` holds the bounds and how the file's name ends.
"""

import re
import warnings
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from giaoban.exchange.register.office_text import read_slides, read_workbook
from giaoban.exchange.register.word_text import WordBounds, WordText, read_word
from giaoban.rules.problems import RuleError

WORD, PDF, WORKBOOK, SLIDES = ".docx", ".pdf", ".xlsx", ".pptx"
_OFFICE = {WORKBOOK: read_workbook, SLIDES: read_slides}
_UNKEPT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# What a reader of PDF raises on a file that was made to break it.
_DAMAGED = (
    *(PyPdfError, ValueError, LookupError, TypeError, AttributeError, OSError),
    *(ArithmeticError, RecursionError, NotImplementedError, AssertionError),
)


def answer(given: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """`refused`: the code of a problem; else `lines`, `around`, `heads` and `pages`, or if wanted
    `tables` and for each of them the lines `above`.

    `given`: ending, most_bytes, most_parts, most_cells, most_pages, most_text, wants_tables.
    """
    warnings.simplefilter("ignore")
    try:
        found = _read(given, content)
        _refuse_long(found, given["most_text"])
    except RuleError as error:
        return {"refused": error.code}, b""
    if given["wants_tables"]:
        tables = [[list(map(_plain, row)) for row in rows] for rows in found.tables]
        return {"tables": tables, "above": [list(map(_plain, lines)) for lines in found.above]}, b""
    lines, around = (
        [words for line in lines if (words := _plain(line))]
        for lines in (found.lines, found.around)
    )
    heads = [[words for line in head if (words := _plain(line))] for head in found.heads]
    return {"lines": lines, "around": around, "heads": heads, "pages": found.pages}, b""


def _plain(text: str) -> str:
    """Without what no database keeps: control signs, and halves of signs that some PDF hold."""
    return _UNKEPT.sub("", text).strip()


def _read(given: dict[str, Any], content: bytes) -> WordText:
    ending = given["ending"]
    if ending in _OFFICE:
        bounds = {name: given[name] for name in ("most_bytes", "most_parts", "most_text")}
        return _OFFICE[ending](content, **bounds)
    return _pdf(given, content) if ending == PDF else _word(given, content)


def _word(given: dict[str, Any], content: bytes) -> WordText:
    return read_word(
        content, WordBounds(given["most_bytes"], given["most_parts"], given["most_cells"])
    )


def _pdf(given: dict[str, Any], content: bytes) -> WordText:
    found = WordText()
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise RuleError("document_locked")
        if len(reader.pages) > given["most_pages"]:
            raise RuleError("document_too_large")
        found.pages = len(reader.pages)
        length = 0
        for page in reader.pages:
            for line in page.extract_text().splitlines():
                words = " ".join(line.split())
                if words:
                    found.lines.append(words)
                    length += len(words)
            if length > given["most_text"]:
                raise RuleError("document_too_large")
    except _DAMAGED as error:
        if isinstance(error, RuleError):
            raise
        raise RuleError("document_damaged") from error
    return found


def _refuse_long(found: WordText, most: int) -> None:
    tables = sum(len(cell) for table in found.tables for row in table for cell in row)
    if sum(map(len, found.lines)) > most or tables > 4 * most:
        raise RuleError("document_too_large")
