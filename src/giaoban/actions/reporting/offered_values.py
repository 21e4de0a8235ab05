"""Taking what the unit has said already in other reports, and keeping where it came from."""

from collections.abc import Iterable, Mapping
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
from giaoban.rules.reporting.offers import Offer, Taken, agreed


@dataclass(frozen=True)
class TakenValues:
    """The draft, the codes of the cells that were filled, and from what some of them were before.

    `replaced` is by code: of cells that had been taken already and followed a correction.
    """

    version: Version
    codes: tuple[str, ...]
    replaced: Mapping[str, Taken]


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
    return TakenValues(version, tuple(chosen), _taken_before(offered, answers, chosen))


@transaction.atomic
def put_back_sources(*, version: Version, taken: Mapping[str, Taken], now: datetime) -> None:
    """Say again from which reports cells were made, by code, as `TakenValues.replaced` told it.

    For cells that say again what they said then; of others, and where a report is gone that the
    value came from, nothing changes. Raises what draft_held raises.
    """
    version = draft_held(version)
    answers = answers_of(version)
    series = {one.code: one for one in Indicator.objects.filter(items__form=version.form_id)}
    named = [source for one in taken.values() for source in one.sources]
    there = set(Version.objects.filter(pk__in=named).values_list("pk", flat=True))
    again = {
        series[code]: one
        for code, one in taken.items()
        if code in series
        and (answers.numbers.get(code), answers.texts.get(code, "")) == one.content
        and there.issuperset(one.sources)
    }
    _keep_sources(version, again, now)


def _taken_before(offered: Offered, answers: Answers, codes: Iterable[str]) -> Mapping[str, Taken]:
    found = {
        code: offered.taken_in(code, answers.numbers.get(code), answers.texts.get(code, ""))
        for code in codes
    }
    return {code: taken for code, taken in found.items() if taken is not None}


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


def _keep_sources(
    version: Version, chosen: Mapping[Indicator, Offer | Taken], now: datetime
) -> None:
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
