"""Which units of a regime can no letter reach, for want of an officer and of a contact?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.models import Regime, Unit
from giaoban.queries.reporting.periods import expected_units_of
from giaoban.queries.reporting.reminding import readers
from giaoban.queries.units.tree import load_dated_tree


@dataclass(frozen=True)
class Unreachable:
    """`units` in their order; `is_above_empty`: no secretary is there for what is to rise."""

    units: Sequence[Unit]
    is_above_empty: bool


def unreachable(regime: Regime, on: date) -> Unreachable:
    """Of the units that the regime asks on a day; seven queries at most, however many units.

    A unit is reached by its officers or its contact, whatever its level.
    """
    asked = expected_units_of(regime, on, load_dated_tree())
    found = readers(asked, [regime], on)
    silent = [pk for pk in asked if not found.officers.get(pk) and pk not in found.contacts]
    return Unreachable(
        list(Unit.objects.filter(pk__in=silent)), not found.secretariat.get(regime.unit_id)
    )
