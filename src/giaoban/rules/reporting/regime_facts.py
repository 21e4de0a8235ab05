"""What does a reporting regime say, wherever it was written: in a file, on a page, in the database?

What NĐ 09/2019/NĐ-CP arts. 8-11 make a regime name, and the form and settings beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from giaoban.rules.reporting.deadlines import DeadlineRule
from giaoban.rules.reporting.incidents import Rhythm
from giaoban.rules.reporting.indicators import Better
from giaoban.rules.reporting.links import LINK_DAYS
from giaoban.rules.reporting.periods import Calendar, PeriodKind
from giaoban.rules.reporting.reminders import ReminderRule
from giaoban.rules.reporting.structure_texts import (
    BreakdownText,
    ListText,
    PartsRule,
    ProjectText,
    TableText,
)

DEFAULT_DEADLINE = DeadlineRule(working_days=2)
"""Where a regime sets no deadline: 2 working days after the cut-off, 17:00, rolling forward.

Khánh Hòa's practice; at least one working day is asked for by NĐ 09/2019/NĐ-CP art. 8(5)(b).
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator as a form asks it. `section` is the title of its section, empty for none.

    `part_of` is the code of the indicator that it is nested under ("trong đó"), `parts` what those
    nested under it may add up to, `breakdowns` the codes of the breakdowns that it is divided by,
    `shared` the code of the entry of the dictionary that it is a use of (decision 0016).
    """

    code: str
    name: str
    kind: str
    measure: str = ""
    section: str = ""
    help: str = ""
    is_required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    decimals: int | None = None
    over_time: str = ""
    over_units: str = ""
    numerator: str = ""
    denominator: str = ""
    better: str = Better.HIGHER
    part_of: str = ""
    parts: str = PartsRule.AT_MOST
    breakdowns: tuple[str, ...] = ()
    shared: str = ""

    @property
    def meaning(self) -> tuple[str, ...]:
        """What never changes under one code within a regime."""
        return (
            self.kind,
            self.measure,
            self.over_time,
            self.over_units,
            self.numerator,
            self.denominator,
        )


@dataclass(frozen=True, slots=True)
class CheckText:
    """A check as it is written; `level` is error or warning."""

    formula: str
    level: str = "error"
    message: str = ""


@dataclass(frozen=True, slots=True)
class FormText:
    """One version of the form, as it is written: sections in order, indicators in order.

    `asked` holds what is written, not what breakdowns, tables and lists ask: that is
    form_structure.expanded. `shared` are the links of what breakdowns and tables ask: generated
    code and code of the entry of the dictionary (decision 0016), in the order of the former.
    """

    sections: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    checks: tuple[CheckText, ...] = ()
    breakdowns: tuple[BreakdownText, ...] = ()
    tables: tuple[TableText, ...] = ()
    lists: tuple[ListText, ...] = ()
    shared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineText:
    """A section of the outline.

    `regime` is the code of another regime that it draws on, `author` the code of the unit that
    usually writes it, with `working_days` to do so; None: as many as usual.
    """

    title: str
    text: str = ""
    regime: str = ""
    author: str = ""
    working_days: int | None = None
    instruction: str = ""


@dataclass(frozen=True, slots=True)
class TargetText:
    """What the unit with the code is to reach in a year."""

    unit: str
    year: int
    indicator: str
    number: float


@dataclass(frozen=True, slots=True)
class RegimeSettings:
    """Everything about a regime but its form, targets and outline."""

    code: str
    name: str
    frequency: PeriodKind
    calendar: Calendar
    year_starts: int = 1  # the month with which a year begins, under the calendar `fiscal`
    reporters: str = "leaves"
    first_period: str = ""
    content: str = ""
    legal_basis: str = ""
    recipient: str = ""
    method: str = ""
    guidance: str = ""
    needs_approval: bool = False
    is_made_up: bool = False
    once_starts_on: date | None = None
    once_ends_on: date | None = None
    ended_on: date | None = None
    deadlines: tuple[DeadlineRule, ...] = ()
    delivery: DeadlineRule | None = None
    reminders: tuple[ReminderRule, ...] = ()
    link_days: int = LINK_DAYS  # a link works so many days after the deadline
    rhythm: Rhythm = field(default_factory=Rhythm)  # of the reports of an incident

    @property
    def once_dates(self) -> tuple[date, date] | None:
        if self.once_starts_on is None or self.once_ends_on is None:
            return None
        return self.once_starts_on, self.once_ends_on


@dataclass(frozen=True, slots=True)
class RegimeFacts:
    """A whole regime. `unit` is the code of the asking unit, empty for the single root.

    `effective_from` is the first period of the form; empty: the next one without a report.
    """

    settings: RegimeSettings
    unit: str = ""
    form: FormText = field(default_factory=FormText)
    effective_from: str = ""
    outline: tuple[OutlineText, ...] = ()
    targets: tuple[TargetText, ...] = ()
    projects: tuple[ProjectText, ...] = ()  # of the register, that the form asks about


def in_section_order(form: FormText) -> FormText:
    """The same form with its indicators sorted by section, those without one first.

    Each is followed by those nested under it, which stand in its section whatever they say; tables
    and lists are sorted among themselves.
    """
    places = {title: place for place, title in enumerate(form.sections)}
    nested: dict[str, list[Asked]] = {}
    codes = {asked.code for asked in form.asked}
    outermost = []
    for asked in form.asked:
        if asked.part_of in codes:
            nested.setdefault(asked.part_of, []).append(asked)
        else:
            outermost.append(asked)
    outermost.sort(key=lambda asked: places.get(asked.section, -1))
    ordered = [entry for asked in outermost for entry in _with_nested(asked, nested)]
    # What is nested in a circle stands under nothing: it is kept, and named as a mistake.
    ordered += [asked for rest in nested.values() for asked in rest]
    return replace(
        form,
        asked=tuple(ordered),
        tables=tuple(sorted(form.tables, key=lambda table: places.get(table.section, -1))),
        lists=tuple(sorted(form.lists, key=lambda asked: places.get(asked.section, -1))),
    )


def _with_nested(asked: Asked, nested: dict[str, list[Asked]]) -> Iterator[Asked]:
    """The indicator and all below it; what was placed is taken out of `nested`."""
    yield asked
    for part in nested.pop(asked.code, ()):
        yield from _with_nested(replace(part, section=asked.section), nested)
