"""Which form is in force for a period, and what does a form ask?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from giaoban.models import Form, FormItem, Period, Regime
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.checks import CheckFacts, CheckLevel
from giaoban.rules.reporting.formulas import parse
from giaoban.rules.reporting.indicators import (
    IndicatorFacts,
    IndicatorKind,
    OverTime,
    OverUnits,
)
from giaoban.rules.reporting.regime_facts import Asked, CheckText, FormText


@dataclass(frozen=True)
class FormFacts:
    """A form as checks and totals see it; `check_ids[n]` is the stored id of `checks[n]`."""

    indicators: tuple[IndicatorFacts, ...]
    checks: tuple[CheckFacts, ...]
    check_ids: tuple[int, ...]


def form_for(period: Period) -> Form:
    """The form in force: the newest that took effect by the period's first day, else the first.

    Raises RuleError `regime_without_form` (regime) where none is published. One query.
    """
    forms = list(published_forms(period.regime_id))
    for form in reversed(forms):
        if form.effective_on is None or form.effective_on <= period.starts_on:
            return form
    if not forms:
        raise RuleError("regime_without_form", regime=period.regime.name)
    return forms[0]


def published_forms(regime_id: int) -> list[Form]:
    """The frozen versions, the oldest first."""
    return list(
        Form.objects.filter(regime=regime_id, published_at__isnull=False).order_by("number")
    )


def form_in_the_making(regime: Regime) -> Form | None:
    return Form.objects.filter(regime=regime, published_at=None).first()


def form_facts(form: Form) -> FormFacts:
    """What the form asks and checks, in its order; two queries.

    Each save and each submission asks; so plain rows are read, and what they mean is worked out
    once for as long as they stay the same.
    """
    asked = form.items.order_by("position").values_list(*_FACT_FIELDS)
    checks = form.checks.values_list("formula", "level", "message", "pk")
    return _facts(tuple((*row[:-1], tuple(row[-1])) for row in asked), tuple(checks))


def form_text(form: Form) -> FormText:
    """The form as it is written; three queries."""
    return FormText(
        sections=tuple(section.title for section in form.sections.all()),
        asked=tuple(_asked(item) for item in _items(form)),
        checks=tuple(
            CheckText(check.formula, check.level, check.message) for check in form.checks.all()
        ),
    )


def known_meanings(regime: Regime) -> Mapping[str, Asked]:
    """Every code that a published form asked for, as the newest of them asked it; one query."""
    items = (
        FormItem.objects.filter(form__regime=regime, form__published_at__isnull=False)
        .select_related("indicator", "section")
        .order_by("form__number", "position")
    )
    return {item.indicator.code: _asked(item) for item in items}


def _items(form: Form) -> list[FormItem]:
    return list(form.items.select_related("indicator", "section").order_by("position"))


def _asked(item: FormItem) -> Asked:
    indicator = item.indicator
    return Asked(
        code=indicator.code,
        name=item.name,
        kind=indicator.kind,
        measure=indicator.measure,
        section=item.section.title if item.section else "",
        help=item.help,
        is_required=item.is_required,
        minimum=item.minimum,
        maximum=item.maximum,
        choices=tuple(item.choices),
        decimals=item.decimals,
        better=item.better,
        over_time=indicator.over_time,
        over_units=indicator.over_units,
        numerator=indicator.numerator,
        denominator=indicator.denominator,
    )


_FACT_FIELDS = (
    "indicator__code",
    "indicator__kind",
    "is_required",
    "minimum",
    "maximum",
    "indicator__over_time",
    "indicator__over_units",
    "indicator__numerator",
    "indicator__denominator",
    "choices",
)


@lru_cache(maxsize=256)
def _facts(
    asked: tuple[tuple[Any, ...], ...], checks: tuple[tuple[str, str, str, int], ...]
) -> FormFacts:
    """Keyed by everything that it is made from, in the order of _FACT_FIELDS."""
    indicators = tuple(_indicator(*row) for row in asked)
    kinds = {indicator.code: indicator.kind.value for indicator in indicators}
    return FormFacts(
        indicators=indicators,
        checks=tuple(
            CheckFacts(parse(formula, kinds), CheckLevel(level), message)
            for formula, level, message, _id in checks
        ),
        check_ids=tuple(check_id for *_text, check_id in checks),
    )


def _indicator(
    code: str,
    kind: str,
    is_required: bool,
    minimum: float | None,
    maximum: float | None,
    over_time: str,
    over_units: str,
    numerator: str,
    denominator: str,
    choices: tuple[str, ...],
) -> IndicatorFacts:
    return IndicatorFacts(
        code=code,
        kind=IndicatorKind(kind),
        is_required=is_required,
        minimum=minimum,
        maximum=maximum,
        choices=choices,
        over_time=OverTime(over_time or OverTime.NONE),
        over_units=OverUnits(over_units or OverUnits.NONE),
        numerator=numerator or None,
        denominator=denominator or None,
    )
