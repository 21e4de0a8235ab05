"""What are the fields of a template made from: sections, rows, units and annexes of one report?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from giaoban.documents import wording
from giaoban.documents.content import (
    AdministrativeDocument,
    Annex,
    Block,
    Chart,
    Heading,
    Paragraph,
    Table,
)
from giaoban.documents.profiles import LayoutProfile
from giaoban.documents.reporting.report_tables import main_table, shown_rows
from giaoban.documents.reporting.report_unit_tables import indicators_by_unit, unit_tables
from giaoban.documents.reporting.report_words import UNITS_ANNEX
from giaoban.documents.word_templates.pieces import PieceWriter
from giaoban.documents.word_templates.schema import Part
from giaoban.rules.reporting.consolidated_facts import (
    Compared,
    ConsolidatedFacts,
    ShownIndicator,
    UnitFigures,
)

UNIT_COLUMNS = 5
"""So many indicators stand beside each other in a table by unit on an upright page."""


@dataclass(frozen=True)
class DocumentSource:
    """Any document as it is drawn: its head and foot."""

    document: AdministrativeDocument
    profile: LayoutProfile
    writer: PieceWriter

    @cached_property
    def frame(self) -> wording.Frame:
        return wording.frame(self.document, self.profile)

    @cached_property
    def letterhead_lines(self) -> tuple[str, str]:
        """The agency above and the agency itself, broken where the letterhead breaks them."""
        wrapped = wording.wrapped_letterhead(self.document.letterhead, self.profile)
        return "\n".join(wrapped.parent_agency), "\n".join(wrapped.agency)

    @cached_property
    def signature_lines(self) -> tuple[str, str]:
        wrapped = wording.wrapped_signature(self.document, self.profile)
        if wrapped is None:
            return "", ""
        return "\n".join(wrapped.capacity), "\n".join(wrapped.person)


@dataclass(frozen=True)
class ReportSource(DocumentSource):
    """A report as it is drawn, and the figures behind it."""

    facts: ConsolidatedFacts

    @property
    def written(self) -> tuple[Block, ...]:
        """All blocks but the closing sentence, where the layout has one."""
        return self.document.blocks[: -1 if self.profile.closing else None]

    @property
    def closing(self) -> str:
        """The sentence that ends the report; empty where the layout has none."""
        last = self.document.blocks[-1]
        if not self.profile.closing or not isinstance(last, Paragraph):
            return ""
        return "".join(run.text for run in last.runs)

    def part(self, blocks: Sequence[Block]) -> Part:
        return self.writer.part(blocks)

    @cached_property
    def sections(self) -> list["SectionSource"]:
        """A section begins with a title of the first level; the closing sentence is in none."""
        found: list[tuple[str, list[Block]]] = []
        for block in self.written:
            if isinstance(block, Heading) and block.level == 1:
                found.append((block.text, []))
            elif found:
                found[-1][1].append(block)
        return [
            SectionSource(title, tuple(blocks), self.writer, self.main_table)
            for title, blocks in found
        ]

    @cached_property
    def rows(self) -> list["RowSource"]:
        """The rows of the main table: indicators, and the titles of the form's sections."""
        return [
            RowSource(self.facts, indicator, self.facts.unit, number, name)
            for number, name, indicator in shown_rows(self.facts)
        ]

    @cached_property
    def main_table(self) -> Table | None:
        return main_table(self.facts) if self.facts.indicators else None

    @cached_property
    def notes(self) -> tuple[str, ...]:
        return self.main_table.notes if self.main_table else ()

    @cached_property
    def units(self) -> list["UnitSource"]:
        """The units directly below, without the whole."""
        return [
            UnitSource(self.facts, child, str(number))
            for number, child in enumerate(self.facts.children, start=1)
        ]

    @cached_property
    def unit_tables(self) -> list["UnitTableSource"]:
        shown = indicators_by_unit(self.facts)
        return [
            UnitTableSource(self.facts, shown[start : start + UNIT_COLUMNS], self.units)
            for start in range(0, len(shown), UNIT_COLUMNS)
        ]

    @cached_property
    def annexes(self) -> list["AnnexSource"]:
        return [
            AnnexSource(self, annex, *self.frame.annexes[index])
            for index, annex in enumerate(self.document.annexes)
        ]


@dataclass(frozen=True)
class SectionSource:
    title: str
    blocks: tuple[Block, ...]
    writer: PieceWriter
    main_table: Table | None

    @cached_property
    def main(self) -> Table | None:
        """The table of the report's own indicators: a section may show another regime's too."""
        return next((b for b in self.blocks if isinstance(b, Table) and self._is_main(b)), None)

    def _is_main(self, block: Table) -> bool:
        own = self.main_table
        return own is not None and replace(block, caption=own.caption) == own

    @property
    def words(self) -> Part:
        return self.writer.part([b for b in self.blocks if not isinstance(b, (Table, Chart))])

    @property
    def tables(self) -> Part:
        return self.writer.part([b for b in self.blocks if isinstance(b, Table)])

    @property
    def other_tables(self) -> Part:
        tables = [b for b in self.blocks if isinstance(b, Table) and b is not self.main]
        return self.writer.part(tables)

    @property
    def charts(self) -> Part:
        return self.writer.part([block for block in self.blocks if isinstance(block, Chart)])


@dataclass(frozen=True)
class RowSource:
    """One indicator of a unit; `indicator` None is the title of a section of the form."""

    facts: ConsolidatedFacts
    indicator: ShownIndicator | None
    unit: UnitFigures
    number: str
    name: str

    @property
    def held(self) -> Compared:
        return self.unit.of(self.indicator.code) if self.indicator else Compared()


@dataclass(frozen=True)
class UnitSource:
    facts: ConsolidatedFacts
    unit: UnitFigures
    number: str


@dataclass(frozen=True)
class UnitTableSource:
    """Some of the indicators for all units; the whole comes first."""

    facts: ConsolidatedFacts
    shown: Sequence[ShownIndicator]
    units: Sequence[UnitSource]

    @property
    def rows(self) -> Iterator["UnitRowSource"]:
        yield UnitRowSource(UnitSource(self.facts, self.facts.unit, ""), self.shown)
        for unit in self.units:
            yield UnitRowSource(unit, self.shown)


@dataclass(frozen=True)
class UnitRowSource:
    of: UnitSource
    shown: Sequence[ShownIndicator]


@dataclass(frozen=True)
class AnnexSource:
    report: ReportSource
    annex: Annex
    label: str
    reference: str

    @property
    def is_by_unit(self) -> bool:
        return self.annex.title == UNITS_ANNEX

    @property
    def rest(self) -> Part:
        """What follows the tables by unit."""
        before = len(unit_tables(self.report.facts)) if self.is_by_unit else 0
        return self.report.part(self.annex.blocks[before:])
