"""Which fixed phrases do reports and letters use, in the language of their layout?

A document is written in the language of its layout, whoever reads the page; so its phrases stand
here side by side, and not among the texts of the screens. Whole sentences, with named blanks.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language."""

    language: str
    # Around a report
    report: str
    made_up: str
    symbol: str
    filing: str
    office_filing: str
    filing_starts: str
    head_of_unit: str
    chair: str
    as_above: str
    ground: str
    ground_starts: tuple[str, ...]
    founding: str
    founding_on: str
    decision: str
    decision_words: str
    country_kind: str
    kind_words: tuple[str, ...]
    subject: str
    # Sections
    usual_sections: tuple[str, str, str, str]
    results: str
    proposals: tuple[str, ...]
    units_said: str
    up_to: str
    # Who reported
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
    # Figures
    no_figure: str
    unchanged: str
    up: str
    down: str
    estimate_mark: str
    # Tables
    table: str
    chart: str
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
    # Pictures
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
    # Annexes
    units_annex: str
    changes_annex: str
    no_change: str
    corrections: str
    correction: str
    changes_head: tuple[str, str, str, str, str, str]
    and_more_units: str
    figure_names: tuple[str, str, str, str, str]
    # A letter to units whose report is missing
    dunning_subject: str
    dunning_standing: str
    dunning_late: str
    dunning_list: str
    dunning_request: str
    dunning_closing: str
    dunning_listed: str
    dunning_returned: str
    dunning_recipients: tuple[str, ...]
    dunning_annex: str
    dunning_head: tuple[str, str, str, str, str]
    dunning_in_term: str
    dunning_symbol: str
    moment: str


VIETNAMESE = Phrases(
    language="vi",
    report="BÁO CÁO",
    made_up="Số liệu minh họa",
    symbol="BC",  # báo cáo: NĐ 30/2020/NĐ-CP appendix III
    filing="VT",
    office_filing="VT, TGV",  # văn thư, tổ giúp việc
    filing_starts="lưu:",
    head_of_unit="Thủ trưởng đơn vị",
    chair="Trưởng ban",
    as_above="Như trên",
    ground="Căn cứ {ground}",
    ground_starts=("căn cứ", "thực hiện", "theo "),
    founding="Căn cứ {decision} về việc thành lập {committee}",
    founding_on="{decision} ngày {day} tháng {month} năm {year}",
    decision="Quyết định số {decision}",
    decision_words="quyết định",
    country_kind="quốc gia",
    kind_words=("tỉnh", "thành phố", "xã", "phường", "đặc khu", "huyện", "quận", "thị xã"),
    subject="{topic} {period}",
    usual_sections=(
        "Tình hình gửi báo cáo",
        "Kết quả thực hiện",
        "Khó khăn, vướng mắc",
        "Đề xuất, kiến nghị",
    ),
    results="kết quả",
    proposals=("kiến nghị", "đề xuất", "đề nghị"),
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
    table="Bảng {number}. {title}",
    chart="Biểu đồ {number}. {title}",
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
    units_annex="Kết quả theo đơn vị",
    changes_annex="Số liệu thay đổi so với bản báo cáo trước",
    no_change="Không có số liệu nào thay đổi.",
    corrections="Các báo cáo được bổ sung, đính chính:",
    correction="{unit}, {period}, bản thứ {number}, gửi ngày {day}",
    changes_head=("STT", "Chỉ tiêu", "Số liệu", "Bản trước", "Bản này", "Đơn vị"),
    and_more_units="và {count} đơn vị khác",
    figure_names=("Kỳ này", "Kỳ trước", "Cùng kỳ năm trước", "Lũy kế từ đầu năm", "Kế hoạch năm"),
    dunning_subject="đôn đốc gửi báo cáo {period}",
    dunning_standing=(
        "Đến {moment}, {agency} chưa nhận đủ báo cáo {period} theo chế độ báo cáo “{regime}”: còn "
        "{count}/{whole} đơn vị chưa gửi hoặc chưa hoàn thiện báo cáo"
    ),
    dunning_late=", trong đó {late} đơn vị đã quá thời hạn",
    dunning_list="{standing} (danh sách kèm theo).",
    dunning_request=(
        "{agency} đề nghị thủ trưởng các đơn vị nêu trên chỉ đạo khẩn trương hoàn thành và gửi "
        "báo cáo. Đơn vị có khó khăn, vướng mắc phản ánh ngay về Tổ giúp việc để được hướng dẫn."
    ),
    dunning_closing="{agency} đề nghị các đơn vị quan tâm, thực hiện./.",
    dunning_listed="Các đơn vị có tên trong danh sách kèm theo",
    dunning_returned="Đã gửi, chưa hoàn thiện theo yêu cầu",
    dunning_recipients=("Như trên", "Lãnh đạo Ban (để báo cáo)"),
    dunning_annex="DANH SÁCH ĐƠN VỊ CHƯA GỬI BÁO CÁO",
    dunning_head=("STT", "Đơn vị", "Thời hạn gửi", "Quá hạn (ngày làm việc)", "Ghi chú"),
    dunning_in_term="Trong hạn",
    dunning_symbol="TGV",
    moment="{hour} giờ {minute} ngày {day}",
)

ENGLISH = Phrases(
    language="en",
    report="REPORT",
    made_up="Made-up figures",
    symbol="REP",
    filing="Registry",
    office_filing="Registry, secretariat",
    filing_starts="filed:",
    head_of_unit="Head of office",
    chair="Chair",
    as_above="As above",
    ground="In accordance with {ground}",
    ground_starts=("in accordance", "under ", "pursuant", "having regard", "on the basis"),
    founding="In accordance with {decision} establishing the {committee}",
    founding_on="{decision} of {long_day}",
    decision="decision {decision}",
    decision_words="decision",
    country_kind="country",
    kind_words=(),
    subject="{topic}, {period}",
    usual_sections=(
        "Standing of reports",
        "Results",
        "Difficulties",
        "Proposals and requests",
    ),
    results="results",
    proposals=("proposal", "request", "recommendation"),
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
    table="Table {number}. {title}",
    chart="Figure {number}. {title}",
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
    units_annex="Results by unit",
    changes_annex="Figures that changed since the report before",
    no_change="No figure has changed.",
    corrections="Reports that were supplemented or corrected:",
    correction="{unit}, {period}, version {number}, sent on {day}",
    changes_head=("No.", "Indicator", "Figure", "Before", "Now", "Units"),
    and_more_units="and {count} more",
    figure_names=(
        "This period",
        "Previous period",
        "A year before",
        "Year to date",
        "Target of the year",
    ),
    dunning_subject="Missing reports for {period}",
    dunning_standing=(
        "By {moment}, the {agency} had not received all reports for {period} asked for as "
        "“{regime}”. Not sent or not mended: {count} of {whole}"
    ),
    dunning_late=", past the deadline: {late}",
    dunning_list="{standing} (list attached).",
    dunning_request=(
        "The heads of the units named in the list are asked to have the reports completed and sent "
        "without delay. Where there is a difficulty, the secretariat will help."
    ),
    dunning_closing="The {agency} thanks all units for their attention.",
    dunning_listed="The units named in the attached list",
    dunning_returned="Sent, not mended yet",
    dunning_recipients=("As above", "Chair (for information)"),
    dunning_annex="Units whose report is missing",
    dunning_head=("No.", "Unit", "Due", "Working days late", "Remark"),
    dunning_in_term="Within term",
    dunning_symbol="SEC",
    moment="{hour}:{minute} on {day}",
)

PHRASES = {"vi": VIETNAMESE, "en": ENGLISH}
