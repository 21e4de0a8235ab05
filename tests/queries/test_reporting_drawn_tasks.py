"""A line [[tasks]] in a section draws in how tasks stand, and is kept when the report is fixed."""

from dataclasses import replace
from datetime import date

import pytest

from giaoban.actions.reporting.consolidation import fix_report
from giaoban.documents.content import Paragraph, Table
from giaoban.documents.reporting.consolidated_report import report_document
from giaoban.models import ConsolidatedReport, Document, Task
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.queries.reporting.drawn_tasks import drawn_tasks
from giaoban.rules.register.documents import Access
from giaoban.rules.register.terms import TermKind
from giaoban.rules.reporting.consolidated_facts import digest, kept, restored
from giaoban.rules.reporting.drawn_tasks import DrawnTasks
from giaoban.rules.reporting.report_content import content_of, stored
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.obligations import make_body, make_document, make_obligation
from tests.outline_scene import OutlineScene, make_outline_scene
from tests.queries.test_tasks_progress import at, given

# Of the month of October the days are 15 September to 14 October.
EARLY = date(2026, 9, 20)


@pytest.fixture
def scene(cast: Cast) -> OutlineScene:
    """Tả Van is late, Sa Pa has time; another document is for named units only."""
    scene = make_outline_scene(cast)
    body = make_body(cast.lao_cai)
    document = make_document(body, dated_on=EARLY)
    given(document, date(2026, 10, 9), EARLY, cast.ta_van)
    given(document, date(2026, 12, 1), EARLY, cast.sa_pa)
    given(document, date(2026, 10, 20), date(2026, 10, 16), cast.y_ty)  # after the period
    limited = make_document(body, symbol="09/QĐ-BCĐ", access=Access.LIMITED)
    given(limited, date(2026, 10, 1), EARLY, cast.y_ty)
    ask_for_tasks(scene.report)
    return scene


def ask_for_tasks(report: ConsolidatedReport) -> None:
    content = content_of(report.content)
    first = replace(content.sections[0], text="Về nhiệm vụ:\n[[tasks]]\n[[table]]")
    report.content = stored(content.with_section(first))
    report.save()


def shown(report: ConsolidatedReport) -> tuple[list[str], list[Table]]:
    found = figures_of(report, TODAY)
    blocks = report_document(report, found.facts, found.earlier).blocks
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    tables = [block for block in blocks if isinstance(block, Table)]
    return ["".join(run.text for run in each.runs) for each in paragraphs], tables


def test_it_shows_the_counts_and_who_is_late(scene: OutlineScene) -> None:
    words, tables = shown(scene.report)
    assert words[:3] == [
        "Về nhiệm vụ:",
        "Đến ngày 14/10/2026, tổng số nhiệm vụ được giao là 2; đã hoàn thành 0 nhiệm vụ "
        "(0,0\u00a0%), chưa hoàn thành 2 nhiệm vụ.",
        "Trong số nhiệm vụ đã hoàn thành có 0 nhiệm vụ đúng hạn, 0 nhiệm vụ quá hạn; trong số "
        "nhiệm vụ chưa hoàn thành có 1 nhiệm vụ trong hạn, 1 nhiệm vụ quá hạn.",
    ]
    late, figures = tables[:2]
    assert late.caption == "Bảng 1. Nhiệm vụ chưa hoàn thành, quá hạn"
    assert figures.caption.startswith("Bảng 2. ")
    assert [[cell.text for cell in row.cells] for row in late.rows] == [
        ["1", "05/QĐ-BCĐ", "Rà soát dữ liệu dân cư", "Xã Tả Van", "09/10/2026", "3", ""],
    ]


def test_a_fixed_report_goes_on_saying_what_it_said(scene: OutlineScene) -> None:
    before = figures_of(scene.report, TODAY).facts
    fixed = fix_report(report=scene.report, by=scene.cast.chi, now=NOW)
    Task.objects.update(whole=TaskState.CONFIRMED, whole_handed_in_on=EARLY)
    after = figures_of(ConsolidatedReport.objects.get(pk=fixed.pk)).facts
    assert after.tasks == before.tasks
    assert restored(kept(after)) == after
    assert (digest(after), fixed.figures_digest) == (digest(before), digest(before))


def test_reports_that_do_not_ask_keep_the_digest_that_they_had(scene: OutlineScene) -> None:
    facts = figures_of(scene.report, TODAY).facts
    without = replace(facts, tasks=None)
    assert "tasks" not in kept(without)
    assert digest(without) != digest(facts)


def test_while_a_period_runs_nothing_is_late_before_its_day(scene: OutlineScene) -> None:
    running = drawn_tasks(scene.cast.lao_cai, scene.period, date(2026, 10, 5))
    over = drawn_tasks(scene.cast.lao_cai, scene.period, None)
    assert (running.as_of, running.counts["overdue"]) == ("2026-10-05", 0)
    assert (over.as_of, over.counts["overdue"]) == ("2026-10-14", 1)


def test_a_unit_without_tasks_says_that_there_are_none(scene: OutlineScene) -> None:
    Document.objects.all().update(access=Access.LIMITED)
    words, _tables = shown(scene.report)
    assert words[1].startswith("Trong kỳ, tính đến ngày 14/10/2026, không có nhiệm vụ nào")


def test_an_author_of_another_unit_reads_no_names_beyond_it(scene: OutlineScene) -> None:
    held = figures_of(scene.report, TODAY).facts.tasks
    assert isinstance(held, DrawnTasks)
    hidden = held.of_units({scene.cast.sa_pa.pk})
    assert (hidden.overdue, hidden.left_out, hidden.counts) == ((), 1, held.counts)
    assert held.of_units({scene.cast.ta_van.pk}) == held


def test_what_was_given_by_word_is_counted_too(scene: OutlineScene) -> None:
    Task.objects.create(
        unit=scene.cast.y_ty, giver=scene.cast.lao_cai, text="Gửi danh sách", given_at=at(EARLY)
    )
    obligation = make_obligation(
        make_document(make_body(scene.cast.tuyen_quang)), scene.cast.dong_van,
        term_kind=TermKind.NONE,
    )  # fmt: skip
    Task.objects.create(
        unit=scene.cast.dong_van, giver=scene.cast.lao_cai, text="Việc", given_at=at(EARLY),
        obligation=obligation,
    )  # fmt: skip
    assert sum(drawn_tasks(scene.cast.lao_cai, scene.period, TODAY).counts.values()) == 3
