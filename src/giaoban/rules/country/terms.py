"""How does one term take the place of another in every text, and nothing but the term?"""

import re
from collections.abc import Mapping

# Marks of formats, tags and entities: what stands in them is read by programs.
_MARKS = re.compile(r"(%\([^)]*\)[#0\- +]*[a-zA-Z]|%[a-zA-Z%]|\{[^{}]*\}|<[^<>]*>|&[#\w]+;)")


def with_terms(text: str, words: Mapping[str, str]) -> str:
    """The text with each term replaced where it stands as whole words.

    The longest term wins. Capitals are disregarded in what is looked for, and the first letter of
    what stands in its place follows the one it replaces: `Steering committee` becomes `Programme
    board`, a term all in capitals a word in capitals.
    """
    if not words:
        return text
    found = {term.casefold(): instead for term, instead in words.items()}
    longest_first = sorted(found, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.I)

    def instead(match: re.Match[str]) -> str:
        old, new = match[0], found[match[0].casefold()]
        if len(old) > 1 and old.isupper():
            return new.upper()
        return new[:1].upper() + new[1:] if old[:1].isupper() else new

    parts = _MARKS.split(text)
    # Every second part is a mark that the pattern split at.
    return "".join(
        part if place % 2 else pattern.sub(instead, part) for place, part in enumerate(parts)
    )
