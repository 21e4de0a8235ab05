"""To which units an obligation goes: a table of choices over a small tree."""

from datetime import date

import pytest

from giaoban.rules.tasks.cascade import BATCH, Choice, ChoiceKind, chosen_units, next_batch
from giaoban.rules.units.tree import DatedTree, PlacementFacts, UnitFacts

DAY = date(2026, 11, 20)
OPENED = date(2025, 7, 1)
COUNTRY, PROVINCE, OTHER, VAN, PA, GONE, HAMLET = range(1, 8)
UNITS = [
    UnitFacts(COUNTRY, "VN", "Việt Nam", "quốc gia", OPENED),
    UnitFacts(PROVINCE, "15", "Tỉnh Lào Cai", "tỉnh", OPENED),
    UnitFacts(OTHER, "08", "Tỉnh Tuyên Quang", "tỉnh", OPENED),
    UnitFacts(VAN, "03037", "Xã Tả Van", "xã", OPENED),
    UnitFacts(PA, "03006", "Phường Sa Pa", "phường", OPENED),
    UnitFacts(GONE, "03040", "Xã Cũ", "xã", OPENED, closed_on=date(2026, 11, 1)),
    UnitFacts(HAMLET, "H1", "Thôn Một", "thôn", OPENED),
]
PARENTS = {
    COUNTRY: None,
    PROVINCE: COUNTRY,
    OTHER: COUNTRY,
    VAN: PROVINCE,
    PA: PROVINCE,
    GONE: PROVINCE,
    HAMLET: VAN,
}
TREE = DatedTree(
    UNITS, [PlacementFacts(unit, parent, OPENED) for unit, parent in PARENTS.items()]
).at(DAY)
K = ChoiceKind


@pytest.mark.parametrize(
    "choice, expected",
    [
        (Choice(K.UNDER, PROVINCE), [VAN, PA, HAMLET]),
        (Choice(K.UNDER, PROVINCE, is_direct=True), [VAN, PA]),
        (Choice(K.KIND, COUNTRY, unit_kinds=("xã",)), [VAN]),
        (Choice(K.KIND, COUNTRY, unit_kinds=("phường", "xã")), [VAN, PA]),
        (Choice(K.KIND, COUNTRY), []),
        (Choice(K.LEVEL, COUNTRY, level=2), [PROVINCE, OTHER]),
        (Choice(K.LEVEL, PROVINCE, level=3), [VAN, PA]),
        (Choice(K.CHOSEN, PROVINCE, unit_ids=(PA, VAN, OTHER, GONE)), [VAN, PA]),
        (Choice(K.CHOSEN, PROVINCE, unit_ids=(PROVINCE,)), [PROVINCE]),
        (Choice(K.UNDER, PA), []),
    ],
)
def test_a_choice_reaches_the_open_units_of_its_own_tree_and_no_others(choice, expected):
    assert chosen_units(choice, TREE) == expected


def test_units_that_are_named_are_those_of_the_day_that_gives():
    choice = Choice(K.NAMED, PROVINCE)
    assert chosen_units(choice, TREE, [PA, OTHER, GONE]) == [PA]
    assert chosen_units(choice, TREE) == []


def test_batches_go_on_behind_the_last_unit_until_none_is_left():
    units = list(range(1, 2 * BATCH + 2))
    seen, after = [], 0
    while batch := next_batch(units, after):
        assert len(batch) <= BATCH
        seen.extend(batch)
        after = batch[-1]
    assert seen == units
