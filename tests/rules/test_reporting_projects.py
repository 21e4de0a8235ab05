"""Which projects is a unit asked about, and what do those of a donor come to?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.reporting.checks import Finding, FindingCode, findings, progress
from giaoban.rules.reporting.indicators import (
    IndicatorFacts,
    IndicatorKind,
    OverTime,
    OverUnits,
    PartGroup,
    asked_of_unit,
)
from giaoban.rules.reporting.nothing_arose import nothing_arose
from giaoban.rules.reporting.projects import (
    ProjectFacts,
    ProjectState,
    by_donor,
    may_be_summed,
    project_categories,
    project_problems,
    project_state,
    sum_of_projects,
    unasked_projects,
)
from giaoban.rules.reporting.structure_texts import CategoryText, ProjectText

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


@pytest.mark.parametrize(
    "starts_on, ends_on, is_asked",
    [
        (None, None, True),
        (date(2025, 1, 1), date(2027, 12, 31), True),
        (date(2026, 9, 30), None, True),  # begins on the last day
        (date(2026, 10, 1), None, False),
        (None, date(2026, 7, 1), True),  # its last day is the period's first
        (None, date(2026, 6, 30), False),
        (date(2026, 8, 5), date(2026, 8, 6), True),
    ],
)
def test_a_project_is_asked_about_in_a_period_on_one_of_whose_days_it_runs(
    starts_on: date | None, ends_on: date | None, is_asked: bool
) -> None:
    project = ProjectFacts("water", starts_on, ends_on)
    unasked = unasked_projects([project], {1}, FIRST, LAST)
    assert unasked == (frozenset() if is_asked else {"water"})


@pytest.mark.parametrize(
    "named, line, is_asked",
    [
        ((), (7, 3, 1), True),  # nobody named: everybody
        ((7,), (7, 3, 1), True),
        ((3,), (7, 3, 1), True),  # named above it
        ((8,), (7, 3, 1), False),
        ((7,), (3, 1), False),  # what lies below does not speak for what is above
    ],
)
def test_a_unit_takes_part_where_it_or_one_above_it_is_named(
    named: tuple[int, ...], line: tuple[int, ...], is_asked: bool
) -> None:
    project = ProjectFacts("water", unit_ids=frozenset(named))
    unasked = unasked_projects([project], line, FIRST, LAST)
    assert unasked == (frozenset() if is_asked else {"water"})


PEOPLE = IndicatorFacts(
    "people",
    IndicatorKind.COUNT,
    is_required=True,
    over_time=OverTime.SUM,
    sums=(PartGroup(("people__p__a", "people__p__b", "people__p__c"), True, "Dự án"),),
)
PARTS = [
    IndicatorFacts(f"people__p__{code}", IndicatorKind.COUNT, True, over_time=OverTime.SUM)
    for code in "abc"
]
FORM = [PEOPLE, *PARTS]


def found(unasked: str, **numbers: float) -> list[tuple[FindingCode, str]]:
    given = {
        ("people" if code == "all" else f"people__p__{code}"): float(n)
        for code, n in numbers.items()
    }
    codes = {f"people__p__{code}" for code in unasked}
    return [
        (one.code, one.indicator) for one in findings(FORM, (), given, {}, {}, {}, unasked=codes)
    ]


@pytest.mark.parametrize(
    "unasked, numbers, expected",
    [
        ("", {"all": 5, "a": 2, "b": 3, "c": 0}, []),
        ("c", {"all": 5, "a": 2, "b": 3}, []),  # not missing, and the sum is judged without it
        ("c", {"all": 6, "a": 2, "b": 3}, [("parts_differ", "people")]),
        ("", {"all": 5, "a": 2, "b": 3}, [("required_missing", "people__p__c")]),
        ("bc", {"all": 5, "a": 5}, []),
        ("abc", {"all": 5}, []),  # in no project: the whole stands by itself
        ("c", {"all": 5, "a": 2, "b": 3, "c": 1}, [("not_asked", "people__p__c")]),
        ("c", {"all": 5, "a": 2, "b": 3, "c": 0}, [("not_asked", "people__p__c")]),
    ],
)
def test_what_is_not_asked_is_neither_missing_nor_part_of_a_sum(
    unasked: str, numbers: dict[str, float], expected: list[tuple[str, str]]
) -> None:
    assert found(unasked, **numbers) == expected


def test_cells_that_are_not_asked_are_not_counted() -> None:
    nothing: list[Finding] = []
    numbers = {"people": 5.0, "people__p__a": 5.0}
    counted = progress(FORM, nothing, numbers, {}, {"people__p__b", "people__p__c"})
    assert (counted.filled, counted.asked) == (2, 2)


def test_where_nothing_arose_a_project_that_is_not_asked_gets_no_zero() -> None:
    answers = nothing_arose(asked_of_unit(FORM, {"people__p__c"}), {}, {}, begins_year=False)
    assert answers.numbers == {"people": 0, "people__p__a": 0, "people__p__b": 0}


def test_a_project_of_several_donors_stands_under_all_of_them_together() -> None:
    donors = {"a": ("Kova",), "b": ("Renn", "Kova"), "c": (), "d": ("Kova", "Renn"), "e": ("Kova",)}
    assert by_donor(donors) == {"Kova": ["a", "e"], "Kova + Renn": ["b", "d"], "": ["c"]}


@given(
    st.dictionaries(st.text("abcdef", min_size=1), st.lists(st.sampled_from("KLM"), unique=True)),
    st.data(),
)
def test_the_figures_of_donors_add_up_to_those_of_projects(
    donors: dict[str, list[str]], data: st.DataObject
) -> None:
    figures = {code: data.draw(st.none() | st.integers(0, 1000)) for code in donors}
    sums = [sum_of_projects(figures[c] for c in codes) for codes in by_donor(donors).values()]
    assert sum_of_projects(sums) == sum_of_projects(figures.values())


@pytest.mark.parametrize(
    "over_time, over_units, is_derived, may",
    [
        (OverTime.SUM, OverUnits.SUM, True, True),
        (OverTime.LAST, OverUnits.SUM, True, True),
        (OverTime.AVERAGE, OverUnits.SUM, True, False),
        (OverTime.AVERAGE, OverUnits.SUM, False, True),  # one period: nothing was averaged
        (OverTime.MOST, OverUnits.SUM, True, False),
        (OverTime.SUM, OverUnits.AVERAGE, False, False),
        (OverTime.SUM, OverUnits.LEAST, True, False),
        (OverTime.SUM, OverUnits.NONE, False, False),
    ],
)
def test_only_what_adds_up_is_added_up_for_a_donor(
    over_time: OverTime, over_units: OverUnits, is_derived: bool, may: bool
) -> None:
    assert may_be_summed(over_time, over_units, is_derived=is_derived) is may


@pytest.mark.parametrize(
    "today, state",
    [
        (date(2026, 6, 30), ProjectState.COMING),
        (FIRST, ProjectState.RUNNING),
        (LAST, ProjectState.RUNNING),
        (date(2026, 10, 1), ProjectState.ENDED),
    ],
)
def test_a_project_runs_from_its_first_day_through_its_last(
    today: date, state: ProjectState
) -> None:
    project = ProjectText("water", "Water", starts_on=FIRST, ends_on=LAST)
    assert project_state(project, today) == state


def test_a_form_keeps_what_it_asks_and_gains_the_projects_that_have_not_ended() -> None:
    kept = [CategoryText("old", "Old"), CategoryText("water", "Water")]
    register = [
        ProjectText("ended", "Ended", ends_on=date(2026, 1, 1)),
        ProjectText("water", "Water and more"),
        ProjectText("coming", "Coming", starts_on=date(2027, 1, 1)),
        ProjectText("school", "School"),
    ]
    asked = project_categories(kept, register, date(2026, 7, 1))
    assert [(category.code, category.name) for category in asked] == [
        ("old", "Old"),
        ("water", "Water"),
        ("coming", "Coming"),
        ("school", "School"),
    ]


@pytest.mark.parametrize(
    "project, key, code",
    [
        (ProjectText("Dự-án", "Nước sạch"), "code", "bad_part_code"),
        (ProjectText("x" * 31, "Nước sạch"), "code", "text_too_long"),
        (ProjectText("x", " "), "name", "text_missing"),
        (
            ProjectText("x", "X", starts_on=LAST, ends_on=FIRST),
            "ends_on",
            "project_ends_before_start",
        ),
        (ProjectText("x", "X", donors=("",)), "donors", "text_missing"),
        (ProjectText("x", "X", donors=("Kova", "Kova")), "donors", "donor_twice"),
        (ProjectText("x", "X", donors=("K" * 301,)), "donors", "text_too_long"),
    ],
)
def test_what_is_wrong_with_a_project_is_named_by_its_key(
    project: ProjectText, key: str, code: str
) -> None:
    problems = list(project_problems(project, ("projects", 1)))
    assert [(p.place, p.problem.code) for p in problems] == [(("projects", 1, key), code)]
