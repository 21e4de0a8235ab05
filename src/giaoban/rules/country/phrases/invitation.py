"""How does an invitation to a meeting say who is asked to come, when and where (form 1.6)?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InvitationPhrases:
    """Of one language. Blanks are in braces; moments come as text, written in that language."""

    type_code: str  # as the registers know it
    type_line: str
    invites: str
    invites_listed: str
    to: str
    presided: str
    moment: str
    time: str
    time_over_days: str
    place: str
    online: str
    agenda: str
    head: tuple[str, str, str, str]
    answer: str
    as_listed: str  # to whom a copy goes that has the list of all
    annex: str
    annex_head: tuple[str, str, str, str]
    file: str  # in plain ASCII


VIETNAMESE = InvitationPhrases(
    type_code="GM",
    type_line="GIẤY MỜI",
    invites="{agency} trân trọng kính mời: {guest}.",
    invites_listed=(
        "{agency} trân trọng kính mời: {count} đại biểu có tên trong danh sách kèm theo."
    ),
    to="Tới dự: {title}.",
    presided="Chủ trì: {name}.",
    moment="{hour} giờ {minute}, {day}",
    time="Thời gian: từ {begins} đến {hour} giờ {minute}.",
    time_over_days="Thời gian: từ {begins} đến {ends}.",
    place="Địa điểm: {place}.",
    online="Tham dự trực tuyến tại địa chỉ: {address}",
    agenda="Chương trình:",
    head=("TT", "Thời gian", "Nội dung", "Người trình bày"),
    answer=(
        "Đề nghị đại biểu xác nhận tham dự theo địa chỉ ghi trong thư mời; trường hợp không dự "
        "được, cử người dự thay và báo trước để người chủ trì xem xét./."
    ),
    as_listed="Như danh sách kèm theo",
    annex="DANH SÁCH ĐẠI BIỂU ĐƯỢC MỜI",
    annex_head=("TT", "Họ và tên", "Chức vụ", "Cơ quan, đơn vị"),
    file="giay-moi",
)

ENGLISH = InvitationPhrases(
    type_code="INV",
    type_line="INVITATION",
    invites="{agency} has the honour to invite {guest}.",
    invites_listed="{agency} has the honour to invite everybody named in the annex ({count}).",
    to="To attend: {title}.",
    presided="Presided by: {name}.",
    moment="{hour}:{minute}, {day}",
    time="Time: from {begins} to {hour}:{minute}.",
    time_over_days="Time: from {begins} to {ends}.",
    place="Place: {place}.",
    online="Online at: {address}",
    agenda="Agenda:",
    head=("No.", "Time", "Item", "Rapporteur"),
    answer=(
        "Please say by the address in the letter of invitation whether you come; if you cannot, "
        "propose beforehand who comes for you, for whoever presides to agree."
    ),
    as_listed="As listed in the annex",
    annex="PEOPLE INVITED",
    annex_head=("No.", "Name", "Post", "Agency"),
    file="invitation",
)
