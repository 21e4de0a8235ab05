"""Keeping the dictionary of indicators, and saying which series of a regime use an entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.audit.unchanged import refuse_changed
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.models import Indicator, Person, Regime, SharedIndicator
from giaoban.queries.reporting.dictionary import entry_text
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.dictionary import (
    EntryText,
    contradictions,
    entry_of,
    entry_problems,
    linked_items,
    settled,
    shared_problems,
)
from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.indicators import SHAREABLE
from giaoban.rules.reporting.placed_problems import PlacedProblem, placed
from giaoban.rules.reporting.regime_facts import FormText

EDITING = frozenset({"add_shared_indicator", "edit_shared_indicator"})
"""What changes an entry."""


@transaction.atomic
def add_shared_indicator(*, entry: EntryText, by: Person | None, now: datetime) -> SharedIndicator:
    """A new entry of the dictionary; raises RegimeRefused with what is wrong, by key."""
    entry = settled(entry)
    problems = entry_problems(entry)
    if SharedIndicator.objects.filter(code=entry.code).exists():
        problems.append(placed(("code",), "shared_code_taken", code=entry.code))
    if problems:
        raise RegimeRefused(problems)
    shared = SharedIndicator(created_at=now)
    _write(shared, entry)
    record(actor=by, action="add_shared_indicator", on=shared, at=now, after=_facts(entry))
    return shared


@transaction.atomic
def edit_shared_indicator(
    *,
    shared: SharedIndicator,
    entry: EntryText,
    by: Person | None,
    now: datetime,
    seen: int | None = None,
) -> SharedIndicator:
    """Change an entry; code and meaning stay while a regime uses it.

    Raises RegimeRefused, and ChangedMeanwhile after `seen`.
    """
    shared = SharedIndicator.objects.select_for_update().get(pk=shared.pk)
    refuse_changed(on=shared, actions=EDITING, seen=seen)
    before, entry = entry_text(shared), settled(entry)
    if entry == before:
        return shared
    problems = entry_problems(entry)
    is_taken = SharedIndicator.objects.filter(code=entry.code).exclude(pk=shared.pk).exists()
    if is_taken:
        problems.append(placed(("code",), "shared_code_taken", code=entry.code))
    if shared.uses.exists():
        for key in ("code", "kind", "measure", "over_time", "over_units"):
            if getattr(entry, key) != getattr(before, key):
                problems.append(placed((key,), "shared_in_use"))
    if problems:
        raise RegimeRefused(problems)
    _write(shared, entry)
    record(
        actor=by,
        action="edit_shared_indicator",
        on=shared,
        at=now,
        before=_facts(before),
        after=_facts(entry),
    )
    return shared


@transaction.atomic
def remove_shared_indicator(*, shared: SharedIndicator, by: Person | None, now: datetime) -> None:
    """Take an entry out that no regime uses; raises RuleError `shared_in_use`."""
    shared = SharedIndicator.objects.select_for_update().get(pk=shared.pk)
    if shared.uses.exists():
        raise RuleError("shared_in_use")
    before = _facts(entry_text(shared))
    record(actor=by, action="remove_shared_indicator", on=shared, at=now, before=before)
    shared.delete()


@dataclass(frozen=True)
class TakenDictionary:
    """How many entries of a file were new, and how many are changed."""

    added: int
    changed: int


@transaction.atomic
def take_dictionary(
    *, entries: Sequence[EntryText], by: Person | None, now: datetime
) -> TakenDictionary:
    """Add or change the entries of a file, all or none; those that it does not name stay.

    Raises RegimeRefused with all that is wrong, each with the number of its entry.
    """
    known = {shared.code: shared for shared in SharedIndicator.objects.all()}
    problems: list[PlacedProblem] = []
    added = changed = 0
    for number, entry in enumerate(entries, start=1):
        shared = known.get(entry.code)
        try:
            if shared is None:
                add_shared_indicator(entry=entry, by=by, now=now)
                added += 1
            elif settled(entry) != entry_text(shared):
                edit_shared_indicator(shared=shared, entry=entry, by=by, now=now)
                changed += 1
        except RegimeRefused as refused:
            problems += [
                PlacedProblem(("entries", number, *problem.place), problem.problem)
                for problem in refused.problems
            ]
    if problems:
        raise RegimeRefused(problems)
    return TakenDictionary(added, changed)


@transaction.atomic
def link_indicator(
    *, indicator: Indicator, shared: SharedIndicator, by: Person | None, now: datetime
) -> None:
    """Say that a series is a use of the entry; the same again changes nothing.

    Raises RegimeRefused where it means something else, RuleError `shared_twice_in_regime` (code)
    where the regime uses the entry already, `shared_not_for_kind` (kind), `shared_not_for_list`
    (code) for what is worked out from a list.
    """
    _lock_regimes(indicator.regime_id)
    indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    shared = SharedIndicator.objects.select_for_update().get(pk=shared.pk)
    if indicator.shared_id == shared.pk:
        return
    if indicator.kind not in SHAREABLE:
        raise RuleError("shared_not_for_kind", kind=indicator.kind)
    if indicator.items.exclude(list_code="").exists():
        raise RuleError("shared_not_for_list", code=indicator.code)
    use = (indicator.kind, indicator.measure, indicator.over_time, indicator.over_units)
    problems = contradictions(shared.code, entry_text(shared).meaning, use, ())
    if problems:
        raise RegimeRefused(problems)
    other = shared.uses.filter(regime=indicator.regime_id).first()
    if other is not None:
        raise RuleError("shared_twice_in_regime", code=other.code)
    _set_link(indicator, shared, by, now)


@transaction.atomic
def unlink_indicator(*, indicator: Indicator, by: Person | None, now: datetime) -> None:
    """The series stands by itself again; what was taken by the link stays as it is."""
    _lock_regimes(indicator.regime_id)
    indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    if indicator.shared_id is not None:
        _set_link(indicator, None, by, now)


@transaction.atomic
def link_alike(
    *,
    indicators: Sequence[Indicator],
    shared: SharedIndicator | None,
    name: str,
    by: Person | None,
    now: datetime,
) -> SharedIndicator:
    """Link series that look alike, with a new entry of the name where there is none yet."""
    _lock_regimes(*(indicator.regime_id for indicator in indicators))
    if shared is None:
        first = indicators[0]
        entry = EntryText(
            _free_code(first.code),
            name,
            first.kind,
            first.measure,
            first.over_time,
            first.over_units,
        )
        shared = add_shared_indicator(entry=entry, by=by, now=now)
    for indicator in indicators:
        link_indicator(indicator=indicator, shared=shared, by=by, now=now)
    return shared


def entries_named(
    form: FormText, by: Person | None, now: datetime
) -> Mapping[str, SharedIndicator]:
    """The entries that a form names, by code, locked so that they keep their meaning.

    One that is not there yet is made from its use. Raises RegimeRefused where the form
    contradicts one.
    """
    asked_of = {item.asked.shared: item.asked for item in linked_items(form)}
    if not asked_of:
        return {}
    entries = SharedIndicator.objects.select_for_update().order_by("pk")
    found = {one.code: one for one in entries.filter(code__in=asked_of)}
    meanings = {code: entry_text(one).meaning for code, one in found.items()}
    problems = shared_problems(form, meanings)
    if problems:
        raise RegimeRefused(problems)
    for code, asked in asked_of.items():
        if code not in found:
            found[code] = add_shared_indicator(entry=entry_of(asked), by=by, now=now)
    return found


def link_as_named(*, regime: Regime, form: FormText, by: Person | None, now: datetime) -> None:
    """Make the links of the regime's series those that the form names.

    Raises RegimeRefused where the form contradicts an entry.
    """
    _lock_regimes(regime.pk)
    entries = entries_named(form, by, now)
    series = {one.code: one for one in regime.indicators.select_related("shared")}
    for item in expanded(form):
        indicator, wanted = series[item.asked.code], entries.get(item.asked.shared)
        if indicator.shared != wanted:
            _set_link(indicator, wanted, by, now)


def _lock_regimes(*ids: int) -> None:
    """Nobody else links or designs in these meanwhile.

    No constraint keeps an entry to one use in a regime, and a form that is stored anew says of
    each series what it is linked to. Regimes are locked before entries everywhere, and in one
    order, so that no two wait for each other.
    """
    list(Regime.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _set_link(
    indicator: Indicator, shared: SharedIndicator | None, by: Person | None, now: datetime
) -> None:
    before = indicator.shared.code if indicator.shared else ""
    indicator.shared = shared
    indicator.save(update_fields=["shared"])
    record(
        actor=by,
        action="link_indicator" if shared else "unlink_indicator",
        on=indicator.regime,
        at=now,
        before={"shared": before},
        after={"indicator": indicator.code, "shared": shared.code if shared else ""},
    )


def _free_code(wanted: str) -> str:
    """The code itself, else with the first number that makes it new."""
    taken = set(SharedIndicator.objects.values_list("code", flat=True))
    wanted = wanted[:56]
    numbered = (f"{wanted}_{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (wanted, *numbered) if code not in taken)


def _write(shared: SharedIndicator, entry: EntryText) -> None:
    shared.code, shared.name = entry.code, entry.name
    shared.definition, shared.source = entry.definition, entry.source
    shared.kind, shared.measure = entry.kind, entry.measure
    shared.over_time, shared.over_units = entry.over_time, entry.over_units
    shared.save()


def _facts(entry: EntryText) -> dict[str, object]:
    facts = {
        "code": entry.code,
        "name": entry.name,
        "answer_kind": entry.kind,
        "measure": entry.measure,
        "over_time": entry.over_time,
        "over_units": entry.over_units,
        "definition": entry.definition,
        "source": entry.source,
    }
    return {key: value for key, value in facts.items() if value}
