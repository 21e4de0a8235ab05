"""How do marks become totals? Taken out first, then everything above them is computed anew.

One transaction under one lock: delete and return the marks, find the units above and the periods
around them, recompute each from its children (docs/decisions/0005 and 0006). Whatever is submitted
meanwhile leaves a mark of its own; so whoever folds looks once more afterwards.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection, transaction

from giaoban.actions.reporting.fold_batch import RegimeFold
from giaoban.models import Mark, Period, Regime
from giaoban.queries.reporting.fold_facts import children_around, tree_around

LARGEST_BATCH = 20_000
FEW_MARKS = 20
FEW_CHILDREN = 400
"""A request folds by itself up to so many marks under parents of so many children together.

One submission in a tree of 34 × 98 takes some 20 ms; under a flat parent of 3,321 it would take
half a second, which the worker has and a person has not.
"""

_LOCK = 0x666F6C64  # "fold": any number that no other lock of the product uses


@dataclass(frozen=True)
class FoldResult:
    """How many marks were taken, totals written, and totals removed because nothing is there."""

    marks: int = 0
    written: int = 0
    removed: int = 0

    def __add__(self, other: "FoldResult") -> "FoldResult":
        return FoldResult(
            self.marks + other.marks,
            self.written + other.written,
            self.removed + other.removed,
        )


@transaction.atomic
def fold(*, limit: int = LARGEST_BATCH, waits: bool = True) -> FoldResult:
    """Fold up to `limit` marks. Without `waits` nothing happens while somebody else folds."""
    if not _lock(waits):
        return FoldResult()
    taken = _take_marks(limit)
    if not taken:
        return FoldResult()
    done = FoldResult(marks=len(taken))
    for regime, marked in _by_regime(taken):
        units = {unit_id for unit_ids in marked.values() for unit_id in unit_ids}
        batch = RegimeFold(regime, tree_around(units))
        for totals in batch.totals(marked):
            done += FoldResult(written=totals.write(), removed=totals.remove_empty())
    return done


def fold_all(*, limit: int = LARGEST_BATCH) -> FoldResult:
    """Fold until no mark is left, each batch in a transaction of its own."""
    done = FoldResult()
    while (result := fold(limit=limit)).marks:
        done += result
    return done


def fold_waiting(*, limit: int = LARGEST_BATCH) -> FoldResult:
    """Fold the marks that wait now; what comes in meanwhile waits for the next time.

    For whoever comes again soon. While hundreds submit, fold_all would go round without a pause
    over a few marks each time, and a round of few costs the submitters as much as one of many.
    """
    done = result = fold(limit=limit)
    while result.marks == limit:
        result = fold(limit=limit)
        done += result
    return done


def fold_now_if_small() -> FoldResult:
    """After a request's own transaction: fold at once where it is quick, else leave it.

    What is left, here or by somebody who is folding right now, the worker takes.
    """
    done = FoldResult()
    for _ in range(2):  # once more, for what came in while somebody folded
        if not _is_small():
            break
        done += fold(limit=FEW_MARKS, waits=False)
    return done


def _is_small() -> bool:
    marked = set(Mark.objects.values_list("unit_id", flat=True)[: FEW_MARKS + 1])
    if not marked or Mark.objects.all()[FEW_MARKS : FEW_MARKS + 1].exists():
        return False
    return children_around(marked) <= FEW_CHILDREN


def _lock(waits: bool) -> bool:
    """Held until the transaction ends; SQLite's transactions are IMMEDIATE and so hold it."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _take_marks(limit: int) -> list[tuple[int, int]]:
    """Delete and return the oldest marks: (unit, period), a pair perhaps several times."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM giaoban_mark
            WHERE id IN (SELECT id FROM giaoban_mark ORDER BY id LIMIT %s)
            RETURNING unit_id, period_id
            """,
            [limit],
        )
        return list(cursor.fetchall())


def _by_regime(marks: list[tuple[int, int]]) -> list[tuple[Regime, dict[int, set[int]]]]:
    units_by_period: defaultdict[int, set[int]] = defaultdict(set)
    for unit_id, period_id in marks:
        units_by_period[period_id].add(unit_id)
    by_regime: defaultdict[int, dict[int, set[int]]] = defaultdict(dict)
    rows = Period.objects.filter(pk__in=units_by_period).values_list("pk", "regime_id")
    for period_id, regime_id in rows:
        by_regime[regime_id][period_id] = units_by_period[period_id]
    regimes = Regime.objects.in_bulk(by_regime)
    return [(regimes[regime_id], by_regime[regime_id]) for regime_id in sorted(by_regime)]
