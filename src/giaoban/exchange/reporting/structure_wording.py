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
    "nested_not_cumulative": gettext_lazy(
        "A part is reported like its whole: both for the period, or both since the year began, as "
        "“%(code)s” is."
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
    "project_unknown": gettext_lazy(
        "The register has no project “%(code)s”. Add it under [[projects]] or correct the code."
    ),
    "project_ends_before_start": gettext_lazy(
        "The project ends before it begins. Correct one of the two days."
    ),
    "donor_twice": gettext_lazy("A donor is named twice. Delete one."),
    "project_code_taken": gettext_lazy(
        "The register has a project with the code “%(code)s” already. Choose another code."
    ),
    "project_has_reports": gettext_lazy(
        "Figures of the project were reported that would not be asked any more: %(reports)s. Let "
        "the project run on, or keep these units in it."
    ),
    "project_in_a_form": gettext_lazy("A form asks about “%(name)s”. Give it a last day instead."),
    "form_without_projects": gettext_lazy(
        "The form of “%(regime)s” asks nothing by project. Add a breakdown by project first."
    ),
    "block_without_columns": gettext_lazy("There are no columns. Add at least one."),
}
