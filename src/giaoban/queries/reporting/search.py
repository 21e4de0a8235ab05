"""Which regimes that concern a person's units, and which dictionary entries, bear these words?"""

from collections.abc import Iterable
from datetime import date

from giaoban.models import Regime, SharedIndicator
from giaoban.queries.reporting.dictionary import entries_holding
from giaoban.queries.units.lineage import subtree_ids, unit_and_ancestors
from giaoban.rules.units.naming import search_key


def regimes_matching(words: str, *, seen_at: Iterable[int], on: date, most: int) -> list[Regime]:
    """Regimes of units under `seen_at`, and those from above that ask these units.

    `words` is folded text as of rules.units.naming.search_key. An installation has dozens of
    regimes, so their names are folded here and not stored.
    """
    if not words:
        return []
    starts = set(seen_at)
    concerned = subtree_ids(starts, on)
    for unit_id in starts:
        concerned.update(unit_and_ancestors(unit_id, on))
    return [
        regime
        for regime in Regime.objects.select_related("unit")
        if regime.unit_id in concerned
        and all(word in search_key(f"{regime.code} {regime.name}") for word in words.split())
    ][:most]


def entries_matching(words: str, *, most: int) -> list[SharedIndicator]:
    """Entries of the dictionary whose name or code begins with the words come first; one query.

    `words` is folded as above.
    """
    if not words:
        return []

    def is_elsewhere(entry: SharedIndicator) -> bool:
        return not any(search_key(text).startswith(words) for text in (entry.name, entry.code))

    return sorted(entries_holding(words), key=is_elsewhere)[:most]
