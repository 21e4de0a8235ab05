"""The consolidated report of the demo's 99 communes, made as the command makes it."""

import statistics
import time
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from giaoban.models import Period, Regime, Total

AGAIN = 5


def prepare() -> dict[str, str | int]:
    """Fill the demo; the newest quarter that everything of is in, and for whom it is reported."""
    call_command("demo", no_serve=True, stdout=StringIO(), stderr=StringIO())
    regime = Regime.objects.select_related("unit").get(frequency="quarter")
    newest = (
        Total.objects.filter(unit=regime.unit, period__in=Period.objects.filter(is_reported=True))
        .filter(period__regime=regime, expected__gt=0)
        .order_by("-received", "-period__ends_on")
        .select_related("period")
        .first()
    )
    if newest is None:
        raise RuntimeError("the demo has no quarter that anybody reported")
    return {
        "regime": regime.code,
        "unit": regime.unit.code,
        "period": newest.period.key,
        "communes": newest.expected,
    }


def make(to: str, regime: str, unit: str, period: str) -> dict[str, float]:
    """Seconds of a report in a process that has made one already."""
    times = []
    for _ in range(1 + AGAIN):
        began = time.perf_counter()
        call_command("consolidate", regime=regime, unit=unit, period=period, to=Path(to))
        times.append(time.perf_counter() - began)
    return {
        "warm": statistics.median(times[1:]),
        "kilobytes": Path(to).stat().st_size / 1000,
    }
