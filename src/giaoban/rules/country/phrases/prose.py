"""How do the sections of a report say who reported, and what figures became of it?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProsePhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language."""

    usual_sections: tuple[str, str, str, str]
    units_said: str
    up_to: str
    nobody_asked: str
    asked: str
    in_time: str
    missing: str
    estimated: str
    over_error: str
    named_late: str
    named_missing: str
    named_returned: str
    named: str
    no_names: str
    names_withheld: str
    names_and_more: str
    no_figure: str
    unchanged: str
    up: str
    down: str
    estimate_mark: str


VIETNAMESE = ProsePhrases(
    usual_sections=(
        "Tình hình gửi báo cáo",
        "Kết quả thực hiện",
        "Khó khăn, vướng mắc",
        "Đề xuất, kiến nghị",
    ),
    units_said="Các đơn vị phản ánh:",
    up_to="Số liệu đến ngày {day} ({period}).",
    nobody_asked="Kỳ này không có đơn vị nào phải gửi báo cáo.",
    asked="Kỳ này có {expected} đơn vị phải gửi báo cáo; {received} đơn vị đã gửi ({share})",
    in_time=", trong đó {punctual} đơn vị gửi đúng hạn, {late} đơn vị gửi muộn",
    missing="; {missing} đơn vị chưa gửi",
    estimated="; {estimated} đơn vị có số liệu ước thực hiện",
    over_error="; {count} đơn vị có báo cáo được tiếp nhận khi còn lỗi",
    named_late="Gửi muộn",
    named_missing="Chưa gửi",
    named_returned="Đang hoàn thiện theo yêu cầu",
    named="{title} ({count} đơn vị): {names}.",
    no_names="không có",
    names_withheld="{count} đơn vị khác",
    names_and_more="{names} và {count} đơn vị khác",
    no_figure="(chưa có số liệu)",
    unchanged="không thay đổi",
    up="tăng {change}",
    down="giảm {change}",
    estimate_mark="(ước)",  # ước thực hiện
)


ENGLISH = ProsePhrases(
    usual_sections=(
        "Standing of reports",
        "Results",
        "Difficulties",
        "Proposals and requests",
    ),
    units_said="Units report:",
    up_to="Figures up to {day} ({period}).",
    nobody_asked="No unit was asked for a report in this period.",
    asked="Reports asked for in this period: {expected}; received: {received} ({share})",
    in_time=", on time: {punctual}, late: {late}",
    missing="; missing: {missing}",
    estimated="; with estimates: {estimated}",
    over_error="; accepted over an error: {count}",
    named_late="Late",
    named_missing="Missing",
    named_returned="Being mended on request",
    named="{title} ({count}): {names}.",
    no_names="none",
    names_withheld="{count} not named here",
    names_and_more="{names} and {count} more",
    no_figure="(no figure yet)",
    unchanged="unchanged",
    up="up {change}",
    down="down {change}",
    estimate_mark="(est.)",
)
