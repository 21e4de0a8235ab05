"""Which form is in force for a period, and what does a form ask?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q

from giaoban.models import Check, Form, FormItem, Period, Regime
from giaoban.queries.reporting.form_structure import (
    form_breakdowns,
    form_lists,
    form_tables,
)
from giaoban.queries.row_reading import read_rows
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.checks import CheckFacts, CheckLevel
from giaoban.rules.reporting.formulas import When, parse
from giaoban.rules.reporting.indicators import (
    IndicatorFacts,
    IndicatorKind,
    OverTime,
    OverUnits,
    PartGroup,
)
from giaoban.rules.reporting.regime_facts import Asked, CheckText, FormText
from giaoban.rules.reporting.structure_texts import ListText


@dataclass(frozen=True)
class FormFacts:
    """A form as checks and totals see it.

    `check_ids[n]` is the stored id of `checks[n]`, `indicator_ids[n]` that of `indicators[n]`.
    """

    indicators: tuple[IndicatorFacts, ...]
    checks: tuple[CheckFacts, ...]
    check_ids: tuple[int, ...]
    indicator_ids: tuple[int, ...]
    lists: tuple[ListText, ...] = ()
    of_projects: tuple[tuple[str, str], ...] = ()  # code of a project, and of what is asked of it

    @cached_property
    def id_of(self) -> Mapping[str, int]:
        """The stored ids of the indicators by code."""
        codes = (indicator.code for indicator in self.indicators)
        return dict(zip(codes, self.indicator_ids, strict=True))

    @cached_property
    def kind_of(self) -> Mapping[str, IndicatorKind]:
        return {indicator.code: indicator.kind for indicator in self.indicators}

    @cached_property
    def list_codes(self) -> frozenset[str]:
        """The codes that the rows of a list answer; nobody types them."""
        return frozenset(one.code for one in self.indicators if one.is_from_list)

    @cached_property
    def compared_codes(self) -> frozenset[str]:
        """The codes whose earlier values the checks look at; of a ratio, what it is made of."""
        ratios = {
            indicator.code: (indicator.numerator, indicator.denominator)
            for indicator in self.indicators
            if indicator.kind is IndicatorKind.RATIO
        }
        named = {
            reference.code
            for check in self.checks
            for reference in check.formula.references
            if reference.when is not When.THIS
        }
        made_of = {part for code in named for part in ratios.get(code, ()) if part}
        return frozenset(named - ratios.keys() | made_of)


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
    rest = "FROM giaoban_form f WHERE f.regime_id = %s AND f.published_at IS NOT NULL"
    rows = read_rows((("f", Form),), f"{rest} ORDER BY f.number", [regime_id])
    return [form for (form,) in rows]


def form_in_the_making(regime: Regime) -> Form | None:
    return Form.objects.filter(regime=regime, published_at=None).first()


def form_facts(form: Form) -> FormFacts:
    """What the form asks and checks, in its order; three queries, none where they are remembered.

    Each save and each submission asks, and a published form is frozen. The moment at which it was
    published stands beside its id, so that a database restored under a running server is not
    taken for the one before.
    """
    if form.published_at is None:
        return _facts_of(form.pk)
    return _frozen_facts(form.pk, form.published_at)


@lru_cache(maxsize=128)
def _frozen_facts(form_id: int, published_at: datetime) -> FormFacts:
    return _facts_of(form_id)


forget_frozen_forms = _frozen_facts.cache_clear
"""For tests, in which every test publishes the same form at the same moment."""


def _facts_of(form_id: int) -> FormFacts:
    """Of a form in the making too it is worked out once what its rows mean."""
    asked = FormItem.objects.filter(form=form_id).order_by("position").values_list(*_FACT_FIELDS)
    checks = Check.objects.filter(form=form_id).values_list(*_CHECK_FIELDS)
    rows = tuple((*row[:-2], tuple(row[-2]), _part_groups(row[-1])) for row in asked)
    form = Form.objects.only("structure").get(pk=form_id)
    return _facts(rows, tuple(checks), form_lists(form), _of_projects(form))


def _of_projects(form: Form) -> tuple[tuple[str, str], ...]:
    """No query for a form without projects."""
    codes = [breakdown.code for breakdown in form_breakdowns(form) if breakdown.is_of_projects]
    if not codes:
        return ()
    items = FormItem.objects.filter(form=form.pk, breakdown__in=codes).order_by("position")
    return tuple(items.values_list("category", "indicator__code"))


def _part_groups(sums: list[Any]) -> tuple[PartGroup, ...]:
    return tuple(PartGroup(tuple(codes), is_equal, name) for name, is_equal, codes in sums)


def names_by_code(regime: Regime) -> dict[str, str]:
    """What the newest form that asks it calls each indicator of the regime; one query."""
    items = FormItem.objects.filter(form__regime=regime).order_by("form__number")
    return dict(items.values_list("indicator__code", "name"))


def form_text(form: Form) -> FormText:
    """The form as it is written; three queries."""
    items = _written_and_linked_items(form)
    return FormText(
        sections=tuple(section.title for section in form.sections.all()),
        asked=tuple(_asked(item) for item in items if not _is_generated(item)),
        checks=tuple(
            CheckText(check.formula, check.level, check.message)
            for check in form.checks.filter(is_implied=False)
        ),
        breakdowns=form_breakdowns(form),
        tables=form_tables(form),
        lists=form_lists(form),
        shared=tuple(
            sorted(
                (item.indicator.code, item.indicator.shared.code)
                for item in items
                if _is_generated(item) and item.indicator.shared is not None
            )
        ),
    )


def known_meanings(regime: Regime) -> Mapping[str, Asked]:
    """Every code that a published form asked for, as the newest of them asked it; one query."""
    items = (
        FormItem.objects.filter(form__regime=regime, form__published_at__isnull=False)
        .select_related("indicator__shared", "section")
        .order_by("form__number", "position")
    )
    return {item.indicator.code: _asked(item) for item in items}


def _written_and_linked_items(form: Form) -> list[FormItem]:
    """What breakdowns, tables and lists ask only where it is linked to the dictionary."""
    is_written = Q(breakdown="", table_code="", list_code="")
    found = form.items.filter(is_written | Q(indicator__shared__isnull=False))
    return list(found.select_related("indicator__shared", "section").order_by("position"))


def _is_generated(item: FormItem) -> bool:
    return bool(item.breakdown or item.table_code or item.list_code)


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
        part_of=item.part_of,
        parts=item.parts,
        breakdowns=tuple(item.breakdowns),
        over_time=indicator.over_time,
        over_units=indicator.over_units,
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        shared=indicator.shared.code if indicator.shared else "",
    )


_FACT_FIELDS = (
    "indicator",
    "indicator__code",
    "indicator__kind",
    "is_required",
    "minimum",
    "maximum",
    "indicator__over_time",
    "indicator__over_units",
    "indicator__numerator",
    "indicator__denominator",
    "list_code",
    "choices",
    "sums",
)

_CHECK_FIELDS = ("formula", "level", "message", "is_implied", "pk")


@lru_cache(maxsize=256)
def _facts(
    asked: tuple[tuple[Any, ...], ...],
    checks: tuple[tuple[str, str, str, bool, int], ...],
    lists: tuple[ListText, ...],
    of_projects: tuple[tuple[str, str], ...],
) -> FormFacts:
    """Keyed by everything that it is made from, in the order of _FACT_FIELDS."""
    indicators = tuple(_indicator(*row[1:]) for row in asked)
    kinds = {indicator.code: indicator.kind.value for indicator in indicators}
    return FormFacts(
        indicators=indicators,
        checks=tuple(
            CheckFacts(parse(formula, kinds), CheckLevel(level), message, is_implied)
            for formula, level, message, is_implied, _id in checks
        ),
        check_ids=tuple(check_id for *_text, check_id in checks),
        indicator_ids=tuple(row[0] for row in asked),
        lists=lists,
        of_projects=of_projects,
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
    list_code: str,
    choices: tuple[str, ...],
    sums: tuple[PartGroup, ...],
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
        sums=sums,
        is_from_list=bool(list_code),
    )
