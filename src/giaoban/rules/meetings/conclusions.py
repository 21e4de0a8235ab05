"""What did the meeting conclude, what is still missing of it, and is it carried over?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from giaoban.rules.problems import Problem
from giaoban.rules.register.terms import Term, TermKind, term_problems
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import CLOSED, TaskState

LONGEST_CONCLUSION = 4000


@dataclass(frozen=True, slots=True)
class ConclusionFacts:
    """`asks` is false for what only decides: it becomes no task and is never carried over."""

    text: str
    asks: bool = True
    lead_id: int | None = None
    co_operating_ids: tuple[int, ...] = ()
    product: str = ""
    term: Term = field(default_factory=Term)


@dataclass(frozen=True, slots=True)
class PastConclusion:
    """A conclusion of an earlier meeting, with the state of its task on the day asked about.

    `state` is None where its task was not given yet on that day.
    """

    conclusion_id: int
    meeting_on: date
    position: int
    asks: bool
    state: TaskState | None


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the conclusions that `asked` for something and were not withdrawn, those done."""

    done: int
    in_time: int
    asked: int


def conclusion_problems(conclusion: ConclusionFacts) -> list[Problem]:
    """What keeps a conclusion from becoming a task.

    `conclusion_empty`, `conclusion_too_long` (longest), `lead_missing`, `lead_co_operates`,
    `product_missing`, `term_missing`, `term_recurs`, and what rules.register.terms says of a term.
    One lead unit and a clear product: directions of late 2025 on meetings (domain rules, quoted).
    """
    if not conclusion.text.strip():
        return [Problem("conclusion_empty")]
    found = []
    if len(conclusion.text) > LONGEST_CONCLUSION:
        found.append(Problem("conclusion_too_long", {"longest": LONGEST_CONCLUSION}))
    if not conclusion.asks:
        return found
    if conclusion.lead_id is None:
        found.append(Problem("lead_missing"))
    elif conclusion.lead_id in conclusion.co_operating_ids:
        found.append(Problem("lead_co_operates"))
    if not conclusion.product.strip():
        found.append(Problem("product_missing"))
    if conclusion.term.kind is TermKind.NONE:
        found.append(Problem("term_missing"))
    elif conclusion.term.kind is TermKind.RECURRING:
        found.append(Problem("term_recurs"))
    return found + term_problems(conclusion.term)


def is_open(conclusion: PastConclusion) -> bool:
    """Asked for something that was neither confirmed nor withdrawn on the day asked about."""
    return conclusion.asks and conclusion.state is not None and conclusion.state not in CLOSED


def matters_arising(past: Iterable[PastConclusion]) -> list[PastConclusion]:
    """Exactly the open ones of all past meetings, the oldest meeting first, as they were put."""
    return sorted(
        filter(is_open, past), key=lambda each: (each.meeting_on, each.position, each.conclusion_id)
    )


def kept(counts: Iterable[Count | None]) -> Kept:
    """Of conclusions that asked for something, as their tasks count; None for a withdrawn one."""
    asked = Counter(count for count in counts if count is not None)
    in_time = asked[Count.DONE_ON_TIME]
    return Kept(in_time + asked[Count.DONE_LATE], in_time, asked.total())
