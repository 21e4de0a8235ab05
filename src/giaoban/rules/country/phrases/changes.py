"""How does an annex say what changed since the report before?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangePhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language."""

    annex: str
    no_change: str
    corrections: str
    correction: str
    head: tuple[str, str, str, str, str, str]
    and_more_units: str
    figure_names: tuple[str, str, str, str, str]


VIETNAMESE = ChangePhrases(
    annex="Số liệu thay đổi so với bản báo cáo trước",
    no_change="Không có số liệu nào thay đổi.",
    corrections="Các báo cáo được bổ sung, đính chính:",
    correction="{unit}, {period}, bản thứ {number}, gửi ngày {day}",
    head=("STT", "Chỉ tiêu", "Số liệu", "Bản trước", "Bản này", "Đơn vị"),
    and_more_units="và {count} đơn vị khác",
    figure_names=("Kỳ này", "Kỳ trước", "Cùng kỳ năm trước", "Lũy kế từ đầu năm", "Kế hoạch năm"),
)


ENGLISH = ChangePhrases(
    annex="Figures that changed since the report before",
    no_change="No figure has changed.",
    corrections="Reports that were supplemented or corrected:",
    correction="{unit}, {period}, version {number}, sent on {day}",
    head=("No.", "Indicator", "Figure", "Before", "Now", "Units"),
    and_more_units="and {count} more",
    figure_names=(
        "This period",
        "Previous period",
        "A year before",
        "Year to date",
        "Target of the year",
    ),
)
