"""Which cells of an .ods are merged? The reader of workbooks says it of the other kinds alone."""

from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from giaoban.exchange.reporting.streamed_xml import read_through

_CONTENT = "content.xml"
_CELLS = frozenset({"table-cell", "covered-table-cell"})
Place = tuple[int, int]


def merges_of(content: bytes) -> dict[str, list[tuple[Place, Place]]]:
    """By sheet the first and the last (row, column) of each merged range, from 0; of another kind
    of file nothing.

    The file was found to be within bounds before. Raises RuleError `workbook_damaged`.
    """
    if not is_zipfile(BytesIO(content)):
        return {}
    with ZipFile(BytesIO(content)) as package:
        if _CONTENT not in package.namelist():
            return {}
        part = package.read(_CONTENT)
    reading = _Reading()
    read_through(part, reading)
    return reading.found


@dataclass(slots=True)
class _Sheet:
    name: str
    row: int = 0
    column: int = 0
    times: int = 1
    """How often the row that is read stands there."""


class _Reading:
    def __init__(self) -> None:
        self.found: dict[str, list[tuple[Place, Place]]] = {}
        self.sheets: list[_Sheet] = []  # one in another: a sheet within a drawing

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "table":
            self.sheets.append(_Sheet(_said(attributes).get("name", "")))
        elif not self.sheets:
            return
        elif local == "table-row":
            self.sheets[-1].column = 0
            self.sheets[-1].times = _number(_said(attributes), "number-rows-repeated")
        elif local in _CELLS:
            self._cell(self.sheets[-1], _said(attributes))

    def _cell(self, sheet: _Sheet, said: dict[str, str]) -> None:
        down, across = (_number(said, f"number-{way}-spanned") for way in ("rows", "columns"))
        if down > 1 or across > 1:
            last = (sheet.row + down - 1, sheet.column + across - 1)
            self.found.setdefault(sheet.name, []).append(((sheet.row, sheet.column), last))
        sheet.column += _number(said, "number-columns-repeated")

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "table" and self.sheets:
            self.sheets.pop()
        elif local == "table-row" and self.sheets:
            self.sheets[-1].row += self.sheets[-1].times

    def said(self, text: str) -> None:
        pass


def _said(attributes: dict[str, str]) -> dict[str, str]:
    """By what stands behind the colon."""
    return {key.rpartition(":")[2]: value for key, value in attributes.items()}


def _number(said: dict[str, str], name: str) -> int:
    digits = said.get(name, "1")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else 1
