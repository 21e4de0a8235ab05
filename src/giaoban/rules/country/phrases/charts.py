"""What stands at the charts of a report, to be seen and to be read aloud?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChartPhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language."""

    title: str
    now: str
    a_year_before: str
    compared: str
    line_alt: str
    bars_title: str
    bars_of_all: str
    bars_alt: str
    axis_quarter: str
    axis_month: str
    axis_half1: str
    axis_half2: str


VIETNAMESE = ChartPhrases(
    title="Biểu đồ {number}. {title}",
    now="Kỳ này",
    a_year_before="Một năm trước",
    compared="{title}, {change} so với {period}",
    line_alt="Đường {indicator} từ {first} đến {last}.",
    bars_title="{indicator}: {shown} đơn vị cao nhất trong {all} đơn vị",
    bars_of_all="{indicator}: cao nhất là {unit}",
    bars_alt="Cột ngang của {shown} đơn vị, dài nhất là {unit}.",
    axis_quarter="Quý {roman}",
    axis_month="T{number}",
    axis_half1="6T đầu",
    axis_half2="6T cuối",
)


ENGLISH = ChartPhrases(
    title="Figure {number}. {title}",
    now="This period",
    a_year_before="A year before",
    compared="{title}, {change} on {period}",
    line_alt="Line of {indicator} from {first} to {last}.",
    bars_title="{indicator}: the {shown} highest of {all} units",
    bars_of_all="{indicator}: highest in {unit}",
    bars_alt="Bars of {shown} units, the longest is {unit}.",
    axis_quarter="Q{number}",
    axis_month="{short}",
    axis_half1="H1",
    axis_half2="H2",
)
