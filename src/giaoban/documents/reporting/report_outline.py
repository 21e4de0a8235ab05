"""From which sections does a consolidated report start?"""

from collections.abc import Sequence
from dataclasses import replace

from giaoban.documents.reporting.report_words import PROPOSALS
from giaoban.rules.reporting.prose import Part, parts_in
from giaoban.rules.reporting.report_content import Section

_USUAL = (
    ("Tình hình gửi báo cáo", "[[timeliness]]"),
    ("Kết quả thực hiện", "[[table]]\n\n[[charts]]"),
    ("Khó khăn, vướng mắc", ""),
    ("Đề xuất, kiến nghị", ""),
)
_TIMELINESS_TITLE = "Tình hình gửi báo cáo"


def first_sections(outline: Sequence[tuple[str, str]]) -> tuple[Section, ...]:
    """The regime's outline (title, text), or the usual one.

    A part of the report that the outline does not place comes by itself: table and charts after
    the first section's text, timeliness as a section before all others. The secretary may move or
    remove it.
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
    lacking = [part for part in (Part.TABLE, Part.CHARTS) if part not in placed]
    if lacking:
        first = sections[0]
        added = "\n\n".join(f"[[{part}]]" for part in lacking)
        sections[0] = replace(first, text=f"{first.text}\n\n{added}".strip())
    if Part.TIMELINESS not in placed:
        sections.append(
            Section(f"s{len(sections) + 1}", _TIMELINESS_TITLE, f"[[{Part.TIMELINESS}]]")
        )
        sections = [sections[-1], *sections[:-1]]
    return tuple(sections)
