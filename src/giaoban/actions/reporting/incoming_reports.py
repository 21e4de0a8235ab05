"""A report on its way in: what a file gave, and what becomes known of its unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from giaoban.actions.reporting.cells import Cell
from giaoban.models import Person, SourceFile, Submission, Version
from giaoban.queries.reporting.answers import Answers
from giaoban.rules.reporting.checks import Finding
from giaoban.rules.reporting.list_rows import RowCells


@dataclass(frozen=True)
class IncomingReport:
    """One unit's whole report as a file gave it; `origin` names the file for messages.

    `sent_by` and `sent_at` are given where the unit sent it earlier than it is taken (a letter, an
    archive of reports): whether it was late is judged by that moment.
    """

    unit_id: int
    cells: Mapping[str, Cell]
    origin: str
    source: SourceFile | None = None
    nothing_arose: bool = False
    note: str = ""
    explanations: Mapping[int, str] = field(default_factory=dict)  # by check index
    sent_by: Person | None = None
    sent_at: datetime | None = None
    lists: Mapping[str, Sequence[RowCells]] | None = None
    """Rows by list code, of the lists that are answered; None: the file cannot say."""
    keeps_other_lists: bool = False
    """Whether lists that it does not name stay as they count."""


@dataclass
class Incoming:
    """A report on its way, with what is known of its unit."""

    report: IncomingReport
    answers: Answers
    submission: Submission | None
    found: list[Finding] = field(default_factory=list)
    version: Version | None = None
    is_over_error: bool = False  # taken although a check that is an error fails

    @property
    def stored(self) -> Submission:
        if self.submission is None:
            raise LookupError("asked before the submissions were stored")
        return self.submission
