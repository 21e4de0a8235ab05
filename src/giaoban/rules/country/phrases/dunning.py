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
)
