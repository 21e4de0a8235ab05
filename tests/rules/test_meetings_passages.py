"""A version never holds what its readers may not read, and says how much it leaves out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.meetings.minutes import drafted_again, drafted_passage, printed
from giaoban.rules.meetings.passages import (
    Passage,
    Reach,
    Withheld,
    may_read,
    narrowest,
    version_for,
)

REACHES = st.sampled_from(Reach)
PAPERS = st.lists(st.tuples(REACHES, st.booleans()), max_size=12).map(
    lambda drawn: [
        Passage(f"item-{place}", f"heading {place}", f"text {place}" if is_said else "", reach)
        for place, (reach, is_said) in enumerate(drawn)
    ]
)


@pytest.mark.parametrize(
    ("reaches", "upto", "expected"),
    [
        ("CML", Reach.LIMITED, ["0", "1", "2"]),
        ("CML", Reach.MEMBERS, ["0", "1", 1]),
        ("CML", Reach.CIRCULATED, ["0", 2]),
        ("LCLLM", Reach.CIRCULATED, [1, "1", 3]),
        ("", Reach.CIRCULATED, []),
    ],
)
def test_passages_withheld_in_a_row_are_one_line_with_their_number(reaches, upto, expected):
    of = {"C": Reach.CIRCULATED, "M": Reach.MEMBERS, "L": Reach.LIMITED}
    paper = [Passage(f"{place}", "", "x", of[letter]) for place, letter in enumerate(reaches)]
    found = version_for(paper, upto)
    assert [each.count if isinstance(each, Withheld) else each.key for each in found] == expected


@given(PAPERS, REACHES)
def test_what_is_withheld_is_counted_and_nothing_else_of_it_is_there(paper, upto):
    version = version_for(paper, upto)
    there = [each for each in version if isinstance(each, Passage)]
    assert there == [each for each in paper if may_read(each.reach, upto)]
    left_out = sum(each.count for each in version if isinstance(each, Withheld))
    assert left_out + len(there) == len(paper)


@given(PAPERS, REACHES)
def test_whoever_reads_further_reads_all_that_others_read(paper, upto):
    narrow = [each for each in version_for(paper, upto) if isinstance(each, Passage)]
    assert set(narrow) <= set(version_for(paper, Reach.LIMITED))


@given(PAPERS, PAPERS)
def test_a_paper_that_nobody_touched_is_the_record(before, after):
    held = [drafted_passage(each) for each in before]
    assert printed(drafted_again(held, after)) == [each for each in after if each.text]


@given(st.lists(REACHES))
def test_a_whole_is_read_no_further_than_any_of_its_parts(reaches):
    found = narrowest(reaches)
    assert all(may_read(each, found) for each in reaches)
    assert found in [*reaches, Reach.CIRCULATED]


def test_a_passage_may_go_further_than_the_title_of_its_item():
    passage = Passage("conclusion-1", "2. Kỷ luật", "Thống nhất", Reach.CIRCULATED, Reach.LIMITED)
    headings = {
        upto: [each.heading for each in version_for([passage], upto)]
        for upto in (Reach.CIRCULATED, Reach.LIMITED)
    }
    assert headings == {Reach.CIRCULATED: ["2."], Reach.LIMITED: ["2. Kỷ luật"]}
