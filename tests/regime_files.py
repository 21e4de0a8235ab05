"""Files of a regime: the least there is, and one with every key."""

LEAST = """
code = "cds"
name = "Báo cáo chuyển đổi số"
frequency = "quarter"
calendar = "nd09"

[[indicators]]
code = "processed"
name = "Hồ sơ đã giải quyết"
kind = "count"
"""

FULL = """code = "cds"
name = "Báo cáo chuyển đổi số"
unit = "15"
frequency = "quarter"
calendar = "nd09"
reporters = [
    "03037",
    "02701",
]
first_period = "2026Q1"
effective_from = "2026Q3"
ended_on = 2030-01-01
needs_approval = true
made_up = true
link_days = 30
content = "Kết quả chuyển đổi số"
legal_basis = [
    "Nghị định 09/2019/NĐ-CP;",
    "Quyết định 118/QĐ-UBND.",
]
recipient = "UBND tỉnh"
method = "Trên phần mềm"
guidance = \"\"\"
Đếm hồ sơ một lần.
Không đếm hồ sơ trả lại.\"\"\"

[[deadlines]]
working_days = 2
at = 17:00:00

[[deadlines]]
level = 2
day = 20
month_offset = 1
at = 16:30:00
roll = "backward"

[delivery]
day = 25
at = 17:00:00
roll = "forward"

[[reminders]]
working_days = -3
to = "unit"

[[reminders]]
working_days = 1
to = "parent"

[[reminders]]
level = 2
working_days = 0
to = "secretariat"

[[sections]]
title = "I. Dịch vụ công"

[[breakdowns]]
code = "sex"
name = "Giới tính"

[[breakdowns.categories]]
code = "female"
name = "Nữ"

[[breakdowns.categories]]
code = "male"
name = "Nam"

[[breakdowns]]
code = "disability"
name = "Khuyết tật"
rule = "at_most"

[[breakdowns.categories]]
code = "yes"
name = "Người khuyết tật"

[[indicators]]
code = "remark"
name = "Kiến nghị"
kind = "text"

[[indicators]]
code = "processed"
name = "Hồ sơ đã giải quyết"
kind = "count"
measure = "hồ sơ"
section = "I. Dịch vụ công"
help = "Cả trực tiếp và trực tuyến."
required = true
min = 0
max = 100000
parts = "equal"
breakdowns = [
    "sex",
    "disability",
]
shared = "files_processed"

[[indicators]]
code = "online"
name = "Trực tuyến"
kind = "count"
measure = "hồ sơ"
section = "I. Dịch vụ công"
part_of = "processed"

[[indicators]]
code = "staff"
name = "Biên chế"
kind = "amount"
section = "I. Dịch vụ công"
min = 0.5
decimals = 0
over_time = "last"
over_units = "average"

[[indicators]]
code = "share"
name = "Tỷ lệ"
kind = "ratio"
section = "I. Dịch vụ công"
decimals = 1
better = "lower"
numerator = "staff"
denominator = "processed"

[[indicators]]
code = "platform"
name = "Nền tảng"
kind = "choice"
section = "I. Dịch vụ công"
choices = [
    "Của tỉnh",
    "Của bộ",
]

[[tables]]
code = "damage"
name = "Thiệt hại"
section = "I. Dịch vụ công"

[[tables.rows]]
code = "houses"
name = "Nhà ở"

[[tables.rows]]
code = "all"
name = "Cộng"
total = true

[[tables.columns]]
code = "number"
name = "Số lượng"
kind = "count"
measure = "cái"
required = true
min = 0
max = 900

[[tables.columns]]
code = "loss"
name = "Thiệt hại"
kind = "amount"
decimals = 1
over_time = "last"
over_units = "most"

[[lists]]
code = "courses"
name = "Lớp tập huấn"
section = "I. Dịch vụ công"
measure = "lớp"

[[lists.columns]]
code = "topic"
name = "Nội dung"
kind = "text"
required = true

[[lists.columns]]
code = "level"
name = "Cấp"
kind = "choice"
choices = [
    "Tỉnh",
    "Xã",
]

[[lists.columns]]
code = "held_on"
name = "Ngày"
kind = "date"

[[checks]]
formula = "staff <= processed"
level = "warning"
message = "Biên chế lớn hơn số hồ sơ"

[[outline]]
title = "I. Kết quả"
text = "Trong kỳ,"
regime = "kinh-phi"
author = "03037"
working_days = 2
instruction = "Viết ngắn."

[[targets]]
unit = "03037"
year = 2026
indicator = "processed"
value = 4500
"""
