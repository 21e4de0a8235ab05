"""Totals, targets and the year so far where a regime's years begin in July."""

from datetime import date

import pytest

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.periods import open_period
from giaoban.models import Period, Regime, Unit
from giaoban.queries.reporting.consolidation import consolidated_facts
from giaoban.queries.reporting.periods import keys_to_open, target_year
from giaoban.queries.reporting.verification import verify
from giaoban.rules.reporting.states import ReportState
from tests.factories import NOW, make_period, make_regime, make_unit, make_version

pytestmark = pytest.mark.django_db
VISITS = {"2026-12": 5, "2027-01": 10, "2027-02": 20, "2027-03": 40, "2027-07": 80}


@pytest.fixture
def root() -> Unit:
    return make_unit("root", "Programme", opened_on=date(2025, 1, 1))


@pytest.fixture
def regime(root: Unit) -> Regime:
    return make_regime(root, indicators=["visits"], calendar="fiscal", year_starts=7)


def report_all(regime: Regime, root: Unit) -> None:
    site = make_unit("site", "Amber Bay", under=root, opened_on=date(2025, 1, 1))
    for key, visits in VISITS.items():
        period = make_period(regime, key)
        values = {"visits": float(visits)}
        make_version(site, period, values=values, state=ReportState.ACCEPTED)
        append_marks_for(unit_ids=[site.pk], period=period)
    fold_all()


def total(regime: Regime, root: Unit, key: str) -> float | None:
    period = Period.objects.get(regime=regime, key=key)
    return consolidated_facts(root, period).unit.of("visits").now


@pytest.mark.parametrize(
    ("key", "visits"),
    [
        ("2027-01", 10),
        ("2026Q2", 5),
        ("2026Q3", 70),
        ("2026H1", 5),
        ("2026H2", 70),
        ("2026-9M", 75),
        ("2026", 75),
        ("2027Q1", 80),
        ("2027", 80),
    ],
)
def test_months_come_together_in_the_quarters_of_their_financial_year(
    regime: Regime, root: Unit, key: str, visits: float
) -> None:
    report_all(regime, root)
    assert total(regime, root, key) == visits


def test_the_totals_of_financial_years_are_found_again_by_their_days_alone(
    regime: Regime, root: Unit
) -> None:
    report_all(regime, root)
    verified = verify()
    assert verified.compared > 0
    assert verified.differences == []


def test_the_year_so_far_goes_back_to_july(regime: Regime, root: Unit) -> None:
    report_all(regime, root)
    february = Period.objects.get(regime=regime, key="2027-02")
    facts = consolidated_facts(root, february)
    assert facts.unit.of("visits").so_far == 35
    assert (facts.year, facts.year_starts) == (2026, 7)
    assert facts.trend.keys[0] == "2026-07"
    assert target_year(february) == 2026


def test_a_financial_quarter_is_opened_on_its_first_day_with_the_periods_around_it(
    root: Unit,
) -> None:
    regime = make_regime(
        root,
        indicators=["visits"],
        frequency="quarter",
        calendar="fiscal",
        year_starts=4,
        first_period="2026Q3",
    )
    assert keys_to_open(regime, date(2026, 12, 31)) == ["2026Q3"]
    assert keys_to_open(regime, date(2027, 1, 1)) == ["2026Q3", "2026Q4"]
    opened = open_period(regime=regime, key="2026Q4", by=None, today=date(2027, 1, 1), now=NOW)
    assert (opened.starts_on, opened.ends_on) == (date(2027, 1, 1), date(2027, 3, 31))
    assert set(Period.objects.values_list("key", flat=True)) == {"2026Q4", "2026H2", "2026"}
