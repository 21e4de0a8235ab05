"""What does the dictionary of indicators hold, and which series of which regimes use it?"""

from collections.abc import Collection
from dataclasses import dataclass

from giaoban.models import FormItem, Indicator, Regime, SharedIndicator
from giaoban.queries.reporting.forms import form_in_the_making
from giaoban.rules.reporting.dictionary import Alike, EntryText, Meaning, Series, look_alikes
from giaoban.rules.reporting.indicators import SHAREABLE
from giaoban.rules.units.naming import search_key, sort_key


@dataclass(frozen=True)
class ListedEntry:
    """An entry with the regimes that use it, in their order."""

    entry: SharedIndicator
    regimes: tuple[Regime, ...]


@dataclass(frozen=True)
class Use:
    """A series that is an entry's, with the name that the newest form gives it."""

    indicator: Indicator
    regime: Regime
    name: str


@dataclass(frozen=True)
class Proposal:
    """Series that look alike; `entry` is the one that they look like, if there is one."""

    entry: SharedIndicator | None
    uses: tuple[Use, ...]


def entry_text(entry: SharedIndicator) -> EntryText:
    return EntryText(
        code=entry.code,
        name=entry.name,
        kind=entry.kind,
        measure=entry.measure,
        over_time=entry.over_time,
        over_units=entry.over_units,
        definition=entry.definition,
        source=entry.source,
    )


def entry_meanings(codes: Collection[str]) -> dict[str, Meaning]:
    """Of the entries of these codes, what they mean; one query, none for no code."""
    if not codes:
        return {}
    entries = SharedIndicator.objects.filter(code__in=set(codes))
    return {entry.code: entry_text(entry).meaning for entry in entries}


def links_of(regime: Regime) -> dict[str, str]:
    """The entry's code of every series that is linked, by its own code; one query."""
    linked = regime.indicators.exclude(shared=None)
    return dict(linked.values_list("code", "shared__code"))


def listed_entries(words: str = "") -> list[ListedEntry]:
    """The entries that hold every word, each with the regimes that use it; two queries."""
    uses: dict[int, list[Regime]] = {}
    linked = Indicator.objects.exclude(shared=None).select_related("regime__unit")
    for indicator in linked.order_by("regime__name", "regime_id"):
        uses.setdefault(indicator.shared_id or 0, []).append(indicator.regime)
    return [ListedEntry(entry, tuple(uses.get(entry.pk, ()))) for entry in entries_holding(words)]


def entries_holding(words: str) -> list[SharedIndicator]:
    """The entries whose code, name, definition or unit of measure holds every word, by name.

    `words` is folded text as of search_key. A dictionary has hundreds of entries, so they are
    folded here and not stored. One query.
    """
    return [
        entry
        for entry in sorted(SharedIndicator.objects.all(), key=lambda one: sort_key(one.name))
        if all(word in _searched(entry) for word in words.split())
    ]


def entries_in_the_making(regime: Regime) -> set[int]:
    """The entries that the version in the making asks already; two queries."""
    form = form_in_the_making(regime)
    if form is None:
        return set()
    items = form.items.exclude(indicator__shared=None)
    return set(items.order_by().values_list("indicator__shared", flat=True))


def uses_of(entry: SharedIndicator) -> list[Use]:
    """Every series of the entry, by the names of the regimes; two queries."""
    indicators = list(
        Indicator.objects.filter(shared=entry)
        .select_related("regime__unit", "regime__committee")
        .order_by("regime__name", "regime_id")
    )
    names = newest_names([indicator.pk for indicator in indicators])
    return [Use(one, one.regime, names.get(one.pk, one.code)) for one in indicators]


def alike_and_unlinked(regime_ids: Collection[int]) -> list[Proposal]:
    """Series of these regimes that look as if they were one and are not linked; four queries.

    What a form in the making asks is looked at too, and categories of breakdowns and cells of
    tables; what is worked out from lists is not.
    """
    entries = SharedIndicator.objects.in_bulk()
    linked = set(
        Indicator.objects.exclude(shared=None).order_by("id").values_list("regime_id", "shared_id")
    )
    unlinked = Indicator.objects.filter(regime__in=regime_ids, shared=None, kind__in=SHAREABLE)
    by_id = {one.pk: one for one in unlinked.select_related("regime__unit", "regime__committee")}
    names = newest_names(by_id)
    series = [
        Series(
            pk,
            one.regime_id,
            one.code,
            names[pk],
            (one.kind, one.measure, one.over_time, one.over_units),
        )
        for pk, one in by_id.items()
        if pk in names
    ]
    known = {pk: (entry.name, entry_text(entry).meaning) for pk, entry in entries.items()}
    return [
        _proposal(alike, entries, by_id)
        for alike in look_alikes(series, known, {(a, b) for a, b in linked if b is not None})
    ]


def linkable_series(entry: SharedIndicator, regime_ids: Collection[int]) -> list[Use]:
    """Series of these regimes that mean what the entry means and could be uses of it; two queries.

    A regime that uses the entry already has no more of them. Of each regime those come first whose
    names share most words with the entry's: a table asks hundreds.
    """
    indicators = list(
        Indicator.objects.filter(
            regime__in=list(regime_ids),
            shared=None,
            kind=entry.kind,
            measure=entry.measure,
            over_time=entry.over_time,
            over_units=entry.over_units,
        )
        .exclude(regime__in=Indicator.objects.filter(shared=entry).values("regime"))
        .select_related("regime__unit", "regime__committee")
        .order_by("regime__name", "regime_id", "id")
    )
    names = newest_names([indicator.pk for indicator in indicators])
    found = [Use(one, one.regime, names[one.pk]) for one in indicators if one.pk in names]
    places = {use.regime.pk: place for place, use in reversed(list(enumerate(found)))}
    wanted = set(search_key(entry.name).split())

    def place(use: Use) -> tuple[int, int]:
        return places[use.regime.pk], -len(wanted & set(search_key(use.name).split()))

    return sorted(found, key=place)


def _proposal(
    alike: Alike, entries: dict[int, SharedIndicator], by_id: dict[int, Indicator]
) -> Proposal:
    uses = (Use(by_id[one.id], by_id[one.id].regime, one.name) for one in alike.series)
    return Proposal(entries[alike.entry] if alike.entry else None, tuple(uses))


def newest_names(indicator_ids: Collection[int]) -> dict[int, str]:
    """What the newest form calls each series but those of lists, standing alone; one query."""
    if not indicator_ids:
        return {}
    items = FormItem.objects.filter(indicator__in=list(indicator_ids), list_code="")
    items = items.order_by("form__number")
    return dict(items.values_list("indicator_id", "name"))


def _searched(entry: SharedIndicator) -> str:
    return search_key(f"{entry.code} {entry.name} {entry.measure} {entry.definition}")
