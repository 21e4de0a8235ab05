"""Obligations on pages: mended in the annex, ticked in the text, typed, and given to units."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.tasks.cascading import give_next_batch
from giaoban.actions.tasks.giving import give_obligation
from giaoban.jobs.rounds import Rounds
from giaoban.models import Cascade, Document, DocumentRelation, NumberedBody, Obligation, Task
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast, SignIn
from tests.factories import make_period, make_regime, make_unit, make_version
from tests.obligations import make_body, make_document, make_obligation
from tests.register_files import word_annex, word_text

DAY = timezone.localdate()
YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture
def body(cast: Cast) -> NumberedBody:
    return make_body(cast.lao_cai)


@pytest.fixture
def document(body: NumberedBody) -> Document:
    return make_document(body, dated_on=YESTERDAY)


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.chi)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def form_errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


ROWS = [
    ("1", "Rà soát dữ liệu dân cư", "Xã Tả Van", "Xã Y Tý", "15/12/2026", "Báo cáo"),
    ("2", "Tập huấn cán bộ", "Xã Tả Vàn Chư", "", "lúc nào xong", ""),
    ("3", "Công khai kết quả", "Phường Sa Pa", "Hội Nông dân", "thường xuyên", ""),
]


@pytest.mark.django_db
def test_an_annex_is_mended_in_place_and_taken(chi: Client, document: Document) -> None:
    page = reverse("annex", args=[document.pk])
    shown = chi.post(page, {"file": upload("phu-luc.docx", word_annex(*ROWS))})
    (bad,) = shown.context["bad"]
    wrong = {str(cell.column) for cell in bad.fields if cell.problems}
    assert (bad.cells.number, wrong, shown.context["good_count"]) == (3, {"lead", "term"}, 2)
    kept = shown.context["kept"]
    not_yet = chi.post(page, {"kept": kept, "take": "1"})
    assert (not_yet.context["bad_count"], Obligation.objects.count()) == (1, 0)
    typed = {"kept": kept, "check": "1", "r3-lead": "Xã Y Tý", "r3-term": "quý IV/2026"}
    checked = chi.post(page, typed)
    assert (checked.context["bad_count"], Obligation.objects.count()) == (0, 0)
    kept = checked.context["kept"]
    assert chi.post(page, {"kept": kept, "take": "1", "out": "4"}).status_code == 302
    taken = Obligation.objects.order_by("position")
    assert [(one.clause, one.lead.code) for one in taken] == [("1", "03037"), ("2", "02701")]
    again = chi.post(page, {"kept": kept, "take": "1"}, follow=True)
    assert again.redirect_chain
    assert [one.clause for one in Obligation.objects.order_by("position")] == ["1", "2", "3"]
    assert [each.file.name for each in document.files.all()] == ["phu-luc.docx"]


@pytest.mark.django_db
def test_another_annex_whose_numbers_begin_again_is_taken_when_a_person_says_that_it_is_one(
    chi: Client, document: Document
) -> None:
    page = reverse("annex", args=[document.pk])
    other = ("1", "Bố trí kinh phí", "Xã Tả Van", "", "", "")

    def take(*rows: tuple[str, ...], **typed: str) -> Any:
        shown = chi.post(page, {"file": upload("phu-luc.docx", word_annex(*rows))})
        return chi.post(page, {"kept": shown.context["kept"], "take": "1", **typed})

    take(ROWS[0])
    refused = take(other)
    assert (refused.context["bad_count"], "another" in refused.content.decode()) == (1, True)
    for _time in range(2):
        assert take(other, another="1").status_code == 302
    assert take(ROWS[0]).status_code == take(other).status_code == 302
    assert [(one.clause, one.text) for one in document.obligations.all()] == [
        ("1", "Rà soát dữ liệu dân cư"),
        ("1", "Bố trí kinh phí"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name, content",
    [
        ("a.docx", word_text("Không có bảng")),
        ("a.docx", b"no word file"),
        ("a.txt", b"x"),
        ("a.docx", word_annex(("MẬT", "", "", "", "", ""), *ROWS)),
    ],
)
def test_what_is_no_annex_is_refused_with_the_reason(
    chi: Client, document: Document, name: str, content: bytes
) -> None:
    page = reverse("annex", args=[document.pk])
    answer = chi.post(page, {"file": upload(name, content)})
    assert (list(form_errors(answer)), answer.context.get("kept")) == (["file"], None)


@pytest.mark.django_db
def test_an_annex_of_which_every_row_is_left_out_says_so(chi: Client, document: Document) -> None:
    page = reverse("annex", args=[document.pk])
    shown = chi.post(page, {"file": upload("a.docx", word_annex(ROWS[0]))}).context
    (row,) = shown["good"]
    out = [str(row.cells.number), "²", "9" * 5000]
    answer = chi.post(page, {"kept": shown["kept"], "out": out, "take": "1"})
    said = [one.level_tag for one in answer.context["messages"]]
    assert (said, answer.context["out_count"], document.obligations.count()) == (["error"], 1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["proposals", "give_document"])
def test_a_tick_that_is_no_number_is_passed_over(
    chi: Client, document: Document, name: str
) -> None:
    files = {"files": upload("kh.docx", word_text(*CLAUSES))}
    chi.post(reverse("add_document_files", args=[document.pk]), files)
    assert chi.post(reverse(name, args=[document.pk]), {"pick": ["²", "x"]}).status_code == 200


@pytest.mark.django_db
def test_an_old_or_forged_preview_is_asked_for_again(chi: Client, document: Document) -> None:
    page = reverse("annex", args=[document.pk])
    assert chi.post(page, {"kept": "forged", "take": "1"})["Location"] == page


CLAUSES = (
    "KẾ HOẠCH",
    "II. NHIỆM VỤ",
    "1. Xã Tả Van rà soát dữ liệu dân cư, hoàn thành trước ngày 15/12/2026.",
    "2. Xã Y Tý:",
    "- Tổ chức tập huấn cho cán bộ thôn bản.",
    "- Báo cáo kết quả về Ban Chỉ đạo hằng quý.",
)


@pytest.mark.django_db
def test_only_the_clauses_that_a_person_ticks_are_taken(chi: Client, document: Document) -> None:
    page = reverse("proposals", args=[document.pk])
    assert chi.get(page).context["file"] is None
    files = {"files": upload("kh.docx", word_text(*CLAUSES))}
    chi.post(reverse("add_document_files", args=[document.pk]), files)
    shown = chi.get(page).context["shown"]
    assert [(one.clause, one.cells["lead"].text) for one in shown] == [
        ("II.1", "Xã Tả Van"),
        ("II.2 (1)", "Xã Y Tý"),
        ("II.2 (2)", "Xã Y Tý"),
    ]
    assert not any(one.is_ticked for one in shown)
    assert chi.post(page).context["refused"]
    wrong = chi.post(page, {"pick": ["0"], "p0-lead": "ai đó"})
    bad = {name for name, cell in wrong.context["shown"][0].cells.items() if cell.problems}
    assert (bad, Obligation.objects.count()) == ({"lead"}, 0)
    chi.post(page, {"pick": ["0", "2"]})
    taken = [(one.clause, one.lead.code, one.first_line) for one in document.obligations.all()]
    assert taken == [("II.1", "03037", 2), ("II.2 (2)", "02701", 5)]
    again = chi.get(page).context["shown"]
    assert [one.is_taken for one in again] == [True, False, True]


@pytest.mark.django_db
def test_of_two_duties_on_one_line_only_the_one_that_was_taken_is_marked(
    chi: Client, document: Document
) -> None:
    page = reverse("proposals", args=[document.pk])
    line = "3. Tháng 12: (1) Xã Tả Van gửi báo cáo cuối năm; (2) Xã Y Tý tổ chức tập huấn."
    files = {"files": upload("kl.docx", word_text("KẾT LUẬN", line))}
    chi.post(reverse("add_document_files", args=[document.pk]), files)
    chi.post(page, {"pick": ["1"]})
    shown = [(one.clause, one.is_taken) for one in chi.get(page).context["shown"]]
    assert shown == [("3.1", False), ("3.2", True)]


@pytest.mark.django_db
def test_an_obligation_is_typed_corrected_and_taken_out(
    chi: Client, cast: Cast, document: Document
) -> None:
    add = reverse("add_obligation", args=[document.pk])
    typed = {"text": "Rà soát", "lead": "03037 Xã Tả Van", "term": "none"}
    for change, field in [
        ({"lead": "Xã Đồng Văn"}, "lead"),
        ({"term": "date"}, "due_on"),
        ({"term": "recurring", "every": "month"}, "day"),
        ({"text": ""}, "text"),
        ({"co_operating": "các xã " * 80}, "co_operating"),
    ]:
        assert list(form_errors(chi.post(add, {**typed, **change}))) == [field]
    chi.post(add, {**typed, "co_operating": "02701\nHội Nông dân"})
    one = Obligation.objects.get()
    helping = [each.unit.code for each in one.co_operating.all()]
    assert (one.lead, helping, one.co_operating_words) == (
        cast.ta_van,
        ["02701"],
        "Hội Nông dân",
    )
    edit = reverse("edit_obligation", args=[one.pk])
    assert chi.get(edit).context["form"].initial["co_operating"] == "02701\nHội Nông dân"
    change = {**typed, "term": "recurring", "every": "quarter", "day": "20", "revision": "0"}
    chi.post(edit, change)
    one.refresh_from_db()
    assert (one.every, one.day, one.revision) == ("quarter", 20, 1)
    assert chi.post(edit, {**change, "day": "9"}).context["form"].non_field_errors()
    chi.post(reverse("remove_obligation", args=[one.pk]))
    assert not Obligation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed, names",
    [
        ({"to": "named"}, {"03037", "02701"}),
        ({"to": "chosen", "units": "Phường Sa Pa"}, {"03006"}),
        ({"to": "kind", "unit_kind": "xã"}, {"03037", "02701"}),
        ({"to": "kind", "unit_kind": ["xã", "phường"]}, {"03037", "02701", "03006"}),
        ({"to": "kind"}, set()),
        ({"to": "level", "level": "3"}, {"03037", "02701", "03006"}),
        ({"to": "under"}, {"03037", "02701", "03006"}),
        ({"to": "direct"}, {"03037", "02701", "03006"}),
        ({"to": "under", "under": "08"}, set()),
        ({"to": "chosen", "units": ""}, set()),
    ],
)
def test_an_obligation_goes_to_the_units_that_were_shown(
    chi: Client, cast: Cast, document: Document, typed: dict[str, Any], names: set[str]
) -> None:
    one = make_obligation(document, cast.ta_van)
    one.co_operating.create(unit=cast.y_ty)
    page = reverse("give_obligation", args=[one.pk])
    typed = {"under": "15", **typed}
    counted = chi.post(page, typed)
    assert {unit.code for unit in counted.context.get("units", ())} == names
    assert not Task.objects.exists()
    mark = counted.context.get("counted", "")
    given = chi.post(page, {**typed, "give": "1", "counted": mark})
    assert set(Task.objects.values_list("unit__code", flat=True)) == names
    assert given.status_code == (302 if names else 200)
    if names:
        assert chi.get(given["Location"]).context["is_over"]
        again = chi.post(page, typed).context
        assert (again["fresh"], again["total"]) == (0, len(names))


@pytest.mark.django_db
def test_all_that_nobody_has_goes_to_the_units_that_it_names_in_one_step(
    chi: Client, cast: Cast, document: Document
) -> None:
    first = make_obligation(document, cast.ta_van)
    first.co_operating.create(unit=cast.y_ty)
    monthly = make_obligation(document, cast.y_ty, term_kind="recurring", every="month", day=31)
    left_out = make_obligation(document, cast.sa_pa)
    page = reverse("give_document", args=[document.pk])
    waiting = [one.obligation.pk for one in chi.get(page).context["waiting"]]
    assert waiting == [first.pk, monthly.pk, left_out.pk]
    assert chi.post(page).status_code == 200
    chi.post(page, {"pick": [first.pk, monthly.pk]})
    chi.post(page, {"pick": [first.pk, monthly.pk]})
    given = Task.objects.order_by("obligation", "unit").values_list("obligation", "unit__code")
    assert set(given) == {(first.pk, "03037"), (first.pk, "02701"), (monthly.pk, "02701")}
    assert Task.objects.count() == 3
    assert Task.objects.get(obligation=monthly).due_on >= DAY


@pytest.mark.django_db
def test_a_large_cascade_is_left_to_the_worker_and_its_page_says_how_far_it_is(
    chi: Client, cast: Cast, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("giaoban.web.register.cascading.BATCH", 1)
    one = make_obligation(document, cast.ta_van)
    page = reverse("give_obligation", args=[one.pk])
    typed = {"to": "under", "under": "15"}
    shown = chi.get(page)
    other = chi.post(page, {**typed, "give": "1", "counted": shown.context["counted"]})
    assert (other.context["has_changed"], other.context["fresh"]) == (True, 3)
    assert not Cascade.objects.exists()
    queued = chi.post(page, {**typed, "give": "1", "counted": other.context["counted"]})
    assert (Task.objects.count(), Cascade.objects.get().state) == (0, "queued")
    part = chi.get(queued["Location"], headers={"HX-Target": "progress"})
    assert 'max="3"' in part.content.decode()
    assert Rounds().run().given == 3
    assert chi.get(queued["Location"], headers={"HX-Target": "progress"})["HX-Refresh"] == "true"
    assert give_next_batch(today=DAY, now=timezone.now()) == 0


@pytest.mark.django_db
def test_a_cascade_that_broke_off_says_so_and_how_far_it_came(
    chi: Client, cast: Cast, document: Document
) -> None:
    one = make_obligation(document, cast.ta_van)
    held = Cascade.objects.create(
        obligation=one, choice={}, total=3, done=1, state="failed", queued_at=timezone.now()
    )
    page = chi.get(reverse("cascade", args=[held.pk]))
    assert (page.context["has_failed"], "1 trên 3" in page.content.decode()) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_a_closed_unit_asked_leads_back_to_its_document(
    chi: Client, cast: Cast, method: str
) -> None:
    closed = make_unit("c1", "Trung tâm Cũ", under=cast.lao_cai, closed_on=DAY)
    document = make_document(make_body(closed), dated_on=YESTERDAY)
    one = make_obligation(document, cast.ta_van)
    answer = getattr(chi, method)(reverse("give_obligation", args=[one.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("document", args=[document.pk])
    assert next(str(one) for one in answer.context["messages"]).startswith("Trung tâm Cũ ")
    chi.post(reverse("give_document", args=[document.pk]), {"pick": [one.pk]})
    assert not Task.objects.exists()


@pytest.mark.django_db
def test_a_recurring_obligation_is_given_for_one_of_its_times(
    chi: Client, cast: Cast, document: Document
) -> None:
    one = make_obligation(document, cast.ta_van, term_kind="recurring", every="month", day=31)
    page = reverse("give_obligation", args=[one.pk])
    times = chi.get(page).context["form"].fields["occurrence"].choices
    keys = [key for key, _name in times]
    assert keys[0] == f"{YESTERDAY:%Y-%m}"
    assert times[0][1].startswith(f"Tháng {YESTERDAY.month}/{YESTERDAY.year}, hạn ")
    typed = {"to": "named", "under": "15"}
    assert list(form_errors(chi.post(page, {**typed, "occurrence": "1999-01"}))) == ["occurrence"]
    for key in keys[:2]:
        counted = chi.post(page, {**typed, "occurrence": key}).context["counted"]
        chi.post(page, {**typed, "occurrence": key, "give": "1", "counted": counted})
    assert (
        list(Task.objects.order_by("occurrence").values_list("occurrence", flat=True)) == keys[:2]
    )


@pytest.mark.django_db
def test_what_a_replaced_document_gave_is_withdrawn_in_one_press_and_nothing_more_is_given(
    chi: Client, cast: Cast, document: Document
) -> None:
    obligation = make_obligation(document, cast.ta_van)
    give_obligation(
        obligation=obligation, unit_ids=[cast.ta_van.pk], by=cast.chi, now=timezone.now()
    )
    later = make_document(document.body, symbol="09/QĐ-BCĐ", dated_on=YESTERDAY)
    DocumentRelation.objects.create(later=later, earlier=document, kind="replaces", since=YESTERDAY)
    page = chi.get(reverse("document", args=[document.pk]))
    over = page.context["over"]
    assert (over.since, over.places, over.open_tasks) == (YESTERDAY, [later], 1)
    reason = over.form["reason"].value()
    assert "09/QĐ-BCĐ" in reason
    for name, pk in (("give_obligation", obligation.pk), ("give_document", document.pk)):
        assert chi.get(reverse(name, args=[pk])).context["over"].since == YESTERDAY
    address = reverse("withdraw_document_tasks", args=[document.pk])
    assert chi.post(address, {"reason": reason}).status_code == 302
    assert list(obligation.tasks.values_list("state", flat=True)) == [TaskState.WITHDRAWN]
    assert chi.get(reverse("document", args=[document.pk])).context["over"].form is None


@pytest.mark.django_db
def test_a_rate_that_proves_an_obligation_is_typed_and_read_per_cent(
    chi: Client, cast: Cast, document: Document
) -> None:
    share = {"code": "share", "kind": "ratio", "numerator": "online", "denominator": "processed"}
    regime = make_regime(
        cast.lao_cai, indicators=("processed", "online", {**share, "measure": "%"})
    )
    period = make_period(regime, "2026-09")
    make_version(
        cast.ta_van,
        period,
        values={"processed": 10, "online": 7},
        state=ReportState.ACCEPTED,
    )
    append_marks_for(unit_ids=[cast.ta_van.pk], period=period)
    fold_all()
    obligation = make_obligation(document, cast.ta_van)
    page = reverse("edit_obligation", args=[obligation.pk])
    form = chi.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    indicator = str(regime.indicators.get(code="share").pk)
    typed |= {"proof": "total", "indicator": indicator, "target": "70", "is_at_most": ""}
    assert chi.post(page, {k: v for k, v in typed.items() if v != ""}).status_code == 302
    obligation.refresh_from_db()
    assert obligation.target == 0.7
    assert chi.get(page).context["form"]["target"].value() == 70
    shown = chi.get(reverse("document", args=[document.pk])).content.decode()
    assert shown.count("70,0\u00a0%") == 2
