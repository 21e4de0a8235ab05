"""Can a workbook be opened within its bounds? Tried in a process of its own (apart/parent.py).

Called there, without settings: an .xls of 6 kB may ask for a gigabyte as soon as it is opened.
"""

import struct
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from giaoban.exchange.reporting.calling_formulas import Calling
from giaoban.exchange.reporting.compound_files import SIGNATURE
from giaoban.exchange.reporting.old_workbooks import judged_formulas
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named

_DAMAGED = (CalamineError, ZipError, OSError, ValueError, LookupError, struct.error)
_LONGEST_NAME = 100  # of a sheet, as it is shown


def answer(given: dict[str, int], content: bytes) -> tuple[dict[str, Any], bytes]:
    """`refused`: the code of a problem, `told` its parameters; else `failed` and `calling`, both
    of an .xls: its formulas by sheet and cell.

    `given`: most_cells of a sheet, most_in_all, most_failed.
    """
    try:
        judged: list[tuple[str, str, str]] = []
        if content.startswith(SIGNATURE):
            judged = judged_formulas(content, given["most_failed"])
        _refuse_wide(CalamineWorkbook.from_filelike(BytesIO(content)), judged, given)
    except RuleError as error:
        return {"refused": error.code, "told": dict(error.params)}, b""
    except PasswordError:
        return {"refused": "workbook_locked"}, b""
    except _DAMAGED:
        return {"refused": "workbook_damaged"}, b""
    except BaseException as error:
        # A reader written in Rust that breaks down says so by an exception of its own kind.
        if type(error).__name__ != "PanicException":
            raise
        return {"refused": "workbook_damaged"}, b""
    calling = [each for each in judged if isinstance(each[2], Calling)]
    failed = [each for each in judged if not isinstance(each[2], Calling)]
    return {"failed": failed, "calling": calling}, b""


def _refuse_wide(
    workbook: CalamineWorkbook, judged: list[tuple[str, str, str]], given: dict[str, int]
) -> None:
    """A formula that failed is put where the reader leaves nothing: a sheet reaches as far as that.

    Sheets are read by name: of two of one name, which no program writes, one would stay unmeasured.
    """
    names = workbook.sheet_names
    if len(set(names)) < len(names):
        raise RuleError("workbook_damaged")
    reach: dict[str, tuple[int, int]] = {}
    for name, cell, _shown in judged:
        reach[name] = _farther(reach.get(name), cell_named(cell))
    in_all = 0
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        row, column = _farther(sheet.end, reach.get(name))
        cells = (row + 1) * (column + 1)
        in_all += cells
        if cells > given["most_cells"]:
            told = {"sheet": name[:_LONGEST_NAME], "cell": cell_name((row, column))}
            raise RuleError("workbook_too_large", most=given["most_cells"], **told)
        if in_all > given["most_in_all"]:
            raise RuleError("workbook_too_large")
        sheet.to_python(skip_empty_area=False)  # as it will be read


def _farther(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int]:
    """The corner of the rectangle that holds both cells; (-1, -1) where there is none."""
    (row, column), (below, beside) = one or (-1, -1), other or (-1, -1)
    return max(row, below), max(column, beside)
