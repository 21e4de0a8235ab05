"""Which names of a workbook stand for something outside it? A formula need only say such a name.

So need the formula behind another name: names are followed as far as they lead.
"""

import re

from giaoban.exchange.reporting.calling_formulas import LONGEST, calls_out, said_words
from giaoban.exchange.reporting.streamed_xml import read_through
from giaoban.rules.problems import RuleError

_MAY_NAME = re.compile(rb"definedName\b|named-(?:expression|range)\b")
_OPEN = "of:"
_MOST = 1_000
_MOST_SAID = 100_000  # names behind names, each counted where it is said


def outside_names(part: bytes) -> frozenset[str]:
    """They in small letters, as said_words gives the words of a formula.

    `part` is the workbook of an .xlsx or the content of an .ods, read as a stream. Raises RuleError
    `workbook_damaged`, or `workbook_too_large` where there are far more than people give.
    """
    if not _MAY_NAME.search(part):
        return frozenset()
    reading = _Reading()
    read_through(part, reading)
    return _led_outside(reading.found, reading.others)


def _led_outside(found: set[str], others: list[tuple[str, str]]) -> frozenset[str]:
    """With every name that leads to one of those found; each name is looked at once."""
    known = found.union(name for name, _formula in others)
    said_by: dict[str, list[str]] = {}
    in_all = 0
    for name, formula in others:
        said = known & said_words(formula)
        in_all += len(said)
        if in_all > _MOST_SAID:
            raise RuleError("workbook_too_large")
        for each in said:
            said_by.setdefault(each, []).append(name)
    led, to_follow = set(found), list(found)
    while to_follow:
        for name in said_by.pop(to_follow.pop(), ()):
            if name not in led:
                led.add(name)
                to_follow.append(name)
    return frozenset(led)


class _Reading:
    def __init__(self) -> None:
        self.found: set[str] = set()
        self.others: list[tuple[str, str]] = []
        """Names whose own formula stays within the workbook, with it."""
        self.name: str | None = None
        self.formula = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "definedName":
            self.name, self.formula = attributes.get("name", ""), ""
        elif local in ("named-expression", "named-range"):
            said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            formula = said.get("expression") or said.get("cell-range-address", "")
            self._add(said.get("name", ""), _OPEN + formula.removeprefix(_OPEN))

    def said(self, text: str) -> None:
        if self.name is not None and len(self.formula) < LONGEST:
            self.formula += text[:LONGEST]

    def end(self, tag: str) -> None:
        if self.name is not None and tag.rpartition(":")[2] == "definedName":
            self._add(self.name, self.formula)
            self.name = None

    def _add(self, name: str, formula: str) -> None:
        if not name:
            return
        if not calls_out(formula):
            self.others.append((name.casefold(), formula))
        else:
            self.found.add(name.casefold())
            if len(self.found) > _MOST:
                raise RuleError("workbook_too_large")
