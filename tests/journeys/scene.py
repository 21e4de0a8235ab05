"""The scene of the journeys: the cast, and a monthly report whose newest month is still to be sent.

Journeys run on the real clock, as people do: the months are the two before the present one, and
units have sixty working days, so that the newest month is never late.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO

from django.core.cache import cache
from openpyxl import load_workbook

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.exchange.reporting.workbook_reader import read_workbook
from giaoban.models import DeadlineRule, OutlineSection, Period, Regime, Unit
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast, make_cast
from tests.factories import VIETNAM_TIME, make_period, make_regime, make_unit, make_version

NAME = "Báo cáo chuyển đổi số"
ONLINE = "Hồ sơ nộp trực tuyến không thể nhiều hơn hồ sơ tiếp nhận"
STAFF = "Số cán bộ thay đổi quá một nửa so với kỳ trước"
HARDSHIP = "Đường truyền ở ba thôn vùng cao hay gián đoạn; đề nghị bổ sung trạm phát sóng."
_INDICATORS = (
    {"code": "processed", "name": "Hồ sơ tiếp nhận", "measure": "hồ sơ", "is_required": True},
    {"code": "online", "name": "Hồ sơ nộp trực tuyến", "measure": "hồ sơ", "is_required": True},
    {
        "code": "share",
        "name": "Tỷ lệ trực tuyến",
        "kind": "ratio",
        "numerator": "online",
        "denominator": "processed",
    },
    {"code": "staff", "name": "Cán bộ chuyên trách", "measure": "người", "over_time": "last"},
    {"code": "has_team", "name": "Có tổ công nghệ số cộng đồng", "kind": "yes_no"},
    {"code": "hardship", "name": "Khó khăn, kiến nghị", "kind": "text"},
)
_OTHERS = (("02683", "Xã Bát Xát"), ("02839", "Xã Bắc Hà"), ("02905", "Xã Bảo Thắng"))
_SERVICES = {"processed", "online", "share"}
_CHECKS = (
    {"formula": "online <= processed", "message": ONLINE},
    {
        "formula": "abs(staff - previous(staff)) <= 0.5 * previous(staff)",
        "level": "warning",
        "message": STAFF,
    },
)
_OUTLINE = (
    ("I. Tình hình chung", "Toàn tỉnh tiếp nhận [[processed]] hồ sơ."),
    ("II. Kết quả", "[[table]]"),
    ("III. Khó khăn, vướng mắc", ""),
    ("IV. Đề xuất, kiến nghị", "Đề nghị Ban Chỉ đạo xem xét."),
)


@dataclass(frozen=True)
class Scene:
    cast: Cast
    regime: Regime
    others: tuple[Unit, ...]  # more communes, so that one can stand out among them
    before: Period  # everybody's report was accepted
    newest: Period  # nobody has reported yet

    def report(self, unit: Unit) -> str:
        """The address of a unit's report of the newest month."""
        return f"/reports/{self.newest.pk}/{unit.pk}/"


def make_scene(*, needs_approval: bool = False) -> Scene:
    cache.clear()
    cast = make_cast()
    items = [
        item | {"section": "I. Dịch vụ công" if item["code"] in _SERVICES else "II. Nguồn lực"}
        for item in _INDICATORS
    ]
    regime = make_regime(
        cast.lao_cai,
        name=NAME,
        committee=cast.committee,
        calendar="calendar",
        indicators=items,
        checks=_CHECKS,
        needs_approval=needs_approval,
    )
    DeadlineRule.objects.create(regime=regime, working_days=60, at=time(17), roll="forward")
    for position, (title, text) in enumerate(_OUTLINE):
        OutlineSection.objects.create(regime=regime, position=position, title=title, text=text)
    before, newest = (make_period(regime, key) for key in _two_months())
    others = tuple(make_unit(code, name, under=cast.lao_cai) for code, name in _OTHERS)
    everybody = ((cast.ta_van, 1000), (cast.y_ty, 500), (cast.sa_pa, 2000))
    everybody += tuple((unit, 800) for unit in others)
    sent_at = datetime.combine(before.ends_on, time(9), VIETNAM_TIME) + timedelta(days=5)
    for unit, processed in everybody:
        make_version(
            unit,
            before,
            values={"processed": processed, "online": processed - 100, "staff": 8, "has_team": 1},
            state=ReportState.ACCEPTED,
            by=cast.an,
            at=sent_at,
        )
    for period in (before, newest):
        _count(period, *(unit for unit, _ in everybody))
    return Scene(cast, regime, others, before, newest)


def send(scene: Scene, unit: Unit, processed: float, online: float, *, hardship: str = "") -> None:
    """A unit's report of the newest month, sent and not yet decided."""
    values: dict[str, float | str] = {"processed": processed, "online": online, "staff": 8}
    values |= {"hardship": hardship} if hardship else {}
    make_version(unit, scene.newest, values=values, by=scene.cast.an, at=datetime.now(VIETNAM_TIME))
    _count(scene.newest, unit)


def fill(workbook: bytes, values: dict[str, object]) -> bytes:
    """A template after somebody typed the values of the indicators into it, in Excel's own way."""
    cells = {cell.code: cell.cell for cell in read_workbook(workbook).cells}
    opened = load_workbook(BytesIO(workbook))
    for code, value in values.items():
        opened.worksheets[0][cells[code]] = value
    kept = BytesIO()
    opened.save(kept)
    return kept.getvalue()


def _count(period: Period, *units: Unit) -> None:
    append_marks_for(unit_ids=[unit.pk for unit in units], period=period)
    fold_all()


def newest_month() -> str:
    """The key of the month that ended last."""
    return _two_months()[1]


def _two_months() -> tuple[str, str]:
    this_month = datetime.now(VIETNAM_TIME).date().replace(day=1)
    newest = this_month - timedelta(days=1)
    before = newest.replace(day=1) - timedelta(days=1)
    return f"{before:%Y-%m}", f"{newest:%Y-%m}"
