"""When a figure proves an obligation, and how a term is written so that it is read again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.country.dates import DayForm
from giaoban.rules.register.annex import Column, cells_of, judged_rows, read_annex
from giaoban.rules.register.due_words import read_term, term_words
from giaoban.rules.register.named_units import UnitName, UnitNames
from giaoban.rules.register.proof import is_reached, share
from giaoban.rules.register.terms import Every, Term, TermKind

TERMS = st.one_of(
    st.just(Term()),
    st.builds(
        lambda day: Term(TermKind.DATE, on=day),
        st.dates(date(1900, 1, 1), date(9999, 12, 31)),
    ),
    st.builds(lambda n: Term(TermKind.WORKING_DAYS, working_days=n), st.integers(1, 999)),
    st.builds(
        lambda every, day, until: Term(TermKind.RECURRING, every=every, day=day, until=until),
        st.sampled_from(Every),
        st.integers(1, 31),
        st.none() | st.dates(date(1900, 1, 1), date(9999, 12, 31)),
    ),
)
UNITS = UnitNames([UnitName(1, "01", "Sở Y tế"), UnitName(2, "02", "Xã Tả Van")])
TABLE = [
    ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
    ["", "I. Thể chế", "", ""],
    ["1", "Ban hành quy chế", "Sở Y tế", "15/12/2026"],
    ["2", "Rà soát dữ liệu", "Sở Y tê", "khi nào xong"],
]


@pytest.mark.parametrize(
    "figure, target, is_at_most, reached",
    [
        (None, 0.0, False, False),
        (None, 0.0, True, False),
        (94.9, 95.0, False, False),
        (95.0, 95.0, False, True),
        (3.0, 2.0, True, False),
        (2.0, 2.0, True, True),
    ],
)
def test_a_figure_proves_once_it_has_reached_the_target(
    figure: float | None, target: float, is_at_most: bool, reached: bool
) -> None:
    assert is_reached(figure, target, is_at_most=is_at_most) is reached


@pytest.mark.parametrize("done, asked, percent", [(0, 0, None), (0, 4, 0.0), (95, 100, 95.0)])
def test_a_share_is_of_those_that_were_asked(done: int, asked: int, percent: float | None) -> None:
    assert share(done, asked) == percent


@given(TERMS, st.sampled_from(DayForm), st.sampled_from(["vi", "en"]))
def test_a_term_is_read_again_as_it_was_written(term: Term, form: DayForm, language: str) -> None:
    assert read_term(term_words(term, form, language)).term == term


def test_rows_are_mended_in_their_own_words_under_their_heading() -> None:
    annex = read_annex(TABLE, UNITS)
    good, bad = cells_of(TABLE, annex)
    assert (good.number, bad.number, bad.heading) == (3, 4, "I. Thể chế")
    assert (bad.said[Column.LEAD], bad.said[Column.TERM]) == ("Sở Y tê", "khi nào xong")
    assert judged_rows([good, bad], UNITS) == list(annex.rows)
    mended = {**bad.said, Column.LEAD: "Xã Tả Van", Column.TERM: "quý IV/2026"}
    rows = judged_rows([good, type(bad)(4, bad.heading, mended)], UNITS)
    assert [row.is_good for row in rows] == [True, True]
    assert (rows[1].draft.lead_id, rows[1].draft.term.on) == (2, date(2026, 12, 31))
