"""Directives numbered as offices number them: what the splitter proposes, and what it misses.

Each expected line is path, units named, term. docs/clauses.md holds the figures beside what a
person reads in each document, and is checked here, so that a change for the better is seen as well.
"""

from collections import Counter
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
BYT, BTC = "Bộ Y tế", "Bộ Tài chính"
NAMES = [KHCN, TC, YT, CA, VP, GD, XD, TV, SP, NN, QS, NV, TP, DL, CT, BYT, BTC]

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
    "11-giao-tung-viec": [("2.1", [YT], ""), ("2.2", [TC], ""), ("3", [VP], "2026-12-05")],
    "12-song-ngu-dau-cham": [("1", [DL], "2027-03-31"), ("2", [CT], "2027-12-31")],
    "13-song-ngu-article": [
        ("2.1", [YT], "2027-03-31"),
        ("2.2.a", [TC], "quarter 31"),
        ("2.2.b", [TC], "30 days"),
        ("2.3.a", [YT], "2027-03-31"),
        ("2.3.b.i", [YT], "2026-12-15"),
        ("2.3.b.ii", [YT], ""),
    ],
    "14-doan-van-dau-dam": [("", [KHCN], "2027-01-20"), ("", [YT, CA], "?")],
    "15-bang-phan-cong": [],
    "16-giao-bo-dieu-khoan-diem": [
        ("1.1.a", [BYT], "2027-06-30"),
        ("1.1.b", [BYT], "half 31"),
        ("1.2", [BTC, BYT], ""),
        ("2.1.a", [], "30 days"),
        ("2.1.b", [], ""),
    ],
    "17-cham-tron": [("", [DL], "2027-02-01"), ("", [SP], ""), ("", [VP], "quarter 31")],
}

# What a person reads: on which line of the file somebody is obliged to something, so often as that
# is; how the document is numbered; and why something of it is missed.
READ: dict[str, tuple[str, list[int], str]] = {
    "01-chi-thi-so-thu-tu": ("`1.` to the end", [5, 6, 7], ""),
    "02-ke-hoach-la-ma": ("`I.` `1.` `a)`, headings in capitals", [10, 11, 13, 15, 16], ""),
    "03-quyet-dinh-dieu": ("`Điều 2.` `1.`", [5, 6], ""),
    "04-nhieu-cap-cham": ("`1.` `1.1.` `1.1.1.`, the unit is the heading", [4, 5, 7], ""),
    "05-gach-dau-dong": ("`1. Giao …:` `-` `+`", [4, 5, 7, 8], ""),
    "06-so-ngoac": ("`1)` `3/`", [3, 4, 5], ""),
    "07-khong-danh-so": ("no numbers, a paragraph each", [3, 4], ""),
    "08-muc-chu-hoa": ("`A.` `I.` `1.`", [7, 9], ""),
    "09-dong-bi-ngat": ("`Điều 1.` `1.`, lines broken as in a PDF", [3, 6], ""),
    "10-phan-chuong": ("`PHẦN II.` `Mục 1.` `1.`", [6, 7], ""),
    "11-giao-tung-viec": ("`2.` and `(1) …; (2) …` within the line", [3, 3, 4], ""),
    "12-song-ngu-dau-cham": ("`1 -`", [2, 3], ""),
    "13-song-ngu-article": ("`Article 2.` `(2)` `(a)` `(i)`, English", [5, 7, 8, 10, 12, 13], ""),
    "14-doan-van-dau-dam": (
        "bold leads, no numbers",
        [2, 3, 3],
        "Two units are told in one paragraph: one proposal, whose term is left to a person.",
    ),
    "15-bang-phan-cong": (
        "a table, a cell a line",
        [6, 10],
        "What is to be done and by whom stand on different lines: a table is imported as an annex.",
    ),
    "16-giao-bo-dieu-khoan-diem": ("`Điều 1.` `1. Giao Bộ …:` `a)`", [4, 5, 6, 9, 10], ""),
    "17-cham-tron": (
        "`•` `▪` `*`",
        [3, 4, 5, 6],
        "“Các nội dung khác” names nobody.",
    ),
}
TABLE = Path(__file__).parents[2] / "docs" / "clauses.md"


def said(term: Term | None) -> str:
    if term is None:
        return "?"
    if term.kind is TermKind.RECURRING:
        return f"{term.every} {term.day}"
    if term.kind is TermKind.WORKING_DAYS:
        return f"{term.working_days} days"
    return term.on.isoformat() if term.on else ""


def test_every_directive_of_the_folder_is_expected():
    there = sorted(path.stem for path in DIRECTIVES.glob("*.txt"))
    assert there == sorted(EXPECTED) == sorted(READ)


def judged(name: str) -> str:
    """The document's row of the table: how many are asked, found, missed, proposed for nothing."""
    habit, asked, why = READ[name]
    lines = (DIRECTIVES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    proposed = Counter(one.passage.first_line + 1 for one in proposals_of(lines, NAMES))
    found = (Counter(asked) & proposed).total()
    wrong = (proposed - Counter(asked)).total()
    cells = [name, habit, len(asked), found, len(asked) - found, wrong, why]
    return f"| {' | '.join(map(str, cells))} |"


def test_what_is_found_and_missed_is_written_down():
    written = [
        line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ]
    assert written[1:] == [judged(name) for name in READ]


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


@pytest.mark.parametrize("end", [":", "", " có trách nhiệm:"])
def test_what_stands_under_an_addressee_that_is_a_kind_of_unit_is_proposed_without_a_name(end):
    lines = [
        f"3. Ủy ban nhân dân các xã, phường{end}",
        "a) Rà soát dữ liệu dân cư trên địa bàn;",
        "b) Báo cáo kết quả trước ngày 15/12/2026.",
    ]
    found = [(one.passage.path, one.names) for one in proposals_of(lines, NAMES)]
    assert found == [("3.a", ()), ("3.b", ())]


def test_a_heading_that_only_speaks_of_departments_bids_nobody():
    lines = ["I. KẾT QUẢ CỦA CÁC SỞ, BAN, NGÀNH", "1. Công tác tập huấn được tăng cường."]
    assert proposals_of(lines, NAMES) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Phường 12 rà soát dữ liệu dân cư.", ("Phường 12",)),
        ("Phường 1, Phường 12 rà soát dữ liệu dân cư.", ("Phường 1", "Phường 12")),
        ("Xã Tân Phú Đông (chủ trì) báo cáo xã Tân Phú.", ("Xã Tân Phú Đông", "Xã Tân Phú")),
        ("Ban Quản lý (khu kinh tế) và phường 123 báo cáo.", ("Ban Quản lý (khu kinh tế)",)),
    ],
)
def test_a_name_ends_where_its_words_end_and_the_longer_of_two_counts(text, names):
    tree = ["Phường 1", "Phường 12", "Xã Tân Phú", "Xã Tân Phú Đông", "Ban Quản lý (khu kinh tế)"]
    (found,) = proposals_of([f"1. {text}"], tree)
    assert found.names == names


def test_prose_leaves_out_the_place_of_a_department_and_finds_it_all_the_same():
    names = [
        "Tỉnh Lào Cai",
        "Sở Giáo dục và Đào tạo tỉnh Lào Cai",
        "Văn phòng Ủy ban nhân dân tỉnh Lào Cai",
        "Công an tỉnh Lào Cai",
    ]
    lines = [
        "1. Sở Giáo dục và Đào tạo chủ trì tập huấn giáo viên trước ngày 15/12/2026.",
        "2. Giao Văn phòng UBND tỉnh theo dõi, đôn đốc và báo cáo.",
        "3. Sở Giáo dục và Đào tạo là đơn vị đầu tiên của tỉnh.",
        "4. Lực lượng công an xã phối hợp bảo đảm an toàn.",
    ]
    found = [(proposal.passage.path, proposal.names) for proposal in proposals_of(lines, names)]
    assert found == [("1", (names[1],)), ("2", (names[2],))]
