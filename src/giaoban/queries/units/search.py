"""Which units that a person may see bear this name or code?"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from giaoban.models import Unit
from giaoban.queries.units.lineage import subtree_ids


def units_matching(words: str, *, seen_at: Iterable[int], on: date, most: int) -> list[Unit]:
    """Units under `seen_at` on that day that have every word, those that begin with it first.

    `words` is folded text as of rules.units.naming.search_key. Two queries.
    """
    if not words:
        return []
    seen = subtree_ids(seen_at, on)
    every_word = Q()
    for word in words.split():
        every_word &= Q(search_key__contains=word)
    matching = [unit for unit in Unit.objects.filter(every_word) if unit.pk in seen]
    # Stable: within each rank the Vietnamese order of the names stays.
    return sorted(matching, key=lambda unit: _rank(unit, words, on))[:most]


def _rank(unit: Unit, words: str, on: date) -> tuple[bool, int]:
    """Open units before closed ones; then a whole code or word, the beginning of one, the rest."""
    padded = f" {unit.search_key} "
    if f" {words} " in padded:
        return not unit.is_open(on), 0
    return not unit.is_open(on), 1 if f" {words}" in padded else 2
