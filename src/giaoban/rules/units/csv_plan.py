"""Which units would a CSV add to the tree, and what stands against it?

A file is taken whole or refused whole. A row that says what the tree already has (same code,
opening, closing, name and kind, and the parent that the unit had when it opened or has now) changes
nothing and is counted as unchanged, so that a file can be imported again after rows were added.
Nothing that exists is altered by a file.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.rules.units.csv_rows import RowProblem, UnitRow, header_problems, read_rows
from giaoban.rules.units.tree import DatedTree, UnitFacts


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit to be added; it hangs from its opening under an existing or an earlier planned one.

    `parent_id` is an existing unit, `parent_at` the place of the parent in the plan; neither: a
    root.
    """

    line: int
    code: str
    name: str
    kind: str
    opened_on: date
    closed_on: date | None
    parent_id: int | None = None
    parent_at: int | None = None


@dataclass(frozen=True, slots=True)
class UnitsPlan:
    """What an import would do. With problems nothing is added."""

    additions: tuple[PlannedUnit, ...]
    unchanged: int
    problems: tuple[RowProblem, ...]


def plan_units(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    tree: DatedTree,
    under: str | None = None,
    *,
    on: date,
    within: Collection[int] | None = None,
) -> UnitsPlan:
    """Plan the import of (line, cells) rows; every parent comes before its children.

    Rows without a parent hang under the unit that bears the code `under` on the day `on`; `within`
    (ids) limits under which units of the tree rows may hang. Problems come in the order of the
    lines, all at once: those of read_rows, and `file_empty`, `unit_under_unknown` (code),
    `several_roots` (first: line), `unit_code_twice` (first: line), `unit_code_in_use` (code, on,
    name), `unit_differs_from_existing` (columns), `unit_parent_unknown` (code),
    `unit_parent_not_open` (code, on), `unit_parent_closes_first` (code, closed_on),
    `unit_under_itself` (codes, from the row up to itself), `unit_out_of_reach`.
    """
    rows = list(rows)
    read, problems = read_rows(header, rows)
    if not read and not problems:
        problems.append(RowProblem(1, "", "file_empty"))
    top: UnitFacts | None = None
    if under is not None:
        top = tree.bearer_on(under, on)
        if top is None:
            problems.append(RowProblem(1, "parent_code", "unit_under_unknown", {"code": under}))
    unread = _unread_rows(header, rows, read)
    planner = _Planner(read, tree, top, under, {code for _line, code, _parent in unread}, within)
    additions = planner.additions()
    planner.refuse_unknown_parents_of(unread)
    problems += planner.problems
    if problems:
        ordered = sorted(problems, key=lambda problem: problem.line)
        return UnitsPlan((), 0, tuple(ordered))
    return UnitsPlan(additions, len(read) - len(additions), ())


def _unread_rows(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], read: Iterable[UnitRow]
) -> list[tuple[int, str, str]]:
    """(line, code, parent's code) of rows that are refused for another cell.

    Their children need no complaint of their own; a parent that nobody bears is named now and not
    on the next try.
    """
    names = [name.strip() for name in header]
    if header_problems(header):
        return []
    lines = {row.line for row in read}
    code, parent = names.index("code"), names.index("parent_code")
    unread = []
    for line, cells in rows:
        if line not in lines and code < len(cells):
            # In a row of another length the cell may be any column's.
            named = cells[parent].strip() if len(cells) == len(names) else ""
            unread.append((line, cells[code].strip(), named))
    return unread


class _Planner:
    """The rows of one file against one tree; `problems` grows as `additions` works."""

    def __init__(
        self,
        rows: Sequence[UnitRow],
        tree: DatedTree,
        top: UnitFacts | None,
        under: str | None,
        unread_codes: set[str],
        within: Collection[int] | None,
    ):
        self._rows = rows
        self._unread_codes = unread_codes
        self._within = within
        self._tree = tree
        self._top = top
        self._under = under
        self.problems: list[RowProblem] = []
        self._by_code: dict[str, list[UnitRow]] = {}
        for row in rows:
            self._by_code.setdefault(row.code, []).append(row)

    def additions(self) -> tuple[PlannedUnit, ...]:
        self._refuse_several_roots()
        self._refuse_codes_twice()
        existing = {row.line: self._existing(row) for row in self._rows}
        new = [row for row in self._rows if existing[row.line] is None]
        parents = {row.line: self._parent(row, existing) for row in new}
        planned: list[PlannedUnit] = []
        places: dict[int, int] = {}
        for row in self._parents_first(new, parents):
            parent = parents[row.line]
            places[row.line] = len(planned)
            planned.append(
                PlannedUnit(
                    row.line,
                    row.code,
                    row.name,
                    row.kind,
                    row.opened_on,
                    row.closed_on,
                    parent_id=parent.id if isinstance(parent, UnitFacts) else None,
                    parent_at=places.get(parent.line) if isinstance(parent, UnitRow) else None,
                )
            )
        return tuple(planned)

    def _refuse_several_roots(self) -> None:
        roots = [row for row in self._rows if not row.parent_code]
        if self._under is None:
            for row in roots[1:]:
                self._add(row, "parent_code", "several_roots", first=roots[0].line)

    def _refuse_codes_twice(self) -> None:
        for same in self._by_code.values():
            for position, row in enumerate(same):
                for earlier in same[:position]:
                    if row.overlaps(earlier):
                        self._add(row, "code", "unit_code_twice", first=earlier.line)
                        break

    def _existing(self, row: UnitRow) -> UnitFacts | None:
        """The unit that the row repeats; a unit that only collides is a problem."""
        for unit in self._tree.bearers_of(row.code):
            if unit.opened_on == row.opened_on:
                if columns := self._differing_columns(row, unit):
                    self._add(row, columns[0], "unit_differs_from_existing", columns=columns)
                return unit
        for unit in self._tree.bearers_of(row.code):
            if unit.overlaps(row.opened_on, row.closed_on):
                on = max(unit.opened_on, row.opened_on)
                self._add(row, "code", "unit_code_in_use", code=row.code, on=on, name=unit.name)
                break
        return None

    def _differing_columns(self, row: UnitRow, unit: UnitFacts) -> tuple[str, ...]:
        placements = self._tree.placements_of(unit.id)
        ends = {placements[0].parent_id, placements[-1].parent_id} if placements else {None}
        codes = {"" if end is None else self._tree.unit(end).code for end in ends}
        named = row.parent_code or (self._under or "")
        same = {
            "name": row.name == unit.name,
            "kind": row.kind == unit.kind,
            "parent_code": named in codes,
            "closed_on": row.closed_on == unit.closed_on,
        }
        return tuple(column for column, is_same in same.items() if not is_same)

    def _parent(
        self, row: UnitRow, existing: dict[int, UnitFacts | None]
    ) -> UnitRow | UnitFacts | None:
        """Who bears the parent's code on the day on which the row's unit opens."""
        if not row.parent_code and self._top is None:
            if self._within is not None and self._under is None:
                self._add(row, "parent_code", "unit_out_of_reach")
            return None
        code = row.parent_code or self._under
        candidates = self._candidates(row, existing)
        for parent in candidates:
            if parent.opened_on <= row.opened_on and (
                parent.closed_on is None or row.opened_on < parent.closed_on
            ):
                end = parent.closed_on
                if end is not None and (row.closed_on is None or end < row.closed_on):
                    self._add(
                        row, "parent_code", "unit_parent_closes_first", code=code, closed_on=end
                    )
                if isinstance(parent, UnitFacts) and not self._may_hang_under(parent):
                    self._add(row, "parent_code", "unit_out_of_reach")
                return parent
        if candidates:
            self._add(row, "parent_code", "unit_parent_not_open", code=code, on=row.opened_on)
        elif code not in self._unread_codes:
            self._add(row, "parent_code", "unit_parent_unknown", code=code)
        return None

    def _may_hang_under(self, parent: UnitFacts) -> bool:
        return self._within is None or parent.id in self._within

    def refuse_unknown_parents_of(self, unread: Iterable[tuple[int, str, str]]) -> None:
        """Of rows whose times could not be read it is only asked whether anybody bears the code."""
        for line, _code, parent in unread:
            if parent and not (
                parent in self._by_code
                or parent in self._unread_codes
                or self._tree.bearers_of(parent)
            ):
                self.problems.append(
                    RowProblem(line, "parent_code", "unit_parent_unknown", {"code": parent})
                )

    def _candidates(
        self, row: UnitRow, existing: dict[int, UnitFacts | None]
    ) -> list[UnitRow | UnitFacts]:
        """Whoever bears the parent's code at some time, in the tree or in the file."""
        if not row.parent_code:
            return [] if self._top is None else [self._top]
        rows = self._by_code.get(row.parent_code, ())
        return [
            *self._tree.bearers_of(row.parent_code),
            *(other for other in rows if existing[other.line] is None),
        ]

    def _parents_first(
        self, rows: Sequence[UnitRow], parents: dict[int, UnitRow | UnitFacts | None]
    ) -> list[UnitRow]:
        """The rows with each parent before its children, else in the order of the file."""
        ordered: dict[int, UnitRow] = {}
        in_cycle: set[int] = set()
        for row in rows:
            path: list[UnitRow] = []
            step: UnitRow | UnitFacts | None = row
            while isinstance(step, UnitRow) and step.line not in ordered:
                if step.line in in_cycle:
                    break
                if step in path:
                    self._refuse_cycle(path[path.index(step) :])
                    in_cycle.update(member.line for member in path)
                    break
                path.append(step)
                step = parents[step.line]
            ordered.update((member.line, member) for member in reversed(path))
        return list(ordered.values())

    def _refuse_cycle(self, cycle: Sequence[UnitRow]) -> None:
        codes = tuple(row.code for row in (*cycle, cycle[0]))
        self._add(cycle[0], "parent_code", "unit_under_itself", codes=codes)

    def _add(self, row: UnitRow, column: str, problem: str, /, **params: object) -> None:
        self.problems.append(RowProblem(row.line, column, problem, params))
