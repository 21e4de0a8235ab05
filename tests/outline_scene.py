"""A draft about Lào Cai in October, with a second regime beside it: what sections are about."""

from dataclasses import dataclass

from giaoban.actions.reporting.consolidation import draft_report
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import ConsolidatedReport, OutlineSection, Period, Regime, Unit
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, appoint, make_period, make_person, make_regime, make_version

SITE = "https://giaoban.example"
INDICATORS = [
    {"code": "online", "name": "Hồ sơ trực tuyến", "measure": "hồ sơ"},
    {"code": "hard", "name": "Khó khăn", "kind": "text"},
]
BUDGET = [
    {"code": "spent", "name": "Kinh phí đã giải ngân", "measure": "triệu đồng"},
    {"code": "why", "name": "Vướng mắc", "kind": "text"},
]
OUTLINE = (
    {"title": "I. Tình hình chung", "text": "[[table]]\n\n[[timeliness]]\n\n[[charts]]"},
    {
        "title": "II. Hạ tầng số",
        "text": "Toàn tỉnh có [[online]] hồ sơ.",
        "author": "03037",
        "working_days": 2,
        "instruction": "Nêu rõ kết quả tại xã.",
    },
    {
        "title": "III. Kinh phí",
        "text": "Đã giải ngân [[spent]] triệu đồng.",
        "draws_on": "kinh-phi",
    },
    {"title": "IV. Kiến nghị", "text": ""},
)


@dataclass(frozen=True)
class OutlineScene:
    """Tả Van and Y Tý reported 40 and 60 in October; Sa Pa spent 7 in the third quarter."""

    cast: Cast
    regime: Regime
    budget: Regime
    period: Period
    quarter: Period
    report: ConsolidatedReport


def make_outline_scene(cast: Cast) -> OutlineScene:
    appoint(make_person("dao@example.vn", "Má A Đào"), Role.UNIT_OFFICER, cast.ta_van)
    regime = make_regime(cast.lao_cai, indicators=INDICATORS, committee=cast.committee)
    budget = make_regime(
        cast.lao_cai,
        code="kinh-phi",
        name="Báo cáo kinh phí",
        indicators=BUDGET,
        frequency="quarter",
    )
    for position, section in enumerate(OUTLINE):
        OutlineSection.objects.create(regime=regime, position=position, **section)
    period, quarter = make_period(regime, "2026-10"), make_period(budget, "2026Q3")
    for unit, held, values in (
        (cast.ta_van, period, {"online": 40.0, "hard": "Mạng yếu."}),
        (cast.y_ty, period, {"online": 60.0}),
        (cast.sa_pa, quarter, {"spent": 7.0, "why": "Chờ phân bổ."}),
    ):
        report_in(unit, held, values)
    return OutlineScene(
        cast,
        regime,
        budget,
        period,
        quarter,
        draft_report(unit=cast.lao_cai, period=period, by=cast.chi, now=NOW),
    )


def report_in(unit: Unit, period: Period, values: dict[str, float | str]) -> None:
    make_version(unit, period, values=values, state=ReportState.ACCEPTED)
    append_marks_for(unit_ids=[unit.pk], period=period)
    fold_all()
