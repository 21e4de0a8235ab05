"""How does a paper follow the record it was drafted from, and keep what people wrote into it?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from giaoban.rules.meetings.passages import Passage, Reach, narrowest
from giaoban.rules.problems import Problem

LONGEST_PASSAGE = 50_000
LONGEST_HEADING = 300
OWN = "own-"
"""What the key of a passage begins with that somebody added by hand."""


@dataclass(frozen=True, slots=True)
class PaperPassage:
    """A passage as it is kept: its words, and those of the record when it was last drafted.

    `drafted` is None for one that was added by hand. `revision` counts the savings of its words.
    """

    key: str
    heading: str
    text: str
    reach: Reach = Reach.CIRCULATED
    drafted: str | None = None
    drafted_reach: Reach = Reach.CIRCULATED
    revision: int = 0
    heading_reach: Reach = Reach.CIRCULATED

    @property
    def is_own(self) -> bool:
        return self.drafted is None

    @property
    def is_touched(self) -> bool:
        """Whether its words are not those of the record."""
        return self.text != self.drafted

    @property
    def is_printed(self) -> bool:
        """One that was emptied is left out, and counts nowhere as withheld."""
        return bool(self.text.strip())


def drafted_passage(passage: Passage) -> PaperPassage:
    """As it comes from the record, untouched."""
    return PaperPassage(
        passage.key,
        passage.heading,
        passage.text,
        passage.reach,
        passage.text,
        passage.reach,
        heading_reach=passage.heading_reach,
    )


def drafted_again(
    held: Sequence[PaperPassage], fresh: Sequence[Passage]
) -> tuple[PaperPassage, ...]:
    """The record's passages in its order; those that somebody touched keep their words.

    What the record has no more goes, unless somebody wrote in it: that stays behind the passage it
    stood behind, as do passages that were added by hand. A reach that was chosen stays; where the
    record has become narrower meanwhile, the narrower of both.
    """
    before = {each.key: each for each in held}
    keys = {each.key for each in fresh}
    behind: dict[str, list[PaperPassage]] = {}
    anchor = ""
    for each in held:
        if each.key in keys:
            anchor = each.key
        elif each.is_own or each.is_touched:
            behind.setdefault(anchor, []).append(each)
    found = list(behind.get("", ()))
    for passage in fresh:
        found.append(_followed(before.get(passage.key), passage))
        found += behind.get(passage.key, ())
    return tuple(found)


def _followed(held: PaperPassage | None, passage: Passage) -> PaperPassage:
    if held is None:
        return drafted_passage(passage)
    reach = passage.reach if held.reach is held.drafted_reach else held.reach
    if passage.reach is not held.drafted_reach:
        reach = narrowest([reach, passage.reach])
    return replace(
        held,
        heading=passage.heading,
        heading_reach=passage.heading_reach,
        text=held.text if held.is_touched else passage.text,
        reach=reach,
        drafted=passage.text,
        drafted_reach=passage.reach,
        revision=held.revision + (not held.is_touched and held.text != passage.text),
    )


def passage_problems(heading: str, text: str) -> list[Problem]:
    """`passage_too_long` (longest), `heading_too_long` (longest)."""
    found = []
    if len(text) > LONGEST_PASSAGE:
        found.append(Problem("passage_too_long", {"longest": LONGEST_PASSAGE}))
    if len(heading) > LONGEST_HEADING:
        found.append(Problem("heading_too_long", {"longest": LONGEST_HEADING}))
    return found


def free_key(passages: Iterable[PaperPassage]) -> str:
    """For a passage added by hand: never one that stood there."""
    taken = {each.key for each in passages}
    number = 1
    while f"{OWN}{number}" in taken:
        number += 1
    return f"{OWN}{number}"


def printed(passages: Iterable[PaperPassage]) -> list[Passage]:
    """What a paper consists of, for rules.meetings.passages.version_for."""
    return [
        Passage(each.key, each.heading, each.text, each.reach, each.heading_reach)
        for each in passages
        if each.is_printed
    ]


def passages_read(rows: Iterable[Mapping[str, Any]]) -> tuple[PaperPassage, ...]:
    """From what MeetingPaper.passages keeps."""
    return tuple(
        PaperPassage(
            key=row["key"],
            heading=row["heading"],
            text=row["text"],
            reach=Reach(row["reach"]),
            drafted=row["drafted"],
            drafted_reach=Reach(row["drafted_reach"]),
            revision=row["revision"],
            heading_reach=Reach(row.get("heading_reach", Reach.CIRCULATED)),
        )
        for row in rows
    )


def passages_kept(passages: Iterable[PaperPassage]) -> list[dict[str, Any]]:
    """For MeetingPaper.passages."""
    return [
        {
            "key": each.key,
            "heading": each.heading,
            "text": each.text,
            "reach": each.reach.value,
            "drafted": each.drafted,
            "drafted_reach": each.drafted_reach.value,
            "revision": each.revision,
            "heading_reach": each.heading_reach.value,
        }
        for each in passages
    ]
