"""A consolidated report's facts, made up for the tests: a province and three communes."""

from dataclasses import replace

from giaoban.rules.reporting.consolidated_facts import (
    Compared,
    ConsolidatedFacts,
    Heading,
    ShownIndicator,
    Trend,
    UnitFigures,
)
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.report_content import Narrative, ReportContent, Section

ONLINE = ShownIndicator("online", "Hồ sơ trực tuyến", "hồ sơ", section="I. Dịch vụ công")
RATE = ShownIndicator("rate", "Tỷ lệ trực tuyến", is_ratio=True, section="I. Dịch vụ công")
STAFF = ShownIndicator(
    "staff", "Cán bộ", "người", decimals=0, section="II. Nhân lực", adds_up=False
)


def unit(
    unit_id: int, code: str, name: str, now: float | None, previous: float | None
) -> UnitFigures:
    return UnitFigures(
        unit_id,
        code,
        name,
        Coverage(expected=1, received=int(now is not None)),
        {"online": Compared(now=now, previous=previous)},
    )


def facts(**changes: object) -> ConsolidatedFacts:
    made = ConsolidatedFacts(
        regime="cds",
        period="2026Q3",
        previous="2026Q2",
        last_year="2025Q3",
        year=2026,
        is_made_up=True,
        indicators=(ONLINE, RATE, STAFF),
        unit=UnitFigures(
            1,
            "15",
            "Tỉnh Lào Cai",
            Coverage(expected=3, received=2, late=1, returned=0, accepted=1),
            {
                "online": Compared(1234.5, 1000.0, 1300.0, 3000.0, 4000.0),
                "rate": Compared(0.75, 0.5, None, None, None),
                "staff": Compared(12.0, None, 10.0, 12.0, None, carried=("last_year",)),
            },
        ),
        children=(
            unit(2, "03037", "Xã Tả Van", 1000.0, 400.0),
            unit(3, "02701", "Xã Y Tý", 234.5, 600.0),
            unit(4, "03006", "Phường Sa Pa", None, None),
        ),
        trend=Trend(
            ("2026Q1", "2026Q2", "2026Q3", "2026Q4"),
            {"online": (765.5, 1000.0, 1234.5, None)},
            {"online": (700.0, 900.0, 1300.0, 1400.0)},
        ),
        heading=Heading(
            agency="BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ",
            symbol="BC-BCĐ",
            place="Lào Cai",
            parent_agency="UBND TỈNH LÀO CAI",
            agency_in_text="Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai",
            authority=("TM. BAN CHỈ ĐẠO",),
            signer_post="TRƯỞNG BAN",
            signer_name="Trần Văn Dũng",
            recipients=("Như trên",),
            filing="VT, TGV",
            grounds=("Căn cứ Nghị định số 09/2019/NĐ-CP",),
            addressees=("Ủy ban nhân dân tỉnh",),
        ),
        late=("Xã Y Tý",),
        missing=("Phường Sa Pa",),
        sources=("Báo cáo 12/BC-BCĐ năm 2025",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def content(**changes: object) -> ReportContent:
    made = ReportContent(
        sections=(
            Section("s1", "Tình hình gửi báo cáo", "[[timeliness]]"),
            Section(
                "s2",
                "Kết quả",
                "Tiếp nhận [[online]] hồ sơ, [[online|change]] so với quý trước; "
                "Tả Van [[online@03037]] hồ sơ.\n- Đạt [[online|percent_of_target]] kế hoạch\n"
                "[[table]]\n[[charts]]",
            ),
            Section("s3", "Khó khăn", ""),
            Section("s4", "Kiến nghị", "Bố trí kinh phí.", holds_proposals=True),
        ),
        narratives=(
            Narrative(
                "9-text", "s3", 2, "Xã Tả Van", "text", "2026Q3", 9, "Đường truyền chập chờn.", "…"
            ),
        ),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
