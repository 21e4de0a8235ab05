"""The sentences for what is wrong with a contact, or with a row of a contacts file."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.rules.reporting.contact_rows import ContactProblem

_SENTENCES: Mapping[str, Promise] = {
    "column_unknown": gettext_lazy("The column “%(column)s” is not known: remove or rename it."),
    "column_missing": gettext_lazy("The column “%(column)s” is missing: add it."),
    "column_twice": gettext_lazy("The column “%(column)s” stands twice: keep one."),
    "row_length_differs": gettext_lazy(
        "The row has %(cells)s cells and the header %(columns)s: check commas and quotation marks."
    ),
    "text_too_long": gettext_lazy("The text is too long: at most %(longest)s characters."),
    "unit_unknown": gettext_lazy(
        "No unit in your area bears the code “%(value)s” today: correct the code."
    ),
    "unit_twice": gettext_lazy("The unit “%(value)s” stands twice: keep one row for each unit."),
    "email_malformed": gettext_lazy("“%(value)s” is no e-mail address: write it as name@place.vn."),
    "file_empty": gettext_lazy("The file has no rows: add the contacts, one a row."),
}


def contact_sentence(problem: ContactProblem) -> str:
    return str(_SENTENCES[problem.code]) % {"column": problem.column, **problem.params}


def contact_line(problem: ContactProblem) -> str:
    """The sentence with its row, as the command prints it."""
    return _("Row %(line)s: %(sentence)s") % {
        "line": problem.line,
        "sentence": contact_sentence(problem),
    }
