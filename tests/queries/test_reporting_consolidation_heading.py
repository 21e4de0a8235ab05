"""Who issues a consolidated report, and on what grounds?"""

from datetime import date

import pytest

from giaoban.models import Committee
from giaoban.queries.reporting.consolidation_heading import report_heading
from tests.cast import Cast
from tests.factories import make_regime

BASIS = "Nghị định số 09/2019/NĐ-CP"


@pytest.mark.parametrize(
    ("decision", "founded_on", "basis", "grounds"),
    [
        ("", None, BASIS, [f"Căn cứ {BASIS}"]),
        (
            "118/QĐ-UBND",
            date(2026, 2, 5),
            BASIS,
            [
                "Căn cứ Quyết định số 118/QĐ-UBND ngày 05 tháng 02 năm 2026 về việc thành lập BCĐ",
                f"Căn cứ {BASIS}",
            ],
        ),
        (
            "Quyết định số 118/QĐ-UBND của tỉnh",
            None,
            "",
            ["Căn cứ Quyết định số 118/QĐ-UBND của tỉnh về việc thành lập BCĐ"],
        ),
        ("118/QĐ-UBND", None, "Quyết định 118/QĐ-UBND", ["Căn cứ Quyết định 118/QĐ-UBND"]),
    ],
)
def test_the_founding_decision_is_the_first_ground_and_named_once(
    cast: Cast, decision: str, founded_on: date | None, basis: str, grounds: list[str]
) -> None:
    Committee.objects.update_or_create(
        unit=cast.lao_cai,
        defaults={"name": "BCĐ", "founding_decision": decision, "founded_on": founded_on},
    )
    regime = make_regime(cast.lao_cai, legal_basis=basis)
    assert list(report_heading(cast.lao_cai, regime).grounds) == grounds
