"""How wide is a line of bold Times New Roman, for rules that must be a share of its width?

Word has no way to draw a line "as wide as the words above": its length is worked out here from
the advance widths of Times Bold (thousandths of the type size). Marks on a letter add no width.
"""

from unicodedata import normalize

from giaoban.documents.profiles import LayoutProfile

_BOLD = {
    " ": 250, "-": 333, ",": 250, ".": 250, "/": 278, "–": 500,
    "A": 722, "B": 667, "C": 722, "D": 722, "E": 667, "F": 611, "G": 778, "H": 778, "I": 389,
    "J": 500, "K": 778, "L": 667, "M": 944, "N": 722, "O": 778, "P": 611, "Q": 778, "R": 722,
    "S": 556, "T": 667, "U": 722, "V": 722, "W": 1000, "X": 722, "Y": 722, "Z": 667, "Đ": 722,
    "a": 500, "b": 556, "c": 444, "d": 556, "e": 444, "f": 333, "g": 500, "h": 556, "i": 278,
    "j": 333, "k": 556, "l": 278, "m": 833, "n": 556, "o": 500, "p": 556, "q": 556, "r": 444,
    "s": 389, "t": 333, "u": 556, "v": 500, "w": 722, "x": 500, "y": 500, "z": 444, "đ": 556,
}  # fmt: skip
_OTHERWISE = 500
_SANS = 1.12
"""How much wider a line of Arial Bold is, within some hundredths."""
_MILLIMETRES_PER_POINT = 25.4 / 72


def bold_width(text: str, size: float, *, is_sans: bool = False) -> float:
    """Millimetres that the text takes in bold at a size in points."""
    wider = _SANS if is_sans else 1.0
    letters = (character for character in normalize("NFD", text) if not _is_mark(character))
    thousandths = sum(_BOLD.get(c, _OTHERWISE) for c in letters) * wider
    return thousandths / 1000 * size * _MILLIMETRES_PER_POINT


def balanced_lines(text: str, size: float, width: float) -> list[str]:
    """The text in as few bold lines as fit `width` millimetres, as even as its words allow."""
    whole = bold_width(text, size)
    fewest = len(_wrapped(text, size, width))
    limit = whole / fewest
    while fewest > 1 and limit < width:
        lines = _wrapped(text, size, limit)
        if len(lines) <= fewest:
            return lines
        limit += 1
    return _wrapped(text, size, width)


def text_width(profile: LayoutProfile, *, is_landscape: bool = False) -> float:
    """Millimetres between the side margins."""
    page = profile.page_height if is_landscape else profile.page_width
    return page - profile.margin_left - profile.margin_right


def _wrapped(text: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for word in filter(None, text.split(" ")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and bold_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def _is_mark(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"
