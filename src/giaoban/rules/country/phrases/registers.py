"""What stands over the columns of the registers of documents (NĐ 30/2020/NĐ-CP, appendix IV)?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisterPhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language."""

    incoming: str
    outgoing: str
    follow_up: str
    from_to: str
    incoming_head: tuple[str, ...]
    outgoing_head: tuple[str, ...]
    follow_up_head: tuple[str, ...]
    numbered: str
    empty: str
    of_type: str
    with_words: str
    only_seen: str
    called_off: str
    no_term: str
    not_given: str
    progress: str
    title: str
    incoming_file: str  # in plain ASCII, as the next two
    outgoing_file: str
    follow_up_file: str


VIETNAMESE = RegisterPhrases(
    incoming="SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
    outgoing="SỔ ĐĂNG KÝ VĂN BẢN ĐI",
    follow_up="SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN",
    from_to="Từ ngày {first} đến ngày {last}",
    incoming_head=(
        "Ngày đến",
        "Số đến",
        "Tác giả",
        "Số, ký hiệu văn bản",
        "Ngày, tháng, năm văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Đơn vị hoặc người nhận",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ),
    outgoing_head=(
        "Số, ký hiệu văn bản",
        "Ngày, tháng, năm văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Người ký",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Số lượng bản",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ),
    follow_up_head=(
        "Số đến",
        "Tên loại, số, ký hiệu và tác giả văn bản",
        "Đơn vị hoặc người nhận",
        "Thời hạn giải quyết",
        "Tiến độ giải quyết",
        "Số, ký hiệu văn bản trả lời",
        "Ghi chú",
    ),
    numbered="({number})",
    empty="Không có văn bản nào trong thời gian này.",
    of_type="Chỉ gồm văn bản loại: {type}.",
    with_words="Chỉ gồm văn bản có các từ: {words}.",
    only_seen="Chỉ gồm những văn bản mà người lập được xem.",
    called_off="Đã hủy: {reason}",
    no_term="Không quy định",
    not_given="Chưa giao",
    progress="{count}: {number}",
    title="{type} {title}",
    incoming_file="so-van-ban-den",
    outgoing_file="so-van-ban-di",
    follow_up_file="so-theo-doi-van-ban-den",
)


ENGLISH = RegisterPhrases(
    incoming="REGISTER OF INCOMING DOCUMENTS",
    outgoing="REGISTER OF OUTGOING DOCUMENTS",
    follow_up="FOLLOW-UP OF INCOMING DOCUMENTS",
    from_to="{first} to {last}",
    incoming_head=(
        "Arrived on",
        "Entry no.",
        "Author",
        "Number and symbol",
        "Date of document",
        "Type and title",
        "Unit or person",
        "Passed on",
        "Receipt",
        "Note",
    ),
    outgoing_head=(
        "Number and symbol",
        "Date of document",
        "Type and title",
        "Signer",
        "Recipients",
        "Copy kept by",
        "Copies",
        "Sent on",
        "Receipt",
        "Note",
    ),
    follow_up_head=(
        "Entry no.",
        "Type, number and author",
        "Unit or person",
        "Deadline",
        "Progress",
        "Number of reply",
        "Note",
    ),
    numbered="({number})",
    empty="No document in this time.",
    of_type="Only documents of the type: {type}.",
    with_words="Only documents with the words: {words}.",
    only_seen="Only documents that whoever made this may read.",
    called_off="Called off: {reason}",
    no_term="No deadline",
    not_given="Not given yet",
    progress="{count}: {number}",
    title="{type}: {title}",
    incoming_file="incoming-documents",
    outgoing_file="outgoing-documents",
    follow_up_file="follow-up-of-documents",
)
