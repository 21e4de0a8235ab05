"""The last hour in small: the real server, links, twenty officers at once, and no error."""

import pytest
from benchmarks.last_hour import AT_ONCE, measure


@pytest.mark.full
@pytest.mark.needs("postgresql")
def test_three_times_twenty_officers_send_by_link_and_every_figure_is_counted() -> None:
    section = measure(3 * AT_ONCE)  # which raises for an error, a missing report, a wrong total
    assert [one.what for one in section.comparisons if not one.is_met] == []
