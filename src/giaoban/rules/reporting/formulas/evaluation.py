"""Does a formula hold for these values?

A formula whose needed operand is missing is not evaluated, whichever branch the operand stands
in. Nor is one that divides by zero or leaves the range of doubles on the way; `and` and `or`
work out both sides, `if` only the branch that it chooses, as Excel does.
"""

import math
from collections.abc import Mapping
from enum import StrEnum

from giaoban.rules.reporting.formulas.formula import Formula
from giaoban.rules.reporting.formulas.numbers import (
    DECIMALS_COMPARED,
    added,
    difference,
    rounded,
)
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
    When,
)


class Outcome(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    NOT_EVALUATED = "not_evaluated"


class _NoAnswer(Exception):
    pass


def evaluate(
    formula: Formula,
    values: Mapping[str, float],
    previous: Mapping[str, float],
    last_year: Mapping[str, float],
) -> Outcome:
    """The outcome for values by code: this period's, the last one's, the same of last year's.

    A code that a mapping lacks is missing there, and so is a value that is no finite number.
    """
    evaluation = _Evaluation(
        {When.THIS: values, When.PREVIOUS: previous, When.LAST_YEAR: last_year}
    )
    if any(evaluation.value(reference) is None for reference in formula.needed):
        return Outcome.NOT_EVALUATED
    try:
        holds = evaluation.truth(formula.tree)
    except _NoAnswer:
        return Outcome.NOT_EVALUATED
    return Outcome.HOLDS if holds else Outcome.FAILS


class _Evaluation:
    def __init__(self, values: Mapping[When, Mapping[str, float]]) -> None:
        self._values = values

    def value(self, reference: Reference) -> float | None:
        value = self._values[reference.when].get(reference.code)
        return None if value is None or not math.isfinite(value) else float(value)

    def truth(self, node: Node) -> bool:
        match node:
            case Comparison():
                return self._comparison(node)
            case Logic(operator=operator, operands=operands):
                truths = [self.truth(operand) for operand in operands]  # none left out, as in Excel
                return all(truths) if operator == "and" else any(truths)
            case Not(operand=operand):
                return not self.truth(operand)
            case IsMissing(reference=reference):
                return self.value(reference) is None
            case If(condition=condition, then=then, otherwise=otherwise):
                return self.truth(then if self.truth(condition) else otherwise)
        raise TypeError(node)

    def number(self, node: Node) -> float:
        return _finite(self._number(node))

    def _number(self, node: Node) -> float:
        match node:
            case Number(value=value):
                return value
            case Reference():
                return self._given(node)
            case Negative(operand=operand):
                return -self.number(operand)
            case Sum(terms=terms):
                numbers = [self.number(term.node) for term in terms]
                return added(
                    [-n if t.is_subtracted else n for t, n in zip(terms, numbers, strict=True)]
                )
            case Product(operator="*", left=left, right=right):
                return self.number(left) * self.number(right)
            case Product(left=left, right=right):
                return self._quotient(self.number(left), self.number(right))
            case Absolute(operand=operand):
                return abs(self.number(operand))
            case Extreme(function=function, operands=operands):
                numbers = [self.number(operand) for operand in operands]
                return min(numbers) if function == "min" else max(numbers)
            case Rounded(operand=operand, places=places):
                return rounded(rounded(self.number(operand), DECIMALS_COMPARED), places)
            case Coalesce(reference=reference, instead=instead):
                given = self.value(reference)
                return instead if given is None else given
            case If(condition=condition, then=then, otherwise=otherwise):
                return self.number(then if self.truth(condition) else otherwise)
        raise TypeError(node)

    def _given(self, reference: Reference) -> float:
        value = self.value(reference)
        if value is None:
            raise _NoAnswer
        return value

    def _quotient(self, dividend: float, divisor: float) -> float:
        if divisor == 0:
            raise _NoAnswer
        return dividend / divisor

    def _comparison(self, node: Comparison) -> bool:
        apart = _finite(difference(self.number(node.left), self.number(node.right)))
        match node.operator:
            case "<":
                return apart < 0
            case "<=":
                return apart <= 0
            case ">":
                return apart > 0
            case ">=":
                return apart >= 0
            case "==":
                return apart == 0
            case "!=":
                return apart != 0


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise _NoAnswer
    return number
