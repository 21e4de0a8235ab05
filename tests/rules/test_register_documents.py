"""Numbers, symbols, what stands in force, and what is refused as a state secret."""

from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.register.secrecy import is_open, mark_in_field, secret_mark
from giaoban.rules.register.series import SeriesFacts, starting_problem, taking_problem
from giaoban.rules.register.standing import (
    ForceFacts,
    Relation,
    RelationFacts,
    Standing,
    first_day_over,
    heirs,
    relation_problem,
    standing_on,
)
from giaoban.rules.register.symbols import Symbol, bare_symbol, read_symbol, written

TYPES = frozenset({"QĐ", "KH", "BC", "NĐ", "CT", "ĐA"})


@pytest.mark.parametrize(
    "symbol, text",
    [
        (Symbol(5, "QĐ", "BCĐ"), "05/QĐ-BCĐ"),
        (Symbol(12, "", "UBND-VX"), "12/UBND-VX"),
        (Symbol(30, "NĐ", "CP", year=2020), "30/2020/NĐ-CP"),
        (Symbol(112, "KH", "BCĐCĐS"), "112/KH-BCĐCĐS"),
        (Symbol(7, "CT", "UBND", letter="a"), "07a/CT-UBND"),
    ],
)
def test_a_symbol_is_written_as_the_decree_says_and_read_again(symbol, text):
    assert written(symbol) == text
    assert read_symbol(text, TYPES) == symbol


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Số: 5 / QĐ – BCĐ", Symbol(5, "QĐ", "BCĐ")),
        ("12/ubnd-vx", Symbol(12, "", "ubnd-vx")),
        ("5/qđ-bcđ", Symbol(5, "QĐ", "bcđ")),
        ("QĐ-BCĐ", None),
        ("năm/QĐ-BCĐ", None),
        ("", None),
        ("5/", None),
    ],
)
def test_a_symbol_that_was_typed_carelessly_is_understood_or_not_at_all(text, expected):
    assert read_symbol(text, TYPES) == expected


def test_two_spellings_of_one_symbol_are_the_same():
    assert bare_symbol("Số: 05 / QĐ–BCĐ") == "5/qđ-bcđ"
    assert bare_symbol(normalize("NFD", "Số: 12/TB-VPƯT")) == "12/tb-vpưt"
    assert read_symbol(normalize("NFD", "Số: 12/TB-VPƯT"), TYPES) == Symbol(12, "", "TB-VPƯT")
    assert bare_symbol("50/QĐ-BCĐ") == "50/qđ-bcđ"
    assert bare_symbol("00/QĐ-BCĐ") == "0/qđ-bcđ"


@given(st.integers(1, 999_999), st.sampled_from(sorted(TYPES | {""})), st.none() | st.just(2026))
def test_every_symbol_survives_paper(number, kind, year):
    symbol = Symbol(number, kind, "BCĐ-TGV", year=year)
    assert read_symbol(written(symbol), TYPES) == symbol


@pytest.mark.parametrize(
    "series, dated_on, code",
    [
        (SeriesFacts(2026), date(2026, 11, 20), None),
        (SeriesFacts(2026), date(2027, 1, 1), "series_other_year"),
        (SeriesFacts(2026, 8, 7, date(2026, 11, 20)), date(2026, 11, 20), None),
        (SeriesFacts(2026, 8, 7, date(2026, 11, 20)), date(2026, 11, 19), "series_before_last"),
        (SeriesFacts(2026, 1_000_000), date(2026, 11, 20), "series_full"),
    ],
)
def test_a_number_is_given_in_its_year_and_never_back_in_time(series, dated_on, code):
    problem = taking_problem(series, dated_on)
    assert (problem and problem.code) == code


@pytest.mark.parametrize(
    "series, number, code",
    [
        (SeriesFacts(2026), 318, None),
        (SeriesFacts(2026), 0, "series_start_out_of_range"),
        (SeriesFacts(2026, 2, 1), 318, "series_has_begun"),
        (SeriesFacts(2026, 11, borne=10), 10, "series_start_taken"),
        (SeriesFacts(2026, 11, borne=10), 11, None),
    ],
)
def test_a_series_begins_anywhere_until_it_has_begun(series, number, code):
    problem = starting_problem(series, number)
    assert (problem and problem.code) == code


JAN, MAR, JUN, SEP = (date(2026, month, 1) for month in (1, 3, 6, 9))
OLD = ForceFacts(JAN)
R = Relation


@pytest.mark.parametrize(
    "relations, on, expected",
    [
        ([], date(2025, 12, 31), (Standing.NOT_YET, [])),
        ([], JAN, (Standing.IN_FORCE, [])),
        ([(2, R.CARRIES_OUT, MAR)], JUN, (Standing.IN_FORCE, [])),
        ([(2, R.AMENDS, MAR)], JAN, (Standing.IN_FORCE, [])),
        ([(2, R.AMENDS, MAR)], MAR, (Standing.AMENDED, [2])),
        ([(3, R.AMENDS, JUN), (2, R.AMENDS, MAR)], JUN, (Standing.AMENDED, [2, 3])),
        ([(2, R.AMENDS, MAR), (3, R.REPLACES, JUN)], MAR, (Standing.AMENDED, [2])),
        ([(2, R.AMENDS, MAR), (3, R.REPLACES, JUN)], JUN, (Standing.REPLACED, [3])),
        ([(3, R.REPLACES, MAR), (4, R.ENDS, JUN)], SEP, (Standing.ENDED, [4])),
    ],
)
def test_a_document_stands_as_the_later_ones_left_it_on_that_day(relations, on, expected):
    facts = [RelationFacts(later, 1, kind, since) for later, kind, since in relations]
    assert standing_on(OLD, facts, on) == expected


@pytest.mark.parametrize(
    "relations, until, on, expected",
    [
        ([], None, SEP, None),
        ([(R.AMENDS, MAR), (R.CARRIES_OUT, MAR)], None, SEP, None),
        ([(R.REPLACES, JUN)], None, MAR, None),
        ([(R.REPLACES, JUN)], None, JUN, JUN),
        ([(R.REPLACES, JUN), (R.ENDS, MAR)], None, SEP, MAR),
        ([(R.ENDS, JUN)], MAR, SEP, MAR),
        ([], JUN, MAR, None),
    ],
)
def test_a_document_is_over_since_the_first_of_what_took_it_away(relations, until, on, expected):
    facts = [RelationFacts(2, 1, kind, since) for kind, since in relations]
    assert first_day_over(ForceFacts(JAN, until), facts, on) == expected


@pytest.mark.parametrize(
    "replacing, expected",
    [
        ({}, []),
        ({1: [2]}, [2]),
        ({1: [2], 2: [3]}, [3]),
        ({1: [2, 3], 2: [4]}, [3, 4]),
        ({1: [2, 3], 2: [4], 3: [4]}, [4]),
        ({1: [2], 2: [1]}, []),
    ],
)
def test_what_stands_in_its_place_is_the_end_of_the_chain(replacing, expected):
    assert heirs(1, replacing) == expected


def test_a_document_with_an_end_of_its_own_lapses():
    assert standing_on(ForceFacts(JAN, until=JUN), [], JUN) == (Standing.LAPSED, [])


DATES = {1: JAN, 2: MAR, 3: JUN}


@pytest.mark.parametrize(
    "new, code",
    [
        (RelationFacts(2, 1, R.AMENDS, MAR), None),
        (RelationFacts(1, 1, R.AMENDS, MAR), "relation_to_itself"),
        (RelationFacts(3, 2, R.REPLACES, JUN), "relation_known"),
        (RelationFacts(1, 2, R.AMENDS, MAR), "relation_backward"),
        (RelationFacts(2, 1, R.AMENDS, JAN), "relation_before_document"),
    ],
)
def test_documents_are_related_forward_and_once(new, code):
    problem = relation_problem(new, DATES, [RelationFacts(3, 2, R.REPLACES, JUN)])
    assert (problem and problem.code) == code


def test_documents_of_one_day_are_not_related_in_a_circle():
    known = [RelationFacts(2, 1, R.CARRIES_OUT, JAN), RelationFacts(3, 2, R.CARRIES_OUT, JAN)]
    same_day = dict.fromkeys((1, 2, 3), JAN)
    problem = relation_problem(RelationFacts(1, 3, R.CARRIES_OUT, JAN), same_day, known)
    assert problem is not None
    assert problem.code == "relation_in_a_circle"


@pytest.mark.parametrize(
    "line, mark",
    [
        ("MẬT", "Mật"),
        ("  TỐI  MẬT  ", "Tối mật"),
        ("TUYỆT MẬT", "Tuyệt mật"),
        ("Độ mật: Mật", "Mật"),
        ("[Mật]", "Mật"),
        ("Bí mật nhà nước độ mật: Tối mật", "Tối mật"),
        # As the text of a PDF has a stamp beside the number, and as another program spells it.
        ("TỐI MẬT   Số: 12/KH-UBND", "Tối mật"),
        ("Số: 12/KH-UBND   MẬT", "Mật"),
        ("TUYE\u0323\u0302T MA\u0323\u0302T", "Tuyệt mật"),
        ("DANH MỤC BÍ MẬT NHÀ NƯỚC", None),
        ("Số: 12/KH-UBND về bảo mật", None),
        ("Kế hoạch bảo mật thông tin", None),
        ("Mật khẩu phải được đổi ba tháng một lần", None),
        ("Mật độ dân số", None),
    ],
)
def test_a_stamp_is_a_secret_and_a_word_is_none(line, mark):
    text = ["ỦY BAN NHÂN DÂN", "Số: 05/QĐ-UBND", line, "Điều 1. Ban hành kế hoạch"]
    assert secret_mark(text) == mark


@pytest.mark.parametrize(
    "text, mark",
    [
        ("Mật", "Mật"),
        ("thường", None),
        ("", None),
        ("MẬT: Về việc kiểm tra", "Mật"),
        ("TỐI MẬT - Kế hoạch năm 2026", "Tối mật"),
        ("[Mật] Kế hoạch năm 2026", "Mật"),
        ("Kế hoạch năm 2026 (tuyệt mật)", "Tuyệt mật"),
        ("Kế hoạch năm 2026 (độ mật: Mật).", "Mật"),
        ("MẬT ĐỘ DÂN SỐ: số liệu năm 2026", None),
        ("Mật khẩu: cách đặt", None),
        ("Kế hoạch (bảo mật) năm 2026", None),
    ],
)
def test_a_degree_of_secrecy_that_was_typed_is_read(text, mark):
    assert mark_in_field(text) == mark


@pytest.mark.parametrize("text, expected", [("", True), ("Thường", True), ("A", False)])
def test_a_degree_that_nobody_knows_may_be_one_of_secrecy(text, expected):
    assert is_open(text) is expected


def test_a_stamp_far_down_in_the_text_is_a_word_of_its_own():
    assert secret_mark(["Điều khoản"] * 60 + ["Mật"]) is None
