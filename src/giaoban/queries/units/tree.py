"""The whole dated tree, loaded in two statements for rules that ask about any day."""

from giaoban.models import Placement, Unit
from giaoban.rules.units.tree import DatedTree, PlacementFacts, UnitFacts


def load_dated_tree() -> DatedTree:
    """All units in Vietnamese order and all their placements (3,356 units: about 20 ms)."""
    units = Unit.objects.order_by("sort_key", "id").values_list(
        "id", "code", "name", "kind", "opened_on", "closed_on"
    )
    placements = Placement.objects.order_by().values_list("unit_id", "parent_id", "since", "until")
    return DatedTree(
        (UnitFacts(*row) for row in units.iterator(chunk_size=5000)),
        (PlacementFacts(*row) for row in placements.iterator(chunk_size=5000)),
    )
