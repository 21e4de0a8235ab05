"""The report's page: filling in with and without scripts, sending, mending, reading, files."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from giaoban.actions.reporting import nothing_arose as nothing_arose_action
from giaoban.models import Attachment, Check, Period, Regime, Value, Version
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import Channel, ReportState
from tests.cast import Cast, SignIn
from tests.factories import NOW, make_period, make_regime, make_version

PDF = b"%PDF-1.7 so lieu"


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(
        cast.lao_cai,
        indicators=[
            {"code": "processed", "name": "Hồ sơ đã giải quyết", "is_required": True},
            {"code": "online", "name": "Tiếp nhận trực tuyến"},
            {"code": "share", "kind": "ratio", "numerator": "online", "denominator": "processed"},
            {"code": "plan", "kind": "yes_no", "over_time": "last"},
            {"code": "proof", "kind": "file"},
            {"code": "trouble", "kind": "text"},
        ],
        checks=[
            {"formula": "online <= processed", "message": "Trực tuyến lớn hơn tổng số."},
            {"formula": "processed <= 100", "level": "warning", "message": "Nhiều bất thường."},
        ],
    )


@pytest.fixture
def period(regime: Regime) -> Period:
    return make_period(regime, "2025-10")


def address(name: str, period: Period, cast: Cast) -> str:
    return reverse(name, args=[period.pk, cast.ta_van.pk])


def numbers(version: Version) -> dict[str, float | None]:
    return dict(version.values.values_list("indicator__code", "number"))


def newest(cast: Cast) -> Version:
    return Version.objects.filter(submission__unit=cast.ta_van).latest("pk")


def answer(client: Client, cast: Cast, period: Period, **fields: str) -> dict:  # type: ignore[type-arg]
    names = {
        name.replace("was_", "was-").replace("cell_", "cell-"): v for name, v in fields.items()
    }
    response = client.post(address("save_report", period, cast), names)
    assert response.status_code == 200, response.content
    return response.json()  # type: ignore[no-any-return]


def test_opening_the_page_begins_no_draft(cast: Cast, period: Period, sign_in: SignIn) -> None:
    response = sign_in(cast.an).get(address("report", period, cast))
    assert response.status_code == 200
    assert 'name="cell-processed"' in response.content.decode()
    assert not Version.objects.exists()


def test_a_typed_cell_is_saved_and_the_answer_says_what_became_of_it(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    answer(client, cast, period, cell_processed="1000", was_cell_processed="")
    said = answer(client, cast, period, cell_online="1310", was_cell_online="")
    assert numbers(newest(cast)) == {"processed": 1000.0, "online": 1310.0}
    assert said["cells"]["cell-online"] == "1.310"
    assert said["figures"]["share"] == "131,0\N{NO-BREAK SPACE}%"
    assert said["marks"] == {"processed": "warning", "online": "error"}
    assert "Trực tuyến lớn hơn tổng số." in said["below"]["online"]
    assert "2/5" in said["counts"]


def test_a_cell_that_cannot_be_read_says_why_and_is_not_stored(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    said = answer(sign_in(cast.an), cast, period, cell_processed="1.5", was_cell_processed="")
    assert said["unreadable"] == ["cell-processed"]
    assert "1.5" in said["below"]["processed"]
    assert numbers(newest(cast)) == {}


def test_remarks_that_are_too_long_stay_as_typed_and_say_so_beside_their_field(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    check = Check.objects.get(level="warning")
    fields = {
        "cell-processed": "101",
        "was-cell-processed": "",
        "note-processed": "n" * 2001,
        f"reason-{check.pk}": "r" * 2002,
        "remark": "b" * 5001,
        "step": "submit",
    }
    client = sign_in(cast.an)
    page = client.post(address("report", period, cast), fields)
    shown = page.context["shown"]
    line = shown.lines[0]
    (finding,) = line.findings
    note = "Ghi chú dài 2001 ký tự, chỉ được tối đa 2000 ký tự. Xin viết ngắn lại."
    reason = "Lý do dài 2002 ký tự, chỉ được tối đa 2000 ký tự. Xin viết ngắn lại."
    remark = (
        "Ghi chú chung của báo cáo dài 5001 ký tự, chỉ được tối đa 5000 ký tự. Xin viết ngắn lại."
    )
    assert (line.note, line.note_problem) == ("n" * 2001, note)
    assert (finding.reason, finding.problem) == ("r" * 2002, reason)
    assert (page.context["typed_remark"].text, page.context["typed_remark"].problem) == (
        "b" * 5001,
        remark,
    )
    body = page.content.decode()
    for words in ("n" * 2001, "r" * 2002, "b" * 5001, note, reason, remark):
        assert words in body
    assert newest(cast).state == ReportState.DRAFT
    assert numbers(newest(cast)) == {"processed": 101.0}
    said = client.post(address("save_report", period, cast), fields).json()
    assert said["too_long"] == {"note-processed": note, "remark": remark}
    assert reason in said["below"]["processed"]


def test_a_newer_cell_of_somebody_else_is_shown_and_not_overwritten(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    answer(sign_in(cast.an), cast, period, cell_processed="7", was_cell_processed="")
    said = answer(sign_in(cast.binh), cast, period, cell_processed="9", was_cell_processed="")
    assert said["conflicts"] == [{"name": "cell-processed"}]
    assert said["before"]["who"] == "Lý A An"
    assert said["cells"]["cell-processed"] == "7"
    assert numbers(newest(cast)) == {"processed": 7.0}


def test_a_report_that_was_sent_meanwhile_takes_no_more_cells(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    make_version(cast.ta_van, period)
    response = sign_in(cast.an).post(address("save_report", period, cast), {"cell-processed": "1"})
    assert response.status_code == 409
    assert response.json()["message"]


def test_somebody_signed_out_is_told_so_and_not_sent_to_another_page(
    cast: Cast, period: Period
) -> None:
    response = Client().post(address("save_report", period, cast), headers={"HX-Request": "true"})
    assert response.status_code == 401


def test_the_whole_form_is_saved_and_sent_without_scripts(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    form = {
        "cell-processed": "12",
        "was-cell-processed": "",
        "cell-online": "",
        "was-cell-online": "",
        "cell-plan": "1",
        "cell-trouble": "Thiếu máy.",
        "remark": "Đã rà soát.",
        "step": "save",
    }
    assert client.post(address("report", period, cast), form).status_code == 302
    version = newest(cast)
    assert (version.state, version.note) == ("draft", "Đã rà soát.")
    form |= {"was-cell-processed": "12", "was-cell-plan": "1", "was-cell-trouble": "Thiếu máy."}
    client.post(address("report", period, cast), form | {"step": "submit"})
    version.refresh_from_db()
    assert (version.state, version.submitted_by) == ("submitted", cast.an)
    assert numbers(version) == {"processed": 12.0, "plan": 1.0, "trouble": None}


@pytest.mark.parametrize(
    "cells, said, links",
    [
        ({}, "Chưa", ["#cell-processed"]),
        ({"cell-processed": "abc"}, "abc", ["#cell-processed"]),
        (
            {"cell-processed": "5", "cell-online": "6"},
            "Trực tuyến lớn hơn tổng số.",
            ["#cell-online"],
        ),
        ({"cell-processed": "500"}, "Nhiều bất thường.", ["#reason-{check}"]),
    ],
)
def test_a_report_with_mistakes_is_not_sent_and_links_to_each_cell(
    cast: Cast,
    period: Period,
    sign_in: SignIn,
    cells: dict[str, str],
    said: str,
    links: list[str],
) -> None:
    response = sign_in(cast.an).post(address("report", period, cast), cells | {"step": "submit"})
    page = response.content.decode()
    check = Check.objects.get(level="warning").pk
    assert response.status_code == 200
    assert 'class="error-summary"' in page
    summary = page.split('class="error-summary"')[1].split("</div>")[0]
    assert [link for link in links if f'href="{link.format(check=check)}"' not in summary] == []
    if said != "Chưa":  # in whatever words the catalogue has
        assert said in summary
    assert newest(cast).state == ReportState.DRAFT


def test_nothing_arose_fills_the_form_at_one_click(
    cast: Cast, regime: Regime, period: Period, sign_in: SignIn
) -> None:
    before = make_period(regime, "2025-09")
    make_version(
        cast.ta_van,
        before,
        values={"processed": 7, "online": 2, "plan": 1, "trouble": "Thiếu máy."},
        state=ReportState.ACCEPTED,
    )
    sign_in(cast.an).post(address("nothing_arose", period, cast))
    version = newest(cast)
    assert version.nothing_arose
    assert numbers(version) == {"processed": 0.0, "online": 0.0, "plan": 1.0}


def test_nothing_is_begun_where_nothing_arose_cannot_be_said(
    cast: Cast, period: Period, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuleError("unknown_indicator", code="processed")

    monkeypatch.setattr(nothing_arose_action, "nothing_arose", broken)
    sign_in(cast.an).post(address("nothing_arose", period, cast))
    assert not Version.objects.exists()


def test_a_returned_report_shows_what_is_to_be_mended_first(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    returned = make_version(
        cast.ta_van, period, values={"processed": 7, "online": 2}, state=ReportState.RETURNED
    )
    returned.mend_by = NOW + timedelta(days=3)
    returned.save()
    online = period.regime.indicators.get(code="online")
    returned.remarks.create(indicator=online, text="Chưa khớp sổ.")
    client = sign_in(cast.an)
    page = client.get(address("report", period, cast)).content.decode()
    first, rest = page.split('id="rest"')
    assert ('id="cell-online"' in first, 'id="cell-processed"' in first) == (True, False)
    assert ('id="cell-online"' in rest, 'id="cell-processed"' in rest) == (False, True)
    assert "Chưa khớp sổ." in first
    answer(client, cast, period, cell_online="3", was_cell_online="2")
    assert (newest(cast).number, newest(cast).state) == (2, "draft")
    assert "Chưa khớp sổ." in client.get(address("report", period, cast)).content.decode()


def test_a_report_is_withdrawn_by_the_unit_and_not_by_the_secretariat(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    version = make_version(cast.ta_van, period)
    sign_in(cast.chi).post(address("withdraw_report", period, cast))
    version.refresh_from_db()
    assert version.state == ReportState.SUBMITTED
    sign_in(cast.an).post(address("withdraw_report", period, cast))
    version.refresh_from_db()
    assert version.state == ReportState.DRAFT


def test_a_correction_needs_a_reason_and_leaves_the_accepted_version_readable(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    make_version(cast.ta_van, period, values={"processed": 7}, state=ReportState.ACCEPTED)
    client = sign_in(cast.an)
    client.post(address("correct_report", period, cast), {"reason": " "})
    assert Version.objects.count() == 1
    client.post(address("correct_report", period, cast), {"reason": "Cộng sai."})
    answer(client, cast, period, cell_processed="8", was_cell_processed="7")
    assert numbers(newest(cast)) == {"processed": 8.0}
    page = client.get(address("read_report", period, cast), {"version": "1"})
    assert next(line.figure for line in page.context["shown"].lines) == "7"
    versions = client.get(address("read_report", period, cast)).context["versions"]
    changes = [(c.name, c.before, c.after) for c in versions[0].changes]
    assert changes == [("Hồ sơ đã giải quyết", "7", "8")]


def test_the_secretariat_writes_down_a_telephone_call(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    page = client.get(address("report", period, cast)).content.decode()
    assert 'name="cell-processed"' not in page
    client.post(address("begin_for_unit", period, cast), {"channel": "telephone"})
    assert not Version.objects.exists()  # nobody says who called
    client.post(
        address("begin_for_unit", period, cast),
        {"channel": "telephone", "channel_note": "Anh An, 0912…"},
    )
    form = {"cell-processed": "12", "was-cell-processed": "", "step": "submit"}
    client.post(address("report", period, cast), form)
    version = newest(cast)
    assert (version.state, version.channel, version.channel_note, version.submitted_by) == (
        "submitted",
        Channel.TELEPHONE,
        "Anh An, 0912…",
        cast.chi,
    )


def test_the_head_approves_where_the_regime_asks(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    period.regime.needs_approval = True
    period.regime.save()
    version = make_version(cast.ta_van, period)
    signed = SimpleUploadedFile("đã ký.pdf", PDF)
    sign_in(cast.binh).post(address("approve_report", period, cast), {"signed_copy": signed})
    version.refresh_from_db()
    assert version.state == ReportState.APPROVED
    assert version.attachments.get().file.name == "đã ký.pdf"


def test_files_are_kept_and_served_as_downloads_only(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    files = {
        "evidence": SimpleUploadedFile("anh.pdf", PDF),
        "file-proof": SimpleUploadedFile("kế hoạch.pdf", PDF),
    }
    client.post(address("report", period, cast), {"step": "save"} | files)
    kept = Attachment.objects.order_by("purpose").values_list("purpose", "indicator__code")
    assert list(kept) == [("answer", "proof"), ("evidence", None)]
    assert Value.objects.get().text == "kế hoạch.pdf"
    evidence = Attachment.objects.get(purpose="evidence")
    response = client.get(reverse("report_file", args=[evidence.pk]))
    assert b"".join(response) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="anh.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    form = {"step": "save", "detach": str(evidence.pk)}
    client.post(address("report", period, cast), form)
    assert not Attachment.objects.filter(purpose="evidence").exists()


def test_a_file_of_another_kind_is_refused_and_the_cells_are_saved(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    wrong = SimpleUploadedFile("chay.exe", b"MZ")
    form = {"cell-processed": "5", "was-cell-processed": "", "step": "save", "evidence": wrong}
    response = sign_in(cast.an).post(address("report", period, cast), form, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert numbers(newest(cast)) == {"processed": 5.0}
    assert not Attachment.objects.exists()


def test_a_draft_is_not_shown_to_those_whom_it_does_not_concern(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    make_version(cast.ta_van, period, values={"processed": 4321}, state=ReportState.DRAFT)
    for person, is_shown in [(cast.an, True), (cast.chi, True), (cast.dung, False)]:
        page = sign_in(person).get(address("read_report", period, cast)).content.decode()
        assert ("4.321" in page) is is_shown
    read = {"version": "1"}
    response = sign_in(cast.dung).get(address("read_report", period, cast), read)
    assert response.status_code == 404


def test_the_files_of_a_draft_are_not_given_to_those_whom_it_does_not_concern(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    files = {"evidence": SimpleUploadedFile("anh.pdf", PDF)}
    form = {"cell-processed": "4321", "was-cell-processed": "", "step": "save"}
    sign_in(cast.an).post(address("report", period, cast), form | files)
    evidence = reverse("report_file", args=[Attachment.objects.get().pk])
    workbook = address("filled_workbook", period, cast)
    for person, status in [(cast.an, 200), (cast.chi, 200), (cast.dung, 404)]:
        client = sign_in(person)
        assert [client.get(url).status_code for url in (evidence, workbook)] == [status, status]


def test_whoever_does_not_see_the_draft_of_a_correction_gets_what_was_accepted_as_a_workbook(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    make_version(cast.ta_van, period, values={"processed": 7}, state=ReportState.ACCEPTED)
    make_version(cast.ta_van, period, values={"processed": 4321}, state=ReportState.DRAFT)
    for person, number in [(cast.an, 4321), (cast.dung, 7)]:
        content = sign_in(person).get(address("filled_workbook", period, cast)).content
        cells = [
            cell
            for sheet in load_workbook(BytesIO(content)).worksheets
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        ]
        assert (4321 in cells, 7 in cells) == (number == 4321, number == 7)


def test_a_ratio_in_per_cent_is_written_without_the_sign_that_stands_beside_it(
    cast: Cast, sign_in: SignIn
) -> None:
    share = {"code": "share", "kind": "ratio", "numerator": "a", "denominator": "b"}
    regime = make_regime(cast.lao_cai, indicators=["a", "b", share | {"measure": "%"}])
    period = make_period(regime, "2025-10")
    said = answer(
        sign_in(cast.an), cast, period, cell_a="11", was_cell_a="", cell_b="10", was_cell_b=""
    )
    assert said["figures"]["share"] == "110,0"


def test_the_page_has_no_inline_script_or_style(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    page = sign_in(cast.an).get(address("report", period, cast)).content.decode()
    assert [
        found for found in ("style=", "<style", "onclick=", "javascript:") if found in page
    ] == []
