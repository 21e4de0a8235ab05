"""What keeps a workbook from being marked or from being read by its marks, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

MAP_SENTENCES: Mapping[str, str] = {
    # a file that is read by a map
    "workbook_label_moved": gettext_lazy(
        "In the cell %(cell)s of the sheet “%(sheet)s” the workbook that was marked says "
        "“%(label)s”, and here these words stand nowhere or in several places: put them back, or "
        "mark the new workbook."
    ),
    "workbook_row_added": gettext_lazy(
        "The row “%(label)s” with a figure in the cell %(cell)s of the sheet “%(sheet)s” was added "
        "since the workbook was marked: take the row out, or mark the new workbook."
    ),
    "workbook_unit_unsaid": gettext_lazy(
        "The file does not say which unit it is of: write the unit's name or code into its cell."
    ),
    "workbook_period_unsaid": gettext_lazy(
        "The file does not say which period it is of: write it into its cell, such as “Tháng 10 "
        "năm 2026” or 2026-10; where no cell is marked for it, load the file on the report's page."
    ),
    "workbook_fits_several": gettext_lazy(
        "The file may be of several units (%(units)s): write the unit's name into its cell, or "
        "load the file on the report's page."
    ),
    "no_workbook_in_use": gettext_lazy(
        "The regime uses no workbook of the committee: mark one and take it into use first."
    ),
    # a workbook to be marked
    "workbook_not_xlsx": gettext_lazy(
        "This is no .xlsx workbook: open it in Excel and save it as “Excel Workbook (.xlsx)”."
    ),
    "workbook_with_macros": gettext_lazy(
        "The workbook holds macros: save it as “Excel Workbook (.xlsx)”, without them."
    ),
    "workbook_calls_out": gettext_lazy(
        "The workbook calls out to other files or addresses (%(where)s), and would do so at every "
        "unit: in Excel break the links (Data, Edit Links) and take such controls and formulas out."
    ),
    "workbook_is_a_template": gettext_lazy(
        "This file was made from a template here: choose the committee's or the unit's own file."
    ),
    "workbook_too_large_to_mark": gettext_lazy(
        "The workbook has more than %(most)s cells: take out the sheets that are no form and load "
        "it again."
    ),
    "workbook_sheets_too_large": gettext_lazy(
        "A sheet of the workbook is larger than %(megabytes)s MB unpacked: take out what is no "
        "form, such as pictures pasted as cells, and load it again."
    ),
    "workbook_without_sheets": gettext_lazy(
        "There is nothing in the workbook: choose the one that is in use."
    ),
    "unit_not_asked_today": gettext_lazy(
        "The regime asks no unit with the code %(code)s: correct the code."
    ),
    "map_changed_meanwhile": gettext_lazy(
        "The marks have been changed meanwhile, perhaps in another window: look at the page again."
    ),
    "map_in_use": gettext_lazy(
        "The workbook is in use already: press “Change the marks” to go on with a copy."
    ),
    "map_without_figures": gettext_lazy("No cell is marked as a figure yet: mark at least one."),
    "choose_a_workbook": gettext_lazy("Choose the workbook first."),
    "mark_kind_unknown": gettext_lazy("Say what the cell is: choose one of the answers."),
    "mark_label_of_nothing": gettext_lazy("Choose the figure that these words name."),
    "mark_asks_badly": gettext_lazy(
        "Name, unit of measure or section is too long, or the kind is none of those offered."
    ),
    "mark_cell_unknown": gettext_lazy(
        "“%(cell)s” is no cell: write a letter and a number, such as D8."
    ),
    "mark_code_bad": gettext_lazy(
        "“%(code)s” is no code: use letters without marks, digits and _, beginning with a letter."
    ),
    "mark_code_not_asked": gettext_lazy("The form does not ask “%(code)s”: choose an indicator."),
    "mark_without_label": gettext_lazy(
        "There are no words in the cell of the label: name the cell that says what the figure is."
    ),
    "too_many_marks": gettext_lazy("At most %(most)s cells can be marked in one workbook."),
    "block_too_large": gettext_lazy(
        "This is no block of 1 to %(most)s cells: name its first and its last cell."
    ),
    "list_without_heads": gettext_lazy(
        "There are no heads above the block: name the row in which the columns of the list have "
        "their names."
    ),
    "list_column_unknown": gettext_lazy(
        "The list “%(list)s” of the form has no column “%(name)s”: write the head as the form has "
        "it, leave the column out of the block, or choose another code for the list."
    ),
    "breakdown_of_nothing": gettext_lazy(
        "“%(code)s” is no figure of this workbook that can be divided: mark the figure first; a "
        "cell of a table cannot be divided."
    ),
    "breakdown_not_in_line": gettext_lazy(
        "The categories of one figure stand in one row or in one column: name such a block, or "
        "begin the block with the column of the figures."
    ),
    "breakdown_category_unknown": gettext_lazy(
        "The breakdown “%(breakdown)s” of the form has no category “%(name)s”: write the words as "
        "the form has them, or choose another code for the breakdown."
    ),
    "block_without_labels": gettext_lazy(
        "There are no names of rows beside the block, from the cell %(cell)s on: name their column."
    ),
}
