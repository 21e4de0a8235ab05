"""How does a report look back over a year or several: sơ kết, tổng kết?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewPhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language."""

    subject: str
    sections: tuple[str, str, str, str, str]
    no_figures: str
    series_table: str
    series_head: tuple[str, str, str, str, str, str, str]
    points_table: str
    period: str
    point: str
    since: str
    until: str
    since_until: str
    together: str
    reached: str
    not_reached: str
    not_yet: str
    from_to: str
    line_alt: str
    carried_note: str
    no_register: str
    meetings_said: str
    no_meetings: str
    meetings_table: str
    meetings_head: tuple[str, str, str, str]
    in_writing: str
    kept_said: str
    none_asked: str
    best_table: str
    behind_table: str
    units_head: tuple[str, str, str, str]
    reach_target: str
    bring_to_end: str
    file: str  # in plain ASCII


VIETNAMESE = ReviewPhrases(
    subject="Kết quả hoạt động của {agency} {span}",
    sections=(
        "Kết quả thực hiện các chỉ tiêu",
        "Kết quả thực hiện nhiệm vụ được giao",
        "Các phiên họp và kết luận",
        "Kết quả theo đơn vị",
        "Đánh giá chung, phương hướng, nhiệm vụ kỳ tới",
    ),
    no_figures="Trong kỳ chưa có số liệu.",
    series_table="Bảng {number}. Các chỉ tiêu chủ yếu trong kỳ",
    series_head=(
        "Chỉ tiêu",
        "Đơn vị tính",
        "Đầu kỳ",
        "Cuối kỳ",
        "Tốt nhất",
        "Kém nhất",
        "Kế hoạch",
    ),
    points_table="Bảng {number}. Số liệu các chỉ tiêu theo từng kỳ",
    period="Kỳ",
    point="{value} ({period})",
    since="{period}, từ {first}",
    until="{period}, đến {last}",
    since_until="{period}, từ {first} đến {last}",
    together="Cả kỳ",
    reached="{target} (đạt: {value})",
    not_reached="{target} (chưa đạt: {value})",
    not_yet="{target} (đến {day}: {value})",
    from_to="{name}: từ {first} ({first_period}) đến {last} ({last_period})",
    line_alt="Biểu đồ đường: {name}, từ {first} đến {last}.",
    carried_note="* Số liệu lấy từ văn bản của kỳ trước: {source}.",
    no_register="Chưa có sổ đăng ký văn bản để tổng hợp nhiệm vụ được giao.",
    meetings_said=(
        "Trong kỳ đã tổ chức {count} phiên họp; tỷ lệ thành viên dự họp bình quân {share}; lấy ý "
        "kiến bằng văn bản {in_writing} lần."
    ),
    no_meetings="Trong kỳ không có phiên họp nào.",
    meetings_table="Bảng {number}. Các phiên họp trong kỳ",
    meetings_head=("Ngày", "Phiên họp", "Thành viên dự", "Số kết luận"),
    in_writing="{title} (lấy ý kiến bằng văn bản)",
    kept_said=(
        "Các phiên họp đã giao {all} nhiệm vụ; đã hoàn thành {done} ({share}), trong đó đúng hạn "
        "{in_time}."
    ),
    none_asked="Các phiên họp trong kỳ không giao nhiệm vụ nào.",
    best_table="Bảng {number}. Đơn vị hoàn thành tốt nhiệm vụ được giao",
    behind_table="Bảng {number}. Đơn vị còn nhiều nhiệm vụ quá hạn",
    units_head=("Đơn vị", "Hoàn thành", "Tổng số", "Quá hạn"),
    reach_target="Phấn đấu đạt chỉ tiêu {name} {target} (kết quả {period}: {value}).",
    bring_to_end="Hoàn thành nhiệm vụ còn lại của kỳ trước: {text}",
    file="bao-cao-tong-ket",
)


ENGLISH = ReviewPhrases(
    subject="Review of the work: {agency}, {span}",
    sections=(
        "Figures",
        "Tasks that were given",
        "Meetings and what they concluded",
        "By unit",
        "Remarks and what comes next",
    ),
    no_figures="There are no figures in this period.",
    series_table="Table {number}. The figures over the period",
    series_head=("Indicator", "Unit", "First", "Last", "Best", "Worst", "Target"),
    points_table="Table {number}. The figures period by period",
    period="Period",
    point="{value} ({period})",
    since="{period}, from {first}",
    until="{period}, to {last}",
    since_until="{period}, from {first} to {last}",
    together="All of it",
    reached="{target} (reached: {value})",
    not_reached="{target} (not reached: {value})",
    not_yet="{target} (by {day}: {value})",
    from_to="{name}: from {first} ({first_period}) to {last} ({last_period})",
    line_alt="Line chart: {name}, {first} to {last}.",
    carried_note="* From an earlier document: {source}.",
    no_register="There is no register of documents from which tasks could be added up.",
    meetings_said=(
        "Meetings held: {count}; members present on average: {share}; decisions in writing: "
        "{in_writing}."
    ),
    no_meetings="No meeting was held in this period.",
    meetings_table="Table {number}. Meetings of the period",
    meetings_head=("Day", "Meeting", "Members present", "Concluded"),
    in_writing="{title} (in writing)",
    kept_said=(
        "The meetings asked for {all} things; done: {done} ({share}), of these in time: {in_time}."
    ),
    none_asked="The meetings of the period asked nobody for anything.",
    best_table="Table {number}. Units that did best",
    behind_table="Table {number}. Units with most that is overdue",
    units_head=("Unit", "Done", "All", "Overdue"),
    reach_target="Reach the target for {name}, {target} ({period}: {value}).",
    bring_to_end="Bring to its end what was left of the period before: {text}",
    file="review-report",
)
