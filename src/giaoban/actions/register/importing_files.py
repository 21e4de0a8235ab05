"""One file of documents: a table, or a package that an office's document system exports."""

from collections.abc import Container, Iterator
from datetime import date, datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction

from giaoban.actions.register.files import ReadFile, read_file
from giaoban.actions.register.importing import (
    DocumentsRefused,
    ImportedDocuments,
    import_documents,
)
from giaoban.exchange.register.document_text import READABLE
from giaoban.exchange.register.documents_csv import read_documents_csv
from giaoban.exchange.register.edxml import read_package
from giaoban.exchange.register.edxml_names import Attachment, Package
from giaoban.exchange.reporting.archives import files_in, is_archive
from giaoban.exchange.units.units_csv import UnreadableFile
from giaoban.models import NumberedBody, Person
from giaoban.queries.register.kinds import kinds
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.register.document_rows import (
    LONGEST,
    DocumentProblem,
    judged_row,
    read_document_rows,
)
from giaoban.rules.register.documents import Direction
from giaoban.rules.units.naming import search_key

TABLE = ".csv"
PACKAGES = frozenset({".edxml", ".xml"})
TAKEN = PACKAGES | {TABLE}
SentFile = tuple[str, bytes, Problem | None]
"""Its name, its bytes, and what keeps it from being read."""


def files_sent(name: str, content: bytes, taken: Container[str] = TAKEN) -> Iterator[SentFile]:
    """The file, or where it is a zip those in it, named behind the zip."""
    if not is_archive(name):
        yield name, content, None
        return
    unknown = Problem("file_not_known" if TABLE in taken else "package_unknown")
    for inner in files_in(content, taken):
        problem = inner.problem
        if problem is not None and problem.code == "file_kind_unknown":
            problem = unknown
        yield f"{name}/{inner.name}".rstrip("/"), inner.content, problem


def import_document_file(
    *,
    body: NumberedBody,
    name: str,
    content: bytes,
    arrived_on: date,
    by: Person | None,
    today: date,
    now: datetime,
) -> ImportedDocuments:
    """Take a .csv, .edxml or .xml whole; `arrived_on` is the day on which a package came.

    Raises DocumentsRefused with everything that is wrong; line 0 is the file as a whole.
    """
    return _import_file(body, name, content, arrived_on, by, today, now, TAKEN)


def _import_file(
    body: NumberedBody,
    name: str,
    content: bytes,
    arrived_on: date,
    by: Person | None,
    today: date,
    now: datetime,
    taken: Container[str],
) -> ImportedDocuments:
    ending = PurePosixPath(name).suffix.lower()
    try:
        if ending not in taken:
            raise RuleError("file_not_known")
        if ending == TABLE:
            return _import_table(body, name, content, by, today, now)
        return _import_package(body, name, content, arrived_on, by, today, now)
    except UnreadableFile as error:
        raise DocumentsRefused([DocumentProblem(0, "", error.code)]) from error
    except RuleError as error:
        raise DocumentsRefused([DocumentProblem(0, "", error.code, error.params)]) from error


@transaction.atomic
def tried_document_file(
    *,
    body: NumberedBody,
    name: str,
    content: bytes,
    by: Person | None,
    today: date,
    now: datetime,
) -> ImportedDocuments:
    """What taking a table would do; nothing is kept. Raises as import_document_file does.

    A table alone: the files of a package would be written beside the database.
    """
    done = _import_file(body, name, content, today, by, today, now, {TABLE})
    transaction.set_rollback(True)
    return done


def _import_table(
    body: NumberedBody, name: str, content: bytes, by: Person | None, today: date, now: datetime
) -> ImportedDocuments:
    if len(content) > settings.UPLOAD_LARGEST_FILE:
        raise RuleError("file_too_large", megabytes=settings.UPLOAD_LARGEST_FILE >> 20)
    table = read_documents_csv(content, name=name)
    if len(table.rows) > settings.DOCUMENTS_MOST_ROWS:
        raise RuleError("documents_too_many", most=settings.DOCUMENTS_MOST_ROWS)
    rows, problems = read_document_rows(table.header, table.rows, today, kinds())
    if problems:
        raise DocumentsRefused(problems)
    return import_documents(body=body, rows=rows, by=by, now=now, file_name=name)


def _import_package(
    body: NumberedBody,
    name: str,
    content: bytes,
    arrived_on: date,
    by: Person | None,
    today: date,
    now: datetime,
) -> ImportedDocuments:
    package = read_package(content)
    row, problems = judged_row(0, _cells(package, body, arrived_on), today, kinds())
    if row is None:
        raise DocumentsRefused(problems)
    files, left_out = _read_files(package.attachments)
    done = import_documents(
        body=body,
        rows=[row],
        by=by,
        now=now,
        file_name=name,
        files=files,
        assumed={"arrived_on"},  # today's, if the same package comes again
    )
    done.left_out = left_out
    return done


def _cells(package: Package, body: NumberedBody, arrived_on: date) -> dict[str, str]:
    """The cells of a table's row: what the body sent is outgoing, everything else came to it."""
    is_own = search_key(package.sender) == search_key(body.name) or (
        bool(body.outside_code) and package.sender_code == body.outside_code
    )
    cells = dict(package.cells)
    if kinds().named(cells["type"]) is None:
        cells["type"] = ""  # another system's own name of a type: its symbol tells
    cells["note"] = cells["note"][: LONGEST["note"]]  # a summary may be of any length
    cells["direction"] = Direction.OUTGOING if is_own else Direction.INCOMING
    cells["arrived_on"] = "" if is_own else arrived_on.isoformat()
    return cells


def _read_files(attachments: tuple[Attachment, ...]) -> tuple[list[ReadFile], list[Problem]]:
    """What can be kept; a stamp in any of them refuses the whole package."""
    files, left_out = [], []
    for each in attachments:
        if PurePosixPath(each.name).suffix.lower() not in READABLE:
            left_out.append(Problem("attachment_left_out", {"name": each.name}))
            continue
        try:
            files.append(read_file(each.name, each.content))
        except RuleError as error:
            if error.code == "state_secret":
                raise
            left_out.append(Problem("attachment_unreadable", {"name": each.name}))
    return files, left_out
