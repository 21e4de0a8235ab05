"""The decision that changes a roster says who takes whose place, and who sits there then."""

from datetime import date

import pytest

from giaoban.actions.meetings.seats import NewSeat, RosterMove, change_roster
from giaoban.documents.meetings.amending_decision import amending_decision, amending_paper
from giaoban.documents.renderers import FileKind, renderer
from giaoban.models import Appointment, RosterDecision
from giaoban.rules.meetings.posts import Post
from tests.cast import Cast
from tests.factories import NOW
from tests.obligations import make_body

FIRST_DAY = date(2026, 12, 1)


@pytest.fixture
def decision(cast: Cast) -> RosterDecision:
    make_body(cast.lao_cai, name=cast.committee.name)
    for person, post in ((cast.dung, Post.CHAIR), (cast.giang, Post.MEMBER)):
        Appointment.objects.filter(person=person).update(post=post)
    cast.minh.post = "Phó Giám đốc Sở Khoa học và Công nghệ"
    cast.minh.save()
    minh = NewSeat(cast.minh, Post.MEMBER, duties="Hạ tầng số", represents=cast.sa_pa)
    chair, member = (Appointment.objects.get(person=each) for each in (cast.dung, cast.giang))
    return change_roster(
        committee=cast.committee,
        moves=[
            RosterMove(leaving=member, joining=minh),
            RosterMove(leaving=chair),
            RosterMove(joining=NewSeat(cast.dung, Post.CHAIR, duties="Phụ trách chung")),
        ],
        holds_from=FIRST_DAY,
        by=cast.khanh,
        now=NOW,
        site="https://giaoban.example",
        drafts_decision=True,
    )


def lines(decision: RosterDecision) -> list[str]:
    paper = amending_decision(amending_paper(decision))
    return ["".join(run.text for run in block.runs) for block in paper.blocks]


def test_it_says_what_changes_from_when_and_what_it_amends(decision: RosterDecision) -> None:
    said = lines(decision)
    assert said[-6:] == [
        "QUYẾT ĐỊNH:",
        "Điều 1. Kiện toàn Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai như sau:",
        "1. Ông (bà) Hoàng Minh, Phó Giám đốc Sở Khoa học và Công nghệ, Phường Sa Pa, làm Thành "
        "viên, thay ông (bà) Phạm Hương Giang; nhiệm vụ: Hạ tầng số.",
        "2. Ông (bà) Trần Văn Dũng, Trưởng ban, được phân công lại nhiệm vụ: Phụ trách chung.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày 01 tháng 12 năm 2026, sửa đổi, bổ sung danh "
        "sách thành viên tại Quyết định số 118/QĐ-UBND; các nội dung khác giữ nguyên hiệu lực. "
        "Danh sách thành viên sau kiện toàn ban hành kèm theo Quyết định này.",
        "Điều 3. Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai, các cơ quan, đơn vị liên quan và các ông "
        "(bà) có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
    ]


def test_its_annex_is_the_roster_from_that_day_on(decision: RosterDecision) -> None:
    paper = amending_decision(amending_paper(decision))
    [annex] = paper.annexes
    [table] = annex.blocks
    assert [[cell.text for cell in row.cells[1:4:2]] for row in table.rows] == [
        ["Trần Văn Dũng", "Trưởng ban"],
        ["Hoàng Minh", "Thành viên"],
    ]


def test_it_is_a_draft_until_it_is_issued(decision: RosterDecision) -> None:
    paper = amending_decision(amending_paper(decision))
    assert (paper.type_line, paper.is_draft) == ("QUYẾT ĐỊNH", True)
    assert paper.subject == "Kiện toàn Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai"
    document = decision.document
    assert document is not None
    document.state, document.symbol = "issued", "07/QĐ-BCĐ"
    document.dated_on = FIRST_DAY
    document.save()
    issued = amending_decision(amending_paper(RosterDecision.objects.get()))
    assert (issued.is_draft, issued.letterhead.number) == (False, "07")
    assert renderer(FileKind.DOCX)(issued)[:2] == b"PK"


def test_an_agency_is_named_once_and_who_stays_for_another_one_remains(cast: Cast) -> None:
    Appointment.objects.filter(person=cast.giang).update(post=Post.MEMBER)
    cast.giang.post = "Phó Giám đốc Sở Tài chính"
    cast.giang.save()
    cast.sa_pa.name = "Sở Tài chính tỉnh Lào Cai"
    cast.sa_pa.save()
    seat = NewSeat(cast.giang, Post.MEMBER, represents=cast.sa_pa)
    decision = change_roster(
        committee=cast.committee,
        moves=[RosterMove(leaving=cast.giang.appointments.get(), joining=seat)],
        holds_from=FIRST_DAY,
        by=cast.khanh,
        now=NOW,
        site="https://giaoban.example",
        drafts_decision=True,
    )
    assert lines(decision)[-3] == (
        "1. Ông (bà) Phạm Hương Giang, Phó Giám đốc Sở Tài chính tỉnh Lào Cai, tiếp tục làm Thành "
        "viên."
    )
