"""The annex of an assignment, row by row: what becomes an obligation and what is wrong with it."""

from datetime import date

import pytest

from giaoban.rules.register.annex import ObligationDraft, read_annex
from giaoban.rules.register.annex_heads import Column, columns_of, continues
from giaoban.rules.register.named_units import FoundUnits, UnitName, UnitNames
from giaoban.rules.register.terms import Term, TermKind

UNITS = UnitNames(
    [
        UnitName(1, "SYT", "Sở Y tế"),
        UnitName(2, "STC", "Sở Tài chính"),
        UnitName(3, "SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch"),
        UnitName(4, "03037", "Xã Tả Van"),
        UnitName(5, "03006", "Phường Sa Pa"),
        UnitName(6, "X1", "Xã Tân Lập"),
        UnitName(7, "X2", "Xã Tân Lập"),
    ]
)
HEAD = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"]


def drafts(*rows, head=HEAD):
    return read_annex([head, *rows], UNITS)


@pytest.mark.parametrize(
    "text, found",
    [
        ("Sở Y tế", FoundUnits((1,))),
        ("sở y tế.", FoundUnits((1,))),
        ("SYT", FoundUnits((1,))),
        ("UBND xã Tả Van", FoundUnits((4,))),
        ("The Sở Y tế", FoundUnits((1,))),
        ("Sở Công Thương", FoundUnits(unknown=("Sở Công Thương",))),
        ("Xã Tân Lập", FoundUnits(doubtful=("Xã Tân Lập",))),
    ],
)
def test_one_unit_is_meant_by_its_code_its_name_or_its_authority(text, found):
    assert UNITS.one(text) == found


PROVINCE = UnitNames(
    [
        UnitName(1, "15", "Tỉnh Lào Cai"),
        UnitName(2, "SYT", "Sở Y tế tỉnh Lào Cai"),
        UnitName(3, "VP", "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"),
        UnitName(4, "A", "Xã Tả Van"),
        UnitName(5, "B", "Xã Mường Bo"),
        UnitName(6, "C", "Trạm Y tế xã Tả Van"),
        UnitName(7, "D", "Trạm Y tế xã Mường Bo"),
        UnitName(8, "E", "Sở Tài chính tỉnh Lai Châu"),
    ]
)


@pytest.mark.parametrize(
    "text, found",
    [
        ("Sở Y tế", FoundUnits((2,))),
        ("Sở Y tế tỉnh", FoundUnits((2,))),
        ("Văn phòng UBND tỉnh", FoundUnits((3,))),
        ("Văn phòng UBND tỉnh Lào Cai", FoundUnits((3,))),
        ("UBND tỉnh", FoundUnits((1,))),
        ("UBND tỉnh Lào Cai", FoundUnits((1,))),
        ("Văn phòng UBND xã Tả Van", FoundUnits((4,))),
        ("Trạm Y tế", FoundUnits(doubtful=("Trạm Y tế",))),
        ("Trạm Y tế xã Tả Van", FoundUnits((6,))),
        ("Sở Tài chính", FoundUnits(unknown=("Sở Tài chính",))),
    ],
)
def test_a_place_above_that_goes_without_saying_may_be_left_out(text, found):
    assert PROVINCE.one(text) == found


@pytest.mark.parametrize(
    "text, found",
    [
        ("Sở Y tế, Sở Tài chính", FoundUnits((1, 2))),
        ("Sở Y tế; Sở Tài chính; Sở Y tế", FoundUnits((1, 2))),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", FoundUnits((3, 1))),
        ("Sở Y tế\nUBND các xã, phường", FoundUnits((1,), ("UBND các xã", "phường"))),
        ("", FoundUnits()),
    ],
)
def test_a_list_of_units_is_parted_without_cutting_a_name_in_two(text, found):
    assert UNITS.several(text) == found


def test_a_row_becomes_an_obligation():
    row = [
        "1",
        "Lập hồ sơ sức khỏe điện tử",
        "Sở Y tế",
        "Sở Tài chính; các xã",
        "Quý IV/2026",
        "HSSK",
    ]
    (found,) = drafts(row).rows
    assert found.number == 2
    assert found.is_good
    assert found.draft == ObligationDraft(
        clause="1",
        heading="",
        text="Lập hồ sơ sức khỏe điện tử",
        lead_id=1,
        co_operating_ids=(2,),
        co_operating_words="các xã",
        term=Term(TermKind.DATE, on=date(2026, 12, 31)),
        product="HSSK",
        note="",
    )
    assert [problem.code for problem in found.problems] == ["annex_units_unknown"]


def test_titles_numberings_and_headings_are_no_obligations():
    table = [
        ["PHỤ LỤC", "PHỤ LỤC", "", "", "", ""],
        HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["I", "Hạ tầng số", "", "", "", ""],
        ["1", "Phủ sóng di động", "Sở Tài chính", "", "15/12/2026", ""],
        ["", "", "", "", "", ""],
        ["II", "Dữ liệu số", "Dữ liệu số", "Dữ liệu số", "Dữ liệu số", "Dữ liệu số"],
        ["1", "Làm sạch dữ liệu", "Sở Y tế", "", "Thường xuyên", ""],
    ]
    annex = read_annex(table, UNITS)
    assert [(row.number, row.draft.heading, row.draft.text) for row in annex.rows] == [
        (5, "Hạ tầng số", "Phủ sóng di động"),
        (8, "Dữ liệu số", "Làm sạch dữ liệu"),
    ]
    assert all(row.is_good for row in annex.rows)


@pytest.mark.parametrize(
    "cells, expected",
    [
        (["1", "Việc", "", "", "", ""], ["annex_lead_missing"]),
        (["1", "Việc", "Sở Lạ", "", "", ""], ["annex_lead_unknown"]),
        (["1", "Việc", "Xã Tân Lập", "", "", ""], ["annex_lead_doubtful"]),
        (["1", "", "Sở Y tế", "", "", ""], ["annex_text_missing"]),
        (["1", "Việc", "Sở Y tế", "", "khi có thể", ""], ["annex_term_unknown"]),
        (["1", "V" * 4001, "Sở Y tế", "", "", ""], ["annex_text_too_long"]),
        (["1", "Việc", "Sở Y tế", "các xã " * 80, "", ""], ["annex_words_too_long"]),
        (["1.1", "Việc", "", "", "", ""], ["annex_lead_missing"]),
        (["1a", "Việc", "", "", "", ""], ["annex_lead_missing"]),
        (["a)", "Việc", "", "", "", ""], ["annex_lead_missing"]),
        (["-", "Việc", "", "", "", ""], ["annex_lead_missing"]),
        (["1", "Việc", "Sở Y tế, Sở Tài chính", "", "", ""], ["annex_lead_unknown"]),
    ],
)
def test_a_bad_row_is_named_with_its_column(cells, expected):
    (row,) = drafts(cells).rows
    assert [problem.code for problem in row.problems] == expected
    assert not row.is_good
    assert all("column" in problem.params for problem in row.problems)


def test_a_note_that_cannot_be_kept_whole_is_a_bad_cell():
    head = [*HEAD, "Ghi chú"]
    (row,) = drafts(["1", "Việc", "SYT", "", "", "", "x" * 501], head=head).rows
    assert [(one.code, one.params["column"]) for one in row.problems] == [
        ("annex_text_too_long", Column.NOTE)
    ]


@pytest.mark.parametrize("clause", ["", "I", "IV.", "XII)", "A", "B.", "Đ."])
def test_words_alone_are_a_heading_where_they_are_numbered_as_one(clause):
    annex = drafts([clause, "Hạ tầng số", "", "", "", ""], ["1", "Việc", "SYT", "", "", ""])
    assert (dict(annex.headings), annex.rows[0].draft.heading) == (
        {2: "Hạ tầng số"},
        "Hạ tầng số",
    )


def test_of_a_long_heading_its_beginning_stands_beside_what_is_obliged():
    annex = drafts(["", "H" * 501, "", "", "", ""], ["1", "Việc", "SYT", "", "", ""])
    assert annex.rows[0].draft.heading == "H" * 499 + "…"


def test_one_clause_twice_names_the_row_that_had_it_first():
    annex = drafts(["1", "Một", "SYT", "", "", ""], ["1", "Hai", "SYT", "", "", ""])
    (problem,) = annex.rows[1].problems
    assert (problem.code, problem.params["row"]) == ("annex_clause_twice", 2)


@pytest.mark.parametrize(
    "table, code",
    [
        ([], "annex_without_head"),
        ([["a", "b"], ["c", "d"]], "annex_without_head"),
        ([["STT", "Nhiệm vụ"], ["1", "Việc"]], "annex_without_head"),
        ([HEAD], "annex_without_rows"),
    ],
)
def test_a_table_that_is_no_annex_says_so(table, code):
    annex = read_annex(table, UNITS)
    assert annex.rows == ()
    assert annex.problem is not None
    assert annex.problem.code == code


@pytest.mark.parametrize(
    "head, expected",
    [
        (
            ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"],
            [Column.CLAUSE, Column.TEXT, Column.LEAD, Column.CO_OPERATING, Column.TERM],
        ),
        (
            ["No.", "Task", "Lead unit", "Co-operating units", "Deadline", "Product", "Note"],
            [
                Column.CLAUSE,
                Column.TEXT,
                Column.LEAD,
                Column.CO_OPERATING,
                Column.TERM,
                Column.PRODUCT,
                Column.NOTE,
            ],
        ),
        (
            ["Item", "Action", "Responsible unit", "Supporting units", "Due date", "Deliverable"],
            [
                Column.CLAUSE,
                Column.TEXT,
                Column.LEAD,
                Column.CO_OPERATING,
                Column.TERM,
                Column.PRODUCT,
            ],
        ),
        (["Residue of the pleading", "Task", "Lead unit"], [Column.TEXT, Column.LEAD]),
        (
            ["TT", "Nội dung công việc", "Đơn vị thực hiện", "Kết quả, sản phẩm", "Ghi chú"],
            [Column.CLAUSE, Column.TEXT, Column.LEAD, Column.PRODUCT, Column.NOTE],
        ),
    ],
)
def test_the_head_is_found_by_the_words_that_offices_use(head, expected):
    found = columns_of(head)
    assert sorted(found, key=lambda column: found[column]) == expected


def test_an_english_annex_says_its_quarters_in_the_years_of_the_country():
    head = ["No.", "Task", "Lead unit", "Co-operating units", "Deadline", "Product"]
    row = ["1.", "Open the register", "SYT", "STC; all communes", "Q4 2026", "The register"]
    (found,) = read_annex([head, row], UNITS).rows
    assert found.draft == ObligationDraft(
        clause="1",
        heading="",
        text="Open the register",
        lead_id=1,
        co_operating_ids=(2,),
        co_operating_words="all communes",
        term=Term(TermKind.DATE, on=date(2026, 12, 31)),
        product="The register",
        note="",
    )
    (found,) = read_annex([head, row], UNITS, year_starts=7).rows
    assert found.draft.term.on == date(2027, 6, 30)


OVER = ["TT", "Nhiệm vụ", "Đơn vị thực hiện", "Đơn vị thực hiện", "Thời hạn"]
UNDER = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"]
FIRST = ["1", "Rà soát", "Sở Y tế", "Sở Tài chính", "15/12/2026"]
SECOND = ["2", "Tập huấn", "Sở Tài chính", "", ""]


@pytest.mark.parametrize(
    "over, under",
    [
        (OVER, UNDER),
        (OVER, ["", "", "Chủ trì", "Phối hợp", ""]),
        (["TT", "Nhiệm vụ", "Đơn vị", "", "Thời hạn"], ["", "", "Chủ trì", "Phối hợp", ""]),
        (UNDER, UNDER),
    ],
)
def test_a_head_of_two_rows_is_one_head(over, under):
    titles = [["PHỤ LỤC NHIỆM VỤ"] * 5, [""] * 5]
    first, second = read_annex([*titles, over, under, FIRST, SECOND], UNITS).rows
    assert (first.number, first.draft.lead_id, first.draft.co_operating_ids) == (5, 1, (2,))
    assert (second.number, second.draft.lead_id, second.draft.co_operating_ids) == (6, 2, ())
    assert first.is_good
    assert second.is_good


def test_a_heading_under_the_head_is_no_part_of_it():
    for heading in (["", "Nhiệm vụ chung", "", "", ""], ["Nhiệm vụ chung"] * 5):
        (row,) = read_annex([UNDER, heading, FIRST], UNITS).rows
        assert (row.draft.heading, row.draft.co_operating_ids) == ("Nhiệm vụ chung", (2,))


def test_a_head_that_a_new_page_repeats_is_no_obligation():
    table = [OVER, UNDER, FIRST, OVER, [cell.upper() for cell in UNDER], SECOND]
    assert [row.number for row in read_annex(table, UNITS).rows] == [3, 6]


@pytest.mark.parametrize(
    "table, following, expected",
    [
        ([UNDER, FIRST], [SECOND], True),
        ([UNDER, FIRST], [UNDER, SECOND], True),
        ([OVER, UNDER, FIRST], [UNDER, SECOND], True),
        ([UNDER, FIRST], [["Nơi nhận", "TRƯỞNG BAN"]], False),
        ([UNDER, FIRST], [["TT", "Chủ trì", "Nhiệm vụ", "", ""], SECOND], False),
        ([["a", "b", "c", "d", "e"]], [UNDER, SECOND], False),
        ([], [], False),
    ],
)
def test_an_annex_goes_on_in_a_table_that_is_as_wide_with_its_head_or_none(
    table, following, expected
):
    assert continues(table, following) is expected
