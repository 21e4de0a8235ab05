"""Which form is in force for a period, and what does a form ask?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from giaoban.models import Form, FormItem, Period, Regime
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.checks import CheckFacts, CheckLevel
from giaoban.rules.reporting.form_problems import indicator_facts
from giaoban.rules.reporting.formulas import Formula, parse
from giaoban.rules.reporting.indicators import IndicatorFacts
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
    """What the form asks and checks, in its order; two queries, and each formula is parsed once."""
    asked = tuple(_asked(item) for item in _items(form))
    indicators = tuple(indicator_facts(entry) for entry in asked)
    kinds = tuple((indicator.code, indicator.kind.value) for indicator in indicators)
    checks, check_ids = [], []
    for check in form.checks.all():
        formula = _parsed(check.formula, kinds)
        checks.append(CheckFacts(formula, CheckLevel(check.level), check.message))
        check_ids.append(check.pk)
    return FormFacts(indicators, tuple(checks), tuple(check_ids))


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
        over_time=indicator.over_time,
        over_units=indicator.over_units,
        numerator=indicator.numerator,
        denominator=indicator.denominator,
    )


@lru_cache(maxsize=4096)
def _parsed(text: str, kinds: tuple[tuple[str, str], ...]) -> Formula:
    """Keyed by what it is parsed from, so that a formula is parsed once however often asked."""
    return parse(text, dict(kinds))
