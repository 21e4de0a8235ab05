"""A block of a workbook becomes the breakdown of a figure, or of one figure in each row."""

from dataclasses import replace

import pytest

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.form_problems import form_problems
from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.marked_forms import form_with_marks
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.structure_texts import BreakdownText, CategoryText
from giaoban.rules.reporting.workbook_blocks import Block
from giaoban.rules.reporting.workbook_breakdowns import breakdown_marks
from giaoban.rules.reporting.workbook_marks import (
    Asking,
    Mark,
    Marks,
    figures,
    read,
    renamed,
    stored,
)
from tests.rules.test_reporting_workbook_marks import grid

BESIDE = grid(
    "Biểu 1",
    [
        ["TT", "Chỉ tiêu", "Tổng số", "Nam", "Nữ"],
        ["1", "Người học nghề", "", "", ""],
        ["2", "Người có việc làm", "", "", ""],
        ["", "", "", "", ""],
    ],
)
BELOW = grid(
    "Biểu 2",
    [
        ["TT", "Chỉ tiêu", "Kỳ này"],
        ["1", "Hộ nghèo", ""],
        ["", "- Trong đó: Kinh", ""],
        ["", "- Mông", ""],
    ],
)
BY_SEX = Block((1, 2), (3, 4), "B", 0, breakdown="gioi_tinh", breakdown_name="Giới tính")
BY_PEOPLE = Block((2, 2), (3, 2), "B", 0, breakdown="dan_toc", of="ho_ngheo", adds_up=False)
POOR = Mark("figure", "Biểu 2", "C2", "ho_ngheo", "B2", "Hộ nghèo", asking=Asking(name="Hộ nghèo"))
SEX = BreakdownText("gioi_tinh", "Giới tính", categories=(CategoryText("m", "nam"),))


def places(marks: Marks) -> dict[str, str]:
    return {mark.code: mark.cell for mark in marks}


def test_each_row_has_a_figure_and_its_categories_right_of_it() -> None:
    marks = breakdown_marks(BESIDE, BY_SEX, (), ())
    assert places(marks) == {
        "nguoi_hoc_nghe": "C2",
        "nguoi_hoc_nghe__gioi_tinh__nam": "D2",
        "nguoi_hoc_nghe__gioi_tinh__nu": "E2",
        "nguoi_co_viec_lam": "C3",
        "nguoi_co_viec_lam__gioi_tinh__nam": "D3",
        "nguoi_co_viec_lam__gioi_tinh__nu": "E3",
    }
    assert read(stored(marks)) == marks
    form = form_with_marks(FormText(), marks)
    assert [(one.code, one.breakdowns) for one in form.asked] == [
        ("nguoi_hoc_nghe", ("gioi_tinh",)),
        ("nguoi_co_viec_lam", ("gioi_tinh",)),
    ]
    (sex,) = form.breakdowns
    assert (sex.name, sex.rule, [each.name for each in sex.categories]) == (
        "Giới tính",
        "equal",
        ["Nam", "Nữ"],
    )
    assert [item.asked.code for item in expanded(form)] == list(places(marks))
    assert list(form_problems(form)) == []
    assert form_with_marks(form, marks) == form


def test_the_categories_of_one_figure_stand_below_it() -> None:
    marks = (POOR, *breakdown_marks(BELOW, BY_PEOPLE, (POOR,), ()))
    assert places(marks) == {
        "ho_ngheo": "C2",
        "ho_ngheo__dan_toc__kinh": "C3",
        "ho_ngheo__dan_toc__mong": "C4",
    }
    assert read(stored(marks)) == marks
    (people,) = form_with_marks(FormText(), marks).breakdowns
    assert (people.rule, [each.name for each in people.categories]) == (
        "at_most",
        ["Kinh", "Mông"],
    )


def test_a_figure_that_the_form_asks_is_divided_by_what_the_form_has() -> None:
    asked = (Asked("ho_ngheo", "Hộ nghèo", "count"),)
    people = BreakdownText(
        "dan_toc", "Dân tộc", categories=(CategoryText("k", "KINH"), CategoryText("h", "Mông"))
    )
    marks = (POOR, *breakdown_marks(BELOW, BY_PEOPLE, (POOR,), (people,)))
    assert list(places(marks))[1:] == ["ho_ngheo__dan_toc__k", "ho_ngheo__dan_toc__h"]
    form = form_with_marks(FormText(asked=asked, breakdowns=(people,)), marks)
    assert form.asked == (replace(asked[0], breakdowns=("dan_toc",)),)
    assert form.breakdowns == (people,)


def test_categories_follow_a_figure_that_is_called_otherwise() -> None:
    marks = (POOR, *breakdown_marks(BELOW, BY_PEOPLE, (POOR,), ()))
    total = Mark("figure", "Biểu 2", "C9", "tong", sums=("ho_ngheo__dan_toc__kinh", "ho_ngheo"))
    changed = renamed((*marks, total), "ho_ngheo", "poor")
    assert [(mark.code, mark.asking.part_of) for mark in changed[1:3]] == [
        ("poor__dan_toc__kinh", "poor"),
        ("poor__dan_toc__mong", "poor"),
    ]
    assert changed[3].sums == ("poor__dan_toc__kinh", "poor")
    assert "ho_ngheo__dan_toc__kinh" not in figures(changed)


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (replace(BY_SEX, of="nobody"), "breakdown_of_nothing"),
        (replace(BY_SEX, of="ho_ngheo"), "breakdown_not_in_line"),
        (replace(BY_SEX, last=(3, 2)), "breakdown_not_in_line"),
        (replace(BY_SEX, first=(3, 2)), "block_without_labels"),
        (replace(BY_SEX, last=(0, 0)), "block_too_large"),
        (replace(BY_SEX, first=(1, 3), last=(1, 4), of="a__b__c"), "breakdown_of_nothing"),
    ],
)
def test_a_block_that_is_no_breakdown_is_refused(block: Block, code: str) -> None:
    cell = Mark("figure", "Biểu 1", "C9", "a__b__c", asking=Asking(table="a", row="b", column="c"))
    with pytest.raises(RuleError) as caught:
        breakdown_marks(BESIDE, block, (POOR, cell), ())
    assert caught.value.code == code


def test_a_head_that_the_form_s_breakdown_does_not_have_is_named() -> None:
    with pytest.raises(RuleError) as caught:
        breakdown_marks(BESIDE, BY_SEX, (), (SEX,))
    assert (caught.value.code, caught.value.params) == (
        "breakdown_category_unknown",
        {"name": "Nữ", "breakdown": "Giới tính"},
    )
