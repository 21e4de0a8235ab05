"""Lists of a report: saved row by row, counted and summed, carried on, and never typed over."""

import pytest

from giaoban.actions.reporting.drafts import begin_version
from giaoban.actions.reporting.list_rows import save_list_rows
from giaoban.models import Form, Period, Version
from giaoban.queries.reporting.forms import form_text
from giaoban.queries.reporting.list_rows import rows_of
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime
from tests.structured_form import CODES, STRUCTURED, publish_structured

ROWS = (
    {"topic": "Chữ ký số", "held_on": "2026-10-05", "people": 30.0, "cost": 12.5, "online": 1.0},
    {"topic": "An toàn thông tin", "people": 25.0, "online": 0.0, "level": "Xã"},
)
SUMS = {
    "courses__rows": 2.0,
    "courses__people": 55.0,
    "courses__cost": 12.5,
    "courses__online": 1.0,
}


@pytest.fixture
def form(cast: Cast) -> Form:
    return publish_structured(make_regime(cast.vietnam), NOW)


@pytest.fixture
def period(form: Form) -> Period:
    return make_period(form.regime, "2026-10")


@pytest.fixture
def version(cast: Cast, period: Period) -> Version:
    return begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)


def numbers(version: Version) -> dict[str, float | None]:
    return dict(version.values.order_by("indicator").values_list("indicator__code", "number"))


def test_a_form_is_stored_with_an_item_for_everything_it_asks(form: Form) -> None:
    assert tuple(form.items.values_list("indicator__code", flat=True)) == CODES
    assert form_text(form) == STRUCTURED


def test_saved_rows_are_counted_and_summed(cast: Cast, version: Version) -> None:
    saved = save_list_rows(version=version, list_code="courses", rows=ROWS, by=cast.an, now=NOW)

    assert rows_of(saved) == {"courses": [dict(row) for row in ROWS]}
    assert numbers(saved) == SUMS
    assert saved.revision == version.revision + 1
