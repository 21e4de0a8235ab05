"""What does a formula of somebody's workbook add up or divide?

Only plain sums and plain quotients of cells are understood; everything else is left to the
workbook.
"""

import re
from collections.abc import Iterator

from giaoban.rules.reporting.workbook_grid import Cell

Place = tuple[str, Cell]
"""Sheet and cell."""

_MOST_CELLS = 2_000
_SPACES = re.compile(r"\s+(?=(?:[^']*'[^']*')*[^']*$)")  # but not in the name of a sheet
_SHEET = r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^\W\d][\w.]*))!)?"
_REFERENCE = re.compile(
    _SHEET + r"\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})"
    r"(?::\$?(?P<last_column>[A-Z]{1,3})\$?(?P<last_row>\d{1,7}))?"
)
_RELATIVE = re.compile(r"(\$?)\b([A-Z]{1,3})(\$?)(\d{1,7})\b(?![(!])")


def added_cells(formula: str, sheet: str) -> list[Place] | None:
    """The cells whose sum the formula is, such as `SUM(D8:D10)` or `D8+D9`; else None."""
    bare = _SPACES.sub("", formula).removeprefix("+")
    found: list[Place] = []
    for term in _terms(bare):
        inner = re.fullmatch(r"SUM\((.*)\)", term, re.IGNORECASE)
        for part in re.split(r"[,;]", inner.group(1)) if inner else [term]:
            cells = _cells(part, sheet, is_range_allowed=inner is not None)
            if cells is None or len(found) + len(cells) > _MOST_CELLS:
                return None
            found += cells
    return found if len(found) > 1 else None


def divided_cells(formula: str, sheet: str) -> tuple[Place, Place] | None:
    """Numerator and denominator of `D8/D9`, also within IFERROR or IF(D9=0, …); else None."""
    bare = _SPACES.sub("", formula)
    guarded = re.fullmatch(r"IFERROR\((.*),[^,]*\)", bare, re.IGNORECASE)
    bare = guarded.group(1) if guarded else bare
    above, slash, below = bare.partition("/")
    if not slash:
        return None
    first = _cells(above, sheet, is_range_allowed=False)
    second = _cells(below, sheet, is_range_allowed=False)
    return (first[0], second[0]) if first and second else None


def shifted(formula: str, rows: int, columns: int) -> str:
    """A shared formula as it reads so many rows below and columns right of where it stands."""

    def moved(found: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, number = found.groups()
        column = letters if fixed_column else letters_of(column_of(letters) + columns)
        row = number if fixed_row else str(int(number) + rows)
        return f"{fixed_column}{column}{fixed_row}{row}"

    return _RELATIVE.sub(moved, formula)


def column_of(letters: str) -> int:
    """0 for A."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def letters_of(column: int) -> str:
    """A for 0."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(ord("A") + letter) + letters
        column -= 1
    return letters


def cell_name(cell: Cell) -> str:
    """`D8` for row 7, column 3."""
    return f"{letters_of(cell[1])}{cell[0] + 1}"


def cell_named(name: str) -> Cell | None:
    """(7, 3) for `D8` or `$d$8`; None for what names no cell."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", name.strip().upper(), re.ASCII)
    return (int(found.group(2)) - 1, column_of(found.group(1))) if found else None


def _terms(formula: str) -> Iterator[str]:
    """What the outermost + signs part."""
    depth, term = 0, ""
    for sign in formula:
        depth += (sign == "(") - (sign == ")")
        if sign == "+" and depth == 0:
            yield term
            term = ""
        else:
            term += sign
    yield term


def _cells(text: str, sheet: str, *, is_range_allowed: bool) -> list[Place] | None:
    found = _REFERENCE.fullmatch(text)
    if found is None:
        return None
    quoted, bare = found.group("quoted"), found.group("bare")
    named = quoted.replace("''", "'") if quoted else bare or sheet
    top, left = int(found.group("row")) - 1, column_of(found.group("column"))
    if not found.group("last_row"):
        return [(named, (top, left))]
    bottom, right = int(found.group("last_row")) - 1, column_of(found.group("last_column"))
    count = (abs(bottom - top) + 1) * (abs(right - left) + 1)
    if not is_range_allowed or count > _MOST_CELLS:
        return None
    return [
        (named, (row, column))
        for row in range(min(top, bottom), max(top, bottom) + 1)
        for column in range(min(left, right), max(left, right) + 1)
    ]
