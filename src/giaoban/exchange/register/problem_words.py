"""What keeps documents, their files or an annex from being taken, in words, and how to mend it.

One table for the pages and the commands.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from giaoban.exchange.register.annex_tables import FoundAnnex
from giaoban.exchange.reporting.problem_words import sentence as workbook_sentence
from giaoban.exchange.row_words import row_words
from giaoban.queries.written_days import day_text
from giaoban.rules.problems import Problem
from giaoban.rules.register.annex import AnnexRow
from giaoban.rules.register.annex_heads import Column
from giaoban.rules.register.document_rows import DocumentProblem

_COLUMNS: Mapping[str, Promise] = {
    Column.CLAUSE: pgettext_lazy("column of an annex", "clause"),
    Column.TEXT: pgettext_lazy("column of an annex", "task"),
    Column.LEAD: pgettext_lazy("column of an annex", "lead unit"),
    Column.CO_OPERATING: pgettext_lazy("column of an annex", "co-operating units"),
    Column.TERM: pgettext_lazy("column of an annex", "deadline"),
    Column.PRODUCT: pgettext_lazy("column of an annex", "product"),
    Column.NOTE: pgettext_lazy("column of an annex", "note"),
}
_DOCUMENT_COLUMNS: Mapping[str, Promise] = {
    "direction": pgettext_lazy("column of a table of documents", "incoming or outgoing"),
    "number": pgettext_lazy("column of a table of documents", "number"),
    "symbol": pgettext_lazy("column of a table of documents", "number and symbol"),
    "type": pgettext_lazy("column of a table of documents", "type"),
    "dated_on": pgettext_lazy("column of a table of documents", "date"),
    "arrived_on": pgettext_lazy("column of a table of documents", "day of arrival"),
    "title": pgettext_lazy("column of a table of documents", "what it is about"),
    "author": pgettext_lazy("column of a table of documents", "author"),
    "signer": pgettext_lazy("column of a table of documents", "signer"),
    "recipients": pgettext_lazy("column of a table of documents", "recipients"),
    "kept_by": pgettext_lazy("column of a table of documents", "kept at"),
    "copies": pgettext_lazy("column of a table of documents", "copies"),
    "sent_on": pgettext_lazy("column of a table of documents", "sent on"),
    "forwarded_on": pgettext_lazy("column of a table of documents", "passed on, on"),
    "received_by": pgettext_lazy("column of a table of documents", "received by"),
    "access": pgettext_lazy("column of a table of documents", "who may read it"),
    "note": pgettext_lazy("column of a table of documents", "note"),
    "outside_id": pgettext_lazy(
        "column of a table of documents", "its name in the document system"
    ),
    "secrecy": pgettext_lazy("column of a table of documents", "degree of secrecy"),
}
_FILES: Mapping[str, Promise] = {
    "state_secret": gettext_lazy(
        "It is marked “%(mark)s”: a state secret must not be kept here, and nothing of it was. "
        "Register it where state secrets are kept."
    ),
    "secrecy_unknown": gettext_lazy(
        "“%(value)s” may be a degree of secrecy: leave the cell empty, or write “Thường”, if the "
        "paper is no state secret."
    ),
    "document_kind_unknown": gettext_lazy(
        "“%(name)s” is neither a Word file (.docx) nor a PDF: save it as one of these."
    ),
    "document_damaged": gettext_lazy(
        "The file is damaged: open it in the program that made it and save it again."
    ),
    "document_locked": gettext_lazy("The file is locked with a password: save it without one."),
    "document_too_large": gettext_lazy(
        "The file holds far more than a document: split it, or save it again as PDF."
    ),
    "file_takes_too_much": gettext_lazy(
        "The file takes too much to read: save it again, or split it."
    ),
    "document_called_off": gettext_lazy("The document was called off: nothing is added to it."),
    "annex_kind_unknown": gettext_lazy(
        "“%(name)s” is neither a Word file (.docx) nor a workbook (.xlsx, .xls, .ods): save the "
        "annex as one of these."
    ),
    "package_damaged": gettext_lazy(
        "The package is damaged: export it again from the document system."
    ),
    "package_too_large": gettext_lazy(
        "The package holds far more than a document: export it again from the document system."
    ),
    "package_unknown": gettext_lazy(
        "This is no edXML package of a document: choose the file that the document system exports."
    ),
    "package_is_a_receipt": gettext_lazy(
        "The package only says what became of a document that was sent: leave it out."
    ),
    "package_revokes": gettext_lazy(
        "The package takes a document back: call that document off on its page."
    ),
    "package_updates": gettext_lazy(
        "The package corrects a document: make that change on the document's page."
    ),
    "attachment_left_out": gettext_lazy(
        "“%(name)s” is neither a Word file (.docx) nor a PDF and was not kept."
    ),
    "attachment_unreadable": gettext_lazy(
        "“%(name)s” is damaged or locked and was not kept: add it on the document's page."
    ),
    "documents_too_many": gettext_lazy(
        "The table has more than %(most)s documents: send it in parts."
    ),
    "file_not_known": gettext_lazy(
        "This is neither a table (.csv), an edXML package (.edxml, .xml) nor a zip of them: leave "
        "it out."
    ),
}
_ANNEX: Mapping[str, Promise] = {
    "annex_without_table": gettext_lazy(
        "There is no table in the file: give the tasks as a table with a head."
    ),
    "annex_without_head": gettext_lazy(
        "No row says which column is which: a head needs at least the task (“Nhiệm vụ”) and the "
        "lead unit (“Đơn vị chủ trì”)."
    ),
    "annex_without_rows": gettext_lazy("There is no task under the head: add the rows."),
    "annex_too_long": gettext_lazy("The table has more than %(most)s rows: send it in parts."),
    "annex_number_unknown": gettext_lazy(
        "The file has no annex number %(number)s: they are numbered from 1 to %(last)s."
    ),
    "annex_text_missing": gettext_lazy("There is no task: write it, or remove the row."),
    "annex_text_too_long": gettext_lazy("The text is too long: at most %(longest)s characters."),
    "annex_words_too_long": gettext_lazy(
        "What names no unit is too long: shorten it to %(longest)s characters."
    ),
    "annex_lead_missing": gettext_lazy("There is no lead unit: name exactly one."),
    "annex_lead_unknown": gettext_lazy(
        "No unit is called “%(words)s”: write its name or code, and only one unit."
    ),
    "annex_lead_doubtful": gettext_lazy(
        "More than one unit is called “%(words)s”: write the unit's code."
    ),
    "annex_units_unknown": gettext_lazy("No one unit is called “%(words)s”: kept as words."),
    "annex_term_unknown": gettext_lazy(
        "“%(words)s” is no deadline that is understood: write a day (15/12/2026), a month or "
        "quarter, so many working days, or “thường xuyên”."
    ),
    "annex_clause_twice": gettext_lazy(
        "Row %(row)s bears the clause “%(clause)s” already: number one of them otherwise."
    ),
    "obligation_differs": gettext_lazy(
        "“%(clause)s” is there and says something else: correct it on the document's page, "
        "correct the row, or say that this is another annex."
    ),
}
_ROWS: Mapping[str, Promise] = {
    "readers_missing": gettext_lazy(
        "A table cannot name the units whose people may read a limited document: take the row out, "
        "and register the document on its page."
    ),
    "draft_not_limited": gettext_lazy(
        "It is limited, and its draft is not: choose who may read the draft on its page, then take "
        "the file again."
    ),
    "column_unknown": gettext_lazy("The column “%(column)s” is not known: remove or rename it."),
    "column_missing": gettext_lazy("The column “%(column)s” is missing: add it."),
    "column_twice": gettext_lazy("The column “%(column)s” stands twice: keep one."),
    "row_length_differs": gettext_lazy(
        "The row has %(cells)s cells and the header %(columns)s: check commas and quotation marks."
    ),
    "file_empty": gettext_lazy("The file has no rows: add the documents, one a row."),
    "not_utf8": gettext_lazy(
        "The file is not UTF-8 text: in Excel, save it as “CSV UTF-8 (comma delimited)”."
    ),
    "not_csv": gettext_lazy("The file is not a CSV table: check its quotation marks."),
    "text_missing": gettext_lazy("It is empty: fill it in."),
    "text_too_long": gettext_lazy("The text is too long: at most %(longest)s characters."),
    "direction_unknown": gettext_lazy("“%(value)s” is no direction: write incoming or outgoing."),
    "access_unknown": gettext_lazy(
        "“%(value)s” is no access level: write public, internal or limited."
    ),
    "type_unknown": gettext_lazy(
        "“%(value)s” is no type of document: write its name or its abbreviation."
    ),
    "number_malformed": gettext_lazy("“%(value)s” is no number of a register: correct it."),
    "copies_malformed": gettext_lazy("“%(value)s” is no number of copies: correct it."),
    "date_malformed": gettext_lazy(
        "“%(value)s” is no date: write it as year-month-day, such as 2025-07-01."
    ),
    "date_out_of_range": gettext_lazy("The date “%(value)s” cannot be right: correct it."),
    "date_in_the_future": gettext_lazy("The date “%(value)s” is yet to come: correct it."),
    "dated_after_arrival": gettext_lazy(
        "It arrived on %(arrived_on)s, before its date: correct one of them."
    ),
    "author_missing": gettext_lazy("An incoming document needs its author: fill it in."),
    "arrival_missing": gettext_lazy("An incoming document needs its day of arrival: fill it in."),
    "document_twice": gettext_lazy("Row %(first)s is the same document: keep one."),
    "document_differs": gettext_lazy(
        "The document is there and differs in %(columns)s: make that change on its page, or "
        "correct the row."
    ),
    "number_taken": gettext_lazy(
        "%(symbol)s bears the number %(number)s already: correct the number."
    ),
    "number_to_come": gettext_lazy(
        "The numbers are given here and the next one is %(next)s: correct the number, or issue the "
        "document here."
    ),
    "number_missing": gettext_lazy(
        "The symbol shows no number: correct it, or fill in the number."
    ),
    "series_before_last": gettext_lazy(
        "The last number was given on %(last_on)s: nothing earlier gets one now. Fill in the "
        "number that it has, or correct the day."
    ),
    "series_full": gettext_lazy("The series has no number left."),
}
_SENTENCES = {**_FILES, **_ANNEX, **_ROWS}
PROBLEM_CODES = frozenset(_SENTENCES)


def column_name(column: str) -> str:
    """What the column of an annex is called, in the language in force."""
    return str(_COLUMNS[column])


def document_column(column: str) -> str:
    """A column of a table of documents: in words, and as its head has to say."""
    words = _DOCUMENT_COLUMNS.get(column)
    return f"{words} ({column})" if words else column


def sentence(code: str, params: Mapping[str, object]) -> str:
    """What is wrong and how to mend it, in the language in force."""
    if code not in _SENTENCES:
        return workbook_sentence(Problem(code, params))
    said = {key: _shown(value) for key, value in params.items()}
    if code == "document_differs":  # of a package too, which has no columns
        columns = params["columns"]
        assert isinstance(columns, list)
        said["columns"] = ", ".join(str(_DOCUMENT_COLUMNS[column]) for column in columns)
    return str(_SENTENCES[code]) % said


def document_line(problem: DocumentProblem) -> str:
    """The sentence with its row and column, as the command prints it; line 0 is a whole file or
    package, which has no rows: what of it is meant is said in words.
    """
    words = sentence(problem.code, {"column": problem.column, **problem.params})
    if problem.line:
        return row_words(problem.line, problem.column, words)
    return f"{_DOCUMENT_COLUMNS[problem.column]}: {words}" if problem.column else words


def annex_lines(row: AnnexRow) -> Iterable[str]:
    """A sentence for each problem of a row of an annex, errors and warnings."""
    for problem in row.problems:
        column = column_name(str(problem.params["column"]))
        yield row_words(row.number, column, sentence(problem.code, problem.params))


def _shown(value: object) -> str:
    if isinstance(value, date):
        return day_text(value)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def annex_name(annex: FoundAnnex) -> str:
    """What one of several annexes of a file is called."""
    return annex.name or _("Table %(number)s") % {"number": annex.number}


def annexes_lines(annexes: Sequence[FoundAnnex], read: FoundAnnex) -> Iterable[str]:
    """Which annexes the file has, as the command prints it, and which of them was read."""
    yield _(
        "The file has several annexes. Number %(number)s is read; take each of the others by its "
        "own number with --annex:"
    ) % {"number": read.number}
    for one in annexes:
        count = len(one.annex.rows)
        words = ngettext(
            "  %(number)s. %(name)s (%(count)s row)",
            "  %(number)s. %(name)s (%(count)s rows)",
            count,
        )
        yield words % {"number": one.number, "name": annex_name(one), "count": count}
