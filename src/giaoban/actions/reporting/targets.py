"""Setting what units are to reach in a year (kế hoạch, chỉ tiêu giao)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.audit.unchanged import refuse_changed
from giaoban.models import Indicator, Person, Regime, Target
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.indicators import NUMERIC_KINDS


@dataclass(frozen=True, slots=True)
class TargetChange:
    """What one unit is to reach; `number` None takes the target away."""

    unit_id: int
    indicator: str
    year: int
    number: float | None


@transaction.atomic
def set_targets(
    *,
    regime: Regime,
    changes: Sequence[TargetChange],
    by: Person | None,
    now: datetime,
    seen: int | None = None,
) -> int:
    """Store the targets and leave all others as they are; how many changed.

    Raises RuleError `unknown_indicator` (code) or `target_not_for_kind` (code, kind);
    ChangedMeanwhile after `seen`.
    """
    Regime.objects.select_for_update().get(pk=regime.pk)
    indicators = {indicator.code: indicator for indicator in regime.indicators.all()}
    for change in changes:
        _require_number(indicators, change.indicator)
    held = {
        (target.unit_id, target.indicator_id, target.year): target
        for target in Target.objects.select_for_update().filter(
            indicator__regime=regime, year__in={change.year for change in changes}
        )
    }
    stored, gone, told = [], [], []
    for change in changes:
        key = (change.unit_id, indicators[change.indicator].pk, change.year)
        before = held.get(key)
        if (before.number if before else None) == change.number:
            continue
        told.append([*key, before.number if before else None, change.number])
        if change.number is None:
            if before is not None:
                gone.append(before.pk)
        else:
            unit_id, indicator_id, year = key
            stored.append(
                Target(unit_id=unit_id, indicator_id=indicator_id, year=year, number=change.number)
            )
    if told:
        refuse_changed(on=regime, actions={"set_targets"}, seen=seen)
    Target.objects.filter(pk__in=gone).delete()
    Target.objects.bulk_create(
        stored,
        update_conflicts=True,
        unique_fields=["unit", "indicator", "year"],
        update_fields=["number"],
        batch_size=1000,
    )
    if told:
        record(actor=by, action="set_targets", on=regime, at=now, after={"targets": told})
    return len(told)


def _require_number(indicators: dict[str, Indicator], code: str) -> None:
    indicator = indicators.get(code)
    if indicator is None:
        raise RuleError("unknown_indicator", code=code)
    if indicator.kind not in NUMERIC_KINDS:
        raise RuleError("target_not_for_kind", code=code, kind=indicator.kind)
