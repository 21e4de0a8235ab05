"""One worksheet of somebody's workbook while cells are written into it."""

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from giaoban.exchange.reporting.workbook_package import Element, tag
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named

Value = float | str | None
# Of what may follow in a worksheet, in the schema's order; a new element goes before these.
_AFTER_PROTECTION = (
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
)  # fmt: skip
_AFTER_VALIDATIONS = (
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip


class PatchedSheet:
    """One worksheet while it is written into."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.body = next(root.iter("{*}sheetData"))
        self._rows: dict[int, Element] = {}
        self._cells: dict[tuple[int, int], Element] = {}
        number = -1
        for row in self.body.iterfind("{*}row"):
            number = int(row.get("r") or number + 2) - 1
            self._rows[number] = row
            column = -1
            for node in row.iterfind("{*}c"):
                column = (cell_named(node.get("r") or "") or (number, column + 1))[1]
                self._cells[number, column] = node

    def cell(self, name: str) -> Element:
        """The cell, made in its place where the sheet has none."""
        place = cell_named(name) or (0, 0)
        if place not in self._cells:
            row = self._row(place[0])
            node = etree.Element(tag(self.root, "c"))
            node.set("r", cell_name(place))
            after = (
                other for other in row if (cell_named(other.get("r") or "") or place)[1] > place[1]
            )
            if (following := next(after, None)) is not None:
                following.addprevious(node)
            else:
                row.append(node)
            row.attrib.pop("spans", None)
            self._cells[place] = node
        return self._cells[place]

    def _row(self, number: int) -> Element:
        if number not in self._rows:
            row = etree.Element(tag(self.root, "row"))
            row.set("r", str(number + 1))
            after = [other for other in self._rows if other > number]
            if after:
                self._rows[min(after)].addprevious(row)
            else:
                self.body.append(row)
            self._rows[number] = row
        return self._rows[number]

    def put(self, name: str, value: Value) -> None:
        node = self.cell(name)
        formula = node.find(tag(node, "f"))
        for child in list(node):
            if child is not formula:
                node.remove(child)
        node.attrib.pop("t", None)
        if value is None:
            return
        if isinstance(value, str) and formula is None:
            node.set("t", "inlineStr")
            held = etree.SubElement(etree.SubElement(node, tag(node, "is")), tag(node, "t"))
            held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            held.text = "".join(sign for sign in value if sign >= " " or sign in "\t\n")
            return
        if isinstance(value, str):
            node.set("t", "str")
        etree.SubElement(node, tag(node, "v")).text = (
            value if isinstance(value, str) else repr(float(value)).removesuffix(".0")
        )

    def text(self, name: str, texts: Sequence[str]) -> str:
        node = self._cells.get(cell_named(name) or (0, 0))
        if node is None:
            return ""
        if node.get("t") == "inlineStr":
            return "".join(each.text or "" for each in node.iter("{*}t"))
        held = node.find("{*}v")
        value = (held.text or "") if held is not None else ""
        if node.get("t") == "s":
            index = int(value) if value.isdecimal() else -1
            return texts[index] if 0 <= index < len(texts) else ""
        return value

    def protect(self) -> None:
        """Where the workbook is protected already, with a password perhaps, that stays."""
        there = self.root.find(tag(self.root, "sheetProtection"))
        if there is not None:
            there.set("sheet", "1")
            return
        node = etree.Element(tag(self.root, "sheetProtection"))
        for key, value in (
            ("sheet", "1"),
            ("objects", "1"),
            ("scenarios", "1"),
            ("formatColumns", "0"),
            ("formatRows", "0"),
        ):
            node.set(key, value)
        insert_before(self.root, node, (*_AFTER_PROTECTION, *_AFTER_VALIDATIONS))

    def validate(self, cell: str, rule: Element) -> None:
        held = self.root.find(tag(self.root, "dataValidations"))
        if held is None:
            held = etree.Element(tag(self.root, "dataValidations"))
            insert_before(self.root, held, _AFTER_VALIDATIONS)
        if any(_covers(each.get("sqref") or "", cell) for each in held):
            return
        node = deepcopy(rule)
        node.set("sqref", cell)
        held.append(node)
        held.set("count", str(len(held)))


def _covers(ranges: str, cell: str) -> bool:
    wanted = cell_named(cell.partition(":")[0]) or (-1, -1)
    for each in ranges.split():
        first, _, last = each.partition(":")
        top, bottom = cell_named(first), cell_named(last or first)
        if top and bottom and top[0] <= wanted[0] <= bottom[0] and top[1] <= wanted[1] <= bottom[1]:
            return True
    return False


def insert_before(parent: Element, node: Element, before: Sequence[str]) -> None:
    """Where the schema wants it: before the first of these, else at the end."""
    for child in parent:
        if isinstance(child.tag, str) and etree.QName(child).localname in before:
            child.addprevious(node)
            return
    parent.append(node)


def written(root: Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
