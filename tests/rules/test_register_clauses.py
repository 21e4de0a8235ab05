"""A dozen directives, numbered as offices number them: what the splitter proposes of each.

Each expected line is path, units named, term. What is known to be missed is named beside it, so
that a change for the better is seen as well.
"""

from pathlib import Path

import pytest

from giaoban.rules.register.clauses import Depth, passages_of, proposals_of
from giaoban.rules.register.terms import Term, TermKind

DIRECTIVES = Path(__file__).parent / "directives"
KHCN, TC, YT, CA, VP = (
    "Sở Khoa học và Công nghệ",
    "Sở Tài chính",
    "Sở Y tế",
    "Công an tỉnh",
    "Văn phòng UBND tỉnh",
)
GD, XD, TV, SP = "Sở Giáo dục và Đào tạo", "Sở Xây dựng", "Xã Tả Van", "Phường Sa Pa"
NN, QS, NV = "Sở Nông nghiệp và Môi trường", "Bộ Chỉ huy Quân sự tỉnh", "Sở Nội vụ"
TP, DL, CT = "Sở Tư pháp", "Sở Du lịch", "Sở Công Thương"
NAMES = [KHCN, TC, YT, CA, VP, GD, XD, TV, SP, NN, QS, NV, TP, DL, CT]

EXPECTED = {
    "01-chi-thi-so-thu-tu": [
        ("1", [KHCN, VP], "2026-12-15"),
        ("2", [TC], "2027-03-31"),
        ("3", [], ""),
    ],
    "02-ke-hoach-la-ma": [
        ("II.1.a", [KHCN], "2027-06-30"),
        ("II.1.b", [CA], "half 31"),
        ("II.2.a", [YT], "2027-12-31"),
        ("III.1", [KHCN], "quarter 31"),
        ("III.2", [TC], ""),
    ],
    "03-quyet-dinh-dieu": [("2.1", [KHCN], "90 days"), ("2.2", [], "month 31")],
    "04-nhieu-cap-cham": [
        ("1.1.1", [YT], ""),
        ("1.1.2", [YT], "2027-03-01"),
        ("1.2.1", [GD], "month 31"),
    ],
    "05-gach-dau-dong": [
        ("1", [XD], "2026-12-10"),
        ("1", [XD], ""),
        ("2", [CA], ""),
        ("2", [CA], ""),
    ],
    "06-so-ngoac": [("1", [], ""), ("2", [TV], "2026-11-25"), ("3", [SP], "5 days")],
    "07-khong-danh-so": [("", [NN], "2026-09-20"), ("", [QS], "")],
    "08-muc-chu-hoa": [("B.I.1", [NV], "2026-11-30"), ("B.II.1", [], "")],
    "09-dong-bi-ngat": [("1.1", [TC, KHCN], "2026-12-20"), ("1.2", [KHCN, TC], "")],
    "10-phan-chuong": [("II.1.1", [TP], "2027-03-31"), ("II.1.2", [], "")],
    # Missed: (1) and (2) inside one line are proposed as one.
    "11-giao-tung-viec": [("2", [YT, TC], ""), ("3", [VP], "2026-12-05")],
    "12-song-ngu-dau-cham": [("1", [DL], "2027-03-31"), ("2", [CT], "2027-12-31")],
}


def said(term: Term | None) -> str:
    if term is None:
        return "?"
    if term.kind is TermKind.RECURRING:
        return f"{term.every} {term.day}"
    if term.kind is TermKind.WORKING_DAYS:
        return f"{term.working_days} days"
    return term.on.isoformat() if term.on else ""


def test_every_directive_of_the_folder_is_expected():
    assert sorted(path.stem for path in DIRECTIVES.glob("*.txt")) == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_clauses_that_oblige_somebody_are_proposed(name):
    lines = (DIRECTIVES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found = [
        (proposal.passage.path, list(proposal.names), said(proposal.term))
        for proposal in proposals_of(lines, NAMES)
    ]
    assert found == EXPECTED[name]


def test_a_passage_knows_its_lines_and_what_it_belongs_to():
    found = passages_of(["Căn cứ …", "1. Giao Sở Y tế:", "a) Rà soát", "hồ sơ.", "", "2. Khác"])
    assert [(p.path, p.depth, p.text, p.first_line, p.last_line, p.parent) for p in found] == [
        ("1", Depth.NUMBER, "Giao Sở Y tế:", 1, 1, None),
        ("1.a", Depth.LETTER, "Rà soát hồ sơ.", 2, 3, 0),
        ("2", Depth.NUMBER, "Khác", 5, 5, None),
    ]


def test_a_term_that_is_spoken_of_and_not_understood_is_not_called_none():
    (found,) = proposals_of(["1. Sở Y tế báo cáo chậm nhất khi có yêu cầu."], NAMES)
    assert found.term is None
