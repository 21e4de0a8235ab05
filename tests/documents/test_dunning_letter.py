"""The official letter to units whose report is missing: laid out as a công văn, naming them all."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from giaoban.documents.docx import to_docx
from giaoban.documents.pdf import to_pdf
from giaoban.documents.reporting.dunning_letter import DunningFacts, MissingReport, dunning_letter
from giaoban.rules.reporting.consolidated_facts import Heading
from tests.factories import VIETNAM_TIME

HEADING = Heading(
    agency="BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ TỈNH LÀO CAI",
    parent_agency="ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
    symbol="BC-BCĐ",
    place="Lào Cai",
    agency_in_text="Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai",
    authority=("TM. BAN CHỈ ĐẠO",),
    signer_post="TRƯỞNG BAN",
    filing="VT, TGV",
)
DUE = datetime(2026, 12, 16, 17, 0, tzinfo=VIETNAM_TIME)
NOW = datetime(2026, 12, 18, 9, 5, tzinfo=VIETNAM_TIME)


def facts(*names: str) -> DunningFacts:
    missing = [MissingReport(name, DUE, late_by=2) for name in names]
    return DunningFacts(
        regime="Báo cáo chuyển đổi số",
        period_key="2026-12",
        heading=HEADING,
        missing=missing,
        expected=99,
        at=NOW,
    )


def words_of(document: DunningFacts) -> str:
    word = docx.Document(BytesIO(to_docx(dunning_letter(document))))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in word.paragraphs)])


def test_its_symbol_has_no_type_and_its_subject_stands_under_the_number() -> None:
    document = dunning_letter(facts("Xã Tả Van"))
    assert (document.type_line, document.letterhead.symbol) == ("", "BCĐ-TGV")
    word = docx.Document(BytesIO(to_docx(document)))
    number = [p.text for p in word.tables[0].rows[1].cells[0].paragraphs]
    assert number[1:] == ["V/v đôn đốc gửi báo cáo tháng 12/2026"]
    assert number[0].endswith("/BCĐ-TGV")


def test_it_names_every_unit_with_its_deadline_and_days() -> None:
    words = words_of(facts("Xã Tả Van", "Xã Y Tý"))
    assert "còn 2/99 đơn vị" in words
    assert "Đến 09 giờ 05 ngày 18/12/2026" in words
    for name in ("Xã Tả Van", "Xã Y Tý"):
        assert words.count(name) >= 2  # addressed, and in the list
    assert words.count("17 giờ 00 ngày 16/12/2026") == 2


def test_many_units_are_addressed_by_the_list() -> None:
    document = dunning_letter(facts(*(f"Xã {number}" for number in range(30))))
    assert document.addressees == ("Các đơn vị có tên trong danh sách kèm theo",)


def test_the_same_letter_is_a_pdf() -> None:
    pages = PdfReader(BytesIO(to_pdf(dunning_letter(facts("Xã Tả Van", "Xã Y Tý"))))).pages
    words = " ".join("\n".join(page.extract_text() for page in pages).split())
    for expected in ("V/v đôn đốc gửi báo cáo tháng 12/2026", "Xã Y Tý", "Kính gửi"):
        assert expected in words


def test_a_letter_to_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="no report is missing"):
        dunning_letter(facts())


def test_it_calls_an_incident_by_its_name() -> None:
    of_a_storm = replace(facts("Xã Tả Van"), period_key="incident:BAO-13/02", incident="Bão số 13")
    assert "Bão số 13, lần 2" in words_of(of_a_storm)
    assert "BAO-13" not in words_of(of_a_storm)


@pytest.mark.parametrize(
    ("late_by", "shown", "is_late"),
    [(None, "Trong hạn", False), (0, "< 1", True), (1, "1", True), (26, "26", True)],
)
def test_a_report_that_is_late_by_less_than_an_hour_is_late(
    late_by: int | None, shown: str, is_late: bool
) -> None:
    owed = MissingReport("Xã Tả Van", DUE, late_by)
    words = words_of(replace(facts(), missing=[owed])).splitlines()
    assert words[words.index("17 giờ 00 ngày 16/12/2026") + 1] == shown
    assert ("trong đó 1" in "".join(words)) is is_late


def test_an_incidents_reports_are_late_by_hours() -> None:
    of_a_storm = replace(facts("Xã Tả Van"), period_key="incident:BAO-13/02", incident="Bão số 13")
    assert "Quá hạn (giờ)" in words_of(of_a_storm)
    assert "ngày làm việc" not in words_of(of_a_storm)
    assert "Quá hạn (ngày làm việc)" in words_of(facts("Xã Tả Van"))
