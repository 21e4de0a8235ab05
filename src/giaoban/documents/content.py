"""What does an administrative document say, before anyone decides how it is drawn?

Plain frozen records: queries fill them, `to_docx`, `to_pdf` and `to_xlsx` draw them, and a page
preview loops over the same blocks (every block has a `kind`). Nothing here knows a measure, a
font or a fixed phrase of the decree: those are rows of a `LayoutProfile`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

Align = Literal["left", "center", "right", "justify"]
CellValue = float | int | date | str | None
MOST_KEPT_ROWS, MOST_KEPT_TEXT = 7, 60
"""A table of so few rows, of so many letters in each cell, is not parted between two pages."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False
    kind: ClassVar[str] = "run"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number standing in prose; `origin` is the key under which a page opens where it comes from.

    `text` is what is printed; `value` is the number itself, for whoever calculates further.
    """

    text: str
    origin: str
    value: float | None = None
    bold: bool = False
    italic: bool = False
    kind: ClassVar[str] = "figure"


Inline = Run | Figure


@dataclass(frozen=True, slots=True)
class Heading:
    """A section title. Level 1 is a part ("I."), 2 an item ("1."), 3 a clause ("a)")."""

    level: int
    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`leads_in` keeps it on one page with the block that it announces."""

    runs: tuple[Inline, ...]
    align: Align = "justify"
    leads_in: bool = False
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True, slots=True)
class BulletList:
    """Items set with a leading dash, as Vietnamese documents do."""

    items: tuple[tuple[Inline, ...], ...]
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True, slots=True)
class Quote:
    """A unit's own words, kept apart from the committee's; the unit is always named."""

    unit: str
    paragraphs: tuple[str, ...]
    kind: ClassVar[str] = "quote"


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` is a share of the table's width; `number_format` is a spreadsheet's (`#,##0.0`)."""

    weight: float = 1.0
    align: Align = "left"
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is printed, `value` goes to the spreadsheet; `origin` is a figure's key or empty.

    Without a `value` the spreadsheet shows the text. `align` and `number_format` override the
    column's.
    """

    text: str
    value: CellValue = None
    origin: str = ""
    bold: bool = False
    italic: bool = False
    colspan: int = 1
    rowspan: int = 1
    align: Align | None = None
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`indent` steps the cell of the table's `indent_column` to the right, for a tree of units.
    `leads_in` keeps it on one page with the row that follows, as a heading.
    """

    cells: tuple[Cell, ...]
    is_emphasised: bool = False
    indent: int = 0
    leads_in: bool = False


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell, where it stands in its rows' grid, and how it is drawn, all overrides applied."""

    row: int
    column: int
    cell: Cell
    align: Align
    is_bold: bool
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Header rows may span columns and rows; cells of a body row may span columns only.

    Raises `ValueError` where the rows do not fill the columns exactly, so that a mistake is found
    by whoever builds the table and not by whoever opens the file. Rows `beyond` the others stand in
    a spreadsheet alone; what paper says in their place are `paper_notes`.
    """

    columns: tuple[Column, ...]
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]
    caption: str = ""
    unit_note: str = ""
    notes: tuple[str, ...] = ()
    is_landscape: bool = False
    repeats_header: bool = True
    indent_column: int = 0
    beyond: tuple[Row, ...] = ()
    paper_notes: tuple[str, ...] = ()
    kind: ClassVar[str] = "table"

    def __post_init__(self) -> None:
        width = len(self.columns)
        placed = self.placed_header()
        if sum(p.cell.colspan * p.cell.rowspan for p in placed) != width * len(self.header):
            raise ValueError(f"Header cells do not fill {len(self.header)} × {width} columns.")
        for number, row in enumerate((*self.rows, *self.beyond), start=1):
            if sum(cell.colspan for cell in row.cells) != width:
                raise ValueError(f"Row {number} does not fill {width} columns.")

    @property
    def is_short(self) -> bool:
        """Whether it stays on one page on paper: so low that it finds room on any."""
        return len(self.rows) <= MOST_KEPT_ROWS and all(
            len(cell.text) <= MOST_KEPT_TEXT for row in self.rows for cell in row.cells
        )

    def placed_header(self) -> tuple[PlacedCell, ...]:
        """Header cells with their place, those under a spanning cell having been stepped over."""
        taken: set[tuple[int, int]] = set()
        placed = []
        for row_number, row in enumerate(self.header):
            column = 0
            for cell in row:
                while (row_number, column) in taken:
                    column += 1
                taken.update(
                    (row_number + down, column + right)
                    for down in range(cell.rowspan)
                    for right in range(cell.colspan)
                )
                align = cell.align or "center"
                placed.append(PlacedCell(row_number, column, cell, align, is_bold=True))
        if any(r >= len(self.header) or c >= len(self.columns) for r, c in taken):
            raise ValueError("A header cell reaches outside the header.")
        return tuple(placed)

    @property
    def notes_on_paper(self) -> tuple[str, ...]:
        return (*self.notes, *self.paper_notes)

    def placed_rows(self, *, is_paper: bool = True) -> Iterator[list[PlacedCell]]:
        """Body rows as they are drawn, one list of cells each; on paper without those beyond."""
        rows = self.rows if is_paper else (*self.rows, *self.beyond)
        for row_number, row in enumerate(rows):
            placed, column = [], 0
            for cell in row.cells:
                align = cell.align or self.columns[column].align
                is_bold = cell.bold or row.is_emphasised
                indent = row.indent if column == self.indent_column else 0
                placed.append(PlacedCell(row_number, column, cell, align, is_bold, indent))
                column += cell.colspan
            yield placed


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification. `title` is the answer, printed under it; `alt` reads it aloud."""

    spec: dict[str, Any]
    title: str
    alt: str
    kind: ClassVar[str] = "chart"


@dataclass(frozen=True, slots=True)
class PageBreak:
    kind: ClassVar[str] = "page_break"


Block = Heading | Paragraph | BulletList | Quote | Table | Chart | PageBreak


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The block at the top: who issues, under which number, where and when.

    An empty `number` or a missing `issued_on` prints dots to be filled by hand; `year` is then
    printed after the dots when it is known. `agency_in_text` is the agency as a sentence writes it
    ("Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai"), for annexes that refer to their document.
    """

    agency: tuple[str, ...]
    symbol: str
    place: str
    parent_agency: tuple[str, ...] = ()
    number: str = ""
    issued_on: date | None = None
    year: int | None = None
    agency_in_text: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, in which capacity.

    `authority` holds lines such as "TM. BAN CHỈ ĐẠO" and "KT. TRƯỞNG BAN"; `post` is the post in
    the committee; `agency_post` the one in the signer's own agency, which NĐ 30/2020 appendix I,
    II.7c asks of a committee without a seal of its own.
    """

    authority: tuple[str, ...]
    post: str
    name: str
    agency_post: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """A part after the signature, with page numbers of its own."""

    title: str
    blocks: tuple[Block, ...]
    label: str = ""
    is_landscape: bool = False

    @property
    def lies_wide(self) -> bool:
        """Wide as a whole where a table of it is: a title alone on its page serves nobody."""
        tables = (block for block in self.blocks if isinstance(block, Table))
        return self.is_landscape or any(table.is_landscape for table in tables)


@dataclass(frozen=True, slots=True)
class AdministrativeDocument:
    """One document, complete: all that the three renderers and the preview need.

    `type_line` is the kind ("BÁO CÁO"), `subject` what it is about. `recipients` is the list under
    "Nơi nhận" and `filing` what follows "Lưu:" ("VT, TGV"). `notices` are printed at the head of
    every page, as is the word for a draft when `is_draft`. `made_on` is the date kept in the
    files' properties; without it the date of issue is, or none.

    An official letter (công văn) has an empty `type_line`: its subject then stands under the
    number, and no title is set. `co_signature` stands at the left, over the recipients: minutes are
    signed by whoever kept them as well (form 1.9).
    """

    letterhead: Letterhead
    type_line: str
    subject: str
    blocks: tuple[Block, ...]
    grounds: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    filing: str = ""
    annexes: tuple[Annex, ...] = ()
    notices: tuple[str, ...] = ()
    is_draft: bool = False
    made_on: date | None = None
    co_signature: Signature | None = None

    @property
    def is_letter(self) -> bool:
        return not self.type_line

    @property
    def title(self) -> str:
        return f"{self.type_line} {self.subject}".strip()

    @property
    def author(self) -> str:
        return " ".join(self.letterhead.agency)

    @staticmethod
    def tables_of(blocks: tuple[Block, ...]) -> list[Table]:
        """The tables among some blocks, in reading order."""
        return [block for block in blocks if isinstance(block, Table)]


def text(*parts: str | Inline) -> tuple[Inline, ...]:
    """Runs from plain strings and figures: `Paragraph(text("Có ", figure, " đơn vị."))`."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)
