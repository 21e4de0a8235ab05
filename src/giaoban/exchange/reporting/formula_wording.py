"""What is wrong with a formula, in words that say how to mend it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

FORMULA_TEXTS: Mapping[str, str | Promise] = {
    "formula_empty": gettext_lazy("The formula is empty. Write one such as a <= b."),
    "formula_too_long": gettext_lazy(
        "The formula has %(length)s characters; at most %(limit)s are allowed. Make two checks of "
        "it."
    ),
    "formula_too_deep": gettext_lazy(
        "Column %(column)s: too many parentheses inside one another. Make two checks of it."
    ),
    "formula_too_complex": gettext_lazy("The formula is too complex. Make two checks of it."),
    "formula_unexpected_character": gettext_lazy(
        "Column %(column)s: “%(character)s” does not belong in a formula. Delete it."
    ),
    "formula_other_spelling": gettext_lazy(
        "Column %(column)s: write %(expected)s instead of %(found)s."
    ),
    "formula_decimal_comma": gettext_lazy(
        "Column %(column)s: decimals are written with a point, such as 0.5."
    ),
    "formula_bad_number": gettext_lazy("Column %(column)s: “%(found)s” is no number."),
    "formula_number_too_long": gettext_lazy(
        "Column %(column)s: a number has at most %(limit)s digits."
    ),
    "formula_unexpected": gettext_lazy(
        "Column %(column)s: “%(found)s” does not fit here. Something may be missing before it."
    ),
    "formula_unexpected_end": gettext_lazy("The formula stops too early, at column %(column)s."),
    "formula_parenthesis_not_closed": gettext_lazy(
        "Column %(column)s: this parenthesis is never closed. Add “)”."
    ),
    "formula_chained_comparison": gettext_lazy(
        "Column %(column)s: compare two things at a time: a <= b and b <= c."
    ),
    "formula_unknown_function": gettext_lazy(
        "Column %(column)s: there is no function “%(name)s”. %(suggestions)s"
    ),
    "formula_wrong_number_of_arguments": gettext_lazy(
        "Column %(column)s: %(name)s takes %(expected)s values in its parentheses, not %(found)s."
    ),
    "formula_code_expected": gettext_lazy(
        "Column %(column)s: the parentheses of %(name)s hold the code of an indicator."
    ),
    "formula_number_literal_expected": gettext_lazy(
        "Column %(column)s: the second value of %(name)s is a plain number."
    ),
    "formula_places_expected": gettext_lazy(
        "Column %(column)s: decimals are a whole number from %(least)s to %(most)s."
    ),
    "formula_branches_differ": gettext_lazy(
        "Column %(column)s: both results of if() are numbers, or both are conditions."
    ),
    "formula_number_expected": gettext_lazy("Column %(column)s: a number is needed here."),
    "formula_condition_expected": gettext_lazy(
        "Column %(column)s: a condition is needed here, such as a <= b."
    ),
    "formula_unknown_code": gettext_lazy(
        "Column %(column)s: the form has no indicator “%(found)s”. %(suggestions)s"
    ),
    "formula_code_is_no_number": gettext_lazy(
        "Column %(column)s: “%(found)s” is no number and cannot be compared."
    ),
    "formula_no_indicator": gettext_lazy(
        "The formula names no indicator, so it would always say the same."
    ),
}
"""By the code of rules.reporting.formulas.Mistake; the parameters are those of the mistake."""
