"""How far is the figure that proves an obligation? Read from live totals, beside its state."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from giaoban.models import Document, Indicator, Obligation, Period, Task, Value
from giaoban.queries.reporting.arisen import is_cumulative
from giaoban.queries.reporting.cumulative import figures_so_far
from giaoban.queries.reporting.explorer import newest_reported
from giaoban.queries.reporting.measures import Measure, Measures, measures_of
from giaoban.queries.reporting.regimes import regimes_around
from giaoban.queries.reporting.totals import figures
from giaoban.queries.units.lineage import subtree_ids
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.register.proof import is_reached, share
from giaoban.rules.reporting.indicators import is_percent
from giaoban.rules.tasks.states import TaskState


@dataclass(frozen=True)
class ProofShown:
    """`figure` is a total, or a share in percent; None where nothing is reported yet.

    Of a share `done` of `asked` units reported something other than nothing. What is reported
    since the year began is the figure so far (`is_so_far`), as pages show it beside targets.
    """

    period: Period | None
    figure: float | None
    target: float
    is_at_most: bool
    is_reached: bool
    done: int = 0
    asked: int = 0
    is_so_far: bool = False
    is_percent: bool = False  # a ratio that people read per cent; kept and compared as a fraction


def proofs_of(obligations: Iterable[Obligation], today: date) -> dict[int, ProofShown]:
    """By obligation, where one has a proof. Four statements, and three for each regime of a total,
    a dozen where its figure is reported since the year began.

    The newest period counts that has ended and that somebody reported for.
    """
    asked = [each for each in obligations if each.proof and each.indicator_id]
    if not asked:
        return {}
    periods = _periods(asked, today)
    shares = _shares([each for each in asked if each.proof == Obligation.Proof.SHARE], periods)
    totals = _totals([each for each in asked if each.proof == Obligation.Proof.TOTAL], periods)
    found = {}
    for each in asked:
        done, units = shares.get(each.pk, (0, 0))
        is_share = each.proof == Obligation.Proof.SHARE
        total, is_so_far = totals.get(each.pk, (None, False))
        figure = share(done, units) if is_share else total
        target = each.target or 0.0
        found[each.pk] = ProofShown(
            period=periods.get(_regime_of(each)),
            figure=figure,
            target=target,
            is_at_most=each.is_at_most,
            is_reached=is_reached(figure, target, is_at_most=each.is_at_most),
            done=done,
            asked=units,
            is_so_far=is_so_far and not is_share,
            is_percent=not is_share and is_percent(each.indicator.kind, each.indicator.measure),
        )
    return found


def proofs_seen(
    obligations: Iterable[Obligation], document: Document, viewing: Iterable[int], today: date
) -> dict[int, ProofShown]:
    """The same of the obligations of one document, for who may view at these units.

    A total is a figure of the lead unit, shown to who may view that one; a share is one of many
    units, shown to who may view the unit of the document's body. One statement more.
    """
    with_proof = [each for each in obligations if each.proof]
    if not with_proof:
        return {}
    seen = subtree_ids(viewing, today)
    body_id = document.body.unit_id
    return proofs_of(
        [
            each
            for each in with_proof
            if (body_id if each.proof == Obligation.Proof.SHARE else each.lead_id) in seen
        ],
        today,
    )


def _regime_of(obligation: Obligation) -> int:
    assert obligation.indicator is not None
    regime_id: int = obligation.indicator.regime_id
    return regime_id


def _periods(obligations: list[Obligation], today: date) -> dict[int, Period]:
    """By regime the newest period."""
    regimes = {each.indicator.regime_id: each.indicator.regime for each in obligations}
    leads = {each.lead_id for each in obligations}
    newest = newest_reported(list(regimes.values()), leads, today)
    wanted = Q(pk=None)
    for regime_id, day in newest.items():
        wanted |= Q(regime=regime_id, ends_on=day, is_reported=True)
    return {period.regime_id: period for period in Period.objects.filter(wanted)}


def _totals(
    obligations: list[Obligation], periods: dict[int, Period]
) -> dict[int, tuple[float | None, bool]]:
    """By obligation the figure of the lead's tree, and whether it is that since the year began."""
    by_regime: dict[int, list[Obligation]] = defaultdict(list)
    for each in obligations:
        if _regime_of(each) in periods:
            by_regime[_regime_of(each)].append(each)
    found: dict[int, tuple[float | None, bool]] = {}
    for regime_id, members in by_regime.items():
        measures = measures_of(members[0].indicator.regime)
        period = periods[regime_id]
        leads = sorted({each.lead_id for each in members})
        there = figures(measures, leads, [period.pk])
        asked = [
            measures[each.indicator.code] for each in members if each.indicator.code in measures
        ]
        so_far = _so_far([each for each in asked if is_cumulative(each)], measures, period, leads)
        for each in members:
            code = each.indicator.code
            if code in so_far:
                found[each.pk] = so_far[code].get(each.lead_id), True
            elif code in measures:
                found[each.pk] = there.value(code, each.lead_id, period.pk), False
    return found


def _so_far(
    cumulative: list[Measure], measures: Measures, period: Period, leads: list[int]
) -> dict[str, dict[int, float]]:
    """By code and unit; an earlier document's figure counts where a unit joined in mid-year."""
    if not cumulative:
        return {}
    by_key = {each.key: each for each in Period.objects.filter(regime=period.regime_id)}
    tree = load_dated_tree().for_totals(period.ends_on)
    found = figures_so_far(measures, cumulative, period, by_key, tree, leads)
    return {each.code: found.get(each.code, {}) for each in cumulative}


def _shares(
    obligations: list[Obligation], periods: dict[int, Period]
) -> dict[int, tuple[int, int]]:
    """By obligation: how many of the units that were given it reported, and how many there are."""
    if not obligations:
        return {}
    units: dict[int, set[int]] = defaultdict(set)
    tasks = Task.objects.filter(obligation__in=obligations, parent=None)
    for obligation_id, unit_id in tasks.exclude(whole=TaskState.WITHDRAWN).values_list(
        "obligation", "unit"
    ):
        units[obligation_id].add(unit_id)
    reported: dict[int, set[int]] = defaultdict(set)
    values = Value.objects.filter(
        Q(number__isnull=False) & ~Q(number=0) | ~Q(text=""),
        indicator__in={each.indicator_id for each in obligations},
        version__submission__period__in=[period.pk for period in periods.values()],
        version=F("version__submission__counted"),
    )
    for indicator_id, unit_id in values.values_list("indicator", "version__submission__unit"):
        reported[indicator_id].add(unit_id)
    return {
        each.pk: (len(units[each.pk] & reported[each.indicator_id]), len(units[each.pk]))
        for each in obligations
    }


def indicators_around(unit_id: int, on: date) -> list[tuple[Indicator, str]]:
    """What may prove an obligation of a body at that unit, with its name: the numbers of every
    regime of the unit, above it and below it. Statements grow with regimes alone.
    """
    found = []
    for regime in regimes_around([unit_id], on):
        names = {one.id: one.name for one in measures_of(regime)}
        for indicator in regime.indicators.filter(pk__in=names).order_by("pk"):
            found.append((indicator, f"{regime.name}: {names[indicator.pk]}"))
    return found
