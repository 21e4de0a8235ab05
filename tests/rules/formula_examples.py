"""Formulas with values on which two programs may well disagree."""

import re
from dataclasses import dataclass
from decimal import Decimal
from random import Random

CODES = ("a", "b", "c", "d")
Values = dict[str, float]

COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
LITERALS = ("0", "1", "2", "3", "10", "100", "0.1", "0.5", "0.05", "1.005", "0.000001", "1000000")
NUMBERS = (
    *(0.0, 1.0, 2.0, 3.0, 7.0, 9.0, 10.0, 12.0, 96.0, 99.0, 100.0, 3321.0, -1.0, -2.5),
    *(0.1, 0.2, 0.3, 0.7, 1.1, 2.675, 1.005, 0.5, 1.5, 2.5, 4.35, 8.1, 33.3, 0.333333333),
    *(1e-9, 5e-10, 4e-10, 1.5e-9, 0.0009765625, 99999.99, 12345678.1, 12345678.3, 0.045),
    *(999999.99999, 1e6, 123456789012.0, 999999999999999.0, 999999999999998.0, 1e12, 2e15, 1e18),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A formula; the values of this period, the previous one and the same of last year."""

    text: str
    values: tuple[Values, Values, Values]


def chosen_examples() -> list[Example]:
    """Every comparison of near neighbours, and formulas on the edges of the language."""
    pairs = [
        (0.1 + 0.2, 0.3),
        (1.0, 1.000000001),
        (1.0, 1.0000000004),
        (0.0, 5e-10),
        (-5e-10, 5e-10),
        (1e15, 999999999999999.0),
        (9007199254740991.0, 9007199254740990.0),
        (99999999999.999, 99999999999.998),
        (9999999.9999999, 9999999.9999998),
        (9.9999999999999e22, 1e23),
        (1e300, -1e300),
        (1e-300, 0.0),
    ]
    examples = [
        Example(f"a {sign} b", ({"a": first, "b": second}, {}, {}))
        for pair in pairs
        for first, second in (pair, pair[::-1])
        for sign in COMPARISONS
    ]
    for text, values in _EDGES:
        examples += [
            Example(text, ({**values}, {}, {})),
            Example(text, ({**values}, values, values)),
        ]
        for lacking in values:
            rest = {code: value for code, value in values.items() if code != lacking}
            examples.append(Example(text, (rest, {**values}, {})))
    return examples


_EDGES: tuple[tuple[str, Values], ...] = (
    ("a + b - c == 0", {"a": 0.1, "b": 0.2, "c": 0.3}),
    ("1 / (a + b - c) > 0", {"a": 0.1, "b": 0.2, "c": 0.3}),
    ("(a - b - c) * 1000000 == 0", {"a": 0.5, "b": 0.4, "c": 0.1}),
    ("(a + b - c + d) * 2 == 10", {"a": 12345678.1, "b": 0.2, "c": 12345678.3, "d": 5.0}),
    ("abs(a - b) <= 0.2", {"a": 12345678.3, "b": 12345678.1}),
    ("a / b + a / b + a / b == a", {"a": 1.0, "b": 3.0}),
    ("(a / 9 + b / 9) * 8.1 == b", {"a": 100000.0, "b": 900000.0}),
    ("(a / c + b / c) * 1000000 == d", {"a": 3.0, "b": 4.0, "c": 7.0, "d": 1000000.0}),
    ("if(b == 0, a == 0, a / b <= 2)", {"a": 0.0, "b": 0.0}),
    ("b == 0 or a / b <= 2", {"a": 0.0, "b": 0.0}),
    ("b != 0 and a / b <= 2", {"a": 0.0, "b": 0.0}),
    ("round(a, 2) == 2.68 and round(b, 2) == 1.01", {"a": 2.675, "b": 1.005}),
    ("round(-a, 0) == -3 and round(b, 0) == 2", {"a": 2.5, "b": 1.5}),
    ("round(a * 3, 1) == 1.1", {"a": 0.35}),
    ("round(a, -3) == 12346000 and round(b, -1) == 50", {"a": 12345678.3, "b": 45.0}),
    ("round(a * b, 2) == c", {"a": 12345678.3, "b": 1.15, "c": 14197530.05}),
    ("is_missing(a) or coalesce(b, 0) <= a", {"a": 1.0, "b": 2.0}),
    ("not is_missing(previous(a)) and coalesce(last_year(a), -1) < 0", {"a": 1.0}),
    ("abs(a - previous(a)) <= 0.5 * previous(a)", {"a": 10.0}),
    ("a * a * a > 0", {"a": 1e150}),
    ("a > -b", {"a": 1.7e308, "b": 1.7e308}),
    ("a * b == b * a or a + a > 1", {"a": 1.7e308, "b": 1.0}),
    ("-a * -b == a * b and --a == a", {"a": 1.1, "b": 3.3}),
    ("a - -b + (c - (a - b)) == c + 2 * b", {"a": 0.7, "b": 0.1, "c": 12.3}),
    ("sum(a, b, -(c + d)) == max(a, b) - min(c, d)", {"a": 4.0, "b": 1.0, "c": 3.0, "d": 2.0}),
)


def random_examples(chance: Random, number: int) -> list[Example]:
    """Formulas made by chance, each with an indicator; the same ones for the same seed."""
    texts: list[str] = []
    while len(texts) < number:
        text = _condition(chance, 2)
        if len(text) <= 500 and re.search(r"\b[abcd]\b", text):
            texts.append(text)
    return [Example(text, (_values(chance), _values(chance), _values(chance))) for text in texts]


def balanced_examples(chance: Random, number: int) -> list[Example]:
    """Sums that come out even on paper, or miss it by one unit of the last decimal."""
    return [_balanced(chance) for _ in range(number)]


def _balanced(chance: Random) -> Example:
    places = chance.randrange(0, 5)
    unit = Decimal(1).scaleb(-places)
    first, second, third = (
        chance.randrange(10 ** chance.randrange(1, 13 - places)) * unit for _ in range(3)
    )
    text, answer = chance.choice(
        (
            ("a + b - c {} d", first + second - third),
            ("a - c {} d - b", first - third + second),
            ("abs(a - b) {} d", abs(first - second)),
            ("(a - b) * 10 {} d", (first - second) * 10),
            ("0 - c + max(a - b, b - a) {} d", abs(first - second) - third),
            ("1 / (a - b + c - d) {} 0", first - second + third),
        )
    )
    answer += unit * chance.choice((-1, 0, 0, 1))
    amounts = dict(zip(CODES, map(float, (first, second, third, answer)), strict=True))
    return Example(text.format(chance.choice(COMPARISONS)), (amounts, {}, {}))


def _values(chance: Random) -> Values:
    return {code: _value(chance) for code in CODES if chance.random() < 0.93}


def _value(chance: Random) -> float:
    match chance.randrange(4):
        case 0:
            return float(chance.randrange(0, 30))
        case 1:
            return round(chance.uniform(-1000, 100000), chance.randrange(0, 6))
        case _:
            return chance.choice(NUMBERS)


def _condition(chance: Random, depth: int) -> str:
    match chance.randrange(8) if depth else 7:
        case 0:
            word = chance.choice(("and", "or"))
            return f"({_condition(chance, depth - 1)}) {word} ({_condition(chance, depth - 1)})"
        case 1:
            return f"not ({_condition(chance, depth - 1)})"
        case 2:
            branches = f"{_condition(chance, depth - 1)}, {_condition(chance, depth - 1)}"
            return f"if({_condition(chance, depth - 1)}, {branches})"
        case 3:
            return f"is_missing({_reference(chance)}) or {_condition(chance, depth - 1)}"
        case _:
            sign = chance.choice(COMPARISONS)
            return f"{_number(chance, 2)} {sign} {_number(chance, 1)}"


def _number(chance: Random, depth: int) -> str:
    if depth == 0:
        return chance.choice((_reference(chance), _reference(chance), chance.choice(LITERALS)))
    inner = [_number(chance, depth - 1) for _ in range(3)]
    return chance.choice(
        (
            _reference(chance),
            f"({inner[0]} + {inner[1]} - {inner[2]})",
            f"({inner[0]} - {inner[1]})",
            f"{inner[0]} * {inner[1]}",
            f"({inner[0]}) / ({inner[1]})",
            f"abs({inner[0]})",
            f"min({inner[0]}, {inner[1]})",
            f"max({inner[0]}, {inner[1]}, {inner[2]})",
            f"sum({inner[0]}, {inner[1]}, {inner[2]})",
            f"round({inner[0]}, {chance.randrange(-2, 4)})",
            f"coalesce({_reference(chance)}, {chance.choice(LITERALS)})",
            f"if({inner[0]} > {inner[1]}, {inner[1]}, {inner[2]})",
            f"-{inner[0]}" if not inner[0].startswith("-") else inner[0],
        )
    )


def _reference(chance: Random) -> str:
    code = chance.choice(CODES)
    return chance.choice((code, code, code, f"previous({code})", f"last_year({code})"))
