"""The list that is signed: who was asked, in whose place they sit, when they came and left."""

from datetime import timedelta
from io import BytesIO

from docx import Document

from giaoban.actions.meetings.answering import Substitute, answer_invitation, decide_substitute
from giaoban.actions.meetings.attendance import check_out
from giaoban.documents.docx import to_docx
from giaoban.documents.meetings.attendance_list import attendance_list, attendance_paper
from giaoban.rules.meetings.inviting import Answer
from tests.factories import NOW
from tests.meeting_scene import make_sitting

LATER = NOW + timedelta(hours=1)


def rows_of(paper):
    word = Document(BytesIO(to_docx(attendance_list(paper))))
    table = next(table for table in word.tables if len(table.columns) == 6)
    return word, [[cell.text for cell in row.cells] for row in table.rows]


def test_the_list_says_who_came_when_and_for_whom(cast):
    sitting = make_sitting(cast, there=3)
    answer_invitation(
        invitee=sitting.seats[1],
        answer=Answer.SUBSTITUTE,
        by=cast.giang,
        now=NOW,
        substitute=Substitute("Hoàng Minh", "Phó phòng", cast.minh.email),
    )
    decide_substitute(invitee=sitting.seats[1], is_agreed=True, by=cast.dung, now=NOW)
    check_out(invitee=sitting.seats[2], at=NOW + timedelta(minutes=30), by=cast.chi, now=LATER)
    word, rows = rows_of(attendance_paper(sitting.meeting, now=LATER))
    assert rows[0] == ["TT", "Họ và tên", "Chức vụ, đơn vị", "Đến", "Về", "Ký tên"]
    assert rows[1][1:5] == ["Trần Văn Dũng", "Trưởng ban", "09:00", ""]
    assert rows[2][1:5] == [
        "Hoàng Minh (thay Phạm Hương Giang)",
        "Phó phòng; Thành viên",
        "09:00",
        "",
    ]
    assert rows[3][3:5] == ["09:00", "09:30"]
    assert rows[4][3:5] == ["", ""]
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Có mặt 3/5 đại biểu được mời." in text
    assert "có mặt: 2/5; cần 3: chưa đủ điều kiện tiến hành." in text
    assert not any("Số:" in cell.text for table in word.tables for cell in table._cells)


def test_before_the_meeting_the_list_is_empty_lines_to_sign(cast):
    sitting = make_sitting(cast, runs=False)
    _word, rows = rows_of(attendance_paper(sitting.meeting, now=NOW))
    assert [row[3:] for row in rows[1:]] == [["", "", ""]] * 5
