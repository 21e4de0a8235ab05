"""What a correction may change that only replaces estimates, and which errors may be taken."""

import pytest

from giaoban.rules.reporting.checks import Finding, FindingCode, FindingLevel
from giaoban.rules.reporting.estimates import changed_beside_estimates
from giaoban.rules.reporting.over_errors import may_be_accepted_over


@pytest.mark.parametrize(
    "before, now, estimated, expected",
    [
        ({"a": 10.0, "b": 2.0}, {"a": 12.0, "b": 2.0}, {"a"}, []),
        ({"a": 10.0, "b": 2.0}, {"a": 12.0, "b": 3.0}, {"a"}, ["b"]),
        ({"a": 10.0}, {"a": 10.0}, {"a"}, []),
        ({"a": 10.0}, {"a": 12.0}, set(), ["a"]),
        ({"a": 10.0}, {"a": 10.0, "z": 1.0, "m": "mới"}, {"a"}, ["m", "z"]),
        ({"a": 10.0, "note": "cũ"}, {"a": 11.0}, {"a"}, ["note"]),
        ({"a": 10.0}, {}, {"a"}, []),
    ],
)
def test_only_what_was_estimated_may_change_without_a_reason(
    before: dict[str, float | str],
    now: dict[str, float | str],
    estimated: set[str],
    expected: list[str],
) -> None:
    assert changed_beside_estimates(before, now, estimated) == expected


@pytest.mark.parametrize(
    "code, expected",
    [
        (FindingCode.CHECK_FAILED, True),
        (FindingCode.REQUIRED_MISSING, True),
        (FindingCode.ABOVE_MAXIMUM, True),
        (FindingCode.BELOW_MINIMUM, True),
        (FindingCode.PARTS_DIFFER, True),
        (FindingCode.PARTS_EXCEED, True),
        (FindingCode.NEGATIVE, False),
        (FindingCode.NOT_WHOLE, False),
        (FindingCode.NOT_A_CHOICE, False),
        (FindingCode.NOT_YES_NO, False),
        (FindingCode.NOT_FINITE, False),
    ],
)
def test_a_contradiction_may_stand_and_nonsense_may_not(code: FindingCode, expected: bool) -> None:
    assert may_be_accepted_over(Finding(FindingLevel.ERROR, code, "processed")) is expected
