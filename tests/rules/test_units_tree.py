"""Who hangs under whom: one reform told day by day, and the laws of any history."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from giaoban.rules.units.tree import DatedTree, PlacementFacts, UnitFacts
from tests.rules.unit_histories import days, histories

BEGINNING, REFORM = date(1900, 1, 1), date(2025, 7, 1)
JUNE, JULY = date(2025, 6, 30), date(2025, 7, 31)
COUNTRY, LAO_CAI, YEN_BAI, DISTRICT, COMMUNE, CENTRE, NEW_COMMUNE = range(1, 8)

# On 1 July 2025 Yên Bái and the district close, and the commune's code goes to another unit. The
# district hung under Yên Bái to the end, the centre moves to Lào Cai.
REFORMED = DatedTree(
    [
        UnitFacts(COUNTRY, "VN", "Việt Nam", "quốc gia", BEGINNING),
        UnitFacts(LAO_CAI, "15", "Lào Cai", "tỉnh", BEGINNING),
        UnitFacts(YEN_BAI, "14", "Yên Bái", "tỉnh", BEGINNING, REFORM),
        UnitFacts(DISTRICT, "133", "Huyện Lục Yên", "huyện", BEGINNING, REFORM),
        UnitFacts(COMMUNE, "04303", "Xã Tân Phượng", "xã", BEGINNING, REFORM),
        UnitFacts(CENTRE, "TT", "Trung tâm", "đơn vị sự nghiệp", BEGINNING),
        UnitFacts(NEW_COMMUNE, "04303", "Xã Lâm Thượng", "xã", REFORM),
    ],
    [
        PlacementFacts(COUNTRY, None, BEGINNING),
        PlacementFacts(LAO_CAI, COUNTRY, BEGINNING),
        PlacementFacts(YEN_BAI, COUNTRY, BEGINNING),
        PlacementFacts(DISTRICT, YEN_BAI, BEGINNING),
        PlacementFacts(COMMUNE, DISTRICT, BEGINNING),
        PlacementFacts(CENTRE, LAO_CAI, REFORM),
        PlacementFacts(CENTRE, YEN_BAI, BEGINNING, REFORM),
        PlacementFacts(NEW_COMMUNE, LAO_CAI, REFORM),
    ],
)


def shape(tree):
    """Every unit with its parent."""
    return {unit_id: tree.parent_of(unit_id) for unit_id in tree}


def test_the_tree_has_a_date():
    assert shape(REFORMED.at(JUNE)) == {
        COUNTRY: None,
        LAO_CAI: COUNTRY,
        YEN_BAI: COUNTRY,
        DISTRICT: YEN_BAI,
        COMMUNE: DISTRICT,
        CENTRE: YEN_BAI,
    }
    assert shape(REFORMED.at(REFORM)) == {
        COUNTRY: None,
        LAO_CAI: COUNTRY,
        CENTRE: LAO_CAI,
        NEW_COMMUNE: LAO_CAI,
    }


def test_in_totals_a_closed_unit_hangs_where_it_hung_on_its_last_day():
    assert shape(REFORMED.for_totals(JUNE)) == shape(REFORMED.at(JUNE))
    assert shape(REFORMED.for_totals(JULY)) == {
        COUNTRY: None,
        LAO_CAI: COUNTRY,
        YEN_BAI: COUNTRY,
        DISTRICT: YEN_BAI,
        COMMUNE: DISTRICT,
        CENTRE: LAO_CAI,
        NEW_COMMUNE: LAO_CAI,
    }


def test_in_totals_a_placement_that_was_ended_with_its_unit_is_found_as_well():
    tree = DatedTree(
        [UnitFacts(1, "1", "", "", BEGINNING), UnitFacts(2, "2", "", "", BEGINNING, REFORM)],
        [PlacementFacts(1, None, BEGINNING), PlacementFacts(2, 1, BEGINNING, REFORM)],
    )
    assert shape(tree.for_totals(JULY)) == {1: None, 2: 1}


def test_what_closed_under_an_open_unit_moves_along_with_it():
    closing, moving = date(2026, 3, 1), date(2026, 6, 1)
    tree = DatedTree(
        [UnitFacts(n, str(n), "", "", BEGINNING) for n in (1, 2, 3)]
        + [UnitFacts(4, "4", "", "", BEGINNING, closing)],
        [
            PlacementFacts(1, None, BEGINNING),
            PlacementFacts(2, 1, BEGINNING),
            PlacementFacts(3, 1, BEGINNING, moving),
            PlacementFacts(3, 2, moving),
            PlacementFacts(4, 3, BEGINNING),
        ],
    )
    assert tree.for_totals(moving - timedelta(days=1)).ancestors_of(4) == (3, 1)
    assert tree.for_totals(moving).ancestors_of(4) == (3, 2, 1)


def test_a_tree_answers_who_is_above_and_below():
    tree = REFORMED.at(JUNE)
    assert tree.roots == (COUNTRY,)
    assert tree.children_of(COUNTRY) == (LAO_CAI, YEN_BAI)
    assert tree.children_of(COMMUNE) == ()
    assert tree.ancestors_of(COMMUNE) == (DISTRICT, YEN_BAI, COUNTRY)
    assert tree.ancestors_of(COUNTRY) == ()
    assert tree.descendants_of(YEN_BAI) == (DISTRICT, COMMUNE, CENTRE)
    assert tree.subtree_of(YEN_BAI) == (YEN_BAI, DISTRICT, COMMUNE, CENTRE)
    assert [tree.level_of(unit_id) for unit_id in (COUNTRY, YEN_BAI, COMMUNE)] == [1, 2, 4]
    assert [tree.at_level(level) for level in range(6)] == [
        (),
        (COUNTRY,),
        (LAO_CAI, YEN_BAI),
        (DISTRICT, CENTRE),
        (COMMUNE,),
        (),
    ]
    assert tree.leaves() == (LAO_CAI, COMMUNE, CENTRE)
    assert [tree.is_leaf(unit_id) for unit_id in (LAO_CAI, DISTRICT)] == [True, False]
    assert (len(tree), NEW_COMMUNE in tree, COMMUNE in tree) == (6, False, True)
    assert tree.unit(COMMUNE).name == "Xã Tân Phượng"


@pytest.mark.parametrize(
    "question",
    ["unit", "parent_of", "children_of", "ancestors_of", "subtree_of", "level_of", "is_leaf"],
)
def test_a_unit_that_is_not_there_is_no_answer(question):
    with pytest.raises(KeyError):
        getattr(REFORMED.at(JUNE), question)(NEW_COMMUNE)


def test_units_keep_the_order_in_which_they_were_given():
    facts = [UnitFacts(n, str(n), "", "", BEGINNING) for n in (9, 3, 7, 5)]
    placements = [PlacementFacts(n, 9, BEGINNING) for n in (5, 7, 3)]
    tree = DatedTree(facts, placements).at(JUNE)
    assert list(tree) == [9, 3, 7, 5]
    assert tree.children_of(9) == tree.leaves() == (3, 7, 5)


def test_a_code_names_a_unit_only_together_with_a_date():
    def names(*found):
        return [None if unit is None else unit.name for unit in found]

    assert names(
        REFORMED.bearer_on("04303", JUNE),
        REFORMED.bearer_on("04303", REFORM),
        REFORMED.bearer_on("133", REFORM),
        REFORMED.bearer_on("99", JUNE),
    ) == ["Xã Tân Phượng", "Xã Lâm Thượng", None, None]
    assert REFORMED.at(JUNE).id_of("04303") == COMMUNE
    assert REFORMED.for_totals(JULY).id_of("04303") == NEW_COMMUNE
    assert REFORMED.for_totals(JULY).id_of("133") is None


@pytest.mark.parametrize(
    "code, starts_on, ends_on, bearer",
    [
        ("04303", date(2025, 6, 15), date(2025, 7, 14), NEW_COMMUNE),
        ("04303", date(2025, 5, 15), date(2025, 6, 14), COMMUNE),
        ("133", date(2025, 6, 15), date(2025, 7, 14), DISTRICT),  # its last bearer in the period
        ("133", REFORM, JULY, None),
        ("133", date(2025, 6, 1), JUNE, DISTRICT),
    ],
)
def test_a_file_means_the_bearer_on_the_last_day_else_the_last_within(
    code, starts_on, ends_on, bearer
):
    found = REFORMED.bearer_within(code, starts_on, ends_on)
    assert (found and found.id) == bearer


def test_a_unit_can_be_asked_for_all_its_placements():
    assert REFORMED.placements_of(CENTRE) == (
        PlacementFacts(CENTRE, YEN_BAI, BEGINNING, REFORM),
        PlacementFacts(CENTRE, LAO_CAI, REFORM),
    )
    assert {placement.unit_id for placement in REFORMED.placements_below(YEN_BAI)} == {
        DISTRICT,
        CENTRE,
    }
    assert REFORMED.parent_on(CENTRE, JUNE) == YEN_BAI
    assert REFORMED.parent_on(CENTRE, date(1899, 12, 31)) is None


@given(histories(), days)
def test_ancestors_and_descendants_are_inverse(dated, on):
    for tree in (dated.at(on), dated.for_totals(on)):
        above = {(unit, holder) for unit in tree for holder in tree.ancestors_of(unit)}
        below = {(unit, holder) for holder in tree for unit in tree.descendants_of(holder)}
        assert above == below


@given(histories(), days)
def test_every_unit_hangs_once_under_one_root(dated, on):
    for tree in (dated.at(on), dated.for_totals(on)):
        reached = [unit for root in tree.roots for unit in tree.subtree_of(root)]
        assert sorted(reached) == sorted(tree)
        assert {unit for level in range(1, len(tree) + 1) for unit in tree.at_level(level)} == set(
            tree
        )


@given(histories(), days)
def test_the_tree_of_a_day_holds_the_open_units_and_no_other(dated, on):
    assert set(dated.at(on)) == {unit.id for unit in dated.units() if unit.is_open(on)}


@given(histories(), days)
def test_parents_of_open_units_are_open_after_any_permitted_history(dated, on):
    tree = dated.at(on)
    assert all(tree.parent_of(unit_id) == dated.parent_on(unit_id, on) for unit_id in tree)


@given(histories(), days)
def test_totals_differ_from_the_day_only_by_what_has_closed(dated, on):
    present, whole = dated.at(on), dated.for_totals(on)
    assert {unit: whole.parent_of(unit) for unit in present} == shape(present)
    for unit_id in set(whole) - set(present):
        last = dated.unit(unit_id).closed_on - timedelta(days=1)
        assert whole.parent_of(unit_id) == dated.at(last).parent_of(unit_id)


@given(histories(), days)
def test_a_code_has_one_bearer_a_day(dated, on):
    codes = [dated.unit(unit_id).code for unit_id in dated.at(on)]
    assert len(codes) == len(set(codes))
