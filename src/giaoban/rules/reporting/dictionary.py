"""May an indicator of a regime be a use of an entry of the dictionary, and which look as if?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from giaoban.rules.reporting.form_problems import with_default_rules
from giaoban.rules.reporting.form_structure import PlacedItem, expanded
from giaoban.rules.reporting.indicator_problems import indicator_problems
from giaoban.rules.reporting.indicators import SHAREABLE, IndicatorKind
from giaoban.rules.reporting.placed_problems import Place, PlacedProblem, placed
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.units.naming import search_key

LONGEST_DEFINITION = 4000
LONGEST_SOURCE = 300
_MEANING_KEYS = ("kind", "measure", "over_time", "over_units")

Meaning = tuple[str, str, str, str]
"""Kind, unit of measure, rule over time, rule over units: alike in an entry and all its uses."""


@dataclass(frozen=True, slots=True)
class EntryText:
    """An entry of the dictionary as it is written."""

    code: str
    name: str
    kind: str
    measure: str = ""
    over_time: str = ""
    over_units: str = ""
    definition: str = ""
    source: str = ""

    @property
    def meaning(self) -> Meaning:
        return self.kind, self.measure, self.over_time, self.over_units


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator of a regime, as the newest form that asked it names it; `id` is its own."""

    id: int
    regime: int
    code: str
    name: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Alike:
    """Series that seem to be one; `entry` is the id of the entry that they look like, if any."""

    series: tuple[Series, ...]
    entry: int | None


def meaning_of(asked: Asked) -> Meaning:
    return asked.kind, asked.measure, asked.over_time, asked.over_units


def settled(entry: EntryText) -> EntryText:
    """The entry as it is kept: with the rules that its kind has."""
    asked = with_default_rules(_as_asked(entry))
    return EntryText(
        code=entry.code.strip(),
        name=entry.name.strip(),
        kind=entry.kind,
        measure=entry.measure.strip(),
        over_time=asked.over_time,
        over_units=asked.over_units,
        definition=entry.definition.strip(),
        source=entry.source.strip(),
    )


def entry_of(asked: Asked) -> EntryText:
    """The entry that an indicator gives where the dictionary has none yet."""
    return EntryText(asked.shared, asked.name, *meaning_of(asked), definition=asked.help)


def entry_problems(entry: EntryText) -> list[PlacedProblem]:
    """Everything wrong with an entry, by key; the same as is wrong with an indicator."""
    if entry.kind in set(IndicatorKind) - SHAREABLE:
        return [placed(("kind",), "shared_not_for_kind", kind=entry.kind)]
    problems = [
        problem
        for problem in indicator_problems(_as_asked(entry), {}, ())
        if problem.place != ("choices",)  # which these are is each form's own
    ]
    for key, text, longest in (
        ("definition", entry.definition, LONGEST_DEFINITION),
        ("source", entry.source, LONGEST_SOURCE),
    ):
        if len(text) > longest:
            problems.append(placed((key,), "text_too_long", longest=longest))
    return problems


def contradictions(code: str, entry: Meaning, use: Meaning, place: Place) -> list[PlacedProblem]:
    """What an indicator says otherwise than the entry of the code."""
    return [
        placed((*place, key), "shared_contradicts", code=code, key=key, entry=of_entry, use=of_use)
        for key, of_entry, of_use in zip(_MEANING_KEYS, entry, use, strict=True)
        if of_entry != of_use
    ]


def shared_problems(form: FormText, entries: Mapping[str, Meaning]) -> list[PlacedProblem]:
    """Links of a form that cannot be; `entries` are those of the dictionary, by code."""
    problems: list[PlacedProblem] = []
    for item in linked_items(form):
        asked = item.asked
        place: Place = ("shared", asked.code) if item.place.is_generated else item.source
        if asked.shared in entries:
            problems += contradictions(
                asked.shared, entries[asked.shared], meaning_of(asked), place
            )
    return problems


def entries_of(form: FormText) -> set[str]:
    """The codes of the entries that a form names."""
    return {asked.shared for asked in form.asked if asked.shared} | {
        entry for _code, entry in form.shared
    }


def linked_items(form: FormText) -> list[PlacedItem]:
    """What the form asks as uses of entries."""
    return [item for item in expanded(form) if item.asked.shared]


def keeping_links(form: FormText, links: Mapping[str, str]) -> FormText:
    """A form from a file with the links there are, by code, where the file names none.

    They may have been made on the dictionary's page.
    """
    asked = (replace(one, shared=one.shared or links.get(one.code, "")) for one in form.asked)
    shared = {code: links[code] for code in _linkable(form) if code in links} | dict(form.shared)
    return replace(form, asked=tuple(asked), shared=tuple(sorted(shared.items())))


def with_links_of_series(form: FormText, links: Mapping[str, str]) -> FormText:
    """A form that is edited, with the links there are of categories and cells, by code.

    A link belongs to its series: a row that is taken out and put in again has it still, and one
    that is asked no more has none in this form.
    """
    named = dict(form.shared)
    shared = {code: named.get(code) or links.get(code, "") for code in _linkable(form)}
    return replace(form, shared=tuple(sorted(pair for pair in shared.items() if pair[1])))


def _linkable(form: FormText) -> Iterator[str]:
    """The codes that [[indicators]] do not write and that can be linked."""
    return (item.asked.code for item in expanded(form) if item.place.is_category_or_cell)


def without_links(form: FormText) -> FormText:
    """What a version of the form is made of: a link belongs to the series (decision 0016)."""
    return replace(form, asked=tuple(replace(one, shared="") for one in form.asked), shared=())


def look_alikes(
    unlinked: Iterable[Series],
    entries: Mapping[int, tuple[str, Meaning]],
    linked: Collection[tuple[int, int]],
) -> list[Alike]:
    """Series with one name (without diacritics), kind, measure and rules that are not linked yet.

    `entries` are name and meaning by id, `linked` pairs of (regime, entry): a regime uses an entry
    once. Series that look like no entry are proposed where two regimes have them.
    """
    entry_like = {_likeness(name, meaning): pk for pk, (name, meaning) in entries.items()}
    groups: dict[tuple[str, Meaning], list[Series]] = defaultdict(list)
    for series in unlinked:
        if series.meaning[0] in SHAREABLE:
            groups[_likeness(series.name, series.meaning)].append(series)
    found = []
    for likeness, group in groups.items():
        entry = entry_like.get(likeness)
        alike = tuple(_first_of_each_regime(group, entry, linked))
        if alike and (entry is not None or len(alike) > 1):
            found.append(Alike(alike, entry))
    return found


def _first_of_each_regime(
    group: Iterable[Series], entry: int | None, linked: Collection[tuple[int, int]]
) -> Iterator[Series]:
    seen: set[int] = set()
    for series in group:
        if series.regime in seen or (entry is not None and (series.regime, entry) in linked):
            continue
        seen.add(series.regime)
        yield series


def _likeness(name: str, meaning: Meaning) -> tuple[str, Meaning]:
    return search_key(name), meaning


def _as_asked(entry: EntryText) -> Asked:
    return Asked(
        code=entry.code,
        name=entry.name,
        kind=entry.kind,
        measure=entry.measure,
        over_time=entry.over_time,
        over_units=entry.over_units,
    )
