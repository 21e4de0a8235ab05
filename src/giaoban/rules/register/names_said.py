"""Which units does a sentence name, and in which order?"""

import re
from collections.abc import Iterable, Iterator

from giaoban.rules.register.short_names import naming_key, short_names

_WORD = re.compile(r"\w+")
_SHORTEST = 3
"""Words of a short name in prose: `Văn phòng` or `Công an` alone may be anybody's."""


class NamesSaid:
    """Names of units, looked up by the words of a text.

    Each run of a text's words is asked for once, so that it costs as much among ten names as among
    the 3,321 of a country. A name may be said without its place, where only one unit is meant.
    """

    def __init__(self, unit_names: Iterable[str]) -> None:
        names = {naming_key(name): name for name in unit_names}
        self._by_key: dict[str, str] = {}
        self._most_words = 0
        for short, meant in short_names(names.values(), fewest_words=_SHORTEST).items():
            if len(meant) == 1:
                self._add(short, names[next(iter(meant))])
        for key, name in names.items():  # a whole name wins over another's short one
            self._add(key, name)

    def _add(self, key: str, name: str) -> None:
        words = list(_WORD.finditer(key))
        if words:
            self._by_key[key[words[0].start() : words[-1].end()]] = name
            self._most_words = max(self._most_words, len(words))

    def named_in(self, text: str) -> tuple[str, ...]:
        """Each once, in the order in which the text says them; of two nested ones the longer.

        `text` is a naming key. `Phường 1` is not named where it says `Phường 12`.
        """
        return tuple(dict.fromkeys(name for name, _start, _end in self._said(text)))

    def without_names(self, text: str) -> str:
        """What a naming key says beside the names: Sở Giáo dục is told nothing by its name."""
        kept, behind = [], 0
        for _name, start, end in self._said(text):
            kept.append(text[behind:start])
            behind = end
        return "".join((*kept, text[behind:]))

    def _said(self, text: str) -> Iterator[tuple[str, int, int]]:
        spans = [word.span() for word in _WORD.finditer(text)]
        behind = 0  # what lies within a longer name is not named by itself
        for place, (start, _end) in enumerate(spans):
            if start < behind:
                continue
            for _start, end in reversed(spans[place : place + self._most_words]):
                name = self._by_key.get(text[start:end])
                if name is not None:
                    yield name, start, end
                    behind = end
                    break
