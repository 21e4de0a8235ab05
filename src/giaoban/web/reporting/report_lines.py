"""What does the page show of one indicator: its cell, what stands beside it, and what is wrong?"""

from dataclasses import dataclass

from giaoban.queries.reporting.report_page import Line
from giaoban.rules.reporting.checks import FindingLevel
from giaoban.web.reporting.report_offers import NOTHING_OFFERED, ShownOffers


@dataclass(frozen=True)
class ShownFinding:
    """`check_id` is where a warning's reason goes, `anchor` the field to mend.

    `stored_reason` is the reason that the report holds, where another one is being typed.

    What is said beside a row of a list (`is_in_row`) is not said again below its head.
    """

    level: str
    words: str
    check_id: int | None
    reason: str
    problem: str = ""  # why the reason that was typed is not stored
    anchor: str = ""
    is_in_row: bool = False
    stored_reason: str = ""

    @property
    def is_warning(self) -> bool:
        return self.level == FindingLevel.WARNING

    @property
    def is_error(self) -> bool:
        return self.level == FindingLevel.ERROR


@dataclass(frozen=True)
class ShownLine:
    """`typed` is what stands in the input: what could not be read stays there as it was typed.

    `known` is what is stored, as the page will send it back to tell whether somebody else was
    quicker; `newer` says that somebody was.
    """

    line: Line
    number: str  # 1, 1.1: as a paper form counts its rows
    typed: str
    known: str
    figure: str
    answer: str  # as it is read, a dash where there is none
    previous: str
    last_year: str
    target: str
    typed_remark: str = ""  # what a reviewer had typed beside it
    problem: str = ""
    newer: str = ""
    note: str = ""
    note_problem: str = ""
    findings: tuple[ShownFinding, ...] = ()
    elsewhere: ShownOffers = NOTHING_OFFERED  # what other reports of the unit say

    @property
    def has_error(self) -> bool:
        return bool(self.problem) or any(finding.is_error for finding in self.findings)

    @property
    def has_warning(self) -> bool:
        return any(finding.is_warning for finding in self.findings)

    @property
    def has_notes_below(self) -> bool:
        below = any(not finding.is_in_row for finding in self.findings)
        said = self.problem or self.newer or below or self.line.remark or self.elsewhere
        return bool(said)
