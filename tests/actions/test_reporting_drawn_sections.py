"""A section shows another regime's figures of the same unit, kept with the rest when fixed."""

import pytest

from giaoban.actions.reporting.consolidation import draft_report, fix_report
from giaoban.actions.reporting.consolidation_writing import draw_section
from giaoban.documents.content import Paragraph, Table
from giaoban.documents.reporting.report_sections import report_sections
from giaoban.queries.reporting.consolidated_reports import (
    figures_now,
    figures_of,
    readiness,
    text_answers,
    unreadable_prose,
)
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts, digest, restored
from giaoban.rules.reporting.figure_changes import figure_changes
from giaoban.rules.reporting.report_content import content_of
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime
from tests.outline_scene import OutlineScene, make_outline_scene, report_in


@pytest.fixture
def scene(cast: Cast) -> OutlineScene:
    return make_outline_scene(cast)


def said(scene: OutlineScene, facts: ConsolidatedFacts, place: int) -> list[str]:
    blocks = report_sections(content_of(scene.report.content), facts)[place]
    return [
        "".join(run.text for run in block.runs) for block in blocks if isinstance(block, Paragraph)
    ]


def test_a_section_says_the_other_regimes_figures_and_up_to_when_they_go(
    scene: OutlineScene,
) -> None:
    facts = figures_of(scene.report).facts
    assert said(scene, facts, 2) == [
        "Số liệu đến ngày 14/09/2026 (quý III/2026).",
        "Đã giải ngân 7 triệu đồng.",
    ]
    assert said(scene, facts, 1) == ["Toàn tỉnh có 100 hồ sơ."]
    assert unreadable_prose(content_of(scene.report.content), facts) == {}


def test_of_the_same_days_nothing_is_said_of_dates(scene: OutlineScene, cast: Cast) -> None:
    monthly = make_regime(cast.lao_cai, code="thang", indicators=["spent"])
    report_in(cast.sa_pa, make_period(monthly, "2026-10"), {"spent": 5.0})
    draw_section(report=scene.report, key="s3", regime="thang", by=cast.chi, now=NOW)
    scene.report.refresh_from_db()
    facts = figures_of(scene.report).facts
    assert said(scene, facts, 2) == ["Đã giải ngân 5 triệu đồng."]


def test_what_is_kept_when_fixed_holds_both_regimes(scene: OutlineScene, cast: Cast) -> None:
    held = fix_report(report=scene.report, by=cast.chi, now=NOW)
    report_in(cast.sa_pa, scene.quarter, {"spent": 70.0})
    facts = figures_of(held).facts
    assert digest(restored(held.figures)) == held.figures_digest
    assert said(scene, facts, 2)[1] == "Đã giải ngân 7 triệu đồng."
    changes = figure_changes(facts, figures_now(held))
    assert [(c.indicator.code, c.figure, c.before, c.after) for c in changes] == [
        ("spent", "now", 7.0, 70.0),
        ("spent", "so_far", 7.0, 70.0),
    ]


def test_the_words_that_units_wrote_for_the_other_regime_can_be_chosen(
    scene: OutlineScene,
) -> None:
    assert [(a.unit, a.text) for a in text_answers(scene.report)] == [
        ("Xã Tả Van", "Mạng yếu."),
        ("Phường Sa Pa", "Chờ phân bổ."),
    ]


def test_a_regime_without_a_period_until_then_is_named_before_fixing(
    scene: OutlineScene, cast: Cast
) -> None:
    earlier = make_period(scene.regime, "2026-05")
    report = draft_report(unit=cast.lao_cai, period=earlier, by=cast.chi, now=NOW)
    found = readiness(report, figures_of(report).facts)
    assert found.undrawn_regimes == ("kinh-phi",)
    scene.report.content = report.content
    assert said(scene, figures_of(report).facts, 2) == ["……"]


def test_a_regime_that_does_not_reach_the_unit_is_not_drawn_on(
    scene: OutlineScene, cast: Cast
) -> None:
    other = make_regime(cast.tuyen_quang, code="khac")
    report_in(cast.dong_van, make_period(other, "2026-10"), {"processed": 1.0})
    with pytest.raises(RuleError) as refused:
        draw_section(report=scene.report, key="s3", regime="khac", by=cast.chi, now=NOW)
    assert refused.value.code == "regime_out_of_reach"


def test_tables_are_numbered_through_the_whole_report(scene: OutlineScene, cast: Cast) -> None:
    content = content_of(scene.report.content)
    for key in ("s1", "s3"):
        section = content.section(key)
        with_table = section.__class__(key, section.title, "[[table]]", regime=section.regime)
        content = content.with_section(with_table)
    sections = report_sections(content, figures_of(scene.report).facts)
    assert [
        block.caption for blocks in sections for block in blocks if isinstance(block, Table)
    ] == ["Bảng 1. Kết quả thực hiện các chỉ tiêu", "Bảng 2. Kết quả thực hiện các chỉ tiêu"]
