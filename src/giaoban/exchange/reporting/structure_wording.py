"""What is wrong with breakdowns, nested rows, tables and lists, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

STRUCTURE_TEXTS: dict[str, str | Promise] = {
    "bad_part_code": gettext_lazy(
        "“%(code)s” cannot be a code here. Use letters without diacritics, digits and _."
    ),
    "repeated_part_code": gettext_lazy("The code “%(code)s” stands here twice. Choose another."),
    "generated_code_taken": gettext_lazy(
        "This would ask “%(code)s”, which the form asks already. Choose another code."
    ),
    "nested_under_unknown": gettext_lazy(
        "The form has no indicator “%(code)s” to be a part of. Correct the code."
    ),
    "nested_in_circle": gettext_lazy(
        "“%(code)s” is itself a part of this indicator. Choose another one above it."
    ),
    "nested_not_alike": gettext_lazy(
        "A part is counted like its whole: both counts or both amounts, in the same unit of "
        "measure as “%(code)s”."
    ),
    "breakdown_unknown": gettext_lazy(
        "The form has no breakdown “%(code)s”. Add it or correct its code."
    ),
    "breakdown_twice": gettext_lazy("The breakdown “%(code)s” is named twice. Delete one."),
    "breakdown_not_for_kind": gettext_lazy(
        "Only counts and amounts are broken down. Leave this out."
    ),
    "breakdown_without_categories": gettext_lazy(
        "The breakdown has no categories. Add at least one."
    ),
    "table_without_rows": gettext_lazy(
        "The table needs at least one row that is not the total. Add one."
    ),
    "second_total_row": gettext_lazy("A table has one total row. Make this an ordinary row."),
    "block_without_columns": gettext_lazy("There are no columns. Add at least one."),
}
