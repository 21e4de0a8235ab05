"""Documents in and out of a plain CSV (docs/contracts.md, "Documents")."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from giaoban.exchange.units.units_csv import UnitsFile, read_units_csv
from giaoban.models import Document
from giaoban.rules.formula_starts import harmless
from giaoban.rules.register.document_rows import COLUMNS, READ_ONLY_COLUMNS

WRITTEN = tuple(column for column in COLUMNS if column not in READ_ONLY_COLUMNS)


def read_documents_csv(content: bytes, *, name: str) -> UnitsFile:
    """The cells as they stand; raises units_csv.UnreadableFile (`not_utf8`, `not_csv`)."""
    return read_units_csv(content, name=name)


def write_documents_csv(documents: Iterable[Document]) -> str:
    """The table as text, header first, so that reading it again says the same."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(WRITTEN)
    for document in documents:
        writer.writerow([_cell(_said(document, column)) for column in WRITTEN])
    return out.getvalue()


def _said(document: Document, column: str) -> object:
    return getattr(document, "type_code" if column == "type" else column)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else harmless(str(value))
