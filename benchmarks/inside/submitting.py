"""Eight officers' processes that send reports, and how soon the national total holds them."""

import time
from collections.abc import Sequence

from django.db import connection, transaction

from benchmarks.inside import installation
from benchmarks.inside.filling import fill, made_up_numbers
from benchmarks.inside.installation import INDICATORS, NOW
from giaoban.actions.reporting.drafts import Cell, begin_version, save_cells
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.submitting import submit_report
from giaoban.actions.reporting.taking import IncomingReport, take_reports
from giaoban.models import Indicator, Mark, Period, Submission, Unit, Value, Version
from giaoban.queries.reporting.forms import form_for
from giaoban.queries.reporting.measures import measures_of
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.totals import figures
from giaoban.rules.reporting.states import Channel, ReportState

ALONE, BEFORE, BY_STEPS, WHOLE = "2026-08", "2026-09", "2026-10", "2026-11"
NATION = "VN"
FOLDING_SECONDS = 120
START_LOCK = 0x676F  # "go": any number that the product does not use


def prepare() -> dict[str, int]:
    """The country with a month to compare with, and empty months; the ids that a prober needs."""
    installation.with_country()
    _alone, before, by_steps, whole = installation.opened([ALONE, BEFORE, BY_STEPS, WHOLE])
    fill(before)
    fold_all()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute of such a load
    nation = Unit.objects.get(code=NATION)
    return {"nation": nation.pk, BY_STEPS: by_steps.pk, WHOLE: whole.pk}


def send_reports(part: int, parts: int, reports: int) -> list[float]:
    """Begin, fill and submit this part's reports one by one; the moment at which each was in."""
    period, units = _mine(BY_STEPS, part, parts, reports)
    cells = _cells(BY_STEPS, part, parts, reports)
    _wait_for_the_others()
    sent = []
    for unit, row in zip(units, cells, strict=True):
        version = begin_version(unit=unit, period=period, by=None, now=NOW)
        save_cells(version=version, cells=row, by=None, now=NOW)
        submit_report(version=version, by=None, now=NOW)
        sent.append(time.time())
    return sent


def take_whole_reports(part: int, parts: int, reports: int) -> list[float]:
    """Take this part's reports one by one, each as it arrives whole: a workbook, once it is read.

    Gives the moment at which each was in.
    """
    period, units = _mine(WHOLE, part, parts, reports)
    cells = _cells(WHOLE, part, parts, reports)
    _wait_for_the_others()
    sent = []
    for unit, row in zip(units, cells, strict=True):
        taken = take_reports(
            period=period,
            reports=[IncomingReport(unit.pk, row, "workbook.xlsx")],
            channel=Channel.WORKBOOK,
            state=ReportState.SUBMITTED,
            by=None,
            now=NOW,
        )
        if taken.refusals:
            raise ValueError(taken.refusals)
        sent.append(time.time())
    return sent


def store_values(part: int, parts: int, reports: int) -> list[float]:
    """Store the same values and nothing else: no checks, no totals, nobody told."""
    period, units = _mine(ALONE, part, parts, reports)
    cells = _cells(ALONE, part, parts, reports)
    form = form_for(period)
    ids = dict(Indicator.objects.filter(regime=period.regime).values_list("code", "pk"))
    _wait_for_the_others()
    stored = []
    for unit, row in zip(units, cells, strict=True):
        with transaction.atomic():
            submission = Submission.objects.create(unit=unit, period=period)
            version = Version.objects.create(
                submission=submission,
                number=1,
                form=form,
                state=ReportState.SUBMITTED,
                channel=Channel.PAGE,
                begun_at=NOW,
                saved_at=NOW,
            )
            Value.objects.bulk_create(
                Value(version=version, indicator_id=ids[code], number=cell.number)
                for code, cell in row.items()
            )
        stored.append(time.time())
    return stored


def national_sum(key: str, reports: int, parts: int) -> tuple[float | None, float]:
    """The national total of `i0` as pages read it, once no mark is left, and as it should be."""
    period = Period.objects.select_related("regime").get(key=key)
    give_up_at = time.monotonic() + FOLDING_SECONDS
    while Mark.objects.exists():
        if time.monotonic() > give_up_at:
            raise RuntimeError("the worker does not fold")
        time.sleep(0.05)
    country = Unit.objects.get(code=NATION)
    found = figures(measures_of(period.regime), [country.pk], [period.pk])
    numbers = made_up_numbers(len(expected_units(period)), period.starts_on.month)
    expected = sum(numbers[part::parts][:reports, 0].sum() for part in range(parts))
    return found.value("i0", country.pk, period.pk), float(expected)


def _mine(key: str, part: int, parts: int, reports: int) -> tuple[Period, list[Unit]]:
    period = Period.objects.select_related("regime").get(key=key)
    unit_ids = sorted(expected_units(period))[part::parts][:reports]
    by_id = Unit.objects.in_bulk(unit_ids)
    return period, [by_id[unit_id] for unit_id in unit_ids]


def _cells(key: str, part: int, parts: int, reports: int) -> Sequence[dict[str, Cell]]:
    period = Period.objects.get(key=key)
    numbers = made_up_numbers(len(expected_units(period)), period.starts_on.month)
    return [
        {f"i{number}": Cell(row[number]) for number in range(INDICATORS)}
        for row in numbers[part::parts][:reports].tolist()
    ]


def _wait_for_the_others() -> None:
    """All begin together, however long each took to start: the parent holds the lock until then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [START_LOCK])
        cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [START_LOCK])
