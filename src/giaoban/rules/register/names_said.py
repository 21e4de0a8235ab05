"""Which units does a sentence name, and in which order?"""

import re
from collections.abc import Iterable

from giaoban.rules.units.naming import search_key

_WORD = re.compile(r"\w+")


class NamesSaid:
    """Names of units, looked up by the words of a text.

    Each run of a text's words is asked for once, so that it costs as much among ten names as among
    the 3,321 of a country.
    """

    def __init__(self, unit_names: Iterable[str]) -> None:
        self._by_key: dict[str, str] = {}
        self._most_words = 0
        for name in unit_names:
            words = list(_WORD.finditer(search_key(name)))
            if words:
                key = search_key(name)[words[0].start() : words[-1].end()]
                self._by_key[key] = name
                self._most_words = max(self._most_words, len(words))

    def named_in(self, text: str) -> tuple[str, ...]:
        """Each once, in the order in which the text says them; of two nested ones the longer.

        `text` is a search key. `Phường 1` is not named where it says `Phường 12`.
        """
        spans = [word.span() for word in _WORD.finditer(text)]
        found: dict[str, None] = {}
        behind = 0  # what lies within a longer name is not named by itself
        for place, (start, _end) in enumerate(spans):
            for _start, end in reversed(spans[place : place + self._most_words]):
                name = self._by_key.get(text[start:end])
                if name is not None:
                    if end > behind:
                        found[name] = None
                        behind = end
                    break
        return tuple(found)
