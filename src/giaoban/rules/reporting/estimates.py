"""What may a correction change that is made for nothing but to replace estimates?"""

from collections.abc import Collection, Mapping


def changed_beside_estimates(
    before: Mapping[str, float | str], now: Mapping[str, float | str], estimated: Collection[str]
) -> list[str]:
    """The codes whose answer differs although it was no estimate, in alphabetical order.

    An answer that is new or gone differs as well. A correction that changes one of these needs a
    reason as any other does.
    """
    codes = before.keys() | now.keys()
    return sorted(code for code in codes - set(estimated) if before.get(code) != now.get(code))
