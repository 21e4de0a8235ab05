"""What does a parsed formula look like?

Every node is frozen; `column` (from 1) is where it stands in the text and is no part of what it
means. A chain of additions and subtractions is one `Sum`, because it is rounded as a whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias


class When(StrEnum):
    THIS = "this"
    PREVIOUS = "previous"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """An indicator's value in this period, the one before, or the same one a year ago."""

    code: str
    when: When = When.THIS
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    operand: "Node"
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    is_subtracted: bool
    node: "Node"


@dataclass(frozen=True, slots=True)
class Sum:
    terms: tuple[Term, ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Product:
    operator: Literal["*", "/"]
    left: "Node"
    right: "Node"
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Absolute:
    operand: "Node"
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Extreme:
    function: Literal["min", "max"]
    operands: tuple["Node", ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Rounded:
    operand: "Node"
    places: int
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Coalesce:
    reference: Reference
    instead: float
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class If:
    condition: "Node"
    then: "Node"
    otherwise: "Node"
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: Literal["<", "<=", ">", ">=", "==", "!="]
    left: "Node"
    right: "Node"
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    operator: Literal["and", "or"]
    operands: tuple["Node", ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Node"
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class IsMissing:
    reference: Reference
    column: int = field(default=1, compare=False)


Node: TypeAlias = (
    Number
    | Reference
    | Negative
    | Sum
    | Product
    | Absolute
    | Extreme
    | Rounded
    | Coalesce
    | If
    | Comparison
    | Logic
    | Not
    | IsMissing
)


def is_condition(node: Node) -> bool:
    """Whether a node is true or false, rather than a number."""
    while isinstance(node, If):
        node = node.then
    return isinstance(node, Comparison | Logic | Not | IsMissing)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside one, in the order of the text."""
    match node:
        case Sum(terms=terms):
            return tuple(term.node for term in terms)
        case Product(left=left, right=right) | Comparison(left=left, right=right):
            return (left, right)
        case Negative(operand=operand) | Absolute(operand=operand) | Not(operand=operand):
            return (operand,)
        case Rounded(operand=operand):
            return (operand,)
        case Extreme(operands=operands) | Logic(operands=operands):
            return operands
        case If(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Coalesce(reference=reference) | IsMissing(reference=reference):
            return (reference,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and everything in it, in the order of the text."""
    yield node
    for child in children(node):
        yield from walk(child)


def needed(node: Node) -> Iterator[Reference]:
    """The references without which a formula cannot be evaluated, in the order of the text."""
    if isinstance(node, Reference):
        yield node
    elif not isinstance(node, Coalesce | IsMissing):
        for child in children(node):
            yield from needed(child)
