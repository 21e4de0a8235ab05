"""What does a regime say, and which regimes may a person see or manage?"""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from giaoban.models import Form, Regime, Target
from giaoban.queries.reporting.deadlines import delivery_rule, stored_rule
from giaoban.queries.reporting.forms import form_text, published_forms
from giaoban.queries.reporting.projects import project_texts
from giaoban.queries.units.lineage import lines_of, subtree
from giaoban.rules.reporting.incidents import Rhythm
from giaoban.rules.reporting.periods import Calendar, PeriodKind
from giaoban.rules.reporting.regime_facts import (
    FormText,
    OutlineText,
    RegimeFacts,
    RegimeSettings,
    TargetText,
)
from giaoban.rules.reporting.reminders import Audience, ReminderRule, in_order


def regimes_under(unit_ids: Iterable[int], on: date) -> QuerySet[Regime]:
    """The regimes of these units and of everything under them, for a page's list."""
    return (
        Regime.objects.filter(unit__in=subtree(unit_ids, on))
        .select_related("unit")
        .order_by("name", "id")
    )


def regime_settings(regime: Regime) -> RegimeSettings:
    """Everything but form, targets and outline; three queries."""
    rules = regime.deadline_rules.all()
    return RegimeSettings(
        code=regime.code,
        name=regime.name,
        frequency=PeriodKind(regime.frequency),
        calendar=Calendar(regime.calendar),
        year_starts=regime.year_starts,
        reporters=regime.reporters,
        first_period=regime.first_period,
        content=regime.content,
        legal_basis=regime.legal_basis,
        recipient=regime.recipient,
        method=regime.method,
        guidance=regime.guidance,
        needs_approval=regime.needs_approval,
        is_made_up=regime.is_made_up,
        once_starts_on=regime.once_starts_on,
        once_ends_on=regime.once_ends_on,
        ended_on=regime.ended_on,
        deadlines=tuple(
            sorted(
                (stored_rule(row) for row in rules if not row.for_delivery),
                key=lambda rule: (rule.level is not None, rule.level or 0),
            )
        ),
        delivery=delivery_rule(regime),
        reminders=in_order(stored_reminders(regime)),
        link_days=regime.link_days,
        rhythm=Rhythm(regime.first_hours, regime.daily_at),
    )


def outline_of(regime: Regime) -> tuple[OutlineText, ...]:
    return tuple(
        OutlineText(
            section.title,
            section.text,
            regime=section.draws_on,
            author=section.author,
            working_days=section.working_days,
            instruction=section.instruction,
        )
        for section in regime.outline.all()
    )


def stored_reminders(regime: Regime) -> list[ReminderRule]:
    rows = regime.reminder_rules.values_list("working_days", "to", "level", "hours")
    return [ReminderRule(days, Audience(to), level, hours) for days, to, level, hours in rows]


def regime_facts(regime: Regime, form: Form | None = None) -> RegimeFacts:
    """The whole regime with one version of its form: the newest published one if not named."""
    if form is None:
        forms = published_forms(regime.pk)
        form = forms[-1] if forms else None
    targets = (
        Target.objects.filter(indicator__regime=regime)
        .order_by("year", "unit__code", "indicator__code", "unit_id")
        .values_list("unit__code", "year", "indicator__code", "number")
    )
    return RegimeFacts(
        settings=regime_settings(regime),
        unit=regime.unit.code,
        form=form_text(form) if form else FormText(),
        effective_from=form.effective_from if form else "",
        outline=outline_of(regime),
        targets=tuple(TargetText(*row) for row in targets),
        projects=project_texts(regime, form) if form else (),
    )


class RegimesAround:
    """The regimes that lie around some units: asked several times for one page, read once.

    Two queries: asked from the few regimes up, and not from the thousands of units down.
    """

    def __init__(self, unit_ids: Iterable[int], on: date) -> None:
        self._regimes = list(
            Regime.objects.select_related("unit", "committee").order_by("name", "id")
        )
        self._lines = lines_of({*unit_ids, *(regime.unit_id for regime in self._regimes)}, on)

    def around(self, unit_ids: Iterable[int]) -> list[Regime]:
        """Those whose figures exist at these units: of units above, at and below them."""
        held = set(unit_ids)
        above = self._above(held)
        return [
            regime
            for regime in self._regimes
            if regime.unit_id in above or held & self._lines[regime.unit_id]
        ]

    def asking(self, unit_ids: Iterable[int]) -> list[Regime]:
        """Those of these units and of units above them."""
        above = self._above(unit_ids)
        return [regime for regime in self._regimes if regime.unit_id in above]

    def line_of(self, regime: Regime) -> set[int]:
        """The regime's unit and everything above it."""
        return self._lines[regime.unit_id]

    def _above(self, unit_ids: Iterable[int]) -> set[int]:
        return set().union(*(self._lines[unit_id] for unit_id in unit_ids))


def regimes_around(unit_ids: Iterable[int], on: date) -> list[Regime]:
    """The regimes whose figures exist at these units: of units above, at and below them."""
    held = set(unit_ids)
    return RegimesAround(held, on).around(held)
