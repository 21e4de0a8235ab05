"""The parts of an .xlsx: its sheets by name, its texts and its styles; opened within bounds."""

from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import BadZipFile, ZipFile

from lxml import etree

from giaoban.exchange.reporting.workbook_bounds import refuse_unbounded
from giaoban.rules.problems import RuleError

Element = etree._Element
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_ZIP = b"PK\x03\x04"
_MACROS = "macroEnabled"
# Links to other files, connections to databases, controls: they would go out to every unit.
_CALLS_OUT = ("/externalLinks/", "/activeX/", "/connections.xml", "/ctrlProps/")
_LARGEST_PART = 20 * 1024 * 1024  # of XML; as a tree in memory it is several times as large


def parsed(part: bytes) -> Element:
    """Raises RuleError `workbook_damaged`."""
    try:
        return etree.fromstring(part, _SAFE)
    except etree.XMLSyntaxError as error:
        raise RuleError("workbook_damaged") from error


def tag(node: Element, name: str) -> str:
    """The name in the namespace of the node, which strict workbooks spell otherwise."""
    return f"{{{etree.QName(node).namespace}}}{name}"


class Package:
    """An .xlsx as its parts.

    Raises RuleError `workbook_not_xlsx`, `workbook_with_macros`, `workbook_calls_out` (where) and
    those of refuse_unbounded.
    """

    def __init__(self, content: bytes) -> None:
        if not content.startswith(_ZIP):
            raise RuleError("workbook_not_xlsx")
        refuse_unbounded(content)
        try:
            self.archive = ZipFile(BytesIO(content))
            types = self.archive.read("[Content_Types].xml")
            self.book = parsed(self.archive.read(self.book_part))
        except (KeyError, BadZipFile) as error:
            raise RuleError("workbook_not_xlsx") from error
        if _MACROS.encode() in types:
            raise RuleError("workbook_with_macros")
        for name in sorted(self.names):
            if any(part in f"/{name}" for part in _CALLS_OUT):
                raise RuleError("workbook_calls_out", where=name)

    @cached_property
    def book_part(self) -> str:
        """Where the workbook itself stands; nearly always xl/workbook.xml."""
        rels = parsed(self.archive.read("_rels/.rels"))
        for rel in rels:
            if (rel.get("Type") or "").endswith("/officeDocument"):
                return (rel.get("Target") or "").lstrip("/")
        raise RuleError("workbook_not_xlsx")

    @property
    def rels_part(self) -> str:
        folder, _, name = self.book_part.rpartition("/")
        return join(folder, "_rels", f"{name}.rels")

    @cached_property
    def rels(self) -> Element:
        return parsed(self.read(self.rels_part))

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The parts of the worksheets by the names that people see; no sheets of charts."""
        targets = {
            rel.get("Id"): self.resolved(rel.get("Target") or "")
            for rel in self.rels
            if (rel.get("Type") or "").endswith("/worksheet")
        }
        named = {}
        for sheet in self.book.iter("{*}sheet"):
            part = targets.get(_relation(sheet))
            if part in self.names:
                named[sheet.get("name", "")] = part
        return named

    def has_sheet(self, name: str) -> bool:
        """Whether a sheet of any kind is called so; Excel ignores capitals in names."""
        return any(
            (sheet.get("name") or "").casefold() == name.casefold()
            for sheet in self.book.iter("{*}sheet")
        )

    @cached_property
    def hidden(self) -> frozenset[str]:
        return frozenset(
            sheet.get("name", "")
            for sheet in self.book.iter("{*}sheet")
            if sheet.get("state", "visible") != "visible"
        )

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self.archive.namelist())

    def resolved(self, target: str) -> str:
        if target.startswith("/"):
            return target.lstrip("/")
        return normpath(join(dirname(self.book_part), target))

    def related(self, kind: str) -> str | None:
        """The part of a kind, such as styles; None where there is none."""
        for rel in self.rels:
            if (rel.get("Type") or "").endswith(f"/{kind}"):
                part = self.resolved(rel.get("Target") or "")
                return part if part in self.names else None
        return None

    def read(self, part: str) -> bytes:
        """Raises RuleError `workbook_damaged`."""
        try:
            return self.archive.read(part)
        except (KeyError, BadZipFile) as error:
            raise RuleError("workbook_damaged") from error

    def sheet(self, name: str) -> Element:
        """Raises RuleError `workbook_sheet_missing` (sheet)."""
        if name not in self.sheets:
            raise RuleError("workbook_sheet_missing", sheet=name)
        return self.tree(self.sheets[name])

    def tree(self, part: str) -> Element:
        """A part parsed; raises RuleError `workbook_sheets_too_large`."""
        if self.archive.getinfo(part).file_size > _LARGEST_PART:
            raise RuleError("workbook_sheets_too_large", megabytes=_LARGEST_PART // 1024 // 1024)
        return parsed(self.read(part))

    @cached_property
    def texts(self) -> list[str]:
        part = self.related("sharedStrings")
        if part is None:
            return []
        return ["".join(_runs(item)) for item in self.tree(part)]

    @cached_property
    def styles(self) -> Element | None:
        part = self.related("styles")
        return self.tree(part) if part else None


def _relation(sheet: Element) -> str | None:
    """The id of a sheet's relation, in the namespace of either flavour."""
    return next(
        (value for key, value in sheet.attrib.items() if etree.QName(key).localname == "id"), None
    )


def _runs(item: Element) -> Iterator[str]:
    """The text of a string, without the reading aids of East Asian scripts."""
    for node in item.iter("{*}t"):
        parent = node.getparent()
        if parent is None or etree.QName(parent).localname != "rPh":
            yield node.text or ""


def inline_text(cell: Element) -> str:
    held = cell.find("{*}is")
    return "".join(_runs(held)) if held is not None else ""
