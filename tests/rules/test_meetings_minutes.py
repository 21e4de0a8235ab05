"""Passages that follow the record, and those that somebody wrote in."""

from dataclasses import replace

from giaoban.rules.meetings.minutes import (
    PaperPassage,
    drafted_again,
    drafted_passage,
    free_key,
    passage_problems,
    passages_kept,
    passages_read,
    printed,
)
from giaoban.rules.meetings.passages import Passage, Reach

OPENING = Passage("opening", "", "Bắt đầu 8 giờ")
ITEM = Passage("item-1", "1. Kinh phí", "Sở Tài chính báo cáo", Reach.MEMBERS)
CLOSING = Passage("closing", "", "Kết thúc 10 giờ")


def drafted(*passages):
    return tuple(map(drafted_passage, passages))


def test_an_untouched_passage_follows_the_record():
    later = replace(OPENING, text="Bắt đầu 8 giờ 05", reach=Reach.MEMBERS)
    [found] = drafted_again(drafted(OPENING), [later])
    assert (found.text, found.reach, found.is_touched) == (
        "Bắt đầu 8 giờ 05",
        Reach.MEMBERS,
        False,
    )


def test_words_that_somebody_wrote_stay_beside_those_of_the_record():
    [held] = drafted(OPENING)
    mended = replace(held, text="Bắt đầu lúc 8 giờ", revision=1)
    [found] = drafted_again([mended], [replace(OPENING, text="Bắt đầu 8 giờ 05")])
    assert (found.text, found.drafted, found.revision) == (
        "Bắt đầu lúc 8 giờ",
        "Bắt đầu 8 giờ 05",
        1,
    )


def test_a_chosen_reach_stays_and_follows_the_record_only_to_a_narrower_one():
    [held] = drafted(ITEM)
    chosen = replace(held, reach=Reach.CIRCULATED)
    assert drafted_again([chosen], [ITEM])[0].reach is Reach.CIRCULATED
    limited = replace(ITEM, reach=Reach.LIMITED)
    assert drafted_again([chosen], [limited])[0].reach is Reach.LIMITED


def test_what_the_record_has_no_more_goes_unless_somebody_wrote_in_it():
    opening, item, closing = drafted(OPENING, ITEM, CLOSING)
    assert [each.key for each in drafted_again([opening, item, closing], [OPENING, CLOSING])] == [
        "opening",
        "closing",
    ]
    mended = replace(item, text="Sở Tài chính báo cáo, có bổ sung")
    kept = drafted_again([opening, mended, closing], [OPENING, CLOSING])
    assert [each.key for each in kept] == ["opening", "item-1", "closing"]


def test_a_passage_added_by_hand_stays_behind_the_one_it_was_put_behind():
    opening, item, closing = drafted(OPENING, ITEM, CLOSING)
    own = PaperPassage("own-1", "Ghi chú", "Không có ý kiến khác")
    fresh = Passage("item-2", "2. Khác", "Trao đổi")
    found = drafted_again([opening, item, own, closing], [OPENING, ITEM, fresh, CLOSING])
    assert [each.key for each in found] == ["opening", "item-1", "own-1", "item-2", "closing"]
    first = drafted_again([own, opening], [OPENING])
    assert [each.key for each in first] == ["own-1", "opening"]


def test_drafting_twice_from_the_same_record_changes_nothing():
    once = drafted_again([], [OPENING, ITEM, CLOSING])
    assert drafted_again(once, [OPENING, ITEM, CLOSING]) == once


def test_an_emptied_passage_is_not_printed():
    opening, item = drafted(OPENING, ITEM)
    assert printed([opening, replace(item, text=" \n")]) == [OPENING]


def test_what_is_kept_is_read_as_it_was():
    own = PaperPassage("own-1", "Ghi chú", "Không có ý kiến khác", Reach.LIMITED, revision=3)
    held = (*drafted(OPENING, ITEM), own)
    assert passages_read(passages_kept(held)) == held


def test_a_key_of_ones_own_is_never_used_twice_at_once():
    assert free_key([]) == "own-1"
    assert free_key([PaperPassage("own-1", "", "x"), PaperPassage("own-3", "", "y")]) == "own-2"


def test_too_long_is_said_with_the_limit():
    assert [each.code for each in passage_problems("x" * 301, "y" * 50_001)] == [
        "passage_too_long",
        "heading_too_long",
    ]
    assert passage_problems("Kinh phí", "Báo cáo") == []
