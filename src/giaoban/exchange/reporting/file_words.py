"""What keeps a file as a whole from being read, and what its marked copy says, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

FILE_SENTENCES: Mapping[str, str] = {
    "file_kind_unknown": gettext_lazy(
        "This is neither a workbook (.xlsx, .xls, .ods), a table (.csv) nor a zip: leave it out, "
        "or save it as one of these."
    ),
    "file_unreadable": gettext_lazy("The file cannot be opened: %(why)s."),
    "file_damaged": gettext_lazy("The file is damaged: copy or save it again."),
    "file_too_large": gettext_lazy("The file is larger than %(megabytes)s MB: send it in parts."),
    "archive_damaged": gettext_lazy("The zip is damaged: make it again."),
    "archive_locked": gettext_lazy("The file is locked with a password: make the zip without one."),
    "archive_empty": gettext_lazy("There is no file in the zip: make it again."),
    "archive_link": gettext_lazy(
        "This is only a link to a file elsewhere: put the file itself into the zip."
    ),
    "archive_nested": gettext_lazy("A zip inside a zip is not opened: send it by itself."),
    "archive_path_escapes": gettext_lazy(
        "The name of this file points outside the zip: make the zip again from a plain folder."
    ),
    "archive_too_many_files": gettext_lazy(
        "There are more than %(most)s files in the zip: send it in parts."
    ),
    "archive_too_large": gettext_lazy(
        "The zip unpacks to more than %(megabytes)s MB: send it in parts."
    ),
    "workbook_damaged": gettext_lazy(
        "The file is no Excel workbook, or it is damaged: open it in Excel or LibreOffice and save "
        "it again as .xlsx."
    ),
    "workbook_locked": gettext_lazy(
        "The workbook is protected with a password: open it and take the password off, in Excel "
        "under File, Info, Protect Workbook, Encrypt with Password, in LibreOffice by Save As "
        "without “Save with password”; then save it and send it again."
    ),
    "workbook_too_large": gettext_lazy(
        "The workbook holds far more than a report, or cells far outside the form: download the "
        "template again and copy the figures over."
    ),
    "sheet_reaches_far": gettext_lazy(
        "The sheet “%(sheet)s” reaches as far as the cell %(cell)s, and a sheet may hold "
        "%(most)s cells at most, empty ones between others included: delete the rows and columns "
        "beyond the form, or download the template again and copy the figures over."
    ),
    "workbook_reaches_far": gettext_lazy(
        "A sheet of the workbook reaches as far as the cell %(cell)s, and a sheet may hold "
        "%(most)s cells at most, empty ones between others included: delete the rows and columns "
        "beyond the form, or download the template again and copy the figures over."
    ),
    "old_workbook_too_large": gettext_lazy(
        "The .xls cannot be read safely: it is damaged, or says that it holds far more than a "
        "report. Open it in Excel or LibreOffice, save it as .xlsx, and send that file."
    ),
    "old_sheet_reaches_far": gettext_lazy(
        "The sheet “%(sheet)s” of the .xls reaches as far as the cell %(cell)s, and a sheet may "
        "hold %(most)s cells at most, empty ones between others included: open it in Excel or "
        "LibreOffice, delete the rows and columns beyond the form, save it as .xlsx, and send "
        "that file."
    ),
    "old_workbook_calls_out": gettext_lazy(
        "The .xls is of Excel 95 or older and takes figures from another file or program, and in "
        "such a file it cannot be told which: open it in Excel or LibreOffice, type the figures "
        "themselves over those formulas, save it as .xlsx, and send that file."
    ),
    "file_breaks_reader": gettext_lazy(
        "The file could not be read, and nothing of it was taken: download the template again and "
        "copy the figures over."
    ),
    "workbook_is_no_template": gettext_lazy(
        "The workbook was not made from a template of this system: download the template and fill "
        "that in."
    ),
    "workbook_format_unknown": gettext_lazy(
        "The template is of another version of this system (%(version)s): download it again and "
        "copy the figures over."
    ),
    "workbook_sheet_missing": gettext_lazy(
        "The sheet “%(sheet)s” is missing or was renamed: give it back its name, or fill in the "
        "marked copy or a new template."
    ),
    "workbook_rows_moved": gettext_lazy(
        "Rows of the sheet “%(sheet)s” were moved, inserted or deleted: fill in the marked copy or "
        "a new template, and leave its rows where they are."
    ),
    # in the marked copy of such a file
    "sheet_renamed": gettext_lazy(
        "The sheet “%(sheet)s” was renamed “%(now)s”; here it has its own name again: leave it so."
    ),
    "sheet_lost": gettext_lazy(
        "The sheet “%(sheet)s” is missing from the file that came, and so is what stood on it: "
        "fill it in here."
    ),
    "row_stood_elsewhere": gettext_lazy(
        "In the file that came this stood in row %(row)s, not %(meant)s: look whether it is right."
    ),
    "row_lost": gettext_lazy(
        "The row of this is missing from the file that came, or stands there several times: type "
        "here what belongs in it."
    ),
    "row_foreign": gettext_lazy(
        "Row %(row)s, “%(label)s”, is not of the form and was left out: add its figure to the row "
        "that it belongs to, or say it in a note."
    ),
    "figure_stood_elsewhere": gettext_lazy(
        "Cells of the workbook were moved or renamed: look whether the figure is right."
    ),
    "list_stood_elsewhere": gettext_lazy(
        "The rows of this list stood elsewhere in the file that came: look whether they are right."
    ),
    "list_lost": gettext_lazy(
        "Columns of this list are missing from the file that came: fill them in here."
    ),
    "cell_map_broken": gettext_lazy(
        "The hidden part of the workbook was changed: download the template again and copy the "
        "figures over."
    ),
    "workbook_of_another_regime": gettext_lazy(
        "The workbook belongs to another reporting regime (code %(regime)s): send it there."
    ),
    "workbook_of_another_unit": gettext_lazy(
        "The workbook belongs to another unit (code %(code)s): choose the file of this unit."
    ),
    "workbook_of_another_period": gettext_lazy(
        "The workbook belongs to another period (%(period)s): choose the file of this period."
    ),
    "workbook_form_outdated": gettext_lazy(
        "The workbook was made from version %(form)s of the form, and version %(present)s is in "
        "force: fill in the marked copy or a new template."
    ),
    "nothing_arose_but_filled": gettext_lazy(
        "The workbook says that nothing arose, yet there are figures in it: clear the one or the "
        "other."
    ),
}
TOO_LARGE: Mapping[str, str] = {
    "workbook_too_large": "sheet_reaches_far",
    "old_workbook_too_large": "old_sheet_reaches_far",
}
"""What is said where the sheet is known, and how far it reaches."""
