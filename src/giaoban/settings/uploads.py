"""How much may come in at once? Beyond these bounds a file is refused and the reason is named."""

MEGABYTE = 1024 * 1024

UPLOAD_LARGEST_FILE = 20 * MEGABYTE  # a workbook, a table, evidence
UPLOAD_LARGEST_ARCHIVE = 200 * MEGABYTE  # a zip of them
ARCHIVE_LARGEST_TOTAL = 1024 * MEGABYTE  # unpacked; only one file of it is in memory at a time
ARCHIVE_MOST_FILES = 20_000

WORKBOOK_LARGEST_TOTAL = 100 * MEGABYTE  # a workbook is a zip of parts: unpacked
WORKBOOK_MOST_PARTS = 2_000
WORKBOOK_MOST_CELLS = 1_000_000  # within the stated or real bounds of one sheet
WORKBOOK_MOST_CELLS_IN_ALL = 4_000_000  # of all its sheets
WORKBOOK_MOST_FAILED = 100_000  # formulas that failed, each of which is named
TABLE_MOST_ROWS = 1_000_000  # of a long table (.csv)

IMPORT_BATCH_FILES = 50  # workbooks in one transaction of the worker
IMPORT_BATCH_BYTES = 64 * MEGABYTE
IMPORT_FILES_AT_ONCE = 20  # no more than these are taken by the request itself
IMPORT_UPLOADS_KEPT_DAYS = 30

TEMPLATE_LARGEST_FILE = 10 * MEGABYTE  # a Word file that is to be a template
TEMPLATE_LARGEST_TOTAL = 40 * MEGABYTE  # unpacked
TEMPLATE_MOST_PARTS = 300

DOCUMENT_LARGEST_TOTAL = 100 * MEGABYTE  # the .docx of a document: unpacked
DOCUMENT_MOST_PARTS = 2_000
DOCUMENT_MOST_CELLS = 200_000  # of all its tables
DOCUMENT_MOST_PAGES = 1_000  # of a .pdf
DOCUMENT_LONGEST_TEXT = 4_000_000  # characters
ANNEX_MOST_ROWS = 5_000  # of the table of an annex
DOCUMENTS_MOST_ROWS = 20_000  # of a table of documents (.csv)
PACKAGE_MOST_FILES = 100  # in one edXML package
PACKAGE_MOST_NODES = 20_000
