"""Which figures is a consolidated report made of, and how are they kept once it is fixed?

Plain records that turn into JSON and back without loss: the same facts give the same document.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from giaoban.rules.reporting.change import Change, change
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.drawn_tasks import DrawnTasks, restored_tasks
from giaoban.rules.reporting.form_structure import ItemPlace
from giaoban.rules.reporting.listed_rows import ListedRows, restored_rows

VERSION = 1
"""Counted up when the kept form changes its meaning, so that old reports are still read."""


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """`adds_up` says that the year so far means something: it is a sum over time.

    `better` is higher or lower: a target is something to reach, or something not to exceed. Where
    it stands in the form is said as by form_structure.ItemPlace; `label` is its name there. Of a
    project `donor` is who pays for it, and `may_be_summed` says that a donor's projects add up.
    """

    code: str
    name: str
    measure: str = ""
    is_ratio: bool = False
    decimals: int | None = None
    section: str = ""
    adds_up: bool = True
    better: str = "higher"
    label: str = ""
    part_of: str = ""
    depth: int = 0
    breakdown: str = ""
    breakdown_name: str = ""
    category: str = ""
    table: str = ""
    list: str = ""
    column: str = ""
    is_of_project: bool = False
    donor: str = ""
    may_be_summed: bool = False

    @property
    def place(self) -> ItemPlace:
        return ItemPlace(
            part_of=self.part_of,
            depth=self.depth,
            breakdown=self.breakdown,
            category=self.category,
            table=self.table,
            list=self.list,
            column=self.column,
        )

    @property
    def is_row(self) -> bool:
        """Whether it stands in a row by itself: no cell of a table, no category."""
        return not (self.table or self.breakdown)


@dataclass(frozen=True, slots=True)
class GridColumn:
    name: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """`cells` are codes, one for each column; of a column that has no total one without figures."""

    name: str
    is_total: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownGrid:
    """A table of the form."""

    name: str
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator of one unit beside what it is compared with; None where nothing is there.

    `so_far` is combined from the year's start by the indicator's own rule. `carried` names which
    of now, previous and last_year were carried over from earlier documents, `estimated` which are
    made of a unit's estimate. `without_before` units say nothing of now, since they report what
    came together and their period before is missing.
    """

    now: float | None = None
    previous: float | None = None
    last_year: float | None = None
    so_far: float | None = None
    target: float | None = None
    carried: tuple[str, ...] = ()
    estimated: tuple[str, ...] = ()
    without_before: int = 0

    def change(self, indicator: ShownIndicator) -> Change | None:
        return change(self.now, self.previous, is_ratio=indicator.is_ratio)

    def change_from_last_year(self, indicator: ShownIndicator) -> Change | None:
        return change(self.now, self.last_year, is_ratio=indicator.is_ratio)

    @property
    def share_of_target(self) -> float | None:
        """What was reached since the year's start, of the year's target, as a plain fraction."""
        reached = self.now if self.so_far is None else self.so_far
        return None if reached is None or not self.target else reached / self.target


@dataclass(frozen=True, slots=True)
class UnitFigures:
    unit_id: int
    code: str
    name: str
    coverage: Coverage = field(default_factory=Coverage)
    figures: Mapping[str, Compared] = field(default_factory=dict)

    def of(self, code: str) -> Compared:
        return self.figures.get(code, Compared())


@dataclass(frozen=True, slots=True)
class Trend:
    """Reported periods in order, with the unit's figures in them and a year before, by code."""

    keys: tuple[str, ...] = ()
    now: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    last_year: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heading:
    """Who issues and signs: the committee's own particulars, or the unit's name in their place."""

    agency: str
    symbol: str
    place: str
    parent_agency: str = ""
    agency_in_text: str = ""
    authority: tuple[str, ...] = ()
    signer_post: str = ""
    signer_agency_post: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()
    filing: str = ""
    grounds: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A newer version of a unit's report, sent after the report before this one was fixed."""

    unit: str
    period: str
    number: int
    reason: str
    sent_on: str  # YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class OverError:
    """A unit's report that was taken although a check that is an error fails, and why."""

    unit: str
    period: str
    reason: str


@dataclass(frozen=True, slots=True)
class DrawnFacts:
    """What a section says of another regime: the same unit, in `facts.period`, which may differ.

    `name` is the regime's; `ends_on` is the last day of its figures, `has_same_days` whether its
    period has the days of the report's own.
    """

    name: str
    ends_on: str  # YYYY-MM-DD
    has_same_days: bool
    facts: "ConsolidatedFacts"


@dataclass(frozen=True, slots=True)
class ConsolidatedFacts:
    """Everything that a report of one unit and period says in figures.

    `others` are those of the other regimes that its sections draw on; a regime that has none for
    the unit yet is not among them.
    """

    regime: str
    period: str
    previous: str
    last_year: str
    year: int
    is_made_up: bool
    indicators: tuple[ShownIndicator, ...]
    unit: UnitFigures
    children: tuple[UnitFigures, ...]
    trend: Trend
    heading: Heading
    late: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # of what was carried over
    is_stale: bool = False
    year_starts: int = 1  # the month with which the regime's years begin
    incident: str = ""  # the name of the incident that the period is of
    is_whole_year_so_far: bool = False  # the period is itself the year so far: no column for it
    # False for a period that was opened when its term was over: nobody could be on time.
    has_terms: bool = True
    corrections: tuple[Correction, ...] = ()
    over_errors: tuple[OverError, ...] = ()
    grids: tuple[ShownGrid, ...] = ()
    others: tuple[DrawnFacts, ...] = ()
    listed: tuple[ListedRows, ...] = ()  # rows of the units' lists, where they are asked for
    tasks: DrawnTasks | None = None  # where a section shows them
    # By late, missing and returned: how many names whoever reads may not see. None in a report.
    withheld: Mapping[str, int] = field(default_factory=dict)

    def drawn(self, regime: str) -> DrawnFacts | None:
        """What there is of another regime, by its code."""
        return next((held for held in self.others if held.facts.regime == regime), None)

    def indicator(self, code: str) -> ShownIndicator | None:
        return next((shown for shown in self.indicators if shown.code == code), None)

    def unit_by_code(self, code: str) -> UnitFigures | None:
        """The unit itself or one directly under it."""
        if not code or code == self.unit.code:
            return self.unit
        return next((child for child in self.children if child.code == code), None)


def kept(facts: ConsolidatedFacts) -> dict[str, Any]:
    """The facts as they are stored when a report is fixed."""
    return {"version": VERSION, **json.loads(_canonical(facts))}


def digest(facts: ConsolidatedFacts) -> str:
    """SHA-256 over the canonical form: equal for equal facts, wherever they were read from."""
    return hashlib.sha256(_canonical(facts).encode()).hexdigest()


def restored(stored: Mapping[str, Any]) -> ConsolidatedFacts:
    """What `kept` stored."""
    held = {key: value for key, value in stored.items() if key != "version"}
    return ConsolidatedFacts(
        **{name: _plain(value) for name, value in held.items() if name not in _RECORDS},
        indicators=tuple(ShownIndicator(**given) for given in held["indicators"]),
        unit=_unit(held["unit"]),
        children=tuple(_unit(given) for given in held["children"]),
        trend=Trend(
            keys=tuple(held["trend"]["keys"]),
            now=_series(held["trend"]["now"]),
            last_year=_series(held["trend"]["last_year"]),
        ),
        heading=Heading(**{name: _plain(value) for name, value in held["heading"].items()}),
        corrections=tuple(Correction(**given) for given in held["corrections"]),
        over_errors=tuple(OverError(**given) for given in held.get("over_errors", ())),
        grids=tuple(_grid(given) for given in held.get("grids", ())),
        others=tuple(
            DrawnFacts(**given | {"facts": restored(given["facts"])})
            for given in held.get("others", ())
        ),
        listed=tuple(restored_rows(given) for given in held.get("listed", ())),
        tasks=restored_tasks(held.get("tasks")),
    )


_RECORDS = {
    "indicators",
    "unit",
    "children",
    "trend",
    "heading",
    "corrections",
    "over_errors",
    "grids",
    "others",
    "listed",
    "tasks",
}


def _canonical(facts: ConsolidatedFacts) -> str:
    """Without what older reports did not have and this one has none of: their digests stay true."""
    later = {"others", "listed", "withheld", "incident", "tasks"}
    held = {name: value for name, value in asdict(facts).items() if name not in later or value}
    for shown in held["indicators"]:
        for name in ("is_of_project", "donor", "may_be_summed"):
            if not shown[name]:
                del shown[name]
    for unit in (held["unit"], *held["children"]):
        for compared in unit["figures"].values():
            if not compared["without_before"]:
                del compared["without_before"]
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _unit(given: Mapping[str, Any]) -> UnitFigures:
    return UnitFigures(
        unit_id=given["unit_id"],
        code=given["code"],
        name=given["name"],
        coverage=Coverage(**given["coverage"]),
        figures={code: _compared(held) for code, held in given["figures"].items()},
    )


def _compared(given: Mapping[str, Any]) -> Compared:
    return Compared(
        now=_number(given["now"]),
        previous=_number(given["previous"]),
        last_year=_number(given["last_year"]),
        so_far=_number(given["so_far"]),
        target=_number(given["target"]),
        carried=tuple(given["carried"]),
        estimated=tuple(given.get("estimated", ())),
        without_before=given.get("without_before", 0),
    )


def _grid(given: Mapping[str, Any]) -> ShownGrid:
    return ShownGrid(
        name=given["name"],
        columns=tuple(GridColumn(**column) for column in given["columns"]),
        rows=tuple(
            GridRow(row["name"], row["is_total"], tuple(row["cells"])) for row in given["rows"]
        ),
    )


def _series(given: Mapping[str, Any]) -> dict[str, tuple[float | None, ...]]:
    return {code: tuple(_number(value) for value in values) for code, values in given.items()}


def _number(value: float | None) -> float | None:
    """A database may give 12 for 12.0; the digest would not be the same."""
    return None if value is None else float(value)
