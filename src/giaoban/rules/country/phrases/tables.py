"""What stands in the heads, cells and notes of the tables of a report?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TablePhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language."""

    table: str
    main_table: str
    number: str
    indicator: str
    unit: str
    measure: str
    total: str
    list_rows: str
    yes_no: tuple[str, str]
    period: str
    lists_annex: str
    units_annex: str
    more_rows: str
    rows_left_out: str
    without_before_note: str
    without_donor: str
    of_which: str
    broken_down: str
    other_indicators: str
    result: str
    plan_of_year: str
    given: str
    reached: str
    so_far: str
    against: str
    against_previous: str
    against_last_year: str
    up_or_down: str
    up_or_down_in: str
    sent_report: str
    not_sent: str
    sent: str
    late: str
    punctual: str
    dash_note: str
    carried_note: str
    coverage_note: str
    estimate_note: str
    estimate_note_of: str
    error_note: str
    stale_note: str


VIETNAMESE = TablePhrases(
    table="Bảng {number}. {title}",
    main_table="Bảng 1. Kết quả thực hiện các chỉ tiêu",
    number="STT",
    indicator="Chỉ tiêu",
    unit="Đơn vị",
    measure="Đơn vị tính",
    total="Tổng số",
    list_rows="Số lượng",
    yes_no=("Có", "Không"),
    period="Kỳ",
    lists_annex="Danh sách chi tiết theo đơn vị",
    units_annex="Kết quả theo đơn vị",
    more_rows="Và {number} dòng nữa, có trong tệp Excel của báo cáo này.",
    rows_left_out="Còn {number} dòng không ghi vào báo cáo.",
    without_before_note=(
        "“{indicator}” trong kỳ chưa gồm {units} đơn vị chưa có số lũy kế của kỳ trước."
    ),
    without_donor="Không có nhà tài trợ",
    of_which="Trong đó:",
    broken_down="Phân theo {breakdown}",
    other_indicators="Chỉ tiêu khác",
    result="Kết quả",
    plan_of_year="Kế hoạch năm {year}",
    given="Giao",
    reached="Đạt",
    so_far="Lũy kế từ đầu năm",
    against="Tăng, giảm so với",
    against_previous="kỳ trước",
    against_last_year="cùng kỳ năm trước",
    up_or_down="Tăng, giảm",
    up_or_down_in="Tăng, giảm ({unit})",
    sent_report="Gửi báo cáo",
    not_sent="Chưa gửi",
    sent="Đã gửi",
    late="Muộn",
    punctual="Đúng hạn",
    dash_note="Ghi chú: dấu “—” là chưa có số liệu.",
    carried_note="({mark}) Số liệu chuyển từ: {sources}.",
    coverage_note="Số liệu kỳ này tổng hợp từ {received}/{expected} đơn vị.",
    estimate_note="{mark} Số liệu có phần ước thực hiện.",
    estimate_note_of=(
        "{mark} Số liệu có phần ước thực hiện của {units} đơn vị, sẽ được thay bằng số chính thức."
    ),
    error_note="Báo cáo của {unit} được tiếp nhận khi còn lỗi. Lý do: {reason}",
    stale_note="Một số báo cáo mới nhận đang được cộng vào số liệu.",
)


ENGLISH = TablePhrases(
    table="Table {number}. {title}",
    main_table="Table 1. Results by indicator",
    number="No.",
    indicator="Indicator",
    unit="Unit",
    measure="Measure",
    total="Total",
    list_rows="Number",
    yes_no=("Yes", "No"),
    period="Period",
    lists_annex="Lists in detail by unit",
    units_annex="Results by unit",
    more_rows="And {number} more rows, which are in the Excel file of this report.",
    rows_left_out="Rows that were not taken into the report: {number}.",
    without_before_note=(
        "“{indicator}” of the period leaves out units without a cumulative figure of the period "
        "before: {units}."
    ),
    without_donor="Without a donor",
    of_which="Of which:",
    broken_down="By {breakdown}",
    other_indicators="Other indicators",
    result="Result",
    plan_of_year="Target {year}",
    given="Set",
    reached="Reached",
    so_far="Year to date",
    against="Change on",
    against_previous="previous period",
    against_last_year="a year before",
    up_or_down="Change",
    up_or_down_in="Change ({unit})",
    sent_report="Report",
    not_sent="Missing",
    sent="Sent",
    late="Late",
    punctual="On time",
    dash_note="Note: “—” stands where there is no figure yet.",
    carried_note="({mark}) Figures carried over from: {sources}.",
    coverage_note="The figures of this period are from {received} of {expected} units.",
    estimate_note="{mark} Figures that hold estimates.",
    estimate_note_of=(
        "{mark} Figures that hold estimates, to be replaced later. Units with estimates: {units}."
    ),
    error_note="The report of {unit} was accepted over an error. Reason: {reason}",
    stale_note="Some reports have just come in and are being added to the figures.",
)
