"""Which pieces of WordprocessingML does python-docx not write, or write too slowly?

Texts are escaped here and nowhere else, so markup in a text stays text. Lengths are millimetres.
"""

from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from giaoban.documents.content import PlacedCell, Table
from giaoban.documents.writable import writable

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DECLARED = f'xmlns:w="{NAMESPACE}"'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_CELL_MARGINS = (("top", 30), ("left", 50), ("bottom", 30), ("right", 50))
_INDENT_STEP = 3.5
_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_JUSTIFICATION = {"left": "left", "center": "center", "right": "right", "justify": "both"}


def twentieths(millimetres: float) -> int:
    """Word's unit of length: a twentieth of a point."""
    return round(millimetres * 1440 / 25.4)


def page_number_field(size: float) -> list[str]:
    """The runs that Word fills with the page's number."""
    face = f'<w:rPr><w:sz w:val="{size * 2:g}"/></w:rPr>'
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>2</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return [f"<w:r {_DECLARED}>{face}{part}</w:r>" for part in parts]


def table_xml(table: Table, width: float, head_fill: str = "") -> str:
    """The whole table: fixed columns, header rows repeated, no row split over pages."""
    columns = _column_widths(table, twentieths(width))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES
    )
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _CELL_MARGINS)
    caption = f"<w:tblCaption w:val={quoteattr(writable(table.caption))}/>" if table.caption else ""
    head = (
        f'<w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar>{caption}</w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
        + "</w:tblGrid>"
    )
    header = "".join(_header_rows(table, columns, head_fill))
    last = len(table.rows) - 1
    body = "".join(
        _body_row(placed, columns, leads_in=row.leads_in or (table.is_short and place < last))
        for place, (row, placed) in enumerate(zip(table.rows, table.placed_rows(), strict=True))
    )
    return f"<w:tbl {_DECLARED}>{head}{header}{body}</w:tbl>"


def _column_widths(table: Table, whole: int) -> list[int]:
    total = sum(column.weight for column in table.columns)
    return [int(whole * column.weight / total) for column in table.columns]


def _header_rows(table: Table, columns: list[int], fill: str) -> list[str]:
    """A cell over several rows is written again, empty, in each row that it covers."""
    repeated = "<w:tblHeader/>" if table.repeats_header else ""
    cells: list[list[tuple[int, str]]] = [[] for _ in table.header]
    for placed in table.placed_header():
        for step in range(placed.cell.rowspan):
            merge = ("restart" if step == 0 else "continue") if placed.cell.rowspan > 1 else ""
            shown = replace(placed, cell=replace(placed.cell, text="")) if step else placed
            cells[placed.row + step].append(
                (placed.column, _cell(shown, columns, merge, fill, leads_in=True))
            )
    return [
        f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>"
        + "".join(xml for _, xml in sorted(row))
        + "</w:tr>"
        for row in cells
    ]


def _body_row(row: list[PlacedCell], columns: list[int], *, leads_in: bool) -> str:
    cells = "".join(_cell(placed, columns, leads_in=leads_in) for placed in row)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(
    placed: PlacedCell,
    columns: list[int],
    merge: str = "",
    fill: str = "",
    *,
    leads_in: bool = False,
) -> str:
    cell = placed.cell
    width = sum(columns[placed.column : placed.column + cell.colspan])
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    kept = "<w:keepNext/>" if leads_in else ""
    left = twentieths(placed.indent * _INDENT_STEP)
    indent = f'<w:ind w:left="{left}" w:firstLine="0"/>' if left else ""
    face = ("<w:b/>" if placed.is_bold else "") + ("<w:i/>" if cell.italic else "")
    look = f"<w:rPr>{face}</w:rPr>" if face else ""
    words = _LINE_BREAK.join(escape(line) for line in writable(cell.text).splitlines())
    run = f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{down}{shade}'
        '<w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/>{kept}{indent}'
        f'<w:jc w:val="{_JUSTIFICATION[placed.align]}"/></w:pPr>{run}</w:p></w:tc>'
    )
