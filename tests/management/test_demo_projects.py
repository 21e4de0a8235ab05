"""The demo's figures by project: only of what a unit is asked, and never beyond the whole."""

import pytest

from giaoban.management.demo.project_figures import answers_by_project
from giaoban.models import Period
from tests.cast import Cast
from tests.factories import make_period
from tests.project_form import make_project_regime


@pytest.fixture
def period(cast: Cast) -> Period:
    return make_period(make_project_regime(cast), "2026Q3")


def test_parts_are_drawn_for_what_a_unit_is_asked_and_stay_within_the_whole(
    cast: Cast, period: Period
) -> None:
    units = (cast.ta_van, cast.y_ty, cast.sa_pa)
    whole = {unit.pk: {"people": 100.0, "days": 4.5} for unit in units}
    codes = {unit.pk: unit.code for unit in units}

    found = answers_by_project(period, whole, codes)

    parts = {
        unit.code: {code.rpartition("__")[2] for code in found[unit.pk]} - {"people", "days"}
        for unit in units
    }
    assert parts == {
        "03037": {"water", "school", "road"},
        "02701": {"school", "road"},
        "03006": {"school"},
    }
    for answer in found.values():
        of_people = [n for code, n in answer.items() if code.startswith("people__")]
        assert 70 <= sum(of_people) <= 100
        assert all(number == int(number) for number in of_people)
    assert answers_by_project(period, whole, codes) == found
