"""Eight writers correct the same units while others fold: no total is wrong at the end."""

import random
import threading
from collections.abc import Callable

import pytest
from django.db import transaction

from giaoban.actions.reporting.folding import fold, fold_all, fold_now_if_small
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Mark, Period, Submission, Unit, Value, Version
from tests.factories import NOW, make_period, make_regime, make_unit
from tests.naive_totals import NaiveTotals, is_leaf_asked, stored
from tests.threads import in_threads

WRITERS = 8


def correct(unit: Unit, period: Period, number: float) -> None:
    """The next version of a report, as the actions do it: with its mark in one transaction."""
    with transaction.atomic():
        report = Submission.objects.select_for_update().get(unit=unit, period=period)
        version = Version.objects.create(
            submission=report,
            number=report.versions.count() + 1,
            form=period.regime.forms.get(),
            state="submitted",
            channel="page",
            begun_at=NOW,
            saved_at=NOW,
        )
        for indicator in period.regime.indicators.all():
            Value.objects.create(version=version, indicator=indicator, number=number)
        report.counted = report.latest = version
        report.save()
        append_marks_for(unit_ids=[unit.pk], period=period)


def check_writers(corrections: int) -> None:
    root = make_unit("r", "r")
    provinces = [make_unit(f"p{n}", f"p{n}", under=root) for n in range(3)]
    communes = [make_unit(f"c{n}", f"c{n}", under=provinces[n % 3]) for n in range(6)]
    regime = make_regime(root, indicators=["a", {"code": "b", "over_time": "last"}])
    periods = [make_period(regime, "2026-07"), make_period(regime, "2026-08")]
    for period in periods:
        append_marks_for(unit_ids=Unit.objects.values_list("pk", flat=True), period=period)
        for unit in communes:
            Submission.objects.create(unit=unit, period=period)
    writing = threading.Event()
    writing.set()

    def writer(seed: int) -> Callable[[], None]:
        def write() -> None:
            dice = random.Random(seed)
            for _ in range(corrections):
                correct(dice.choice(communes), dice.choice(periods), float(dice.randint(0, 999)))
                if seed % 2:
                    fold_now_if_small()

        return write

    def folder() -> None:
        while writing.is_set():
            fold(limit=5)

    def write_all() -> None:
        try:
            in_threads(*(writer(seed) for seed in range(WRITERS)))
        finally:
            writing.clear()

    in_threads(write_all, folder)
    fold_all()
    assert Version.objects.count() == WRITERS * corrections
    assert not Mark.objects.exists()
    naive = NaiveTotals(regime, is_leaf_asked)
    figures, coverage = stored(regime)
    assert figures == naive.figures
    assert coverage == naive.coverage


@pytest.mark.django_db(transaction=True)
def test_eight_writers_and_a_folder_leave_no_total_wrong() -> None:
    check_writers(corrections=6)


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_eight_writers_for_a_longer_time_leave_no_total_wrong() -> None:
    check_writers(corrections=150)
