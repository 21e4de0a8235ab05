"""The report on tasks: counts in words and tables, lists in annexes, nothing where nothing is."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document as WordFile
from openpyxl import load_workbook
from pypdf import PdfReader

from giaoban.documents.docx import to_docx
from giaoban.documents.pdf import to_pdf
from giaoban.documents.tasks.progress_report import ProgressPaper, progress_report, span_words
from giaoban.documents.tasks.progress_sources import directive_progress, span_progress
from giaoban.documents.xlsx import to_xlsx
from giaoban.models import Task
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.progress_facts import (
    CountedDirective,
    CountedUnit,
    CountedYear,
    ProgressFacts,
    TaskLine,
)
from giaoban.rules.tasks.spans import Span
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast
from tests.documents.test_dunning_letter import HEADING
from tests.factories import TODAY
from tests.obligations import make_body, make_document

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))


def counts(on_time: int, late: int, in_term: int, overdue: int) -> dict[Count, int]:
    return dict(zip(Count, (on_time, late, in_term, overdue), strict=True))


def line(count: Count, **fields: object) -> TaskLine:
    return TaskLine(
        **{
            "symbol": "05/QĐ-BCĐ",
            "clause": "3.b",
            "text": "Rà soát dữ liệu dân cư",
            "unit_id": 1,
            "unit": "Xã Tả Van",
            "due_on": date(2026, 10, 15),
            "state": TaskState.IN_PROGRESS,
            "count": count,
            **fields,
        }
    )


FACTS = ProgressFacts(
    as_of=date(2026, 10, 31),
    counts=counts(6, 1, 2, 1),
    units=(
        CountedUnit("Tỉnh Lào Cai", counts(1, 0, 0, 0), is_itself=True),
        CountedUnit("Xã Tả Van", counts(5, 1, 2, 1)),
    ),
    directives=(
        CountedDirective("05/QĐ-BCĐ", date(2026, 9, 1), "Phân công", counts(6, 1, 2, 0)),
        CountedDirective("", None, "", counts(0, 0, 0, 1)),
    ),
    lines=(
        line(Count.OVERDUE, days_over=12, explanation="Thiếu thiết bị"),
        line(
            Count.DONE_LATE, state=TaskState.CONFIRMED, handed_in_on=date(2026, 10, 20), days_over=3
        ),
        line(Count.WITHIN_TERM, due_on=date(2026, 12, 1), is_extended=True),
    ),
    span=OCTOBER,
    before=counts(4, 2, 3, 2),
)
PAPER = ProgressPaper(HEADING, FACTS)


def words_of(paper: ProgressPaper) -> str:
    pages = PdfReader(BytesIO(to_pdf(progress_report(paper)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def tables_of(paper: ProgressPaper) -> list[list[list[str]]]:
    word = WordFile(BytesIO(to_docx(progress_report(paper))))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]


def test_the_four_counts_stand_in_words() -> None:
    words = words_of(PAPER)
    assert "Kết quả thực hiện nhiệm vụ được giao tháng 10 năm 2026" in words
    assert "tổng số nhiệm vụ được giao là 10; đã hoàn thành 7 nhiệm vụ (70,0 %)" in words
    assert "có 6 nhiệm vụ đúng hạn, 1 nhiệm vụ quá hạn" in words
    assert "có 2 nhiệm vụ trong hạn, 1 nhiệm vụ quá hạn" in words
    assert "Kỳ trước là tháng 9 năm 2026." in words


def test_they_are_compared_with_the_span_before() -> None:
    table = next(found for found in tables_of(PAPER) if found[0][0] == "Nhóm nhiệm vụ")
    assert table[1:] == [
        ["Hoàn thành đúng hạn", "6", "60,0\u00a0%", "4", "+2"],
        ["Hoàn thành quá hạn", "1", "10,0\u00a0%", "2", "-1"],
        ["Chưa hoàn thành, trong hạn", "2", "20,0\u00a0%", "3", "-1"],
        ["Chưa hoàn thành, quá hạn", "1", "10,0\u00a0%", "2", "-1"],
        ["Tổng số", "10", "100,0\u00a0%", "11", "-1"],
    ]


def test_units_and_documents_have_rows_that_add_up() -> None:
    by_unit, by_document = (
        next(found for found in tables_of(PAPER) if found[0][1] == title)
        for title in ("Đơn vị", "Văn bản")
    )
    assert by_unit[2:] == [
        ["1", "Tỉnh Lào Cai (cấp mình)", "1", "1", "0", "0", "0", "100,0\u00a0%"],
        ["2", "Xã Tả Van", "9", "5", "1", "2", "1", "66,7\u00a0%"],
        ["", "Tổng số", "10", "6", "1", "2", "1", "70,0\u00a0%"],
    ]
    assert [row[1] for row in by_document[2:]] == [
        "05/QĐ-BCĐ. Phân công",
        "Nhiệm vụ giao trực tiếp, không theo văn bản",
        "Tổng số",
    ]


def test_what_is_open_or_late_stands_one_by_one_with_its_explanation() -> None:
    lists = [found for found in tables_of(PAPER) if found[0][1] == "Văn bản, mục"]
    assert [found[1] for found in lists] == [
        ["1", "05/QĐ-BCĐ, 3.b", "Rà soát dữ liệu dân cư", "Xã Tả Van", "15/10/2026",
         "Đang thực hiện", "12", "Thiếu thiết bị"],
        ["1", "05/QĐ-BCĐ, 3.b", "Rà soát dữ liệu dân cư", "Xã Tả Van", "15/10/2026",
         "Đã hoàn thành (báo cáo ngày 20/10/2026)", "3", ""],
        ["1", "05/QĐ-BCĐ, 3.b", "Rà soát dữ liệu dân cư", "Xã Tả Van", "01/12/2026 (đã gia hạn)",
         "Đang thực hiện", ""],
    ]  # fmt: skip


def test_long_lists_go_on_in_the_spreadsheet_and_say_what_they_leave_out() -> None:
    many = tuple(line(Count.OVERDUE, text=f"Việc {number}") for number in range(350))
    paper = replace(PAPER, facts=replace(FACTS, lines=many, counts=counts(0, 0, 0, 400)))
    words = words_of(paper)
    assert "Việc 299" in words
    assert "Việc 300" not in words
    assert "Và 50 dòng nữa" in words
    assert "Còn 50 nhiệm vụ không ghi vào danh sách." in words
    sheets = load_workbook(BytesIO(to_xlsx(progress_report(paper)))).worksheets
    tasks = [row[2].value for row in sheets[-1].iter_rows() if row[2].value]
    assert tasks[-1] == "Việc 349"


def test_years_have_a_table_of_their_own() -> None:
    years = tuple(
        CountedYear(Span(date(year, 1, 1), date(year, 12, 31)), counts(year - 2020, 0, 0, 1))
        for year in (2024, 2025, 2026)
    )
    span = Span(date(2024, 1, 1), date(2026, 12, 31))
    paper = replace(PAPER, facts=replace(FACTS, years=years, span=span))
    assert "giai đoạn 2024-2026" in words_of(paper)
    table = next(found for found in tables_of(paper) if found[0][1] == "Năm")
    assert table[2:] == [
        ["1", "2024", "5", "4", "0", "0", "1", "80,0\u00a0%"],
        ["2", "2025", "6", "5", "0", "0", "1", "83,3\u00a0%"],
        ["3", "2026", "7", "6", "0", "0", "1", "85,7\u00a0%"],
    ]


def test_of_one_directive_no_table_by_document_is_made() -> None:
    paper = replace(
        PAPER, document="Quyết định số 05/QĐ-BCĐ", facts=replace(FACTS, span=None, before=None)
    )
    words = words_of(paper)
    assert "Kết quả thực hiện Quyết định số 05/QĐ-BCĐ" in words
    assert "theo văn bản" not in words.lower().replace("không theo văn bản", "")
    table = next(found for found in tables_of(paper) if found[0][0] == "Nhóm nhiệm vụ")
    assert table[0] == ["Nhóm nhiệm vụ", "Số nhiệm vụ", "Tỷ lệ"]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (OCTOBER, "tháng 10 năm 2026"),
        (Span(date(2026, 7, 1), date(2026, 9, 30)), "quý III năm 2026"),
        (Span(date(2026, 1, 1), date(2026, 12, 31)), "năm 2026"),
        (Span(date(2025, 1, 1), date(2026, 12, 31)), "giai đoạn 2025-2026"),
        (
            Span(date(2026, 9, 15), date(2026, 10, 14)),
            "từ ngày 15/09/2026 đến ngày 14/10/2026",
        ),
    ],
)
def test_a_span_is_called_as_people_call_it(span: Span, words: str) -> None:
    assert span_words(span) == words


@pytest.mark.django_db
def test_where_nothing_was_given_the_report_says_so(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    document = make_document(body)
    for paper in (
        directive_progress(document, seen=Task.objects.all(), today=TODAY, span=None),
        span_progress(body, today=TODAY, span=OCTOBER),
    ):
        report = progress_report(paper)
        assert report.annexes == ()
        assert "chưa có nhiệm vụ nào được giao" in words_of(paper)
        assert to_xlsx(report)
