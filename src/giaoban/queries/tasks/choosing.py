"""Which units does a choice mean today, for one obligation?"""

from collections.abc import Collection

from giaoban.models import Obligation
from giaoban.rules.tasks.cascade import Choice, ChoiceKind, chosen_units
from giaoban.rules.units.tree import Tree


def named_by(obligation: Obligation) -> list[int]:
    """The lead unit and those that co-operate; no query where `co_operating` was prefetched."""
    return [obligation.lead_id, *(each.unit_id for each in obligation.co_operating.all())]


def units_meant(choice: Choice, obligation: Obligation) -> Collection[int]:
    """The units that the choice names one by one, open or not; none of a kind or a level."""
    return named_by(obligation) if choice.kind is ChoiceKind.NAMED else choice.unit_ids


def units_of_choice(choice: Choice, obligation: Obligation, tree: Tree) -> list[int]:
    """As chosen_units, with the units that the obligation names as it stands now."""
    return chosen_units(choice, tree, units_meant(choice, obligation))
