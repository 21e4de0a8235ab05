"""Documents made up for the tests: a quarter's report of 99 communes, and letters to lose."""

from datetime import date

from giaoban.documents.chart_specs import bar_by_unit_spec, line_series_spec
from giaoban.documents.content import (
    AdministrativeDocument,
    Annex,
    Block,
    BulletList,
    Cell,
    Chart,
    Column,
    Figure,
    Heading,
    Letterhead,
    Paragraph,
    Quote,
    Row,
    Signature,
    Table,
    text,
)
from giaoban.documents.numbers import format_change, format_number, format_percent
from giaoban.rules.reporting.change import change

# Twelve vowels, six tones, both cases, and đ: every accented or barred letter of Vietnamese.
_TONED = (
    "àáảãạ ăằắẳẵặ âầấẩẫậ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ đ"
).replace(" ", "")
EVERY_LETTER = _TONED + _TONED.upper()

LETTERHEAD = Letterhead(
    parent_agency=("ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"),
    agency=("BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ",),
    symbol="BC-BCĐ",
    number="05",
    place="Lào Cai",
    issued_on=date(2026, 10, 5),
    agency_in_text="Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai",
)
SIGNATURE = Signature(
    authority=("TM. BAN CHỈ ĐẠO", "KT. TRƯỞNG BAN"),
    post="PHÓ TRƯỞNG BAN THƯỜNG TRỰC",
    agency_post="GIÁM ĐỐC SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    name="Nguyễn Văn Hưởng",
)
_MONTHS = [f"T{month}" for month in range(1, 10)]


def short_document(*blocks: Block, **changes: object) -> AdministrativeDocument:
    """One page with the given blocks."""
    fields: dict[str, object] = {
        "letterhead": LETTERHEAD,
        "type_line": "BÁO CÁO",
        "subject": "Kết quả chuyển đổi số quý III năm 2026",
        "blocks": blocks,
    }
    return AdministrativeDocument(**(fields | changes))  # type: ignore[arg-type]


def plain_table(rows: int, *, columns: int = 6) -> Table:
    """Numbered rows of figures under one header row."""
    return Table(
        columns=(
            Column(0.5, "center"),
            Column(2.5),
            *[Column(1, "right", "#,##0")] * (columns - 2),
        ),
        header=(tuple(Cell(title) for title in ("STT", "Đơn vị", *"ABCDEFGH"[: columns - 2])),),
        rows=tuple(
            Row(
                (
                    Cell(str(number), number),
                    Cell(f"Xã số {number}"),
                    *[
                        Cell(format_number(number * 1000 + step), number * 1000 + step)
                        for step in range(columns - 2)
                    ],
                )
            )
            for number in range(1, rows + 1)
        ),
    )


def commune_figures() -> list[tuple[str, int, int, int, int]]:
    """(commune, this quarter, last quarter, same of last year, target); every 33rd is missing."""
    figures = []
    for number in range(1, 100):
        kind = "Phường" if number % 9 == 0 else "Xã"
        now = 0 if number % 33 == 0 else 300 + number * 37 % 900
        figures.append(
            (
                f"{kind} mẫu số {number}",
                now,
                280 + number * 31 % 800,
                200 + number * 29 % 600,
                4000 + number * 13 % 900,
            )
        )
    return figures


def quarterly_report() -> AdministrativeDocument:
    """A whole report as a secretariat would send it to be signed; all figures are made up."""
    return AdministrativeDocument(
        letterhead=LETTERHEAD,
        type_line="BÁO CÁO",
        subject="Kết quả chuyển đổi số quý III năm 2026, nhiệm vụ trọng tâm quý IV năm 2026",
        addressees=("Ủy ban nhân dân tỉnh Lào Cai",),
        grounds=(
            "Căn cứ Nghị định số 09/2019/NĐ-CP ngày 24 tháng 01 năm 2019 của Chính phủ quy định về "
            "chế độ báo cáo của cơ quan hành chính nhà nước",
            "Căn cứ Quyết định số 1234/QĐ-UBND ngày 15 tháng 7 năm 2025 của Ủy ban nhân dân tỉnh "
            "về việc thành lập Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai",
        ),
        blocks=_body(),
        signature=SIGNATURE,
        recipients=(
            "Ủy ban nhân dân tỉnh (báo cáo)",
            "Các thành viên Ban Chỉ đạo",
            "Ủy ban nhân dân các xã, phường",
        ),
        filing="VT, TGV",
        annexes=(Annex("Kết quả theo đơn vị", (_annex_table(),), is_landscape=True),),
        notices=("Số liệu minh họa",),
        is_draft=True,
    )


def _body() -> tuple[Block, ...]:
    return (
        Heading(1, "I. KẾT QUẢ THỰC HIỆN"),
        Heading(2, "1. Dịch vụ công trực tuyến"),
        Paragraph(
            text(
                "Trong kỳ, toàn tỉnh tiếp nhận ",
                Figure("48.210", "total/processed", 48210, bold=True),
                " hồ sơ trực tuyến, tăng ",
                Figure("15,0 %", "change/processed", 0.15),
                " so với quý II và tăng 46,0 % so với cùng kỳ năm 2025; 96/99 xã, phường đã gửi "
                "báo cáo, trong đó 91 đơn vị gửi đúng hạn.",
            )
        ),
        _summary_table(),
        Chart(
            line_chart(),
            "Biểu đồ 1. Hồ sơ trực tuyến cao hơn cùng kỳ ở cả chín tháng",
            "Đường hồ sơ trực tuyến chín tháng năm 2026 nằm trên đường của năm 2025.",
        ),
        Heading(2, "2. Hạ tầng và kỹ năng số"),
        Paragraph(text("Các đơn vị dẫn đầu và cuối bảng như Biểu đồ 2.")),
        Chart(
            unit_chart(),
            "Biểu đồ 2. Mười đơn vị có nhiều hồ sơ trực tuyến nhất",
            "Mười cột ngang, Xã mẫu số 24 dài nhất.",
        ),
        Heading(1, "II. KHÓ KHĂN, VƯỚNG MẮC"),
        Paragraph(text("Một số đơn vị phản ánh:")),
        Quote(
            "Xã Tả Van",
            (
                "Đường truyền tại ba thôn vùng cao còn chập chờn vào mùa mưa, hồ sơ "
                "phải nhập lại vào buổi tối.",
            ),
        ),
        Heading(1, "III. ĐỀ XUẤT, KIẾN NGHỊ"),
        BulletList(
            (
                text("Bố trí kinh phí nâng cấp đường truyền cho 12 xã vùng cao trong quý IV."),
                text("Giao Sở Khoa học và Công nghệ tập huấn cho cán bộ đầu mối trước 15/11/2026."),
            )
        ),
        Paragraph(text("Ban Chỉ đạo chuyển đổi số tỉnh trân trọng báo cáo./.")),
    )


def line_chart() -> dict[str, object]:
    this_year = [(m, 4000 + i * 260 + (i % 3) * 190.0) for i, m in enumerate(_MONTHS)]
    last_year = [(m, 2900 + i * 140 + (i % 2) * 150.0) for i, m in enumerate(_MONTHS)]
    return line_series_spec(
        [("2026", this_year), ("2025", last_year)], title="Cao hơn cùng kỳ", earlier=("2025",)
    )


def unit_chart() -> dict[str, object]:
    largest = sorted(commune_figures(), key=lambda row: -row[1])[:10]
    return bar_by_unit_spec([(name, now) for name, now, *_ in largest], title="Mười đơn vị đầu")


def _summary_table() -> Table:
    rows = [
        ("Hồ sơ tiếp nhận trực tuyến", "hồ sơ", 48210, 41905, 33020, 160000),
        ("Hồ sơ giải quyết trước và đúng hạn", "hồ sơ", 47115, 40877, 31790, 156000),
        ("Giao dịch thanh toán không dùng tiền mặt", "lượt", 25604, 26110, 19874, 90000),
        ("Thành viên tổ công nghệ số cộng đồng", "người", 8911, 8904, None, 9000),
    ]
    return Table(
        columns=(
            Column(0.7, "center"),
            Column(3.2),
            Column(0.9, "center"),
            *[Column(1.15, "right", "#,##0")] * 3,
            Column(1.2, "right", "#,##0"),
            *[Column(1.1, "right", "0.0%")] * 2,
        ),
        header=(
            (
                Cell("STT", rowspan=2),
                Cell("Chỉ tiêu", rowspan=2),
                Cell("Đơn vị tính", rowspan=2),
                Cell("Kết quả", colspan=3),
                Cell("Kế hoạch năm 2026", colspan=2),
                Cell("So với quý II", rowspan=2),
            ),
            (
                Cell("Quý III/2026"),
                Cell("Quý II/2026"),
                Cell("Quý III/2025"),
                Cell("Giao"),
                Cell("Đạt"),
            ),
        ),
        rows=tuple(
            Row(
                (
                    Cell(str(number), number),
                    Cell(name),
                    Cell(measure),
                    Cell(format_number(now), now, origin=f"total/{number}"),
                    Cell(format_number(before), before),
                    Cell(format_number(year_ago), year_ago),
                    Cell(format_number(target), target),
                    Cell(format_percent(now / target), now / target),
                    Cell(format_change(change(now, before, is_ratio=False)), now / before - 1),
                )
            )
            for number, (name, measure, now, before, year_ago, target) in enumerate(rows, start=1)
        ),
        caption="Bảng 1. Một số chỉ tiêu chủ yếu",
        notes=("Ghi chú: dấu “—” là chưa có số liệu.",),
        indent_column=1,
    )


def _annex_table() -> Table:
    figures = commune_figures()
    total = [sum(row[index] for row in figures) for index in range(1, 5)]
    body = [Row(_figure_cells("", "Toàn tỉnh", *total), is_emphasised=True)]
    for number, (name, *values) in enumerate(figures, start=1):
        body.append(Row(_figure_cells(str(number), name, *values), indent=1))
    return Table(
        columns=(
            Column(0.5, "center"),
            Column(2.6),
            *[Column(1.1, "right", "#,##0")] * 4,
            *[Column(1.1, "right", "0.0%")] * 2,
        ),
        header=(
            (
                Cell("STT", rowspan=2),
                Cell("Đơn vị", rowspan=2),
                Cell("Hồ sơ trực tuyến", colspan=3),
                Cell("Kế hoạch năm", rowspan=2),
                Cell("Tỷ lệ", colspan=2),
            ),
            (
                Cell("Quý III/2026"),
                Cell("Quý II/2026"),
                Cell("Quý III/2025"),
                Cell("Đạt kế hoạch"),
                Cell("So cùng kỳ"),
            ),
        ),
        rows=tuple(body),
        unit_note="hồ sơ",
        indent_column=1,
    )


def _figure_cells(
    number: str, name: str, now: int, before: int, year_ago: int, target: int
) -> tuple[Cell, ...]:
    reported = now or None
    return (
        Cell(number, int(number) if number else None),
        Cell(name),
        Cell(format_number(reported), reported, origin=f"unit/{number}"),
        Cell(format_number(before), before),
        Cell(format_number(year_ago), year_ago),
        Cell(format_number(target), target),
        Cell(format_percent(reported and reported / target), reported and reported / target),
        Cell(
            format_change(change(reported, year_ago, is_ratio=False)),
            reported and reported / year_ago - 1,
        ),
    )
