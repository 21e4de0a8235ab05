"""Where other reports of the unit hold a figure already: what is said, and what is taken."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook

from giaoban.actions.reporting.offered_values import take_offered_values
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.models import Period, Regime, Submission
from giaoban.rules.reporting.states import Channel
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_version
from tests.web.test_links import confirmed, contact_of, sent_address
from tests.web.test_reporting_dictionary import HANDLED, english, entry_of, page, text_of

MONTHS = ("2026-07", "2026-08", "2026-09")


@pytest.fixture
def quarter(cast: Cast) -> Period:
    """The third quarter, after its three months were reported to another regime."""
    month = make_regime(cast.lao_cai, code="thang", name="Báo cáo tháng", indicators=[HANDLED])
    regime = make_regime(
        cast.lao_cai, code="quy", name="Báo cáo quý", frequency="quarter", indicators=[HANDLED]
    )
    entry_of(month, regime)
    for number, key in enumerate(MONTHS, start=3):
        make_version(cast.ta_van, make_period(month, key), values={"handled": number}, by=cast.an)
    return make_period(regime, "2026Q3")


def test_of_several_periods_it_is_said_how_their_figures_were_put_together(
    cast: Cast, quarter: Period
) -> None:
    shown = page(english(cast.an), "report", quarter.pk, cast.ta_van.pk)

    assert (
        "12 · already reported in “Báo cáo tháng”, July 2026 to September 2026, last sent "
        "19/11/2026 by Lý A An. The figures of 3 periods, added up."
    ) in shown


def test_the_origin_says_so_too_and_names_each_of_the_reports(cast: Cast, quarter: Period) -> None:
    take_offered_values(unit=cast.ta_van, period=quarter, wanted=None, by=cast.an, now=NOW)
    submission = Submission.objects.get(period=quarter)
    submission.counted = submission.latest
    submission.save()

    response = english(cast.chi).get(
        reverse("origin", args=[cast.ta_van.pk, quarter.pk, "handled"])
    )

    shown = text_of(response.content.decode())
    assert shown.count("Taken from the unit’s report “Báo cáo tháng”") == 3
    assert "The figures of 3 periods, added up." in shown


@pytest.mark.parametrize("periods", [MONTHS, MONTHS[2:]])
def test_what_came_together_until_the_last_month_is_the_quarters(
    cast: Cast, periods: tuple[str, ...]
) -> None:
    asked = HANDLED | {"over_time": "cumulative"}
    month = make_regime(cast.lao_cai, code="thang", name="Báo cáo tháng", indicators=[asked])
    regime = make_regime(
        cast.lao_cai, code="quy", name="Báo cáo quý", frequency="quarter", indicators=[asked]
    )
    entry_of(month, regime)
    for number, key in enumerate(periods, start=5):
        make_version(cast.ta_van, make_period(month, key), values={"handled": number})

    shown = page(english(cast.an), "report", make_period(regime, "2026Q3").pk, cast.ta_van.pk)

    said = 4 + len(periods)
    assert f"{said} · already reported in “Báo cáo tháng”, September 2026" in shown


STRUCTURED = """
code = "{code}"
name = "Báo cáo {code}"
unit = "15"
frequency = "month"
calendar = "nd09"

[[breakdowns]]
code = "gioi"
name = "Giới tính"
categories = [{{ code = "nu", name = "Nữ" }}, {{ code = "nam", name = "Nam" }}]

[[indicators]]
code = "tap_huan"
name = "Cán bộ được tập huấn"
kind = "count"
breakdowns = ["gioi"]

[[tables]]
code = "ho_so"
name = "Hồ sơ"
rows = [{{ code = "dat", name = "Đất đai" }}, {{ code = "ho_tich", name = "Hộ tịch" }}]
columns = [{{ code = "nhan", name = "Tiếp nhận", kind = "count" }}]

[shared]
ho_so__dat__nhan = "dat_dai"
tap_huan__gioi__nu = "nu_tap_huan"
"""
CATEGORY, CELL = "tap_huan__gioi__nu", "ho_so__dat__nhan"


@pytest.fixture
def structured(cast: Cast) -> Period:
    """September of a regime with a breakdown and a table, after another one was told the same."""
    asked = {}
    for code in ("a", "b"):
        facts, _problems = read_regime(STRUCTURED.format(code=code).encode())
        assert facts is not None
        regime = take_regime(facts=facts, by=None, today=TODAY, now=NOW).regime
        asked[code] = make_period(regime, "2026-09")
    make_version(cast.ta_van, asked["a"], values={CATEGORY: 7, CELL: 31}, by=cast.an)
    return asked["b"]


SAID = "already reported in “Báo cáo a”, September 2026, sent 19/11/2026 by Lý A An"


def test_a_category_and_a_cell_are_offered_and_taken_like_an_indicator(
    cast: Cast, structured: Period
) -> None:
    client = english(cast.an)
    address = reverse("report", args=[structured.pk, cast.ta_van.pk])

    shown = page(client, "report", structured.pk, cast.ta_van.pk)
    client.post(address, {"takes": "1"})

    assert (f"7 · {SAID}" in shown, f"31 · {SAID}" in shown) == (True, True)
    values = Submission.objects.get(period=structured).latest.values  # type: ignore[union-attr]
    assert dict(values.values_list("indicator__code", "number")) == {CATEGORY: 7, CELL: 31}


def test_a_category_and_a_cell_are_offered_in_the_workbook(cast: Cast, structured: Period) -> None:
    response = english(cast.an).get(
        reverse("template_workbook", args=[structured.pk, cast.ta_van.pk])
    )

    sheets = load_workbook(BytesIO(response.content)).worksheets
    said = [
        (cell.value, cell.comment.text)
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    ]
    assert said == [(None, f"7 · {SAID}"), (None, f"31 · {SAID}")]


def test_a_category_and_a_cell_are_offered_by_a_link(cast: Cast, structured: Period) -> None:
    cache.clear()
    Regime.objects.update(link_days=3650)
    contact_of(cast.ta_van)
    client, report = confirmed(sent_address(cast.ta_van, structured))

    shown = text_of(client.get(report).content.decode())
    client.post(report, {f"take-{CELL}": Regime.objects.get(code="a").pk})

    assert shown.count("đã báo cáo trong “Báo cáo a”") == 2
    version = Submission.objects.get(period=structured).latest
    assert version is not None
    assert (version.channel, list(version.values.values_list("number", flat=True))) == (
        Channel.LINK,
        [31],
    )


def test_a_figure_is_taken_in_place_with_what_was_typed_at_the_same_moment(
    cast: Cast, structured: Period
) -> None:
    client = english(cast.an)
    address = reverse("save_report", args=[structured.pk, cast.ta_van.pk])
    other = Regime.objects.get(code="a")

    answer = client.post(
        address, {"cell-tap_huan": "9", "was-cell-tap_huan": "", f"take-{CELL}": other.pk}
    ).json()

    assert answer["taken"] == {
        "codes": [CELL],
        "said": "1 figure was taken from another report. Look it over.",
        "back": "",
    }
    assert answer["cells"] == {"cell-tap_huan": "9", f"cell-{CELL}": "31"}
    assert "Taken from “Báo cáo a”" in answer["below"][CELL]
    assert "Take 1 figure already given" in answer["offers"]
    version = Submission.objects.get(period=structured).latest
    assert version is not None
    assert answer["revision"] == version.revision


def test_what_cannot_be_taken_in_place_any_more_is_said_and_the_rest_is_saved(
    cast: Cast, structured: Period
) -> None:
    client = english(cast.an)
    address = reverse("save_report", args=[structured.pk, cast.ta_van.pk])
    other = Regime.objects.get(code="a")

    typed = {f"cell-{CELL}": "9", f"was-cell-{CELL}": "", f"take-{CELL}": other.pk}
    answer = client.post(address, typed).json()
    plain = client.post(address, {f"cell-{CELL}": "8", f"was-cell-{CELL}": "9"}).json()

    assert answer["taken"]["codes"] == []
    assert answer["taken"]["said"].startswith("The cell has been filled meanwhile.")
    assert answer["cells"] == {f"cell-{CELL}": "9"}
    assert "taken" not in plain


def test_undoing_a_new_figure_brings_back_what_is_said_of_the_old_one(
    cast: Cast, quarter: Period
) -> None:
    take_offered_values(unit=cast.ta_van, period=quarter, wanted=None, by=cast.an, now=NOW)
    month = Regime.objects.get(code="thang")
    make_version(cast.ta_van, make_period(month, MONTHS[2]), values={"handled": 9}, by=cast.an)
    client = english(cast.an)
    address = reverse("save_report", args=[quarter.pk, cast.ta_van.pk])
    taken = client.post(address, {"take-handled": month.pk}).json()
    undone = {"cell-handled": "12", "was-cell-handled": "16"}

    def shown(**back: str) -> tuple[bool, bool]:
        below = client.post(address, undone | back).json()["below"].get("handled", "")
        return "Taken from “Báo cáo tháng”" in below, "Take the new figure" in below

    without = shown()
    forged = shown(**{"puts-back": f"x{taken['taken']['back']}"})
    signed = shown(**{"puts-back": taken["taken"]["back"]})

    assert taken["cells"] == {"cell-handled": "16"}
    assert (without, forged, signed) == ((False, False), (False, False), (True, True))
