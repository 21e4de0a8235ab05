"""Which words, numbers and signs is the text of a formula made of?"""

import re
from dataclasses import dataclass
from enum import StrEnum

from giaoban.rules.reporting.formulas.mistakes import FormulaError, Mistake

SIGNIFICANT_DIGITS = 15  # what Excel keeps of a number; the sixteenth would be lost in a template

_TOKEN = re.compile(
    r"(?P<number>[0-9][0-9A-Za-z_.]*|\.[0-9][0-9A-Za-z_.]*)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<other><>|&&|\|\||=<|=>|[≤≥≠×÷−–]|(?<![<>=!])=(?!=)|!(?!=))"
    r"|(?P<sign><=|>=|==|!=|[-+*/(),<>])"
)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_SPACE = re.compile(r"\s*")
_EXPECTED = {
    "=": "==",
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "!": "not",
    "&&": "and",
    "||": "or",
    "×": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
}


class TokenKind(StrEnum):
    NUMBER = "number"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    kind: TokenKind
    text: str
    column: int


def tokens(text: str) -> list[Token]:
    """The tokens of a formula, closed by one END; raises FormulaError at the first bad sign."""
    found: list[Token] = []
    position = _end_of_space(text, 0)
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise FormulaError(Mistake.UNEXPECTED_CHARACTER, position + 1, character=text[position])
        if match.lastgroup == "other":
            raise FormulaError(
                Mistake.OTHER_SPELLING,
                position + 1,
                found=match.group(),
                expected=_EXPECTED[match.group()],
            )
        token = Token(TokenKind(match.lastgroup or ""), match.group(), position + 1)
        if token.kind is TokenKind.NUMBER:
            _refuse_bad_number(token)
        found.append(token)
        position = _end_of_space(text, match.end())
    found.append(Token(TokenKind.END, "", len(text) + 1))
    return found


def _end_of_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _refuse_bad_number(token: Token) -> None:
    if not _NUMBER.fullmatch(token.text):
        raise FormulaError(Mistake.BAD_NUMBER, token.column, found=token.text)
    digits = token.text.replace(".", "").lstrip("0")
    if "." not in token.text:
        digits = digits.rstrip("0")
    if len(digits) > SIGNIFICANT_DIGITS:
        raise FormulaError(Mistake.NUMBER_TOO_LONG, token.column, limit=SIGNIFICANT_DIGITS)
