"""Which types of documents does this installation know?"""

from functools import lru_cache

from giaoban.queries.country import country
from giaoban.rules.register.kinds import Kinds, changed_kinds


def kinds() -> Kinds:
    """The decree's, with the changes of the country's profile; no query."""
    return _kinds(tuple(country().document_types.items()))


@lru_cache(maxsize=8)
def _kinds(changes: tuple[tuple[str, str], ...]) -> Kinds:
    return changed_kinds(dict(changes))
