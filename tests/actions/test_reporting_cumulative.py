"""A regime that asks for the figure since the year began: from its file to a report that falls."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from giaoban.actions.reporting.drafts import Cell, begin_version, explain_warning, save_cells
from giaoban.actions.reporting.nothing_arose import declare_nothing_arose
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.actions.reporting.submitting import submit_report
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_file_writer import write_regime
from giaoban.models import Check, Period, Regime, Value, Version
from giaoban.queries.reporting.regimes import regime_facts
from giaoban.queries.reporting.report_page import report_of
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import ReportState
from giaoban.web.reporting.report_words import finding_words
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY, make_period, make_version
from tests.management.shell import must

WRITTEN = """\
code = "luy-ke"
name = "Báo cáo lũy kế"
unit = "15"
frequency = "month"
calendar = "nd09"

[[indicators]]
code = "done"
name = "Hồ sơ từ đầu năm"
kind = "count"
over_time = "cumulative"

[[indicators]]
code = "staff"
name = "Cán bộ"
kind = "count"

[[checks]]
formula = "staff <= 1000"
level = "error"
message = "Quá nhiều."
"""


@pytest.fixture
def regime(cast: Cast) -> Regime:
    facts, problems = read_regime(WRITTEN.encode())
    assert facts is not None
    assert problems == []
    return take_regime(facts=facts, by=None, today=TODAY, now=NOW).regime


def reported(cast: Cast, regime: Regime, key: str, done: float) -> Period:
    period = make_period(regime, key)
    values = {"done": done, "staff": 5}
    make_version(cast.ta_van, period, values=values, state=ReportState.ACCEPTED)
    return period


def drafted(cast: Cast, period: Period, done: float) -> Version:
    version = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    cells = {"done": Cell(done), "staff": Cell(5)}
    return save_cells(version=version, cells=cells, by=cast.an, now=NOW)


def test_the_file_comes_back_as_it_was_without_the_check_that_nobody_wrote(
    regime: Regime,
) -> None:
    assert write_regime(regime_facts(regime)).decode() == WRITTEN
    assert list(Check.objects.values_list("formula", "is_implied")) == [
        ("staff <= 1000", False),
        ("done >= previous(done)", True),
    ]


def test_a_figure_that_falls_within_the_year_asks_for_a_reason(cast: Cast, regime: Regime) -> None:
    reported(cast, regime, "2026-09", 40)
    draft = drafted(cast, make_period(regime, "2026-10"), 38)
    with pytest.raises(RuleError) as refused:
        submit_report(version=draft, by=cast.an, now=NOW)
    assert refused.value.problem.code == "warnings_need_reasons"
    found = report_of(cast.ta_van, draft.submission.period, NOW).found
    assert [finding_words(one) for one in found] == [
        "Lũy kế từ đầu năm 38 nhỏ hơn số đã báo cáo trước đó (40)."
    ]
    check = Check.objects.get(is_implied=True)
    explain_warning(version=draft, check=check, text="Sở trả lại 2 hồ sơ.", by=cast.an, now=NOW)
    assert submit_report(version=draft, by=cast.an, now=NOW).state == "submitted"


@pytest.mark.parametrize(
    ("reports", "number", "falls"),
    [
        ({"2026-09": 40}, 39, True),
        ({"2026-07": 40}, 39, True),  # silent for two months
        ({"2026-07": 40}, 40, False),
        ({"2026-06": 50, "2026-07": 40}, 45, False),  # against the last one, not the largest
        ({"2025-10": 900}, 7, False),  # another year's
    ],
)
def test_a_fall_after_silent_periods_is_noticed_too(
    cast: Cast, regime: Regime, reports: dict[str, float], number: float, *, falls: bool
) -> None:
    for key, done in reports.items():
        reported(cast, regime, key, done)
    draft = drafted(cast, make_period(regime, "2026-10"), number)
    found = report_of(cast.ta_van, draft.submission.period, NOW).found
    assert [one.code for one in found] == (["cumulative_falls"] if falls else [])


def test_what_stands_beside_the_cell_names_its_period_where_it_is_an_older_one(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    reported(cast, regime, "2026-08", 40)
    draft = drafted(cast, make_period(regime, "2026-10"), 41)
    address = f"/reports/{draft.submission.period_id}/{cast.ta_van.pk}/"
    assert "40 (T8/2026)" in sign_in(cast.an).get(address).content.decode()


def test_january_is_not_held_against_december(cast: Cast, regime: Regime) -> None:
    reported(cast, regime, "2025-12", 900)
    draft = drafted(cast, make_period(regime, "2026-01"), 7)
    report = report_of(cast.ta_van, draft.submission.period, NOW)
    assert report.found == []
    assert {line.code: line.previous for line in report.lines} == {"done": None, "staff": 5}
    assert submit_report(version=draft, by=cast.an, now=NOW).state == "submitted"


@pytest.mark.parametrize(
    "key, before, expected",
    [("2026-10", "2026-09", 40), ("2026-10", "2026-07", 40), ("2026-01", "2025-12", 0)],
)
def test_where_nothing_arose_what_came_together_stays(
    cast: Cast, regime: Regime, key: str, before: str, expected: float
) -> None:
    reported(cast, regime, before, 40)
    version = declare_nothing_arose(
        unit=cast.ta_van, period=make_period(regime, key), by=cast.an, now=NOW
    )
    assert Value.objects.get(version=version, indicator__code="done").number == expected


def test_the_workbook_shows_what_was_reported_before_and_says_what_must_hold(
    cast: Cast, regime: Regime, tmp_path: Path
) -> None:
    reported(cast, regime, "2026-09", 40)
    make_period(regime, "2026-10")
    must("make_templates", "--regime", "luy-ke", "--period", "2026-10", "--to", tmp_path)
    book = load_workbook(tmp_path / "03037-2026-10.xlsx")
    shown = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert 40 in shown
    assert "“Hồ sơ từ đầu năm” lũy kế từ đầu năm không nhỏ hơn số đã báo cáo trước đó." in shown
