"""What can be wrong with a formula, and where?"""

from enum import StrEnum

from giaoban.rules.problems import RuleError


class Mistake(StrEnum):
    """The mistakes that a formula can have; each has the parameter `column` and those behind it."""

    EMPTY = "formula_empty"
    TOO_LONG = "formula_too_long"  # length, limit
    TOO_DEEP = "formula_too_deep"  # limit
    TOO_COMPLEX = "formula_too_complex"
    UNEXPECTED_CHARACTER = "formula_unexpected_character"  # character
    OTHER_SPELLING = "formula_other_spelling"  # found, expected
    DECIMAL_COMMA = "formula_decimal_comma"
    BAD_NUMBER = "formula_bad_number"  # found
    NUMBER_TOO_LONG = "formula_number_too_long"  # limit (significant digits)
    UNEXPECTED = "formula_unexpected"  # found
    UNEXPECTED_END = "formula_unexpected_end"
    PARENTHESIS_NOT_CLOSED = "formula_parenthesis_not_closed"
    CHAINED_COMPARISON = "formula_chained_comparison"
    UNKNOWN_FUNCTION = "formula_unknown_function"  # name, suggestions
    WRONG_NUMBER_OF_ARGUMENTS = "formula_wrong_number_of_arguments"  # name, expected, found
    CODE_EXPECTED = "formula_code_expected"  # name (of the function)
    NUMBER_LITERAL_EXPECTED = "formula_number_literal_expected"  # name
    PLACES_EXPECTED = "formula_places_expected"  # least, most
    BRANCHES_DIFFER = "formula_branches_differ"
    NUMBER_EXPECTED = "formula_number_expected"
    CONDITION_EXPECTED = "formula_condition_expected"
    UNKNOWN_CODE = "formula_unknown_code"  # found, suggestions
    CODE_IS_NO_NUMBER = "formula_code_is_no_number"  # found, kind
    NO_INDICATOR = "formula_no_indicator"


class FormulaError(RuleError):
    """A formula was refused; `column` counts from 1 and is where the mistake stands."""

    def __init__(self, code: Mistake, column: int, **params: object) -> None:
        super().__init__(code, column=column, **params)
        self.column = column
