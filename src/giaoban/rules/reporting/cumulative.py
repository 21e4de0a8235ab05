"""What arose in a period for which only the figure since the year began was reported?"""

from collections.abc import Collection, Iterable, Sequence

from giaoban.rules.reporting.form_structure import PlacedItem
from giaoban.rules.reporting.indicators import OverTime
from giaoban.rules.reporting.regime_facts import CheckText
from giaoban.rules.reporting.rollup import Array


def arisen(now: Array, before: Array | None) -> Array:
    """The difference, cell by cell; NaN where either is missing: nothing is guessed.

    `now` is the last cumulative within the period, `before` that of the reported period directly
    before it in the same year; None: the period begins its year, and everything arose in it.
    """
    return now.copy() if before is None else now - before


def arisen_by_documents(
    now: float | None, before: float | None, *, begins_year: bool
) -> float | None:
    """The same of a single total, where it or the one before it stands in an earlier document."""
    if now is None or begins_year:
        return now
    return None if before is None else now - before


def last_said(said: Collection[str], earlier: Sequence[str]) -> str | None:
    """The period with which a cumulative figure is compared, by its key.

    `earlier` are the year's periods before, in order; `said` those for which the unit said
    something. What comes together does not become less by a period for which nobody reported.
    """
    return next((key for key in reversed(earlier) if key in said), None)


def implied_checks(items: Iterable[PlacedItem]) -> tuple[CheckText, ...]:
    """What comes together does not become less: a warning for each figure asked cumulatively.

    Not for categories and the total row of a table, which go up and down with their whole.
    """
    return tuple(
        CheckText(f"{item.asked.code} >= previous({item.asked.code})", "warning")
        for item in items
        if item.asked.over_time == OverTime.CUMULATIVE
        and not item.place.breakdown
        and not (item.place.table and item.sums)
    )
