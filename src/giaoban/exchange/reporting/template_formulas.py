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
    absolute,
    cell_name,
)
from giaoban.rules.reporting.cell_input import LARGEST_TYPED
from giaoban.rules.reporting.checks import CheckFacts, CheckLevel
from giaoban.rules.reporting.indicators import IndicatorKind

_LARGEST = int(LARGEST_TYPED)
_LONGEST_TITLE, _LONGEST_TEXT = 32, 255  # what Excel shows beside a cell


def validation_of(item: ItemRow, choices: str) -> dict[str, Any] | None:
    """XlsxWriter's data validation of a typed cell; None where anything may be written.

    `choices` is the range that holds the choices, with its leading "=".
    """
    asked = item.asked
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
    bounds = _bounds_text(item)
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
) -> str:
    """What stands against the row as text: the cell's own fault, then the checks that fail.

    `checks` are those that stand beside this row, with their index in the form; `nothing_arose`
    is the condition under which nothing is missing.
    """
    parts = [_cell_fault(item, nothing_arose)] if item.is_typed else []
    for index, check in checks:
        row = CHECKS_HEADER_ROW + 1 + index
        fails = f"{absolute(checks_sheet, row, CHECK_RAW)}=FALSE"
        if check.level is CheckLevel.WARNING:
            fails = f'AND({fails},{absolute(checks_sheet, row, CHECK_REASON)}="")'
        parts.append(f'IF({fails}," "&{absolute(checks_sheet, row, CHECK_MESSAGE)},"")')
    return f"=TRIM({'&'.join(parts)})" if parts else ""


def row_text(item: ItemRow, checks: Sequence[str], *, is_filled: bool, nothing_arose: bool) -> str:
    """The same for what the template holds when it is made; `checks` are the failing messages."""
    lacking = item.is_typed and item.asked.is_required and not is_filled and not nothing_arose
    return " ".join(([_("Not filled in yet")] if lacking else []) + list(checks))


def ratio_formula(item: ItemRow, rows: Mapping[str, ItemRow]) -> str:
    """A plain fraction of two cells of the sheet; empty where it cannot be divided."""
    parts = [rows.get(code) for code in (item.asked.numerator, item.asked.denominator)]
    if None in parts:
        return '=""'
    above, below = (cell_name(part.row, NOW) for part in parts if part)
    return f'=IF(AND(ISNUMBER({above}),ISNUMBER({below})),IFERROR({above}/{below},""),"")'


def _cell_fault(item: ItemRow, nothing_arose: str) -> str:
    asked, cell = item.asked, cell_name(item.row, NOW)
    fault = '""'
    if asked.kind in {IndicatorKind.COUNT, IndicatorKind.AMOUNT}:
        least = asked.minimum
        if asked.kind == IndicatorKind.COUNT:
            least = max(0, asked.minimum or 0)
        if asked.maximum is not None:
            fault = f"IF({cell}>{asked.maximum!r},{quoted(_('Too large'))},{fault})"
        if least is not None:
            fault = f"IF({cell}<{least!r},{quoted(_('Too small'))},{fault})"
        if asked.kind == IndicatorKind.COUNT:
            fault = f"IF({cell}<>INT({cell}),{quoted(_('Not a whole number'))},{fault})"
        fault = f"IF(NOT(ISNUMBER({cell})),{quoted(_('Not a number'))},{fault})"
    lacking = '""'
    if asked.is_required:
        lacking = f'IF({nothing_arose},"",{quoted(_("Not filled in yet"))})'
    return f'IF({cell}="",{lacking},{fault})'


def _bounds_text(item: ItemRow) -> str:
    least, most = item.asked.minimum, item.asked.maximum
    if item.asked.kind not in {IndicatorKind.COUNT, IndicatorKind.AMOUNT}:
        return ""
    if least is not None and most is not None:
        return _("From %(least)s to %(most)s.") % {"least": _plain(least), "most": _plain(most)}
    if least is not None and (least > 0 or item.asked.kind == IndicatorKind.AMOUNT):
        return _("Not less than %(least)s.") % {"least": _plain(least)}
    if most is not None:
        return _("Not more than %(most)s.") % {"most": _plain(most)}
    return ""


def _plain(number: float) -> str:
    return str(localize(int(number) if number == int(number) else number))


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'
