"""A ratio's change in percentage points: on the chair's page and beside a report under review."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Period
from tests.cast import Cast, SignIn
from tests.factories import make_period, make_regime, make_unit, make_version

INDICATORS = [
    {"code": "processed", "name": "Hồ sơ đã giải quyết", "measure": "hồ sơ"},
    {"code": "online", "name": "Hồ sơ trực tuyến", "measure": "hồ sơ"},
    {
        "code": "share",
        "name": "Tỷ lệ trực tuyến",
        "kind": "ratio",
        "numerator": "online",
        "denominator": "processed",
    },
]


@pytest.fixture
def period(cast: Cast) -> Period:
    """Five communes with 1,000 dossiers in every month; Tả Van's share rose from 40 to 55 %."""
    regime = make_regime(cast.lao_cai, indicators=INDICATORS)
    others = [make_unit(f"0300{n}", f"Xã {n}", under=cast.lao_cai) for n in (1, 2)]
    units = [cast.ta_van, cast.y_ty, cast.sa_pa, *others]
    for key, first in (("2025-09", 500), ("2026-08", 400), ("2026-09", 550)):
        held = make_period(regime, key)
        for unit in units:
            online = first if unit == cast.ta_van else 400
            make_version(unit, held, values={"processed": 1000, "online": online})
        append_marks_for(unit_ids=[unit.pk for unit in units], period=held)
    fold_all()
    return Period.objects.get(key="2026-09")


def shown(client: Client, address: str, **asked: str) -> str:
    """In English, so that no test hangs on a translation."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_ratio_stands_out_and_develops_by_points(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    """43 % of the whole against 42 % a year before; no amount changed by half."""
    answer = shown(sign_in(cast.dung), reverse("chair"), period="2026-09")
    details = re.findall(r'class="row-detail">(Tỷ lệ[^<]*)<a[^>]*>([^<]*)</a>([^<]*)<', answer)
    assert details == [("Tỷ lệ trực tuyến: 40.0% → ", "55.0%", " (+15.0\u00a0pp)")]
    trends = re.findall(r'<span class="(?:better|worse)?">([^<]*)</span> on last year', answer)
    assert trends == ["0.0%", "+2.4%", "+1.0\u00a0pp"]
    assert "at least 10 percentage points and by 3 times the usual change" in answer


def test_a_reviewer_sees_a_ratios_change_in_points(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    answer = shown(sign_in(cast.chi), reverse("review_report", args=[period.pk, cast.ta_van.pk]))
    assert re.findall('data-label="Change">([^<]*)<', answer) == [
        "0.0%",
        "+37.5%",
        "+15.0\u00a0pp",
    ]
