"""A units CSV against a tree: what it would add, and every bad cell with its remedy."""

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.units.csv_plan import PlannedUnit, UnitsPlan, plan_units
from giaoban.rules.units.csv_rows import COLUMNS, REMEDIES, RowProblem
from giaoban.rules.units.tree import DatedTree, PlacementFacts, UnitFacts

BEGINNING, REFORM, TODAY = date(1900, 1, 1), date(2025, 7, 1), date(2026, 11, 20)
EMPTY = DatedTree([], [])
EXISTING = DatedTree(
    [
        UnitFacts(1, "VN", "Việt Nam", "quốc gia", BEGINNING),
        UnitFacts(2, "15", "Lào Cai", "tỉnh", REFORM),
        UnitFacts(3, "14", "Yên Bái", "tỉnh", BEGINNING, REFORM),
    ],
    [
        PlacementFacts(1, None, BEGINNING),
        PlacementFacts(2, 1, REFORM),
        PlacementFacts(3, 1, BEGINNING),
    ],
)


def plan(text, tree=EMPTY, under=None):
    header, *rows = csv.reader(text.strip().splitlines())
    return plan_units(header, list(enumerate(rows, 2)), tree, under, on=TODAY)


HEADER = "code,name,kind,parent_code,opened_on,closed_on\n"


def problems(rows, tree=EMPTY, under=None, header=HEADER):
    found = plan(header + rows, tree, under)
    assert (found.additions, found.unchanged) == ((), 0)
    return [(problem.line, problem.column, problem.code) for problem in found.problems]


def test_parents_come_before_their_children_whatever_the_order_of_the_rows():
    found = plan(
        HEADER
        + """\
02647,Xã Cam Đường,xã,15,2025-07-01,
15,Lào Cai,tỉnh,VN,,
VN,Việt Nam,quốc gia,,,
14,Yên Bái,tỉnh,VN,,2025-07-01
"""
    )
    assert found == UnitsPlan(
        (
            PlannedUnit(4, "VN", "Việt Nam", "quốc gia", BEGINNING, None),
            PlannedUnit(3, "15", "Lào Cai", "tỉnh", BEGINNING, None, parent_at=0),
            PlannedUnit(2, "02647", "Xã Cam Đường", "xã", REFORM, None, parent_at=1),
            PlannedUnit(5, "14", "Yên Bái", "tỉnh", BEGINNING, REFORM, parent_at=0),
        ),
        0,
        (),
    )


def test_columns_come_in_any_order_and_some_may_be_left_out():
    found = plan("parent_code,name,code\n,Việt Nam,VN\n\n , ,\nVN,Lào Cai,15\n")
    assert found.additions == (
        PlannedUnit(2, "VN", "Việt Nam", "", BEGINNING, None),
        PlannedUnit(5, "15", "Lào Cai", "", BEGINNING, None, parent_at=0),
    )


def test_roots_hang_under_the_unit_that_the_command_names():
    found = plan(HEADER + "A,Sở A,sở,,2025-07-01,\nB,Sở B,sở,,2025-08-01,\n", EXISTING, "15")
    assert [(unit.code, unit.parent_id, unit.parent_at) for unit in found.additions] == [
        ("A", 2, None),
        ("B", 2, None),
    ]


def test_a_parent_is_whoever_bears_the_code_when_the_unit_opens():
    rows = """\
VN,Việt Nam,quốc gia,,,
133,Huyện cũ,huyện,VN,,2025-07-01
133,Phường mới,phường,VN,2025-07-01,
A,Tổ cũ,tổ,133,2020-01-01,2025-07-01
B,Tổ mới,tổ,133,2025-07-01,
"""
    found = plan(HEADER + rows)
    parents = {
        unit.code: found.additions[unit.parent_at].name
        for unit in found.additions
        if unit.code in "AB"
    }
    assert parents == {"A": "Huyện cũ", "B": "Phường mới"}


def test_rows_that_repeat_what_exists_change_nothing():
    rows = """\
VN,Việt Nam,quốc gia,,,
15,Lào Cai,tỉnh,VN,2025-07-01,
14,Yên Bái,tỉnh,VN,,2025-07-01
02647,Xã Cam Đường,xã,15,2025-07-01,
"""
    assert plan(HEADER + rows, EXISTING) == UnitsPlan(
        (PlannedUnit(5, "02647", "Xã Cam Đường", "xã", REFORM, None, parent_id=2),), 3, ()
    )


def test_a_unit_that_moved_since_is_repeated_by_its_first_parent_or_its_present_one():
    moved = DatedTree(
        [UnitFacts(n, str(n), f"Đơn vị {n}", "", BEGINNING) for n in (1, 2, 3)],
        [
            PlacementFacts(1, None, BEGINNING),
            PlacementFacts(2, 1, BEGINNING),
            PlacementFacts(3, 1, BEGINNING, REFORM),
            PlacementFacts(3, 2, REFORM),
        ],
    )
    assert plan(HEADER + "3,Đơn vị 3,,1,,\n", moved) == UnitsPlan((), 1, ())
    assert plan(HEADER + "3,Đơn vị 3,,2,,\n", moved) == UnitsPlan((), 1, ())


def test_rows_under_a_named_unit_can_be_imported_again():
    assert plan(HEADER + "15,Lào Cai,tỉnh,,2025-07-01,\n", EXISTING, "VN") == UnitsPlan((), 1, ())


@pytest.mark.parametrize(
    "header, expected",
    [
        ("code,name", [(1, "parent_code", "column_missing")]),
        ("parent_code,code,name,Name", [(1, "Name", "column_unknown")]),
        (
            "code,name,code,level",
            [
                (1, "code", "column_twice"),
                (1, "level", "column_unknown"),
                (1, "parent_code", "column_missing"),
            ],
        ),
    ],
)
def test_columns_are_those_of_the_contract(header, expected):
    assert problems("1,2,3,4\n", header=header + "\n") == expected


@pytest.mark.parametrize(
    "row, expected",
    [
        (",Lào Cai,tỉnh,VN,,", [(3, "code", "unit_code_missing")]),
        ("15, ,tỉnh,VN,,", [(3, "name", "unit_name_missing")]),
        (f"15,{'x' * 201},tỉnh,VN,,", [(3, "name", "unit_text_too_long")]),
        ("15,Lào Cai,tỉnh,VN,01/07/2025,", [(3, "opened_on", "date_malformed")]),
        ("15,Lào Cai,tỉnh,VN,20250701,", [(3, "opened_on", "date_malformed")]),
        ("15,Lào Cai,tỉnh,VN,2025-02-29,", [(3, "opened_on", "date_malformed")]),
        ("15,Lào Cai,tỉnh,VN,0025-07-01,", [(3, "opened_on", "date_out_of_range")]),
        (
            "15,Lào Cai,tỉnh,VN,2025-07-01,2025-07-01",
            [(3, "closed_on", "unit_closes_before_it_opens")],
        ),
        ("15,Lào Cai,tỉnh,VN", [(3, "", "row_length_differs")]),
        ("15,Lào Cai,tỉnh,VN,,,", [(3, "", "row_length_differs")]),
        (
            ",,tỉnh,VN,x,y",
            [
                (3, "code", "unit_code_missing"),
                (3, "name", "unit_name_missing"),
                (3, "opened_on", "date_malformed"),
                (3, "closed_on", "date_malformed"),
            ],
        ),
        ("15,Lào Cai,tỉnh,99,,", [(3, "parent_code", "unit_parent_unknown")]),
        ("15,Lào Cai,tỉnh,15,,", [(3, "parent_code", "unit_under_itself")]),
        ("15,Lào Cai,tỉnh,VN,1899-12-31,", [(3, "parent_code", "unit_parent_not_open")]),
        ("15,Lào Cai,tỉnh,,,", [(3, "parent_code", "several_roots")]),
        (
            "VN,Việt Nam,quốc gia,,,",
            [(3, "parent_code", "several_roots"), (3, "code", "unit_code_twice")],
        ),
    ],
)
def test_a_bad_row_is_named_by_line_and_column(row, expected):
    assert problems("VN,Việt Nam,quốc gia,,,\n" + row + "\n") == expected


def test_every_bad_row_is_named_and_children_of_one_are_not_blamed():
    rows = "VN,Việt Nam,,,,\n15,Lào Cai,,VN,x,\n14,,,VN,,\n02647,Xã,,15,,\n02648,Xã,,16,,\n"
    assert problems(rows) == [
        (3, "opened_on", "date_malformed"),
        (4, "name", "unit_name_missing"),
        (6, "parent_code", "unit_parent_unknown"),
    ]


def test_a_parent_is_looked_for_in_the_same_go_also_where_another_cell_is_wrong():
    rows = "VN,Việt Nam,,,,\n15,Lào Cai,,XX,x,\n14,,,15,,\n02647,,,YY,,\n"
    assert problems(rows) == [
        (3, "opened_on", "date_malformed"),
        (3, "parent_code", "unit_parent_unknown"),
        (4, "name", "unit_name_missing"),
        (5, "name", "unit_name_missing"),
        (5, "parent_code", "unit_parent_unknown"),
    ]


def test_rows_out_of_reach_are_named_beside_all_other_bad_rows():
    header, *rows = csv.reader(
        (HEADER + "1,A,,15,2026-01-01,\n2,B,,VN,,\n3,C,,XX,,\n4,D,,,,").split("\n")
    )
    found = plan_units(header, list(enumerate(rows, 2)), EXISTING, on=TODAY, within={2})
    assert [(problem.line, problem.code) for problem in found.problems] == [
        (3, "unit_out_of_reach"),
        (4, "unit_parent_unknown"),
        (5, "unit_out_of_reach"),
    ]


def test_a_circle_is_named_once_with_all_its_codes():
    found = plan(HEADER + "A,A,,C,,\nB,B,,A,,\nC,C,,B,,\nD,D,,A,,\nR,R,,,,\n")
    assert found.problems == (
        RowProblem(2, "parent_code", "unit_under_itself", {"codes": ("A", "C", "B", "A")}),
    )


def test_the_same_code_twice_is_refused_only_where_the_times_overlap():
    rows = "VN,Việt Nam,,,,\nA,Cũ,,VN,,2025-07-01\nA,Mới,,VN,{},\n"
    assert plan(HEADER + rows.format("2025-07-01")).problems == ()
    assert problems(rows.format("2025-06-30")) == [(4, "code", "unit_code_twice")]


@pytest.mark.parametrize(
    "row, expected",
    [
        ("15,Lào Cai,tỉnh,VN,2026-01-01,", [(2, "code", "unit_code_in_use")]),
        ("14,Yên Bái,tỉnh,VN,2025-07-01,", None),
        ("15,Tỉnh Lào Cai,tỉnh,VN,2025-07-01,", [(2, "name", "unit_differs_from_existing")]),
        ("15,Lào Cai,tỉnh,,2025-07-01,", [(2, "parent_code", "unit_differs_from_existing")]),
        ("14,Yên Bái,tỉnh,VN,,", [(2, "closed_on", "unit_differs_from_existing")]),
        ("A,Xã A,xã,15,,", [(2, "parent_code", "unit_parent_not_open")]),
        ("A,Xã A,xã,14,,", [(2, "parent_code", "unit_parent_closes_first")]),
        ("A,Xã A,xã,14,2025-07-01,", [(2, "parent_code", "unit_parent_not_open")]),
        ("A,Xã A,xã,14,,2025-07-01", None),
        ("A,Một gốc khác,,,,", None),
    ],
)
def test_rows_are_held_against_the_units_that_exist(row, expected):
    if expected is None:
        assert [unit.line for unit in plan(HEADER + row, EXISTING).additions] == [2]
    else:
        assert problems(row, EXISTING) == expected


def test_a_unit_to_hang_under_is_known_and_open():
    assert problems("A,Sở A,sở,,,\n", EXISTING, "14") == [(1, "parent_code", "unit_under_unknown")]
    assert problems("A,Sở A,sở,,,\n", EXISTING, "15") == [
        (2, "parent_code", "unit_parent_not_open")
    ]


def test_a_file_without_rows_is_refused():
    assert problems("") == [(1, "", "file_empty")]


def test_each_problem_tells_its_remedy_and_what_is_wrong():
    found = plan(HEADER + "15,Lào Cai,tỉnh,VN,2026-01-01,\n", EXISTING).problems
    assert found == (
        RowProblem(
            2,
            "code",
            "unit_code_in_use",
            {"code": "15", "on": date(2026, 1, 1), "name": "Lào Cai"},
        ),
    )
    assert found[0].remedy == REMEDIES["unit_code_in_use"] == "close_the_other_or_begin_later"


@given(st.lists(st.integers(0, 99), max_size=30), st.randoms(use_true_random=False))
def test_any_tree_in_any_order_of_rows_is_planned_whole(choices, random):
    parents = {str(n + 1): str(choice % (n + 1)) for n, choice in enumerate(choices)}
    rows = [("0", "Gốc", "", "", "", "")]
    rows += [(code, f"Đơn vị {code}", "", parent, "", "") for code, parent in parents.items()]
    random.shuffle(rows)
    found = plan_units(COLUMNS, list(enumerate(rows, 2)), EMPTY, on=TODAY)
    assert found.problems == ()
    assert sorted(unit.line for unit in found.additions) == list(range(2, len(rows) + 2))
    for place, unit in enumerate(found.additions):
        if unit.code == "0":
            assert unit.parent_at is None
        else:
            assert unit.parent_at < place
            assert found.additions[unit.parent_at].code == parents[unit.code]


@given(st.lists(st.lists(st.sampled_from(["", "A", "B", "2025-07-01", "x,", "ă"]), max_size=7)))
def test_no_row_is_both_refused_and_planned(rows):
    found = plan_units(COLUMNS, list(enumerate(rows, 2)), EMPTY, on=TODAY)
    assert bool(found.additions) != bool(found.problems)
    assert {problem.code for problem in found.problems} <= set(REMEDIES)
