"""Which pieces of WordprocessingML does python-docx not write, or write too slowly?

Texts are escaped here and nowhere else, so markup in a text stays text. Lengths are millimetres.
"""

from xml.sax.saxutils import escape, quoteattr

from giaoban.documents.content import Cell, Row, Table
from giaoban.documents.writable import writable

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DECLARED = f'xmlns:w="{NAMESPACE}"'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_CELL_MARGINS = (("top", 30), ("left", 50), ("bottom", 30), ("right", 50))
_INDENT_STEP = 3.5


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


def table_xml(table: Table, width: float) -> str:
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
    header = "".join(_header_rows(table, columns))
    body = "".join(_body_row(table, row, columns) for row in table.rows)
    return f"<w:tbl {_DECLARED}>{head}{header}{body}</w:tbl>"


def _column_widths(table: Table, whole: int) -> list[int]:
    total = sum(column.weight for column in table.columns)
    return [int(whole * column.weight / total) for column in table.columns]


def _header_rows(table: Table, columns: list[int]) -> list[str]:
    """A cell over several rows is written again, empty, in each row that it covers."""
    repeated = "<w:tblHeader/>" if table.repeats_header else ""
    cells: list[list[tuple[int, str]]] = [[] for _ in table.header]
    for placed in table.placed_header():
        cell, last = placed.cell, placed.column + placed.cell.colspan
        width = sum(columns[placed.column : last])
        for step in range(cell.rowspan):
            merge = ("restart" if step == 0 else "continue") if cell.rowspan > 1 else ""
            shown = cell if step == 0 else Cell("", colspan=cell.colspan)
            xml = _cell(shown, width, cell.align or "center", is_bold=True, merge=merge)
            cells[placed.row + step].append((placed.column, xml))
    return [
        f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>"
        + "".join(xml for _, xml in sorted(row))
        + "</w:tr>"
        for row in cells
    ]


def _body_row(table: Table, row: Row, columns: list[int]) -> str:
    xml, column = ["<w:tr><w:trPr><w:cantSplit/></w:trPr>"], 0
    for cell in row.cells:
        width = sum(columns[column : column + cell.colspan])
        align = cell.align or table.columns[column].align
        indent = row.indent * _INDENT_STEP if column == table.indent_column else 0
        xml.append(_cell(cell, width, align, is_bold=row.is_emphasised, indent=indent))
        column += cell.colspan
    return "".join(xml) + "</w:tr>"


def _cell(
    cell: Cell,
    width: int,
    align: str,
    *,
    is_bold: bool,
    merge: str = "",
    indent: float = 0,
) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    side = {"justify": "both"}.get(align, align)
    left = f'<w:ind w:left="{twentieths(indent)}" w:firstLine="0"/>' if indent else ""
    face = ("<w:b/>" if is_bold or cell.bold else "") + ("<w:i/>" if cell.italic else "")
    look = f"<w:rPr>{face}</w:rPr>" if face else ""
    words = escape(writable(cell.text))
    run = f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{down}<w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/>{left}<w:jc w:val="{side}"/></w:pPr>'
        f"{run}</w:p></w:tc>"
    )
