"""A workbook is marked cell by cell and by the block, its form made, taken into use, changed."""

from pathlib import Path
from typing import Any

import pytest

from giaoban.actions.reporting.forms import publish_form
from giaoban.actions.reporting.workbook_maps import (
    begin_map,
    change_map,
    drop_map,
    make_form_from_map,
    mark_block,
    mark_cell,
    unmark_cell,
    use_map,
)
from giaoban.models import Event, Regime, WorkbookMap
from giaoban.queries.reporting.forms import form_text
from giaoban.queries.reporting.workbook_maps import workbook_in_use
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_blocks import Block
from giaoban.rules.reporting.workbook_marks import Asking, Mark, MarkKind, figures, read
from tests.cast import Cast
from tests.factories import NOW, make_regime
from tests.own_workbook import ASKED, CLASSES, SERVICES
from tests.own_workbook import workbook_in_use as sample


@pytest.fixture
def regime(cast: Cast, settings: Any, tmp_path: Path) -> Regime:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_regime(cast.lao_cai, indicators=ASKED)


@pytest.fixture
def own(cast: Cast, regime: Regime) -> WorkbookMap:
    """Tả Van's own spreadsheet, marked and in use."""
    held = begin_map(
        regime=regime, unit=cast.ta_van, name="so.xlsx", content=sample(), by=cast.an, now=NOW
    )
    return use_map(held=held, revision=0, by=cast.an, now=NOW)


def test_a_form_is_made_from_the_marks_and_published(cast: Cast, regime: Regime) -> None:
    regime.forms.all().delete()
    held = begin_map(
        regime=regime, unit=None, name="mau.xlsx", content=sample(), by=cast.chi, now=NOW
    )
    form = make_form_from_map(held=held, by=cast.chi, now=NOW)
    text = form_text(form)
    assert text.sections == ("Dịch vụ công", "Kinh phí", CLASSES)
    assert [(asked.code, asked.kind, asked.part_of) for asked in text.asked] == [
        ("tong_so_ho_so", "count", ""),
        ("nop_truc_tuyen", "count", "tong_so_ho_so"),
        ("nop_truc_tiep", "count", "tong_so_ho_so"),
        ("ty_le_truc_tuyen", "ratio", ""),
        ("kinh_phi_da_chi", "amount", ""),
    ]
    assert [len(table.columns) for table in text.tables] == [3]
    assert publish_form(form=form, by=cast.chi, now=NOW).number == form.number


def test_marks_are_edited_one_by_one_and_by_the_block(cast: Cast, regime: Regime) -> None:
    held = begin_map(
        regime=regime, unit=None, name="mau.xlsx", content=sample(), by=cast.chi, now=NOW
    )
    count = len(held.marks)
    held = unmark_cell(held=held, sheet=SERVICES, cell="D13", revision=0, by=cast.chi, now=NOW)
    assert len(held.marks) == count - 1
    mark = Mark(MarkKind.FIGURE, SERVICES, "D13", "spent", "B13", asking=Asking(kind="amount"))
    held = mark_cell(held=held, mark=mark, revision=1, by=cast.chi, now=NOW)
    assert figures(read(held.marks))["spent"].label_text == "Kinh phí đã chi"
    block = Block((4, 1), (5, 3), "A", 3, table="dao_tao", table_name="Đào tạo")
    held = mark_block(held=held, sheet=CLASSES, block=block, revision=2, by=cast.chi, now=NOW)
    codes = [code for code in figures(read(held.marks)) if code.startswith("dao_tao__")]
    assert codes == [
        f"dao_tao__{row}__{column}"
        for row in ("khoa_co_ban", "khoa_nang_cao")
        for column in ("so_lop", "nam", "nu")
    ]


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (Mark(MarkKind.FIGURE, SERVICES, "D", "a", "B8"), "mark_cell_unknown"),
        (Mark(MarkKind.FIGURE, SERVICES, "D8", "số", "B8"), "mark_code_bad"),
        (Mark(MarkKind.FIGURE, SERVICES, "D8", "a", "Z99"), "mark_without_label"),
        (Mark(MarkKind.FIGURE, "Khác", "D8", "a", "B8"), "workbook_sheet_missing"),
    ],
)
def test_a_mark_that_means_nothing_is_refused(
    cast: Cast, regime: Regime, mark: Mark, code: str
) -> None:
    held = begin_map(
        regime=regime, unit=None, name="mau.xlsx", content=sample(), by=cast.chi, now=NOW
    )
    with pytest.raises(RuleError) as caught:
        mark_cell(held=held, mark=mark, revision=0, by=cast.chi, now=NOW)
    assert caught.value.code == code


def test_a_unit_marks_only_what_the_form_asks(cast: Cast, regime: Regime) -> None:
    held = begin_map(
        regime=regime, unit=cast.ta_van, name="a.xlsx", content=sample(), by=cast.an, now=NOW
    )
    with pytest.raises(RuleError) as caught:
        mark_cell(
            held=held,
            mark=Mark("figure", SERVICES, "D13", "mine", "B13"),
            revision=0,
            by=cast.chi,
            now=NOW,
        )
    assert caught.value.code == "mark_code_not_asked"


def test_two_who_mark_at_once_do_not_overwrite_each_other(cast: Cast, regime: Regime) -> None:
    held = begin_map(
        regime=regime, unit=None, name="mau.xlsx", content=sample(), by=cast.chi, now=NOW
    )
    unmark_cell(held=held, sheet=SERVICES, cell="D13", revision=0, by=cast.chi, now=NOW)
    with pytest.raises(RuleError) as caught:
        unmark_cell(held=held, sheet=SERVICES, cell="D9", revision=0, by=cast.chi, now=NOW)
    assert caught.value.code == "map_changed_meanwhile"


def test_a_change_begins_a_copy_and_replaces_what_was_in_use(
    cast: Cast, regime: Regime, own: WorkbookMap
) -> None:
    copy = change_map(in_use=own, by=cast.an, now=NOW)
    assert (copy.marks, copy.file, copy.used_since) == (own.marks, own.file, None)
    assert change_map(in_use=own, by=cast.an, now=NOW) == copy
    with pytest.raises(RuleError) as caught:
        unmark_cell(held=own, sheet=SERVICES, cell="D9", revision=0, by=cast.chi, now=NOW)
    assert caught.value.code == "map_in_use"
    use_map(held=copy, revision=0, by=cast.an, now=NOW)
    assert list(WorkbookMap.objects.all()) == [copy]
    drop_map(held=copy, revision=0, is_in_use=True, by=cast.an, now=NOW)
    assert workbook_in_use(regime.pk) is None
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == [
        "begin_workbook_map",
        "use_workbook_map",
        "change_workbook_map",
        "use_workbook_map",
        "drop_workbook_map",
    ]


def test_marks_taken_into_use_meanwhile_are_not_thrown_away(cast: Cast, regime: Regime) -> None:
    held = begin_map(
        regime=regime, unit=None, name="mau.xlsx", content=sample(), by=cast.chi, now=NOW
    )
    use_map(held=held, revision=0, by=cast.chi, now=NOW)
    for revision, is_in_use in ((0, False), (1, True)):
        with pytest.raises(RuleError) as caught:
            drop_map(held=held, revision=revision, is_in_use=is_in_use, by=cast.chi, now=NOW)
        assert caught.value.code == "map_changed_meanwhile"
    assert workbook_in_use(regime.pk) == held
    gone = WorkbookMap.objects.get(pk=held.pk)
    drop_map(held=held, revision=0, is_in_use=True, by=cast.chi, now=NOW)
    with pytest.raises(RuleError) as caught:
        drop_map(held=gone, revision=0, is_in_use=True, by=cast.chi, now=NOW)
    assert caught.value.code == "map_changed_meanwhile"
    dropped = Event.objects.filter(action="drop_workbook_map")
    assert [event.before for event in dropped] == [{"file": "mau.xlsx", "was_in_use": True}]
