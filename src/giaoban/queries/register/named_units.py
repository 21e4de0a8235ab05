"""Which units can the annex of a document name? Those that are open under its body's unit."""

from datetime import date

from giaoban.models import NumberedBody, Unit
from giaoban.queries.units.browse import names_on
from giaoban.queries.units.lineage import subtree
from giaoban.rules.register.named_units import UnitName, UnitNames


def units_named_by(body: NumberedBody, on: date) -> UnitNames:
    """The body's unit and all under it on that day, by their codes and their names of that day."""
    return units_named_under(body.unit_id, on)


def units_named_under(unit_id: int, on: date) -> UnitNames:
    """The unit and all under it on that day, as `units_named_by` names them."""
    under = Unit.objects.filter(pk__in=subtree([unit_id], on))
    units = [unit for unit in under if unit.is_open(on)]
    otherwise = names_on([unit.pk for unit in units], on)
    return UnitNames(
        UnitName(unit.pk, unit.code, otherwise.get(unit.pk, (unit.name, ""))[0]) for unit in units
    )


def names_under(body: NumberedBody, on: date) -> list[str]:
    """What the units that are open under the body's unit, and that unit itself, are called."""
    units = Unit.objects.filter(pk__in=subtree([body.unit_id], on))
    return [unit.name for unit in units if unit.is_open(on)]
