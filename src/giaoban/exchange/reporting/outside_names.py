"""Which names of a workbook stand for something outside it? A formula need only say such a name."""

import re
from xml.parsers.expat import ExpatError, ParserCreate

from giaoban.exchange.reporting.calling_formulas import LONGEST, calls_out
from giaoban.rules.problems import RuleError

_MAY_NAME = re.compile(rb"definedName\b|named-(?:expression|range)\b")
_OPEN = "of:"
_MOST = 1_000
_LONGEST_NAME = 255


def outside_names(part: bytes) -> re.Pattern[str] | None:
    """What finds them in a formula; None where there are none.

    `part` is the workbook of an .xlsx or the content of an .ods, read as a stream. Raises RuleError
    `workbook_damaged`, or `workbook_too_large` where there are far more than people give.
    """
    if not _MAY_NAME.search(part):
        return None
    reading = _Reading()
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.said
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(part, True)
    except ExpatError as error:
        raise RuleError("workbook_damaged") from error
    if not reading.found:
        return None
    names = "|".join(re.escape(name) for name in sorted(reading.found))
    return re.compile(rf"(?<![\w.])(?:{names})(?![\w.])", re.IGNORECASE)


class _Reading:
    def __init__(self) -> None:
        self.found: set[str] = set()
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
        if name and calls_out(formula):
            self.found.add(name[:_LONGEST_NAME])
            if len(self.found) > _MOST:
                raise RuleError("workbook_too_large")


def _refuse_entity(*_declared: object) -> None:
    raise RuleError("workbook_damaged")
