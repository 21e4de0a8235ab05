"""What did the secretary write into a consolidated report, beside its figures?"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import Heading
from giaoban.rules.reporting.prose import Part, parts_in


@dataclass(frozen=True, slots=True)
class Section:
    """`revision` counts saves of this section, so that two people do not overwrite each other.

    `regime` is the code of another regime whose figures it draws on; empty: the report's own.
    """

    key: str
    title: str
    text: str = ""
    revision: int = 0
    holds_proposals: bool = False
    regime: str = ""


@dataclass(frozen=True, slots=True)
class Narrative:
    """A unit's own words, chosen into a section; `original` is what the unit wrote."""

    key: str
    section: str
    unit_id: int
    unit: str
    indicator: str
    period: str
    version_id: int
    text: str
    original: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """`charts` are codes of indicators, None for the first few; `typed` replaces particulars of
    the heading by what was typed for this report alone (names of Heading's fields).
    """

    sections: tuple[Section, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    charts: tuple[str, ...] | None = None
    has_unit_tables: bool = True
    has_list_rows: bool = False
    typed: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    def section(self, key: str) -> Section:
        """Raises RuleError `section_unknown` (section)."""
        for section in self.sections:
            if section.key == key:
                return section
        raise RuleError("section_unknown", section=key)

    def narratives_in(self, key: str) -> tuple[Narrative, ...]:
        return tuple(narrative for narrative in self.narratives if narrative.section == key)

    @property
    def regimes(self) -> tuple[str, ...]:
        """The codes of the other regimes that sections draw on, each once, in reading order."""
        return tuple(dict.fromkeys(each.regime for each in self.sections if each.regime))

    @property
    def has_tasks(self) -> bool:
        """Whether a section shows how tasks stand."""
        return any(Part.TASKS in parts_in(each.text) for each in self.sections)

    def with_section(self, section: Section) -> "ReportContent":
        return replace(
            self,
            sections=tuple(section if s.key == section.key else s for s in self.sections),
        )


def stored(content: ReportContent) -> dict[str, Any]:
    return {
        "sections": [asdict(section) for section in content.sections],
        "narratives": [asdict(narrative) for narrative in content.narratives],
        "charts": None if content.charts is None else list(content.charts),
        "has_unit_tables": content.has_unit_tables,
        "has_list_rows": content.has_list_rows,
        "typed": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in content.typed.items()
        },
    }


def content_of(held: Mapping[str, Any]) -> ReportContent:
    """What `stored` gave; an empty mapping is a report in which nothing is written yet."""
    charts = held.get("charts")
    return ReportContent(
        sections=tuple(Section(**given) for given in held.get("sections", ())),
        narratives=tuple(Narrative(**given) for given in held.get("narratives", ())),
        charts=None if charts is None else tuple(charts),
        has_unit_tables=held.get("has_unit_tables", True),
        has_list_rows=held.get("has_list_rows", False),
        typed={
            name: tuple(value) if isinstance(value, list) else value
            for name, value in held.get("typed", {}).items()
        },
    )


def heading_with(heading: Heading, typed: Mapping[str, str | tuple[str, ...]]) -> Heading:
    """The particulars, with those that were typed for this report in their place."""
    return replace(heading, **{name: value for name, value in typed.items() if value})  # type: ignore[arg-type]
