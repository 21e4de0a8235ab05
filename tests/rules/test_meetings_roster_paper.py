"""The words of an amending decision come back as they were kept."""

import json
from datetime import date

import pytest

from giaoban.rules.meetings.roster_paper import (
    ChangeSaid,
    Named,
    RosterPaper,
    SeatSaid,
    named_in,
    read_paper,
)

MINH = SeatSaid(2, "Hoàng Minh", "Phó Giám đốc", "Sở Khoa học", "member", "Hạ tầng số")
GIANG = SeatSaid(1, "Phạm Hương Giang", "", "", "member", "")


def test_what_was_kept_is_read_as_it_was():
    changes = (ChangeSaid(GIANG, MINH), ChangeSaid(GIANG, None), ChangeSaid(None, MINH))
    paper = RosterPaper(changes, (MINH,))
    assert read_paper(json.loads(json.dumps(paper.stored()))) == paper


def test_of_nothing_a_paper_says_nothing():
    assert read_paper({}) == RosterPaper((), ())


@pytest.mark.parametrize(
    "text, named",
    [
        ("15/QĐ-UBND", Named("15/qđ-ubnd", None)),
        ("Quyết định số 05 / QĐ - UBND ngày 3/7/2025", Named("5/qđ-ubnd", date(2025, 7, 3))),
        ("12/2024/QĐ-TTg ngày 03 tháng 7 năm 2025.", Named("12/2024/qđ-ttg", date(2025, 7, 3))),
        ("7/CRRP, 2025-07-03", Named("7/crrp", date(2025, 7, 3))),
        ("7/CRRP, 31/02/2025", Named("7/crrp", None)),
        ("họp ngày 3/7/2025", None),
        ("", None),
    ],
)
def test_a_line_names_a_decision_by_its_symbol_and_date(text, named):
    assert named_in(text) == named
