"""Nested rows, breakdowns and total rows: a finding exactly where the figures contradict."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.rules.reporting.checks import Finding, FindingCode, findings
from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind, PartGroup
from giaoban.rules.reporting.regime_facts import Asked, FormText, in_section_order
from giaoban.rules.reporting.structure_texts import BreakdownText, CategoryText
from tests.structured_form import STRUCTURED


def facts_of(form: FormText) -> list[IndicatorFacts]:
    """As a stored form gives them."""
    return [
        IndicatorFacts(
            code=item.asked.code,
            kind=IndicatorKind(item.asked.kind),
            sums=item.sums,
            is_from_list=item.place.is_computed,
        )
        for item in expanded(form)
    ]


def found(form: FormText, numbers: Mapping[str, float]) -> list[Finding]:
    return findings(facts_of(form), (), numbers, {}, {}, {})


@pytest.mark.parametrize(
    "whole, parts, is_equal, code",
    [
        (10, [4, 6], False, None),
        (10, [4, 5], False, None),
        (10, [4, 7], False, "parts_exceed"),
        (10, [4, None], False, None),
        (10, [11, None], False, "parts_exceed"),
        (10, [4, 6], True, None),
        (10, [4, 5], True, "parts_differ"),
        (10, [4, 7], True, "parts_differ"),
        (10, [4, None], True, None),
        (10, [11, None], True, None),  # not judged before every part is there
        (None, [4, 7], True, None),
        (None, [4, 7], False, None),
        (0, [0, 0], True, None),
        (0.3, [0.1, 0.2], True, None),  # as a formula compares
        (10, [None, None], True, None),
    ],
)
def test_parts_are_held_against_their_whole(
    whole: float | None, parts: list[float | None], is_equal: bool, code: str | None
) -> None:
    indicator = IndicatorFacts(
        "w", IndicatorKind.AMOUNT, sums=(PartGroup(("a", "b"), is_equal, "Giới tính"),)
    )
    given_numbers = dict(zip(("w", "a", "b"), (whole, *parts), strict=True))
    numbers = {key: float(value) for key, value in given_numbers.items() if value is not None}

    codes = [(one.code, one.indicator) for one in findings([indicator], (), numbers, {}, {}, {})]

    assert codes == ([] if code is None else [(FindingCode(code), "w")])


def test_a_finding_says_the_whole_the_sum_and_the_breakdown() -> None:
    numbers = {"trained": 10.0, "trained__sex__female": 4.0, "trained__sex__male": 7.0}

    assert [(one.code, dict(one.params)) for one in found(STRUCTURED, numbers)] == [
        (FindingCode.PARTS_DIFFER, {"value": 10.0, "sum": 11.0, "name": "Giới tính"})
    ]


def test_each_breakdown_and_each_level_is_judged_by_itself() -> None:
    numbers = {
        "trained": 10.0,
        "trained__sex__female": 4.0,
        "trained__sex__male": 6.0,
        "trained__disability__yes": 11.0,
        "officials": 8.0,
        "commune_officials": 7.0,
    }

    assert [(one.indicator, one.code) for one in found(STRUCTURED, numbers)] == [
        ("trained", FindingCode.PARTS_EXCEED),
        ("officials", FindingCode.PARTS_DIFFER),
    ]


def test_a_total_row_is_the_sum_of_the_other_rows() -> None:
    rows = {"damage__houses__number": 3.0, "damage__schools__number": 2.0}

    assert found(STRUCTURED, rows | {"damage__all__number": 5.0}) == []
    assert [one.indicator for one in found(STRUCTURED, rows | {"damage__all__number": 6.0})] == [
        "damage__all__number"
    ]


# Any tree of parts, any breakdowns, any values, some of them missing.

PARTS_DIFFER = FindingCode.PARTS_DIFFER
WHOLE_NUMBERS = st.integers(-3, 12)


@st.composite
def trees(draw: st.DrawFn) -> FormText:
    """Up to seven indicators, each under an earlier one or under none."""
    asked = []
    for number in range(draw(st.integers(1, 7))):
        parent = draw(st.sampled_from(["", *(entry.code for entry in asked)]))
        asked.append(
            Asked(
                f"i{number}",
                f"I {number}",
                "amount",
                part_of=parent,
                parts=draw(st.sampled_from(["equal", "at_most"])),
                breakdowns=tuple(draw(st.sets(st.sampled_from(["b", "c"])))),
            )
        )
    breakdowns = tuple(
        BreakdownText(
            code,
            code.upper(),
            draw(st.sampled_from(["equal", "at_most"])),
            tuple(CategoryText(str(n), str(n)) for n in range(draw(st.integers(1, 3)))),
        )
        for code in ("b", "c")
    )
    shuffled = draw(st.permutations(asked))
    return in_section_order(FormText(asked=tuple(shuffled), breakdowns=breakdowns))


def contradictions(form: FormText, numbers: Mapping[str, float]) -> list[tuple[str, str]]:
    """The rule said another way: written from the form alone, in exact arithmetic."""
    wrong = []
    divided = {breakdown.code: breakdown for breakdown in form.breakdowns}
    for asked in form.asked:
        groups = [(asked.parts, [part.code for part in form.asked if part.part_of == asked.code])]
        for code in asked.breakdowns:
            cells = [f"{asked.code}__{code}__{one.code}" for one in divided[code].categories]
            groups.append((divided[code].rule, cells))
        for rule, codes in groups:
            there = [Fraction(numbers[code]) for code in codes if code in numbers]
            if asked.code not in numbers or not there:
                continue
            whole = Fraction(numbers[asked.code])
            if rule == "equal" and len(there) == len(codes) and sum(there) != whole:
                wrong.append((asked.code, "parts_differ"))
            if rule == "at_most" and sum(there) > whole:
                wrong.append((asked.code, "parts_exceed"))
    return wrong


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_finding_appears_exactly_where_the_figures_contradict(data: st.DataObject) -> None:
    form = data.draw(trees())
    codes = [item.asked.code for item in expanded(form)]
    drawn = data.draw(st.tuples(*(st.none() | WHOLE_NUMBERS for _ in codes)))
    numbers = {
        code: float(number) for code, number in zip(codes, drawn, strict=True) if number is not None
    }

    codes_found = [(one.indicator, one.code.value) for one in found(form, numbers)]

    assert sorted(codes_found) == sorted(contradictions(form, numbers))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_categories_add_up_in_the_total_where_they_do_in_every_report(
    data: st.DataObject,
) -> None:
    form = data.draw(trees())
    exact = [
        (item.asked.code, group.codes)
        for item in expanded(form)
        for group in item.sums
        if group.is_equal and group.name
    ]
    codes = [item.asked.code for item in expanded(form)]
    totals = dict.fromkeys(codes, 0.0)
    for _ in range(data.draw(st.integers(1, 5))):
        report = {code: float(data.draw(WHOLE_NUMBERS)) for code in codes}
        for whole, parts in exact:  # as a unit mends it: the last category is what is left
            report[parts[-1]] = report[whole] - sum(report[part] for part in parts[:-1])
        differing = {one.params["name"] for one in found(form, report) if one.code == PARTS_DIFFER}
        assert differing <= {""}  # nested rows may differ, breakdowns do not
        totals = {code: totals[code] + report[code] for code in codes}

    assert all(totals[whole] == sum(totals[part] for part in parts) for whole, parts in exact)
