"""Which characters may go into a file whose format forbids some?"""

import re
from typing import Any
from unicodedata import normalize

# XML 1.0 allows tab, line feed and carriage return of the control characters, no lone surrogates.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text composed (NFC, so that every Vietnamese letter is one character) and storable."""
    return normalize("NFC", _FORBIDDEN.sub("", text))


def all_writable(value: Any) -> Any:
    """The same for every text inside lists and dicts."""
    match value:
        case str():
            return writable(value)
        case dict():
            return {key: all_writable(held) for key, held in value.items()}
        case list() | tuple():
            return [all_writable(held) for held in value]
    return value
