"""Which rows did somebody tick? What no row can be called is passed over."""

from collections.abc import Iterable


def picked_ids(given: Iterable[str]) -> frozenset[int]:
    """The ids among what was sent; `²` is a digit that is no number, a long one is in no table."""
    return frozenset(
        int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 19
    )
