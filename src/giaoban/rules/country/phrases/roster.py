"""How does a decision say that a committee's roster changes (kiện toàn; form 1.2)?"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RosterPhrases:
    """Of one language. Blanks are in braces; `posts` are the seats by their code. A line of what
    changes begins with a capital once it is put together; the comma behind a post is for what
    follows it.
    """

    type_code: str  # as the registers know it
    subject: str
    posts: Mapping[str, str]
    person: str
    person_of: str
    changed: str
    takes_over: str
    moves: str
    joins: str
    leaves: str
    duties: str
    duties_again: str
    stays: str
    in_force: str
    in_force_amending: str
    carried_out: str
    annex: str
    head: tuple[str, str, str, str, str]
    file: str  # in plain ASCII


VIETNAMESE = RosterPhrases(
    type_code="QĐ",
    subject="Kiện toàn {committee}",
    posts={
        "chair": "Trưởng ban",
        "standing_deputy": "Phó Trưởng ban Thường trực",
        "deputy": "Phó Trưởng ban",
        "standing_member": "Ủy viên Thường trực",
        "member": "Thành viên",
        "secretariat_head": "Tổ trưởng Tổ giúp việc",
        "secretariat": "Thành viên Tổ giúp việc",
    },
    person="ông (bà) {name}",
    person_of="ông (bà) {name}, {post},",
    changed="Kiện toàn {agency} như sau:",
    takes_over="{person} làm {seat}, thay {leaving}",
    moves="{person} thôi làm {before}, chuyển làm {seat}",
    joins="bổ sung {person} làm {seat}",
    leaves="{person} thôi làm {seat}",
    duties="; nhiệm vụ: {duties}",
    duties_again="{person}, {seat}, được phân công lại nhiệm vụ: {duties}",
    stays="{person} tiếp tục làm {seat}",
    in_force=(
        "Quyết định này có hiệu lực kể từ {day}. Danh sách thành viên sau kiện toàn ban hành "
        "kèm theo Quyết định này."
    ),
    in_force_amending=(
        "Quyết định này có hiệu lực kể từ {day}, sửa đổi, bổ sung danh sách thành viên tại "
        "{decision}; các nội dung khác giữ nguyên hiệu lực. Danh sách thành viên sau kiện toàn ban "
        "hành kèm theo Quyết định này."
    ),
    carried_out=(
        "{agency}, các cơ quan, đơn vị liên quan và các ông (bà) có tên tại Điều 1 chịu trách "
        "nhiệm thi hành Quyết định này./."
    ),
    annex="DANH SÁCH THÀNH VIÊN",
    head=("TT", "Họ và tên", "Chức vụ, cơ quan công tác", "Chức danh", "Nhiệm vụ"),
    file="quyet-dinh-kien-toan",
)

ENGLISH = RosterPhrases(
    type_code="DEC",
    subject="Change of the members of the {committee}",
    posts={
        "chair": "chair",
        "standing_deputy": "standing deputy chair",
        "deputy": "deputy chair",
        "standing_member": "standing member",
        "member": "member",
        "secretariat_head": "head of the secretariat",
        "secretariat": "member of the secretariat",
    },
    person="{name}",
    person_of="{name}, {post},",
    changed="The members of the {agency} change as follows:",
    takes_over="{person} becomes {seat} in place of {leaving}",
    moves="{person}, until now {before}, becomes {seat}",
    joins="{person} joins as {seat}",
    leaves="{person} leaves as {seat}",
    duties="; in charge of: {duties}",
    duties_again="{person}, {seat}, is from now on in charge of: {duties}",
    stays="{person} remains {seat}",
    in_force=(
        "This decision takes effect on {day}. The members from then on are listed in the annex."
    ),
    in_force_amending=(
        "This decision takes effect on {day} and amends the list of members in {decision}; the "
        "rest of it stays in force. The members from then on are listed in the annex."
    ),
    carried_out=(
        "The {agency}, the agencies concerned and the people named in article 1 carry this "
        "decision out."
    ),
    annex="Members",
    head=("No.", "Name", "Post and agency", "Seat", "Duties"),
    file="decision-on-members",
)
