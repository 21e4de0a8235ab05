"""How does an office call a unit whose place goes without saying?

In the papers of a province its `Sở Y tế tỉnh Lào Cai` is `Sở Y tế`, its `Văn phòng Ủy ban nhân dân
tỉnh Lào Cai` is `Văn phòng UBND tỉnh`, and the province itself `UBND tỉnh`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from giaoban.rules.units.naming import search_key

_KINDS = ("thanh pho", "tinh", "dac khu", "phuong", "xa", "huyen", "thi xa")
_PROVINCES = ("tinh", "thanh pho")


def naming_key(text: str) -> str:
    """The search key, with the authority as offices shorten it.

    >>> naming_key("Văn phòng Ủy ban nhân dân tỉnh")
    'van phong ubnd tinh'
    """
    return search_key(text).replace("uy ban nhan dan", "ubnd")


def short_names(names: Iterable[str], *, fewest_words: int = 1) -> Mapping[str, frozenset[str]]:
    """Shorter naming keys, of at least so many words, with the naming keys that they may mean.

    A place is left out where it is a unit of the same tree; its kind may stay. Several that share a
    short name are all among what it may mean.
    """
    keys = {naming_key(name) for name in names}
    found: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        for short in _shorter(key, keys):
            if len(short.split()) >= fewest_words:
                found[short].add(key)
    return {short: frozenset(meant) for short, meant in found.items()}


def _shorter(key: str, places: set[str]) -> Iterable[str]:
    kind = _kind_of(key)
    if kind in _PROVINCES:
        yield kind
    words = key.split()
    for cut in range(2, len(words)):
        place = " ".join(words[cut:])
        if place in places:
            before = " ".join(words[:cut])
            yield before
            if kind := _kind_of(place):
                yield f"{before} {kind}"


def _kind_of(place: str) -> str:
    return next((kind for kind in _KINDS if place.startswith(f"{kind} ")), "")
