"""How is a part of a workbook read as a stream, so that a large one is never held as a tree?"""

from typing import Protocol
from xml.parsers.expat import ExpatError, ParserCreate

from giaoban.rules.problems import RuleError


class Reading(Protocol):
    """What is told of each tag and text, in the order of the part."""

    def start(self, name: str, attributes: dict[str, str], /) -> None: ...

    def end(self, name: str, /) -> None: ...

    def said(self, text: str, /) -> None: ...


def read_through(part: bytes, reading: Reading) -> None:
    """Raises RuleError `workbook_damaged` for what is no XML, and for entities, which may swell."""
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


def _refuse_entity(*_declared: object) -> None:
    raise RuleError("workbook_damaged")
