"""A sentence about what happened says how it happened."""

import pytest
from django.utils.translation import override

from giaoban.actions.reporting.drafts import Cell
from giaoban.actions.reporting.periods import open_period
from giaoban.actions.reporting.taking import IncomingReport, take_reports
from giaoban.queries.reporting.recent_changes import recent_changes
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.web.reporting.happening_words import happening_words
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_unit


@pytest.mark.parametrize(
    ("channel", "how"),
    [
        (Channel.PAGE, "Xã Tả Van sent its report"),
        (Channel.WORKBOOK, "The report of Xã Tả Van was read in from a file"),
        (Channel.CSV, "The report of Xã Tả Van was read in from a file"),
        (Channel.TELEPHONE, "The report of Xã Tả Van was written down from a telephone call"),
        (Channel.LETTER, "The report of Xã Tả Van was written down from a letter"),
        (Channel.SYSTEM, "The report of Xã Tả Van came in"),
    ],
)
def test_a_report_that_was_taken_is_told_by_the_way_it_came(
    cast: Cast, channel: Channel, how: str
) -> None:
    period = make_period(make_regime(cast.lao_cai, indicators=["online"]), "2026-10")
    report = IncomingReport(unit_id=cast.ta_van.pk, cells={"online": Cell(3.0)}, origin="row 2")
    take_reports(
        period=period,
        reports=[report],
        channel=channel,
        state=ReportState.SUBMITTED,
        by=cast.chi,
        now=NOW,
    )
    (happening,) = recent_changes([cast.ta_van.pk], cast.an, NOW, TODAY)
    with override("en"):
        assert happening_words(happening) == f"{how}: Báo cáo chuyển đổi số, October 2026"


def test_a_department_hears_nothing_of_periods_that_ask_communes_alone(cast: Cast) -> None:
    department = make_unit("so-01", "Sở Nội vụ", kind="sở", under=cast.lao_cai)
    regime = make_regime(cast.lao_cai, reporters="kind:xã")
    open_period(regime=regime, key="2026-10", by=cast.chi, today=TODAY, now=NOW)
    heard = {
        unit.pk: len(recent_changes([unit.pk], cast.an, NOW, TODAY))
        for unit in (department, cast.ta_van, cast.lao_cai)
    }
    assert heard == {department.pk: 0, cast.ta_van.pk: 1, cast.lao_cai.pk: 1}
