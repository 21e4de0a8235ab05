"""What is a letter before it is queued, and what becomes of it when it leaves?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

PASSWORD: Literal["password"] = "password"
REPORT: Literal["report"] = "report"
SECTION: Literal["section"] = "section"


def place(number: int = 1) -> str:
    """Stands in the text where the address goes that is made when the letter leaves."""
    return f"{{{{link {number}}}}}"


@dataclass(frozen=True)
class Letter:
    """In the reader's language; `opens` is what the places of the text open, in order.

    A place gives only what is listed here, whatever a name in the text may look like.
    """

    to: str
    language: str
    subject: str
    body: str
    opens: tuple[tuple[str, int], ...] = ()


def with_addresses(body: str, addresses: Sequence[str]) -> str:
    """The text as it leaves."""
    for number, address in enumerate(addresses, start=1):
        body = body.replace(place(number), address)
    return body
