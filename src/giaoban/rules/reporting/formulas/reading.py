"""Is this text a formula that a form's checks can use?"""

from collections.abc import Mapping
from difflib import get_close_matches

from giaoban.rules.reporting.formulas.excel import excel_text
from giaoban.rules.reporting.formulas.formula import Formula
from giaoban.rules.reporting.formulas.mistakes import FormulaError, Mistake
from giaoban.rules.reporting.formulas.parser import parse_tree
from giaoban.rules.reporting.formulas.tree import Reference, needed, walk
from giaoban.rules.reporting.indicators import NUMERIC_KINDS

_USUAL_CELL = "'Previous period'!$C$999"  # long enough for a cell of another sheet


def parse(text: str, known_codes: Mapping[str, str] | None = None) -> Formula:
    """Read a formula; `known_codes` gives the kind of each code, None leaves them unchecked.

    Raises FormulaError at the first mistake in the text.
    """
    tree = parse_tree(text)
    references = tuple(dict.fromkeys(n for n in walk(tree) if isinstance(n, Reference)))
    if not references:
        raise FormulaError(Mistake.NO_INDICATOR, 1)
    if known_codes is not None:
        for reference in references:
            _refuse_unusable_code(reference, known_codes)
    formula = Formula(text, tree, references, tuple(dict.fromkeys(needed(tree))))
    excel_text(tree, formula.needed, lambda _: _USUAL_CELL)  # raises where it does not fit
    return formula


def _refuse_unusable_code(reference: Reference, known_codes: Mapping[str, str]) -> None:
    code, kind = reference.code, known_codes.get(reference.code)
    if kind is None:
        by_small = {known.lower(): known for known in known_codes}
        near = get_close_matches(code.lower(), by_small, n=3)
        raise FormulaError(
            Mistake.UNKNOWN_CODE,
            reference.column,
            found=code,
            suggestions=tuple(by_small[small] for small in near),
        )
    if kind not in NUMERIC_KINDS:
        raise FormulaError(Mistake.CODE_IS_NO_NUMBER, reference.column, found=code, kind=str(kind))
