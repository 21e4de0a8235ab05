"""A consolidated report from its first draft to the issued copy, and made again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from giaoban.actions.reporting import consolidation as actions
from giaoban.actions.reporting import consolidation_heading as around
from giaoban.actions.reporting import consolidation_writing as writing
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.issued_copies import add_issued_copy
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.documents.pdf import to_pdf
from giaoban.documents.reporting.consolidated_report import report_document
from giaoban.models import (
    ConsolidatedReport,
    Event,
    OutlineSection,
    Period,
    Regime,
    Unit,
    Version,
)
from giaoban.queries.reporting.consolidated_reports import (
    figures_of,
    newest_report,
    readiness,
    text_answers,
)
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.figure_changes import figure_changes
from giaoban.rules.reporting.report_content import Section, content_of
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime, make_version

INDICATORS = [
    {"code": "online", "name": "Hồ sơ trực tuyến"},
    {"code": "hard", "name": "Khó khăn", "kind": "text"},
]

BY = {"by": None, "now": NOW}


def report_in(unit: Unit, period: Period, **options: object) -> Version:
    version = make_version(unit, period, **options)  # type: ignore[arg-type]
    append_marks_for(unit_ids=[unit.pk], period=period)
    fold_all()
    return version


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(cast.lao_cai, indicators=INDICATORS, committee=cast.committee)


@pytest.fixture
def period(regime: Regime, cast: Cast) -> Period:
    held = make_period(regime, "2026-10")
    append_marks_for(unit_ids=[cast.sa_pa.pk], period=held)  # as opening a period does
    values = {"online": 40.0, "hard": "Mạng yếu.\nThiếu máy."}
    report_in(cast.ta_van, held, values=values, state=ReportState.ACCEPTED, by=cast.an)
    report_in(cast.y_ty, held, values={"online": 60.0}, state=ReportState.SUBMITTED)
    return held


@pytest.fixture
def draft(cast: Cast, period: Period) -> ConsolidatedReport:
    return actions.draft_report(unit=cast.lao_cai, period=period, by=cast.chi, now=NOW)


def refusal(action: object, **arguments: object) -> str:
    with pytest.raises(RuleError) as refused:
        action(**arguments)  # type: ignore[operator]
    return refused.value.code


def write(report: ConsolidatedReport, text: str, *, key: str = "s4", revision: int = 0) -> Section:
    return writing.write_section(
        report=report, key=key, title="Đề xuất", text=text, revision=revision, now=NOW
    )


def fixed(report: ConsolidatedReport, cast: Cast) -> ConsolidatedReport:
    return actions.fix_report(report=report, by=cast.chi, now=NOW)


def test_a_draft_begins_with_the_usual_sections_and_is_begun_once(
    draft: ConsolidatedReport, cast: Cast, period: Period
) -> None:
    assert draft.title == "Tình hình chuyển đổi số tháng 10 năm 2026"
    assert [section.title for section in content_of(draft.content).sections] == [
        "Tình hình gửi báo cáo",
        "Kết quả thực hiện",
        "Khó khăn, vướng mắc",
        "Đề xuất, kiến nghị",
    ]
    again = actions.draft_report(unit=cast.lao_cai, period=period, by=cast.chi, now=NOW)
    assert again.pk == draft.pk


def test_a_draft_begins_with_the_regimes_outline(
    cast: Cast, regime: Regime, period: Period
) -> None:
    OutlineSection.objects.create(
        regime=regime, position=0, title="Chung", text="Có [[online]] hồ sơ.\n[[table]]"
    )
    report = actions.draft_report(unit=cast.ta_van, period=period, by=cast.chi, now=NOW)
    (section,) = content_of(report.content).sections
    assert section.text == "Có [[online]] hồ sơ.\n[[table]]\n\n[[timeliness]]\n\n[[charts]]"


def test_figures_of_a_draft_are_live(draft: ConsolidatedReport, cast: Cast, period: Period) -> None:
    assert figures_of(draft).facts.unit.of("online").now == 100.0
    report_in(cast.sa_pa, period, values={"online": 5.0})
    assert figures_of(draft).facts.unit.of("online").now == 105.0


def test_writing_a_section_counts_its_revision_and_no_event(draft: ConsolidatedReport) -> None:
    events = Event.objects.count()
    assert write(draft, "Một").revision == 1
    assert write(draft, "Hai", revision=1).revision == 2
    draft.refresh_from_db()
    assert content_of(draft.content).section("s4").text == "Hai"
    assert Event.objects.count() == events


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(draft: ConsolidatedReport) -> None:
    write(draft, "Của Chi")
    with pytest.raises(RuleError) as refused:
        write(draft, "Của An")
    assert refused.value.code == "section_changed_meanwhile"
    assert (refused.value.params["text"], refused.value.params["revision"]) == ("Của Chi", 1)
    assert write(draft, "Của Chi").revision == 1  # the same text, sent twice


def test_two_people_may_write_two_sections(draft: ConsolidatedReport) -> None:
    write(draft, "Một")
    write(draft, "Hai", key="s3")
    draft.refresh_from_db()
    content = content_of(draft.content)
    assert [content.section(key).text for key in ("s3", "s4")] == ["Hai", "Một"]


def test_a_section_is_added_moved_and_taken_out(draft: ConsolidatedReport) -> None:
    added = writing.add_section(report=draft, title="Phụ chú", **BY)
    writing.arrange_section(report=draft, key=added.key, step=-1, **BY)
    writing.arrange_section(report=draft, key="s1", step=0, **BY)
    draft.refresh_from_db()
    assert [s.key for s in content_of(draft.content).sections] == ["s2", "s3", "s5", "s4"]
    assert refusal(writing.add_section, report=draft, title=" ", **BY) == "section_without_title"
    moving = {"report": draft, "key": "s9", "step": 1, **BY}
    assert refusal(writing.arrange_section, **moving) == "section_unknown"


def test_a_units_words_are_chosen_edited_moved_and_taken_out(draft: ConsolidatedReport) -> None:
    (answer,) = text_answers(draft)
    assert (answer.unit, answer.text) == ("Xã Tả Van", "Mạng yếu.\nThiếu máy.")
    said = writing.choose_answer(report=draft, answer=answer, section="s3", **BY)
    writing.edit_answer(report=draft, key=said.key, text="Mạng yếu.", **BY)
    writing.choose_answer(report=draft, answer=answer, section="s4", **BY)
    draft.refresh_from_db()
    (kept,) = content_of(draft.content).narratives
    assert (kept.section, kept.text, kept.original) == ("s4", "Mạng yếu.", answer.text)
    writing.edit_answer(report=draft, key=said.key, text="", **BY)
    draft.refresh_from_db()
    assert content_of(draft.content).narratives == ()


def test_words_go_with_the_section_that_is_taken_out(draft: ConsolidatedReport) -> None:
    (answer,) = text_answers(draft)
    writing.choose_answer(report=draft, answer=answer, section="s3", **BY)
    writing.arrange_section(report=draft, key="s3", step=0, **BY)
    draft.refresh_from_db()
    assert content_of(draft.content).narratives == ()


def test_particulars_typed_for_one_report_stand_in_it(draft: ConsolidatedReport) -> None:
    wanted = {
        "report": draft,
        "title": "Báo cáo nhanh",
        "place": "Sa Pa",
        "typed": {"recipients": ("Lưu",), "signer_name": "Nguyễn Văn A", "filing": ""},
        "charts": (),
        "has_unit_tables": False,
        **BY,
    }
    around.set_particulars(**wanted)  # type: ignore[arg-type]
    draft.refresh_from_db()
    document = report_document(draft, figures_of(draft).facts, None)
    assert document.signature is not None
    assert (document.subject, document.letterhead.place) == ("Báo cáo nhanh", "Sa Pa")
    assert (document.signature.name, document.filing) == ("Nguyễn Văn A", "VT, TGV")
    assert document.annexes == ()
    assert refusal(around.set_particulars, **{**wanted, "title": ""}) == "report_without_title"
    wrong = {**wanted, "typed": {"period": "x"}}
    assert refusal(around.set_particulars, **wrong) == "particular_unknown"


def test_every_change_beside_the_typed_text_says_who_made_it(
    draft: ConsolidatedReport, cast: Cast
) -> None:
    by = {"by": cast.chi, "now": NOW}
    (answer,) = text_answers(draft)
    added = writing.add_section(report=draft, title="Phụ chú", **by)
    for _again in range(2):
        said = writing.choose_answer(report=draft, answer=answer, section="s3", **by)
        writing.edit_answer(report=draft, key=said.key, text="Mạng yếu.", **by)
        writing.arrange_section(report=draft, key="s2", step=-1, **by)
    writing.choose_answer(report=draft, answer=answer, section=added.key, **by)
    writing.edit_answer(report=draft, key=said.key, text="", **by)
    writing.edit_answer(report=draft, key=said.key, text="", **by)
    writing.arrange_section(report=draft, key=added.key, step=0, **by)
    for _again in range(2):
        around.set_particulars(
            report=draft,
            title="Báo cáo nhanh",
            place="",
            typed={"signer_name": "Nguyễn Văn A"},
            charts=None,
            has_unit_tables=True,
            **by,
        )
    events = Event.objects.filter(record_type="ConsolidatedReport").order_by("pk")[1:]
    words = {"unit": cast.ta_van.pk, "indicator": "hard"}
    trouble = "Khó khăn, vướng mắc"
    assert [(event.actor, event.action, event.before, event.after) for event in events] == [
        (cast.chi, action, before, after)
        for action, before, after in (
            ("add_section", None, {"section": "Phụ chú"}),
            ("choose_answer", None, words | {"section": trouble}),
            (
                "edit_answer",
                words | {"wording": answer.text},
                words | {"wording": "Mạng yếu."},
            ),
            ("arrange_section", None, {"section": "Kết quả thực hiện", "position": 1}),
            ("choose_answer", {"section": trouble}, words | {"section": "Phụ chú"}),
            ("remove_answer", words | {"wording": "Mạng yếu."}, None),
            ("remove_section", {"section": "Phụ chú", "text": ""}, None),
            (
                "set_particulars",
                {"title": "Tình hình chuyển đổi số tháng 10 năm 2026", "signer_name": None},
                {"title": "Báo cáo nhanh", "signer_name": "Nguyễn Văn A"},
            ),
        )
    ]


def test_a_draft_says_what_is_missing_before_it_goes_out(draft: ConsolidatedReport) -> None:
    found = readiness(draft, figures_of(draft).facts)
    assert (found.missing_units, found.unaccepted_reports) == (1, 1)
    assert found.empty_sections == ("Khó khăn, vướng mắc", "Đề xuất, kiến nghị")
    assert not found.has_number
    assert found.has_figures


def test_a_fixed_report_says_the_same_whatever_comes_in_afterwards(
    draft: ConsolidatedReport, cast: Cast, period: Period
) -> None:
    held = fixed(draft, cast)
    before = to_pdf(report_document(held, figures_of(held).facts, None))
    report_in(cast.sa_pa, period, values={"online": 5.0})
    cast.committee.name = "Ban khác"
    cast.committee.save()
    held.refresh_from_db()
    found = figures_of(held)
    assert found.facts.unit.of("online").now == 100.0
    assert to_pdf(report_document(held, found.facts, None)) == before
    assert Event.objects.filter(action="fix_consolidated_report").count() == 1


def test_a_figure_in_the_prose_that_means_nothing_keeps_a_report_from_being_fixed(
    draft: ConsolidatedReport, cast: Cast
) -> None:
    write(draft, "Đạt [[onlin]]")
    assert refusal(actions.fix_report, report=draft, by=cast.chi, now=NOW) == "gap_prose"


def test_stale_figures_keep_a_report_from_being_fixed(
    draft: ConsolidatedReport, cast: Cast, period: Period
) -> None:
    append_marks_for(unit_ids=[cast.ta_van.pk], period=period)
    assert refusal(actions.fix_report, report=draft, by=cast.chi, now=NOW) == "gap_stale"


def test_a_fixed_report_cannot_be_written_and_is_opened_again(
    draft: ConsolidatedReport, cast: Cast
) -> None:
    fixed(draft, cast)
    asked = {"report": draft, "key": "s4", "title": "T", "text": "x", "revision": 0, "now": NOW}
    assert refusal(writing.write_section, **asked) == "report_not_a_draft"
    held = actions.reopen_report(report=draft, by=cast.chi, now=NOW)
    assert (held.state, held.figures, held.fixed_at) == (Stage.DRAFT, None, None)
    assert write(held, "x").revision == 1


def test_a_report_is_approved_and_the_issued_copy_put_beside_it(
    draft: ConsolidatedReport, cast: Cast
) -> None:
    copy = {"name": "ky.pdf", "content": b"%PDF-1", "note": "bản ký", "by": cast.chi, "now": NOW}
    assert refusal(actions.approve_consolidated, report=draft, by=cast.dung, now=NOW) == (
        "report_step_not_allowed"
    )
    fixed(draft, cast)
    held = actions.approve_consolidated(report=draft, by=cast.dung, now=NOW)
    assert (held.state, held.approved_by) == (Stage.APPROVED, cast.dung)
    around.number_report(
        report=draft, symbol=" 05/BC-BCĐ ", dated_on=date(2026, 11, 20), by=cast.chi, now=NOW
    )
    issued = add_issued_copy(report=draft, **copy)  # type: ignore[arg-type]
    draft.refresh_from_db()
    assert (draft.state, draft.symbol) == (Stage.ISSUED, "05/BC-BCĐ")
    with issued.file.content.open("rb") as file:
        assert file.read() == b"%PDF-1"
    numbering = {"report": draft, "symbol": "", "dated_on": None, "by": cast.chi, "now": NOW}
    assert refusal(around.number_report, **numbering) == "report_issued"
    assert refusal(actions.reopen_report, report=draft, by=cast.chi, now=NOW) == (
        "report_step_not_allowed"
    )


def test_made_again_after_a_correction_a_report_says_what_changed(
    draft: ConsolidatedReport, cast: Cast, period: Period
) -> None:
    write(draft, "Bố trí kinh phí.")
    fixed(draft, cast)
    report_in(
        cast.ta_van,
        period,
        values={"online": 45.0},
        state=ReportState.ACCEPTED,
        reason="đếm sót",
        at=NOW + timedelta(hours=1),
    )
    later = NOW + timedelta(hours=2)
    again = actions.draft_report(unit=cast.lao_cai, period=period, by=cast.chi, now=later)
    assert (again.number, newest_report(cast.lao_cai, period)) == (2, again)
    assert content_of(again.content).section("s4").text == "Bố trí kinh phí."
    found = figures_of(again)
    assert found.earlier is not None
    (changed,) = figure_changes(found.earlier, replace(found.facts, trend=found.facts.trend))[:1]
    assert (changed.figure, changed.before, changed.after) == ("now", 100.0, 105.0)
    assert [(unit.unit, unit.before, unit.after) for unit in changed.units] == [
        ("Xã Tả Van", 40.0, 45.0)
    ]
    (correction,) = found.facts.corrections
    assert (correction.unit, correction.number, correction.reason) == ("Xã Tả Van", 2, "đếm sót")
    document = report_document(again, found.facts, found.earlier)
    assert [annex.title for annex in document.annexes] == [
        "Kết quả theo đơn vị",
        "Số liệu thay đổi so với bản báo cáo trước",
    ]


def test_a_draft_is_thrown_away_and_a_fixed_report_is_not(
    draft: ConsolidatedReport, cast: Cast
) -> None:
    fixed(draft, cast)
    assert refusal(actions.discard_report, report=draft, by=cast.chi, now=NOW) == (
        "report_not_a_draft"
    )
    actions.reopen_report(report=draft, by=cast.chi, now=NOW)
    actions.discard_report(report=draft, by=cast.chi, now=NOW)
    assert ConsolidatedReport.objects.count() == 0
