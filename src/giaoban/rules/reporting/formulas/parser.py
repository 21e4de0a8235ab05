"""How does the text of a formula become a tree, and what is refused on the way?

condition  = both { "or" both }
both       = denied { "and" denied }
denied     = "not" denied | comparison
comparison = sum [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum ]
sum        = product { ( "+" | "-" ) product }
product    = signed { ( "*" | "/" ) signed }
signed     = "-" signed | atom
atom       = number | code | function "(" … ")" | "(" condition ")"
"""

from collections.abc import Callable
from typing import Literal, cast

from giaoban.rules.reporting.formulas.calls import (
    call,
    known_function,
    required_condition,
    required_number,
    summed,
)
from giaoban.rules.reporting.formulas.mistakes import FormulaError, Mistake
from giaoban.rules.reporting.formulas.tokens import Token, TokenKind, tokens
from giaoban.rules.reporting.formulas.tree import (
    Comparison,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Product,
    Reference,
    Term,
)

LONGEST = 500
DEEPEST = 50
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_RESERVED = ("and", "or", "not")


def parse_tree(text: str) -> Node:
    """The tree of a condition; raises FormulaError at the first mistake."""
    if not text.strip():
        raise FormulaError(Mistake.EMPTY, 1)
    if len(text) > LONGEST:
        raise FormulaError(Mistake.TOO_LONG, LONGEST + 1, length=len(text), limit=LONGEST)
    return _Parser(tokens(text)).whole()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._place = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._either()
        self._refuse_leftover()
        return required_condition(node)

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += 1
        return token

    def _is_next(self, *texts: str) -> bool:
        return self._next.kind is not TokenKind.END and self._next.text in texts

    def _deeper(self, parse: Callable[[], Node]) -> Node:
        if self._depth == DEEPEST:
            raise FormulaError(Mistake.TOO_DEEP, self._next.column, limit=DEEPEST)
        self._depth += 1
        node = parse()
        self._depth -= 1
        return node

    def _refuse_leftover(self) -> None:
        token = self._next
        if token.kind is TokenKind.END:
            return
        before = self._tokens[self._place - 1]
        after = self._tokens[self._place + 1]
        if token.text == "," and before.kind is after.kind is TokenKind.NUMBER:
            raise FormulaError(Mistake.DECIMAL_COMMA, token.column)
        raise FormulaError(Mistake.UNEXPECTED, token.column, found=token.text)

    def _either(self) -> Node:
        return self._joined("or", self._both)

    def _both(self) -> Node:
        return self._joined("and", self._denied)

    def _joined(self, operator: Literal["and", "or"], part: Callable[[], Node]) -> Node:
        first = part()
        parts = [first]
        while self._is_next(operator):
            self._take()
            parts.append(part())
        if len(parts) == 1:
            return first
        return Logic(operator, tuple(map(required_condition, parts)), first.column)

    def _denied(self) -> Node:
        if not self._is_next("not"):
            return self._comparison()
        token = self._take()
        return Not(required_condition(self._deeper(self._denied)), token.column)

    def _comparison(self) -> Node:
        left = self._sum()
        if not self._is_next(*_COMPARISONS):
            return left
        operator = self._take().text
        right = self._sum()
        if self._is_next(*_COMPARISONS):
            raise FormulaError(Mistake.CHAINED_COMPARISON, self._next.column)
        return Comparison(
            cast(Literal["<", "<=", ">", ">=", "==", "!="], operator),
            required_number(left),
            required_number(right),
            left.column,
        )

    def _sum(self) -> Node:
        first = self._product()
        terms = [Term(False, first)]
        while self._is_next("+", "-"):
            is_subtracted = self._take().text == "-"
            terms.append(Term(is_subtracted, self._product()))
        return first if len(terms) == 1 else summed(terms)

    def _product(self) -> Node:
        node = self._signed()
        while self._is_next("*", "/"):
            operator = cast(Literal["*", "/"], self._take().text)
            right = self._signed()
            node = Product(operator, required_number(node), required_number(right), node.column)
        return node

    def _signed(self) -> Node:
        if not self._is_next("-"):
            return self._atom()
        token = self._take()
        return Negative(required_number(self._deeper(self._signed)), token.column)

    def _atom(self) -> Node:
        token = self._next
        if token.kind is TokenKind.END:
            raise FormulaError(Mistake.UNEXPECTED_END, token.column)
        if token.kind is TokenKind.NUMBER:
            self._take()
            return Number(float(token.text), token.column)
        if token.kind is TokenKind.NAME and token.text not in _RESERVED:
            self._take()
            return (
                self._call(token)
                if self._is_next("(")
                else Reference(token.text, column=token.column)
            )
        if token.text == "(":
            self._take()
            node = self._deeper(self._either)
            self._close(token)
            return node
        raise FormulaError(Mistake.UNEXPECTED, token.column, found=token.text)

    def _call(self, name: Token) -> Node:
        known_function(name.text, name.column)
        opening = self._take()
        arguments: list[Node] = []
        if not self._is_next(")"):
            arguments.append(self._deeper(self._either))
            while self._is_next(","):
                self._take()
                arguments.append(self._deeper(self._either))
        self._close(opening)
        return call(name.text, arguments, name.column)

    def _close(self, opening: Token) -> None:
        if self._next.kind is TokenKind.END:
            raise FormulaError(Mistake.PARENTHESIS_NOT_CLOSED, opening.column)
        if not self._is_next(")"):
            self._refuse_leftover()
        self._take()
