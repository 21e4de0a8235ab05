"""Which indicators of a regime have a figure in totals, and what are they called?"""

from dataclasses import dataclass, field

from giaoban.models import FormItem, Indicator, Regime
from giaoban.queries.reporting.form_structure import place_of
from giaoban.rules.reporting.form_structure import ItemPlace
from giaoban.rules.reporting.indicators import Better, IndicatorKind, OverTime, OverUnits


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator as totals show it; `slot` is None for a ratio, which names its two parts."""

    id: int
    code: str
    name: str
    kind: IndicatorKind
    unit_of_measure: str
    over_time: OverTime
    over_units: OverUnits
    slot: int | None
    numerator: str
    denominator: str
    decimals: int | None
    section: str
    better: Better = Better.HIGHER
    label: str = ""  # its name beside its neighbours
    place: ItemPlace = field(default_factory=ItemPlace)

    @property
    def is_ratio(self) -> bool:
        return self.kind is IndicatorKind.RATIO


@dataclass(frozen=True)
class Measures:
    """The figures of one regime, in the order of its newest form; old indicators come last."""

    by_code: dict[str, Measure]
    slots: int

    def __getitem__(self, code: str) -> Measure:
        return self.by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.by_code.values())


def measures_of(regime: Regime) -> Measures:
    """Numbers and ratios that a published form asked for, named by its newest form. Two queries."""
    named: dict[int, FormItem] = {}
    order: dict[int, tuple[int, int]] = {}
    items = FormItem.objects.filter(form__regime=regime, form__published_at__isnull=False)
    for item in items.select_related("section", "form").order_by("form__number", "position"):
        named[item.indicator_id] = item
        order[item.indicator_id] = (-item.form.number, item.position)
    indicators = list(Indicator.objects.filter(regime=regime))
    shown = [
        indicator
        for indicator in indicators
        if indicator.pk in named and (indicator.slot is not None or _is_ratio(indicator))
    ]
    shown.sort(key=lambda indicator: order[indicator.pk])
    slots = max((i.slot + 1 for i in indicators if i.slot is not None), default=0)
    return Measures({i.code: _measure(i, named[i.pk]) for i in shown}, slots)


def _is_ratio(indicator: Indicator) -> bool:
    return indicator.kind == IndicatorKind.RATIO


def _measure(indicator: Indicator, item: FormItem) -> Measure:
    return Measure(
        id=indicator.pk,
        code=indicator.code,
        name=item.name,
        kind=IndicatorKind(indicator.kind),
        unit_of_measure=indicator.measure,
        over_time=OverTime(indicator.over_time or OverTime.NONE),
        over_units=OverUnits(indicator.over_units or OverUnits.NONE),
        slot=indicator.slot,
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        decimals=item.decimals,
        section=item.section.title if item.section else "",
        better=Better(item.better),
        label=item.label,
        place=place_of(item),
    )
