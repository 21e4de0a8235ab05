"""Does a consolidated report say what its facts say, in every format, and each time the same?"""

import io
import re
from dataclasses import replace

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from giaoban.documents.content import (
    BulletList,
    Chart,
    Figure,
    Heading,
    Paragraph,
    Quote,
    Table,
    text,
)
from giaoban.documents.docx import to_docx
from giaoban.documents.pdf import to_pdf
from giaoban.documents.reporting.consolidated_report import (
    Issue,
    consolidated_report,
)
from giaoban.documents.reporting.report_charts import report_charts
from giaoban.documents.reporting.report_outline import first_sections
from giaoban.documents.reporting.report_sections import section_blocks, section_title
from giaoban.documents.reporting.report_tables import main_table
from giaoban.documents.reporting.report_unit_tables import unit_tables
from giaoban.documents.reporting.report_words import (
    axis_title,
    bare_number_text,
    change_words,
    names_text,
    number_format,
    number_text,
    report_subject,
)
from giaoban.documents.xlsx import to_xlsx
from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.consolidated_facts import (
    Compared,
    ConsolidatedFacts,
    Correction,
    ShownIndicator,
    Trend,
    kept,
    restored,
)
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.report_content import Section
from tests.report_samples import content, facts

ISSUE = Issue("Tình hình chuyển đổi số quý III năm 2026", "05/BC-BCĐ", year=2026)


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def printed(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_figures_in_the_prose_are_written_as_a_clerk_would_and_open_their_origin() -> None:
    document = consolidated_report(content(), facts(), ISSUE)
    said = next(b for b in document.blocks if isinstance(b, Paragraph) and "Tiếp" in b.runs[0].text)
    assert "".join(run.text for run in said.runs) == (
        "Tiếp nhận 1.234,5 hồ sơ, tăng 23,5\u00a0% so với quý trước; Tả Van 1.000 hồ sơ."
    )
    assert [run.origin for run in said.runs if isinstance(run, Figure)] == [
        "1|2026Q3|online",
        "1|2026Q3|online",
        "2|2026Q3|online",
    ]


def test_sections_are_numbered_and_hold_text_table_pictures_and_the_units_words() -> None:
    document = consolidated_report(content(), facts(), ISSUE)
    titles = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert titles == ["I. TÌNH HÌNH GỬI BÁO CÁO", "II. KẾT QUẢ", "III. KHÓ KHĂN", "IV. KIẾN NGHỊ"]
    kinds = [type(block) for block in document.blocks]
    assert kinds.count(Table) == 1
    assert kinds.count(Chart) == 2
    assert [(b.unit, b.paragraphs) for b in document.blocks if isinstance(b, Quote)] == [
        ("Xã Tả Van", ("Đường truyền chập chờn.",))
    ]
    assert document.blocks[-1].runs[0].text == (  # type: ignore[union-attr]
        "Trên đây là báo cáo tình hình chuyển đổi số quý III năm 2026./."
    )


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("Một.\n\n[[charts]]\n\n[[table]]", [Paragraph, Chart, Chart, Table, Quote]),
        ("[[table]]\n[[words]]\nMột.\n[[charts]]", [Table, Quote, Paragraph, Chart, Chart]),
        ("[[words]]\n- Một.\n[[table]]", [Quote, BulletList, Table]),
        ("[[words]]", [Quote]),
        ("", [Paragraph, Quote]),
    ],
)
def test_what_a_section_holds_stands_in_the_order_in_which_it_is_written(
    written: str, order: list[type]
) -> None:
    held = content()
    key = held.narratives[0].section
    place = next(n for n, one in enumerate(held.sections) if one.key == key)
    section = replace(held.sections[place], text=written)
    title, *blocks = section_blocks(section, place, held, facts())
    assert isinstance(title, Heading)
    assert [type(block) for block in blocks] == order


@pytest.mark.parametrize(
    ("title", "number", "shown"),
    [
        ("Kết quả", 0, "I. KẾT QUẢ"),
        ("II. Kết quả", 0, "II. Kết quả"),
        ("1. Kết quả", 3, "1. Kết quả"),
        ("Việc", 12, "Việc"),
    ],
)
def test_a_title_that_brings_its_own_number_keeps_it(title: str, number: int, shown: str) -> None:
    assert section_title(title, number) == shown


def test_timeliness_names_the_late_and_the_missing() -> None:
    document = consolidated_report(content(), facts(), ISSUE)
    said = document.blocks[1]
    assert isinstance(said, Paragraph)
    assert said.runs[0].text == (
        "Kỳ này có 3 đơn vị phải gửi báo cáo; 2 đơn vị đã gửi (66,7\u00a0%), trong đó 1 đơn vị "
        "gửi đúng hạn, 1 đơn vị gửi muộn; 1 đơn vị chưa gửi."
    )
    listed = document.blocks[2]
    assert isinstance(listed, BulletList)
    assert [item[0].text for item in listed.items] == [
        "Gửi muộn (1 đơn vị): Xã Y Tý.",
        "Chưa gửi (1 đơn vị): Phường Sa Pa.",
    ]


def test_nobody_is_called_late_in_a_period_that_was_opened_when_its_term_was_over() -> None:
    document = consolidated_report(content(), facts(has_terms=False), ISSUE)
    assert "muộn" not in printed(to_pdf(document)).lower()


def test_the_main_table_holds_every_comparison_and_marks_what_was_carried_over() -> None:
    table = main_table(facts())
    assert [cell.text for cell in table.header[0]] == [
        "STT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Kết quả",
        "Lũy kế từ đầu năm",
        "Kế hoạch năm 2026",
        "Tăng, giảm so với",
    ]
    assert rows_of(table) == [
        ["", "I. Dịch vụ công"],
        [
            *("1", "Hồ sơ trực tuyến", "hồ sơ", "1.234,5", "1.000", "1.300", "3.000", "4.000"),
            *("75,0\u00a0%", "+23,5\u00a0%", "-5,0\u00a0%"),
        ],
        ["2", "Tỷ lệ trực tuyến", "%", "75,0", "50,0", *["—"] * 4, "+25,0\u00a0điểm\u00a0%",
         "—"],
        ["", "II. Nhân lực"],
        ["3", "Cán bộ", "người", "12", "—", "10*", *["—"] * 4, "+20,0\u00a0%"],
    ]  # fmt: skip
    assert table.notes == (
        "Ghi chú: dấu “—” là chưa có số liệu.",
        "(*) Số liệu chuyển từ: Báo cáo 12/BC-BCĐ năm 2025.",
        "Số liệu kỳ này tổng hợp từ 2/3 đơn vị.",
    )
    assert table.rows[1].cells[4].origin == "1|2026Q2|online"


def test_a_ratio_changes_by_points_in_text_pictures_tables_and_spreadsheet() -> None:
    """21,8 % against 18,3 % is 3,5 points more, and nowhere 19,1 per cent."""
    given = facts()
    held = Compared(now=0.218, previous=0.183, last_year=0.183, target=0.25)
    made = facts(
        indicators=given.indicators[1:2],
        unit=replace(given.unit, figures={"rate": held}),
        children=(replace(given.children[0], figures={"rate": held}),),
        trend=Trend(given.trend.keys, {"rate": (0.2, 0.218, None, None)}, {}),
    )
    section = Section(
        "ket-qua", "Kết quả", "Tỷ lệ [[rate|change]], [[rate|change_from_last_year]]."
    )
    document = consolidated_report(content(sections=(section,)), made, ISSUE)
    said = next(
        b for b in document.blocks if isinstance(b, Paragraph) and "Tỷ lệ" in b.runs[0].text
    )
    rise = "3,5\u00a0điểm\u00a0%"
    assert "".join(run.text for run in said.runs) == f"Tỷ lệ tăng {rise}, tăng {rise}."
    assert rows_of(main_table(made)) == [
        ["1", "Tỷ lệ trực tuyến", "%", "21,8", "18,3", "18,3", "25,0", "87,2\u00a0%", f"+{rise}",
         f"+{rise}"]
    ]  # fmt: skip
    (table,) = unit_tables(made)
    assert table.header[1][-1].text == "Tăng, giảm (điểm\u00a0%)"
    assert [row[-3:] for row in rows_of(table)] == [["21,8", "18,3", "+3,5"]] * 2
    assert report_charts(made, ("rate",))[0].title == (
        f"Biểu đồ 1. Tỷ lệ trực tuyến: 21,8\u00a0%, tăng {rise} so với quý III/2025"
    )
    shown = replace(document, blocks=(main_table(made), table))
    book = load_workbook(io.BytesIO(to_xlsx(shown)))
    found = {
        (cell.value, cell.number_format)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in {3.5, 21.8}
    }
    assert found == {
        (21.8, "0.0"),
        (3.5, '+0.0" điểm\u00a0%";-0.0" điểm\u00a0%";0.0" điểm\u00a0%"'),
        (3.5, "+0.0;-0.0;0.0"),
    }


def test_columns_in_which_nothing_stands_are_left_out() -> None:
    bare = replace(facts().unit, figures={"online": Compared(now=5.0)})
    table = main_table(facts(unit=bare, indicators=facts().indicators[:1], sources=()))
    assert [cell.text for row in table.header for cell in row] == [
        "STT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Kết quả Quý III/2026",
    ]
    assert rows_of(table) == [["1", "Hồ sơ trực tuyến", "hồ sơ", "5"]]


def test_a_year_stands_beside_the_year_before_only_once() -> None:
    table = main_table(facts(period="2026", previous="2025", last_year="2025"))
    heads = [cell.text for row in table.header for cell in row]
    assert heads.count("Năm 2025") == 1
    assert "Tăng, giảm so với năm 2025" in heads


def test_units_stand_one_a_row_below_the_whole() -> None:
    (table,) = unit_tables(facts(children=facts().children[:2]))
    assert rows_of(table)[0][1] == "Tỉnh Lào Cai"
    assert table.rows[0].is_emphasised
    assert [row[1] for row in rows_of(table)[1:]] == ["Xã Tả Van", "Xã Y Tý"]
    assert rows_of(table)[2][:6] == ["2", "Xã Y Tý", "Đúng hạn", "234,5", "—", "—"]


def test_a_unit_without_a_report_says_so_in_the_table() -> None:
    (table,) = unit_tables(facts())
    assert rows_of(table)[3][2:4] == ["Chưa gửi", "—"]


def test_a_parent_says_how_many_of_its_units_reported() -> None:
    district = replace(facts().children[0], coverage=Coverage(expected=12, received=11))
    (table,) = unit_tables(facts(children=(district,)))
    assert rows_of(table)[1][2] == "11/12"


def test_many_indicators_are_cut_into_tables_that_fit_a_page() -> None:
    many = tuple(replace(facts().indicators[0], code=f"i{n}", name=f"Chỉ tiêu {n}") for n in
                 range(20))  # fmt: skip
    figures = {shown.code: Compared(now=1.0) for shown in many}
    own = replace(facts().unit, figures=figures)
    tables = unit_tables(facts(indicators=many, unit=own))
    assert [len(table.columns) for table in tables] == [10, 9, 8]


def test_pictures_answer_with_their_title_and_are_drawn_for_what_was_chosen() -> None:
    drawn = report_charts(facts(), None)
    assert [chart.title for chart in drawn] == [
        "Biểu đồ 1. Hồ sơ trực tuyến: 1.234,5 hồ sơ, giảm 5,0\u00a0% so với quý III/2025",
        "Biểu đồ 2. Hồ sơ trực tuyến: cao nhất là Xã Tả Van",
    ]
    assert report_charts(facts(), ()) == []


def test_the_same_figures_give_the_same_bytes_even_after_they_were_stored() -> None:
    again = restored(kept(facts()))
    for draw in (to_docx, to_pdf, to_xlsx):
        first = draw(consolidated_report(content(), facts(), ISSUE))
        assert draw(consolidated_report(content(), again, ISSUE)) == first


def test_word_pdf_and_excel_say_the_same_with_every_letter_intact() -> None:
    document = consolidated_report(content(), facts(), replace(ISSUE, is_draft=True))
    word = docx.Document(io.BytesIO(to_docx(document)))
    written = squeezed("".join(paragraph.text for paragraph in word.paragraphs))
    told = printed(to_pdf(document))
    for words in (
        "Tình hình chuyển đổi số quý III năm 2026",
        "Tiếp nhận 1.234,5 hồ sơ, tăng 23,5 % so với quý trước",
        "“Đường truyền chập chờn.” (Xã Tả Van)",
        "Chưa gửi (1 đơn vị): Phường Sa Pa.",
        "Căn cứ Nghị định số 09/2019/NĐ-CP.",
    ):
        assert squeezed(words) in written
        assert squeezed(words) in told
    assert squeezed("DỰ THẢO · Số liệu minh họa") in told
    assert "TRƯỞNGBAN" in told
    table = word.tables[1] if len(word.tables[0].columns) < 5 else word.tables[0]
    assert [cell.text for cell in table.rows[3].cells][:4] == [
        "1",
        "Hồ sơ trực tuyến",
        "hồ sơ",
        "1.234,5",
    ]
    book = load_workbook(io.BytesIO(to_xlsx(document)))
    values = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert next(row for row in values if row[1] == "Hồ sơ trực tuyến")[3] == 1234.5


def test_a_report_made_again_says_what_changed_and_through_whom() -> None:
    before = facts()
    children = (
        replace(before.children[0], figures={"online": Compared(1100.0, 400.0)}),
        *before.children[1:],
    )
    changed = Compared(1334.5, 1000.0, 1300.0, 3000.0, 4000.0)
    own = replace(before.unit, figures={**before.unit.figures, "online": changed})
    made = Correction("Xã Tả Van", "2026Q3", 2, "đếm sót hồ sơ", "2026-10-03")
    after = facts(unit=own, children=children, corrections=(made,))
    annex = consolidated_report(content(), after, ISSUE, before).annexes[-1]
    table, _, corrected = annex.blocks
    assert isinstance(table, Table)
    assert rows_of(table) == [
        ["1", "Hồ sơ trực tuyến", "Kỳ này", "1.234,5", "1.334,5", "Xã Tả Van: 1.000 → 1.100"]
    ]
    assert isinstance(corrected, BulletList)
    assert corrected.items[0][0].text == (
        "Xã Tả Van, quý III/2026, bản thứ 2, gửi ngày 03/10/2026: đếm sót hồ sơ."
    )


def test_what_cannot_be_read_stays_as_it_was_typed() -> None:
    written = content(sections=(replace(content().sections[0], text="Đạt [[onlin]] và [[online"),))
    said = consolidated_report(written, facts(), ISSUE).blocks[1]
    assert isinstance(said, Paragraph)
    assert "".join(run.text for run in said.runs) == "Đạt [[onlin]] và [[online"


def test_number_and_symbol_are_taken_apart_and_blanks_are_left_for_them() -> None:
    numbered = consolidated_report(content(), facts(), ISSUE).letterhead
    assert (numbered.number, numbered.symbol, numbered.issued_on) == ("05", "BC-BCĐ", None)
    blank = consolidated_report(content(), facts(), replace(ISSUE, symbol="")).letterhead
    assert (blank.number, blank.symbol, blank.year) == ("", "BC-BCĐ", 2026)


@pytest.mark.parametrize(
    ("regime", "period", "subject"),
    [
        ("Báo cáo chuyển đổi số hằng quý", "2026Q3", "Tình hình chuyển đổi số quý III năm 2026"),
        ("Kết quả cải cách hành chính", "2026-07", "Kết quả cải cách hành chính tháng 7 năm 2026"),
        ("Sốt xuất huyết", "2010", "Tình hình sốt xuất huyết năm 2010"),
        ("BÁO CÁO tình hình thiên tai", "2026H1", "Tình hình thiên tai 6 tháng đầu năm 2026"),
        ("Báo cáo nhanh tình hình lũ", "2026-07", "Nhanh tình hình lũ tháng 7 năm 2026"),
    ],
)
def test_a_report_is_named_after_its_regime_and_period(
    regime: str, period: str, subject: str
) -> None:
    assert report_subject(regime, period) == subject


@pytest.mark.parametrize(
    ("outline", "texts"),
    [
        ([], ["[[timeliness]]", "[[table]]\n\n[[charts]]", "", ""]),
        ([("Chung", "")], ["[[timeliness]]\n\n[[table]]\n\n[[charts]]"]),
        (
            [("I. Chỉ đạo", "Đã họp."), ("II. Kết quả", ""), ("III. Kiến nghị", "")],
            ["Đã họp.\n\n[[timeliness]]", "[[table]]\n\n[[charts]]", ""],
        ),
        ([("A", "[[charts]]"), ("B", "[[table]]\n[[timeliness]]")],
         ["[[charts]]", "[[table]]\n[[timeliness]]"]),
    ],
)  # fmt: skip
def test_a_report_starts_from_the_outline_and_lacks_no_part(
    outline: list[tuple[str, str]], texts: list[str]
) -> None:
    assert [section.text for section in first_sections(outline)] == texts


def test_the_section_of_proposals_is_known_by_its_title() -> None:
    flags = [section.holds_proposals for section in first_sections([])]
    assert flags == [False, False, False, True]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(0.123), "tăng 12,3\u00a0%"),
        (Change(-0.04), "giảm 4,0\u00a0%"),
        (Change(0.0001), "không thay đổi"),
        (Change(0.035, is_points=True), "tăng 3,5\u00a0điểm\u00a0%"),
        (Change(-0.035, is_points=True), "giảm 3,5\u00a0điểm\u00a0%"),
        (Change(0.0001, is_points=True), "không thay đổi"),
        (None, "(chưa có số liệu)"),
    ],
)
def test_a_change_is_said_with_its_direction(change: Change | None, words: str) -> None:
    assert change_words(change) == words


@pytest.mark.parametrize(
    ("decimals", "written", "bare", "in_a_sheet"),
    [
        (None, "0,2\u00a0%", "0,2", "0.0%"),
        (0, "0\u00a0%", "0", "0%"),
        (3, "0,154\u00a0%", "0,154", "0.000%"),
    ],
)
def test_a_ratio_has_as_many_decimals_as_its_form_says(
    decimals: int | None, written: str, bare: str, in_a_sheet: str
) -> None:
    share = ShownIndicator("share", "Tỷ lệ", "%", is_ratio=True, decimals=decimals)
    assert number_text(share, 0.00154) == written
    assert bare_number_text(share, 0.00154) == bare
    assert number_format(share) == in_a_sheet


def test_a_long_list_of_names_counts_the_rest() -> None:
    assert names_text(tuple("abc"), most=2) == "a, b và 1 đơn vị khác"
    assert names_text(()) == "không có"
    assert names_text((), withheld=3) == "3 đơn vị khác"
    assert names_text(("a",), withheld=3) == "a và 3 đơn vị khác"
    assert names_text(tuple("abc"), most=2, withheld=3) == "a, b và 4 đơn vị khác"


@pytest.mark.parametrize(
    ("key", "axis"),
    [("2026-07", "T7"), ("2026Q3", "Quý III"), ("2026H2", "6T cuối"), ("2026W07", "7"),
     ("2026", "năm 2026")],
)  # fmt: skip
def test_an_axis_names_periods_within_their_year(key: str, axis: str) -> None:
    assert axis_title(key) == axis


def test_a_report_without_children_has_no_annex() -> None:
    alone: ConsolidatedFacts = facts(children=())
    assert consolidated_report(content(), alone, ISSUE).annexes == ()
    assert consolidated_report(content(has_unit_tables=False), facts(), ISSUE).annexes == ()


def test_the_words_before_what_units_said_stay_on_their_page() -> None:
    announced = Paragraph(text("Các đơn vị phản ánh:"), leads_in=True)
    document = replace(consolidated_report(content(), facts(), ISSUE), blocks=(announced,))
    word = docx.Document(io.BytesIO(to_docx(document)))
    (found,) = [p for p in word.paragraphs if p.text == "Các đơn vị phản ánh:"]
    assert found.paragraph_format.keep_with_next is True
