"""More time: when it can be asked for and given."""

from dataclasses import replace
from datetime import date

import pytest

from giaoban.rules.tasks.extending import ExtensionFacts, asking_problem, granting_problem
from giaoban.rules.tasks.states import TaskState

DUE, TODAY, UNTIL = date(2026, 11, 20), date(2026, 11, 21), date(2026, 12, 1)
FACTS = ExtensionFacts(TaskState.IN_PROGRESS, DUE, granted=0, is_asked=False)


def code(problem):
    return problem and problem.code


@pytest.mark.parametrize(
    "change, until, expected",
    [
        ({}, UNTIL, None),
        ({"state": TaskState.ASSIGNED}, UNTIL, None),
        ({"state": TaskState.RETURNED}, UNTIL, None),
        ({"state": TaskState.SUBMITTED}, UNTIL, "extension_not_with_unit"),
        ({"state": TaskState.CONFIRMED}, UNTIL, "extension_not_with_unit"),
        ({"due_on": None}, UNTIL, "extension_without_term"),
        ({"is_asked": True}, UNTIL, "extension_already_asked"),
        ({"granted": 1}, UNTIL, "extension_used_up"),
        ({"granted": 1, "allowed": 2}, UNTIL, None),
        ({"allowed": 0}, UNTIL, "extension_used_up"),
        ({}, DUE, "extension_not_later"),
        ({"due_on": date(2026, 11, 18)}, DUE, "extension_in_the_past"),
        ({}, TODAY, None),
    ],
)
def test_more_time_is_asked_for_once_by_default_and_for_a_later_day(change, until, expected):
    assert code(asking_problem(replace(FACTS, **change), until, TODAY)) == expected


@pytest.mark.parametrize(
    "change, until, expected",
    [
        ({}, UNTIL, "extension_not_asked"),
        ({"is_asked": True}, UNTIL, None),
        ({"is_asked": True, "state": TaskState.SUBMITTED}, UNTIL, "extension_not_with_unit"),
        ({"is_asked": True}, DUE, "extension_not_later"),
        ({"is_asked": True, "whole_due_on": UNTIL}, UNTIL, None),
        ({"is_asked": True, "whole_due_on": TODAY}, UNTIL, "part_due_after_whole"),
    ],
)
def test_only_what_was_asked_for_is_given(change, until, expected):
    assert code(granting_problem(replace(FACTS, **change), until, TODAY)) == expected
