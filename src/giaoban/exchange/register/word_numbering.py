"""What number does Word show before a paragraph that it numbers by itself?

Counted as Word does it, list by list: a deeper level begins anew behind a higher one. A picture or
a sign as a bullet is given as a dash. Runs apart (apart/child.py), without settings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

_MOST_LEVELS = 9
_LONGEST_LABEL = 40
_LARGEST_COUNT = 100_000
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def value_of(node: etree._Element | None, name: str = "val") -> str:
    """An attribute of Word's namespace, whichever of its two that is; empty where there is none."""
    if node is None:
        return ""
    return next(
        (str(text) for key, text in node.attrib.items() if etree.QName(key).localname == name), ""
    )


def number_in(node: etree._Element | None, otherwise: int) -> int:
    text = value_of(node)
    return min(int(text), _LARGEST_COUNT) if text.isdecimal() and len(text) < 10 else otherwise


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""


@dataclass
class Numbering:
    """The lists of a document; `label` is asked for each paragraph in the order of the text."""

    levels: Mapping[str, Mapping[int, _Level]] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)  # by number the abstract list
    restarts: Mapping[tuple[str, int], int] = field(default_factory=dict)
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, paragraph: etree._Element) -> str:
        """Such as `1.2.` or `a)`; empty where Word shows no number."""
        placed = self._place(paragraph)
        if placed is None:
            return ""
        number, level = placed
        abstract = self.lists.get(number)
        known = self.levels.get(abstract or "")
        if abstract is None or known is None or level not in known:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _MOST_LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for (of, at), start in self.restarts.items():
                if of == number:
                    counts[at] = start - 1
        held = counts[level]
        counts[level] = known[level].start if held is None else held + 1
        counts[level + 1 :] = [None] * (_MOST_LEVELS - level - 1)
        return _written(known, level, counts)

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        own = paragraph.find("{*}pPr/{*}numPr")
        style = self.styles.get(value_of(paragraph.find("{*}pPr/{*}pStyle")))
        if own is None:
            return style if style and style[0] != "0" else None
        number = value_of(own.find("{*}numId")) or (style[0] if style else "")
        level = number_in(own.find("{*}ilvl"), style[1] if style else 0)
        return (number, level) if number not in {"", "0"} and level < _MOST_LEVELS else None


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists that the parts `numbering.xml` and `styles.xml` describe."""
    if numbering is None:
        return Numbering()
    levels = {
        value_of(each, "abstractNumId"): {
            place: _level(level) for level in each.findall("{*}lvl") if (place := _at(level)) >= 0
        }
        for each in numbering.findall("{*}abstractNum")
    }
    lists, restarts = {}, {}
    for each in numbering.findall("{*}num"):
        number = value_of(each, "numId")
        lists[number] = value_of(each.find("{*}abstractNumId"))
        for change in each.findall("{*}lvlOverride"):
            start = change.find("{*}startOverride")
            if start is not None and _at(change) >= 0:
                restarts[number, _at(change)] = number_in(start, 1)
    return Numbering(levels, lists, restarts, _styles(styles))


def _at(node: etree._Element) -> int:
    text = value_of(node, "ilvl")
    return int(text) if text.isdecimal() and int(text) < _MOST_LEVELS else -1


def _level(level: etree._Element) -> _Level:
    return _Level(
        number_in(level.find("{*}start"), 1),
        value_of(level.find("{*}numFmt")) or "decimal",
        value_of(level.find("{*}lvlText"))[:_LONGEST_LABEL],
    )


def _styles(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    """The list and level of each style, its own or of the one that it is based on."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in styles.findall("{*}style") if styles is not None else ():
        name = value_of(style, "styleId")
        based[name] = value_of(style.find("{*}basedOn"))
        numbered = style.find("{*}pPr/{*}numPr")
        if numbered is not None:
            number = value_of(numbered.find("{*}numId"))
            level = number_in(numbered.find("{*}ilvl"), 0)
            if number and level < _MOST_LEVELS:
                own[name] = number, level
    found = {}
    for name in based:
        at, seen = name, set[str]()
        while at and at not in own and at not in seen:
            seen.add(at)
            at = based.get(at, "")
        if at in own:
            found[name] = own[at]
    return found


def _written(levels: Mapping[int, _Level], level: int, counts: list[int | None]) -> str:
    if levels[level].kind in {"bullet", "none"}:
        return "-" if levels[level].kind == "bullet" else ""
    text = levels[level].text
    for place in range(level + 1):
        mark = f"%{place + 1}"
        if mark in text:
            shape = levels.get(place, _Level())
            count = counts[place]
            text = text.replace(mark, _count(shape.kind, shape.start if count is None else count))
    return text.strip()


def _count(kind: str, count: int) -> str:
    return _SHAPES.get(kind, str)(count)


def _letters(count: int) -> str:
    """a … z, aa, bb: as Word goes on behind z."""
    if count < 1:
        return str(count)
    times, place = divmod(count - 1, 26)
    return chr(ord("a") + place) * min(times + 1, _LONGEST_LABEL)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    found = ""
    for worth, sign in _ROMAN:
        found += sign * (count // worth)
        count %= worth
    return found


_SHAPES: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperRoman": _roman,
    "decimalZero": lambda count: f"{count:02d}",
}
