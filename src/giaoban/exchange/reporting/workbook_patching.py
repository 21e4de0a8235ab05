"""Writing into somebody's workbook so that everything else in it stays as it was.

Only cells, locks, validations and one hidden sheet are changed; each part that needs no change is
copied byte for byte. What was worked out before is worked out anew when the file is opened.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from giaoban.exchange.reporting.sheet_patching import PatchedSheet, Value, insert_before, written
from giaoban.exchange.reporting.workbook_package import (
    RELATIONS,
    Element,
    Package,
    parsed,
    tag,
)
from giaoban.rules.reporting.workbook_formulas import cell_name

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MADE = (1980, 1, 1, 0, 0, 0)  # of new parts, so that the same facts give the same bytes


class PatchedWorkbook:
    """A workbook that is written into; `content()` gives the finished file.

    Raises RuleError as Package does, and `workbook_sheet_missing` (sheet) for an unknown sheet.
    """

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        self._sheets: dict[str, PatchedSheet] = {}
        self._added: dict[str, bytes] = {}
        self._open_styles: dict[int, int] = {}
        self._filled_styles: dict[tuple[int, str], int] = {}
        self._styles = deepcopy(self.package.styles)

    def put(self, sheet: str, cell: str, value: Value) -> None:
        """Write a number or a text, or empty the cell; its style and its formula stay."""
        self._sheet(sheet).put(cell, value)

    def text(self, sheet: str, cell: str) -> str:
        """What stands in the cell as a text."""
        return self._sheet(sheet).text(cell, self.package.texts)

    def open_for_typing(self, sheet: str, cells: Iterable[str]) -> None:
        """Let these cells be typed in, and protect the sheet around them (without a password)."""
        held = self._sheet(sheet)
        for cell in cells:
            node = held.cell(cell)
            node.set("s", str(self._unlocked(int(node.get("s") or 0))))
        held.protect()

    def colour(self, sheet: str, cell: str, fill: str) -> None:
        """Lay a colour such as FDE8E8 under the cell; everything else of its look stays."""
        node = self._sheet(sheet).cell(cell)
        node.set("s", str(self._filled(int(node.get("s") or 0), fill)))

    def validate(self, sheet: str, cell: str, rule: Element) -> None:
        """Add a data validation, unless the workbook has one at the cell already."""
        self._sheet(sheet).validate(cell, rule)

    def rule(self, **attributes: str) -> Element:
        """An empty data validation to be given its formulas."""
        node: Element = etree.Element(tag(self.package.book, "dataValidation"))
        for key, value in attributes.items():
            node.set(key, value)
        return node

    def add_hidden_sheet(self, name: str, rows: Sequence[Sequence[str]]) -> None:
        """A sheet of texts that no menu of Excel shows."""
        self._add_sheet(name, _sheet_of_texts(rows)).set("state", "veryHidden")

    def put_sheet_first(
        self,
        name: str,
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        links: Mapping[str, str],
    ) -> None:
        """A sheet of texts that the file opens with; `links` lead from its cells elsewhere."""
        node = self._add_sheet(name, _sheet_of_texts(rows, widths, links))
        sheets = node.getparent()
        assert sheets is not None
        sheets.insert(0, node)
        # What names a sheet by its number names the one after it now.
        for defined in self._book.iter("{*}definedName"):
            if number := defined.get("localSheetId"):
                defined.set("localSheetId", str(int(number) + 1))
        for view in self._book.iter("{*}workbookView"):
            view.attrib.pop("activeTab", None)
            view.attrib.pop("firstSheet", None)
        # Two sheets that are chosen at once would be typed into together.
        for each in self.package.sheets:
            for view in self._sheet(each).root.iter("{*}sheetView"):
                view.attrib.pop("tabSelected", None)

    def _add_sheet(self, name: str, body: bytes) -> Element:
        """After all others; gives the entry that names it."""
        number = 1
        while f"xl/worksheets/giaoban{number}.xml" in self.package.names:
            number += 1
        part = f"xl/worksheets/giaoban{number}.xml"
        self._added[part] = body
        book = self._book
        sheets = next(book.iter("{*}sheets"))
        ids = [int(each.get("sheetId") or 0) for each in sheets]
        relation = f"rIdGiaoban{number}"
        node = etree.SubElement(sheets, tag(sheets, "sheet"))
        node.set("name", name)
        node.set("sheetId", str(max(ids, default=0) + 1))
        key = next((key for each in sheets for key in each.attrib if key.endswith("}id")), None)
        node.set(key or f"{{{RELATIONS}}}id", relation)
        kind = next(
            (
                str(rel.get("Type"))
                for rel in self._rels
                if str(rel.get("Type")).endswith("/worksheet")
            ),
            f"{RELATIONS}/worksheet",
        )
        rel = etree.SubElement(self._rels, tag(self._rels, "Relationship"))
        rel.set("Id", relation)
        rel.set("Type", kind)
        rel.set("Target", f"/{part}")
        override = etree.SubElement(self._types, f"{{{_TYPES}}}Override")
        override.set("PartName", f"/{part}")
        override.set("ContentType", _SHEET_TYPE)
        return node

    def content(self) -> bytes:
        self._calculate_anew()
        changed = {
            self.package.book_part: written(self._book),
            self.package.rels_part: written(self._rels),
            "[Content_Types].xml": written(self._types),
        }
        for name, sheet in self._sheets.items():
            changed[self.package.sheets[name]] = written(sheet.root)
        styles = self.package.related("styles")
        is_restyled = self._open_styles or self._filled_styles
        if is_restyled and styles and self._styles is not None:
            changed[styles] = written(self._styles)
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for entry in self.package.archive.infolist():
                if entry.filename in self._dropped or entry.is_dir():
                    continue
                kept = ZipInfo(entry.filename, entry.date_time)
                kept.compress_type, kept.external_attr = ZIP_DEFLATED, entry.external_attr
                part = changed.get(entry.filename)
                archive.writestr(kept, self.package.read(entry.filename) if part is None else part)
            for name, part in self._added.items():
                made = ZipInfo(name, _MADE)
                made.compress_type = ZIP_DEFLATED
                archive.writestr(made, part)
        return out.getvalue()

    def _sheet(self, name: str) -> PatchedSheet:
        if name not in self._sheets:
            self._sheets[name] = PatchedSheet(self.package.sheet(name))
        return self._sheets[name]

    @cached_property
    def _book(self) -> Element:
        return deepcopy(self.package.book)

    @cached_property
    def _rels(self) -> Element:
        return deepcopy(self.package.rels)

    @cached_property
    def _types(self) -> Element:
        return parsed(self.package.read("[Content_Types].xml"))

    @cached_property
    def _dropped(self) -> frozenset[str]:
        chain = self.package.related("calcChain")
        return frozenset({chain} if chain else ())

    def _calculate_anew(self) -> None:
        """Without the chain of what was calculated, and with the word to calculate all."""
        for rel in list(self._rels):
            if (rel.get("Type") or "").endswith("/calcChain"):
                self._rels.remove(rel)
        for override in list(self._types):
            if (override.get("PartName") or "").lstrip("/") in self._dropped:
                self._types.remove(override)
        book = self._book
        setting = book.find(tag(book, "calcPr"))
        if setting is None:
            setting = etree.Element(tag(book, "calcPr"))
            insert_before(book, setting, _AFTER_CALCULATION)
        setting.set("fullCalcOnLoad", "1")

    def _unlocked(self, style: int) -> int:
        """The number of the same style, not locked."""
        if self._styles is None:
            return style
        if style not in self._open_styles:
            held = self._styles.find(tag(self._styles, "cellXfs"))
            if held is None or style >= len(held):
                return style
            made = deepcopy(held[style])
            for old in made.findall(tag(made, "protection")):
                made.remove(old)
            made.set("applyProtection", "1")
            lock = etree.Element(tag(made, "protection"))
            lock.set("locked", "0")
            insert_before(made, lock, ("extLst",))
            held.append(made)
            held.set("count", str(len(held)))
            self._open_styles[style] = len(held) - 1
        return self._open_styles[style]

    def _filled(self, style: int, fill: str) -> int:
        """The number of the same style upon this colour."""
        if self._styles is None:
            return style
        if (style, fill) not in self._filled_styles:
            held = self._styles.find(tag(self._styles, "cellXfs"))
            fills = self._styles.find(tag(self._styles, "fills"))
            if held is None or fills is None or style >= len(held):
                return style
            pattern = etree.SubElement(
                etree.SubElement(fills, tag(fills, "fill")), tag(fills, "patternFill")
            )
            pattern.set("patternType", "solid")
            etree.SubElement(pattern, tag(fills, "fgColor")).set("rgb", f"FF{fill}")
            fills.set("count", str(len(fills)))
            made = deepcopy(held[style])
            made.set("applyFill", "1")
            made.set("fillId", str(len(fills) - 1))
            held.append(made)
            held.set("count", str(len(held)))
            self._filled_styles[style, fill] = len(held) - 1
        return self._filled_styles[style, fill]


_AFTER_CALCULATION = (
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
    "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip


def _sheet_of_texts(
    rows: Sequence[Sequence[str]],
    widths: Sequence[float] = (),
    links: Mapping[str, str] | None = None,
) -> bytes:
    root = etree.Element(f"{{{_MAIN}}}worksheet", nsmap={None: _MAIN})
    if widths:
        columns = etree.SubElement(root, f"{{{_MAIN}}}cols")
        for number, width in enumerate(widths, start=1):
            column = etree.SubElement(columns, f"{{{_MAIN}}}col")
            bounds = {"min": number, "max": number, "width": width, "customWidth": 1}
            for key, value in bounds.items():
                column.set(key, str(value))
    body = etree.SubElement(root, f"{{{_MAIN}}}sheetData")
    sheet = PatchedSheet(root)
    for number, texts in enumerate(rows):
        for column, text in enumerate(texts):
            sheet.put(cell_name((number, column)), text)
    assert body is sheet.body
    if links:
        held = etree.SubElement(root, f"{{{_MAIN}}}hyperlinks")
        for cell, location in links.items():
            link = etree.SubElement(held, f"{{{_MAIN}}}hyperlink")
            link.set("ref", cell)
            link.set("location", location)
    return written(root)
