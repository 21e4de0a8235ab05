"""The tree changes from a day on, and marks the totals that the change moves."""

from datetime import date, timedelta

import pytest

from giaoban.actions.units.changes import (
    add_unit,
    close_unit,
    move_unit,
    rename_unit,
    take_up_coming_names,
)
from giaoban.actions.units.refusals import ChangeRefused
from giaoban.models import ComingName, Event, FormerName, Mark, Placement, Unit
from giaoban.queries.units.browse import names_on
from giaoban.queries.units.lineage import unit_and_ancestors
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime

WHEN = {"now": NOW, "today": TODAY}
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def codes(refused: pytest.ExceptionInfo[ChangeRefused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_unit_is_opened_under_its_parent_from_its_day_on(cast: Cast) -> None:
    unit = add_unit(
        code=" 02800 ", name="Xã Mới", kind="xã", parent=cast.lao_cai, opened_on=TODAY,
        by=cast.khanh, **WHEN,
    )  # fmt: skip
    assert (unit.code, unit.search_key, unit.opened_on) == ("02800", "02800 xa moi", TODAY)
    assert unit_and_ancestors(unit.pk, TODAY) == [unit.pk, cast.lao_cai.pk, cast.vietnam.pk]
    assert unit_and_ancestors(unit.pk, YESTERDAY) == [unit.pk]


def test_a_code_is_not_given_twice_at_the_same_time(cast: Cast) -> None:
    with pytest.raises(ChangeRefused) as refused:
        add_unit(
            code="03037", name="Xã Khác", kind="xã", parent=cast.lao_cai, opened_on=TODAY,
            by=cast.khanh, **WHEN,
        )  # fmt: skip
    assert codes(refused) == ["unit_code_in_use"]
    assert Event.objects.count() == 0


def test_the_old_name_is_kept_until_the_day_of_the_new_one(cast: Cast) -> None:
    rename_unit(unit=cast.y_ty, name="Phường Y Tý", kind="phường", on=TODAY, by=cast.khanh, **WHEN)
    unit = Unit.objects.get(pk=cast.y_ty.pk)
    assert (unit.name, unit.kind, unit.search_key) == ("Phường Y Tý", "phường", "02701 phuong y ty")
    assert list(FormerName.objects.values_list("unit", "name", "kind", "until")) == [
        (unit.pk, "Xã Y Tý", "xã", TODAY)
    ]


def test_a_name_of_tomorrow_is_borne_tomorrow(cast: Cast) -> None:
    def shown(on: date) -> tuple[str, str]:
        unit = Unit.objects.get(pk=cast.y_ty.pk)
        return names_on([unit.pk], on).get(unit.pk, (unit.name, unit.kind))

    who = {"kind": "phường", "by": cast.khanh, **WHEN}
    rename_unit(unit=cast.y_ty, name="Phường Y Tí", on=TOMORROW, **who)
    rename_unit(unit=cast.y_ty, name="Phường Y Tý", on=TOMORROW, **who)
    assert Unit.objects.get(pk=cast.y_ty.pk).name == "Xã Y Tý"
    assert (shown(TODAY), shown(TOMORROW)) == (("Xã Y Tý", "xã"), ("Phường Y Tý", "phường"))
    assert take_up_coming_names(today=TODAY) == 0
    assert take_up_coming_names(today=TOMORROW) == 1
    assert Unit.objects.get(pk=cast.y_ty.pk).name == "Phường Y Tý"
    assert (shown(TODAY), shown(TOMORROW)) == (("Xã Y Tý", "xã"), ("Phường Y Tý", "phường"))
    assert not ComingName.objects.exists()


def test_a_new_kind_moves_figures_when_its_day_has_come(cast: Cast) -> None:
    period = make_period(make_regime(cast.vietnam), "2026-12")
    rename_unit(unit=cast.y_ty, name="Xã Y Tý", kind="phường", on=TOMORROW, by=cast.khanh, **WHEN)
    assert not Mark.objects.exists()
    take_up_coming_names(today=TOMORROW)
    assert (cast.y_ty.pk, period.pk) in set(Mark.objects.values_list("unit_id", "period_id"))


def test_a_name_before_one_that_comes_is_refused(cast: Cast) -> None:
    rename_unit(unit=cast.y_ty, name="Xã A", kind="xã", on=TOMORROW, by=cast.khanh, **WHEN)
    with pytest.raises(ChangeRefused) as refused:
        rename_unit(unit=cast.y_ty, name="Xã B", kind="xã", on=TODAY, by=cast.khanh, **WHEN)
    assert codes(refused) == ["unit_rename_before_latest"]


def test_a_unit_that_closes_first_bears_no_coming_name(cast: Cast) -> None:
    rename_unit(
        unit=cast.y_ty, name="Xã A", kind="xã", on=TOMORROW + timedelta(days=9), by=cast.khanh,
        **WHEN,
    )  # fmt: skip
    close_unit(unit=cast.y_ty, on=TOMORROW, by=cast.khanh, **WHEN)
    assert not ComingName.objects.exists()


def test_a_moved_unit_hangs_where_it_hung_until_the_day(cast: Cast) -> None:
    move_unit(unit=cast.y_ty, parent=cast.tuyen_quang, on=TOMORROW, by=cast.khanh, **WHEN)
    assert unit_and_ancestors(cast.y_ty.pk, TODAY)[1] == cast.lao_cai.pk
    assert unit_and_ancestors(cast.y_ty.pk, TOMORROW)[1] == cast.tuyen_quang.pk


def test_a_unit_never_hangs_under_itself(cast: Cast) -> None:
    with pytest.raises(ChangeRefused) as refused:
        move_unit(unit=cast.lao_cai, parent=cast.y_ty, on=TODAY, by=cast.khanh, **WHEN)
    assert codes(refused) == ["unit_under_itself"]


def test_a_closed_unit_keeps_its_last_place(cast: Cast) -> None:
    close_unit(unit=cast.y_ty, on=TODAY, by=cast.khanh, **WHEN)
    assert Unit.objects.get(pk=cast.y_ty.pk).closed_on == TODAY
    assert Placement.objects.get(unit=cast.y_ty).until is None


def test_a_unit_with_open_units_under_it_is_not_closed(cast: Cast) -> None:
    with pytest.raises(ChangeRefused) as refused:
        close_unit(unit=cast.lao_cai, on=TODAY, by=cast.khanh, **WHEN)
    assert codes(refused) == ["unit_has_open_children"]


def test_a_change_in_the_past_asks_for_a_reason(cast: Cast) -> None:
    with pytest.raises(ChangeRefused) as refused:
        close_unit(unit=cast.y_ty, on=YESTERDAY, by=cast.khanh, **WHEN)
    assert codes(refused) == ["reason_needed"]
    close_unit(unit=cast.y_ty, on=YESTERDAY, reason="QĐ 12/QĐ-UBND", by=cast.khanh, **WHEN)
    assert Event.objects.get().after == {
        "closed_on": "2026-11-19",
        "on": "2026-11-19",
        "reason": "QĐ 12/QĐ-UBND",
    }


def test_a_move_in_the_past_marks_both_parents_in_every_period_that_ends_later(cast: Cast) -> None:
    regime = make_regime(cast.vietnam)
    make_period(regime, "2026-09")
    october = make_period(regime, "2026-10")
    move_unit(
        unit=cast.y_ty, parent=cast.tuyen_quang, on=date(2026, 10, 1), reason="NQ 1",
        by=cast.khanh, **WHEN,
    )  # fmt: skip
    later = set(regime.periods.filter(ends_on__gte=date(2026, 10, 1)).values_list("pk", flat=True))
    marked = set(Mark.objects.values_list("unit_id", "period_id"))
    units = (cast.y_ty.pk, cast.lao_cai.pk, cast.tuyen_quang.pk)
    assert marked == {(unit, period) for unit in units for period in later}
    assert october.pk in later
    assert regime.periods.get(key="2026-09").pk not in later


def test_a_new_name_of_the_same_kind_moves_no_figure(cast: Cast) -> None:
    make_period(make_regime(cast.vietnam), "2026-12")
    rename_unit(unit=cast.y_ty, name="Xã Y Tý Mới", kind="xã", on=TODAY, by=cast.khanh, **WHEN)
    assert Mark.objects.count() == 0
