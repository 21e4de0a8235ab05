"""Two people typed into the same notes: what do they say together?

Lines that only one of them changed are taken as that one left them. Lines that both changed are
kept twice, the one stored first before the other's: notes of a meeting are never refused and
nothing of them is dropped, and whoever reads them sees what to join. Only where one version is the
beginning of the other, as while somebody types on, the longer one stands for both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_LINES = 5000


@dataclass(frozen=True, slots=True)
class Merged:
    """`text` has everything; `kept_twice` are the lines, from 0, at which both versions stand."""

    text: str
    kept_twice: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines [first, last) of what both began from became `lines`."""

    first: int
    last: int
    lines: tuple[str, ...]


def merge_notes(base: str, stored: str, typed: str) -> Merged:
    """What `stored` and `typed` made of `base`, line by line.

    The result has every line that either of them added, or a longer one that begins with it; once
    where both added the same at the same place. A line that one removed and the other left is
    removed, unless it stands in the longer of two versions of one place; one that the other
    changed stays as it was changed.
    """
    if typed in (stored, base):
        return Merged(stored)
    if stored == base:
        return Merged(typed)
    lines = base.split("\n")
    ours = list(_changes(lines, stored.split("\n")))
    theirs = list(_changes(lines, typed.split("\n")))
    return _joined(lines, ours, theirs)


def _joined(base: Sequence[str], ours: list[_Change], theirs: list[_Change]) -> Merged:
    result: list[str] = []
    twice: list[int] = []
    place = 0
    while ours or theirs:
        begin = min(change.first for change in (ours[:1] + theirs[:1]))
        left, right, end = _overlapping(ours, theirs, begin)
        result += base[place:begin]
        one, other = _applied(base, left, begin, end), _applied(base, right, begin, end)
        if not right or one == other:
            result += one
        elif not left:
            result += other
        else:
            kept = _longer(one, other)
            if kept is None:
                kept = _both(one, other)
                twice.append(len(result))
            result += kept
        place = end
    result += base[place:]
    return Merged("\n".join(result), tuple(twice))


def _overlapping(
    ours: list[_Change], theirs: list[_Change], begin: int
) -> tuple[list[_Change], list[_Change], int]:
    """Takes from both lists the changes that touch each other from `begin` on, and their end."""
    taken: tuple[list[_Change], list[_Change]] = ([], [])
    end = begin
    # What one put in before lines that the other changed stands before them: no two versions.
    kinds = [
        bool(source and source[0].first == source[0].last == begin) for source in (ours, theirs)
    ]
    if kinds[0] != kinds[1]:
        place = kinds.index(True)
        taken[place].append((ours, theirs)[place].pop(0))
        return taken[0], taken[1], end
    grew = True
    while grew:
        grew = False
        for source, into in zip((ours, theirs), taken, strict=True):
            # Two insertions at one place touch; one that ends where the other begins does not.
            while source and (source[0].first < end or source[0].first == begin):
                change = source.pop(0)
                into.append(change)
                end = max(end, change.last)
                grew = True
    return taken[0], taken[1], end


def _applied(base: Sequence[str], changes: Sequence[_Change], begin: int, end: int) -> list[str]:
    """The lines [begin, end) with these changes in them."""
    result: list[str] = []
    place = begin
    for change in changes:
        result += base[place : change.first]
        result += change.lines
        place = change.last
    return result + list(base[place:end])


def _longer(one: list[str], other: list[str]) -> list[str] | None:
    """The version that begins with the whole of the other, None where neither does."""
    short, long = sorted(("\n".join(one), "\n".join(other)), key=len)
    if not one or not other or not long.startswith(short):
        return None
    return long.split("\n")


def _both(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Both versions; lines that begin or end both of them stand once."""
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    shared_end = list(one[len(one) - tail :])
    return [*one[: len(one) - tail], *other[head : len(other) - tail], *shared_end]


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[_Change]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag != "equal":
            yield _Change(first, last, tuple(after[begin:end]))
