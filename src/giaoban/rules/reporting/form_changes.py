"""What changed between two versions of a form, and which change would break a series?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.placed_problems import Place, PlacedProblem, placed
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.structure_texts import BreakdownText, ListText, TableText

_Block = BreakdownText | ListText | TableText

_MEANING_KEYS = ("kind", "measure", "over_time", "over_units", "numerator", "denominator")


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class FormChange:
    """One difference; `key` is the setting changed.

    `what` is section, indicator, order, breakdown, table, list or check.
    """

    kind: ChangeKind
    what: str
    name: str
    key: str = ""
    before: object = None
    after: object = None


def broken_meanings(known: Mapping[str, Asked], form: FormText) -> list[PlacedProblem]:
    """Codes that would come to mean something else than they did in a published form.

    Kind, unit of measure and both rules of a code never change within a regime, nor do the two
    parts of a ratio: another meaning is a new code (docs/contracts.md).
    """
    problems = []
    named: set[Place] = set()
    for item in expanded(form):
        asked = item.asked
        before = known.get(asked.code)
        if before is None:
            continue
        for key, old, new in zip(_MEANING_KEYS, before.meaning, asked.meaning, strict=True):
            # Categories are written where their whole is: one mistake for all of them.
            if old != new and (*item.source, key) not in named:
                named.add((*item.source, key))
                problems.append(
                    placed(
                        (*item.source, key),
                        "meaning_changed",
                        code=asked.code,
                        key=key,
                        before=old,
                        after=new,
                    )
                )
    return problems


def form_differences(before: FormText, after: FormText) -> list[FormChange]:
    """The differences in the order in which they are read: sections, indicators, order, checks."""
    changes = _listed("section", before.sections, after.sections)
    old = {asked.code: asked for asked in before.asked}
    new = {asked.code: asked for asked in after.asked}
    for code, asked in old.items():
        if code not in new:
            changes.append(FormChange(ChangeKind.REMOVED, "indicator", asked.name, before=code))
    for code, asked in new.items():
        if code not in old:
            changes.append(FormChange(ChangeKind.ADDED, "indicator", asked.name, after=code))
            continue
        for field in fields(Asked):
            was, now = getattr(old[code], field.name), getattr(asked, field.name)
            if was != now:
                changes.append(
                    FormChange(ChangeKind.CHANGED, "indicator", asked.name, field.name, was, now)
                )
    if [code for code in old if code in new] != [code for code in new if code in old]:
        changes.append(FormChange(ChangeKind.MOVED, "order", ""))
    for what, old_blocks, new_blocks in (
        ("breakdown", before.breakdowns, after.breakdowns),
        ("table", before.tables, after.tables),
        ("list", before.lists, after.lists),
    ):
        changes += _block_differences(what, old_blocks, new_blocks)
    return changes + _check_differences(before, after)


def _block_differences(
    what: str, before: Sequence[_Block], after: Sequence[_Block]
) -> list[FormChange]:
    """Of a breakdown, table or list: that it came or went, or which of its settings changed.

    Of rows, columns and categories `before` and `after` are their names.
    """
    old = {block.code: block for block in before}
    new = {block.code: block for block in after}
    changes = [
        FormChange(ChangeKind.REMOVED, what, block.name, before=code)
        for code, block in old.items()
        if code not in new
    ]
    for code, block in new.items():
        if code not in old:
            changes.append(FormChange(ChangeKind.ADDED, what, block.name, after=code))
            continue
        for field in fields(block):
            was, now = getattr(old[code], field.name), getattr(block, field.name)
            if was == now:
                continue
            if field.name in {"rows", "columns", "categories"}:
                was = tuple(entry.name for entry in was)
                now = tuple(entry.name for entry in now)
            changes.append(FormChange(ChangeKind.CHANGED, what, block.name, field.name, was, now))
    return changes


def _check_differences(before: FormText, after: FormText) -> list[FormChange]:
    changes = _listed(
        "check",
        (check.formula for check in before.checks),
        (check.formula for check in after.checks),
    )
    old = {check.formula: check for check in before.checks}
    for check in after.checks:
        was = old.get(check.formula)
        if was is None:
            continue
        for key in ("level", "message"):
            if getattr(was, key) != getattr(check, key):
                changes.append(
                    FormChange(
                        ChangeKind.CHANGED,
                        "check",
                        check.formula,
                        key,
                        getattr(was, key),
                        getattr(check, key),
                    )
                )
    return changes


def _listed(what: str, before: Iterable[str], after: Iterable[str]) -> list[FormChange]:
    old, new = list(before), list(after)
    return [
        *(FormChange(ChangeKind.REMOVED, what, name) for name in old if name not in new),
        *(FormChange(ChangeKind.ADDED, what, name) for name in new if name not in old),
    ]
