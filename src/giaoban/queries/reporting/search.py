"""Which reporting regimes that concern a person's units bear this name or code?"""

from collections.abc import Iterable
from datetime import date

from giaoban.models import Regime
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
