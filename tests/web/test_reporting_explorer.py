"""The explorer and the origin of a figure: what they show, to whom, and with how many queries."""

import csv
import io
import re
from datetime import date

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import (
    CarriedTotal,
    FormItem,
    Period,
    Regime,
    SourceFile,
    Submission,
    Target,
    Unit,
)
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, make_period, make_regime, make_unit, make_version

INDICATORS = [
    {"code": "processed", "name": "Hồ sơ đã giải quyết", "measure": "hồ sơ"},
    {"code": "online", "name": "Hồ sơ trực tuyến"},
    {"code": "share", "kind": "ratio", "numerator": "online", "denominator": "processed"},
]


@pytest.fixture
def regime(cast: Cast) -> Regime:
    regime = make_regime(cast.lao_cai, indicators=INDICATORS)
    for key in ("2025-09", "2026-07", "2026-08", "2026-09"):
        period = make_period(regime, key)
        append_marks_for(unit_ids=Unit.objects.values_list("pk", flat=True), period=period)
    return regime


@pytest.fixture
def reported(cast: Cast, regime: Regime) -> Regime:
    periods = {period.key: period for period in Period.objects.all()}
    make_version(cast.ta_van, periods["2025-09"], values={"processed": 100})
    make_version(
        cast.ta_van, periods["2026-09"], values={"processed": 130, "online": 65}, by=cast.an
    )
    make_version(cast.y_ty, periods["2026-09"], values={"processed": 20})
    fold_all()
    return regime


def page(client: Client, **asked: object) -> str:
    """In English, so that no test hangs on a translation."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(reverse("results"), {"regime": "chuyen-doi-so", **asked})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "sa_pa_reports, compare, title",
    [
        (True, "last_year", "Hồ sơ đã giải quyết: 60.0% higher than a year before"),
        (True, "previous", "Hồ sơ đã giải quyết: 160"),
        (False, "last_year", "Hồ sơ đã giải quyết: 150 so far"),
    ],
)
def test_the_title_answers_how_the_figure_compares(
    cast: Cast,
    reported: Regime,
    sign_in: SignIn,
    sa_pa_reports: bool,
    compare: str,
    title: str,
) -> None:
    if sa_pa_reports:
        period = Period.objects.get(key="2026-09")
        make_version(cast.sa_pa, period, values={"processed": 10})
        append_marks_for(unit_ids=[cast.sa_pa.pk], period=period)
        fold_all()
    found = page(sign_in(cast.chi), period="2026-09", indicator="processed", compare=compare)
    assert re.findall("<h1>(.*)</h1>", found) == [title]


def test_the_page_opens_on_the_newest_figures_and_an_ordinary_indicator(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    """A regime with newer periods and no report stands back, a yes/no indicator as well."""
    other = make_regime(
        cast.lao_cai,
        code="khac",
        indicators=[
            {"code": "planned", "kind": "yes_no"},
            {"code": "meetings", "name": "Cuộc họp"},
        ],
    )
    september = make_period(other, "2025-10")
    make_period(other, "2026-10")
    answer = sign_in(cast.chi).get(reverse("results"))
    chosen = answer.context["choice"]
    assert (chosen.regime.code, chosen.period.key, chosen.measure.code) == (
        "chuyen-doi-so",
        "2026-09",
        "processed",
    )
    make_version(cast.ta_van, september, values={"planned": 1, "meetings": 2})
    append_marks_for(unit_ids=[cast.ta_van.pk], period=september)
    fold_all()
    # What was chosen before is left behind with its regime.
    asked = {"regime": "khac", "period": "2026-09", "indicator": "processed"}
    chosen = sign_in(cast.chi).get(reverse("results"), asked).context["choice"]
    assert (chosen.regime.code, chosen.period.key, chosen.measure.code) == (
        "khac",
        "2025-10",
        "meetings",
    )


def test_the_table_holds_the_unit_and_its_children(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    answer = client.get(reverse("results"), {"period": "2026-09", "indicator": "processed"})
    shown = [(row.row.name, row.figure, row.row.depth) for row in answer.context["shown_rows"]]
    assert shown == [
        ("Tỉnh Lào Cai", "150", 1),
        ("Phường Sa Pa", "—", 2),
        ("Xã Tả Van", "130", 2),
        ("Xã Y Tý", "20", 2),
    ]


@pytest.mark.parametrize(
    "asked, names",
    [
        ({"sort": "-now"}, ["Xã Tả Van", "Xã Y Tý", "Phường Sa Pa"]),
        ({"sort": "now"}, ["Xã Y Tý", "Xã Tả Van", "Phường Sa Pa"]),
        ({"filter": "missing"}, ["Phường Sa Pa"]),
        ({"filter": "fallen"}, []),
    ],
)
def test_rows_are_sorted_and_filtered_by_the_address(
    cast: Cast, reported: Regime, sign_in: SignIn, asked: dict[str, str], names: list[str]
) -> None:
    client = sign_in(cast.chi)
    answer = client.get(
        reverse("results"), {"period": "2026-09", "indicator": "processed", **asked}
    )
    assert [row.row.name for row in answer.context["shown_rows"]][1:] == names


def test_cumulative_figures_and_targets_stand_beside(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    make_version(cast.ta_van, Period.objects.get(key="2026-07"), values={"processed": 20})
    append_marks_for(unit_ids=[cast.ta_van.pk], period=Period.objects.get(key="2026-07"))
    fold_all()
    Target.objects.create(
        unit=cast.ta_van, indicator=reported.indicators.get(code="processed"), year=2026, number=300
    )
    client = sign_in(cast.chi)
    for key, expected in (("2026-09", 150), ("2026-08", 20), ("2026Q3", 150)):
        answer = client.get(reverse("results"), {"period": key, "indicator": "processed"})
        row = next(row.row for row in answer.context["shown_rows"] if row.row.name == "Xã Tả Van")
        assert (row.cumulative, row.share_of_target) == (expected, expected / 300)


@pytest.mark.parametrize(
    ("better", "headline", "missed", "change"),
    [
        ("higher", "Hồ sơ đã giải quyết: 65.0% of the year’s target", [], "better"),
        ("lower", "Hồ sơ đã giải quyết: 65.0% of the year’s limit", ["Xã Y Tý"], "worse"),
    ],
)
def test_a_target_is_judged_by_which_figure_is_better(
    cast: Cast,
    reported: Regime,
    sign_in: SignIn,
    better: str,
    headline: str,
    missed: list[str],
    change: str,
) -> None:
    FormItem.objects.filter(indicator__code="processed").update(better=better)
    processed = reported.indicators.get(code="processed")
    for unit, number in ((cast.ta_van, 200), (cast.y_ty, 10)):
        Target.objects.create(unit=unit, indicator=processed, year=2026, number=number)
    asked = {"period": "2026-09", "indicator": "processed", "compare": "target"}
    client = sign_in(cast.chi)
    found = client.get(reverse("results"), {**asked, "filter": "below"})
    below = [row.row.name for row in found.context["shown_rows"]][1:]
    assert below == (missed or ["Xã Tả Van"])
    own = page(client, **asked, unit=cast.ta_van.pk)
    assert re.findall("<h1>(.*)</h1>", own) == [headline.replace("’", "&#x27;")]
    assert re.findall(r'<td class="number[^"]*(better|worse)"', own) == [change]


def test_a_ratio_is_the_total_numerator_over_the_total_denominator(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    answer = sign_in(cast.chi).get(reverse("results"), {"period": "2026-09", "indicator": "share"})
    assert answer.context["explored"].top.now.value == 65 / 150


def test_a_ratio_changes_by_points_in_title_table_and_files(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    """30 of 100 in Tả Van a month before, 65 of 130 now; 43.3 % of all units together."""
    for key, unit, online in (("2026-08", cast.ta_van, 30), ("2026-09", cast.sa_pa, 0)):
        period = Period.objects.get(key=key)
        make_version(unit, period, values={"processed": 100 if online else 0, "online": online})
        append_marks_for(unit_ids=[unit.pk], period=period)
    fold_all()
    client = sign_in(cast.chi)
    asked = {"period": "2026-09", "indicator": "share", "compare": "previous"}
    found = page(client, **asked)
    assert re.findall("<h1>(.*)</h1>", found) == [
        "share: 13.3\u00a0pp higher than the period before"
    ]
    assert re.findall(r'data-label="Change">([^<]+)<', found) == ["+13.3\u00a0pp", "+20.0\u00a0pp"]
    table = client.get(reverse("results_file", args=["csv"]), asked).content.decode("utf-8-sig")
    head, _, *rows = csv.reader(table.splitlines())
    assert (head[6], head[8]) == (
        "Change from the period before, percentage points",
        "Change from the year before, percentage points",
    )
    assert [row[4:7] for row in rows if row[0] == "Xã Tả Van"] == [["0.5", "0.3", "20"]]
    book = load_workbook(
        io.BytesIO(client.get(reverse("results_file", args=["xlsx"]), asked).content)
    )
    (cell,) = [row[6] for row in book.worksheets[0].iter_rows() if row[0].value == "Xã Tả Van"]
    assert (cell.value, cell.number_format) == (20, "+0.0;-0.0;0.0")


def test_a_figure_that_was_carried_over_says_so(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    CarriedTotal.objects.create(
        unit=cast.sa_pa,
        period=Period.objects.get(key="2026-09"),
        indicator=reported.indicators.get(code="processed"),
        number=77,
        source="Báo cáo 12/BC-UBND",
        loaded_at=NOW,
    )
    client = sign_in(cast.chi)
    found = page(client, period="2026-09", indicator="processed", unit=cast.sa_pa.pk)
    assert found.count('<span class="badge neutral">') == 1
    origin = client.get(
        reverse("origin", args=[cast.sa_pa.pk, Period.objects.get(key="2026-09").pk, "processed"])
    ).content.decode()
    assert "Báo cáo 12/BC-UBND" in origin


def test_totals_from_before_the_reform_are_shown_for_the_units_of_today(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    indicator = reported.indicators.get(code="processed")
    period = Period.objects.create(
        regime=reported,
        kind="year",
        key="2023",
        starts_on=date(2022, 12, 15),
        ends_on=date(2023, 12, 14),
        is_reported=False,
        opened_at=NOW,
    )
    for unit, number in ((cast.lao_cai, 900), (cast.ta_van, 30)):
        CarriedTotal.objects.create(
            unit=unit,
            period=period,
            indicator=indicator,
            number=number,
            source="Niên giám 2023",
            loaded_at=NOW,
        )
    client = sign_in(cast.chi)
    answer = client.get(reverse("results"), {"period": "2023", "indicator": "processed"})
    shown = {row.row.name: row.row.now.value for row in answer.context["shown_rows"]}
    assert shown == {"Tỉnh Lào Cai": 900, "Xã Tả Van": 30, "Xã Y Tý": None, "Phường Sa Pa": None}
    origin = client.get(reverse("origin", args=[cast.lao_cai.pk, period.pk, "processed"]))
    assert [child.figure for child in origin.context["children"]] == ["30"]


def test_a_stale_figure_says_so(cast: Cast, reported: Regime, sign_in: SignIn) -> None:
    client = sign_in(cast.chi)
    period = Period.objects.get(key="2026-08")
    append_marks_for(unit_ids=[cast.ta_van.pk], period=period)
    answer = client.get(reverse("results"), {"period": "2026Q3", "indicator": "processed"})
    stale = [row.row.name for row in answer.context["shown_rows"] if row.row.is_stale]
    assert stale == ["Tỉnh Lào Cai", "Xã Tả Van"]


@pytest.mark.parametrize("form, start", [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_what_is_shown_is_exported(
    cast: Cast, reported: Regime, sign_in: SignIn, form: str, start: bytes
) -> None:
    client = sign_in(cast.chi)
    asked = {"period": "2026-09", "indicator": "processed", "filter": "missing"}
    answer = client.get(reverse("results_file", args=[form]), asked)
    assert answer.content.startswith(start)
    if form == "csv":
        names = [line.split(",")[0] for line in answer.content.decode("utf-8-sig").splitlines()]
        assert names[1:] == ["Tỉnh Lào Cai", "Phường Sa Pa"]


@pytest.mark.parametrize("kind", ["line", "bars"])
def test_pictures_are_drawn(cast: Cast, reported: Regime, sign_in: SignIn, kind: str) -> None:
    answer = sign_in(cast.chi).get(
        reverse("results_picture", args=[kind, "dark"]),
        {"period": "2026-09", "indicator": "processed"},
    )
    assert (answer.status_code, answer.content[:4]) == (200, b"<svg")


def test_an_officer_sees_the_own_unit_and_nothing_beside_it(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    answer = client.get(reverse("results"), {"period": "2026-09", "indicator": "processed"})
    assert [row.row.name for row in answer.context["shown_rows"]] == ["Xã Tả Van"]
    assert answer.context["path"] == []
    assert client.get(reverse("results"), {"unit": cast.y_ty.pk}).status_code == 404


def test_outsiders_find_nothing(cast: Cast, reported: Regime, sign_in: SignIn) -> None:
    period = Period.objects.get(key="2026-09")
    address = reverse("origin", args=[cast.ta_van.pk, period.pk, "processed"])
    for person in (cast.lan, cast.minh):
        assert sign_in(person).get(address).status_code == 404
    assert sign_in(cast.minh).get(reverse("results")).status_code == 404
    assert sign_in(cast.lan).get(reverse("results"), {"regime": reported.code}).status_code == 404


def test_the_origin_leads_down_to_version_person_and_cell(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    period = Period.objects.get(key="2026-09")
    make_version(cast.ta_van, period, values={"processed": 131}, reason="gõ nhầm", by=cast.an)
    client = sign_in(cast.chi)
    above = client.get(reverse("origin", args=[cast.lao_cai.pk, period.pk, "processed"]))
    assert [child.name for child in above.context["children"]] == ["Xã Tả Van", "Xã Y Tý"]
    assert [unit.name for unit in above.context["origin"].missing] == ["Phường Sa Pa"]
    below = client.get(reverse("origin", args=[cast.ta_van.pk, period.pk, "processed"]))
    found = below.content.decode()
    for said in ("Lý A An", "gõ nhầm", "130"):
        assert said in found


def test_the_origin_leads_to_the_report_the_file_and_the_units_above(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    period = Period.objects.get(key="2026-09")
    version = Submission.objects.get(unit=cast.ta_van, period=period).counted
    version.source = SourceFile.objects.create(
        name="bieu.xlsx",
        size=4,
        sha256="0" * 64,
        content=ContentFile(b"PK..", "bieu.xlsx"),
        received_by=cast.an,
        received_at=NOW,
    )
    version.save()
    address = reverse("origin", args=[cast.ta_van.pk, period.pk, "processed"])
    client = sign_in(cast.chi)
    context = client.get(address).context
    ways = [(shown.address, shown.file_address) for shown in context["reports"]]
    report = reverse("read_report", args=[period.pk, cast.ta_van.pk])
    assert ways == [(f"{report}?version=1", reverse("report_source", args=[version.pk]))]
    assert [client.get(way).status_code for way in ways[0]] == [200, 200]
    assert [each.name for each in context["above"]] == ["Tỉnh Lào Cai"]
    assert sign_in(cast.an).get(address).context["above"] == []


def test_the_panel_is_the_same_without_a_frame(
    cast: Cast, reported: Regime, sign_in: SignIn
) -> None:
    period = Period.objects.get(key="2026-09")
    address = reverse("origin", args=[cast.ta_van.pk, period.pk, "processed"])
    panel = sign_in(cast.chi).get(address, headers={"HX-Target": "side-panel-body"})
    assert (b"<html" in panel.content, panel.content.count(b"<h2>")) == (False, 1)


def test_the_page_asks_as_often_for_three_units_as_for_one(
    cast: Cast, reported: Regime, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    client = sign_in(cast.chi)
    period = Period.objects.get(key="2026-09")
    numbers = iter(range(9))

    def add_unit() -> None:
        number = next(numbers)
        unit = make_unit(f"x{number}", f"Xã {number}", under=cast.lao_cai)
        make_version(unit, period, values={"processed": 3}, by=cast.an)
        append_marks_for(unit_ids=[unit.pk], period=period)
        fold_all()

    address = reverse("origin", args=[cast.lao_cai.pk, period.pk, "processed"])
    constant_queries(add_unit, lambda: page(client, period="2026-08", indicator="processed"))
    constant_queries(add_unit, lambda: client.get(address))
