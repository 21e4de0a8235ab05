"""Chasing all that is missing at one press: everybody is told, and the official letter is kept."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.reminding import ToldReaders, chase_units
from giaoban.documents.reporting.dunning_facts import letter_facts
from giaoban.documents.reporting.kept_letters import kept
from giaoban.models import DunningLetter, Period, Person, Regime, Unit


@dataclass(frozen=True)
class Chase:
    """What one press did. The letter of an earlier press on the day that named the same reports."""

    letter: DunningLetter
    told: ToldReaders
    is_new: bool


@transaction.atomic
def chase_and_write(
    *,
    unit: Unit,
    pairs: Collection[tuple[Period, int]],
    by: Person,
    today: date,
    now: datetime,
    site: str,
) -> Chase:
    """Tell the units under `unit` what they owe (`chase_units`), and keep a letter that names all.

    `pairs` are reports that were not sent, of any regimes; at least one. Pressed again on the day
    it tells whom `chase_units` may tell, and makes no second letter about the same reports.
    """
    regime_ids = {period.regime_id for period, _ in pairs}
    locked = Regime.objects.select_for_update(of=("self",)).filter(pk__in=regime_ids)
    list(locked.order_by("pk"))  # two presses at once, or the worker's round, come one by one
    told = chase_units(pairs=pairs, by=by, today=today, now=now, site=site)
    digest = _digest(pairs)
    since = timezone.make_aware(datetime.combine(today, time.min))
    earlier = DunningLetter.objects.filter(unit=unit, names_digest=digest, made_at__gte=since)
    if (found := earlier.first()) is not None:
        return Chase(found, told, is_new=False)
    letter = DunningLetter.objects.create(
        unit=unit,
        regime_id=regime_ids.pop() if _is_of_one_period(pairs) else None,
        facts=kept(letter_facts(unit, pairs, now)),
        names_digest=digest,
        told=len(told.readers),
        unreached=[each.name for each in told.unreached],
        made_at=now,
        made_by=by,
    )
    after = {"reports": len(pairs), "told": len(told.readers), "unreached": len(told.unreached)}
    record(actor=by, action="make_dunning_letter", on=unit, at=now, after=after)
    return Chase(letter, told, is_new=True)


def _is_of_one_period(pairs: Collection[tuple[Period, int]]) -> bool:
    return len({period.pk for period, _ in pairs}) == 1


def _digest(pairs: Collection[tuple[Period, int]]) -> str:
    named = sorted((period.pk, unit_id) for period, unit_id in pairs)
    return hashlib.sha256(repr(named).encode()).hexdigest()
