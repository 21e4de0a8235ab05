"""Who marked which cell of a workbook as what, as the history of the regime tells it."""

from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from giaoban.actions.reporting.workbook_maps import (
    begin_map,
    change_map,
    mark_block,
    mark_cell,
    unmark_cell,
    use_map,
)
from giaoban.models import Regime
from giaoban.rules.reporting.workbook_blocks import Block
from giaoban.rules.reporting.workbook_marks import Asking, Mark, MarkKind
from giaoban.web.audit.history_panel import shown_history
from tests.cast import Cast
from tests.factories import NOW, make_regime
from tests.own_workbook import ASKED, CLASSES, SERVICES
from tests.own_workbook import workbook_in_use as sample


@pytest.fixture
def regime(cast: Cast, settings: Any, tmp_path: Path) -> Regime:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_regime(cast.lao_cai, indicators=ASKED)


def test_every_change_of_the_marks_is_told_with_who_and_what(cast: Cast, regime: Regime) -> None:
    held = begin_map(
        regime=regime, unit=None, name="mau.xlsx", content=sample(), by=cast.chi, now=NOW
    )
    held = unmark_cell(held=held, sheet=SERVICES, cell="D13", revision=0, by=cast.chi, now=NOW)
    spent = Mark(MarkKind.FIGURE, SERVICES, "D13", "spent", "B13", asking=Asking(kind="amount"))
    held = mark_cell(held=held, mark=spent, revision=1, by=cast.chi, now=NOW)
    code = Mark(MarkKind.UNIT_CODE, SERVICES, "D13")
    held = mark_cell(held=held, mark=code, revision=2, by=cast.khanh, now=NOW)
    block = Block((4, 1), (5, 3), "A", 3, table="dao_tao", table_name="Đào tạo")
    held = mark_block(held=held, sheet=CLASSES, block=block, revision=3, by=cast.chi, now=NOW)
    use_map(held=held, revision=4, by=cast.chi, now=NOW)
    # Nothing is marked there, so nothing is changed or told.
    copy = change_map(in_use=held, by=cast.khanh, now=NOW)
    assert unmark_cell(held=copy, sheet=SERVICES, cell="Z1", revision=0, by=None, now=NOW) == copy
    with override("en"):
        told = [
            (
                entry.actor,
                str(entry.action),
                [(str(change.label), change.before, change.after) for change in entry.changes],
            )
            for entry in reversed(shown_history(regime))
        ]
    cell, figure = f"{SERVICES}!D13", "a figure"
    words = "B13 Kinh phí đã chi"
    assert told[1:4] == [
        (
            cast.chi.name,
            "took the mark off a cell of the workbook",
            [
                ("Name", "Kinh phí đã chi", ""),
                ("Cell", cell, ""),
                ("Marked as", figure, ""),
                ("Section", "Kinh phí", ""),
                ("Indicator", "cost", ""),
                ("Cell with its words", words, ""),
                ("Cell with the head of its column", "D5 Kỳ này", ""),
                ("Unit of measure", "triệu đồng", ""),
            ],
        ),
        (
            cast.chi.name,
            "said what a cell of the workbook is",
            [
                ("Cell", "", cell),
                ("Marked as", "", figure),
                ("Indicator", "", "spent"),
                ("Cell with its words", "", words),
            ],
        ),
        (
            cast.khanh.name,
            "said what a cell of the workbook is",
            [
                ("Cell", "", cell),
                ("Marked as", figure, "Code of the unit"),
                ("Indicator", "spent", ""),
                ("Cell with its words", words, ""),
            ],
        ),
    ]
    assert told[4][:2] == (cast.chi.name, "marked a block of cells of the workbook")
    assert told[4][2][:1] == [("Cells", "", f"{CLASSES}!B5:D6")]
    assert [each[:2] for each in told[5:]] == [
        (cast.chi.name, "took a marked workbook into use"),
        (cast.khanh.name, "began to change the marks of the workbook in use"),
    ]
