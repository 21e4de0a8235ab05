"""What does a consolidated report say of tasks: the four counts, and what is overdue?

The four counts are those of rules.tasks.counting.Count, here by their values: figures of reports
know nothing of tasks but what they keep of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

MOST_KEPT = 300
"""So many overdue tasks are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class DrawnTask:
    """An overdue task. `due_on` is YYYY-MM-DD, `days_over` are working days."""

    unit_id: int
    unit: str
    symbol: str
    text: str
    due_on: str
    days_over: int
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class DrawnTasks:
    """As they stood at the end of `as_of` (YYYY-MM-DD); `left_out` overdue ones are not named."""

    as_of: str
    counts: Mapping[str, int]
    overdue: tuple[DrawnTask, ...] = ()
    left_out: int = 0

    def of_units(self, unit_ids: Collection[int]) -> "DrawnTasks":
        """For whoever may see these units alone: the other overdue tasks only as a number."""
        seen = tuple(task for task in self.overdue if task.unit_id in unit_ids)
        hidden = len(self.overdue) - len(seen)
        return replace(self, overdue=seen, left_out=self.left_out + hidden)


def restored_tasks(given: Mapping[str, Any] | None) -> DrawnTasks | None:
    """What was kept as JSON."""
    if given is None:
        return None
    return DrawnTasks(
        as_of=given["as_of"],
        counts=dict(given["counts"]),
        overdue=tuple(DrawnTask(**task) for task in given["overdue"]),
        left_out=given["left_out"],
    )
