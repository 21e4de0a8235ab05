"""The pages of a consolidated report and of the chair, as each person meets them."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giaoban.actions.reporting import consolidation as actions
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.questions import ask_question
from giaoban.models import ConsolidatedReport, Period, Regime
from giaoban.rules.reporting.report_content import content_of
from giaoban.rules.reporting.states import ReportState
from tests.browser import OpenPage, assert_accessible, assert_fits
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import (
    NOW,
    PASSWORD,
    TODAY,
    make_period,
    make_regime,
    make_unit,
    make_version,
)

INDICATORS = [
    {"code": "online", "name": "Hồ sơ trực tuyến", "measure": "hồ sơ"},
    {"code": "hard", "name": "Khó khăn", "kind": "text"},
]


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(
        cast.lao_cai, indicators=INDICATORS, committee=cast.committee, is_made_up=True
    )


@pytest.fixture
def period(regime: Regime, cast: Cast) -> Period:
    make_period(regime, "2026-09")
    held = make_period(regime, "2026-10")
    for unit, number in ((cast.ta_van, 40.0), (cast.y_ty, 60.0)):
        values = {"online": number, "hard": f"Khó khăn của {unit.name}."}
        make_version(unit, held, values=values, state=ReportState.ACCEPTED)
    append_marks_for(unit_ids=[cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk], period=held)
    fold_all()
    return held


@pytest.fixture
def report(cast: Cast, period: Period) -> ConsolidatedReport:
    return actions.draft_report(unit=cast.lao_cai, period=period, by=cast.chi, now=NOW)


def address(report: ConsolidatedReport, rest: str = "") -> str:
    return f"/reports/consolidated/{report.pk}/{rest}"


def autosave(client: Client, report: ConsolidatedReport, **given: object) -> tuple[int, dict]:
    typed = {"title": "Đề xuất", "text": "Có [[online]] hồ sơ.", "revision": 0} | given
    response = client.post(address(report, "sections/s4/"), typed, headers={"X-Autosave": "1"})
    return response.status_code, json.loads(response.content)


def test_the_secretariat_begins_a_report_and_sees_it_as_paper(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    chosen = {"unit": cast.lao_cai.pk, "period": period.pk}
    response = sign_in(cast.chi).post("/reports/consolidated/draft/", chosen, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[0][1] == 302
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert f"/results/origin/{cast.lao_cai.pk}/{period.pk}/online/" in page
    assert f"/results/origin/{cast.y_ty.pk}/{period.pk}/online/" in page


def test_a_period_of_a_regime_that_does_not_reach_the_unit_is_not_found(
    cast: Cast, sign_in: SignIn
) -> None:
    other = make_regime(cast.tuyen_quang, code="khac")
    chosen = {"unit": cast.lao_cai.pk, "period": make_period(other, "2026-10").pk}
    response = sign_in(cast.chi).post("/reports/consolidated/draft/", chosen)
    assert response.status_code == 404


def test_what_is_typed_is_saved_and_answered_with_the_figure_in_place(
    report: ConsolidatedReport, cast: Cast, sign_in: SignIn
) -> None:
    status, answer = autosave(sign_in(cast.chi), report)
    assert (status, answer["revision"], answer["problems"]) == (200, 1, [])
    assert ">100</a> hồ sơ." in answer["preview"]


def test_a_figure_that_means_nothing_is_named_with_its_line_and_kept(
    report: ConsolidatedReport, cast: Cast, sign_in: SignIn
) -> None:
    _, answer = autosave(sign_in(cast.chi), report, text="a\nĐạt [[onlin]]")
    assert len(answer["problems"]) == 1
    assert "2" in answer["problems"][0]
    assert "<mark>[[onlin]]</mark>" in answer["preview"]
    report.refresh_from_db()
    assert content_of(report.content).section("s4").text == "a\nĐạt [[onlin]]"


def test_a_script_that_lags_behind_gets_the_other_text_back(
    report: ConsolidatedReport, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    autosave(client, report, text="Một")
    status, answer = autosave(client, report, text="Hai")
    assert (status, answer["theirs"]) == (409, "Một")


def test_without_a_script_both_texts_stand_on_the_page(
    report: ConsolidatedReport, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    autosave(client, report, text="Của người khác")
    typed = {"title": "Đề xuất", "text": "Của tôi", "revision": 0}
    page = client.post(address(report, "sections/s4/"), typed).content.decode()
    assert "Của tôi</textarea>" in page
    assert "Của người khác</pre>" in page


def test_what_somebody_typed_is_never_markup(
    report: ConsolidatedReport, cast: Cast, sign_in: SignIn
) -> None:
    _, answer = autosave(sign_in(cast.chi), report, text="<script>alert(1)</script>")
    assert "&lt;script&gt;" in answer["preview"]
    assert "<script>" not in answer["preview"]


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_the_report_is_taken_away_in_three_formats(
    report: ConsolidatedReport, cast: Cast, sign_in: SignIn, form: str, start: bytes
) -> None:
    response = sign_in(cast.ha).get(address(report, f"report.{form}"))
    assert response.content.startswith(start)
    assert response["Content-Disposition"] == (
        f'attachment; filename="bao-cao-15-2026-10-1.{form}"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_words_of_units_are_chosen_and_taken_out(
    report: ConsolidatedReport, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    page = client.get(address(report, "answers/"), {"unit": cast.y_ty.pk}).content.decode()
    assert "Khó khăn của Xã Y Tý." in page
    assert "Khó khăn của Xã Tả Van." not in page
    version = report.period.submissions.get(unit=cast.y_ty).counted_id
    key = f"{version}-hard"
    client.post(address(report, "answers/"), {"key": key, "section": "s3"})
    report.refresh_from_db()
    assert [said.unit for said in content_of(report.content).narratives] == ["Xã Y Tý"]
    client.post(address(report, "answers/"), {"key": key, "text": "x", "remove": "1"})
    report.refresh_from_db()
    assert content_of(report.content).narratives == ()


def test_the_chair_approves_what_the_secretariat_fixed(
    report: ConsolidatedReport, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast.chi).post(address(report, "fix/"))
    assert "approve/" in sign_in(cast.dung).get(address(report)).content.decode()
    sign_in(cast.dung).post(address(report, "approve/"))
    report.refresh_from_db()
    assert (report.state, report.approved_by) == ("approved", cast.dung)


@pytest.mark.parametrize(
    ("name", "content", "state"),
    [
        ("ky.pdf", b"%PDF-1.7", "issued"),
        ("ky.pdf", b"<html>", "approved"),
        ("ky.exe", b"MZ", "approved"),
    ],
)
def test_only_a_word_or_pdf_file_is_an_issued_copy(
    report: ConsolidatedReport, cast: Cast, sign_in: SignIn, name: str, content: bytes, state: str
) -> None:
    actions.fix_report(report=report, by=cast.chi, now=NOW)
    actions.approve_consolidated(report=report, by=cast.dung, now=NOW)
    file = SimpleUploadedFile(name, content)
    sign_in(cast.chi).post(address(report, "issued/"), {"file": file})
    report.refresh_from_db()
    assert report.state == state


def test_the_page_asks_as_often_for_three_units_as_for_one(
    report: ConsolidatedReport, cast: Cast, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    client = sign_in(cast.chi)
    numbers = iter(range(10))

    def add_unit() -> None:
        number = next(numbers)
        unit = make_unit(f"9{number}", f"Xã {number}", under=cast.lao_cai)
        make_version(unit, report.period, values={"online": 1.0, "hard": "x"})
        append_marks_for(unit_ids=[unit.pk], period=report.period)
        fold_all()

    constant_queries(add_unit, lambda: client.get(address(report)))
    constant_queries(add_unit, lambda: client.get(address(report, "answers/")))
    constant_queries(add_unit, lambda: client.get("/results/chair/"))


def test_the_chairs_page_says_who_is_missing_and_what_waits(
    report: ConsolidatedReport, period: Period, cast: Cast, sign_in: SignIn
) -> None:
    actions.fix_report(report=report, by=cast.chi, now=NOW)
    ask_question(
        unit=cast.y_ty,
        period=period,
        indicator=None,
        text="Vì sao tăng?",
        due_on=TODAY + timedelta(days=1),
        by=cast.dung,
        today=TODAY,
        now=NOW,
    )
    page = sign_in(cast.dung).get("/results/chair/").content.decode()
    assert "Phường Sa Pa" in page
    assert "Vì sao tăng?" in page
    assert address(report) in page
    assert f"/results/origin/{cast.lao_cai.pk}/{period.pk}/online/" in page


def test_an_open_question_on_the_chairs_page_names_its_indicator(
    report: ConsolidatedReport, period: Period, cast: Cast, sign_in: SignIn
) -> None:
    for indicator in (period.regime.indicators.get(code="online"), None):
        ask_question(
            unit=cast.y_ty,
            period=period,
            indicator=indicator,
            text="Vì sao tăng?",
            due_on=TODAY + timedelta(days=1),
            by=cast.dung,
            today=TODAY,
            now=NOW,
        )
    response = sign_in(cast.dung).get("/results/chair/")
    asked = response.context["found"].questions
    assert [question.indicator_name for question in asked] == ["Hồ sơ trực tuyến", None]
    assert "Xã Y Tý · Hồ sơ trực tuyến · " in response.content.decode()


@pytest.mark.journey
def test_a_section_is_written_in_a_real_browser(
    open_page: OpenPage, report: ConsolidatedReport, cast: Cast
) -> None:
    page = open_page(1280, 900)
    page.goto("/account/login/")
    page.fill("input[name=login]", cast.chi.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(address(report))
    assert_accessible(page)
    page.goto(address(report, "?edit=s4#section-s4"))
    page.fill("#section-text", "Có ")
    page.click("[data-put]")
    page.locator("[data-preview] a", has_text="100").wait_for()
    assert page.input_value("#section-text") == "Có [[online]]"
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert_fits(page)
    page.goto("/results/chair/")
    assert_accessible(page)
    assert_fits(page)
