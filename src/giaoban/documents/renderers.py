"""Which kinds of file can a document become, and what draws each?

What draws one kind is loaded when that kind is first asked for: together they take longer to load
than to draw a report with any one of them.
"""

from collections.abc import Callable
from enum import StrEnum

from giaoban.documents.content import AdministrativeDocument


class FileKind(StrEnum):
    """The ending of a file's name, without its dot."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


MEDIA_TYPES = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.PDF: "application/pdf",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def renderer(kind: FileKind) -> Callable[[AdministrativeDocument], bytes]:
    """What draws a document as a file of this kind."""
    match kind:
        case FileKind.DOCX:
            from giaoban.documents.docx import to_docx

            return to_docx
        case FileKind.PDF:
            from giaoban.documents.pdf import to_pdf

            return to_pdf
        case FileKind.XLSX:
            from giaoban.documents.xlsx import to_xlsx

            return to_xlsx
