"""The parts of an .xlsx: its sheets by name, its texts and its styles; opened within bounds."""

import zlib
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import BadZipFile, ZipFile

from lxml import etree

from giaoban.exchange.reporting.compound_files import SIGNATURE
from giaoban.exchange.reporting.workbook_bounds import refuse_unbounded
from giaoban.rules.problems import RuleError

Element = etree._Element
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_ZIP = b"PK\x03\x04"
# Compared in lower case, as Excel compares them.
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet")
_MACRO_RELATIONS = frozenset({"vbaproject", "xlmacrosheet", "xlintlmacrosheet"})
# Links to other files, connections to databases, controls: they would go out to every unit.
_CALLS_OUT = ("/externallinks/", "/activex/", "/connections.xml", "/ctrlprops/")
_CALLING_TYPES = (
    *("externallink", "connections+xml", "querytable", "oleobject"),
    *("activex", "controlproperties"),
)
_CALLING_RELATIONS = frozenset(
    {
        *("externallink", "externallinkpath", "connections", "querytable"),
        *("oleobject", "package", "control", "ctrlprop"),
    }
)
_MAY_LEAVE = ("http://", "https://", "mailto:", "#")  # "#": a place in the workbook itself
_DAMAGED = (BadZipFile, EOFError, zlib.error)
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
        if content.startswith((_ZIP, SIGNATURE)):
            refuse_unbounded(content)  # of an .xlsx with a password it says so
        if not content.startswith(_ZIP):
            raise RuleError("workbook_not_xlsx")
        try:
            self.archive = ZipFile(BytesIO(content))
            types = self.archive.read("[Content_Types].xml")
            self.book = parsed(self.archive.read(self.book_part))
        except (KeyError, *_DAMAGED) as error:
            raise RuleError("workbook_not_xlsx") from error
        _refuse_types(parsed(types))
        for name in sorted(self.names):
            if any(part in f"/{name}".lower() for part in _CALLS_OUT):
                raise RuleError("workbook_calls_out", where=name)
            if name.lower().endswith(".rels"):
                _refuse_relations(name, parsed(self.read(name)))

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
        except (KeyError, *_DAMAGED) as error:
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


def _refuse_types(types: Element) -> None:
    """By [Content_Types].xml, whatever the parts are called."""
    said = [(node, (node.get("ContentType") or "").lower()) for node in types.iter("{*}*")]
    if any(macro in kind for _node, kind in said for macro in _MACRO_TYPES):
        raise RuleError("workbook_with_macros")
    for node, kind in said:
        if any(calling in kind for calling in _CALLING_TYPES):
            where = node.get("PartName") or node.get("Extension") or kind
            raise RuleError("workbook_calls_out", where=where.lstrip("/"))


def _refuse_relations(name: str, relations: Element) -> None:
    for relation in relations.iter("{*}*"):
        kind = (relation.get("Type") or "").rpartition("/")[2].lower()
        target = (relation.get("Target") or "").strip()
        is_external = (relation.get("TargetMode") or "").strip().lower() == "external"
        may_leave = kind == "hyperlink" and target.lower().startswith(_MAY_LEAVE)
        if kind in _MACRO_RELATIONS:
            raise RuleError("workbook_with_macros")
        if kind in _CALLING_RELATIONS or (is_external and not may_leave):
            raise RuleError("workbook_calls_out", where=target[:200] or name)


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
