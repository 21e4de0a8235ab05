"""What does a document refuse, and which lines is its frame made of?"""

from dataclasses import replace

import pytest

from giaoban.documents import wording
from giaoban.documents.content import Annex, Cell, Column, Quote, Row, Table
from giaoban.documents.profiles import VIETNAM
from giaoban.documents.text_widths import balanced_lines
from tests.documents.samples import LETTERHEAD, plain_table, quarterly_report, short_document

TWO_COLUMNS = (Column(), Column())


def test_a_row_that_does_not_fill_the_columns_is_refused():
    with pytest.raises(ValueError, match="Row 2 does not fill 2 columns"):
        Table(TWO_COLUMNS, (), (Row((Cell("a", colspan=2),)), Row((Cell("b"),))))


@pytest.mark.parametrize(
    "header",
    [
        ((Cell("a"),),),
        ((Cell("a", colspan=3),),),
        ((Cell("a", rowspan=2), Cell("b")),),
        ((Cell("a", rowspan=2), Cell("b")), (Cell("c"), Cell("d"))),
    ],
)
def test_a_header_that_does_not_fill_its_grid_is_refused(header):
    with pytest.raises(ValueError, match=r"[Hh]eader"):
        Table(TWO_COLUMNS, header, ())


def test_header_cells_step_over_those_that_reach_down_from_above():
    table = Table(
        (Column(),) * 3,
        ((Cell("a", rowspan=2), Cell("b", colspan=2)), (Cell("c"), Cell("d"))),
        (),
    )
    places = [(placed.row, placed.column, placed.cell.text) for placed in table.placed_header()]
    assert places == [(0, 0, "a"), (0, 1, "b"), (1, 1, "c"), (1, 2, "d")]


def test_grounds_end_with_semicolons_and_the_last_with_a_full_stop():
    document = short_document(grounds=("Căn cứ A;", "Căn cứ B", "Căn cứ C;"))
    lines = wording.ground_lines(document, VIETNAM)
    assert lines == ["Căn cứ A;", "Căn cứ B;", "Căn cứ C."]


def test_the_copy_kept_is_the_last_recipient():
    document = short_document(recipients=("Như trên", "Sở Nội vụ;"), filing="VT, TGV")
    assert wording.recipient_lines(document, VIETNAM) == [
        "- Như trên;",
        "- Sở Nội vụ;",
        "- Lưu: VT, TGV.",
    ]


def test_recipients_without_a_copy_kept_end_with_a_full_stop():
    document = short_document(recipients=("Như trên", "Sở Nội vụ"))
    assert wording.recipient_lines(document, VIETNAM) == ["- Như trên;", "- Sở Nội vụ."]


def test_one_addressee_stands_on_the_line_and_several_below_it():
    one, two = short_document(addressees=("A",)), short_document(addressees=("A", "B;"))
    assert wording.addressee_lines(one, VIETNAM) == ["Kính gửi: A."]
    assert wording.addressee_lines(two, VIETNAM) == ["Kính gửi:", "- A;", "- B."]
    assert wording.addressee_lines(short_document(), VIETNAM) == []


def test_number_and_date_not_yet_given_are_dots():
    blank = replace(LETTERHEAD, number="", issued_on=None, year=2026)
    assert wording.number_line(blank, VIETNAM) == "Số: ……/BC-BCĐ"
    assert wording.place_line(blank, VIETNAM) == "Lào Cai, ngày …… tháng …… năm 2026"
    assert wording.place_line(replace(blank, year=None), VIETNAM).endswith("năm ……")


def test_number_and_date_are_written_as_the_decree_asks():
    assert wording.number_line(LETTERHEAD, VIETNAM) == "Số: 05/BC-BCĐ"
    assert wording.place_line(LETTERHEAD, VIETNAM) == "Lào Cai, ngày 05 tháng 10 năm 2026"


def test_an_annex_names_its_document_and_has_a_number_when_there_are_several():
    report = quarterly_report()
    assert wording.annex_label(report, 0, VIETNAM) == "Phụ lục"
    several = replace(report, annexes=(Annex("A", ()),) * 3 + (Annex("D", (), label="Mẫu 2"),))
    labels = [wording.annex_label(several, index, VIETNAM) for index in range(4)]
    assert labels == ["Phụ lục I", "Phụ lục II", "Phụ lục III", "Mẫu 2"]
    assert wording.annex_reference(report, VIETNAM) == (
        "(Kèm theo Báo cáo số 05/BC-BCĐ ngày 05 tháng 10 năm 2026 "
        "của Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai)"
    )


def test_a_quoted_unit_is_named_after_its_last_words():
    paragraphs = wording.quote_paragraphs(Quote("Xã A", ("Một.", "Hai.")), VIETNAM)
    assert ["".join(run.text for run in runs) for runs in paragraphs] == [
        "“Một.",
        "Hai.” (Xã A)",
    ]


def test_a_draft_says_so_before_any_other_notice():
    document = short_document(is_draft=True, notices=("Số liệu minh họa",))
    assert wording.notice_lines(document, VIETNAM) == ["DỰ THẢO", "Số liệu minh họa"]


@pytest.mark.parametrize(
    ("measure", "least", "most"),
    [
        ("margin_top", 20, 25),
        ("margin_bottom", 20, 25),
        ("margin_left", 30, 35),
        ("margin_right", 15, 20),
        ("size_page_number", 13, 14),
        ("size_national_title", 12, 13),
        ("size_motto", 13, 14),
        ("size_agency", 12, 13),
        ("size_number", 13, 13),
        ("size_place", 13, 14),
        ("size_title", 13, 14),
        ("size_body", 13, 14),
        ("size_signature", 13, 14),
        ("size_recipients_title", 12, 12),
        ("size_recipients", 11, 11),
        ("agency_line_share", 1 / 3, 1 / 2),
        ("space_between_paragraphs", 6, 12),
        ("line_spacing", 1, 1.5),
    ],
)
def test_the_vietnamese_layout_stays_within_the_decree(measure, least, most):
    assert least <= getattr(VIETNAM, measure) <= most


def test_the_preview_has_the_lines_that_are_printed():
    shown = wording.frame(quarterly_report())
    assert (shown.national_title, shown.number) == (VIETNAM.national_title, "Số: 05/BC-BCĐ")
    assert shown.recipients[-1] == "- Lưu: VT, TGV."
    assert shown.notices == ("DỰ THẢO", "Số liệu minh họa")
    assert [label for label, _ in shown.annexes] == ["Phụ lục"]


def test_cells_are_drawn_with_their_rows_emphasis_and_indent():
    table = Table(
        (Column(align="right"), Column()),
        (),
        (Row((Cell("a"), Cell("b", align="center")), is_emphasised=True, indent=2),),
        indent_column=1,
    )
    ((first, second),) = table.placed_rows()
    assert (first.align, first.is_bold, first.indent) == ("right", True, 0)
    assert (second.align, second.is_bold, second.indent) == ("center", True, 2)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("SỞ NỘI VỤ", ["SỞ NỘI VỤ"]),
        (
            "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
            ["ỦY BAN NHÂN DÂN", "TỈNH THÁI NGUYÊN"],
        ),
        (
            "BAN CHỈ ĐẠO PHÒNG, CHỐNG THIÊN TAI VÀ TÌM KIẾM CỨU NẠN",
            ["BAN CHỈ ĐẠO PHÒNG,", "CHỐNG THIÊN TAI VÀ", "TÌM KIẾM CỨU NẠN"],
        ),
        ("SỞ KHOA HỌC\u00a0VÀ\u00a0CÔNG\u00a0NGHỆ", ["SỞ KHOA", "HỌC\u00a0VÀ\u00a0CÔNG\u00a0NGHỆ"]),
        ("", [""]),
        ("X" * 60, ["X" * 60]),
    ],
)
def test_long_names_are_broken_into_even_lines(words, lines):
    assert balanced_lines(words, 12, 67) == lines


def test_an_annex_with_a_wide_table_lies_wide_as_a_whole():
    wide = replace(plain_table(1), is_landscape=True)
    assert [Annex("A", (wide,)).lies_wide, Annex("A", (plain_table(1),)).lies_wide] == [True, False]
