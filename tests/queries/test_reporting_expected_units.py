"""Asking of one unit whether it reports gives what asking of all of them gives."""

from datetime import date

import pytest

from giaoban.models import Placement, Unit
from giaoban.queries.reporting.periods import expected_units, is_expected
from tests.factories import make_period, make_regime, make_unit

BEFORE, SPLIT = date(2026, 1, 1), date(2026, 8, 1)


def country() -> Unit:
    """Two provinces; a commune moves between them, one closes, one opens, one has a hamlet."""
    root = make_unit("VN", "Việt Nam", kind="quốc gia", opened_on=BEFORE)
    north = make_unit("N", "Bắc", kind="tỉnh", under=root, opened_on=BEFORE)
    south = make_unit("S", "Nam", kind="tỉnh", under=root, opened_on=BEFORE)
    moving = make_unit("n1", "n1", under=north, opened_on=BEFORE)
    Placement.objects.filter(unit=moving).update(until=SPLIT)
    Placement.objects.create(unit=moving, parent=south, since=SPLIT)
    make_unit("n2", "n2", under=north, opened_on=BEFORE, closed_on=SPLIT)
    parent = make_unit("n3", "n3", under=north, opened_on=BEFORE)
    make_unit("n3a", "n3a", kind="thôn", under=parent, opened_on=SPLIT)
    make_unit("s1", "s1", under=south, opened_on=BEFORE)
    return root


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["VN", "N", "S"])
@pytest.mark.parametrize(
    "reporters",
    ["leaves", "all", "level:2", "level:3", "kind:xã", "under:N", "under:S", '["n1", "n2", "S"]'],
)
def test_a_unit_is_expected_where_it_is_among_all_that_are(reporters: str, at: str) -> None:
    country()
    regime = make_regime(Unit.objects.get(code=at), reporters=reporters, calendar="calendar")
    for key in ("2026-07", "2026-08"):
        period = make_period(regime, key)
        one_by_one = {unit.pk for unit in Unit.objects.all() if is_expected(unit.pk, period)}
        assert one_by_one == expected_units(period)


@pytest.mark.django_db
def test_asking_of_one_unit_takes_one_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    regime = make_regime(country(), calendar="calendar")
    period = make_period(regime, "2026-07")
    unit = Unit.objects.get(code="s1")
    with django_assert_num_queries(1):
        assert is_expected(unit.pk, period)
