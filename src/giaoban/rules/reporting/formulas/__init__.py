"""The language of checks: one parsed formula, evaluated by the server and written for Excel.

docs/how-to/write-a-check.md shows the language, docs/decisions/0003 why it is as it is.
"""

from giaoban.rules.reporting.formulas.evaluation import Outcome, evaluate
from giaoban.rules.reporting.formulas.excel import CellOf, excel_text
from giaoban.rules.reporting.formulas.formula import Formula, references
from giaoban.rules.reporting.formulas.mistakes import FormulaError, Mistake
from giaoban.rules.reporting.formulas.reading import parse
from giaoban.rules.reporting.formulas.tree import Reference, When

__all__ = [
    "CellOf",
    "Formula",
    "FormulaError",
    "Mistake",
    "Outcome",
    "Reference",
    "When",
    "evaluate",
    "parse",
    "references",
    "to_excel",
]


def to_excel(formula: Formula, cell_of: CellOf) -> str:
    """The formula for a cell, without a leading "=": TRUE, FALSE, or "" (not evaluated).

    `cell_of` gives the cell (or expression) of a reference: a number, or anything else where
    the value is missing. It is written out several times, so a plain cell is best. Raises
    FormulaError where the text would be longer or deeper than Excel takes.
    """
    return excel_text(formula.tree, formula.needed, cell_of)
