"""Two people change a list at the same time: by examples, and one law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.reporting.list_merging import CellInConflict, MergedRows, merged_rows, nearest
from giaoban.rules.reporting.list_rows import RowCells

A, B, C = {"topic": "a", "people": 1.0}, {"topic": "b", "people": 2.0}, {"topic": "c"}
A5, A7 = {"topic": "a", "people": 5.0}, {"topic": "a", "people": 7.0}
A_ON = {"topic": "a", "people": 1.0, "held_on": "2026-10-05"}
Rows = list[dict[str, float | str]]


@pytest.mark.parametrize(
    "known, mine, theirs, expected",
    [
        ([A], [A5], [A], MergedRows([A5])),
        ([A], [A], [A5], MergedRows([A5])),
        ([A], [A5], [A5], MergedRows([A5])),
        ([A, B], [A5, B], [A, C], MergedRows([A5, C])),
        ([A], [A5], [A_ON], MergedRows([{**A5, "held_on": "2026-10-05"}])),
        ([A], [A5], [A7], MergedRows([A7], (CellInConflict(0, "people", 5.0, 7.0),))),
        ([A], [{"topic": "a"}], [A7], MergedRows([A7], (CellInConflict(0, "people", None, 7.0),))),
        ([], [A], [B], MergedRows([B, A])),
        ([A], [A, B], [A, C], MergedRows([A, C, B])),
        ([A], [A, B, C], [A, B], MergedRows([A, B, C])),
        ([], [B, B], [B], MergedRows([B, B])),
        ([A, B], [A], [A5, B], None),
        ([A, B], [B, A], [A5, B], None),
        ([A, B], [A5, B], [B], None),
    ],
    ids=[
        "only I changed",
        "only they changed",
        "both typed the same",
        "different rows",
        "different cells of a row",
        "the same cell",
        "I emptied what they changed",
        "both answered an empty list",
        "both added a row",
        "my first row had come through already",
        "the same row twice",
        "I removed a row",
        "I moved a row",
        "they removed a row",
    ],
)
def test_what_two_people_typed_comes_together(
    known: Rows, mine: Rows, theirs: Rows, expected: MergedRows | None
) -> None:
    assert merged_rows(known, mine, theirs) == expected


def test_of_what_was_sent_and_never_answered_the_state_that_came_through_is_taken() -> None:
    assert nearest([A, B], [[A], [A, B], [A, B, C]]) == [A, B]
    assert nearest([A5, B], [[A], [A, B]]) == [A, B]
    assert nearest([C], [[], []]) == []


cells = st.dictionaries(st.sampled_from("xyz"), st.integers(0, 3).map(float), min_size=1)
lists = st.lists(cells, max_size=4)


@given(lists, lists, lists)
def test_nothing_that_only_one_of_the_two_changed_is_lost(
    known: list[RowCells], mine: list[RowCells], theirs: list[RowCells]
) -> None:
    merged = merged_rows(known, mine, theirs)
    if merged is None or theirs in (known, mine) or mine == known:
        return  # the table above says what then holds
    named = {(each.row, each.column) for each in merged.conflicts}
    for number, start in enumerate(known):
        for column in "xyz":
            was = start.get(column)
            own, other = mine[number].get(column), theirs[number].get(column)
            found = merged.rows[number].get(column)
            if own != was and other != was and own != other:
                assert (found, (number, column) in named) == (other, True)
            else:
                assert found == (own if other == was else other)
    for number, row in enumerate(theirs):
        assert number < len(known) or merged.rows[number] == row
    for row in mine[len(known) :]:
        assert merged.rows.count(row) >= mine[len(known) :].count(row)
