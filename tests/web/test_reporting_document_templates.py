"""The pages of a unit's own Word templates, and of an issued copy beside its report."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from giaoban.actions.reporting import consolidation as actions
from giaoban.actions.reporting.document_templates import (
    add_template,
    stop_template,
    try_template,
    use_template,
)
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.issued_copies import add_issued_copy
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.documents.pdf import to_pdf
from giaoban.documents.reporting.consolidated_report import report_document
from giaoban.documents.word_templates.places import lines_of
from giaoban.documents.word_templates.starter import starter_letter, starter_template
from giaoban.models import ConsolidatedReport, DocumentTemplate, Event, Period, Regime
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.queries.reporting.document_templates import template_in_use
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, TODAY, make_period, make_regime, make_version

INDICATORS = [{"code": "online", "name": "Hồ sơ trực tuyến", "measure": "hồ sơ"}]


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(cast.lao_cai, indicators=INDICATORS, committee=cast.committee)


@pytest.fixture
def period(regime: Regime, cast: Cast) -> Period:
    held = make_period(regime, "2026-10")
    for unit, number in ((cast.ta_van, 4000.0), (cast.y_ty, 6000.0)):
        make_version(unit, held, values={"online": number}, state=ReportState.ACCEPTED)
    append_marks_for(unit_ids=[cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk], period=held)
    fold_all()
    return held


def test_the_letter_to_those_who_are_missing_follows_a_template_of_its_own(
    period: Period, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    address = f"/templates/of/{cast.lao_cai.pk}/"
    starter = client.get(f"{address}starter.docx?kind=letter").content
    made = docx.Document(BytesIO(starter))
    made.paragraphs[-1].insert_paragraph_before("Kèm {{ chua_gui }} đơn vị: {{ che_do }}.")
    held = BytesIO()
    made.save(held)
    file = SimpleUploadedFile("cong-van.docx", held.getvalue())
    client.post(address, {"file": file, "kind": "letter"})
    template = DocumentTemplate.objects.get()
    assert (template.kind, template.problems) == ("letter", [])
    client.post(f"/templates/{template.pk}/try/")
    client.post(f"/templates/{template.pk}/use/")
    template.refresh_from_db()
    assert (template.is_in_use, template.tried_period) == (True, "2026-10")
    assert template_in_use(cast.lao_cai.pk, period.regime_id) is None

    query = f"regime={period.regime.code}&period={period.key}"
    chase = f"/reports/status/chase/letter.docx?{query}"
    lines = words_of(client.get(chase).content)
    assert f"Kèm 1 đơn vị: {period.regime.name}." in lines
    assert not any("Kèm 1" in line for line in words_of(client.get(f"{chase}&built-in=1").content))
    assert "built-in=1" in client.get(f"/reports/status/chase/?{query}").content.decode()
    fields = client.get(f"{address}fields/?kind=letter").content.decode()
    assert ("danh_sach" in fields, "chi_tieu" in fields) == (True, False)


def test_a_letter_is_tried_once_a_report_is_missing(
    period: Period, cast: Cast, sign_in: SignIn
) -> None:
    make_version(cast.sa_pa, period, values={"online": 1.0}, state=ReportState.ACCEPTED)
    append_marks_for(unit_ids=[cast.sa_pa.pk], period=period)
    fold_all()
    template = add_template(
        unit=cast.lao_cai,
        regime=None,
        name="a.docx",
        content=starter_letter(),
        by=cast.chi,
        now=NOW,
        kind="letter",
    )
    with pytest.raises(RuleError) as refused:
        try_template(template=template, by=cast.chi, today=TODAY, now=NOW)
    assert refused.value.code == "letter_without_missing"


def words_of(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as archive:
        return [line.text for line in lines_of(archive)]


@pytest.fixture
def report(cast: Cast, period: Period) -> ConsolidatedReport:
    return actions.draft_report(unit=cast.lao_cai, period=period, by=cast.chi, now=NOW)


def word(*paragraphs: str) -> bytes:
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def lines(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as archive:
        return [line.text for line in lines_of(archive) if line.text.strip()]


def added(cast: Cast, content: bytes, regime: Regime | None = None) -> DocumentTemplate:
    return add_template(
        unit=cast.lao_cai, regime=regime, name="mau.docx", content=content, by=cast.khanh, now=NOW
    )


def in_use(cast: Cast, content: bytes, regime: Regime | None = None) -> DocumentTemplate:
    template = added(cast, content, regime)
    tried = try_template(template=template, by=cast.khanh, today=TODAY, now=NOW)
    return use_template(template=tried, by=cast.khanh, now=NOW)


def send(client: Client, cast: Cast, content: bytes, name: str = "mau.docx") -> str:
    file = SimpleUploadedFile(name, content)
    address = f"/templates/of/{cast.lao_cai.pk}/"
    return client.post(address, {"file": file}, follow=True).content.decode()


def test_a_mistake_is_shown_with_its_place_and_what_was_meant(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    page = send(sign_in(cast.khanh), cast, word("Kính gửi", "{{ so_lieu.onlin }}"))
    assert "đoạn 2: Trường so_lieu.onlin không có; có phải so_lieu.online?" in page
    assert DocumentTemplate.objects.get().problems[0]["code"] == "field_unknown_near"


def test_a_file_that_is_no_word_file_is_refused_on_the_same_page(
    cast: Cast, sign_in: SignIn
) -> None:
    page = send(sign_in(cast.khanh), cast, b"%PDF-", "mau.pdf")
    assert "Hãy chọn tệp Word có đuôi .docx." in page
    assert not DocumentTemplate.objects.exists()


def test_a_template_is_used_only_after_a_trial_went_well(cast: Cast, period: Period) -> None:
    template = added(cast, word("{{ trich_yeu }}"))
    with pytest.raises(RuleError, match="template_not_tried"):
        use_template(template=template, by=cast.khanh, now=NOW)
    tried = try_template(template=template, by=cast.khanh, today=TODAY, now=NOW)
    assert (tried.tried_period, tried.problems) == ("2026-10", [])
    first = use_template(template=tried, by=cast.khanh, now=NOW)
    second = in_use(cast, word("{{ don_vi }}"))
    first.refresh_from_db()
    assert (first.is_in_use, second.is_in_use) == (False, True)
    stop_template(template=second, by=cast.khanh, now=NOW)
    assert template_in_use(cast.lao_cai.pk, period.regime_id) is None
    named = Event.objects.filter(record_type="DocumentTemplate").values_list("action", flat=True)
    assert sorted(set(named)) == [
        "add_document_template",
        "stop_document_template",
        "try_document_template",
        "use_document_template",
    ]


def test_without_a_figure_there_is_nothing_to_try_it_on(cast: Cast, regime: Regime) -> None:
    template = added(cast, word("{{ trich_yeu }}"))
    with pytest.raises(RuleError, match="template_without_figures"):
        try_template(template=template, by=cast.khanh, today=TODAY, now=NOW)


def test_the_template_of_a_regime_comes_before_that_of_all(
    cast: Cast, period: Period, regime: Regime
) -> None:
    everywhere = in_use(cast, word("{{ trich_yeu }}"))
    assert template_in_use(cast.lao_cai.pk, regime.pk) == everywhere
    of_regime = in_use(cast, word("{{ don_vi }}"), regime)
    assert template_in_use(cast.lao_cai.pk, regime.pk) == of_regime
    assert template_in_use(cast.ta_van.pk, regime.pk) is None


def test_word_follows_the_template_in_use_and_the_page_says_so(
    cast: Cast, report: ConsolidatedReport, sign_in: SignIn
) -> None:
    in_use(cast, word("Mẫu riêng: {{ so_lieu.online }} hồ sơ"))
    client = sign_in(cast.chi)
    address = f"/reports/consolidated/{report.pk}/"
    assert "Mẫu riêng: 10.000 hồ sơ" in lines(client.get(f"{address}report.docx").content)
    built_in = lines(client.get(f"{address}report.docx?layout=built-in").content)
    assert not [line for line in built_in if "Mẫu riêng" in line]
    assert client.get(f"{address}report.pdf").content.startswith(b"%PDF-")
    page = client.get(address).content.decode()
    assert "Tệp Word theo mẫu riêng của ban chỉ đạo (mau.docx)" in page


def test_the_command_follows_the_template_in_use_too(
    cast: Cast, report: ConsolidatedReport, regime: Regime, tmp_path: Path
) -> None:
    in_use(cast, word("Mẫu riêng: {{ so_lieu.online }} hồ sơ"))
    asked = {"regime": regime.code, "period": "2026-10", "unit": "15"}
    call_command("consolidate", **asked, to=tmp_path / "a.docx")
    call_command("consolidate", **asked, to=tmp_path / "b.docx", layout="built-in")
    made = [lines((tmp_path / f"{name}.docx").read_bytes()) for name in "ab"]
    assert ["Mẫu riêng: 10.000 hồ sơ" in each for each in made] == [True, False]


def test_where_a_template_fails_nothing_else_is_given_in_its_place(
    cast: Cast, report: ConsolidatedReport, regime: Regime, sign_in: SignIn, tmp_path: Path
) -> None:
    template = in_use(cast, word("{{ so_lieu.online }}"))
    template.file.content.storage.delete(template.file.content.name)
    address = f"/reports/consolidated/{report.pk}/"
    page = sign_in(cast.chi).get(f"{address}report.docx", follow=True).content.decode()
    assert "Tệp của mẫu không còn. Hãy gửi lại." in page
    asked = {"regime": regime.code, "period": "2026-10", "unit": "15"}
    with pytest.raises(CommandError):
        call_command("consolidate", **asked, to=tmp_path / "a.docx")


def test_the_fields_are_listed_with_examples_from_real_figures(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    page = sign_in(cast.khanh).get(f"/templates/of/{cast.lao_cai.pk}/fields/").content.decode()
    (row,) = re.findall(r"<tr>(?:(?!</tr>).)*\{\{ so_lieu\.online \}\}(?:(?!</tr>).)*</tr>", page)
    assert "số liệu kỳ này" in row
    assert "10.000" in row


def test_the_list_of_templates_asks_the_database_as_often_for_three(
    cast: Cast, period: Period, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    client = sign_in(cast.khanh)
    address = f"/templates/of/{cast.lao_cai.pk}/"
    constant_queries(lambda: added(cast, starter_template()), lambda: client.get(address))


def approved(report: ConsolidatedReport, cast: Cast) -> ConsolidatedReport:
    actions.fix_report(report=report, by=cast.chi, now=NOW)
    return actions.approve_consolidated(report=report, by=cast.dung, now=NOW)


def put_back(report: ConsolidatedReport, cast: Cast, content: bytes, note: str = "") -> str:
    copy = add_issued_copy(
        report=report, name="ban-ky.pdf", content=content, note=note, by=cast.chi, now=NOW
    )
    return f"/reports/consolidated/{report.pk}/issued/{copy.pk}/compared/"


def altered_pdf(report: ConsolidatedReport) -> bytes:
    """The report with one commune's 4.000 made 4.001 after it was approved."""
    found = figures_of(report)
    changed = [
        replace(child, figures={"online": replace(child.of("online"), now=4001.0)})
        if child.of("online").now == 4000
        else child
        for child in found.facts.children
    ]
    facts = replace(found.facts, children=tuple(changed))
    return to_pdf(report_document(report, facts, found.earlier))


def test_an_altered_figure_of_the_signed_copy_is_told_and_asks_for_a_note(
    cast: Cast, report: ConsolidatedReport, sign_in: SignIn
) -> None:
    held = approved(report, cast)
    address = put_back(held, cast, altered_pdf(held))
    client = sign_in(cast.chi)
    page = client.get(f"/reports/consolidated/{report.pk}/").content.decode()
    assert "1 số không khớp. Chưa có ghi chú giải thích." in page
    compared = client.get(address).content.decode()
    assert re.search(r"<td class=\"number\"[^>]*>4\.000</td>", compared)
    assert "<strong>4.001</strong>" in compared
    client.post(address, {"note": "Đính chính theo công văn của xã"})
    page = client.get(f"/reports/consolidated/{report.pk}/").content.decode()
    assert "Chưa có ghi chú giải thích." not in page
    assert "Đính chính theo công văn của xã" in page


def test_a_copy_that_agrees_says_so_and_has_no_page_of_differences(
    cast: Cast, report: ConsolidatedReport, sign_in: SignIn
) -> None:
    held = approved(report, cast)
    found = figures_of(held)
    put_back(held, cast, to_pdf(report_document(held, found.facts, found.earlier)))
    page = sign_in(cast.chi).get(f"/reports/consolidated/{report.pk}/").content.decode()
    assert re.search(r"Khớp cả \d+ số liệu\.", page)
    assert "/compared/" not in page
