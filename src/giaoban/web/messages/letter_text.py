"""How is a letter's plain text shown on a page, with its addresses to click?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ADDRESS = re.compile(r"(https?://\S+)")


@dataclass(frozen=True)
class Piece:
    text: str
    is_address: bool


def paragraphs(body: str) -> list[list[Piece]]:
    """Line after line, each in pieces; empty lines are kept, since they part paragraphs."""
    return [list(_pieces(line)) for line in body.splitlines()]


def _pieces(line: str) -> Iterator[Piece]:
    for number, text in enumerate(_ADDRESS.split(line)):
        if text:
            yield Piece(text, bool(number % 2))
