"""Which formulas of an .xlsx failed or call out? The reader of workbooks does not tell.

It takes what the ones left for nothing, and what the others left for figures.
"""

import re
from collections.abc import Mapping, Set
from itertools import product
from posixpath import dirname, join, normpath
from zipfile import ZipFile

from lxml import etree

from giaoban.exchange.reporting.calling_formulas import LONGEST, MAY_CALL, Calling, calls_out
from giaoban.exchange.reporting.outside_names import outside_names
from giaoban.exchange.reporting.streamed_xml import read_through
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named

_MARKED = re.compile(rb"""\bt\s*=\s*["']\s*e\s*["']""")
# A formula as far as the next tag, its attributes too; a comment within it would end it early.
_FORMULA = re.compile(rb"<(?:[^\s<>/:]*:)?f\b([^<]*)")
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
_LONGEST_SHOWN = 20


def failed_cells(sheet: bytes, most: int, names: Set[str] = frozenset()) -> dict[str, str]:
    """By cell what stands there, of one that calls out the formula, as Calling.

    `names` are those of the workbook that stand for something outside it.
    Raises RuleError `workbook_damaged` or `workbook_too_large`.
    """
    if not (names or _MARKED.search(sheet) or _may_call(sheet)):
        return {}
    reading = _Reading(most, names)
    read_through(sheet, reading)
    return reading.failed


def _may_call(sheet: bytes) -> bool:
    """Whether a formula might call out; to parse a sheet takes many times as long as this."""
    if b"<!" in sheet or sheet.find(b"<?", 1) > 0:
        return True
    return any(MAY_CALL.search(found[1]) for found in _FORMULA.finditer(sheet))


class _Reading:
    def __init__(self, most: int, names: Set[str]) -> None:
        self.most = most
        self.names = names
        self.failed: dict[str, str] = {}
        self.added = 0
        self.row = self.column = -1
        self.is_failed = self.is_value = self.is_formula = False
        self.shown = self.formula = ""
        self.covers = ""  # the cells of a formula that fills several
        self.number = ""
        self.shared: dict[str, Calling] = {}

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
        elif local == "f":
            self.is_formula, self.formula = True, ""
            kind = attributes.get("t", "").strip()
            self.covers = attributes.get("ref", "") if kind == "array" else ""
            self.number = attributes.get("si", "") if kind == "shared" else ""

    def said(self, text: str) -> None:
        if self.is_formula and len(self.formula) < LONGEST:
            self.formula += text[:LONGEST]
        if self.is_value and len(self.shown) < _LONGEST_SHOWN:
            self.shown += text[:_LONGEST_SHOWN]

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "v":
            self.is_value = False
        elif local == "f":
            self.is_formula = False
            self._judge_formula()
        elif local == "c" and self.is_failed:
            self.is_failed = False
            self._add(self.row, self.column, self.shown.strip() or "#")

    def _judge_formula(self) -> None:
        formula = self.formula.strip()
        calling = (
            Calling(formula) if calls_out(formula, self.names) else self.shared.get(self.number)
        )
        if calling is None:
            return
        if self.number:
            self.shared[self.number] = calling
        self._add(self.row, self.column, calling)
        first, _colon, last = self.covers.partition(":")
        top, bottom = cell_named(first), cell_named(last or first)
        if top and bottom:
            rows = range(top[0], bottom[0] + 1)
            for row, column in product(rows, range(top[1], bottom[1] + 1)):
                self._add(row, column, calling)

    def _add(self, row: int, column: int, shown: str) -> None:
        name = cell_name((row, column))
        # To mend a failed formula that calls out would not help.
        if not isinstance(self.failed.get(name), Calling):
            self.failed[name] = shown
        self.added += 1  # each time: formulas that fill several cells may overlap
        if self.added > self.most:
            raise RuleError("workbook_too_large")


def by_sheet(
    archive: ZipFile, failed: Mapping[str, Mapping[str, str]], most: int
) -> dict[tuple[str, str], str]:
    """The failed cells by the names that people see; `failed` is by part.

    Raises KeyError or XMLSyntaxError where the parts do not hang together, and RuleError
    `workbook_too_large` where there are more than `most`: many sheets may be the same part.
    """
    if not failed:
        return {}
    book = _book_part(archive)
    rels = etree.fromstring(archive.read(_relations_of(book)), _SAFE)
    parts = {each.get("Id"): _resolved(book, each.get("Target", "")).lower() for each in rels}
    found = {part.lower(): cells for part, cells in failed.items()}
    named: dict[tuple[str, str], str] = {}
    for sheet in etree.fromstring(archive.read(book), _SAFE).iter("{*}sheet"):
        for key, relation in sheet.attrib.items():
            if etree.QName(key).localname == "id":
                cells = found.get(parts.get(relation, ""), {})
                named |= {(sheet.get("name", ""), cell): shown for cell, shown in cells.items()}
                if len(named) > most:
                    raise RuleError("workbook_too_large")
    return named


def names_outside(archive: ZipFile) -> frozenset[str]:
    """As outside_names, of an archive that may be no .xlsx at all."""
    try:
        return outside_names(archive.read(_book_part(archive)))
    except (KeyError, etree.XMLSyntaxError):
        return frozenset()


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
