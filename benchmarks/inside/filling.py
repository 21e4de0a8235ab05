"""A month's reports put into the database in bulk: rows as the actions write them, only faster.

Marks are left for the product's own folder; nothing is put into totals here.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from benchmarks.inside.installation import INDICATORS, NOW
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Indicator, Period, Submission, Version
from giaoban.queries.reporting.forms import form_for
from giaoban.queries.reporting.periods import expected_units
from giaoban.rules.reporting.states import Channel, ReportState

Numbers = NDArray[np.float64]


def made_up_numbers(units: int, month: int) -> Numbers:
    """(units, indicators): whole numbers that pass the regime's checks, the same each time."""
    dice = np.random.default_rng(month)
    size = np.random.default_rng(0).integers(200, 900, (units, INDICATORS))
    numbers = np.round(size * dice.uniform(0.85, 1.15, size.shape))
    numbers[:, 1::2] = np.minimum(numbers[:, 1::2], numbers[:, ::2])
    return numbers


@transaction.atomic
def fill(period: Period, numbers: Numbers | None = None) -> tuple[list[int], list[int], Numbers]:
    """Store an accepted report for every unit that is asked, in the order of the units' ids.

    Gives the ids of the units, those of the indicators, and the numbers.
    """
    unit_ids = sorted(expected_units(period))
    if numbers is None:
        numbers = made_up_numbers(len(unit_ids), period.starts_on.month)
    submissions = Submission.objects.bulk_create(
        [Submission(unit_id=unit_id, period=period, first_submitted_at=NOW) for unit_id in unit_ids]
    )
    form = form_for(period)
    versions = Version.objects.bulk_create(
        Version(
            submission=submission,
            number=1,
            form=form,
            state=ReportState.ACCEPTED,
            channel=Channel.CSV,
            begun_at=NOW,
            saved_at=NOW,
            submitted_at=NOW,
            decided_at=NOW,
        )
        for submission in submissions
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE giaoban_submission SET latest_id = v.id, counted_id = v.id
            FROM giaoban_version v
            WHERE v.submission_id = giaoban_submission.id AND giaoban_submission.period_id = %s
            """,
            [period.pk],
        )
    indicator_ids = list(
        Indicator.objects.filter(regime=period.regime).order_by("slot").values_list("pk", flat=True)
    )
    _store_values([version.pk for version in versions], indicator_ids, numbers)
    append_marks_for(unit_ids=unit_ids, period=period)
    return unit_ids, indicator_ids, numbers


def _store_values(versions: Sequence[int], indicators: Sequence[int], numbers: Numbers) -> None:
    rows = _rows(versions, indicators, numbers)
    columns = "(version_id, indicator_id, number, text, note, cell, is_estimate)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY giaoban_value {columns} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            insert = f"INSERT INTO giaoban_value {columns} VALUES (%s, %s, %s, %s, %s, %s, %s)"
            cursor.executemany(insert, list(rows))


def _rows(
    versions: Sequence[int], indicators: Sequence[int], numbers: Numbers
) -> Iterator[tuple[int, int, float, str, str, str, bool]]:
    for version_id, of_version in zip(versions, numbers.tolist(), strict=True):
        for indicator_id, number in zip(indicators, of_version, strict=True):
            yield version_id, indicator_id, number, "", "", "", False
