"""Where other reports of the unit hold a figure already: what is said, and what is taken."""

import pytest
from django.urls import reverse

from giaoban.actions.reporting.offered_values import take_offered_values
from giaoban.models import Period, Submission
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime, make_version
from tests.web.test_reporting_dictionary import HANDLED, english, entry_of, page, text_of

MONTHS = ("2026-07", "2026-08", "2026-09")


@pytest.fixture
def quarter(cast: Cast) -> Period:
    """The third quarter, after its three months were reported to another regime."""
    month = make_regime(cast.lao_cai, code="thang", name="Báo cáo tháng", indicators=[HANDLED])
    regime = make_regime(
        cast.lao_cai, code="quy", name="Báo cáo quý", frequency="quarter", indicators=[HANDLED]
    )
    entry_of(month, regime)
    for number, key in enumerate(MONTHS, start=3):
        make_version(cast.ta_van, make_period(month, key), values={"handled": number}, by=cast.an)
    return make_period(regime, "2026Q3")


def test_of_several_periods_it_is_said_how_their_figures_were_put_together(
    cast: Cast, quarter: Period
) -> None:
    shown = page(english(cast.an), "report", quarter.pk, cast.ta_van.pk)

    assert (
        "12 · already reported in “Báo cáo tháng”, July 2026 to September 2026, last sent "
        "19/11/2026 by Lý A An. The figures of 3 periods, added up."
    ) in shown


def test_the_origin_says_so_too_and_names_each_of_the_reports(cast: Cast, quarter: Period) -> None:
    take_offered_values(unit=cast.ta_van, period=quarter, wanted=None, by=cast.an, now=NOW)
    submission = Submission.objects.get(period=quarter)
    submission.counted = submission.latest
    submission.save()

    response = english(cast.chi).get(
        reverse("origin", args=[cast.ta_van.pk, quarter.pk, "handled"])
    )

    shown = text_of(response.content.decode())
    assert shown.count("Taken from the unit’s report “Báo cáo tháng”") == 3
    assert "The figures of 3 periods, added up." in shown


@pytest.mark.parametrize("periods", [MONTHS, MONTHS[2:]])
def test_what_came_together_until_the_last_month_is_the_quarters(
    cast: Cast, periods: tuple[str, ...]
) -> None:
    asked = HANDLED | {"over_time": "cumulative"}
    month = make_regime(cast.lao_cai, code="thang", name="Báo cáo tháng", indicators=[asked])
    regime = make_regime(
        cast.lao_cai, code="quy", name="Báo cáo quý", frequency="quarter", indicators=[asked]
    )
    entry_of(month, regime)
    for number, key in enumerate(periods, start=5):
        make_version(cast.ta_van, make_period(month, key), values={"handled": number})

    shown = page(english(cast.an), "report", make_period(regime, "2026Q3").pk, cast.ta_van.pk)

    said = 4 + len(periods)
    assert f"{said} · already reported in “Báo cáo tháng”, September 2026" in shown
