"""Which figures of other regimes do the sections of a report draw on, and of which period?"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from giaoban.models import Period, Regime, Unit
from giaoban.queries.reporting.consolidation import consolidated_facts
from giaoban.queries.reporting.regimes import regimes_around
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts, DrawnFacts
from giaoban.rules.reporting.drawn_periods import OfferedPeriod, drawn_period


def drawable_regimes(unit: Unit, period: Period) -> list[Regime]:
    """The other regimes whose figures exist at the unit, by name: whoever may see the unit's
    figures may see these. Two queries."""
    around = regimes_around([unit.pk], period.ends_on)
    return [regime for regime in around if regime.pk != period.regime_id]


def drawn_periods(unit: Unit, period: Period, codes: Collection[str]) -> list[Period]:
    """One period of each regime named that has one for the report on `period`; three queries."""
    if not codes:
        return []
    regimes = {each.pk: each for each in drawable_regimes(unit, period) if each.code in codes}
    by_regime: dict[int, list[Period]] = {pk: [] for pk in regimes}
    for offered in Period.objects.filter(regime__in=list(regimes), incident=None):
        by_regime[offered.regime_id].append(offered)
    found = []
    for pk, offered_periods in by_regime.items():
        drawn = drawn_period(_offered(period), map(_offered, offered_periods))
        for one in offered_periods:
            if drawn is not None and one.key == drawn.key:
                one.regime = regimes[pk]
                found.append(one)
    return found


def with_drawn(
    facts: ConsolidatedFacts, unit: Unit, period: Period, codes: Collection[str]
) -> ConsolidatedFacts:
    """The facts with those of the other regimes beside them."""
    return replace(facts, others=tuple(_drawn(unit, period, drawn_periods(unit, period, codes))))


def _drawn(unit: Unit, period: Period, drawn: Iterable[Period]) -> Iterable[DrawnFacts]:
    for one in drawn:
        yield DrawnFacts(
            name=one.regime.name,
            ends_on=one.ends_on.isoformat(),
            has_same_days=(one.starts_on, one.ends_on) == (period.starts_on, period.ends_on),
            facts=consolidated_facts(unit, one),
        )


def _offered(period: Period) -> OfferedPeriod:
    return OfferedPeriod(period.key, period.starts_on, period.ends_on, period.is_reported)
