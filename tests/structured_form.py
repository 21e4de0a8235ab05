"""A form with one of each: nested rows, two breakdowns, a table with a total row, and a list."""

from datetime import datetime

from giaoban.actions.reporting.forms import draft_form, edit_form, publish_form
from giaoban.models import Form, Regime
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.structure_texts import (
    BreakdownText,
    CategoryText,
    ColumnText,
    ListText,
    RowText,
    TableText,
)

SEX = BreakdownText(
    "sex", "Giới tính", categories=(CategoryText("female", "Nữ"), CategoryText("male", "Nam"))
)
DISABILITY = BreakdownText(
    "disability", "Khuyết tật", "at_most", (CategoryText("yes", "Người khuyết tật"),)
)
PEOPLE = Asked(
    code="trained",
    name="Số người được tập huấn",
    kind="count",
    measure="người",
    section="Tập huấn",
    over_time="sum",
    over_units="sum",
    breakdowns=("sex", "disability"),
)
OFFICIALS = Asked(
    code="officials",
    name="Cán bộ, công chức",
    kind="count",
    measure="người",
    section="Tập huấn",
    over_time="sum",
    over_units="sum",
    part_of="trained",
    parts="equal",
)
COMMUNE = Asked(
    code="commune_officials",
    name="Công chức cấp xã",
    kind="count",
    measure="người",
    section="Tập huấn",
    over_time="sum",
    over_units="sum",
    part_of="officials",
)
DAMAGE = TableText(
    code="damage",
    name="Thiệt hại",
    section="Thiệt hại",
    rows=(
        RowText("houses", "Nhà ở"),
        RowText("schools", "Trường học"),
        RowText("all", "Cộng", is_total=True),
    ),
    columns=(
        ColumnText("number", "Số lượng", "count", "cái"),
        ColumnText("loss", "Ước thiệt hại", "amount", "triệu đồng", decimals=1),
        ColumnText("insured", "Có bảo hiểm", "yes_no"),
    ),
)
COURSES = ListText(
    code="courses",
    name="Lớp tập huấn",
    section="Tập huấn",
    measure="lớp",
    columns=(
        ColumnText("topic", "Nội dung", "text", is_required=True),
        ColumnText("held_on", "Ngày tổ chức", "date"),
        ColumnText("people", "Số học viên", "count", "người"),
        ColumnText("cost", "Kinh phí", "amount", "triệu đồng", decimals=1),
        ColumnText("online", "Trực tuyến", "yes_no"),
        ColumnText("level", "Cấp", "choice", choices=("Tỉnh", "Xã")),
    ),
)
STRUCTURED = FormText(
    sections=("Tập huấn", "Thiệt hại"),
    asked=(PEOPLE, OFFICIALS, COMMUNE),
    breakdowns=(SEX, DISABILITY),
    tables=(DAMAGE,),
    lists=(COURSES,),
)
CODES = (
    "trained",
    "trained__sex__female",
    "trained__sex__male",
    "trained__disability__yes",
    "officials",
    "commune_officials",
    "courses__rows",
    "courses__people",
    "courses__cost",
    "courses__online",
    "damage__houses__number",
    "damage__houses__loss",
    "damage__houses__insured",
    "damage__schools__number",
    "damage__schools__loss",
    "damage__schools__insured",
    "damage__all__number",
    "damage__all__loss",
)
"""Of STRUCTURED, in the order of the form."""


def publish_structured(regime: Regime, now: datetime, text: FormText = STRUCTURED) -> Form:
    """Published as the regime's next version, as the designer would publish it."""
    form = draft_form(regime=regime, by=None, now=now)
    return publish_form(form=edit_form(form=form, text=text, by=None, now=now), by=None, now=now)
