"""From which sections does a consolidated report start?"""

from collections.abc import Sequence
from dataclasses import replace

from giaoban.documents.reporting.report_words import PROPOSALS, SAID
from giaoban.rules.reporting.prose import Part, parts_in
from giaoban.rules.reporting.report_content import Section

_USUAL = tuple(
    zip(
        SAID.prose.usual_sections,
        ("[[timeliness]]", "[[table]]\n\n[[charts]]", "", ""),
        strict=True,
    )
)
_USUAL_OF_ONE = _USUAL[1:]  # of a unit without others below: nobody else reports
_DIFFICULTIES = SAID.prose.usual_sections[2]


def own_sections(
    before: Sequence[str], *, has_units_below: bool, words: Sequence[str] = ()
) -> tuple[Section, ...]:
    """Of a unit's own report: the titles of its report before, or the usual ones.

    Who reported in time is said only where units below the unit report. `words` are what the unit
    answered in words itself: its difficulties begin with them.
    """
    usual = _USUAL if has_units_below else _USUAL_OF_ONE
    texts = {title.lower(): text for title, text in usual}
    outline = [(title, texts.get(title.lower(), "")) for title in before] or list(usual)
    sections = first_sections(outline)
    if has_units_below:
        return sections
    unsaid = f"[[{Part.TIMELINESS}]]"
    texts = {_DIFFICULTIES.lower(): "\n".join(words)}
    return tuple(
        replace(
            each,
            text=each.text.replace(unsaid, "").strip() or texts.get(each.title.lower(), ""),
        )
        for each in sections
    )


def first_sections(outline: Sequence[tuple[str, str]]) -> tuple[Section, ...]:
    """The regime's outline (title, text), or the usual one.

    A part of the report that the outline does not place comes after a section's text: timeliness
    in the first one; table and charts in the first whose title speaks of results, else in the
    first too. The secretary may move or remove them.
    """
    sections = [
        Section(
            key=f"s{number}",
            title=title,
            text=text.strip(),
            holds_proposals=any(word in title.lower() for word in PROPOSALS),
        )
        for number, (title, text) in enumerate(outline or _USUAL, start=1)
    ]
    placed = {part for section in sections for part in parts_in(section.text)}
    results = next((n for n, s in enumerate(sections) if _speaks_of_results(s.title)), 0)
    for part, place in ((Part.TIMELINESS, 0), (Part.TABLE, results), (Part.CHARTS, results)):
        if part not in placed:
            written = f"{sections[place].text}\n\n[[{part}]]".strip()
            sections[place] = replace(sections[place], text=written)
    return tuple(sections)


def _speaks_of_results(title: str) -> bool:
    return any(word in title.lower() for word in SAID.typed.results)
