"""What the tree permits from which day, and what it answers where it does not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.problems import Problem
from giaoban.rules.units.changes import (
    add_problems,
    close_problems,
    move_problems,
    rename_problems,
)
from giaoban.rules.units.tree import DatedTree, PlacementFacts, UnitFacts
from tests.rules.unit_histories import days, histories, moved

BEGINNING, REFORM, TODAY = date(1900, 1, 1), date(2025, 7, 1), date(2026, 11, 20)
SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)
COUNTRY, LAO_CAI, YEN_BAI, COMMUNE, CENTRE, OFFICE = range(1, 7)
UNKNOWN = 99

# Yên Bái closes at the reform. The centre came under Lào Cai in spring, the office under the centre
# in summer.
TREE = DatedTree(
    [
        UnitFacts(COUNTRY, "VN", "Việt Nam", "quốc gia", BEGINNING),
        UnitFacts(LAO_CAI, "15", "Lào Cai", "tỉnh", BEGINNING),
        UnitFacts(YEN_BAI, "14", "Yên Bái", "tỉnh", BEGINNING, REFORM),
        UnitFacts(COMMUNE, "02647", "Xã Cam Đường", "xã", REFORM),
        UnitFacts(CENTRE, "TT", "Trung tâm", "đơn vị sự nghiệp", REFORM),
        UnitFacts(OFFICE, "VP", "Văn phòng", "phòng", REFORM),
    ],
    [
        PlacementFacts(COUNTRY, None, BEGINNING),
        PlacementFacts(LAO_CAI, COUNTRY, BEGINNING),
        PlacementFacts(YEN_BAI, COUNTRY, BEGINNING),
        PlacementFacts(COMMUNE, LAO_CAI, REFORM),
        PlacementFacts(CENTRE, COUNTRY, REFORM, SPRING),
        PlacementFacts(CENTRE, LAO_CAI, SPRING),
        PlacementFacts(OFFICE, COUNTRY, REFORM, SUMMER),
        PlacementFacts(OFFICE, CENTRE, SUMMER),
    ],
)


@pytest.mark.parametrize(
    "change, problems",
    [
        ({}, []),
        ({"parent_id": None}, []),
        ({"code": " "}, [Problem("unit_code_missing")]),
        ({"name": ""}, [Problem("unit_name_missing")]),
        (
            {"code": "9" * 41, "kind": "k" * 61},
            [
                Problem("unit_text_too_long", {"column": "code", "longest": 40}),
                Problem("unit_text_too_long", {"column": "kind", "longest": 60}),
            ],
        ),
        (
            {"closed_on": TODAY},
            [Problem("unit_closes_before_it_opens", {"opened_on": TODAY, "closed_on": TODAY})],
        ),
        (
            {"code": "02647"},
            [Problem("unit_code_in_use", {"code": "02647", "on": TODAY, "name": "Xã Cam Đường"})],
        ),
        # The code is free on the opening, and taken later
        (
            {"code": "02647", "opened_on": date(2020, 1, 1)},
            [Problem("unit_code_in_use", {"code": "02647", "on": REFORM, "name": "Xã Cam Đường"})],
        ),
        ({"code": "02647", "opened_on": date(2020, 1, 1), "closed_on": REFORM}, []),
        ({"code": "14", "opened_on": REFORM}, []),
        ({"parent_id": UNKNOWN}, [Problem("unit_parent_unknown")]),
        (
            {"parent_id": YEN_BAI},
            [Problem("unit_parent_not_open", {"parent": "Yên Bái", "on": TODAY})],
        ),
        (
            {"parent_id": YEN_BAI, "opened_on": date(2020, 1, 1)},
            [Problem("unit_parent_closes_first", {"parent": "Yên Bái", "closed_on": REFORM})],
        ),
        ({"parent_id": YEN_BAI, "opened_on": date(2020, 1, 1), "closed_on": REFORM}, []),
    ],
)
def test_a_unit_is_added_under_an_open_parent_with_a_free_code(change, problems):
    asked = {"code": "02648", "name": "Phường Lào Cai", "parent_id": LAO_CAI, "opened_on": TODAY}
    assert add_problems(TREE, **asked | change) == problems


@pytest.mark.parametrize(
    "unit_id, change, problems",
    [
        (COMMUNE, {}, []),
        (COMMUNE, {"name": "Xã Cam Đường", "kind": "phường"}, []),
        (COMMUNE, {"on": REFORM + timedelta(days=1)}, []),
        (UNKNOWN, {}, [Problem("unit_unknown")]),
        (COMMUNE, {"name": " "}, [Problem("unit_name_missing")]),
        (COMMUNE, {"name": "Xã Cam Đường"}, [Problem("unit_name_unchanged")]),
        (YEN_BAI, {}, [Problem("unit_not_open", {"on": TODAY})]),
        (
            COMMUNE,
            {"on": REFORM},
            [Problem("unit_rename_before_latest", {"on": REFORM, "latest": REFORM})],
        ),
        (
            COMMUNE,
            {"renamed_on": TODAY},
            [Problem("unit_rename_before_latest", {"on": TODAY, "latest": TODAY})],
        ),
        (COMMUNE, {"renamed_on": TODAY - timedelta(days=1)}, []),
    ],
)
def test_a_unit_is_renamed_after_its_latest_renaming(unit_id, change, problems):
    asked = {"name": "Phường Cam Đường", "on": TODAY}
    assert rename_problems(TREE, unit_id, **asked | change) == problems


@pytest.mark.parametrize(
    "unit_id, parent_id, on, problems",
    [
        (COMMUNE, COUNTRY, TODAY, []),
        (COMMUNE, None, TODAY, []),
        (OFFICE, LAO_CAI, SUMMER + timedelta(days=1), []),
        (UNKNOWN, COUNTRY, TODAY, [Problem("unit_unknown")]),
        (COMMUNE, UNKNOWN, TODAY, [Problem("unit_parent_unknown")]),
        (COMMUNE, LAO_CAI, TODAY, [Problem("unit_already_there")]),
        (YEN_BAI, LAO_CAI, TODAY, [Problem("unit_not_open", {"on": TODAY})]),
        (
            COMMUNE,
            YEN_BAI,
            TODAY,
            [Problem("unit_parent_not_open", {"parent": "Yên Bái", "on": TODAY})],
        ),
        (
            LAO_CAI,
            YEN_BAI,
            date(2025, 1, 1),
            [Problem("unit_parent_closes_first", {"parent": "Yên Bái", "closed_on": REFORM})],
        ),
        (
            OFFICE,
            COMMUNE,
            SUMMER,
            [Problem("unit_move_before_latest", {"on": SUMMER, "latest": SUMMER})],
        ),
        (
            COMMUNE,
            COUNTRY,
            REFORM,
            [Problem("unit_move_before_latest", {"on": REFORM, "latest": REFORM})],
        ),
        (
            COMMUNE,
            COMMUNE,
            TODAY,
            [Problem("unit_under_itself", {"parent": "Xã Cam Đường", "on": TODAY})],
        ),
        (
            LAO_CAI,
            OFFICE,
            TODAY,
            [Problem("unit_under_itself", {"parent": "Văn phòng", "on": TODAY})],
        ),
        # No cycle on the day itself; one from summer on, when the office comes under the centre
        (
            CENTRE,
            OFFICE,
            date(2026, 4, 1),
            [Problem("unit_under_itself", {"parent": "Văn phòng", "on": SUMMER})],
        ),
    ],
)
def test_a_unit_moves_where_no_day_makes_a_circle(unit_id, parent_id, on, problems):
    assert move_problems(TREE, unit_id, parent_id=parent_id, on=on) == problems


@pytest.mark.parametrize(
    "unit_id, on, problems",
    [
        (COMMUNE, TODAY, []),
        (OFFICE, SUMMER + timedelta(days=1), []),
        (UNKNOWN, TODAY, [Problem("unit_unknown")]),
        (YEN_BAI, TODAY, [Problem("unit_already_closed", {"closed_on": REFORM})]),
        (
            COMMUNE,
            REFORM,
            [Problem("unit_close_before_opening", {"on": REFORM, "opened_on": REFORM})],
        ),
        (
            OFFICE,
            SUMMER,
            [Problem("unit_close_before_latest_placement", {"on": SUMMER, "latest": SUMMER})],
        ),
        (
            LAO_CAI,
            TODAY,
            [
                Problem(
                    "unit_has_open_children",
                    {"on": TODAY, "children": ("Xã Cam Đường", "Trung tâm")},
                )
            ],
        ),
        # Nobody is under the centre on that day, but the office comes in summer
        (
            CENTRE,
            date(2026, 4, 1),
            [
                Problem(
                    "unit_has_open_children",
                    {"on": date(2026, 4, 1), "children": ("Văn phòng",)},
                )
            ],
        ),
    ],
)
def test_a_unit_closes_when_nothing_open_is_under_it(unit_id, on, problems):
    assert close_problems(TREE, unit_id, on=on) == problems


def test_a_unit_closes_on_the_day_on_which_its_last_child_does():
    tree = DatedTree(
        [UnitFacts(1, "A", "", "", BEGINNING), UnitFacts(2, "B", "", "", BEGINNING, REFORM)],
        [PlacementFacts(1, None, BEGINNING), PlacementFacts(2, 1, BEGINNING)],
    )
    assert close_problems(tree, 1, on=REFORM) == []
    assert [problem.code for problem in close_problems(tree, 1, on=REFORM - timedelta(days=1))] == [
        "unit_has_open_children"
    ]


@pytest.mark.parametrize(
    "on, codes",
    [
        (REFORM, ["unit_has_open_children"]),
        (SPRING, ["unit_has_open_children"]),
        (SUMMER - timedelta(days=1), ["unit_has_open_children"]),
        (SUMMER, []),
    ],
)
def test_a_child_that_comes_later_and_goes_again_keeps_a_unit_open_until_it_is_gone(on, codes):
    opening = date(2025, 1, 1)
    tree = DatedTree(
        [UnitFacts(1, "A", "", "", opening), UnitFacts(2, "B", "", "", SPRING, SUMMER)],
        [PlacementFacts(1, None, opening), PlacementFacts(2, 1, SPRING)],
    )
    assert [problem.code for problem in close_problems(tree, 1, on=on)] == codes


@given(histories(), st.integers(0, 99), st.integers(0, 99), days)
def test_a_move_is_refused_for_a_circle_exactly_where_one_would_arise(dated, one, other, on):
    ids = [unit.id for unit in dated.units()]
    unit_id, parent_id = ids[one % len(ids)], ids[other % len(ids)]
    if on <= dated.placements_of(unit_id)[-1].since:
        return
    after = moved(dated, unit_id, parent_id, on)
    changes = {on} | {
        placement.since
        for each in ids
        for placement in after.placements_of(each)
        if placement.since > on
    }
    circles = [day for day in sorted(changes) if _is_above_itself(after, unit_id, day)]
    refused = [
        problem.params["on"]
        for problem in move_problems(dated, unit_id, parent_id=parent_id, on=on)
        if problem.code == "unit_under_itself"
    ]
    assert refused == circles[:1]


def _is_above_itself(dated, unit_id, day):
    """By the placements alone, as storage would have them after the move."""
    holder, steps = dated.parent_on(unit_id, day), 0
    while holder not in (None, unit_id) and steps < 100:
        holder, steps = dated.parent_on(holder, day), steps + 1
    return holder == unit_id
