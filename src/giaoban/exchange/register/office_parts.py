"""Which parts does the zip of a Word file, a workbook or slides hold, and can they be read safely?

Runs apart (apart/child.py), without settings: what is bounded comes as arguments.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from giaoban.rules.problems import RuleError

_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DAMAGED = (
    *(BadZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError),
    *(etree.XMLSyntaxError, zlib.error),
)


@contextmanager
def opened_parts(content: bytes, *, most_bytes: int, most_parts: int) -> Iterator[ZipFile]:
    """`most_bytes` unpacked. What goes wrong within is a RuleError `document_damaged`; also raises
    `document_locked` and `document_too_large`.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > most_parts or sum(part.file_size for part in parts) > most_bytes:
                raise RuleError("document_too_large")
            if any(part.flag_bits & 1 for part in parts):
                raise RuleError("document_locked")
            yield archive
    except _DAMAGED as error:
        if isinstance(error, RuleError):
            raise
        raise RuleError("document_damaged") from error


def part_bytes(archive: ZipFile, name: str) -> bytes:
    part = archive.getinfo(name)
    with archive.open(part) as opened:
        content = opened.read(part.file_size + 1)
    if len(content) != part.file_size or _ENTITIES.search(content) or b"\0" in content[:200]:
        raise RuleError("document_damaged")
    return content


def part_tree(archive: ZipFile, name: str) -> etree._Element | None:
    """None where there is no such part."""
    if name not in archive.namelist():
        return None
    return etree.fromstring(part_bytes(archive, name), _SAFE)


def drawn_lines(root: etree._Element) -> list[str]:
    """The paragraphs of what is drawn: slides, and boxes that lie over the cells of a sheet."""
    found = []
    for paragraph in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
        text = "".join(part.text or "" for part in paragraph.iter("{*}t"))
        if line := " ".join(text.split()):
            found.append(line)
    return found
