"""How one unit counts in a period, by what it was asked and what it sent."""

import pytest

from giaoban.rules.reporting.coverage import Coverage, ReportFacts, coverage_of_unit
from giaoban.rules.reporting.states import ReportState

SENT = ReportFacts(ReportState.SUBMITTED, ReportState.SUBMITTED, is_late=False)
LATE = ReportFacts(ReportState.SUBMITTED, ReportState.SUBMITTED, is_late=True)
ACCEPTED = ReportFacts(ReportState.ACCEPTED, ReportState.ACCEPTED, is_late=False)
LOCKED = ReportFacts(ReportState.LOCKED, ReportState.LOCKED, is_late=False)
ESTIMATED = ReportFacts(ReportState.ACCEPTED, ReportState.ACCEPTED, False, has_estimates=True)
OVER_ERROR = ReportFacts(ReportState.ACCEPTED, ReportState.ACCEPTED, False, is_over_error=True)
DRAFT = ReportFacts(None, ReportState.DRAFT, is_late=False)
RETURNED = ReportFacts(None, ReportState.RETURNED, is_late=True)
CORRECTION_RETURNED = ReportFacts(ReportState.ACCEPTED, ReportState.RETURNED, is_late=False)


@pytest.mark.parametrize(
    "asked, reports, expected",
    [
        (True, [SENT], Coverage(1, received=1)),
        (True, [LATE], Coverage(1, received=1, late=1)),
        (True, [ACCEPTED], Coverage(1, received=1, accepted=1)),
        (True, [LOCKED], Coverage(1, received=1, accepted=1)),
        (True, [DRAFT], Coverage(1)),
        (True, [None], Coverage(1)),
        (True, [RETURNED], Coverage(1, returned=1)),
        (True, [CORRECTION_RETURNED], Coverage(1, received=1, returned=1, accepted=1)),
        (True, [ESTIMATED], Coverage(1, received=1, accepted=1, estimated=1)),
        (True, [OVER_ERROR], Coverage(1, received=1, accepted=1, over_error=1)),
        (True, [ACCEPTED, ESTIMATED], Coverage(1, received=1, accepted=1, estimated=1)),
        (True, [ESTIMATED, None], Coverage(1)),
        (False, [SENT], Coverage()),
        (True, [], Coverage()),
        (True, [SENT, ACCEPTED, LATE], Coverage(1, received=1, late=1)),
        (True, [ACCEPTED, LOCKED], Coverage(1, received=1, accepted=1)),
        (True, [ACCEPTED, None, ACCEPTED], Coverage(1)),
        (True, [ACCEPTED, RETURNED], Coverage(1, returned=1)),
    ],
)
def test_a_unit_counts_in_a_period_by_all_the_reports_it_owed(
    asked: bool, reports: list[ReportFacts | None], expected: Coverage
) -> None:
    assert coverage_of_unit(asked, reports) == expected


@pytest.mark.parametrize(
    "reports, expected",
    [
        ([None, None], Coverage(1)),
        ([None, RETURNED], Coverage(1, returned=1)),
        ([SENT, None, None], Coverage(1, received=1)),
        ([None, LATE, DRAFT], Coverage(1, received=1, late=1)),
        ([ACCEPTED, None], Coverage(1, received=1, accepted=1)),
        ([ACCEPTED, SENT], Coverage(1, received=1)),
        ([ACCEPTED, RETURNED], Coverage(1, received=1, returned=1, accepted=1)),
    ],
)
def test_in_a_whole_incident_a_unit_counts_once_it_has_sent_any_report(
    reports: list[ReportFacts | None], expected: Coverage
) -> None:
    assert coverage_of_unit(True, reports, latest_stands=True) == expected


def test_counts_add_up_the_tree() -> None:
    both = Coverage(1, received=1, late=1) + Coverage(1, returned=1)
    assert both == Coverage(expected=2, received=1, late=1, returned=1, accepted=0)
    assert (both.missing, both.is_complete) == (1, False)
