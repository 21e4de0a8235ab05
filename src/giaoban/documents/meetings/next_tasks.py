"""What might the next period be asked for, by what this one left open?"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2s

from giaoban.documents.meetings.review_figures import period_words
from giaoban.documents.reporting.report_words import SAID, measured, number_text
from giaoban.queries.meetings.review import Review
from giaoban.queries.meetings.review_series import ReviewSeries
from giaoban.rules.meetings.conclusions import LONGEST_CONCLUSION
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.reviewing import TargetState
from giaoban.rules.reporting.indicators import Better
from giaoban.rules.tasks.counting import Count

MOST_SUGGESTED = 30


@dataclass(frozen=True, slots=True)
class SuggestedTask:
    """`unit_id` is the unit that would lead, where one is known.

    What was concluded for few is not asked anew before everybody: `reach` is that of its words.
    """

    text: str
    unit_id: int | None = None
    unit: str = ""
    reach: Reach = Reach.CIRCULATED

    @property
    def key(self) -> str:
        """Names it between a page and what is chosen there."""
        return blake2s(f"{self.unit_id}|{self.text}".encode(), digest_size=8).hexdigest()


def suggested_tasks(review: Review) -> list[SuggestedTask]:
    """Targets that are not reached, then what is overdue; nothing is asked that somebody does not
    choose.
    """
    found = [*_targets(review), *_overdue(review)]
    return list({each.key: each for each in found}.values())[:MOST_SUGGESTED]


def _targets(review: Review) -> Iterator[SuggestedTask]:
    for each in review.series:
        if _is_short(each):
            yield SuggestedTask(_target_text(each))


def _is_short(each: ReviewSeries) -> bool:
    """Missed, or not reached yet while the year runs; a limit that is kept so far asks nothing."""
    is_open = each.target_state is TargetState.OPEN and each.indicator.better == Better.HIGHER
    return is_open or each.target_state is TargetState.MISSED


def _target_text(each: ReviewSeries) -> str:
    last = each.reached
    assert last is not None  # what was compared with the target
    return SAID.review.reach_target.format(
        name=each.indicator.name,
        target=measured(number_text(each.indicator, each.target), each.indicator),
        period=period_words(last, each),
        value=measured(number_text(each.indicator, last.value), each.indicator),
    )


def _overdue(review: Review) -> Iterator[SuggestedTask]:
    if review.progress is None:
        return
    for line in review.progress.lines_of(Count.OVERDUE):
        text = SAID.review.bring_to_end.format(text=line.text)
        reach = review.reaches.get(line.task_id, Reach.CIRCULATED)
        yield SuggestedTask(text[:LONGEST_CONCLUSION], line.unit_id, line.unit, reach)
