"""Reading totals of earlier years: `unit,period,indicator,value`, taken whole or refused whole."""

import csv
import io

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.carried import CarriedLine

COLUMNS = ("unit", "period", "indicator", "value")


def read_carried_lines(content: bytes) -> list[CarriedLine]:
    """UTF-8, a byte order mark is accepted, empty lines are skipped.

    Raises RuleError `carried_not_utf8`, `carried_columns_missing` (columns),
    `carried_columns_unknown` (columns), `carried_line_length` (line) or `carried_file_empty`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleError("carried_not_utf8") from None
    rows = csv.reader(io.StringIO(text, newline=""))
    head = [cell.strip() for cell in next(rows, [])]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise RuleError("carried_columns_missing", columns=", ".join(missing))
    unknown = [name for name in head if name not in COLUMNS]
    if unknown or len(head) > len(COLUMNS):
        raise RuleError("carried_columns_unknown", columns=", ".join(unknown or head))
    lines = []
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(head):
            raise RuleError("carried_line_length", line=rows.line_num)
        cells = dict(zip(head, (cell.strip() for cell in row), strict=True))
        lines.append(CarriedLine(rows.line_num, **cells))
    if not lines:
        raise RuleError("carried_file_empty")
    return lines
