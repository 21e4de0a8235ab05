"""What is wrong with the values of a report?"""

import math

import pytest

from giaoban.rules.reporting.checks import (
    CheckFacts,
    CheckLevel,
    Finding,
    FindingCode,
    FindingLevel,
    Progress,
    findings,
    progress,
)
from giaoban.rules.reporting.formulas import parse
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind

STAFF = IndicatorFacts("staff", IndicatorKind.COUNT, is_required=True, minimum=0, maximum=500)
TRAINED = IndicatorFacts("trained", IndicatorKind.COUNT)
BUDGET = IndicatorFacts("budget", IndicatorKind.AMOUNT, minimum=0.5)
SHARE = IndicatorFacts("share", IndicatorKind.RATIO, numerator="trained", denominator="staff")
PLAN = IndicatorFacts("plan", IndicatorKind.YES_NO)
GRADE = IndicatorFacts("grade", IndicatorKind.CHOICE, choices=("Tốt", "Khá"))
REMARKS = IndicatorFacts("remarks", IndicatorKind.TEXT, is_required=True)
FORM = (STAFF, TRAINED, BUDGET, SHARE, PLAN, GRADE, REMARKS)
ERROR, WARNING, MISSING = FindingLevel.ERROR, FindingLevel.WARNING, FindingLevel.MISSING


@pytest.mark.parametrize(
    ("indicator", "value", "expected"),
    [
        (STAFF, 0, []),
        (STAFF, 500, []),
        (STAFF, 501, [("above_maximum", {"value": 501, "maximum": 500})]),
        (STAFF, -1, [("negative", {"value": -1}), ("below_minimum", {"value": -1, "minimum": 0})]),
        (STAFF, 2.5, [("not_whole", {"value": 2.5})]),
        (STAFF, math.nan, [("not_finite", {})]),
        (TRAINED, math.inf, [("not_finite", {})]),
        (TRAINED, 1e15, []),
        (BUDGET, 0.5, []),
        (BUDGET, 0.25, [("below_minimum", {"value": 0.25, "minimum": 0.5})]),
        (PLAN, 0, []),
        (PLAN, 1, []),
        (PLAN, 2, [("not_yes_no", {"value": 2})]),
    ],
)
def test_a_number_is_judged_by_its_kind_and_bounds(
    indicator: IndicatorFacts, value: float, expected: list[tuple[str, dict[str, float]]]
) -> None:
    found = findings([indicator], [], {indicator.code: value}, {}, {}, {})
    assert found == [
        Finding(ERROR, FindingCode(code), indicator.code, params=params)
        for code, params in expected
    ]


def test_a_choice_is_one_of_its_choices() -> None:
    assert findings([GRADE], [], {}, {"grade": "Khá"}, {}, {}) == []
    assert findings([GRADE], [], {}, {"grade": "khá"}, {}, {}) == [
        Finding(ERROR, FindingCode.NOT_A_CHOICE, "grade", params={"value": "khá"})
    ]


def test_a_required_cell_left_out_is_an_error_and_in_a_draft_merely_missing() -> None:
    def missing(level: FindingLevel) -> list[Finding]:
        return [Finding(level, FindingCode.REQUIRED_MISSING, code) for code in ("staff", "remarks")]

    assert findings(FORM, [], {}, {"remarks": "  "}, {}, {}) == missing(ERROR)
    assert findings(FORM, [], {}, {}, {}, {}, is_draft=True) == missing(MISSING)


def test_where_nothing_arose_no_text_is_asked_but_checks_still_hold() -> None:
    check = CheckFacts(parse("staff > 0"), CheckLevel.WARNING, "Nobody?")
    found = findings(FORM, [check], {"staff": 0, "trained": 0}, {}, {}, {}, nothing_arose=True)
    assert found == [
        Finding(
            WARNING,
            FindingCode.CHECK_FAILED,
            "staff",
            0,
            {"message": "Nobody?", "formula": "staff > 0"},
        )
    ]


def test_a_failed_check_stands_beside_the_first_cell_that_it_names() -> None:
    checks = [
        CheckFacts(parse("trained <= staff"), CheckLevel.ERROR),
        CheckFacts(parse("budget > 0"), CheckLevel.ERROR),
        CheckFacts(parse("0.5 <= previous(staff) / staff"), CheckLevel.WARNING),
    ]
    numbers = {"staff": 10, "trained": 11}
    found = findings([STAFF, TRAINED, BUDGET], checks, numbers, {}, {"staff": 4}, {})
    assert [(f.level, f.indicator, f.check) for f in found] == [
        (ERROR, "trained", 0),
        (WARNING, "staff", 2),
    ]


@pytest.mark.parametrize(
    ("numbers", "before", "failed"),
    [
        ({"trained": 1, "staff": 2}, {"trained": 3, "staff": 4}, [0]),
        ({"trained": 3, "staff": 4}, {"trained": 1, "staff": 2}, []),
        ({"trained": 0, "staff": 0}, {"trained": 1, "staff": 2}, []),
        ({"trained": 1, "staff": 2}, {"trained": 1}, []),
        ({"trained": 1, "staff": 2, "share": 9}, {"trained": 3, "staff": 4}, [0]),
    ],
)
def test_a_check_of_a_ratio_divides_the_parts_of_each_period(
    numbers: dict[str, float], before: dict[str, float], failed: list[int]
) -> None:
    checks = [CheckFacts(parse("share >= previous(share)"), CheckLevel.WARNING)]
    found = findings([STAFF, TRAINED, SHARE], checks, numbers, {}, before, {})
    assert [finding.check for finding in found] == failed


def test_a_page_counts_errors_warnings_and_cells() -> None:
    checks = [CheckFacts(parse("trained <= staff"), CheckLevel.WARNING)]
    numbers = {"staff": 1, "trained": 2, "plan": 3}
    found = findings(FORM, checks, numbers, {"remarks": ""}, {}, {}, is_draft=True)
    assert progress(FORM, found, numbers, {"remarks": ""}) == Progress(
        errors=1, warnings=1, missing=1, filled=3, asked=6
    )
