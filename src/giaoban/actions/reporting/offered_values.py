"""Taking what the unit has said already in other reports, and keeping where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.actors import Actor
from giaoban.actions.reporting.cells import Cell
from giaoban.actions.reporting.drafts import begin_version, draft_held, save_cells
from giaoban.models import Indicator, Period, TakenValue, Unit, Version
from giaoban.queries.reporting.answers import Answers, answers_of
from giaoban.queries.reporting.forms import form_facts
from giaoban.queries.reporting.offers import Offered, offered_to
from giaoban.queries.reporting.projects import unasked_codes
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.offers import Offer, agreed


@dataclass(frozen=True)
class TakenValues:
    """The draft, and the codes of the cells that were filled."""

    version: Version
    codes: tuple[str, ...]


@transaction.atomic
def take_offered_values(
    *, unit: Unit, period: Period, wanted: Mapping[str, int] | None, by: Actor, now: datetime
) -> TakenValues:
    """Fill cells with what other reports of the unit say, an estimate as an estimate.

    `wanted` names the regime for each code: an empty cell, or one that was taken from there and is
    to follow its correction. None takes whatever all regimes agree on into the cells that are
    empty. Begins the draft as typing does, and raises what begin_version raises; RuleError
    `nothing_offered` where there is nothing (any more), `cell_not_empty` (code).
    """
    version = draft_held(begin_version(unit=unit, period=period, by=by, now=now))
    unasked = unasked_codes(form_facts(version.form), period, [unit.pk])[unit.pk]
    items = [
        item
        for item in version.form.items.select_related("indicator").order_by("position")
        if item.indicator.code not in unasked
    ]
    offered = offered_to(unit.pk, period, items, version)
    answers = answers_of(version)
    if wanted is None:
        chosen = _agreed_for_empty_cells(offered, answers)
    else:
        chosen = {code: _chosen(offered, answers, code, wanted[code]) for code in wanted}
    if not chosen:
        raise RuleError("nothing_offered")
    cells = {
        code: Cell(number=offer.number, text=offer.text, is_estimate=offer.is_estimate)
        for code, offer in chosen.items()
    }
    version = save_cells(version=version, cells=cells, by=by, now=now)
    series = {item.indicator.code: item.indicator for item in items}
    _keep_sources(version, {series[code]: offer for code, offer in chosen.items()}, now)
    return TakenValues(version, tuple(chosen))


def _agreed_for_empty_cells(offered: Offered, answers: Answers) -> dict[str, Offer]:
    found = {
        code: agreed(offers) for code, offers in offered.offers.items() if code not in answers.said
    }
    return {code: offer for code, offer in found.items() if offer is not None}


def _chosen(offered: Offered, answers: Answers, code: str, regime: int) -> Offer:
    offer = next((one for one in offered.offers.get(code, ()) if one.regime == regime), None)
    if offer is None:
        raise RuleError("nothing_offered")
    if code in answers.said:
        taken = offered.taken_in(code, answers.numbers.get(code), answers.texts.get(code, ""))
        if taken is None or taken.regime != regime:
            raise RuleError("cell_not_empty", code=code)
    return offer


def _keep_sources(version: Version, chosen: Mapping[Indicator, Offer], now: datetime) -> None:
    version.taken_values.filter(indicator__in=list(chosen)).delete()
    TakenValue.objects.bulk_create(
        TakenValue(
            version=version,
            indicator=indicator,
            source_id=source,
            number=offer.number,
            text=offer.text,
            taken_at=now,
        )
        for indicator, offer in chosen.items()
        for source in offer.sources
    )
