"""Rows stored and read without the query builder are those that it would store and read."""

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DataError

from giaoban.actions.reporting.cells import Cell, store_cells
from giaoban.actions.reporting.row_writing import (
    insert_all,
    insert_row,
    insert_row_once,
    insert_rows,
    update_row,
)
from giaoban.models import Finding, Mark, Period, Submission, Value, Version
from giaoban.queries.reporting.held_reports import held_submission, held_version
from giaoban.queries.row_reading import read_rows
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime, make_version


@pytest.fixture
def period(cast: Cast) -> Period:
    return make_period(make_regime(cast.lao_cai, indicators=("processed", "online")), "2026-10")


def stored(version: Version) -> dict[str, tuple[float | None, str, str]]:
    rows = version.values.values_list("indicator__code", "number", "text", "note")
    return {code: rest for code, *rest in rows}  # type: ignore[misc]


def test_a_row_comes_back_as_it_was_stored(cast: Cast, period: Period) -> None:
    version = make_version(cast.ta_van, period, values={"processed": 3})
    made = Finding(version=version, level="error", code="x", params={"message": "Sai số"})
    insert_row(made)
    ((read,),) = read_rows((("f", Finding),), "FROM giaoban_finding f WHERE f.id = %s", [made.pk])
    assert (read.params, read.version_id, read.indicator_id) == (
        {"message": "Sai số"},
        version.pk,
        None,
    )
    assert Finding.objects.get() == read


def test_a_moment_is_read_with_its_time_zone(cast: Cast, period: Period) -> None:
    version = make_version(cast.ta_van, period, values={"processed": 3})
    version.saved_at = NOW
    update_row(version, "saved_at")
    held = held_version(version.pk)
    assert held.saved_at == NOW
    assert held.submission.period.regime == period.regime
    assert (held.submission.unit, held.form) == (cast.ta_van, version.form)
    assert held.submission.period.starts_on == period.starts_on


def test_only_the_named_fields_are_stored(cast: Cast, period: Period) -> None:
    version = make_version(cast.ta_van, period, values={"processed": 3})
    version.note, version.reason = "Ghi chú", "không lưu"
    update_row(version, "note")
    version.refresh_from_db()
    assert (version.note, version.reason) == ("Ghi chú", "")


def test_a_row_that_is_there_is_not_stored_twice(cast: Cast, period: Period) -> None:
    assert insert_row_once(Submission(unit=cast.ta_van, period=period))
    assert not insert_row_once(Submission(unit=cast.ta_van, period=period))
    assert Submission.objects.count() == 1


def test_a_row_that_is_there_refuses_a_plain_one(cast: Cast, period: Period) -> None:
    insert_row(Submission(unit=cast.ta_van, period=period))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_row(Submission(unit=cast.ta_van, period=period))


def test_a_submission_without_a_version_has_no_latest(cast: Cast, period: Period) -> None:
    assert held_submission(cast.ta_van, period) is None
    insert_row(Submission(unit=cast.ta_van, period=period))
    held = held_submission(cast.ta_van, period)
    assert held is not None
    assert (held.latest, held.unit, held.period) == (None, cast.ta_van, period)


def test_many_rows_and_none_are_stored(cast: Cast, period: Period) -> None:
    insert_rows(Mark, ("unit", "period"), [])
    insert_rows(Mark, ("unit", "period"), [(cast.ta_van.pk, period.pk), (cast.y_ty.pk, period.pk)])
    assert set(Mark.objects.values_list("unit_id", "period_id")) == {
        (cast.ta_van.pk, period.pk),
        (cast.y_ty.pk, period.pk),
    }


@pytest.mark.parametrize("count", [0, 1, 2])
def test_all_rows_get_their_ids(cast: Cast, period: Period, count: int) -> None:
    units = [cast.ta_van, cast.y_ty][:count]
    rows = [Submission(unit=unit, period=period) for unit in units]
    insert_all(rows)
    assert {row.pk: row.unit_id for row in rows} == dict(
        Submission.objects.values_list("pk", "unit_id")
    )


def test_a_cell_keeps_the_note_that_nobody_names(cast: Cast, period: Period) -> None:
    version = make_version(cast.ta_van, period, values={"processed": 3, "online": 1})
    Value.objects.filter(version=version, indicator__code="processed").update(note="Đã đối chiếu")
    ids = dict(period.regime.indicators.values_list("code", "pk"))
    store_cells(version, {ids["processed"]: Cell(5.0), ids["online"]: Cell(2.0, note="Mới")})
    assert stored(version) == {
        "processed": [5.0, "", "Đã đối chiếu"],
        "online": [2.0, "", "Mới"],
    }
    store_cells(version, {ids["processed"]: Cell(), ids["online"]: Cell()})
    assert stored(version) == {
        "processed": [None, "", "Đã đối chiếu"],
        "online": [None, "", "Mới"],
    }
    store_cells(version, {ids["processed"]: Cell(note=""), ids["online"]: Cell(7.0)})
    assert stored(version) == {"online": [7.0, "", "Mới"]}


@pytest.mark.postgresql
def test_a_text_that_is_too_long_is_refused_and_not_cut(cast: Cast, period: Period) -> None:
    version = make_version(cast.ta_van, period)
    indicator = period.regime.indicators.get(code="online")
    with pytest.raises(DataError), transaction.atomic():
        store_cells(version, {indicator.pk: Cell(1.0, origin="x" * 121)})
