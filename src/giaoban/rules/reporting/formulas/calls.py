"""Which functions does the language have, and what may stand in their parentheses?"""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from giaoban.rules.reporting.formulas.mistakes import FormulaError, Mistake
from giaoban.rules.reporting.formulas.tree import (
    Absolute,
    Coalesce,
    Extreme,
    If,
    IsMissing,
    Negative,
    Node,
    Number,
    Reference,
    Rounded,
    Sum,
    Term,
    When,
    is_condition,
)

MOST_PLACES = 9


def required_number(node: Node) -> Node:
    if is_condition(node):
        raise FormulaError(Mistake.NUMBER_EXPECTED, node.column)
    return node


def required_condition(node: Node) -> Node:
    if not is_condition(node):
        raise FormulaError(Mistake.CONDITION_EXPECTED, node.column)
    return node


def summed(terms: Sequence[Term]) -> Sum:
    """One chain of the terms; sums and signs inside it become part of the chain."""
    flat: list[Term] = []
    for term in terms:
        node, is_subtracted = required_number(term.node), term.is_subtracted
        while isinstance(node, Negative):
            node, is_subtracted = node.operand, not is_subtracted
        if isinstance(node, Sum):
            flat += [Term(inner.is_subtracted != is_subtracted, inner.node) for inner in node.terms]
        else:
            flat.append(Term(is_subtracted, node))
    return Sum(tuple(flat), terms[0].node.column)


def known_function(name: str, column: int) -> None:
    """Raise FormulaError if there is no function of that name."""
    if name not in _FUNCTIONS:
        suggestions = tuple(get_close_matches(name.lower(), _FUNCTIONS, n=3))
        raise FormulaError(Mistake.UNKNOWN_FUNCTION, column, name=name, suggestions=suggestions)


def call(name: str, arguments: Sequence[Node], column: int) -> Node:
    """The node of a function with its arguments; raises FormulaError where they do not fit."""
    expected, build = _FUNCTIONS[name]
    if (expected is None and not arguments) or (
        expected is not None and len(arguments) != expected
    ):
        raise FormulaError(
            Mistake.WRONG_NUMBER_OF_ARGUMENTS,
            column,
            name=name,
            expected=expected or 1,
            found=len(arguments),
        )
    return build(name, arguments, column)


def _absolute(name: str, arguments: Sequence[Node], column: int) -> Node:
    return Absolute(required_number(arguments[0]), column)


def _least(name: str, arguments: Sequence[Node], column: int) -> Node:
    return Extreme("min", tuple(map(required_number, arguments)), column)


def _most(name: str, arguments: Sequence[Node], column: int) -> Node:
    return Extreme("max", tuple(map(required_number, arguments)), column)


def _sum(name: str, arguments: Sequence[Node], column: int) -> Node:
    return summed([Term(False, argument) for argument in arguments])


def _rounded(name: str, arguments: Sequence[Node], column: int) -> Node:
    places = _literal(name, arguments[1])
    if not (places.is_integer() and abs(places) <= MOST_PLACES):
        raise FormulaError(
            Mistake.PLACES_EXPECTED, arguments[1].column, least=-MOST_PLACES, most=MOST_PLACES
        )
    return Rounded(required_number(arguments[0]), int(places), column)


def _if(name: str, arguments: Sequence[Node], column: int) -> Node:
    condition, then, otherwise = arguments
    if is_condition(then) != is_condition(otherwise):
        raise FormulaError(Mistake.BRANCHES_DIFFER, otherwise.column)
    return If(required_condition(condition), then, otherwise, column)


def _earlier(when: When) -> "_Builder":
    def build(name: str, arguments: Sequence[Node], column: int) -> Node:
        inner = arguments[0]
        if not isinstance(inner, Reference) or inner.when is not When.THIS:
            raise FormulaError(Mistake.CODE_EXPECTED, inner.column, name=name)
        return Reference(inner.code, when, inner.column)

    return build


def _is_missing(name: str, arguments: Sequence[Node], column: int) -> Node:
    return IsMissing(_reference(name, arguments[0]), column)


def _coalesce(name: str, arguments: Sequence[Node], column: int) -> Node:
    return Coalesce(_reference(name, arguments[0]), _literal(name, arguments[1]), column)


def _reference(name: str, node: Node) -> Reference:
    if not isinstance(node, Reference):
        raise FormulaError(Mistake.CODE_EXPECTED, node.column, name=name)
    return node


def _literal(name: str, node: Node) -> float:
    match node:
        case Number(value=value):
            return value
        case Negative(operand=Number(value=value)):
            return -value
    raise FormulaError(Mistake.NUMBER_LITERAL_EXPECTED, node.column, name=name)


_Builder = Callable[[str, Sequence[Node], int], Node]
_FUNCTIONS: dict[str, tuple[int | None, _Builder]] = {
    "abs": (1, _absolute),
    "min": (None, _least),
    "max": (None, _most),
    "round": (2, _rounded),
    "sum": (None, _sum),
    "if": (3, _if),
    "previous": (1, _earlier(When.PREVIOUS)),
    "last_year": (1, _earlier(When.LAST_YEAR)),
    "is_missing": (1, _is_missing),
    "coalesce": (2, _coalesce),
}
"""Each function: how many arguments (None: one or more), and what makes its node."""
