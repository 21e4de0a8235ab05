"""Setting up a regime: what it names, its deadlines, its outline."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from giaoban.actions.audit.events import record, record_change
from giaoban.actions.audit.unchanged import refuse_changed
from giaoban.actions.reporting.lateness import refresh_lateness
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Committee, OutlineSection, Period, Person, Regime, Unit
from giaoban.models import DeadlineRule as StoredRule
from giaoban.models import ReminderRule as StoredReminder
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.regimes import outline_of, regime_settings
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.deadlines import DeadlineRule
from giaoban.rules.reporting.placed_problems import PlacedProblem
from giaoban.rules.reporting.regime_facts import OutlineText, RegimeSettings
from giaoban.rules.reporting.regime_problems import settings_problems

_PLAIN = (
    "code",
    "name",
    "frequency",
    "calendar",
    "year_starts",
    "reporters",
    "first_period",
    "content",
    "legal_basis",
    "recipient",
    "method",
    "guidance",
    "needs_approval",
    "is_made_up",
    "once_starts_on",
    "once_ends_on",
    "ended_on",
    "link_days",
)


class RegimeRefused(Exception):
    """A regime that cannot be stored as it is written; `problems` says all that is wrong."""

    def __init__(self, problems: Sequence[PlacedProblem]) -> None:
        super().__init__([problem.problem.code for problem in problems])
        self.problems = list(problems)


@transaction.atomic
def create_regime(
    *,
    settings: RegimeSettings,
    unit: Unit,
    committee: Committee | None = None,
    by: Person | None,
    now: datetime,
) -> Regime:
    """A regime without a form yet; raises RegimeRefused, and RuleError `regime_code_taken`."""
    _refuse_wrong(settings)
    if Regime.objects.filter(code=settings.code).exists():
        raise RuleError("regime_code_taken", code=settings.code)
    regime = Regime(unit=unit, committee=committee, created_at=now)
    _store(regime, settings)
    record(actor=by, action="create_regime", on=regime, at=now, after=_written(settings))
    return regime


@transaction.atomic
def edit_regime(
    *,
    regime: Regime,
    settings: RegimeSettings,
    by: Person | None,
    now: datetime,
    seen: int | None = None,
) -> Regime:
    """Change what the regime says; the same again changes nothing and records nothing.

    Whether reports were late is judged anew in periods that are not locked; who is expected
    changes the coverage of every period. Raises RegimeRefused, and RuleError `regime_code_fixed`
    or, once a period is opened, `regime_frequency_fixed`; ChangedMeanwhile after `seen`.
    """
    held = Regime.objects.select_for_update().get(pk=regime.pk)
    before = regime_settings(held)
    if settings == before:
        return held
    refuse_changed(on=held, actions={"edit_regime"}, seen=seen)
    _refuse_wrong(settings)
    if settings.code != before.code:
        raise RuleError("regime_code_fixed", code=before.code)
    periods = list(Period.objects.filter(regime=held, is_reported=True).select_related("regime"))
    beat = (settings.frequency, settings.calendar, settings.year_starts)
    if periods and beat != (before.frequency, before.calendar, before.year_starts):
        raise RuleError("regime_frequency_fixed", periods=len(periods))
    asked_before = _asked(periods) if settings.reporters != before.reporters else {}
    _store(held, settings)
    for period in periods:
        period.regime = held
    asked_after = _asked(periods) if asked_before else {}
    for period in periods:
        if period.pk in asked_after:
            units = asked_before[period.pk] ^ asked_after[period.pk]
            append_marks_for(unit_ids=units, period=period)
        if settings.deadlines != before.deadlines and period.locked_at is None:
            refresh_lateness(period=period)
    record_change(
        actor=by,
        action="edit_regime",
        on=held,
        at=now,
        before=_written(before),
        after=_written(settings),
    )
    return held


@transaction.atomic
def set_outline(
    *,
    regime: Regime,
    outline: Sequence[OutlineText],
    by: Person | None,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Replace the sections from which the consolidated report starts.

    Raises ChangedMeanwhile after `seen`.
    """
    Regime.objects.select_for_update().get(pk=regime.pk)
    before = [_section_written(section) for section in outline_of(regime)]
    after = [_section_written(section) for section in outline]
    if before == after:
        return
    refuse_changed(on=regime, actions={"set_outline"}, seen=seen)
    regime.outline.all().delete()
    OutlineSection.objects.bulk_create(
        OutlineSection(
            regime=regime,
            position=position,
            title=section.title,
            text=section.text,
            draws_on=section.regime,
            author=section.author,
            working_days=section.working_days,
            instruction=section.instruction,
        )
        for position, section in enumerate(outline)
    )
    record(
        actor=by,
        action="set_outline",
        on=regime,
        at=now,
        before={"outline": before},
        after={"outline": after},
    )


def _section_written(section: OutlineText) -> list[str | int | None]:
    """As an event keeps it; the title stands first."""
    said = (section.regime, section.author, section.working_days, section.instruction)
    return [section.title, section.text, *(said if any(said) else ())]


def _refuse_wrong(settings: RegimeSettings) -> None:
    errors = [problem for problem in settings_problems(settings) if problem.is_error]
    if errors:
        raise RegimeRefused(errors)


def _store(regime: Regime, settings: RegimeSettings) -> None:
    for name in _PLAIN:
        setattr(regime, name, getattr(settings, name))
    regime.first_hours, regime.daily_at = settings.rhythm.first_hours, settings.rhythm.daily_at
    regime.save()
    regime.deadline_rules.all().delete()
    rules = [(rule, False) for rule in settings.deadlines]
    if settings.delivery:
        rules.append((settings.delivery, True))
    StoredRule.objects.bulk_create(_stored_rule(regime, rule, last) for rule, last in rules)
    regime.reminder_rules.all().delete()
    StoredReminder.objects.bulk_create(
        StoredReminder(
            regime=regime,
            level=rule.level,
            working_days=rule.working_days,
            hours=rule.hours,
            to=rule.to,
        )
        for rule in settings.reminders
    )


def _stored_rule(regime: Regime, rule: DeadlineRule, for_delivery: bool) -> StoredRule:
    return StoredRule(
        regime=regime,
        for_delivery=for_delivery,
        level=rule.level,
        working_days=rule.working_days,
        day=rule.day,
        month_offset=rule.month_offset,
        at=rule.at,
        roll=rule.roll,
    )


def _asked(periods: Sequence[Period]) -> dict[int, set[int]]:
    tree = load_dated_tree()
    return {period.pk: expected_units(period, tree) for period in periods}


def _written(settings: RegimeSettings) -> dict[str, Any]:
    """The settings as plain values for the audit."""
    written: dict[str, Any] = {name: getattr(settings, name) for name in _PLAIN}
    for name, value in written.items():
        written[name] = value.isoformat() if hasattr(value, "isoformat") else value
    written["first_hours"] = settings.rhythm.first_hours
    written["daily_at"] = settings.rhythm.daily_at.isoformat()
    written["deadlines"] = [_written_rule(rule) for rule in settings.deadlines]
    written["reminders"] = [
        [rule.level, rule.working_days, rule.to.value]
        if rule.hours is None
        else [rule.level, f"{rule.hours:+d}h", rule.to.value]
        for rule in settings.reminders
    ]
    written["delivery"] = _written_rule(settings.delivery) if settings.delivery else None
    return written


def _written_rule(rule: DeadlineRule) -> dict[str, Any]:
    return {
        "level": rule.level,
        "working_days": rule.working_days,
        "day": rule.day,
        "month_offset": rule.month_offset,
        "at": rule.at.isoformat("minutes"),
        "roll": rule.roll.value,
    }
