"""What is a formula, once it has been read?"""

from dataclasses import dataclass

from giaoban.rules.reporting.formulas.tree import Node, Reference


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed condition. The references stand in the order of the text, each once."""

    text: str
    tree: Node
    references: tuple[Reference, ...]
    needed: tuple[Reference, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code named, whichever period's value is meant."""
        return tuple(dict.fromkeys(reference.code for reference in self.references))


def references(formula: Formula) -> tuple[Reference, ...]:
    """What the formula looks at, in the order of the text; a finding stands at the first."""
    return formula.references
