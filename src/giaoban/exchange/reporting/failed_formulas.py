"""Which formulas of an .xlsx failed? The reader of workbooks takes what they left for nothing."""

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from lxml import etree

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named

_MARKED = re.compile(rb"""\bt\s*=\s*["']\s*e\s*["']""")
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
_LONGEST_SHOWN = 20


def failed_cells(sheet: bytes, most: int) -> dict[str, str]:
    """By cell what stands there; raises RuleError `workbook_damaged` or `workbook_too_large`."""
    if not _MARKED.search(sheet):
        return {}
    reading = _Reading(most)
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.said
    parser.EntityDeclHandler = reading.refuse_entity
    try:
        parser.Parse(sheet, True)
    except ExpatError as error:
        raise RuleError("workbook_damaged") from error
    return reading.failed


class _Reading:
    def __init__(self, most: int) -> None:
        self.most = most
        self.failed: dict[str, str] = {}
        self.row = self.column = -1
        self.is_failed = self.is_value = False
        self.shown = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            said = attributes.get("r", "")
            self.row = int(said) - 1 if said.isdecimal() and len(said) < 9 else self.row + 1
            self.column = -1
        elif local == "c":
            # Cells without a name follow one another within their row.
            place = cell_named(attributes.get("r", "")) or (self.row, self.column + 1)
            self.row, self.column = place
            self.is_failed = attributes.get("t", "").strip() == "e"
            self.shown = ""
        elif local == "v":
            self.is_value = self.is_failed

    def said(self, text: str) -> None:
        if self.is_value and len(self.shown) < _LONGEST_SHOWN:
            self.shown += text[:_LONGEST_SHOWN]

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "v":
            self.is_value = False
        elif local == "c" and self.is_failed:
            self.is_failed = False
            self.failed[cell_name((self.row, self.column))] = self.shown.strip() or "#"
            if len(self.failed) > self.most:
                raise RuleError("workbook_too_large")

    def refuse_entity(self, *_declared: object) -> None:
        raise RuleError("workbook_damaged")


def by_sheet(
    archive: ZipFile, failed: Mapping[str, Mapping[str, str]]
) -> dict[tuple[str, str], str]:
    """The failed cells by the names that people see; `failed` is by part.

    Raises KeyError or XMLSyntaxError where the parts do not hang together.
    """
    if not failed:
        return {}
    book = _book_part(archive)
    rels = etree.fromstring(archive.read(_relations_of(book)), _SAFE)
    parts = {each.get("Id"): _resolved(book, each.get("Target", "")).lower() for each in rels}
    found = {part.lower(): cells for part, cells in failed.items()}
    return {
        (sheet.get("name", ""), cell): shown
        for sheet in etree.fromstring(archive.read(book), _SAFE).iter("{*}sheet")
        for key, relation in sheet.attrib.items()
        if etree.QName(key).localname == "id"
        for cell, shown in found.get(parts.get(relation, ""), {}).items()
    }


def _book_part(archive: ZipFile) -> str:
    if "_rels/.rels" in archive.namelist():
        for each in etree.fromstring(archive.read("_rels/.rels"), _SAFE):
            if (each.get("Type") or "").endswith("/officeDocument"):
                return _resolved("", each.get("Target", ""))
    return "xl/workbook.xml"


def _relations_of(part: str) -> str:
    folder, _slash, name = part.rpartition("/")
    return join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    return normpath(target.lstrip("/") if target.startswith("/") else join(dirname(part), target))
