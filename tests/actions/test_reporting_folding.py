"""Whatever happens in whatever order: folded totals equal those worked out plainly."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.actions.reporting.folding import (
    FEW_MARKS,
    fold,
    fold_all,
    fold_now_if_small,
    fold_waiting,
)
from giaoban.actions.reporting.marks import append_marks, append_marks_for
from giaoban.models import Mark, Period, Placement, Regime, Total, Unit, Version
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import make_period, make_regime, make_unit, make_version
from tests.naive_totals import NaiveTotals, is_leaf_asked, stored

INDICATORS = [
    {"code": "processed"},
    {"code": "staff", "over_time": "last"},
    {"code": "score", "kind": "amount", "over_time": "average", "over_units": "average"},
    {"code": "lowest", "kind": "amount", "over_time": "least", "over_units": "least"},
    {"code": "highest", "kind": "amount", "over_time": "most", "over_units": "most"},
    {"code": "begun", "kind": "yes_no", "over_time": "first"},
    {"code": "place", "kind": "amount", "over_time": "none", "over_units": "none"},
]
MONTHS = ["2026-01", "2026-02", "2026-03", "2026-04"]
CHANGE_DAYS = [date(2026, month, day) for month in (1, 2, 3, 4) for day in (1, 15, 28)]


def assert_totals_are_right(regime: Regime) -> None:
    naive = NaiveTotals(regime, is_leaf_asked)
    figures, coverage = stored(regime)
    assert coverage == naive.coverage
    assert figures.keys() == naive.figures.keys()
    for key, found in figures.items():
        assert found.keys() == naive.figures[key].keys()
        for code, figure in found.items():
            assert figure == pytest.approx(naive.figures[key][code], rel=1e-9, abs=1e-9)


def submit(unit: Unit, period: Period, values: dict[str, float], **options: object) -> Version:
    with transaction.atomic():
        version = make_version(unit, period, values=values, **options)
        append_marks_for(unit_ids=[unit.pk], period=period)
    return version


class Country:
    """A small tree that can be changed in any order; units only ever move under earlier ones."""

    def __init__(self, parents: list[int]):
        self.units = [make_unit("u0", "u0", opened_on=date(2025, 1, 1))]
        for number, parent in enumerate(parents, start=1):
            above = self.units[parent % number]
            unit = make_unit(f"u{number}", f"u{number}", under=above, opened_on=date(2025, 1, 1))
            self.units.append(unit)
        self.regime = make_regime(
            self.units[0], indicators=INDICATORS, calendar="calendar", frequency="month"
        )

    def open(self, month: int) -> Period:
        period = make_period(self.regime, MONTHS[month])
        append_marks_for(unit_ids=[unit.pk for unit in self.units], period=period)
        return period

    def report(self, number: int, month: int, state: ReportState, seed: int) -> None:
        unit = self.units[number % len(self.units)]
        codes = [one["code"] for one in INDICATORS]
        values = {code: float((seed * (place + 3)) % 11 - 3) for place, code in enumerate(codes)}
        left_out = codes[seed % len(codes)]
        values.pop(left_out)
        submit(unit, self.open(month), values, state=state, is_late=seed % 3 == 0)

    def move(self, number: int, under: int, day: int) -> None:
        unit = self.units[1 + number % (len(self.units) - 1)]
        parent = self.units[under % self.units.index(unit)]
        on = CHANGE_DAYS[day]
        latest = unit.placements.latest("since")
        closed = unit.closed_on or date.max
        if on <= latest.since or on >= closed or (parent.closed_on or date.max) < closed:
            return
        Placement.objects.filter(pk=latest.pk).update(until=on)
        Placement.objects.create(unit=unit, parent=parent, since=on)
        append_marks([unit.pk, latest.parent_id, parent.pk], from_date=on)

    def close(self, number: int, day: int) -> None:
        unit = self.units[1 + number % (len(self.units) - 1)]
        on = CHANGE_DAYS[day]
        placed = unit.placements.latest("since")
        under = Placement.objects.filter(parent=unit).exclude(until__lte=on)
        if unit.closed_on or on <= placed.since:
            return
        if any(below.unit.closed_on is None or below.unit.closed_on > on for below in under):
            return
        Unit.objects.filter(pk=unit.pk).update(closed_on=on)
        unit.refresh_from_db()
        append_marks([unit.pk, placed.parent_id], from_date=on)


number = st.integers(0, 8)
report = st.tuples(
    st.just("report"),
    number,
    st.integers(0, 3),
    st.sampled_from(list(ReportState)),
    st.integers(0, 99),
)
move = st.tuples(st.just("move"), number, number, st.integers(0, len(CHANGE_DAYS) - 1))
close = st.tuples(st.just("close"), number, st.integers(0, len(CHANGE_DAYS) - 1))
some_folding = st.tuples(st.just("fold"), st.integers(1, 6))


def run_story(parents: list[int], story: list[tuple]) -> None:
    country = Country(parents)
    for what, *how in story:
        if what == "fold":
            fold(limit=how[0])
        else:
            getattr(country, what)(*how)
    fold_all(limit=7)
    assert not Mark.objects.exists()
    assert_totals_are_right(country.regime)


def drop_drafts_first(story: list[tuple]) -> list[tuple]:
    """A unit has one draft a report: a second one is left out of the story."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for step in story:
        if step[0] == "report" and step[3] is ReportState.DRAFT:
            if (step[1], step[2]) in seen:
                continue
            seen.add((step[1], step[2]))
        kept.append(step)
    return kept


def check_stories(examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(
        st.lists(number, min_size=2, max_size=7),
        st.lists(st.one_of(report, report, move, close, some_folding), max_size=25),
    )
    def check(parents: list[int], story: list[tuple]) -> None:
        numbers = len(parents) + 1
        told = [
            (step[0], step[1] % numbers, *step[2:]) if step[0] == "report" else step
            for step in story
        ]
        with transaction.atomic():
            run_story(parents, drop_drafts_first(told))
            transaction.set_rollback(True)

    check()


@pytest.mark.django_db
def test_any_order_of_reports_moves_and_closures_folds_to_the_same_totals() -> None:
    check_stories(40)


@pytest.mark.full
@pytest.mark.django_db
def test_a_thousand_stories_fold_to_the_same_totals() -> None:
    check_stories(1000)


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(cast.lao_cai, indicators=INDICATORS)


@pytest.fixture
def july(regime: Regime) -> Period:
    """Open, with every unit marked as opening does, and nothing folded yet."""
    period = make_period(regime, "2026-07")
    append_marks_for(unit_ids=Unit.objects.values_list("pk", flat=True), period=period)
    return period


def test_a_report_reaches_every_unit_above_and_every_longer_period(
    cast: Cast, regime: Regime, july: Period
) -> None:
    submit(cast.ta_van, july, {"processed": 12})
    fold_all()
    reached = [
        (total.unit.code, total.period.key)
        for total in Total.objects.select_related("unit", "period")
        if total.received
    ]
    assert sorted(reached) == sorted(
        (code, key)
        for code in ("VN", "15", "03037")
        for key in ("2026-07", "2026Q3", "2026H2", "2026-9M", "2026")
    )
    assert_totals_are_right(regime)


def test_an_opened_period_counts_whom_it_asks_before_anyone_reports(
    cast: Cast, july: Period
) -> None:
    fold_all()
    total = Total.objects.get(unit=cast.lao_cai, period=july)
    assert (total.expected, total.received) == (3, 0)


def test_a_total_is_removed_when_nothing_is_left_in_it(
    cast: Cast, regime: Regime, july: Period
) -> None:
    Regime.objects.update(reporters='["02701"]')  # coverage keeps no row of Tả Van's alive
    version = submit(cast.ta_van, july, {"processed": 12})
    fold_all()
    assert Total.objects.filter(unit=cast.ta_van).count() == 5
    version.submission.counted = None
    version.submission.save()
    append_marks_for(unit_ids=[cast.ta_van.pk], period=july)
    fold_all()
    assert Total.objects.filter(unit=cast.ta_van).count() == 0


def test_a_closed_units_figures_stay_where_it_last_hung(
    cast: Cast, regime: Regime, july: Period
) -> None:
    submit(cast.ta_van, july, {"processed": 12})
    Unit.objects.filter(pk=cast.ta_van.pk).update(closed_on=date(2026, 7, 1))
    fold_all()
    figures, coverage = stored(regime)
    assert figures[cast.lao_cai.pk, july.pk] == {"processed": (12, 1, 12, 12)}
    assert coverage[cast.lao_cai.pk, july.pk] == (2, 0, 0, 0, 0, 0, 0)


def test_a_request_folds_a_few_marks_at_once(cast: Cast, july: Period) -> None:
    fold_all()
    submit(cast.ta_van, july, {"processed": 12})
    assert fold_now_if_small().marks == 1
    assert not Mark.objects.exists()


def test_a_request_leaves_many_marks_to_the_worker(cast: Cast, july: Period) -> None:
    fold_all()
    for _ in range(FEW_MARKS + 1):
        append_marks_for(unit_ids=[cast.y_ty.pk], period=july)
    assert fold_now_if_small().marks == 0
    assert Mark.objects.count() == FEW_MARKS + 1


def test_a_mark_on_a_derived_period_folds_that_one_again(
    cast: Cast, regime: Regime, july: Period
) -> None:
    submit(cast.ta_van, july, {"processed": 5})
    fold_all()
    quarter = Period.objects.get(regime=regime, key="2026Q3")
    Total.objects.filter(unit=cast.lao_cai, period=quarter).delete()
    append_marks_for(unit_ids=[cast.lao_cai.pk], period=quarter)
    assert fold_all().marks == 1
    assert_totals_are_right(regime)


@pytest.mark.parametrize("marks", [0, 3, 4])
def test_what_waits_is_folded_batch_by_batch(cast: Cast, marks: int) -> None:
    period = make_period(make_regime(cast.lao_cai), "2026-07")
    for _ in range(marks):
        append_marks_for(unit_ids=[cast.ta_van.pk], period=period)
    assert fold_waiting(limit=2).marks == marks
    assert not Mark.objects.exists()
