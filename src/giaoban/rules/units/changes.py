"""What may change in the tree, and from which day?

Each function answers with the problems that stand against a change; none means that it may be
made. A change holds from its day on, also where that day is past.
"""

from collections.abc import Iterable
from datetime import date

from giaoban.rules.problems import Problem
from giaoban.rules.units.naming import LONGEST_CODE, LONGEST_KIND, LONGEST_NAME
from giaoban.rules.units.tree import DatedTree, UnitFacts


def add_problems(
    tree: DatedTree,
    *,
    code: str,
    name: str,
    kind: str = "",
    parent_id: int | None,
    opened_on: date,
    closed_on: date | None = None,
) -> list[Problem]:
    """What stands against a new unit.

    Codes: `unit_code_missing`, `unit_name_missing`, `unit_text_too_long` (column, longest),
    `unit_closes_before_it_opens` (opened_on, closed_on), `unit_code_in_use` (code, on, name),
    `unit_parent_unknown`, `unit_parent_not_open` (parent, on), `unit_parent_closes_first` (parent,
    closed_on).
    """
    problems = text_problems(code=code, name=name, kind=kind)
    if closed_on is not None and closed_on <= opened_on:
        params = {"opened_on": opened_on, "closed_on": closed_on}
        return [*problems, Problem("unit_closes_before_it_opens", params)]
    for bearer in tree.bearers_of(code):
        if bearer.overlaps(opened_on, closed_on):
            on = max(opened_on, bearer.opened_on)
            problems.append(
                Problem("unit_code_in_use", {"code": code, "on": on, "name": bearer.name})
            )
    return problems + _parent_problems(tree, parent_id, opened_on, closed_on)


def rename_problems(
    tree: DatedTree,
    unit_id: int,
    *,
    name: str,
    kind: str | None = None,
    on: date,
    renamed_on: date | None = None,
    called: tuple[str, str] | None = None,
) -> list[Problem]:
    """What stands against another name (and kind) from a day on; `renamed_on` is the latest
    renaming, if any; before it, or before the day after the opening, no name begins. `called` is
    the name and kind that were decided last, where the unit does not bear them yet.

    Codes: `unit_unknown`, `unit_name_missing`, `unit_text_too_long` (column, longest),
    `unit_not_open` (on), `unit_rename_before_latest` (on, latest), `unit_name_unchanged`.
    """
    unit = tree.get(unit_id)
    if unit is None:
        return [Problem("unit_unknown")]
    problems = text_problems(code=unit.code, name=name, kind=kind or "")
    latest = renamed_on or unit.opened_on
    if not unit.is_open(on):
        problems.append(Problem("unit_not_open", {"on": on}))
    elif on <= latest:
        problems.append(Problem("unit_rename_before_latest", {"on": on, "latest": latest}))
    last_name, last_kind = called or (unit.name, unit.kind)
    if name == last_name and kind in (None, last_kind):
        problems.append(Problem("unit_name_unchanged"))
    return problems


def move_problems(
    tree: DatedTree, unit_id: int, *, parent_id: int | None, on: date
) -> list[Problem]:
    """What stands against another parent from a day on; None makes the unit a root.

    Codes: `unit_unknown`, `unit_not_open` (on), `unit_move_before_latest` (on, latest),
    `unit_already_there`, `unit_parent_unknown`, `unit_parent_not_open` (parent, on),
    `unit_parent_closes_first` (parent, closed_on), `unit_under_itself` (parent, on: the first day
    on which it would be so).
    """
    unit = tree.get(unit_id)
    if unit is None:
        return [Problem("unit_unknown")]
    problems = []
    if not unit.is_open(on):
        problems.append(Problem("unit_not_open", {"on": on}))
    placements = tree.placements_of(unit_id)
    if placements:
        latest = placements[-1]
        if on <= latest.since:
            params = {"on": on, "latest": latest.since}
            problems.append(Problem("unit_move_before_latest", params))
        elif parent_id == latest.parent_id:
            problems.append(Problem("unit_already_there"))
    problems += _parent_problems(tree, parent_id, on, unit.closed_on)
    if parent_id is not None and tree.get(parent_id) is not None:
        first = _first_day_under(tree, parent_id, unit_id, on)
        if first is not None:
            parent = tree.unit(parent_id)
            problems.append(Problem("unit_under_itself", {"parent": parent.name, "on": first}))
    return problems


def close_problems(tree: DatedTree, unit_id: int, *, on: date) -> list[Problem]:
    """What stands against closing; `on` is the first day on which the unit no longer exists.

    Codes: `unit_unknown`, `unit_already_closed` (closed_on), `unit_close_before_opening` (on,
    opened_on), `unit_close_before_latest_placement` (on, latest), `unit_has_open_children` (on,
    children: names, in the tree's order).
    """
    unit = tree.get(unit_id)
    if unit is None:
        return [Problem("unit_unknown")]
    if unit.closed_on is not None:
        return [Problem("unit_already_closed", {"closed_on": unit.closed_on})]
    if on <= unit.opened_on:
        return [Problem("unit_close_before_opening", {"on": on, "opened_on": unit.opened_on})]
    problems = []
    placements = tree.placements_of(unit_id)
    if placements and on <= placements[-1].since:
        params = {"on": on, "latest": placements[-1].since}
        problems.append(Problem("unit_close_before_latest_placement", params))
    children = _children_from(tree, unit_id, on)
    if children:
        names = tuple(child.name for child in children)
        problems.append(Problem("unit_has_open_children", {"on": on, "children": names}))
    return problems


def text_problems(*, code: str, name: str, kind: str) -> list[Problem]:
    """What is wrong with what a unit is called: `unit_code_missing`, `unit_name_missing`, or
    `unit_text_too_long` (column, longest)."""
    problems = []
    if not code.strip():
        problems.append(Problem("unit_code_missing"))
    if not name.strip():
        problems.append(Problem("unit_name_missing"))
    for column, text, longest in (
        ("code", code, LONGEST_CODE),
        ("name", name, LONGEST_NAME),
        ("kind", kind, LONGEST_KIND),
    ):
        if len(text) > longest:
            problems.append(Problem("unit_text_too_long", {"column": column, "longest": longest}))
    return problems


def _parent_problems(
    tree: DatedTree, parent_id: int | None, since: date, until: date | None
) -> list[Problem]:
    """A parent is there from the first to the last day of those under it."""
    if parent_id is None:
        return []
    parent = tree.get(parent_id)
    if parent is None:
        return [Problem("unit_parent_unknown")]
    if not parent.is_open(since):
        return [Problem("unit_parent_not_open", {"parent": parent.name, "on": since})]
    if parent.closed_on is not None and (until is None or parent.closed_on < until):
        params = {"parent": parent.name, "closed_on": parent.closed_on}
        return [Problem("unit_parent_closes_first", params)]
    return []


def _first_day_under(tree: DatedTree, parent_id: int, unit_id: int, on: date) -> date | None:
    """The first day from `on` at which `unit_id` is the parent or one of its ancestors."""
    seen: set[int] = set()

    def days_above(below_id: int) -> Iterable[date]:
        # Whatever can stand above the parent on some day from `on`; its moves are the days to try.
        if below_id in seen:
            return
        seen.add(below_id)
        for placement in tree.placements_of(below_id):
            if placement.until is None or placement.until > on:
                yield max(placement.since, on)
                if placement.parent_id is not None:
                    yield from days_above(placement.parent_id)

    for day in sorted({on, *days_above(parent_id)}):
        holder: int | None = parent_id
        passed: set[int] = set()
        while holder is not None and holder not in passed:
            if holder == unit_id:
                return day
            passed.add(holder)
            holder = tree.parent_on(holder, day)
    return None


def _children_from(tree: DatedTree, unit_id: int, on: date) -> list[UnitFacts]:
    """The units that hang directly under this one on `on` or any later day while they are open."""
    found: set[int] = set()
    for placement in tree.placements_below(unit_id):
        child = tree.unit(placement.unit_id)
        first = max(on, placement.since, child.opened_on)
        ends = [end for end in (placement.until, child.closed_on) if end is not None]
        if not ends or first < min(ends):
            found.add(child.id)
    return [unit for unit in tree.units() if unit.id in found] if found else []
