"""A nation's figures for reading: 3,321 communes × 60 indicators × 12 months, stored and folded."""

from pathlib import Path
from random import Random

from benchmarks.installation import add_map, add_regime, install

INDICATORS = 60


def fill(database: str, communes: int, months: int) -> Path:
    """An installation with the accepted reports of the first months of 2026, totals up to date.

    The reports are stored in bulk: how they came in is not what is measured.
    """
    home = install(database)
    add_map(home, communes)
    add_regime(home, INDICATORS, has_checks=False)
    from django.utils import timezone

    from giaoban.actions.reporting.folding import fold_all
    from giaoban.actions.reporting.periods import open_period
    from giaoban.models import Regime
    from giaoban.queries.reporting.periods import expected_units
    from giaoban.queries.units.tree import load_dated_tree

    now, today = timezone.now(), timezone.localdate()
    regime = Regime.objects.get(code="bench")
    tree = load_dated_tree()
    for month in range(1, months + 1):
        key = f"2026-{month:02d}" if month <= 10 else f"2025-{month:02d}"
        period = open_period(regime=regime, key=key, by=None, today=today, now=now)
        _store(period, sorted(expected_units(period, tree)), Random(month))
        fold_all()
    return home


def _store(period, unit_ids, chance) -> None:  # type: ignore[no-untyped-def]
    from django.db import transaction
    from django.db.models import F

    from giaoban.models import Submission, Value, Version

    form = period.regime.forms.get()
    indicators = list(period.regime.indicators.values_list("pk", flat=True))
    at = period.opened_at
    with transaction.atomic():
        reports = Submission.objects.bulk_create(
            Submission(unit_id=unit_id, period=period, first_submitted_at=at)
            for unit_id in unit_ids
        )
        versions = Version.objects.bulk_create(
            Version(
                submission=report,
                number=1,
                form=form,
                state="accepted",
                channel="csv",
                begun_at=at,
                saved_at=at,
            )
            for report in reports
        )
        for report, version in zip(reports, versions, strict=True):
            report.latest = report.counted = version
        Submission.objects.bulk_update(reports, ["latest", "counted"], batch_size=500)
        for first in range(0, len(versions), 200):
            Value.objects.bulk_create(
                Value(version=version, indicator_id=pk, number=float(chance.randint(0, 999)))
                for version in versions[first : first + 200]
                for pk in indicators
            )
    # Opening the period marked every unit that is asked, so that the fold finds them.
    assert Submission.objects.filter(period=period, counted=F("latest")).count() == len(unit_ids)
