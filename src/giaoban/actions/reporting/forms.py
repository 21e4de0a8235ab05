"""Versions of a form: begun as a copy of the last, edited, then published and frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.dictionary import entries_named
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.models import (
    Check,
    Explanation,
    Form,
    FormItem,
    Indicator,
    ListRow,
    Person,
    Regime,
    Section,
    SharedIndicator,
    Value,
    Version,
)
from giaoban.queries.reporting.dictionary import entry_meanings, links_of
from giaoban.queries.reporting.form_structure import form_lists, kept_structure
from giaoban.queries.reporting.forms import (
    form_in_the_making,
    form_text,
    known_meanings,
    published_forms,
)
from giaoban.queries.reporting.periods import newest_period_with_report, span_of
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.cumulative import implied_checks
from giaoban.rules.reporting.dictionary import entries_of, shared_problems, with_links_of_series
from giaoban.rules.reporting.form_changes import broken_meanings, form_differences
from giaoban.rules.reporting.form_problems import (
    KEPT_FROM_A_DRAFT,
    form_problems,
    with_default_rules,
)
from giaoban.rules.reporting.form_structure import PlacedItem, expanded
from giaoban.rules.reporting.indicators import TYPED_NUMBERS
from giaoban.rules.reporting.periods import PeriodKind, kind_of
from giaoban.rules.reporting.regime_facts import Asked, FormText, in_section_order
from giaoban.rules.reporting.states import ReportState


@transaction.atomic
def draft_form(*, regime: Regime, by: Person | None, now: datetime) -> Form:
    """The version in the making: the one there is, else a copy of the last published one."""
    Regime.objects.select_for_update().get(pk=regime.pk)
    existing = form_in_the_making(regime)
    if existing is not None:
        return existing
    published = published_forms(regime.pk)
    number = published[-1].number + 1 if published else 1
    form = Form.objects.create(regime=regime, number=number)
    if published:
        text = form_text(published[-1])
        _write(form, text, entries_named(text, by, now))
    record(actor=by, action="draft_form", on=regime, at=now, after={"form": number})
    return form


@transaction.atomic
def edit_form(
    *,
    form: Form,
    text: FormText,
    by: Person | None,
    now: datetime,
    begun_from: FormText | None = None,
) -> Form:
    """Replace what the version in the making asks; it may still be incomplete.

    Codes stand once each, and those of published forms keep their meaning. Raises RegimeRefused
    for these, RuleError `form_frozen` (number) for a published version and
    `form_changed_meanwhile` where the form is no longer the one that the edit began from.
    """
    held = _held_draft(form)
    before = form_text(held)
    if begun_from is not None and before != begun_from:
        raise RuleError("form_changed_meanwhile")
    text = with_links_of_series(_settled(text), links_of(held.regime))
    if text == before:
        return held
    broken = [
        problem for problem in form_problems(text) if problem.problem.code in KEPT_FROM_A_DRAFT
    ]
    broken += broken_meanings(known_meanings(held.regime), text)
    broken += shared_problems(text, entry_meanings(entries_of(text)))
    if broken:
        raise RegimeRefused(broken)
    _write(held, text, entries_named(text, by, now))
    changes = form_differences(before, text)
    record(
        actor=by,
        action="edit_form",
        on=held.regime,
        at=now,
        after={
            "form": held.number,
            "changes": [[change.kind, change.what, change.name, change.key] for change in changes],
        },
    )
    return held


@transaction.atomic
def discard_draft(*, form: Form, by: Person | None, now: datetime) -> None:
    """Throw the version in the making away.

    Raises RuleError `form_frozen` (number), `form_changed_meanwhile` where it is gone already.
    """
    held = _held_draft(form)
    regime, number = held.regime, held.number
    held.delete()
    _drop_unused_indicators(regime)
    record(actor=by, action="discard_form", on=regime, at=now, before={"form": number})


@transaction.atomic
def publish_form(*, form: Form, effective_from: str = "", by: Person | None, now: datetime) -> Form:
    """Freeze the version; it holds from the named period on, or from ever where none is named.

    No unit may have submitted a report for that period or a later one. Drafts of those periods go
    over to the new version and lose what it no longer asks. Raises RegimeRefused with all that is
    wrong, and RuleError: those of a malformed key, `period_not_of_frequency`, `form_frozen`,
    `form_changed_meanwhile`, `form_unchanged`, `effective_period_has_reports` (key, newest).
    """
    held = _held_draft(form)
    regime = held.regime
    text = form_text(held)
    problems = [problem for problem in form_problems(text) if problem.is_error]
    problems += broken_meanings(known_meanings(regime), text)
    if problems:
        raise RegimeRefused(problems)
    published = published_forms(regime.pk)
    if published and form_text(published[-1]) == text:
        raise RuleError("form_unchanged")
    if effective_from:
        if kind_of(effective_from) is not PeriodKind(regime.frequency):
            raise RuleError(
                "period_not_of_frequency", key=effective_from, frequency=regime.frequency
            )
        held.effective_on = span_of(regime, effective_from).starts_on
    newest = newest_period_with_report(regime, since=held.effective_on)
    if newest is not None and published:
        raise RuleError("effective_period_has_reports", key=effective_from, newest=newest.key)
    held.effective_from = effective_from
    held.published_at, held.published_by = now, by
    held.save()
    _assign_slots(held)
    moved = _take_over_drafts(held)
    record(
        actor=by,
        action="publish_form",
        on=regime,
        at=now,
        after={"form": held.number, "effective_from": effective_from, "drafts": moved},
    )
    return held


def _held_draft(form: Form) -> Form:
    """Read under the lock of its regime, which whoever links or begins a version takes too.

    Raises RuleError `form_frozen` (number), `form_changed_meanwhile` where it was discarded.
    """
    Regime.objects.select_for_update().get(pk=form.regime_id)
    held = Form.objects.select_related("regime").filter(pk=form.pk).first()
    if held is None:
        raise RuleError("form_changed_meanwhile")
    if held.published_at is not None:
        raise RuleError("form_frozen", number=held.number)
    return held


def _settled(text: FormText) -> FormText:
    asked = tuple(with_default_rules(entry) for entry in text.asked)
    return in_section_order(replace(text, asked=asked))


def _write(form: Form, text: FormText, entries: Mapping[str, SharedIndicator]) -> None:
    """Store the whole form anew: a few rows, and no state to carry from one edit to the next."""
    text = _settled(text)
    form.checks.all().delete()
    form.items.all().delete()
    form.sections.all().delete()
    sections = Section.objects.bulk_create(
        Section(form=form, position=position, title=title)
        for position, title in enumerate(text.sections)
    )
    by_title = {section.title: section for section in sections}
    form.structure = kept_structure(text)
    form.save(update_fields=["structure"])
    items = expanded(text)
    indicators = _indicators(form.regime, items, entries)
    FormItem.objects.bulk_create(
        _form_item(
            item,
            form=form,
            section=by_title.get(item.asked.section),
            indicator=indicators[item.asked.code],
            position=position,
        )
        for position, item in enumerate(items)
    )
    written = [(check, False) for check in text.checks]
    implied = [(check, True) for check in implied_checks(items)]
    Check.objects.bulk_create(
        Check(
            form=form,
            position=position,
            formula=check.formula,
            level=check.level,
            message=check.message,
            is_implied=is_implied,
        )
        for position, (check, is_implied) in enumerate(written + implied)
    )
    _drop_unused_indicators(form.regime)


def _form_item(
    item: PlacedItem, *, form: Form, section: Section | None, indicator: Indicator, position: int
) -> FormItem:
    asked, place = item.asked, item.place
    return FormItem(
        form=form,
        section=section,
        indicator=indicator,
        position=position,
        name=asked.name,
        label=item.label,
        part_of=place.part_of,
        depth=place.depth,
        parts=asked.parts,
        breakdowns=list(asked.breakdowns),
        breakdown=place.breakdown,
        category=place.category,
        table_code=place.table,
        row_code=place.row,
        column_code=place.column,
        list_code=place.list,
        sums=[[group.name, group.is_equal, list(group.codes)] for group in item.sums],
        help=asked.help,
        is_required=asked.is_required,
        minimum=asked.minimum,
        maximum=asked.maximum,
        choices=list(asked.choices),
        decimals=asked.decimals,
        better=asked.better,
    )


def _indicators(
    regime: Regime, items: Sequence[PlacedItem], entries: Mapping[str, SharedIndicator]
) -> dict[str, Indicator]:
    """The series asked; those that no published form asked may still change their meaning."""
    existing = {indicator.code: indicator for indicator in regime.indicators.all()}
    new = []
    for item in items:
        asked, shared = item.asked, entries.get(item.asked.shared)
        indicator = existing.get(asked.code)
        if indicator is None:
            indicator = existing[asked.code] = Indicator(regime=regime, code=asked.code)
            _set_meaning(indicator, asked)
            indicator.shared = shared
            new.append(indicator)
        elif _meaning(indicator) != asked.meaning or indicator.shared_id != _id_of(shared):
            _set_meaning(indicator, asked)
            indicator.shared = shared
            indicator.save()
    Indicator.objects.bulk_create(new)
    return existing


def _id_of(shared: SharedIndicator | None) -> int | None:
    return None if shared is None else shared.pk


def _meaning(indicator: Indicator) -> tuple[str, ...]:
    return (
        indicator.kind,
        indicator.measure,
        indicator.over_time,
        indicator.over_units,
        indicator.numerator,
        indicator.denominator,
    )


def _set_meaning(indicator: Indicator, asked: Asked) -> None:
    indicator.kind, indicator.measure = asked.kind, asked.measure
    indicator.over_time, indicator.over_units = asked.over_time, asked.over_units
    indicator.numerator, indicator.denominator = asked.numerator, asked.denominator


def _drop_unused_indicators(regime: Regime) -> None:
    regime.indicators.filter(items=None).delete()


def _assign_slots(form: Form) -> None:
    """New series that add up get the next places in the totals; a place is never given twice."""
    regime = form.regime
    newest = regime.indicators.exclude(slot=None).order_by("-slot").first()
    slot = newest.slot + 1 if newest is not None and newest.slot is not None else 0
    waiting = regime.indicators.filter(
        items__form=form, slot=None, kind__in=TYPED_NUMBERS
    ).order_by("items__position")
    for indicator in waiting:
        indicator.slot = slot
        indicator.save(update_fields=["slot"])
        slot += 1


def _take_over_drafts(form: Form) -> int:
    """Move drafts of the periods in which the form now holds over to it; how many."""
    drafts = Version.objects.filter(
        state=ReportState.DRAFT, submission__period__regime=form.regime
    ).exclude(form=form)
    if form.effective_on is not None:
        drafts = drafts.filter(submission__period__starts_on__gte=form.effective_on)
    ids = list(drafts.values_list("pk", flat=True))
    Value.objects.filter(version__in=ids).exclude(indicator__items__form=form).delete()
    ListRow.objects.filter(version__in=ids).exclude(
        list_code__in=[listed.code for listed in form_lists(form)]
    ).delete()
    # A reason was given for a check of the old form; the new one asks again.
    Explanation.objects.filter(version__in=ids).delete()
    return Version.objects.filter(pk__in=ids).update(form=form, revision=F("revision") + 1)
