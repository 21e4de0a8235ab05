"""What does one letter say in place of many, and in which order?"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to be told. `about` names the one thing it concerns; empty: nothing else does.

    `is_news` says that something happened to it, such as a return; else it is a reminder.
    """

    about: str
    is_late: bool = False
    is_news: bool = False


def gathered(waiting: Sequence[Waiting]) -> list[tuple[int, bool]]:
    """What is said: its place in `waiting`, the oldest first, and whether it is late; late first.

    Of one thing the newest news is said and nothing else; where there is none the newest reminder.
    It comes among what is late if anything that waits says so of it.
    """
    stands: dict[str, int] = {}
    late: set[str] = set()
    for place, one in enumerate(waiting):
        name = one.about or f"#{place}"
        if one.is_late:
            late.add(name)
        if name not in stands or one.is_news or not waiting[stands[name]].is_news:
            stands[name] = place
    in_order = sorted(stands, key=lambda name: (name not in late, stands[name]))
    return [(stands[name], name in late) for name in in_order]
