"""Which unit do the words of an annex mean: a code, a name, a name as people shorten it?

Nothing is guessed: words that fit two units, or none, are said to do so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from giaoban.rules.register.short_names import naming_key, short_names

_BETWEEN = re.compile(r"[;\n]+")
_COMMA = re.compile(r"\s*,\s*")
# An office writes the authority where the tree names the place; English an article.
_AUTHORITIES = ("ubnd ", "van phong ubnd ", "the ")
_FULL_STOP = " .;,:"


@dataclass(frozen=True, slots=True)
class UnitName:
    unit_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FoundUnits:
    """`unit_ids` in the order of the words; `unknown` and `doubtful` are the words themselves."""

    unit_ids: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


class UnitNames:
    """The units of a tree by what people call them."""

    def __init__(self, units: Iterable[UnitName]) -> None:
        by_words: dict[str, set[int]] = defaultdict(set)
        by_name: dict[str, set[int]] = defaultdict(set)
        for unit in units:
            by_words[naming_key(unit.code)].add(unit.unit_id)
            by_words[naming_key(unit.name)].add(unit.unit_id)
            by_name[naming_key(unit.name)].add(unit.unit_id)
        self._by_words: Mapping[str, set[int]] = by_words
        self._by_short: Mapping[str, set[int]] = {
            short: set().union(*(by_name[key] for key in meant))
            for short, meant in short_names(by_name).items()
        }

    def one(self, text: str) -> FoundUnits:
        """The one unit that the words name."""
        words = text.strip(_FULL_STOP)
        found = self._meant(words)
        if len(found) == 1:
            return FoundUnits(tuple(found))
        return FoundUnits(doubtful=(words,)) if found else FoundUnits(unknown=(words,))

    def several(self, text: str) -> FoundUnits:
        """The units of a list, parted by semicolons, lines or commas; each once.

        A comma may be part of a name, so the longest words that name a unit win.
        """
        ids: dict[int, None] = {}
        unknown: list[str] = []
        doubtful: list[str] = []
        for part in _BETWEEN.split(text):
            pieces = [piece for piece in _COMMA.split(part.strip(_FULL_STOP)) if piece]
            while pieces:
                taken = next(
                    (n for n in range(len(pieces), 0, -1) if self._meant(", ".join(pieces[:n]))), 1
                )
                words = ", ".join(pieces[:taken])
                found = self.one(words)
                ids.update(dict.fromkeys(found.unit_ids))
                unknown.extend(found.unknown)
                doubtful.extend(found.doubtful)
                pieces = pieces[taken:]
        return FoundUnits(tuple(ids), tuple(unknown), tuple(doubtful))

    def _meant(self, words: str) -> set[int]:
        key = naming_key(words.strip(_FULL_STOP))
        said = [key]
        said += [key.removeprefix(office) for office in _AUTHORITIES if key.startswith(office)]
        for name in said:
            if found := self._by_words.get(name) or self._by_short.get(name):
                return found
        return set()
