"""Which types of documents does this installation know?"""

from functools import lru_cache

from giaoban.queries.country import country
from giaoban.rules.country.layouts import PLAIN as PLAIN_LAYOUT
from giaoban.rules.register.kinds import DECREED, PLAIN, Kinds, changed_kinds


def kinds() -> Kinds:
    """Those of the country's layout, with the changes of its profile; no query."""
    here = country()
    is_plain = here.layout.code == PLAIN_LAYOUT.code
    return _kinds(tuple(here.document_types.items()), is_plain=is_plain)


@lru_cache(maxsize=8)
def _kinds(changes: tuple[tuple[str, str], ...], *, is_plain: bool) -> Kinds:
    return changed_kinds(dict(changes), PLAIN if is_plain else DECREED)
