"""Which fixed Vietnamese words does a consolidated report use?

A report is written in the language of its layout (documents/profiles.py), whoever reads the page;
so its words stand here together, like the decree's own, and not among the texts of the screens.
"""

from giaoban.documents.numbers import (
    MISSING,
    capital_first,
    format_change,
    format_number,
    format_percent,
)
from giaoban.documents.period_titles import period_long_title, period_title
from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.consolidated_facts import Compared, ShownIndicator
from giaoban.rules.reporting.period_keys import PeriodKind, parse_key

LANGUAGE = "vi"
TYPE_LINE = "BÁO CÁO"
MADE_UP = "Số liệu minh họa"
NO_FIGURE = "(chưa có số liệu)"
UNCHANGED = "không thay đổi"
TO_BE_FILLED = "……"
UNITS_SAID = "Các đơn vị phản ánh:"
UNITS_ANNEX = "Kết quả theo đơn vị"
CHANGES_ANNEX = "Số liệu thay đổi so với bản báo cáo trước"
MAIN_TABLE = "Bảng 1. Kết quả thực hiện các chỉ tiêu"
TOTAL = "Tổng số"
LIST_ROWS = "Số lượng"
WITHOUT_DONOR = "Không có nhà tài trợ"
OF_WHICH = "Trong đó:"
CARRIED_MARK = "*"
ESTIMATE_MARK = "(ước)"  # ước thực hiện
PROPOSALS = ("kiến nghị", "đề xuất", "đề nghị")
# Titles of regimes say how often; the period's own name follows instead.
_FREQUENCIES = (
    "hằng tuần",
    "hằng tháng",
    "hằng quý",
    "hằng năm",
    "hàng tuần",
    "hàng tháng",
    "hàng quý",
    "hàng năm",
    "6 tháng",
    "9 tháng",
)
_TOPICS = ("kết quả", "tình hình", "công tác", "tiến độ")
FIGURE_NAMES = {
    "now": "Kỳ này",
    "previous": "Kỳ trước",
    "last_year": "Cùng kỳ năm trước",
    "so_far": "Lũy kế từ đầu năm",
    "target": "Kế hoạch năm",
}


def numbered_table(number: int, title: str) -> str:
    return f"Bảng {number}. {title}"


def broken_down_title(breakdown: str) -> str:
    """ "Giới tính" → "Phân theo giới tính"."""
    return f"Phân theo {breakdown[:1].lower()}{breakdown[1:]}"


def report_subject(regime_name: str, period: str) -> str:
    """ "Báo cáo chuyển đổi số hằng quý" of 2026Q3 → "Tình hình chuyển đổi số quý III năm 2026"."""
    topic = regime_name.strip()
    if topic.lower().startswith("báo cáo "):
        topic = topic[len("báo cáo ") :]
    for frequency in _FREQUENCIES:
        if topic.lower().endswith(f" {frequency}"):
            topic = topic[: -len(frequency) - 1]
    if not topic.lower().startswith(_TOPICS):
        topic = f"tình hình {topic[:1].lower()}{topic[1:]}" if topic else "tình hình"
    return f"{capital_first(topic)} {period_long_title(period, LANGUAGE)}"


def column_title(period: str) -> str:
    """ "Quý III/2026", "Năm 2010"."""
    return capital_first(period_title(period, LANGUAGE))


def axis_title(period: str) -> str:
    """A period's name within its year, since this year and the last share an axis."""
    parsed = parse_key(period)
    match parsed.kind:
        case PeriodKind.MONTH:
            return f"T{parsed.number}"
        case PeriodKind.QUARTER:
            return f"Quý {('I', 'II', 'III', 'IV')[parsed.number - 1]}"
        case PeriodKind.HALF:
            return f"6T {'đầu' if parsed.number == 1 else 'cuối'}"
        case PeriodKind.WEEK:
            return f"{parsed.number}"
        case _:
            return period_title(period, LANGUAGE)


def number_text(indicator: ShownIndicator, value: float | None) -> str:
    if indicator.is_ratio:
        return format_percent(value, LANGUAGE, decimals=ratio_decimals(indicator))
    return format_number(value, LANGUAGE, decimals=indicator.decimals)


def ratio_decimals(indicator: ShownIndicator) -> int:
    """How many decimals of its per cent a ratio shows: one, unless the form says how many."""
    return 1 if indicator.decimals is None else indicator.decimals


def bare_number_text(indicator: ShownIndicator, value: float | None) -> str:
    """In a table that says beside or above it that the figure is in per cent: no sign again."""
    if indicator.is_ratio:
        return format_percent(value, LANGUAGE, decimals=ratio_decimals(indicator), is_bare=True)
    return number_text(indicator, value)


def number_format(indicator: ShownIndicator) -> str:
    """A spreadsheet's format for the indicator's figures."""
    if indicator.is_ratio:
        shown = ratio_decimals(indicator)
        return "0." + "0" * shown + "%" if shown else "0%"
    decimals = indicator.decimals
    if decimals is None:
        return "#,##0.##"
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def bare_number_format(indicator: ShownIndicator) -> str:
    """As `number_format`, for a figure whose unit stands beside or above it: see `bare_value`."""
    return number_format(indicator).replace("%", "")


def bare_value(indicator: ShownIndicator, value: float | None) -> float | None:
    """What a spreadsheet holds where the unit of measure says per cent: 21.8 and not 0.218.

    Its change in points is held alike, so that a difference of two cells is the change.
    """
    return round(value * 100, 10) if indicator.is_ratio and value is not None else value


def unit_of_measure(indicator: ShownIndicator) -> str:
    return "%" if indicator.is_ratio else indicator.measure


def carried_text(text: str, name: str, held: Compared) -> str:
    """Marked where the figure was carried over or holds an estimate.

    `name` is that of one of `held`'s figures.
    """
    if name in held.estimated:
        return f"{text} {ESTIMATE_MARK}"
    return text + CARRIED_MARK if name in held.carried else text


def change_words(change: Change | None) -> str:
    """In a sentence: "tăng 12,3 %", of a ratio "giảm 3,5 điểm %"; "không thay đổi"."""
    if change is None:
        return NO_FIGURE
    if not change.direction:
        return UNCHANGED
    written = format_change(change, LANGUAGE, is_signed=False)
    return f"{'tăng' if change.direction > 0 else 'giảm'} {written}"


def names_text(names: tuple[str, ...], most: int = 100) -> str:
    """Names in a row; beyond `most` the rest is counted."""
    if not names:
        return "không có"
    shown = ", ".join(names[:most])
    rest = len(names) - most
    return f"{shown} và {format_number(rest, LANGUAGE)} đơn vị khác" if rest > 0 else shown


def measured(text: str, indicator: ShownIndicator) -> str:
    """ "48.210 hồ sơ"; a percentage needs no unit."""
    if text == MISSING or indicator.is_ratio or not indicator.measure:
        return text
    return f"{text} {indicator.measure}"
