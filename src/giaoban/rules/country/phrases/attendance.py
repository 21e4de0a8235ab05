"""How does the list of those present at a meeting say who they are, for everybody to sign?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AttendancePhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language."""

    type_line: str
    subject: str
    time: str
    place: str
    counted: str
    quorum: str
    enough: str
    not_enough: str
    head: tuple[str, str, str, str, str, str]
    for_another: str
    online: str
    secretary: str
    file: str  # in plain ASCII


VIETNAMESE = AttendancePhrases(
    type_line="DANH SÁCH",
    subject="Đại biểu dự {title}",
    time="Thời gian: {when}",
    place="Địa điểm: {place}",
    counted="Có mặt {there}/{invited} đại biểu được mời.",
    quorum="Thành viên có quyền biểu quyết có mặt: {present}/{entitled}; cần {needed}: {enough}.",
    enough="đủ điều kiện tiến hành",
    not_enough="chưa đủ điều kiện tiến hành",
    head=("TT", "Họ và tên", "Chức vụ, đơn vị", "Đến", "Về", "Ký tên"),
    for_another="{name} (thay {other})",
    online="trực tuyến",
    secretary="THƯ KÝ",
    file="danh-sach-du-hop",
)

ENGLISH = AttendancePhrases(
    type_line="LIST OF THOSE PRESENT",
    subject="{title}",
    time="Time: {when}",
    place="Place: {place}",
    counted="{there} of {invited} invited were present.",
    quorum="Members with a vote present: {present} of {entitled}; needed: {needed}: {enough}.",
    enough="able to decide",
    not_enough="not able to decide",
    head=("No.", "Name", "Post and agency", "Came", "Left", "Signature"),
    for_another="{name} (for {other})",
    online="online",
    secretary="SECRETARY",
    file="attendance",
)
