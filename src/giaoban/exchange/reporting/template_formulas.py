"""Which formulas and bounds does Excel check a cell by, as the server will check it again?"""

from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from giaoban.exchange.reporting.template_layout import (
    CHECK_MESSAGE,
    CHECK_RAW,
    CHECK_REASON,
    CHECKS_HEADER_ROW,
    NOW,
    ItemRow,
    Spot,
    absolute,
    cell_name,
)
from giaoban.rules.reporting.cell_input import LARGEST_NUMBER
from giaoban.rules.reporting.checks import CheckFacts, CheckLevel
from giaoban.rules.reporting.form_structure import PlacedItem
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind, PartGroup
from giaoban.rules.reporting.part_sums import broken_sums
from giaoban.rules.reporting.regime_facts import Asked

_LARGEST = int(LARGEST_NUMBER)
_LONGEST_TITLE, _LONGEST_TEXT = 32, 255  # what Excel shows beside a cell
_LONGEST_FORMULA = 8000  # Excel takes 8192 characters

CellOfTable = tuple[str, PlacedItem, str, Sequence[tuple[int, CheckFacts]], Sequence[str]]
"""The name of the column, what is asked, its cell, its checks, and the faults of its parts."""


def validation_of(asked: Asked, choices: str) -> dict[str, Any] | None:
    """XlsxWriter's data validation of a typed cell; None where anything may be written.

    `choices` is the range that holds the choices, with its leading "=".
    """
    rule: dict[str, Any]
    match asked.kind:
        case IndicatorKind.COUNT:
            least = max(0, ceil(asked.minimum)) if asked.minimum is not None else 0
            most = floor(asked.maximum) if asked.maximum is not None else max(_LARGEST, least)
            rule = {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most}
            said = _("Type a whole number of 0 or more, digits only.")
        case IndicatorKind.AMOUNT:
            low, high = asked.minimum, asked.maximum
            low = min(-_LARGEST, high or 0) if low is None else low
            high = max(_LARGEST, low) if high is None else high
            rule = {
                "validate": "decimal",
                "criteria": "between",
                "minimum": low,
                "maximum": high,
            }
            said = _("Type a number, digits only.")
        case IndicatorKind.YES_NO:
            rule = {"validate": "list", "source": [_("Yes"), _("No")]}
            said = _("Choose Yes or No from the list.")
        case IndicatorKind.CHOICE:
            rule = {"validate": "list", "source": choices}
            said = _("Choose one from the list.")
        case _:
            return None
    bounds = _bounds_text(asked)
    sentences = [text for text in (said, bounds) if text]
    help_first = [text for text in (asked.help, *sentences) if text]
    return rule | {
        "input_title": asked.name[:_LONGEST_TITLE],
        "input_message": "\n".join(help_first)[:_LONGEST_TEXT],
        "error_title": _("This value does not fit")[:_LONGEST_TITLE],
        "error_message": "\n".join(sentences)[:_LONGEST_TEXT],
    }


def row_formula(
    item: ItemRow,
    checks: Sequence[tuple[int, CheckFacts]],
    checks_sheet: str,
    nothing_arose: str,
    part_sums: Sequence[str] = (),
) -> str:
    """What stands against the row as text: the cell's own fault, its parts, the checks that fail.

    `checks` are those that stand beside this row, with their index in the form; `nothing_arose`
    is the condition under which nothing is missing.
    """
    cell = cell_name(item.row, NOW)
    parts = [cell_fault(item.asked, cell, nothing_arose)] if item.is_typed else []
    parts += [*part_sums, *_failed(checks, checks_sheet)]
    return f"=TRIM({'&'.join(parts)})" if parts else ""


def table_row_formula(cells: Sequence[CellOfTable], checks_sheet: str, nothing_arose: str) -> str:
    """The same for a row of a table, each cell's fault with the name of its column.

    Of a very wide table the last columns are left to the server.
    """
    parts: list[str] = []
    for name, item, cell, checks, part_sums in cells:
        of_one = [
            cell_fault(item.asked, cell, nothing_arose, f" {name}: "),
            *part_sums,
            *_failed(checks, checks_sheet),
        ]
        if sum(map(len, parts)) + sum(map(len, of_one)) > _LONGEST_FORMULA:
            break
        parts += of_one
    return f"=TRIM({'&'.join(parts)})"


def part_faults(group: PartGroup, whole: str, parts: Sequence[str]) -> str:
    """A text where the parts contradict the whole, as rules.reporting.part_sums judges it."""
    cells = ",".join(parts)
    added = f"SUM({cells})"
    sizes = f"ABS({whole}),ABS({added})"
    digits = f"MAX(0,MIN(9,13-INT(LOG10(MAX(1,{sizes}))+1E-9)))"
    apart = f"ROUND(ROUND({added},9)-ROUND({whole},9),{digits})"
    is_broken = f"{apart}<>0" if group.is_equal else f"{apart}>0"
    enough = f"COUNT({cells}){f'={len(parts)}' if group.is_equal else '>0'}"
    said = quoted(f" {_parts_words(group)}")
    return f'IF(AND(ISNUMBER({whole}),{enough}),IF({is_broken},{said},""),"")'


def _parts_words(group: PartGroup) -> str:
    if group.is_equal and group.name:
        return _("“%(name)s” does not add up to this figure.") % {"name": group.name}
    if group.is_equal:
        return _("The parts do not add up to this figure.")
    if group.name:
        return _("“%(name)s” adds up to more than this figure.") % {"name": group.name}
    return _("The parts add up to more than this figure.")


def _failed(checks: Sequence[tuple[int, CheckFacts]], checks_sheet: str) -> list[str]:
    parts = []
    for index, check in checks:
        row = CHECKS_HEADER_ROW + 1 + index
        fails = f"{absolute(checks_sheet, row, CHECK_RAW)}=FALSE"
        if check.level is CheckLevel.WARNING:
            fails = f'AND({fails},{absolute(checks_sheet, row, CHECK_REASON)}="")'
        parts.append(f'IF({fails}," "&{absolute(checks_sheet, row, CHECK_MESSAGE)},"")')
    return parts


def row_text(
    asked: Asked,
    checks: Sequence[str],
    *,
    is_typed: bool,
    is_filled: bool,
    nothing_arose: bool,
    column: str = "",
) -> str:
    """The same for what the template holds when it is made; `checks` are the failing messages."""
    lacking = is_typed and asked.is_required and not is_filled and not nothing_arose
    missing = f"{column}: " if column else ""
    return " ".join(([missing + _("Not filled in yet")] if lacking else []) + list(checks))


def part_texts(facts: IndicatorFacts, numbers: Mapping[str, float]) -> list[str]:
    """What part_faults would say of these numbers."""
    return [_parts_words(broken.group) for broken in broken_sums(facts, numbers)]


def ratio_formula(item: ItemRow, spots: Mapping[str, Spot]) -> str:
    """A plain fraction of two figures; empty where it cannot be divided."""
    parts = [spots.get(code) for code in (item.asked.numerator, item.asked.denominator)]
    if None in parts:
        return '=""'
    own = spots[item.asked.code].sheet
    above, below = (part.cell if part.sheet == own else part.absolute for part in parts if part)
    return f'=IF(AND(ISNUMBER({above}),ISNUMBER({below})),IFERROR({above}/{below},""),"")'


def cell_fault(asked: Asked, cell: str, nothing_arose: str, before: str = "") -> str:
    """What is wrong with the content of one cell, as a text that begins with `before`."""
    # Not within the f-strings: there gettext's extractor finds no words.
    large, small = _("Too large"), _("Too small")
    broken, other = _("Not a whole number"), _("Not a number")
    fault = '""'
    if asked.kind in {IndicatorKind.COUNT, IndicatorKind.AMOUNT}:
        least = asked.minimum
        if asked.kind == IndicatorKind.COUNT:
            least = max(0, asked.minimum or 0)
        if asked.maximum is not None:
            fault = f"IF({cell}>{asked.maximum!r},{quoted(before + large)},{fault})"
        if least is not None:
            fault = f"IF({cell}<{least!r},{quoted(before + small)},{fault})"
        if asked.kind == IndicatorKind.COUNT:
            fault = f"IF({cell}<>INT({cell}),{quoted(before + broken)},{fault})"
        fault = f"IF(NOT(ISNUMBER({cell})),{quoted(before + other)},{fault})"
    lacking = '""'
    if asked.is_required:
        lacking = f'IF({nothing_arose},"",{quoted(before + _("Not filled in yet"))})'
    return f'IF({cell}="",{lacking},{fault})'


def _bounds_text(asked: Asked) -> str:
    least, most = asked.minimum, asked.maximum
    if asked.kind not in {IndicatorKind.COUNT, IndicatorKind.AMOUNT}:
        return ""
    if least is not None and most is not None:
        return _("From %(least)s to %(most)s.") % {"least": _plain(least), "most": _plain(most)}
    if least is not None and (least > 0 or asked.kind == IndicatorKind.AMOUNT):
        return _("Not less than %(least)s.") % {"least": _plain(least)}
    if most is not None:
        return _("Not more than %(most)s.") % {"most": _plain(most)}
    return ""


def _plain(number: float) -> str:
    return str(localize(int(number) if number == int(number) else number))


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'
