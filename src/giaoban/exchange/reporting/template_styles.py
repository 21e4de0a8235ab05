"""How do the cells of a report's workbook look? Like the paper form; white is to be filled in."""

from dataclasses import dataclass
from functools import lru_cache

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FACE = "Times New Roman"
_LINE = "#9AA5B1"
_GREY = "#52606D"


@dataclass(frozen=True)
class Styles:
    """The formats of one workbook. Number formats are made once for each they are asked for."""

    workbook: Workbook
    made: dict[tuple[str, ...], Format]

    def of(self, name: str, number: str = "") -> Format:
        """A named style, with a number format of its own where one is given."""
        key = (name, number)
        if key not in self.made:
            wanted = _STYLES[name] | ({"num_format": number} if number else {})
            self.made[key] = self.workbook.add_format({"font_name": FACE, "font_size": 12} | wanted)
        return self.made[key]

    def indented(self, name: str, steps: int) -> Format:
        """A named style, set in by so many steps."""
        if not steps:
            return self.of(name)
        key = (name, f"indent {steps}")
        if key not in self.made:
            wanted = _STYLES[name] | {"indent": steps}
            self.made[key] = self.workbook.add_format({"font_name": FACE, "font_size": 12} | wanted)
        return self.made[key]


_TABLE = {"border": 1, "border_color": _LINE, "valign": "vcenter"}
_INPUT = _TABLE | {"locked": False, "bg_color": "#FFFFFF"}
_SHOWN = _TABLE | {"bg_color": "#F0F2F5", "font_color": _GREY}
_STYLES: dict[str, dict[str, object]] = {
    "plain": {},
    "title": {
        "bold": True,
        "font_size": 14,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": 1,
    },
    "subtitle": {"align": "center", "italic": True},
    "head": {"bold": True},
    "state": {"italic": True, "font_color": _GREY},
    "label": {"bold": True, "align": "right"},
    "header": _TABLE
    | {"bold": True, "align": "center", "text_wrap": 1, "bg_color": "#DDE5ED", "font_size": 11},
    "section": _TABLE | {"bold": True, "bg_color": "#EDF2F7"},
    "number": _TABLE | {"align": "center", "bg_color": "#F8F9FB"},
    "name": _TABLE | {"text_wrap": 1, "bg_color": "#F8F9FB"},
    "input": _INPUT | {"align": "right"},
    "choice": _INPUT | {"align": "center"},
    "text": _INPUT | {"text_wrap": 1, "valign": "top", "num_format": "@"},
    "locked": _TABLE | {"bg_color": "#F0F2F5", "align": "right"},
    "elsewhere": _SHOWN | {"italic": True, "text_wrap": 1, "font_size": 10},
    "shown": _SHOWN | {"align": "right"},
    "shown_text": _SHOWN | {"text_wrap": 1, "font_size": 10, "align": "center"},
    "note": _INPUT | {"text_wrap": 1, "font_size": 11, "num_format": "@"},
    "check": _TABLE | {"text_wrap": 1, "font_size": 11, "font_color": "#9B1C1C"},
    "total": _TABLE | {"text_wrap": 1, "bold": True, "bg_color": "#EDF2F7"},
    "open": {"locked": False},
    "list_cell": _INPUT | {"align": "right"},
    "list_text": _INPUT | {"text_wrap": 1, "valign": "top"},
    "result": _TABLE | {"align": "center", "bg_color": "#F8F9FB"},
    "paragraph": {"text_wrap": 1, "valign": "top"},
    "failed": {"bg_color": "#FDE8E8"},
    "to_fill": {"bg_color": "#FFF8DB"},
}
_WITHOUT_FACE = frozenset({"failed", "to_fill"})


def new_styles(workbook: Workbook) -> Styles:
    return Styles(workbook, {})


def highlight(styles: Styles, name: str) -> Format:
    """A conditional format: colours only, since Excel takes no typeface there."""
    if name not in _WITHOUT_FACE:
        raise KeyError(name)
    key = (name, "conditional")
    if key not in styles.made:
        styles.made[key] = styles.workbook.add_format(_STYLES[name])
    return styles.made[key]


def number_format(kind: str, decimals: int | None) -> str:
    """The program puts in its own separators; an amount without decimals shows what it has."""
    if kind == "ratio":
        return (
            "0." + "0" * (decimals if decimals is not None else 1) + "%" if decimals != 0 else "0%"
        )
    if kind == "count" or decimals == 0:
        return "#,##0"
    if decimals is None:
        return "General"
    return "#,##0." + "0" * decimals


class FormSheet(Worksheet):
    """A worksheet that remembers formulas it has looked through.

    The same few hundred come in thousands of workbooks; looking through them anew took a quarter
    of the time of writing.
    """

    @staticmethod
    @lru_cache(maxsize=4096)
    def _prepared(formula: str, expands: bool) -> str:
        return str(Worksheet()._prepare_formula(formula, expands))

    def colour_before_all(self, row: int, column: int, look: Format) -> None:
        """Colour a cell whatever the sheet's own rules say.

        Excel shows the first rule by its rank, LibreOffice the one that is written first.
        """
        others = self.cond_formats
        for rules in others.values():
            for rule in rules:
                rule["priority"] += 1
        following, self.dxf_priority, self.cond_formats = self.dxf_priority + 1, 1, {}
        wanted = {"type": "formula", "criteria": "=TRUE", "format": look, "stop_if_true": True}
        self.conditional_format(row, column, row, column, wanted)
        for cells, rules in others.items():
            self.cond_formats.setdefault(cells, []).extend(rules)
        self.dxf_priority = following

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return self._prepared(formula, expand_future_functions)
