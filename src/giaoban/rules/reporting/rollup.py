"""How do a unit's values become its figure for a longer period, and those of units a total?

Time first, then tree (docs/contracts.md, "Totals"). A *vector* holds one double for each slot of
the regime, NaN where nothing is there: missing is not zero. *Figures* hold four doubles for each
slot: sum, count, least and most of the units' own values. Averages are never stored, so that
figures of figures stay right; a ratio is divided after adding.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from giaoban.rules.reporting.indicators import OverTime, OverUnits

Array = NDArray[np.float64]

SUM, COUNT, LEAST, MOST = range(4)
PARTS = 4
_STORED = np.dtype("<f8")


@dataclass(frozen=True, slots=True)
class SlotRules:
    """The rules of each slot, in the order of the slots."""

    over_time: tuple[OverTime, ...]
    over_units: tuple[OverUnits, ...]

    def __len__(self) -> int:
        return len(self.over_time)


def over_time(values: Array, rules: Sequence[OverTime]) -> Array:
    """One vector for a longer period from those of its reported periods.

    `values` is (…, periods, slots), one row for *every* reported period in its order, NaN where
    nothing was said; the answer is (…, slots). Combined is what is there. A period that is itself
    reported (one row) keeps its value under every rule; over several `none` gives nothing.
    """
    if values.shape[-2] == 1:
        return values[..., 0, :].copy()
    answer = np.full((*values.shape[:-2], values.shape[-1]), np.nan)
    for rule in set(rules):
        slots = [slot for slot, its_rule in enumerate(rules) if its_rule is rule]
        answer[..., slots] = _combined(values[..., slots], rule)
    return answer


def _combined(values: Array, rule: OverTime) -> Array:
    """(…, periods, slots) by one rule."""
    is_there = ~np.isnan(values)
    anything = is_there.any(axis=-2)
    match rule:
        case OverTime.SUM:
            combined = np.where(is_there, values, 0.0).sum(axis=-2)
        case OverTime.AVERAGE:
            total = np.where(is_there, values, 0.0).sum(axis=-2)
            combined = total / np.maximum(is_there.sum(axis=-2), 1)
        case OverTime.FIRST:
            combined = _at(values, is_there.argmax(axis=-2))
        case OverTime.LAST | OverTime.CUMULATIVE:
            from_the_end = is_there[..., ::-1, :].argmax(axis=-2)
            combined = _at(values, values.shape[-2] - 1 - from_the_end)
        case OverTime.LEAST:
            combined = np.fmin.reduce(values, axis=-2)
        case OverTime.MOST:
            combined = np.fmax.reduce(values, axis=-2)
        case OverTime.NONE:
            return np.full(anything.shape, np.nan)
    return np.where(anything, combined, np.nan)


def _at(values: Array, period: NDArray[np.intp]) -> Array:
    return np.take_along_axis(values, period[..., None, :], axis=-2)[..., 0, :]


def no_figures(*shape: int) -> Array:
    """Figures of the given shape, (…, slots), in which nothing is there: (…, slots, 4)."""
    figures = np.zeros((*shape, PARTS))
    figures[..., LEAST:] = np.nan
    return figures


def own_figures(vector: Array) -> Array:
    """Figures of a unit's own vector: (…, slots) becomes (…, slots, 4)."""
    figures = no_figures(*vector.shape)
    is_there = ~np.isnan(vector)
    figures[..., SUM] = np.where(is_there, vector, 0.0)
    figures[..., COUNT] = is_there
    figures[..., LEAST] = figures[..., MOST] = vector
    return figures


def own_vector(figures: Array) -> Array:
    """The vector of a unit that has nothing under it, read back from its figures."""
    return np.where(figures[..., COUNT] > 0, figures[..., SUM], np.nan)


def with_children(
    own: Array, children: Array, parents: NDArray[np.intp], rules: Sequence[OverUnits]
) -> Array:
    """Totals of parents, always from their children anew, never by adding a difference.

    `own` is (parents, slots, 4), `children` (children, slots, 4), and `parents` says for each
    child the row of its parent in `own`. A parent's own report counts beside its children's.
    Slots with the rule `none` do not pass upwards.
    """
    totals = own.copy()
    if len(children) == 0:
        return totals
    order = np.argsort(parents, kind="stable")
    rows, starts = np.unique(parents[order], return_index=True)
    passing = [slot for slot, rule in enumerate(rules) if rule is not OverUnits.NONE]
    ordered = children[order][:, passing]
    grouped = np.empty((len(rows), len(passing), PARTS))
    added = slice(SUM, COUNT + 1)
    grouped[..., added] = np.add.reduceat(ordered[..., added], starts, axis=0)
    grouped[..., LEAST] = np.fmin.reduceat(ordered[..., LEAST], starts, axis=0)
    grouped[..., MOST] = np.fmax.reduceat(ordered[..., MOST], starts, axis=0)
    place = np.ix_(rows, np.array(passing, dtype=np.intp))
    before = totals[place]
    before[..., added] += grouped[..., added]
    before[..., LEAST] = np.fmin(before[..., LEAST], grouped[..., LEAST])
    before[..., MOST] = np.fmax(before[..., MOST], grouped[..., MOST])
    totals[place] = before
    return totals


def combine(figures: Array, rules: Sequence[OverUnits]) -> Array:
    """The figures of a parent without a report of its own: (children, slots, 4) to (slots, 4)."""
    own = no_figures(1, len(rules))
    totals = with_children(own, figures, np.zeros(len(figures), dtype=np.intp), rules)
    return totals.reshape(len(rules), PARTS)


def value(figures: Array, rule: OverUnits) -> Array:
    """The figure by its rule over units: (…, 4) to (…), NaN where nothing is there.

    The average is the mean of the units' own values. For `none` the figures hold a unit's own
    value alone, see `with_children`.
    """
    count = figures[..., COUNT]
    match rule:
        case OverUnits.AVERAGE:
            found = figures[..., SUM] / np.maximum(count, 1)
        case OverUnits.LEAST:
            found = figures[..., LEAST]
        case OverUnits.MOST:
            found = figures[..., MOST]
        case _:
            found = figures[..., SUM]
    return np.where(count > 0, found, np.nan)


def ratio(numerator: Array, denominator: Array) -> Array:
    """Total numerator over total denominator; NaN where either is missing or it divides by 0."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        found = numerator / denominator
    return np.where(np.isfinite(found), found, np.nan)


def pack(figures: Array) -> bytes:
    """(slots, 4) as little-endian doubles, slot by slot."""
    return np.ascontiguousarray(figures, dtype=_STORED).tobytes()


def unpack(packed: Sequence[bytes | memoryview], slots: int) -> Array:
    """Many packed figures as (rows, slots, 4).

    Indicators are only ever appended to a regime: a row from before has fewer slots and is filled
    up with nothing; slots beyond those asked for are left out.
    """
    if not packed:
        return no_figures(0, slots)
    width = PARTS * _STORED.itemsize
    if all(len(row) == slots * width for row in packed):
        whole = np.frombuffer(b"".join(packed), dtype=_STORED)
        return whole.reshape(len(packed), slots, PARTS).astype(np.float64, copy=False)
    figures = no_figures(len(packed), slots)
    for number, row in enumerate(packed):
        stored = np.frombuffer(row, dtype=_STORED).reshape(-1, PARTS)[:slots]
        figures[number, : len(stored)] = stored
    return figures
