"""How is a formula written for Excel, so that the cell says what the server would say?

The text needs nothing newer than Excel 2007 (and so LibreOffice), takes no locale's separators
and leaves nothing to how a program adds or compares: it writes out the steps of `numbers.py`.
"""

import re
from collections.abc import Callable, Iterable

from giaoban.rules.reporting.formulas.mistakes import FormulaError, Mistake
from giaoban.rules.reporting.formulas.numbers import DECIMALS_COMPARED, rounded
from giaoban.rules.reporting.formulas.tree import (
    Absolute,
    Coalesce,
    Comparison,
    Extreme,
    If,
    IsMissing,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Product,
    Reference,
    Rounded,
    Sum,
)

LONGEST_IN_EXCEL = 8192
DEEPEST_IN_EXCEL = 64
_OPERATORS = {"==": "=", "!=": "<>"}
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_SAFE_CELL = re.compile(r"[^-+*/<>=&^%, ]*")

CellOf = Callable[[Reference], str]


def excel_text(tree: Node, needed: Iterable[Reference], cell_of: CellOf) -> str:
    """The Excel expression of a condition: TRUE, FALSE, or "" where it is not evaluated.

    Raises FormulaError where the text would be longer or deeper than Excel takes.
    """
    writer = _Writer(cell_of)
    text = f'IFERROR({writer.text(tree)},"")'
    tests = [f"ISNUMBER({writer.text(reference)})" for reference in needed]
    if tests:
        condition = tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"
        text = f'IF({condition},{text},"")'
    if len(text) >= LONGEST_IN_EXCEL or _nesting(text) > DEEPEST_IN_EXCEL:
        raise FormulaError(Mistake.TOO_COMPLEX, tree.column)
    return text


def _nesting(text: str) -> int:
    depth = deepest = 0
    for character in _QUOTED.sub("", text):
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


class _Writer:
    def __init__(self, cell_of: CellOf) -> None:
        self._cell_of = cell_of

    def text(self, node: Node) -> str:
        text = self._text(node)
        if len(text) > LONGEST_IN_EXCEL:  # at once: sums within sums double at every step
            raise FormulaError(Mistake.TOO_COMPLEX, node.column)
        return text

    def _text(self, node: Node) -> str:
        match node:
            case Number(value=value):
                return number_text(value)
            case Reference():
                return self._cell(node)
            case Negative(operand=operand):
                return f"(-{self._factor(operand)})"
            case Sum():
                return self._sum(node)
            case Product(operator=operator, left=left, right=right):
                first = self.text(left) if isinstance(left, Product) else self._factor(left)
                return f"{first}{operator}{self._factor(right)}"
            case Absolute(operand=operand):
                return f"ABS({self.text(operand)})"
            case Extreme(function=function, operands=operands):
                return f"{function.upper()}({self._list(operands)})"
            case Rounded(operand=operand, places=places):
                return f"ROUND({self._compared(operand)},{places})"
            case Coalesce(reference=reference, instead=instead):
                cell = self._cell(reference)
                return f"IF(ISNUMBER({cell}),{cell},{number_text(instead)})"
            case If(condition=condition, then=then, otherwise=otherwise):
                return f"IF({self._list((condition, then, otherwise))})"
            case Comparison():
                return self._comparison(node)
            case Logic(operator=operator, operands=operands):
                return f"{operator.upper()}({self._list(operands)})"
            case Not(operand=operand):
                return f"NOT({self.text(operand)})"
            case IsMissing(reference=reference):
                return f"NOT(ISNUMBER({self._cell(reference)}))"

    def _list(self, nodes: Iterable[Node]) -> str:
        return ",".join(self.text(node) for node in nodes)

    def _cell(self, reference: Reference) -> str:
        cell = self._cell_of(reference)
        return cell if _SAFE_CELL.fullmatch(_QUOTED.sub("", cell)) else f"({cell})"

    def _factor(self, node: Node) -> str:
        return f"({self.text(node)})" if isinstance(node, Product) else self.text(node)

    def _sum(self, node: Sum) -> str:
        total = "".join(
            ("-" if term.is_subtracted else "+") + self.text(term.node) for term in node.terms
        ).removeprefix("+")
        sizes = ",".join(self._size(term.node) for term in node.terms)
        return f"ROUND({total},MAX(0,14-INT(LOG10(MAX(1E-6,{sizes}))+1E-9)))"

    def _comparison(self, node: Comparison) -> str:
        sizes = f"{self._size(node.left)},{self._size(node.right)}"
        digits = f"MAX(0,MIN(9,13-INT(LOG10(MAX(1,{sizes}))+1E-9)))"
        difference = f"{self._compared(node.left)}-{self._compared(node.right)}"
        operator = _OPERATORS.get(node.operator, node.operator)
        return f"ROUND({difference},{digits}){operator}0"

    def _compared(self, node: Node) -> str:
        if isinstance(node, Number) and rounded(node.value, DECIMALS_COMPARED) == node.value:
            return self.text(node)
        return f"ROUND({self.text(node)},{DECIMALS_COMPARED})"

    def _size(self, node: Node) -> str:
        while isinstance(node, Negative):
            node = node.operand
        return self.text(node) if isinstance(node, Number | Absolute) else f"ABS({self.text(node)})"


def number_text(value: float) -> str:
    """A number as a formula of any language version stores it: with a point, an E if need be."""
    text = repr(value).removesuffix(".0").upper()
    return f"({text})" if value < 0 else text
