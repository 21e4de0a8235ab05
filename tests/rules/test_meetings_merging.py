"""Two people type into the same notes, and nothing of either is lost."""

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from giaoban.rules.meetings.merging import merge_notes

BASE = "một\nhai\nba\nbốn"


@pytest.mark.parametrize(
    "stored, typed, merged, twice",
    [
        # only one of them changed anything
        (BASE, "một\nhai\nba\nbốn\nnăm", "một\nhai\nba\nbốn\nnăm", ()),
        ("không\n" + BASE, BASE, "không\n" + BASE, ()),
        # the same change
        ("một\nhai\nBA\nbốn", "một\nhai\nBA\nbốn", "một\nhai\nBA\nbốn", ()),
        # in different places
        ("MỘT\nhai\nba\nbốn", "một\nhai\nba\nBỐN", "MỘT\nhai\nba\nBỐN", ()),
        ("một\nhai\nba\nbốn\nnăm", "không\n" + BASE, "không\n" + BASE + "\nnăm", ()),
        ("một\nba\nbốn", "một\nhai\nba\nbốn\nnăm", "một\nba\nbốn\nnăm", ()),
        ("MỘT\nhai\nba\nbốn", "một\nHAI\nba\nbốn", "MỘT\nHAI\nba\nbốn", ()),
        # in the same place: both stay, the stored one first
        ("một\nhai\nba\nbốn\nnăm", "một\nhai\nba\nbốn\nsáu", "một\nhai\nba\nbốn\nnăm\nsáu", (4,)),
        ("một\nHAI\nba\nbốn", "một\nhai!\nba\nbốn", "một\nHAI\nhai!\nba\nbốn", (1,)),
        # one removed what the other changed
        ("một\nba\nbốn", "một\nhai!\nba\nbốn", "một\nhai!\nba\nbốn", (1,)),
        # one of them put a line before the one that the other changed, or removed
        ("một\nMỚI\nhai\nba\nbốn", "một\nHAI\nba\nbốn", "một\nMỚI\nHAI\nba\nbốn", ()),
        ("một\nMỚI\nhai\nba\nbốn", "một\nba\nbốn", "một\nMỚI\nba\nbốn", ()),
        # what one has is the beginning of what the other has: somebody types on
        ("một\nhai r", "một\nhai rưỡi\nba\nbốn", "một\nhai rưỡi\nba\nbốn", ()),
        (BASE + "\nÔng", BASE + "\nÔng An\nBà", BASE + "\nÔng An\nBà", ()),
        # from nothing
        ("", "", "", ()),
    ],
)
def test_what_both_typed_stands_there(stored, typed, merged, twice):
    result = merge_notes(BASE if stored or typed else "", stored, typed)
    assert (result.text, result.kept_twice) == (merged, twice)


def test_two_who_begin_an_empty_page_are_both_kept():
    assert merge_notes("", "Ông An: đồng ý", "Bà Bình: chưa rõ").text == (
        "Ông An: đồng ý\nBà Bình: chưa rõ"
    )


lines = st.lists(st.sampled_from("abcd"), max_size=6).map("\n".join)


@given(lines, lines, lines)
def test_nothing_that_either_added_is_lost(base, stored, typed):
    merged = merge_notes(base, stored, typed).text.split("\n")
    was = Counter(base.split("\n"))
    for text in (stored, typed):
        added = Counter(text.split("\n")) - was
        assert all(any(kept.startswith(line) for kept in merged) for line in added)


@given(lines, lines)
def test_who_typed_alone_is_taken_as_they_typed(base, typed):
    assert merge_notes(base, base, typed).text == typed
    assert merge_notes(base, typed, base).text == typed
    assert merge_notes(base, typed, typed).text == typed


@given(lines, lines, lines)
def test_saving_again_changes_nothing(base, stored, typed):
    """A page whose answer was lost sends the same once more."""
    once = merge_notes(base, stored, typed).text
    assert merge_notes(typed, once, typed).text == once


@given(
    st.permutations(["an", "bình", "cường", "dũng", "giang", "hà"]),
    st.lists(st.integers(0, 3), min_size=6, max_size=6),
    st.integers(0, 5),
)
def test_who_types_on_after_the_two_were_joined_doubles_nothing(rows, said, place):
    """The page goes on from what it sent, while the other's words already stand on the server."""
    assume(said[place] != 1)  # in a line that the other changed as well there are two versions

    def typed_by(kinds: dict[int, str]) -> list[str]:
        return [row + kinds.get(how, "") for row, how in zip(rows, said, strict=True)]

    ours, theirs = typed_by({1: "!", 3: "\nmột dòng"}), typed_by({2: "?", 3: "\ndòng khác"})
    stored = merge_notes("\n".join(rows), "\n".join(ours), "\n".join(theirs)).text
    on = theirs.copy()
    on[place] += " và nữa"
    joined = merge_notes("\n".join(theirs), stored, "\n".join(on)).text
    assert len(joined.split("\n")) == len(stored.split("\n"))
    assert on[place].split("\n")[-1] in joined.split("\n")


words = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=3, max_size=8)


@given(st.lists(words, unique=True, min_size=2, max_size=8), words, words)
def test_lines_apart_from_each_other_are_never_doubled(rows, first, last):
    stored = "\n".join([first, *rows])
    typed = "\n".join([*rows, last])
    assert merge_notes("\n".join(rows), stored, typed).text == "\n".join([first, *rows, last])
