"""The whole country told of a report at once, kept in one file, and taken back from it."""

import resource
from datetime import datetime, time, timedelta
from io import StringIO
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.inside import installation
from benchmarks.inside.filling import fill
from benchmarks.inside.installation import MONTHS
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.reminding import remind
from giaoban.models import OutgoingMail, Regime, ReminderRule, ReportLink, UnitContact, Value
from giaoban.queries.reporting.periods import expected_units

SITE = "https://giaoban.example"
HALF_PAST_EIGHT = time(8, 30)


def remind_everybody() -> dict[str, float]:
    """Every commune has a contact and owes one report: a letter with a link for each."""
    installation.with_country()
    (period,) = installation.opened(["2026-10"])
    regime = Regime.objects.get()
    ReminderRule.objects.create(regime=regime, working_days=1, to="unit")
    UnitContact.objects.bulk_create(
        UnitContact(
            unit_id=unit_id,
            name="Văn phòng",
            email=f"u{unit_id}@giaoban.example",
            since=period.starts_on,
        )
        for unit_id in expected_units(period)
    )
    day = period.ends_on
    while not OutgoingMail.objects.exists():  # the first day on which the schedule says anything
        day += timedelta(days=1)
        now = timezone.make_aware(datetime.combine(day, HALF_PAST_EIGHT))
        began = perf_counter()
        with CaptureQueriesContext(connection) as asked:
            remind(today=day, now=now, site=SITE)
        took = perf_counter() - began
    return {
        "seconds": took,
        "statements": len(asked),
        "letters": OutgoingMail.objects.count(),
        "links": ReportLink.objects.count(),
    }


def fill_country(months: int) -> None:
    """So many months of every commune, with all totals."""
    installation.with_country()
    for period in installation.opened(MONTHS[:months]):
        fill(period)
    fold_all()


def back_up(to: str) -> dict[str, float]:
    """Keep everything in one file, in a process that has done nothing else."""
    before = _memory()
    took = _timed("backup", to=Path(to))
    return {
        "values": Value.objects.count(),
        "seconds": took,
        "grown": _memory() - before,
        "megabytes": Path(to).stat().st_size / 1e6,
        "database": _size(),
    }


def take_back(source: str) -> dict[str, float]:
    """Into the empty installation of this process; totals are verified by the command."""
    before = _memory()
    took = _timed("restore", source)
    return {"values": Value.objects.count(), "seconds": took, "grown": _memory() - before}


def _timed(command: str, *words: str, **options: Path) -> float:
    began = perf_counter()
    call_command(command, *words, **options, stdout=StringIO(), stderr=StringIO())
    return perf_counter() - began


def _memory() -> float:
    """The most that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _size() -> float:
    name = settings.DATABASES["default"]["NAME"]
    return Path(str(name)).stat().st_size / 1e6 if connection.vendor == "sqlite" else 0.0
