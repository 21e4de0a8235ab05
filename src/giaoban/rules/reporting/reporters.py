"""Which units does a regime ask for a report?"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from giaoban.rules.problems import RuleError
from giaoban.rules.units.tree import Tree


class ReporterChoice(StrEnum):
    LEAVES = "leaves"
    ALL = "all"
    LEVEL = "level"
    KIND = "kind"
    UNDER = "under"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Reporters:
    """Who reports. `level` belongs to LEVEL (1 is the root), `kind` to KIND, `codes` to the rest.

    `kind` may name several, separated by commas: communes and wards, and not the departments beside
    them. UNDER has one code and asks everything under that unit, not the unit itself.
    """

    choice: ReporterChoice = ReporterChoice.LEAVES
    level: int = 0
    kind: str = ""
    codes: tuple[str, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """As written, and each of several."""
        return frozenset({self.kind, *(part.strip() for part in self.kind.split(","))}) - {""}


def parse_reporters(written: str | Sequence[str]) -> Reporters:
    """Read `leaves`, `all`, `level:N`, `kind:K`, `under:CODE`, or a list of codes.

    A list is a sequence of strings, or text that holds one as TOML and JSON write it. Raises
    RuleError: `reporters_unknown_form` (written), `reporters_level_out_of_range` (written),
    `reporters_list_empty`, `reporters_list_malformed`, `reporters_code_twice` (code).
    """
    if not isinstance(written, str):
        return _listed(list(written))
    text = written.strip()
    if text.startswith("["):
        try:
            codes = json.loads(text)
        except ValueError:
            raise RuleError("reporters_list_malformed") from None
        return _listed(codes)
    if text in (ReporterChoice.LEAVES, ReporterChoice.ALL):
        return Reporters(ReporterChoice(text))
    choice, colon, value = (part.strip() for part in text.partition(":"))
    if not colon or not value:
        raise RuleError("reporters_unknown_form", written=written)
    if choice == ReporterChoice.LEVEL:
        if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 99):
            raise RuleError("reporters_level_out_of_range", written=written)
        return Reporters(ReporterChoice.LEVEL, level=int(value))
    if choice == ReporterChoice.KIND:
        return Reporters(ReporterChoice.KIND, kind=value)
    if choice == ReporterChoice.UNDER:
        return Reporters(ReporterChoice.UNDER, codes=(value,))
    raise RuleError("reporters_unknown_form", written=written)


def format_reporters(reporters: Reporters) -> str:
    """As text for storing: `parse_reporters(format_reporters(r)) == r`."""
    match reporters.choice:
        case ReporterChoice.LEVEL:
            return f"level:{reporters.level}"
        case ReporterChoice.KIND:
            return f"kind:{reporters.kind}"
        case ReporterChoice.UNDER:
            return f"under:{reporters.codes[0]}"
        case ReporterChoice.LISTED:
            return json.dumps(reporters.codes, ensure_ascii=False)
        case _:
            return reporters.choice.value


def reporting_units_of(reporters: Reporters, tree: Tree) -> set[int]:
    """The same from the tree of the day (DatedTree.at), where it is at hand."""
    match reporters.choice:
        case ReporterChoice.LEAVES:
            return set(tree.leaves())
        case ReporterChoice.ALL:
            return set(tree)
        case ReporterChoice.LEVEL:
            return set(tree.at_level(reporters.level))
        case ReporterChoice.KIND:
            kinds = reporters.kinds
            return {unit_id for unit_id in tree if tree.unit(unit_id).kind in kinds}
        case ReporterChoice.UNDER:
            top = tree.id_of(reporters.codes[0])
            return set() if top is None else set(tree.descendants_of(top))
        case ReporterChoice.LISTED:
            found = {tree.id_of(code) for code in reporters.codes}
            return {unit_id for unit_id in found if unit_id is not None}


def _listed(codes: object) -> Reporters:
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise RuleError("reporters_list_malformed")
    stripped = tuple(code.strip() for code in codes)
    if not stripped:
        raise RuleError("reporters_list_empty")
    if not all(stripped):
        raise RuleError("reporters_list_malformed")
    seen: set[str] = set()
    for code in stripped:
        if code in seen:
            raise RuleError("reporters_code_twice", code=code)
        seen.add(code)
    return Reporters(ReporterChoice.LISTED, codes=stripped)
