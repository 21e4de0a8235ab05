"""How does a consolidated report word its figures, in the language of its layout?

It is the layout's language whoever reads the page (rules/country/phrases/ has the phrases), and
one for the whole installation, chosen when the program starts.
"""

from giaoban.documents.numbers import (
    MISSING,
    capital_first,
    format_change,
    format_number,
    format_percent,
)
from giaoban.documents.period_titles import period_long_title, period_short_title, period_title
from giaoban.queries.country import country
from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.consolidated_facts import Compared, ShownIndicator
from giaoban.rules.reporting.period_keys import PeriodKind, parse_key

SAID = country().phrases
LANGUAGE = SAID.language
TYPE_LINE = SAID.frame.report
MADE_UP = SAID.frame.made_up
NO_FIGURE = SAID.prose.no_figure
UNCHANGED = SAID.prose.unchanged
TO_BE_FILLED = "……"
UNITS_SAID = SAID.prose.units_said
UNITS_ANNEX = SAID.tables.units_annex
CHANGES_ANNEX = SAID.changes.annex
MAIN_TABLE = SAID.tables.main_table
TOTAL = SAID.tables.total
LIST_ROWS = SAID.tables.list_rows
WITHOUT_DONOR = SAID.tables.without_donor
UNIT = SAID.tables.unit
YES, NO = SAID.tables.yes_no
LISTS_ANNEX = SAID.tables.lists_annex
OF_WHICH = SAID.tables.of_which
CARRIED_MARK = "*"
ESTIMATE_MARK = SAID.prose.estimate_mark
PROPOSALS = SAID.typed.proposals
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
_TOPICS = ("kết quả", "tình hình", "công tác", "tiến độ", "nhanh tình hình")
FIGURE_NAMES = dict(
    zip(
        ("now", "previous", "last_year", "so_far", "target"), SAID.changes.figure_names, strict=True
    )
)


def numbered_table(number: int, title: str) -> str:
    return SAID.tables.table.format(number=number, title=title)


def more_rows_in_spreadsheet(number: int) -> str:
    return SAID.tables.more_rows.format(number=format_number(number, LANGUAGE))


def rows_left_out(number: int) -> str:
    return SAID.tables.rows_left_out.format(number=format_number(number, LANGUAGE))


def broken_down_title(breakdown: str) -> str:
    """ "Giới tính" → "Phân theo giới tính"."""
    return SAID.tables.broken_down.format(breakdown=f"{breakdown[:1].lower()}{breakdown[1:]}")


def report_subject(
    regime_name: str, period: str, year_starts: int = 1, *, incident: str = ""
) -> str:
    """ "Báo cáo chuyển đổi số hằng quý" of 2026Q3 → "Tình hình chuyển đổi số quý III năm 2026"."""
    when = period_long_title(period, LANGUAGE, year_starts=year_starts, incident=incident)
    topic = regime_name.strip()
    if LANGUAGE == "vi":
        topic = _vietnamese_topic(topic)
    return capital_first(SAID.frame.subject.format(topic=topic, period=when))


def _vietnamese_topic(topic: str) -> str:
    if topic.lower().startswith("báo cáo "):
        topic = topic[len("báo cáo ") :]
    for frequency in _FREQUENCIES:
        if topic.lower().endswith(f" {frequency}"):
            topic = topic[: -len(frequency) - 1]
    if not topic.lower().startswith(_TOPICS):
        topic = f"tình hình {topic[:1].lower()}{topic[1:]}" if topic else "tình hình"
    return topic


def column_title(period: str, year_starts: int = 1, *, incident: str = "") -> str:
    """ "Quý III/2026", "Năm 2010"; of an incident its name."""
    return capital_first(period_title(period, LANGUAGE, year_starts=year_starts, incident=incident))


def axis_title(period: str, year_starts: int = 1) -> str:
    """A period's name within its year, since this year and the last share an axis."""
    parsed = parse_key(period)
    match parsed.kind:
        case PeriodKind.MONTH:
            short = period_short_title(period, LANGUAGE).split()[0]
            return SAID.charts.axis_month.format(number=parsed.number, short=short)
        case PeriodKind.QUARTER:
            roman = ("I", "II", "III", "IV")[parsed.number - 1]
            return SAID.charts.axis_quarter.format(roman=roman, number=parsed.number)
        case PeriodKind.HALF:
            return SAID.charts.axis_half1 if parsed.number == 1 else SAID.charts.axis_half2
        case PeriodKind.WEEK:
            return f"{parsed.number}"
        case _:
            return period_title(period, LANGUAGE, year_starts=year_starts)


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
    return (SAID.prose.up if change.direction > 0 else SAID.prose.down).format(change=written)


def names_text(names: tuple[str, ...], most: int = 100, *, withheld: int = 0) -> str:
    """Names in a row; beyond `most` the rest is counted, as are those `withheld` from a reader."""
    if not names:
        unnamed = SAID.prose.names_withheld.format(count=format_number(withheld, LANGUAGE))
        return unnamed if withheld else SAID.prose.no_names
    shown = ", ".join(names[:most])
    rest = max(len(names) - most, 0) + withheld
    if not rest:
        return shown
    return SAID.prose.names_and_more.format(names=shown, count=format_number(rest, LANGUAGE))


def measured(text: str, indicator: ShownIndicator) -> str:
    """ "48.210 hồ sơ"; a percentage needs no unit."""
    if text == MISSING or indicator.is_ratio or not indicator.measure:
        return text
    return f"{text} {indicator.measure}"
