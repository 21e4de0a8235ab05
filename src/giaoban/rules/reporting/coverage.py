"""How many of the units asked have reported, and how did they?

One unit is counted by what it is asked and what it sent; above it the counts add up, so that
"96 of 99" at the top is the sum of what stands below. Only units that are asked are counted: what
a unit sent that closed before the period's last day is in the figures and not in the coverage.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from giaoban.rules.reporting.states import ReportState


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of units: asked, and of those received, late, returned and accepted.

    Of those received, `estimated` hold an estimate and `over_error` were taken although a check
    that is an error fails. `returned` lies across the others: a unit whose correction was sent
    back has still reported.
    """

    expected: int = 0
    received: int = 0
    late: int = 0
    returned: int = 0
    accepted: int = 0
    estimated: int = 0
    over_error: int = 0

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.expected + other.expected,
            self.received + other.received,
            self.late + other.late,
            self.returned + other.returned,
            self.accepted + other.accepted,
            self.estimated + other.estimated,
            self.over_error + other.over_error,
        )

    @property
    def missing(self) -> int:
        return self.expected - self.received

    @property
    def is_complete(self) -> bool:
        return self.received == self.expected


COUNTS = tuple(count.name for count in fields(Coverage))
"""The names of the counts, in the order in which they are stored."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A unit's report of one period as far as coverage goes.

    `counted` and `latest` are states: of the version that totals count, None where none does, and
    of the newest one. `is_late` is about the first submission, the last two about the counted one.
    """

    counted: ReportState | None
    latest: ReportState | None
    is_late: bool
    has_estimates: bool = False
    is_over_error: bool = False


_ACCEPTED = (ReportState.ACCEPTED, ReportState.LOCKED)


def coverage_of_unit(
    is_asked_on_last_day: bool,
    reports: Sequence[ReportFacts | None],
    *,
    latest_stands: bool = False,
) -> Coverage:
    """How one unit counts in a period.

    `reports` holds, for every reported period within it that has been opened and for which the
    unit was asked, the unit's report, or None where it has none. A reported period has one such
    entry. A unit is asked in a longer period when it is on the period's last day and for at least
    one period within it. It has *reported* when nothing is missing, was *late* when any of those
    reports was, is *returned* while any of them is, and *accepted* when all of them are. One
    estimate, or one report taken with an error, is said of the whole.

    With `latest_stands`, of a whole incident, one report is enough: what the unit said last stands
    until it says something else (docs/decisions/0014).
    """
    if not is_asked_on_last_day or not reports:
        return Coverage()
    returned = any(report and report.latest is ReportState.RETURNED for report in reports)
    there = [report for report in reports if report and report.counted is not None]
    if not there or (len(there) < len(reports) and not latest_stands):
        return Coverage(expected=1, returned=int(returned))
    return Coverage(
        expected=1,
        received=1,
        late=int(any(report.is_late for report in there)),
        returned=int(returned),
        accepted=int(all(report.counted in _ACCEPTED for report in there)),
        estimated=int(any(report.has_estimates for report in there)),
        over_error=int(any(report.is_over_error for report in there)),
    )
