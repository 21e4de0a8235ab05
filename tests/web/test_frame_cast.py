"""Do the standing cast and the factories store what they say?"""

import pytest

from giaoban.models import Total, Value
from giaoban.queries.people.reach import grants_of, may_person
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import TODAY, make_period, make_regime, make_version

FILLERS = {"an", "binh"}


@pytest.mark.parametrize("name", ["an", "binh", "chi", "dung", "ha", "khanh", "lan", "minh"])
def test_only_the_people_of_ta_van_may_fill_its_report(cast: Cast, name: str) -> None:
    grants = grants_of(getattr(cast, name))
    may_fill = may_person(grants, Permission.FILL_REPORT, cast.ta_van.pk, TODAY)
    assert may_fill == (name in FILLERS)


def test_a_made_version_is_the_latest_and_counts_once_it_is_submitted(cast: Cast) -> None:
    regime = make_regime(
        cast.lao_cai,
        indicators=["processed", {"code": "difficulties", "kind": "text", "section": "II"}],
        checks=["processed >= 0"],
    )
    period = make_period(regime, "2026-10")
    first = make_version(cast.ta_van, period, values={"processed": 12, "difficulties": "Không"})
    second = make_version(cast.ta_van, period, values={"processed": 13}, state=ReportState.DRAFT)
    submission = first.submission
    submission.refresh_from_db()
    assert (submission.latest, submission.counted) == (second, first)
    assert list(Value.objects.filter(version=first).values_list("number", "text")) == [
        (12.0, ""),
        (None, "Không"),
    ]
    assert {p.key: p.is_reported for p in regime.periods.all()} == {
        "2026-10": True,
        "2026Q4": False,
        "2026H2": False,
        "2026": False,
    }
    assert Total.objects.count() == 0
