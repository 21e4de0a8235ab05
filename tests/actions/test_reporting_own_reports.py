"""A unit makes a report of its own figures and sends it to the unit above."""

from datetime import timedelta

import pytest

from giaoban.actions.reporting import own_reports as actions
from giaoban.actions.reporting.consolidation import approve_consolidated, draft_report, fix_report
from giaoban.actions.reporting.consolidation_heading import set_particulars
from giaoban.documents.reporting.consolidated_report import report_document
from giaoban.models import Appointment, ConsolidatedReport, Message
from giaoban.queries.reporting.consolidated_reports import figures_of, reports_seen
from giaoban.queries.reporting.own_reports import arrived_reports, sent_reports
from giaoban.rules.people.permissions import Role
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.report_content import content_of
from tests.cast import Cast
from tests.factories import NOW, TODAY, appoint, make_period
from tests.outline_scene import OutlineScene, make_outline_scene, report_in


@pytest.fixture
def scene(cast: Cast) -> OutlineScene:
    return make_outline_scene(cast)


@pytest.fixture
def own(scene: OutlineScene) -> ConsolidatedReport:
    return drafted(scene)


def drafted(scene: OutlineScene, key: str = "2026-10") -> ConsolidatedReport:
    period = make_period(scene.regime, key)
    return draft_report(
        unit=scene.cast.ta_van, period=period, by=scene.cast.an, now=NOW, to_superior=True
    )


def approved(own: ConsolidatedReport, cast: Cast) -> ConsolidatedReport:
    fix_report(report=own, by=cast.an, now=NOW)
    return approve_consolidated(report=own, by=cast.binh, now=NOW)


def sent(own: ConsolidatedReport, cast: Cast) -> ConsolidatedReport:
    return actions.send_to_superior(report=own, by=cast.an, today=TODAY, now=NOW)


def refusal(action: object, **arguments: object) -> str:
    with pytest.raises(RuleError) as refused:
        action(**arguments)  # type: ignore[operator]
    return refused.value.code


def test_a_leafs_own_report_has_its_own_figures_and_no_count_of_units(
    own: ConsolidatedReport,
) -> None:
    assert [(s.title, s.text) for s in content_of(own.content).sections] == [
        ("Kết quả thực hiện", "[[table]]\n\n[[charts]]"),
        ("Khó khăn, vướng mắc", "Mạng yếu."),  # as it answered in words
        ("Đề xuất, kiến nghị", ""),
    ]
    facts = figures_of(own).facts
    assert (facts.unit.name, facts.unit.of("online").now) == ("Xã Tả Van", 40.0)
    document = report_document(own, facts, None)
    assert document.letterhead.agency == ("XÃ TẢ VAN",)
    assert document.addressees == ("Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai",)


def test_it_is_another_document_than_the_committees_report_on_that_unit(
    scene: OutlineScene, own: ConsolidatedReport, cast: Cast
) -> None:
    theirs = draft_report(unit=cast.ta_van, period=scene.period, by=cast.chi, now=NOW)
    assert theirs.pk != own.pk
    assert drafted(scene).pk == own.pk


def test_the_next_one_begins_with_titles_and_heading_of_the_one_before(
    scene: OutlineScene, own: ConsolidatedReport, cast: Cast
) -> None:
    set_particulars(
        report=own,
        title=own.title,
        place="Tả Van",
        typed={"parent_agency": "UBND TỈNH LÀO CAI", "agency": "ỦY BAN NHÂN DÂN XÃ TẢ VAN"},
        charts=(),
        has_unit_tables=False,
        by=cast.an,
        now=NOW,
    )
    report_in(cast.ta_van, make_period(scene.regime, "2026-11"), {"online": 44.0})
    following = drafted(scene, "2026-11")
    content = content_of(following.content)
    assert following.place == "Tả Van"
    assert content.typed["agency"] == "ỦY BAN NHÂN DÂN XÃ TẢ VAN"
    assert [section.title for section in content.sections] == [
        "Kết quả thực hiện",
        "Khó khăn, vướng mắc",
        "Đề xuất, kiến nghị",
    ]


def test_until_it_is_sent_only_the_unit_sees_it(own: ConsolidatedReport, cast: Cast) -> None:
    above, below = [cast.lao_cai.pk], [cast.ta_van.pk]
    assert own not in reports_seen(above, TODAY)
    assert own in reports_seen(below, TODAY, below)
    sent(approved(own, cast), cast)
    assert own in reports_seen(above, TODAY)


def test_it_goes_to_the_unit_above_and_its_secretariat_confirms_it(
    own: ConsolidatedReport, cast: Cast
) -> None:
    held = sent(approved(own, cast), cast)
    assert (held.sent_to, held.sent_by) == (cast.lao_cai, cast.an)
    assert Message.objects.get(person=cast.chi).address == f"/reports/consolidated/{own.pk}/"
    assert list(arrived_reports([cast.lao_cai.pk])) == [own]
    assert list(sent_reports(own.period_id, own.unit_id)) == [own]
    later = NOW + timedelta(hours=1)
    for by in (cast.chi, cast.khanh):  # the second click changes nothing
        held = actions.confirm_receipt(report=own, by=by, now=later)
    assert (held.received_by, held.received_at) == (cast.chi, later)
    assert list(arrived_reports([cast.lao_cai.pk])) == []


def test_where_there_is_no_secretariat_the_officers_above_receive_it(
    own: ConsolidatedReport, cast: Cast
) -> None:
    Appointment.objects.filter(person=cast.chi).update(until=TODAY)
    appoint(cast.minh, Role.UNIT_OFFICER, cast.lao_cai)
    sent(approved(own, cast), cast)
    assert [message.person for message in Message.objects.all()] == [cast.minh]


def test_only_an_approved_report_of_ones_own_is_sent_and_once(
    scene: OutlineScene, own: ConsolidatedReport, cast: Cast
) -> None:
    assert refusal(sent, own=own, cast=cast) == "report_step_not_allowed"
    assert refusal(actions.confirm_receipt, report=own, by=cast.chi, now=NOW) == "report_not_sent"
    sent(approved(own, cast), cast)
    assert refusal(sent, own=own, cast=cast) == "report_sent_already"
    theirs = approved(scene.report, cast)
    assert refusal(sent, own=theirs, cast=cast) == "report_not_own"
