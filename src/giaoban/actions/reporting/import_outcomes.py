"""What became of each file of an import, and in whose name its reports may be taken."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime

from giaoban.models import Person, Regime
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.states import ReportState


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong and where: a sheet and cell of a workbook, or a row and column of a table.

    Empty, or row 0: the whole file. `indicator` is its code where one is concerned.
    """

    problem: Problem
    sheet: str = ""
    cell: str = ""
    row: int = 0
    column: str = ""
    indicator: str = ""


@dataclass
class FileOutcome:
    """One file: taken (the counts say what its reports became) or refused, and then why."""

    name: str
    unit_code: str = ""  # of a workbook
    unit_name: str = ""
    period: str = ""  # its key; of a table the first and the last one
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[FileProblem] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return bool(self.problems)


class FileRefused(Exception):
    """Raised to undo what a file began; carries everything that is wrong with it."""

    def __init__(self, problems: list[FileProblem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


class _Everything:
    """Contains whatever it is asked for."""

    def __contains__(self, item: object) -> bool:
        return True


@dataclass(frozen=True)
class ImportReach:
    """The units whose reports a person may bring in as accepted, or as submitted only."""

    accepted: Container[int]
    submitted: Container[int]

    def state_of(self, unit_id: int) -> ReportState | None:
        """The state that a unit's report gets; None where the person has no say."""
        if unit_id in self.accepted:
            return ReportState.ACCEPTED
        return ReportState.SUBMITTED if unit_id in self.submitted else None


EVERYTHING_ACCEPTED = ImportReach(accepted=_Everything(), submitted=())
"""The system's own reach: a command without --as."""


@dataclass(frozen=True)
class Import:
    """Whose import it is, of which regime, and when.

    `reason` explains the warnings that the files themselves do not explain; at the units in
    `over_errors` it is also why reports are accepted over their errors. A trial says what
    would become of the files and changes nothing: no file is kept, and the caller
    rolls the rest back.
    """

    regime: Regime
    reach: ImportReach
    by: Person | None
    today: date
    now: datetime
    reason: str = ""
    is_trial: bool = False
    over_errors: Container[int] = ()
