"""What does each workbook of an import say? Opened before anything is locked: it takes seconds."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from giaoban.actions.reporting.mapped_reports import workbook_of_import
from giaoban.exchange.reporting.workbook_reader import (
    FilledWorkbook,
    UnreadableWorkbook,
    read_workbook,
)
from giaoban.models import Regime, WorkbookMap
from giaoban.queries.reporting.workbook_maps import maps_to_read_by
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.periods import PeriodKind
from giaoban.rules.units.tree import DatedTree


@dataclass(frozen=True, slots=True)
class OpenedWorkbook:
    """A file as it came, with what it says or the problem that it cannot be read."""

    name: str
    content: bytes
    says: FilledWorkbook | Problem


@dataclass
class Opening:
    """Opens files of one regime; it remembers the regime's maps once one is needed."""

    regime: Regime
    tree: DatedTree
    today: date

    def opened(self, name: str, content: bytes) -> OpenedWorkbook:
        """A template, or a file that one of the regime's maps fits.

        To be called outside a transaction: one of SQLite's keeps everybody else from saving.
        """
        try:
            return OpenedWorkbook(name, content, self._says(content))
        except UnreadableWorkbook as error:
            return OpenedWorkbook(name, content, error.problem)

    def _says(self, content: bytes) -> FilledWorkbook:
        try:
            return read_workbook(content)
        except UnreadableWorkbook as error:
            if error.problem.code != "workbook_is_no_template":
                raise
        frequency = PeriodKind(self.regime.frequency)
        return workbook_of_import(content, self._maps, frequency, self.tree.at(self.today))

    @cached_property
    def _maps(self) -> list[WorkbookMap]:
        return maps_to_read_by(self.regime.pk)
