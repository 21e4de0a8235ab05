"""What has a unit said already, in other reports, for what this report asks?

Other regimes say it of the same entry of the dictionary; of an incident the unit's earlier reports.

Who may open a report of a unit may see every report of that unit, so what is offered needs no
question of its own (decision 0016).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, Q

from giaoban.models import FormItem, Period, TakenValue, Value, Version
from giaoban.rules.reporting.indicators import IndicatorKind, OverTime
from giaoban.rules.reporting.offers import (
    Given,
    Offer,
    Taken,
    Wanted,
    corrected,
    offers,
    said_last,
)
from giaoban.rules.reporting.periods import Calendar, PeriodKind, counts_from
from giaoban.rules.reporting.states import Channel

_BESIDE = (
    "indicator",
    "version__submitted_by",
    "version__submission__period__regime",
    "version__submission__period__incident",
)
_FEW = 500
"""Fewer units are named one by one; of more, everything is read."""


@dataclass(frozen=True)
class SourceReport:
    """The version of a report that a value came from; `sent_by` is empty where nobody is known."""

    version_id: int
    number: int
    unit_id: int
    period: Period
    sent_at: datetime | None
    sent_by: str

    @property
    def regime_name(self) -> str:
        return self.period.regime.name


@dataclass
class Offered:
    """By indicator code: what other reports offer, and what the cells were made from.

    `sources` are the versions named by either, by id.
    """

    offers: dict[str, tuple[Offer, ...]] = field(default_factory=dict)
    taken: dict[str, Taken] = field(default_factory=dict)
    sources: dict[int, SourceReport] = field(default_factory=dict)

    def taken_in(self, code: str, number: float | None, text: str) -> Taken | None:
        """What the cell was made from, as long as it still says so."""
        taken = self.taken.get(code)
        return taken if taken is not None and taken.content == (number, text) else None

    def corrected(self, code: str, taken: Taken) -> Offer | None:
        return corrected(taken, self.offers.get(code, ()))


def offered_to(
    unit_id: int, period: Period, items: Iterable[FormItem], version: Version | None
) -> Offered:
    """Two queries where an indicator of the form is linked, or the period is of an incident, one of
    them for the version; else none.

    `items` bring their indicators.
    """
    asked = list(items)
    is_linked = any(item.indicator.shared_id is not None for item in asked)
    if not is_linked and period.incident_id is None:
        return Offered()
    found = offered_to_units([unit_id], period, asked)[unit_id]
    if version is not None:
        _add_taken(found, version)
    return found


def offered_to_units(
    unit_ids: Collection[int], period: Period, items: Sequence[FormItem]
) -> dict[int, Offered]:
    """The same of many units, for their templates; one query."""
    found = {unit_id: Offered() for unit_id in unit_ids}
    if period.incident_id is not None:
        _offer_what_was_said_last(found, period, items)
        return found
    linked = [item for item in items if item.indicator.shared_id is not None]
    given = _given(found, period, [item.indicator.shared_id or 0 for item in linked])
    for item in linked:
        wanted = _wanted(item, period)
        for unit_id, offered in found.items():
            said = given.get((unit_id, item.indicator.shared_id or 0))
            if said and (offer := offers(wanted, said)):
                offered.offers[item.indicator.code] = offer
    return found


def _offer_what_was_said_last(
    found: dict[int, Offered], period: Period, items: Sequence[FormItem]
) -> None:
    """Of the incident's earlier reports; rows of lists are not offered, so no sums of theirs."""
    wanted = {item.indicator_id: _wanted(item, period) for item in items if not item.list_code}
    codes = {item.indicator_id: item.indicator.code for item in items}
    values = Value.objects.filter(
        indicator__in=list(wanted),
        version__submission__period__incident=period.incident_id,
        version__submission__period__due_at__lt=period.due_at,
        version__submission__counted=F("version"),
    )
    if len(found) < _FEW:
        values = values.filter(version__submission__unit__in=list(found))
    said: dict[tuple[int, int], list[Given]] = defaultdict(list)
    for value in values.select_related(*_BESIDE).order_by("version__submission__period__due_at"):
        unit_id = value.version.submission.unit_id
        if unit_id in found:
            _add_source(found[unit_id], value.version)
            said[unit_id, value.indicator_id].append(_as_given(value))
    for (unit_id, indicator_id), given in said.items():
        if offer := said_last(wanted[indicator_id], given):
            found[unit_id].offers[codes[indicator_id]] = (offer,)


def _wanted(item: FormItem, period: Period) -> Wanted:
    indicator = item.indicator
    return Wanted(
        kind=IndicatorKind(indicator.kind),
        over_time=OverTime(indicator.over_time or OverTime.NONE),
        period=PeriodKind(period.kind),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        counts_from=_counts_from(period),
        choices=tuple(item.choices),
    )


def _counts_from(period: Period) -> date:
    regime = period.regime
    return counts_from(period.key, Calendar(regime.calendar), period.starts_on, regime.year_starts)


def _given(
    found: Mapping[int, Offered], period: Period, entry_ids: Sequence[int]
) -> Mapping[tuple[int, int], list[Given]]:
    """What counts of these units within these days or up to the last, by unit and entry; one query.

    The oldest regime comes first. The reports are put among the units' sources.
    """
    is_within = Q(
        version__submission__period__starts_on__gte=period.starts_on,
        version__submission__period__ends_on__lte=period.ends_on,
    )
    values = Value.objects.filter(
        is_within | Q(version__submission__period__ends_on=period.ends_on),
        indicator__shared__in=entry_ids,
        version__submission__counted=F("version"),
    ).exclude(version__submission__period__regime=period.regime_id)
    if len(found) < _FEW:
        values = values.filter(version__submission__unit__in=list(found))
    given: dict[tuple[int, int], list[Given]] = defaultdict(list)
    for value in values.select_related(*_BESIDE).order_by(
        "version__submission__period__regime_id", "version_id", "indicator_id"
    ):
        submission = value.version.submission
        if submission.unit_id not in found:
            continue
        _add_source(found[submission.unit_id], value.version)
        given[submission.unit_id, value.indicator.shared_id or 0].append(_as_given(value))
    return given


def _as_given(value: Value) -> Given:
    other = value.version.submission.period
    return Given(
        regime=other.regime_id,
        period=PeriodKind(other.kind),
        starts_on=other.starts_on,
        ends_on=other.ends_on,
        counts_from=_counts_from(other),
        source=value.version_id,
        number=value.number,
        text=value.text,
        is_estimate=value.is_estimate,
    )


def _add_taken(found: Offered, version: Version) -> None:
    """What the cells of a version were made from. One query."""
    rows = version.taken_values.select_related(
        "indicator",
        "source__submitted_by",
        "source__submission__period__regime",
        "source__submission__period__incident",
    )
    for row in rows:
        _add_source(found, row.source)
        before = found.taken.get(row.indicator.code)
        found.taken[row.indicator.code] = _with_source(before, row)


def _with_source(before: Taken | None, row: TakenValue) -> Taken:
    regime = row.source.submission.period.regime_id
    sources = (*(before.sources if before else ()), row.source_id)
    return Taken(regime, sources, row.number, row.text)


def _add_source(found: Offered, version: Version) -> None:
    found.sources[version.pk] = source_report(version)


def source_report(version: Version) -> SourceReport:
    """Of a version that brings its submission, period, regime and who sent it."""
    submission = version.submission
    return SourceReport(
        version_id=version.pk,
        number=version.number,
        unit_id=submission.unit_id,
        period=submission.period,
        sent_at=version.submitted_at,
        sent_by=_sent_by(version),
    )


def _sent_by(version: Version) -> str:
    """The person, or the contact who sent it by a link."""
    if version.submitted_by is not None:
        return version.submitted_by.name
    return version.channel_note if version.channel == Channel.LINK else ""
