"""A section of a draft is given to somebody, written, and taken into the report or returned."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from giaoban.actions.reporting import section_authors as actions
from giaoban.actions.reporting.consolidation import draft_report, fix_report
from giaoban.actions.reporting.consolidation_writing import arrange_section, write_section
from giaoban.actions.reporting.section_news import remind_authors
from giaoban.documents.content import Inline
from giaoban.documents.reporting.report_sections import section_blocks, timeliness
from giaoban.jobs.rounds import Rounds
from giaoban.models import (
    Appointment,
    AssignedSection,
    ConsolidatedReport,
    Event,
    Message,
    OutgoingMail,
    Person,
    Told,
)
from giaoban.queries.reporting.assigned_sections import (
    authors,
    figures_for_author,
    sections_to_write,
)
from giaoban.queries.reporting.consolidated_reports import figures_of, readiness
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import Correction, DrawnFacts, OverError
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.listed_rows import ListedRow, ListedRows
from giaoban.rules.reporting.report_content import ReportContent, Section, content_of
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.outline_scene import SITE, OutlineScene, make_outline_scene

WHEN = {"today": TODAY, "now": NOW, "site": SITE}
DUE = TODAY + timedelta(days=10)


@pytest.fixture
def scene(cast: Cast) -> OutlineScene:
    return make_outline_scene(cast)


@pytest.fixture
def given(scene: OutlineScene) -> AssignedSection:
    return give(scene)


def give(scene: OutlineScene, **changed: object) -> AssignedSection:
    asked = {
        "report": scene.report,
        "section": "s2",
        "unit": scene.cast.ta_van,
        "person": None,
        "instruction": "Viết ngắn.",
        "due_on": DUE,
        "by": scene.cast.chi,
    }
    return actions.hand_out_section(**asked | WHEN | changed)  # type: ignore[arg-type]


def write(given: AssignedSection, text: str, by: Person, revision: int = 0) -> AssignedSection:
    return actions.write_assigned(assigned=given, text=text, revision=revision, by=by, now=NOW)


def handed_in(given: AssignedSection, by: Person, text: str = "Có [[online]].") -> AssignedSection:
    write(given, text, by)
    return actions.hand_in_section(assigned=given, by=by, now=NOW)


def take(
    given: AssignedSection, by: Person, *, text_revision: int = 1, is_added: bool = False
) -> None:
    read = {"revision": 0, "text_revision": text_revision}
    actions.take_section(assigned=given, **read, is_added=is_added, by=by, now=NOW)


def refusal(action: object, **arguments: object) -> str:
    with pytest.raises(RuleError) as refused:
        action(**arguments)  # type: ignore[operator]
    return refused.value.code


def text_of(report: ConsolidatedReport, key: str = "s2") -> str:
    report.refresh_from_db()
    return content_of(report.content).section(key).text


def test_a_section_that_is_given_begins_with_its_text_and_its_authors_hear_of_it(
    given: AssignedSection, cast: Cast
) -> None:
    assert (given.state, given.text) == ("assigned", "Toàn tỉnh có [[online]] hồ sơ.")
    readers = ["an@example.vn", "binh@example.vn", "dao@example.vn"]
    assert sorted(mail.to for mail in OutgoingMail.objects.all()) == readers
    (letter,) = OutgoingMail.objects.filter(to="an@example.vn")
    assert "Viết ngắn." in letter.body
    assert f"{SITE}/reports/sections/{given.pk}/" in letter.body
    assert Message.objects.get(person=cast.an).address == f"/reports/sections/{given.pk}/"


def test_given_to_a_person_it_is_theirs_alone(scene: OutlineScene, cast: Cast) -> None:
    given = give(scene, unit=cast.lao_cai, person=cast.giang)
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["giang@example.vn"]
    assert list(sections_to_write([cast.lao_cai.pk], cast.khanh, TODAY)) == []
    assert list(sections_to_write([], cast.giang, TODAY)) == [given]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"section": "s9"}, "section_unknown"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_in_the_past"),
    ],
)
def test_what_cannot_be_given_is_refused(
    scene: OutlineScene, changed: dict[str, object], code: str
) -> None:
    assert refusal(give, scene=scene, **changed) == code


def test_only_units_at_or_under_the_report_write_in_it(scene: OutlineScene, cast: Cast) -> None:
    assert refusal(give, scene=scene, unit=cast.dong_van) == "author_out_of_reach"


def test_a_section_has_one_author_at_a_time(
    scene: OutlineScene, given: AssignedSection, cast: Cast
) -> None:
    assert refusal(give, scene=scene, unit=cast.y_ty) == "section_given_out"
    actions.withdraw_section(assigned=given, by=cast.chi, **WHEN)
    assert give(scene, unit=cast.y_ty).state == "assigned"


def test_one_click_gives_each_section_to_whom_the_outline_says(
    scene: OutlineScene, cast: Cast
) -> None:
    (given,) = actions.hand_out_usual(report=scene.report, by=cast.chi, **WHEN)
    assert (given.unit, given.section, given.instruction, given.due_on) == (
        cast.ta_van,
        "s2",
        "Nêu rõ kết quả tại xã.",
        date(2026, 11, 25),  # two working days; 24 November is a holiday
    )
    assert actions.hand_out_usual(report=scene.report, by=cast.chi, **WHEN) == []


@pytest.mark.parametrize("to_superior", [False, True])
def test_the_outlines_authors_are_for_reports_that_reach_them(
    scene: OutlineScene, cast: Cast, *, to_superior: bool
) -> None:
    other = draft_report(
        unit=cast.y_ty, period=scene.period, by=cast.chi, now=NOW, to_superior=to_superior
    )
    assert actions.hand_out_usual(report=other, by=cast.chi, **WHEN) == []


def test_what_an_author_types_is_kept_and_no_event(given: AssignedSection, cast: Cast) -> None:
    events = Event.objects.count()
    held = write(given, "Xã có 40 hồ sơ.", cast.an)
    assert (held.state, held.text, held.revision) == ("writing", "Xã có 40 hồ sơ.", 1)
    assert Event.objects.count() == events


def test_two_colleagues_do_not_overwrite_each_other(given: AssignedSection, cast: Cast) -> None:
    write(given, "Của An.", cast.an)
    with pytest.raises(RuleError) as refused:
        write(given, "Của Bình.", cast.binh)
    assert (refused.value.code, refused.value.params["text"]) == (
        "section_changed_meanwhile",
        "Của An.",
    )


def test_the_text_is_in_the_report_once_it_is_taken_and_its_author_in_the_history(
    scene: OutlineScene, given: AssignedSection, cast: Cast
) -> None:
    handed_in(given, cast.an)
    assert text_of(scene.report) == "Toàn tỉnh có [[online]] hồ sơ."
    take(given, cast.chi)
    assert text_of(scene.report) == "Có [[online]]."
    event = Event.objects.get(action="take_section")
    assert (event.actor, event.after["person"], event.after["unit"]) == (
        cast.chi,
        cast.an.pk,
        cast.ta_van.pk,
    )
    given.refresh_from_db()
    assert given.state == "taken"


def test_it_can_be_put_after_what_stands_there(
    scene: OutlineScene, given: AssignedSection, cast: Cast
) -> None:
    handed_in(given, cast.an)
    take(given, cast.chi, is_added=True)
    assert text_of(scene.report) == "Toàn tỉnh có [[online]] hồ sơ.\n\nCó [[online]]."


def test_a_section_changed_meanwhile_is_not_replaced(
    scene: OutlineScene, given: AssignedSection, cast: Cast
) -> None:
    handed_in(given, cast.an)
    write_section(report=scene.report, key="s2", title="II", text="Của Chi.", revision=0, now=NOW)
    assert refusal(take, given=given, by=cast.chi) == "section_changed_meanwhile"
    assert text_of(scene.report) == "Của Chi."


def test_a_text_that_was_rewritten_since_it_was_read_is_not_taken(
    scene: OutlineScene, given: AssignedSection, cast: Cast
) -> None:
    held = handed_in(given, cast.an)
    actions.return_section(assigned=held, reason="Thiếu số liệu.", by=cast.chi, **WHEN)
    write(given, "Viết lại.", cast.an, revision=1)
    actions.hand_in_section(assigned=given, by=cast.an, now=NOW)
    assert refusal(take, given=given, by=cast.chi) == "section_changed_meanwhile"
    assert text_of(scene.report) == "Toàn tỉnh có [[online]] hồ sơ."
    take(given, cast.chi, text_revision=2)
    assert text_of(scene.report) == "Viết lại."


def test_a_returned_section_says_why_and_is_handed_in_again(
    given: AssignedSection, cast: Cast
) -> None:
    handed_in(given, cast.an)
    back = {"assigned": given, "by": cast.chi} | WHEN
    assert refusal(actions.return_section, reason=" ", **back) == "reason_missing"
    held = actions.return_section(reason="Thiếu số liệu.", **back)
    assert (held.state, held.reason) == ("returned", "Thiếu số liệu.")
    assert Message.objects.filter(person=cast.an, text__contains="Thiếu số liệu.").count() == 1
    write(held, "Đủ.", cast.an, revision=1)
    assert actions.hand_in_section(assigned=held, by=cast.an, now=NOW).state == "handed_in"


def test_nothing_written_is_not_handed_in(scene: OutlineScene, cast: Cast) -> None:
    given = give(scene, section="s4")
    assert refusal(actions.hand_in_section, assigned=given, by=cast.an, now=NOW) == (
        "section_is_empty"
    )


def test_authors_wait_while_the_report_is_with_the_chair(
    scene: OutlineScene, given: AssignedSection, cast: Cast
) -> None:
    assert readiness(scene.report, figures_of(scene.report).facts).open_sections == 1
    fix_report(report=scene.report, by=cast.chi, now=NOW)
    assert refusal(write, given=given, text="x", by=cast.an) == "report_not_a_draft"
    assert list(sections_to_write([cast.ta_van.pk], cast.an, TODAY)) == []


def test_a_section_that_somebody_writes_is_not_taken_out(
    scene: OutlineScene, given: AssignedSection, cast: Cast
) -> None:
    out = {"report": scene.report, "key": "s2", "step": 0, "by": cast.chi, "now": NOW}
    assert refusal(arrange_section, **out) == "section_given_out"
    actions.withdraw_section(assigned=given, by=cast.chi, **WHEN)
    arrange_section(**out)  # type: ignore[arg-type]


def test_an_author_sees_the_reports_figures_and_of_units_only_their_own(
    scene: OutlineScene, given: AssignedSection
) -> None:
    facts = figures_for_author(figures_of(scene.report).facts, given, TODAY)
    assert facts.unit.of("online").now == 100.0
    assert [child.name for child in facts.children] == ["Xã Tả Van"]
    assert [drawn.facts.children for drawn in facts.others] == [()]


def read(runs: tuple[Inline, ...]) -> str:
    return "".join(run.text for run in runs)


def test_an_author_reads_no_other_unit_by_name(scene: OutlineScene, given: AssignedSection) -> None:
    facts = figures_of(scene.report).facts
    own, other = "Xã Tả Van", "Xã Y Tý"
    children = tuple(
        replace(child, coverage=Coverage(expected=2, received=1, late=1, returned=1))
        for child in facts.children
    )
    rows = ListedRows("l", "L", (), (ListedRow(other, "2026-10", {}),))
    facts = replace(
        facts,
        children=children,
        late=(other, own),
        missing=(own, other),
        returned=(other,),
        corrections=(Correction(other, "2026-10", 2, "Sửa.", "2026-11-02"),),
        over_errors=(OverError(other, "2026-10", "Đúng."),),
        listed=(rows,),
    )
    drawn = DrawnFacts("Khác", "2026-10-31", has_same_days=True, facts=facts)
    leading = figures_for_author(replace(facts, others=(drawn,)), given, TODAY)
    for seen in (leading, leading.others[0].facts):
        assert (seen.late, seen.missing, seen.returned) == ((own,), (own,), ())
        assert (seen.corrections, seen.over_errors, seen.listed) == ((), (), ())
        assert seen.unit == facts.unit
        assert seen.withheld == {"late": 1, "missing": 1, "returned": 1}
        section = Section("s2", "I. Một", "Chưa gửi: [[missing|names]]; sửa: [[returned|names]].")
        (_title, said) = section_blocks(section, 0, ReportContent(sections=(section,)), seen)
        assert read(said.runs) == "Chưa gửi: Xã Tả Van và 1 đơn vị khác; sửa: 1 đơn vị khác."
        assert read(timeliness(seen)[-1].items[-2]) == (
            "Chưa gửi (2 đơn vị): Xã Tả Van và 1 đơn vị khác."
        )


def test_a_unit_of_the_same_name_is_not_late_in_the_place_of_another(
    scene: OutlineScene, given: AssignedSection
) -> None:
    facts = figures_of(scene.report).facts
    children = tuple(replace(child, coverage=Coverage(1, 1)) for child in facts.children)
    facts = replace(facts, children=children, late=("Xã Tả Van",))
    assert figures_for_author(facts, given, TODAY).late == ()


def test_whoever_writes_for_the_reports_own_unit_reads_who_is_missing(
    scene: OutlineScene, cast: Cast
) -> None:
    given = give(scene, unit=cast.lao_cai, person=cast.giang)
    facts = replace(figures_of(scene.report).facts, missing=("Xã Y Tý",))
    assert figures_for_author(facts, given, TODAY).missing == ("Xã Y Tý",)


def test_who_has_moved_on_neither_hears_of_a_section_nor_has_it_to_write(
    scene: OutlineScene, cast: Cast
) -> None:
    given = give(scene, unit=cast.lao_cai, person=cast.giang)
    assert authors(given, TODAY) == [cast.giang]
    Appointment.objects.filter(person=cast.giang).update(unit=cast.sa_pa)
    assert authors(given, TODAY) == []
    assert list(sections_to_write([], cast.giang, TODAY)) == []


def test_an_author_is_reminded_once_at_each_step_and_not_on_a_day_off(
    scene: OutlineScene, cast: Cast
) -> None:
    given = give(scene, due_on=date(2026, 11, 30))
    OutgoingMail.objects.all().delete()

    def told(day: date) -> int:
        moment = NOW.replace(month=day.month, day=day.day)
        remind_authors(today=day, now=moment, site=SITE)
        letters = OutgoingMail.objects.filter(to="an@example.vn").count()
        OutgoingMail.objects.all().delete()
        return letters

    days = [date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 26), date(2026, 11, 28)]
    assert [told(day) for day in days] == [0, 1, 0, 0]
    assert [told(date(2026, 12, 1)), told(date(2026, 12, 1))] == [1, 0]
    handed_in(given, cast.an)
    assert told(date(2026, 12, 3)) == 0


def test_the_worker_reminds_authors(scene: OutlineScene, cast: Cast) -> None:
    given = give(scene, due_on=date(2026, 11, 30))
    Rounds(clock=lambda: NOW.replace(day=26)).run()
    told = Told.objects.filter(step=f"sec:{given.pk}:-2").order_by("email")
    assert [one.email for one in told] == ["an@example.vn", "binh@example.vn", "dao@example.vn"]
