"""How is a unit asked, on paper, for a report that is missing?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DunningPhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language."""

    subject: str
    standing: str
    late: str
    list: str
    request: str
    closing: str
    listed: str
    returned: str
    recipients: tuple[str, ...]
    annex: str
    head: tuple[str, str, str, str, str]
    hours_late: str  # of an incident, in place of the working days
    in_term: str
    symbol: str
    moment: str
    report: str  # a report of a unit, where the letter names reports of several regimes or periods
    subject_several: str
    standing_several: str
    late_several: str
    annex_several: str
    head_several: tuple[str, str, str, str, str, str]
    days_late: str
    hours_late_text: str


VIETNAMESE = DunningPhrases(
    subject="đôn đốc gửi báo cáo {period}",
    standing=(
        "Đến {moment}, {agency} chưa nhận đủ báo cáo {period} theo chế độ báo cáo “{regime}”: còn "
        "{count}/{whole} đơn vị chưa gửi hoặc chưa hoàn thiện báo cáo"
    ),
    late=", trong đó {late} đơn vị đã quá thời hạn",
    list="{standing} (danh sách kèm theo).",
    request=(
        "{agency} đề nghị thủ trưởng các đơn vị nêu trên chỉ đạo khẩn trương hoàn thành và gửi "
        "báo cáo. Đơn vị có khó khăn, vướng mắc phản ánh ngay về Tổ giúp việc để được hướng dẫn."
    ),
    closing="{agency} đề nghị các đơn vị quan tâm, thực hiện./.",
    listed="Các đơn vị có tên trong danh sách kèm theo",
    returned="Đã gửi, chưa hoàn thiện theo yêu cầu",
    recipients=("Như trên", "Lãnh đạo Ban (để báo cáo)"),
    annex="DANH SÁCH ĐƠN VỊ CHƯA GỬI BÁO CÁO",
    head=("STT", "Đơn vị", "Thời hạn gửi", "Quá hạn (ngày làm việc)", "Ghi chú"),
    hours_late="Quá hạn (giờ)",
    in_term="Trong hạn",
    symbol="TGV",
    moment="{hour} giờ {minute} ngày {day}",
    report="{regime}, {period}",
    subject_several="đôn đốc gửi các báo cáo còn thiếu",
    standing_several=(
        "Đến {moment}, {agency} chưa nhận đủ báo cáo theo các chế độ báo cáo hiện hành: còn "
        "{count} báo cáo của {units} đơn vị chưa gửi hoặc chưa hoàn thiện"
    ),
    late_several=", trong đó {late} báo cáo đã quá thời hạn",
    annex_several="DANH SÁCH BÁO CÁO CHƯA GỬI",
    head_several=("STT", "Đơn vị", "Báo cáo", "Thời hạn gửi", "Quá hạn", "Ghi chú"),
    days_late="{count} ngày làm việc",
    hours_late_text="{count} giờ",
)


ENGLISH = DunningPhrases(
    subject="Missing reports for {period}",
    standing=(
        "By {moment}, the {agency} had not received all reports for {period} asked for as "
        "“{regime}”. Not sent or not mended: {count} of {whole}"
    ),
    late=", past the deadline: {late}",
    list="{standing} (list attached).",
    request=(
        "The heads of the units named in the list are asked to have the reports completed and sent "
        "without delay. Where there is a difficulty, the secretariat will help."
    ),
    closing="The {agency} thanks all units for their attention.",
    listed="The units named in the attached list",
    returned="Sent, not mended yet",
    recipients=("As above", "Chair (for information)"),
    annex="Units whose report is missing",
    head=("No.", "Unit", "Due", "Working days late", "Remark"),
    hours_late="Hours late",
    in_term="Within term",
    symbol="SEC",
    moment="{hour}:{minute} on {day}",
    report="{regime}, {period}",
    subject_several="Missing reports",
    standing_several=(
        "By {moment}, the {agency} had not received all reports that it asks for. Not sent or not "
        "mended: {count}, of units: {units}"
    ),
    late_several=", past the deadline: {late}",
    annex_several="Missing reports",
    head_several=("No.", "Unit", "Report", "Due", "Late by", "Remark"),
    days_late="working days: {count}",
    hours_late_text="hours: {count}",
)
