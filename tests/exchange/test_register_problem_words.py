"""Is there a sentence for everything that can keep a document or an annex from being taken?"""

import re
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from giaoban.exchange.register.problem_words import (
    PROBLEM_CODES,
    annex_lines,
    document_column,
    document_line,
)
from giaoban.rules.problems import Problem, Severity
from giaoban.rules.register.annex import AnnexRow, ObligationDraft
from giaoban.rules.register.annex_heads import Column
from giaoban.rules.register.document_rows import COLUMNS as DOCUMENT_COLUMNS
from giaoban.rules.register.document_rows import DocumentProblem
from giaoban.rules.register.terms import Term

SOURCE = Path(__file__).resolve().parents[2] / "src" / "giaoban"
RAISED = re.compile(
    r"(?:RuleError|Problem|_add|DocumentProblem)\([^()]*?\"([a-z]+(?:_[a-z0-9]+)+)\"", re.DOTALL
)
ELSEWHERE = {"file_too_large", "workbook_too_large"}  # in exchange.reporting.problem_words
FILES = (
    *sorted((SOURCE / "exchange" / "register").glob("*.py")),
    *(SOURCE / "rules" / "register" / name for name in ("annex.py", "document_rows.py")),
    *sorted((SOURCE / "actions" / "register").glob("*import*.py")),
    SOURCE / "actions" / "register" / "files.py",
)
COLUMNS = {"dated_on", "arrived_on", "outside_id", "secrecy"}


def test_every_problem_has_a_sentence() -> None:
    codes = {code for path in FILES for code in RAISED.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 30
    assert codes - COLUMNS - ELSEWHERE - PROBLEM_CODES == set()


@pytest.mark.parametrize(
    "problem, line",
    [
        (
            DocumentProblem(3, "dated_on", "date_malformed", {"value": "x"}),
            "row 3, column dated_on: “x” is no date: write it as year-month-day, such as "
            "2025-07-01.",
        ),
        (
            DocumentProblem(1, "", "file_empty"),
            "row 1: The file has no rows: add the documents, one a row.",
        ),
        (
            DocumentProblem(0, "", "not_csv"),
            "The file is not a CSV table: check its quotation marks.",
        ),
        (
            DocumentProblem(
                4, "dated_on", "dated_after_arrival", {"arrived_on": date(2026, 11, 2)}
            ),
            "row 4, column dated_on: It arrived on 02/11/2026, before its date: correct one of "
            "them.",
        ),
        (
            DocumentProblem(0, "dated_on", "date_malformed", {"value": "x"}),
            "date: “x” is no date: write it as year-month-day, such as 2025-07-01.",
        ),
        (
            DocumentProblem(0, "", "file_too_large", {"megabytes": 20}),
            "The file is larger than 20 MB: send it in parts.",
        ),
    ],
)
def test_a_line_says_where_and_what_to_do(problem: DocumentProblem, line: str) -> None:
    with override("en"):
        assert document_line(problem) == line


def test_every_problem_of_a_row_of_an_annex_has_its_line() -> None:
    draft = ObligationDraft("1", "", "Rà soát", None, (), "", Term(), "", "")
    problems = (
        Problem("annex_lead_missing", {"column": Column.LEAD}),
        Problem(
            "annex_units_unknown",
            {"column": Column.CO_OPERATING, "words": "các sở"},
            Severity.WARNING,
        ),
    )
    with override("en"):
        lines = list(annex_lines(AnnexRow(7, draft, problems)))
    assert lines == [
        "row 7, column lead unit: There is no lead unit: name exactly one.",
        "row 7, column co-operating units: No one unit is called “các sở”: kept as words.",
    ]


@pytest.mark.parametrize("column", DOCUMENT_COLUMNS)
def test_every_column_of_a_table_of_documents_has_words_beside_its_head(column: str) -> None:
    assert document_column(column).endswith(f" ({column})")
