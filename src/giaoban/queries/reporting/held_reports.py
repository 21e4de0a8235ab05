"""A report as whoever changes it reads it: under a lock, with everything that it belongs to."""

from collections.abc import Collection

from giaoban.models import Form, Period, Regime, Submission, Unit, Version
from giaoban.queries.row_reading import Part, holes, read_rows

_VERSION: tuple[Part, ...] = (
    ("v", Version),
    ("s", Submission),
    ("u", Unit),
    ("p", Period),
    ("r", Regime),
    ("f", Form),
)
_OF_VERSION = """
    FROM giaoban_version v
    JOIN giaoban_submission s ON s.id = v.submission_id
    JOIN giaoban_unit u ON u.id = s.unit_id
    JOIN giaoban_period p ON p.id = s.period_id
    JOIN giaoban_regime r ON r.id = p.regime_id
    JOIN giaoban_form f ON f.id = v.form_id
    WHERE v.id = %s
"""
_OF_PERIOD = """
    FROM giaoban_submission s LEFT JOIN giaoban_version v ON v.id = s.latest_id
    WHERE s.period_id = %s AND s.unit_id IN ({})
"""


def held_version(version_id: int) -> Version:
    """The version as it is now, with submission, unit, period, regime and form; one statement.

    The version alone is locked. Raises Version.DoesNotExist.
    """
    rows = read_rows(_VERSION, _OF_VERSION, [version_id], locking="v")
    if not rows:
        raise Version.DoesNotExist
    version, submission, unit, period, regime, form = rows[0]
    period.regime = regime
    submission.unit, submission.period = unit, period
    version.submission, version.form = submission, form
    found: Version = version
    return found


def held_submission(unit: Unit, period: Period) -> Submission | None:
    """The unit's submission with its latest version, or None; the submission is locked."""
    submission = held_submissions([unit.pk], period).get(unit.pk)
    if submission is not None:
        submission.unit = unit
    return submission


def held_submissions(unit_ids: Collection[int], period: Period) -> dict[int, Submission]:
    """The submissions of the units that have one, by unit, each with its latest version; locked."""
    if not unit_ids:
        return {}
    found: dict[int, Submission] = {}
    for submission, latest in read_rows(
        (("s", Submission), ("v", Version)),
        _OF_PERIOD.format(holes(unit_ids)),
        [period.pk, *unit_ids],
        locking="s",
    ):
        submission.period, submission.latest = period, latest
        if latest is not None:
            latest.submission = submission
        found[submission.unit_id] = submission
    return found
