"""How does a register become a PDF to print and bind, or a workbook?"""

from typing import Any

from giaoban.documents.profiles import LAYOUT
from giaoban.documents.register.register_book import RegisterBook
from giaoban.documents.writable import all_writable


def book_pdf(book: RegisterBook) -> bytes:
    """A4 landscape, the head of the table on every page, as PDF/A-2b."""
    from giaoban.documents.pdf import typeset
    from giaoban.documents.pdf_content import table_content
    from giaoban.documents.typesetting import available_faces

    values: dict[str, Any] = {
        "language": LAYOUT.language,
        "faces": available_faces(LAYOUT.faces),
        "head_fill": LAYOUT.table_head_fill,
        "agency": book.agency,
        "title": book.title,
        "days": book.days,
        "date": [book.last.year, book.last.month, book.last.day],
        "table": table_content(book.table, LAYOUT),
    }
    return typeset("register_book.typ", all_writable(values), book.last)


def book_xlsx(book: RegisterBook) -> bytes:
    """One sheet; days and numbers as such, so that it can be sorted and filtered."""
    from giaoban.documents.sheets import Book
    from giaoban.documents.xlsx import PlannedSheet, write_sheet

    packed = Book(book.title, " ".join(book.agency), book.last, LAYOUT.faces[0])
    titles = [" ".join(book.agency), book.title, book.days]
    write_sheet(packed, PlannedSheet(book.table, book.title, titles, "", is_landscape=True))
    return packed.packed()
