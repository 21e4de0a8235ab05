"""How does a report say how far the tasks that were given have come?"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgressPhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language.

    `counts` are by the values of rules.tasks.counting.Count, `states` by those of TaskState.
    """

    of_directive: str
    of_directive_in: str
    of_span: str
    at_unit: str
    years: str
    from_to: str
    sections: tuple[str, str, str, str]
    nothing: str
    nothing_in: str
    said: str
    shares: str
    compared: str
    counts_table: str
    overdue_table: str
    counts_head: tuple[str, str, str, str, str]
    years_table: str
    units_table: str
    directives_table: str
    directive: str
    without_document: str
    year: str
    unit: str
    total: str
    done: str
    not_done: str
    on_time: str
    late: str
    in_term: str
    overdue: str
    share: str
    itself: str
    elsewhere: str
    counts: Mapping[str, str]
    states: Mapping[str, str]
    lists: Mapping[str, str]
    list_head: tuple[str, str, str, str, str, str, str, str]
    handed_in: str
    extended: str
    lines_left_out: str
    listed_in_annex: str
    file: str  # in plain ASCII


VIETNAMESE = ProgressPhrases(
    of_directive="Kết quả thực hiện {document}",
    of_directive_in="Kết quả thực hiện {document} {span}",
    of_span="Kết quả thực hiện nhiệm vụ được giao {span}",
    at_unit="{subject} tại {unit}",
    years="giai đoạn {first}-{last}",
    from_to="từ ngày {first} đến ngày {last}",
    sections=(
        "Kết quả chung",
        "Kết quả theo đơn vị",
        "Kết quả theo văn bản",
        "Nhận xét, kiến nghị",
    ),
    nothing="Đến ngày {day}, chưa có nhiệm vụ nào được giao.",
    nothing_in=(
        "Trong kỳ, tính đến ngày {day}, không có nhiệm vụ nào được giao hoặc còn phải thực hiện."
    ),
    said=(
        "Đến ngày {day}, tổng số nhiệm vụ được giao là {total}; đã hoàn thành {done} nhiệm vụ "
        "({share}), chưa hoàn thành {open} nhiệm vụ."
    ),
    shares=(
        "Trong số nhiệm vụ đã hoàn thành có {on_time} nhiệm vụ đúng hạn, {late} nhiệm vụ quá hạn; "
        "trong số nhiệm vụ chưa hoàn thành có {in_term} nhiệm vụ trong hạn, {overdue} nhiệm vụ quá "
        "hạn."
    ),
    compared="Kỳ trước là {span}.",
    overdue_table="Bảng 1. Nhiệm vụ chưa hoàn thành, quá hạn",
    counts_table="Bảng {number}. Tình hình thực hiện nhiệm vụ",
    counts_head=("Nhóm nhiệm vụ", "Số nhiệm vụ", "Tỷ lệ", "Kỳ trước", "Tăng, giảm"),
    years_table="Bảng {number}. Tình hình thực hiện nhiệm vụ qua các năm",
    units_table="Bảng {number}. Tình hình thực hiện nhiệm vụ theo đơn vị",
    directives_table="Bảng {number}. Tình hình thực hiện nhiệm vụ theo văn bản",
    directive="Văn bản",
    without_document="Nhiệm vụ giao trực tiếp, không theo văn bản",
    year="Năm",
    unit="Đơn vị",
    total="Tổng số",
    done="Đã hoàn thành",
    not_done="Chưa hoàn thành",
    on_time="Đúng hạn",
    late="Quá hạn",
    in_term="Trong hạn",
    overdue="Quá hạn",
    share="Tỷ lệ hoàn thành",
    itself="{unit} (cấp mình)",
    elsewhere="Đơn vị khác",
    counts={
        "done_on_time": "Hoàn thành đúng hạn",
        "done_late": "Hoàn thành quá hạn",
        "within_term": "Chưa hoàn thành, trong hạn",
        "overdue": "Chưa hoàn thành, quá hạn",
    },
    states={
        "assigned": "Chưa tiếp nhận",
        "queried": "Chờ giải đáp",
        "acknowledged": "Đã tiếp nhận",
        "in_progress": "Đang thực hiện",
        "submitted": "Đã báo cáo kết quả, chờ xác nhận",
        "returned": "Đang hoàn thiện theo yêu cầu",
        "confirmed": "Đã hoàn thành",
        "withdrawn": "Đã thu hồi",
    },
    lists={
        "overdue": "DANH SÁCH NHIỆM VỤ CHƯA HOÀN THÀNH, QUÁ HẠN",
        "done_late": "DANH SÁCH NHIỆM VỤ HOÀN THÀNH QUÁ HẠN",
        "within_term": "DANH SÁCH NHIỆM VỤ CHƯA HOÀN THÀNH, TRONG HẠN",
    },
    list_head=(
        "TT",
        "Văn bản, mục",
        "Nhiệm vụ",
        "Đơn vị",
        "Thời hạn",
        "Tình trạng",
        "Quá hạn (ngày làm việc)",
        "Giải trình của đơn vị",
    ),
    handed_in="{state} (báo cáo ngày {day})",
    extended="{day} (đã gia hạn)",
    lines_left_out="Còn {count} nhiệm vụ không ghi vào danh sách.",
    listed_in_annex="Danh sách nhiệm vụ chưa hoàn thành, hoàn thành quá hạn nêu tại Phụ lục.",
    file="bao-cao-tien-do",
)


ENGLISH = ProgressPhrases(
    of_directive="Progress on {document}",
    of_directive_in="Progress on {document}, {span}",
    of_span="Progress on the tasks given, {span}",
    at_unit="{subject}, {unit}",
    years="{first} to {last}",
    from_to="{first} to {last}",
    sections=("Overall", "By unit", "By document", "Remarks and requests"),
    nothing="By {day} no task had been given.",
    nothing_in="In this period, up to {day}, no task was given or still open.",
    said=(
        "By {day} the tasks given came to {total}; done: {done} ({share}), not done yet: {open}."
    ),
    shares=(
        "Of those done, on time: {on_time}, late: {late}. Of those not done, within term: "
        "{in_term}, overdue: {overdue}."
    ),
    compared="The span before is {span}.",
    overdue_table="Table 1. Tasks not done and overdue",
    counts_table="Table {number}. Tasks by how they stand",
    counts_head=("Tasks", "Number", "Share", "Period before", "Change"),
    years_table="Table {number}. Tasks by year",
    units_table="Table {number}. Tasks by unit",
    directives_table="Table {number}. Tasks by document",
    directive="Document",
    without_document="Given directly, without a document",
    year="Year",
    unit="Unit",
    total="Total",
    done="Done",
    not_done="Not done",
    on_time="On time",
    late="Late",
    in_term="Within term",
    overdue="Overdue",
    share="Share done",
    itself="{unit} (itself)",
    elsewhere="Other units",
    counts={
        "done_on_time": "Done on time",
        "done_late": "Done late",
        "within_term": "Not done, within term",
        "overdue": "Not done, overdue",
    },
    states={
        "assigned": "Not acknowledged",
        "queried": "Waits for an answer",
        "acknowledged": "Acknowledged",
        "in_progress": "In progress",
        "submitted": "Handed in, to be confirmed",
        "returned": "Being mended on request",
        "confirmed": "Done",
        "withdrawn": "Withdrawn",
    },
    lists={
        "overdue": "Tasks not done and overdue",
        "done_late": "Tasks done late",
        "within_term": "Tasks not done, within term",
    },
    list_head=(
        "No.",
        "Document, clause",
        "Task",
        "Unit",
        "Deadline",
        "State",
        "Working days late",
        "Explanation of the unit",
    ),
    handed_in="{state} (handed in {day})",
    extended="{day} (extended)",
    lines_left_out="Tasks that are not in the list: {count}.",
    listed_in_annex="Tasks not done and tasks done late are listed in the annex.",
    file="progress-report",
)
