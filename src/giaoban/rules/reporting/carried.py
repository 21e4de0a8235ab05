"""What is wrong with a total that is to be carried over from an earlier year?"""

import re
from dataclasses import dataclass
from datetime import date

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.periods import PeriodKind, derived_kinds, kind_of
from giaoban.rules.units.tree import DatedTree, UnitFacts

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """A line of the file as it was written; `number` counts lines from 1, the head being 1."""

    number: int
    unit: str
    period: str
    indicator: str
    value: str


def carried_number(text: str) -> float:
    """A finite number with a point. Raises RuleError `carried_value_no_number` (value)."""
    if not _NUMBER.fullmatch(text.strip()) or abs(float(text)) == float("inf"):
        raise RuleError("carried_value_no_number", value=text)
    return float(text)


def require_period_kind(key: str, frequency: PeriodKind) -> None:
    """The regime's own periods and the longer ones that they fill, no others.

    Raises RuleError as parse_key does and `period_not_of_frequency` (key, frequency).
    """
    if kind_of(key) not in (frequency, *derived_kinds(frequency)):
        raise RuleError("period_not_of_frequency", key=key, frequency=frequency)


def carried_bearer(tree: DatedTree, code: str, starts_on: date, ends_on: date) -> UnitFacts | None:
    """Whom a code means in a past period: its bearer on the last day, else its last one within.

    A unit that was founded later may bring figures from before: else the first later bearer.
    """
    found = tree.bearer_on(code, ends_on) or tree.bearer_within(code, starts_on, ends_on)
    if found is not None:
        return found
    later = [unit for unit in tree.bearers_of(code) if unit.opened_on > ends_on]
    return later[0] if later else None
