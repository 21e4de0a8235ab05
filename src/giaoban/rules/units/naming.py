"""How is a Vietnamese name found without its marks, and where does it stand in the dictionary?

Databases do neither: `đ` folds to `d` in no common collation, and the order of C is that of bytes.
So both keys are stored beside the name.
"""

import re
import unicodedata

LONGEST_CODE = 40
LONGEST_NAME = 200
LONGEST_KIND = 60
LONGEST_SORT_KEY = 400

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # with f j w z, which names borrow
# Two capitals a letter: a database that orders by a locale sees no small ones to mix in.
_SYMBOLS = {
    letter: f"{'AB'[place // 26]}{chr(65 + place % 26)}" for place, letter in enumerate(_ALPHABET)
}
_SHAPES = {  # the mark that makes another letter: breve, circumflex, horn
    ("a", "\u0306"): "ă",
    ("a", "\u0302"): "â",
    ("e", "\u0302"): "ê",
    ("o", "\u0302"): "ô",
    ("o", "\u031b"): "ơ",
    ("u", "\u031b"): "ư",
}
_LEVEL_TONE = "1"
_TONES = {  # the dictionary's order: ngang huyền hỏi ngã sắc nặng
    "\u0300": "2",
    "\u0309": "3",
    "\u0303": "4",
    "\u0301": "5",
    "\u0323": "6",
}
_D_WITH_STROKE = str.maketrans({"đ": "d", "ð": "d"})  # eth is often typed in its place
_WORD = re.compile(r"\d+|[^\W\d_]+")


def search_key(text: str) -> str:
    """The text in small letters without marks, đ as d, each run of spaces as one.

    `Xã Đăk  Hà` gives `xa dak ha`.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.translate(_D_WITH_STROKE).split())


def sort_key(text: str) -> str:
    """The place of a name in a Vietnamese dictionary, as capitals and digits, which every database
    orders alike, by bytes or by a locale.

    Syllable by syllable: first the letters (a ă â b c d đ e ê …), then the tone (ngang huyền hỏi
    ngã sắc nặng). Numbers stand before letters and go by their value, so `Xã 2` comes before
    `Xã 10`. Capitals, spaces and punctuation do not count; letters of other scripts come last. At
    most LONGEST_SORT_KEY characters.
    """
    composed = unicodedata.normalize("NFC", text).lower().replace("ð", "đ")
    parts = (
        _number_key(word) if word[0].isdecimal() else _syllable_key(word)
        for word in _WORD.findall(composed)
    )
    return "".join(parts)[:LONGEST_SORT_KEY]


def person_sort_key(name: str) -> str:
    """The place of a person in a Vietnamese list: by the given name, which is the last word, then
    by family and middle name. `Bùi Thị Lan` stands before `Âu Thị Trà`.
    """
    *before, given = name.split() or [""]
    return sort_key(" ".join((given, *before)))


def _number_key(digits: str) -> str:
    # The count of digits goes first, so that values compare as text does.
    value = "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0") or "0"
    return f"{min(len(value), 99):02d}{value}"


def _syllable_key(syllable: str) -> str:
    letters: list[str] = []
    tone = _LEVEL_TONE
    for char in syllable:
        base, *marks = list(unicodedata.normalize("NFD", char))
        letter = base
        for mark in marks:
            letter = _SHAPES.get((base, mark), letter)
            tone = _TONES.get(mark, tone)
        letters.append(_SYMBOLS.get(letter, f"Z{ord(base):06X}"))
    # A tone sorts before any letter, so that `ba`, `bà`, … `bạ` stand before `bac`.
    return "".join(letters) + tone
