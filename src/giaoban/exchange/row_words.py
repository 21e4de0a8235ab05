"""Where in a table is something wrong? Before the words that say what, on one line."""

from django.utils.translation import gettext as _


def row_words(line: int, column: str, words: str) -> str:
    """`row 3, column code: …`; without a column the row alone."""
    if not column:
        return _("row %(line)s: %(words)s") % {"line": line, "words": words}
    said = {"line": line, "column": column, "words": words}
    return _("row %(line)s, column %(column)s: %(words)s") % said
