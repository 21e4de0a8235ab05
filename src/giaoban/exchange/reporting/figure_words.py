"""What is wrong with a figure, a note or the rows of a list, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

FIGURE_SENTENCES: Mapping[str, str] = {
    # remarks, on the page and in a file
    "note_too_long": gettext_lazy(
        "The note has %(length)s characters and at most %(most)s are kept: shorten it."
    ),
    "remark_too_long": gettext_lazy(
        "The note on the whole report has %(length)s characters and at most %(most)s are kept: "
        "shorten it."
    ),
    "reason_too_long": gettext_lazy(
        "The reason has %(length)s characters and at most %(most)s are kept: shorten it."
    ),
    # values
    "unknown_indicator": gettext_lazy(
        "The form of this period has no indicator with the code %(code)s: correct the code."
    ),
    "ratio_is_computed": gettext_lazy(
        "The indicator %(code)s is worked out from others: delete the value."
    ),
    "ratio_overtyped": gettext_lazy(
        "“%(text)s” was typed over a ratio that is worked out: clear the cell, or correct the "
        "figures that the ratio is made of."
    ),
    "not_a_number": gettext_lazy("“%(text)s” is no number: type digits only."),
    "formula_failed": gettext_lazy(
        "The formula in this cell failed, and the cell shows “%(text)s”: mend the formula, or type "
        "over it what belongs there."
    ),
    "formula_calls_out": gettext_lazy(
        "The formula in this cell takes “%(text)s” from outside the workbook, from another file, "
        "an address or a program, where nobody can check it: type the figure itself over it."
    ),
    "misplaced_grouping": gettext_lazy(
        "“%(text)s” can be read in two ways: type it with “%(decimal)s” before the decimals and "
        "nothing between the thousands."
    ),
    "estimate_mark_unknown": gettext_lazy(
        "“%(text)s” is no mark of an estimate: choose “est.” from the list, or leave the cell "
        "empty."
    ),
    "too_large": gettext_lazy("“%(text)s” is too large to be right: correct it."),
    "not_yes_or_no": gettext_lazy("“%(text)s” is neither yes nor no: choose one of the two."),
    "required_missing": gettext_lazy("This must be filled in."),
    "not_finite": gettext_lazy("This is no number: type digits only."),
    "negative": gettext_lazy("%(value)s is below 0: correct it."),
    "not_whole": gettext_lazy("%(value)s is not a whole number: correct it."),
    "not_yes_no": gettext_lazy("%(value)s is neither yes nor no: choose one of the two."),
    "not_a_choice": gettext_lazy("“%(value)s” is not one of the choices: choose from the list."),
    "below_minimum": gettext_lazy("%(value)s is below the least allowed, %(minimum)s: correct it."),
    "above_maximum": gettext_lazy("%(value)s is above the most allowed, %(maximum)s: correct it."),
    "check_failed": gettext_lazy("Check not met: %(message)s"),
    "cumulative_falls": gettext_lazy(
        "%(value)s since the year began is less than what was reported before, %(before)s: correct "
        "it."
    ),
    "not_asked": gettext_lazy(
        "The unit takes no part in this project, or the project does not run in this period: "
        "clear the cell."
    ),
    "parts_exceed": gettext_lazy(
        "The parts add up to %(sum)s, more than %(value)s: correct the parts or the whole."
    ),
    "parts_differ": gettext_lazy(
        "The parts add up to %(sum)s, not to %(value)s: correct the parts or the whole."
    ),
    "computed_from_list": gettext_lazy(
        "The indicator %(code)s is worked out from the rows of its list: delete the value."
    ),
    # lists
    "in_list_row": gettext_lazy("Row %(row)s, “%(column)s”: %(problem)s"),
    "none_but_filled": gettext_lazy(
        "“%(list)s” says that there were none, but has rows: clear one of the two."
    ),
    "too_many_rows": gettext_lazy("A list has at most %(most)s rows: leave some out."),
    "list_changed_meanwhile": gettext_lazy(
        "Somebody else changed the list “%(list)s” meanwhile: reload it and enter the rows again."
    ),
    "unknown_list": gettext_lazy("The form has no list with the code %(code)s: correct the code."),
    "unknown_column": gettext_lazy(
        "Row %(row)s of “%(list)s” has no column %(column)s: leave it out."
    ),
    "wrong_row_cell": gettext_lazy(
        "Row %(row)s of “%(list)s”: what stands under “%(column)s” is of another kind."
    ),
    "not_a_date": gettext_lazy("“%(text)s” is no date: type it like 21/11/2026."),
}
