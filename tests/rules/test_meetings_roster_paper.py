"""The words of an amending decision come back as they were kept."""

import json

from giaoban.rules.meetings.roster_paper import ChangeSaid, RosterPaper, SeatSaid, read_paper

MINH = SeatSaid(2, "Hoàng Minh", "Phó Giám đốc", "Sở Khoa học", "member", "Hạ tầng số")
GIANG = SeatSaid(1, "Phạm Hương Giang", "", "", "member", "")


def test_what_was_kept_is_read_as_it_was():
    changes = (ChangeSaid(GIANG, MINH), ChangeSaid(GIANG, None), ChangeSaid(None, MINH))
    paper = RosterPaper(changes, (MINH,))
    assert read_paper(json.loads(json.dumps(paper.stored()))) == paper


def test_of_nothing_a_paper_says_nothing():
    assert read_paper({}) == RosterPaper((), ())
