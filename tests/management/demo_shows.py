"""What can be seen of each part of field reporting in the demo's workspace? One check for each."""

from collections import Counter
from datetime import datetime
from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader

from giaoban.exchange.reporting.annex_workbook import annex_workbook
from giaoban.exchange.reporting.committee_workbook import MarkedTemplateWriter
from giaoban.exchange.reporting.template_choice import template_writer
from giaoban.management.demo.stories import WITHOUT_ACCOUNT
from giaoban.models import (
    Appointment,
    AssignedSection,
    Committee,
    ConsolidatedReport,
    CoOperatingUnit,
    Document,
    DocumentRelation,
    DocumentTemplate,
    Incident,
    IssuedCopy,
    Obligation,
    OutgoingMail,
    Period,
    Reopening,
    ReportImport,
    Submission,
    TakenValue,
    Task,
    TaskEvent,
    TaskExtension,
    TaskFile,
    TaskLink,
    TaskNews,
    Told,
    Total,
    Unit,
    Value,
    Version,
)
from giaoban.queries.register.named_units import names_under
from giaoban.queries.register.proofs import proofs_of
from giaoban.queries.reporting.at_work import periods_at_work
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.queries.reporting.forms import form_for
from giaoban.queries.reporting.links import newest_link
from giaoban.queries.reporting.measures import measures_of
from giaoban.queries.reporting.offers import offered_to
from giaoban.queries.reporting.owed import owed_reports
from giaoban.queries.reporting.template_facts import form_of_period
from giaoban.queries.reporting.totals import figures
from giaoban.queries.tasks.counting import counts_by
from giaoban.rules.register.clauses import proposals_of
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import TaskState


def closing_is_shown(now: datetime) -> None:
    """An extension, and an estimate that was replaced after the quarter was closed."""
    quarter = Period.objects.get(key="2026Q3", is_reported=True)
    assert quarter.extensions.count() == 1
    (replaced,) = Reopening.objects.filter(period=quarter).exclude(closed_at=None)
    versions = Version.objects.filter(submission__period=quarter, submission__unit=replaced.unit)
    estimates = [one.values.filter(is_estimate=True).count() for one in versions.order_by("number")]
    assert estimates == [2, 0]
    due_days = AssignedSection.objects.values_list("due_on", flat=True)
    assert [day for day in due_days if day.weekday() > 4] == []


def second_committee_is_shown(now: datetime) -> None:
    """Both ask of Tả Van; two figures that the second one wants stand in the first one's report."""
    today, ta_van = now.date(), Unit.objects.get(code="03037")
    owed = owed_reports([ta_van.pk], now, today)
    asking = {str(one.period.regime.committee) for one in owed if not one.is_of_incident}
    assert asking == {
        "Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai (mô phỏng)",
        "Ban Chỉ đạo an toàn giao thông (mô phỏng)",
    }
    late = [report.period.regime.code for report in owed if report.due.is_overdue]
    assert late == ["atgt-thang"]
    secretariat = periods_at_work([Unit.objects.get(code="15").pk], now, today)
    assert {"cds-thang", "atgt-thang"} <= {at_work.period.regime.code for at_work in secretariat}
    period = Period.objects.get(regime__code="atgt-thang", key="2026-11")
    items = list(form_for(period).items.select_related("indicator").order_by("position"))
    offered = offered_to(ta_van.pk, period, items, None)
    sources = {source.regime_name for source in offered.sources.values()}
    assert (set(offered.offers), sources) == (
        {"tong_so_thon", "thon_co_song"},
        {"Báo cáo chuyển đổi số hằng tháng"},
    )
    assert list(
        TakenValue.objects.values_list("version__submission__unit__code", "indicator__code")
    ) == [("03006", "tong_so_thon")]


def links_and_reminders_are_shown(now: datetime) -> None:
    """Of three communes without an account one reported by its link and one opened it."""
    found = {
        unit.code: link
        for unit in Unit.objects.filter(code__in=WITHOUT_ACCOUNT)
        if (
            link := newest_link(
                unit.pk, Period.objects.get(regime__code="atgt-thang", key="2026-11").pk
            )
        )
    }
    assert [found[code].confirmed_at is not None for code in WITHOUT_ACCOUNT] == [True, True, False]
    assert not Appointment.objects.filter(unit__code__in=WITHOUT_ACCOUNT).exists()
    by_link = Version.objects.filter(channel="link").order_by("submission__period__key")
    assert list(by_link.values_list("submission__unit__code", "submission__period__key")) == [
        (WITHOUT_ACCOUNT[0], "2026-10"),
        (WITHOUT_ACCOUNT[0], "2026-11"),
    ]
    letters = OutgoingMail.objects.exclude(sent_at=None).values_list("to", flat=True)
    assert {f"van-phong.{code}@giaoban.example" for code in WITHOUT_ACCOUNT} <= set(letters)
    risen = Told.objects.filter(email="dau-moi-tinh@giaoban.example", period__key="2026-11")
    assert set(risen.values_list("unit__code", flat=True)) == {
        "03037",
        "03006",
        *WITHOUT_ACCOUNT[1:],
    }
    assert "dau-moi-tinh@giaoban.example" in letters


def workbooks_are_shown(now: datetime) -> None:
    """The committee's workbook gives template and annex; a commune's own sheet was read."""
    period = Period.objects.get(regime__code="atgt-thang", key="2026-10")
    writer = template_writer(form_of_period(period), "tháng 10/2026", now, "vi")
    assert isinstance(writer, MarkedTemplateWriter)
    report = ConsolidatedReport.objects.get(period=period)
    annex = annex_workbook(period.regime_id, figures_of(report).facts, "tháng 10 năm 2026")
    sheet = load_workbook(BytesIO(annex)).worksheets[0]
    assert "MẪU MÔ PHỎNG" in sheet["A1"].value
    assert sheet["A3"].value == "(Tháng 10 năm 2026)"
    assert sheet["D6"].value > 0
    read = Version.objects.get(submission__period=period, channel="workbook", source__isnull=False)
    assert read.submission.unit.code == "03037"
    assert read.values.exclude(cell__startswith="Sổ theo dõi!D").count() == 0


def papers_are_shown(now: datetime) -> None:
    """A tried Word template, and an issued copy whose one slip was found."""
    (template,) = DocumentTemplate.objects.all()
    assert (template.problems, template.tried_period, template.is_in_use) == ([], "2026Q3", False)
    (copy,) = IssuedCopy.objects.all()
    assert copy.comparison is not None
    (missed,) = copy.comparison["missed"]
    assert copy.note.endswith(f"{missed['expected']}.")
    with copy.file.content.open("rb") as file:
        assert "CHỮ KÝ KHÔNG CÓ THẬT" in PdfReader(file).pages[0].extract_text()


def bulk_import_is_shown(now: datetime) -> None:
    (done,) = ReportImport.objects.all()
    assert sorted(done.files.values_list("state", flat=True)) == ["refused"] + ["taken"] * 4


def storm_is_shown(now: datetime) -> None:
    """Everybody in the rounds that are over; in the one that runs some, and no longer the two whose
    report before was their last. Its whole shows the newest figures, not their sum."""
    storm = Incident.objects.get()
    province = Total.objects.filter(unit__code="15", period__incident=storm)
    rounds = province.filter(period__is_reported=True).order_by("period__key")
    assert list(rounds.values_list("expected", "received")) == [(18, 18), (18, 18), (16, 11)]
    counted = Submission.objects.filter(period__incident=storm, counted__isnull=False)
    newest: dict[int, float] = {}
    for report in counted.order_by("period__key"):
        value = Value.objects.get(version=report.counted, indicator__code="nha_hu_hong")
        newest[report.unit_id] = value.number or 0
    whole, lao_cai = storm.periods.get(is_reported=False), Unit.objects.get(code="15")
    held = figures(measures_of(storm.regime), [lao_cai.pk], [whole.pk])
    shown = held.figure("nha_hu_hong", lao_cai.pk, whole.pk)
    assert (shown.value, len(newest)) == (sum(newest.values()), 18)


def documents_are_shown(now: datetime) -> None:
    """A year of two registers: numbers without a gap, what changed what, one for named units."""
    issued = Document.objects.filter(body__unit__code="15", state="issued")
    assert set(issued.values_list("type_code", flat=True)) >= {"", "QĐ", "QC", "KH", "TB", "BC"}
    arrived = Document.objects.filter(body__unit__code="15", direction="incoming")
    founding = arrived.get(symbol="00/QĐ-UBND")
    assert founding.dated_on == Committee.objects.get(unit__code="15").founded_on
    numbers = (
        arrived.exclude(pk=founding.pk).order_by("arrived_on").values_list("number", flat=True)
    )
    assert list(numbers) == list(range(1, 12))
    assert Counter(DocumentRelation.objects.values_list("kind", flat=True)) == {
        "carries_out": 8,
        "amends": 1,
        "replaces": 1,
        "ends": 1,
    }
    states = Document.objects.filter(body__unit__code="15").exclude(state__in=["issued"])
    assert Counter(states.values_list("state", flat=True)) == {
        "registered": 12,
        "draft": 2,
        "called_off": 1,
    }
    named = Document.objects.filter(access="limited").values_list("readers__unit__code", flat=True)
    assert set(named) == {"15.SKHCN", "15.SKHCN.TTS", "15.SNV"}


def obligations_are_shown(now: datetime) -> None:
    """Every kind of term; two proofs with a figure; five of an annex; clauses that wait."""
    plan = Obligation.objects.filter(document__title__startswith="Chuyển đổi số tỉnh Lào Cai năm")
    assert Counter(plan.values_list("term_kind", flat=True)) == {
        "date": 8,
        "recurring": 2,
        "working_days": 1,
        "none": 1,
    }
    assert CoOperatingUnit.objects.filter(obligation__in=plan).exists()
    proofs = proofs_of(plan.select_related("indicator__regime"), now.date())
    assert Counter(plan.exclude(proof="").values_list("proof", flat=True)) == {
        "total": 2,
        "share": 1,
    }
    assert [proof.figure for proof in proofs.values() if not proof.figure] == []
    annex = Document.objects.get(symbol="9908/KH-UBND")
    assert (annex.files.count(), annex.obligations.count()) == (1, 5)
    directive = Document.objects.get(symbol="9910/CT-UBND")
    assert directive.obligations.count() == 0
    lines = directive.files.get().text.splitlines()
    proposals = proposals_of(lines, names_under(directive.body, now.date()))
    paths = [found.passage.path for found in proposals]
    assert paths == ["1", "2.a", "2.b", "3", "4", "5"]


def tasks_are_shown(now: datetime) -> None:
    """Every state; most are done, some are late; nothing is told late or happened tomorrow."""
    tasks = Task.objects.filter(obligation__document__body__unit__code="15")
    assert set(tasks.values_list("state", flat=True)) == {state.value for state in TaskState}
    counts = counts_by(tasks.filter(parent=None), now.date())[()]
    done = counts[Count.DONE_ON_TIME] + counts[Count.DONE_LATE]
    assert done > counts[Count.WITHIN_TERM] > counts[Count.OVERDUE] > 0
    assert counts[Count.DONE_LATE] > 0
    reached = Counter(tasks.filter(parent=None).values_list("obligation_id", "occurrence"))
    assert Counter(reached.values()) == {99: 5, 5: 1, 1: 13}
    explained = TaskEvent.objects.filter(step="submit", task__state="submitted")
    assert explained.exclude(explanation="").exists()
    late = Task.objects.filter(state="assigned", due_on__lt=now.date())
    assert late.filter(unit__code="15.SCT", events=None).exists()
    extensions = TaskExtension.objects.all()
    assert extensions.filter(answered_at=None).exists()
    assert extensions.exclude(granted_until=None).exists()
    assert TaskFile.objects.exists()
    moved = Task.objects.get(obligation__clause="IV.2")
    assert (moved.unit.code, moved.obligation and moved.obligation.lead.code) == (
        "15.SKHCN.TTS",
        "15.SKHCN.TTDL",
    )
    parts = tasks.exclude(parent=None)
    assert set(parts.values_list("unit__code", "state")) == {
        ("15.SKHCN.TTS", "confirmed"),
        ("15.SKHCN.TTUD", "in_progress"),
    }
    of_the_other = Task.objects.filter(obligation__document__body__unit__code="VN")
    assert list(of_the_other.order_by("pk").values_list("unit__code", "giver__code", "state")) == [
        ("15", "VN", "in_progress"),
        ("03006", "15", "in_progress"),
        ("03037", "15", "acknowledged"),
    ]
    spoken = Task.objects.filter(
        obligation=None, question=None, conclusion=None, parent__conclusion=None
    )
    assert Counter(spoken.values_list("given_by__email", flat=True)) == {
        "truong-ban@giaoban.example": 4
    }
    assert spoken.exclude(holder=None).get().unit.code == "03006"
    assert Task.objects.exclude(question=None).count() == 2
    assert set(TaskLink.objects.filter(events__step="submit").values_list("task__unit__code")) == {
        (code,) for code in WITHOUT_ACCOUNT
    }
    assert not TaskNews.objects.exists()
    assert not TaskEvent.objects.filter(at__gt=now).exists()


EVERYTHING = (
    closing_is_shown,
    second_committee_is_shown,
    links_and_reminders_are_shown,
    workbooks_are_shown,
    papers_are_shown,
    bulk_import_is_shown,
    storm_is_shown,
    documents_are_shown,
    obligations_are_shown,
    tasks_are_shown,
)
