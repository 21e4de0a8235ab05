"""Would a spreadsheet program take this text for a formula, and how is it kept from running it?

Programs run what begins like a formula even in a CSV. An apostrophe in front makes it a text; what
we read back loses it again, so that a name makes the round trip.
"""

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """A text that a program would take for a formula gets an apostrophe in front.

    >>> harmless("=1+1"), harmless("Xã Tả Van")
    ("'=1+1", 'Xã Tả Van')
    """
    return f"'{text}" if text.startswith(_RUNS) else text


def as_written(text: str) -> str:
    """The text that `harmless` was given; any other stays, the name 'Ô Chợ Dừa included."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_RUNS) else text
