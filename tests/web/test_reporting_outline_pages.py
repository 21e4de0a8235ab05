"""The outline in the designer, the pages of authors and of those who take their sections."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from giaoban.actions.reporting.consolidation import fix_report
from giaoban.actions.reporting.report_comments import write_comment
from giaoban.actions.reporting.section_authors import hand_out_section
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_file_writer import write_regime
from giaoban.models import Appointment, AssignedSection, ConsolidatedReport, ReportComment
from giaoban.queries.reporting.regimes import outline_of, regime_facts
from giaoban.rules.reporting.regime_facts import OutlineText
from giaoban.rules.reporting.report_content import content_of
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, TODAY, make_unit, make_version
from tests.outline_scene import SITE, OutlineScene, make_outline_scene, report_in


@pytest.fixture
def scene(cast: Cast) -> OutlineScene:
    return make_outline_scene(cast)


@pytest.fixture
def given(scene: OutlineScene) -> AssignedSection:
    return hand_out_section(
        report=scene.report,
        section="s2",
        unit=scene.cast.ta_van,
        person=None,
        instruction="Viết ngắn.",
        due_on=TODAY,
        by=scene.cast.chi,
        today=TODAY,
        now=NOW,
        site=SITE,
    )


def soon() -> str:
    """The pages read the real clock."""
    return (timezone.localdate() + timedelta(days=9)).isoformat()


def own_page(given: AssignedSection, rest: str = "") -> str:
    return f"/reports/sections/{given.pk}/{rest}"


def authors_page(scene: OutlineScene, rest: str = "") -> str:
    return f"/reports/consolidated/{scene.report.pk}/authors/{rest}"


def autosave(client: Client, given: AssignedSection, text: str, revision: int = 0) -> dict:
    response = client.post(
        own_page(given), {"text": text, "revision": revision}, headers={"X-Autosave": "1"}
    )
    return {"status": response.status_code} | json.loads(response.content)


def test_the_designer_sets_figures_author_and_days_of_a_section(
    scene: OutlineScene, sign_in: SignIn
) -> None:
    client = sign_in(scene.cast.chi)
    address = f"/regimes/{scene.regime.pk}/outline/"
    typed = {
        "title": ["I. Một", "", "II. Hai"],
        "text": ["[[charts]]\r\nHai.\r\n[[table]]", "", "Chi [[spent]]."],
        "regime": ["", "", "kinh-phi"],
        "author": ["Xã Tả Van", "", ""],
        "working_days": ["4", "", "9"],
        "instruction": ["Nêu rõ.", "", "x"],
    }
    client.post(address, typed)
    wanted = (
        OutlineText(
            "I. Một",
            "[[charts]]\nHai.\n[[table]]",
            author="03037",
            working_days=4,
            instruction="Nêu rõ.",
        ),
        OutlineText("II. Hai", "Chi [[spent]].", regime="kinh-phi"),
    )
    assert outline_of(scene.regime) == wanted
    file, problems = read_regime(write_regime(regime_facts(scene.regime)))
    assert (file and file.outline, problems) == (wanted, [])
    answer = client.post(address, typed | {"author": ["Xã Không Có", "", ""]})
    assert (answer.status_code, len(answer.context["problems"])) == (200, 1)
    assert outline_of(scene.regime) == wanted


def test_a_section_stands_on_its_authors_home_and_on_nobody_elses(
    given: AssignedSection, cast: Cast, sign_in: SignIn
) -> None:
    for person, is_there in ((cast.an, True), (cast.binh, True), (cast.lan, False)):
        home = sign_in(person).get("/").content.decode()
        assert (own_page(given) in home) is is_there


def test_an_authors_text_is_saved_as_typed_with_the_figure_in_place(
    given: AssignedSection, cast: Cast, sign_in: SignIn
) -> None:
    answer = autosave(sign_in(cast.an), given, "Xã có [[online@03037]]/[[online]] hồ sơ.")
    assert (answer["status"], answer["revision"], answer["problems"]) == (200, 1, [])
    assert "Xã có 40/100 hồ sơ." in answer["preview"]


def test_an_author_places_no_figure_of_a_unit_that_they_may_not_see(
    given: AssignedSection, cast: Cast, sign_in: SignIn
) -> None:
    answer = autosave(sign_in(cast.an), given, "[[online@02701]]")
    assert len(answer["problems"]) == 1
    assert ">60<" not in answer["preview"]
    page = sign_in(cast.an).get(own_page(given)).content.decode()
    assert "Xã Y Tý" not in page
    assert "/results/origin/" not in page


def test_a_colleague_who_lags_behind_gets_the_other_text_back(
    given: AssignedSection, cast: Cast, sign_in: SignIn
) -> None:
    autosave(sign_in(cast.an), given, "Một")
    answer = autosave(sign_in(cast.binh), given, "Hai")
    assert (answer["status"], answer["theirs"]) == (409, "Một")
    typed = {"text": "Hai", "revision": 0}
    page = sign_in(cast.binh).post(own_page(given), typed).content.decode()
    assert "Hai</textarea>" in page
    assert "Một</pre>" in page


def test_a_section_is_handed_in_taken_and_stands_in_the_report(
    scene: OutlineScene, given: AssignedSection, cast: Cast, sign_in: SignIn
) -> None:
    typed = {"text": "Xã đạt [[online]].", "revision": 0, "hand_in": "1"}
    sign_in(cast.an).post(own_page(given), typed)
    client = sign_in(cast.chi)
    assert "Xã đạt 100." in client.get(authors_page(scene)).content.decode()
    client.post(own_page(given, "decide/"), {"step": "take", "revision": 0, "text_revision": 0})
    given.refresh_from_db()
    assert given.state == "handed_in"
    client.post(own_page(given, "decide/"), {"step": "take", "revision": 0, "text_revision": 1})
    scene.report.refresh_from_db()
    assert content_of(scene.report.content).section("s2").text == "Xã đạt [[online]]."
    assert (
        "<textarea"
        not in sign_in(cast.an).get(own_page(given)).content.decode().split('id="comments"')[0]
    )


def test_a_section_that_was_called_off_is_no_longer_there(
    given: AssignedSection, cast: Cast, sign_in: SignIn
) -> None:
    AssignedSection.objects.update(state="withdrawn")
    client = sign_in(cast.an)
    assert client.get(own_page(given)).status_code == 404
    assert client.post(own_page(given, "comment/"), {"text": "x"}).status_code == 404


def test_what_is_typed_into_a_section_that_was_called_off_goes_back_to_whoever_typed_it(
    given: AssignedSection, cast: Cast, sign_in: SignIn
) -> None:
    AssignedSection.objects.update(state="withdrawn")
    client = sign_in(cast.an)
    answer = autosave(client, given, "Của tôi, [[online]].")
    assert (answer["status"], answer["message"]) == (
        410,
        "Tổ giúp việc đã thôi giao phần này: anh/chị không phải viết nữa. Nội dung vừa nhập vẫn "
        "còn ở đây để sao chép.",
    )
    page = client.post(own_page(given), {"text": "Của tôi, [[online]].", "revision": 0})
    assert page.status_code == 410
    assert "Của tôi, [[online]].</textarea>" in page.content.decode()
    given.refresh_from_db()
    assert given.text == "Toàn tỉnh có [[online]] hồ sơ."
    assert sign_in(cast.lan).post(own_page(given), {"text": "x"}).status_code == 404


def test_whoever_has_moved_to_another_unit_no_longer_opens_their_section(
    scene: OutlineScene, given: AssignedSection, cast: Cast, sign_in: SignIn
) -> None:
    AssignedSection.objects.update(unit=cast.lao_cai, person=cast.giang)
    client = sign_in(cast.giang)
    assert client.get(own_page(given)).status_code == 200
    Appointment.objects.filter(person=cast.giang).update(unit=cast.sa_pa)
    assert client.get(own_page(given)).status_code == 404


@pytest.mark.parametrize(
    ("state", "stage", "is_figure_asked", "is_comment_written"),
    [
        ("writing", "draft", True, True),
        ("handed_in", "fixed", True, True),
        ("taken", "draft", False, True),
        ("taken", "fixed", False, False),
        ("writing", "approved", False, False),
        ("taken", "approved", False, False),
    ],
)
def test_an_author_asks_for_figures_and_comments_only_as_long_as_the_section_is_theirs(
    scene: OutlineScene,
    given: AssignedSection,
    cast: Cast,
    sign_in: SignIn,
    *,
    state: str,
    stage: str,
    is_figure_asked: bool,
    is_comment_written: bool,
) -> None:
    write_comment(report=scene.report, section="s2", text="Nêu nguyên nhân.", by=cast.dung, now=NOW)
    AssignedSection.objects.update(state=state, text="Của tôi.")
    ConsolidatedReport.objects.update(state=stage)
    client = sign_in(cast.an)
    page = client.get(own_page(given)).content.decode()
    assert ("Của tôi." in page, "Nêu nguyên nhân." in page) == (True, is_comment_written)
    typed = {"text": "Có [[online]] hồ sơ.", "revision": 9}
    asked = client.post(own_page(given), typed).content.decode()
    assert ("Có 100 hồ sơ." in asked) is is_figure_asked
    client.post(own_page(given, "comment/"), {"text": "Do thiếu máy."})
    assert ReportComment.objects.filter(written_by=cast.an).exists() is is_comment_written


def test_the_secretariat_hands_out_by_the_outline_by_unit_and_by_person(
    scene: OutlineScene, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    client.post(authors_page(scene, "usual/"))
    asked = {"instruction": "", "due_on": soon()}
    client.post(authors_page(scene), asked | {"section": "s3", "unit": "02701 Xã Y Tý"})
    client.post(authors_page(scene), asked | {"section": "s4", "person": cast.giang.pk})
    assert [
        (one.section, one.unit.name, one.person)
        for one in AssignedSection.objects.order_by("section")
    ] == [
        ("s2", "Xã Tả Van", None),
        ("s3", "Xã Y Tý", None),
        ("s4", "Tỉnh Lào Cai", cast.giang),
    ]


@pytest.mark.parametrize(
    "changed", [{"unit": ""}, {"unit": "Xã Đồng Văn"}, {"unit": "?"}, {"due_on": "2020-01-01"}]
)
def test_what_cannot_be_handed_out_is_said_beside_its_field(
    scene: OutlineScene, cast: Cast, sign_in: SignIn, changed: dict[str, str]
) -> None:
    asked = {"section": "s3", "unit": "02701", "due_on": soon(), "instruction": ""}
    answer = sign_in(cast.chi).post(authors_page(scene), asked | changed)
    assert sorted(answer.context["form"].errors) == sorted(changed)
    assert AssignedSection.objects.count() == 0


def test_a_person_who_is_given_a_section_writes_it_and_their_colleagues_do_not(
    scene: OutlineScene, cast: Cast, sign_in: SignIn
) -> None:
    asked = {"section": "s4", "person": cast.giang.pk, "due_on": soon()}
    sign_in(cast.chi).post(authors_page(scene), asked)
    given = AssignedSection.objects.get()
    for person, status in ((cast.giang, 200), (cast.ha, 404), (cast.khanh, 404)):
        assert sign_in(person).get(own_page(given)).status_code == status


def test_comments_are_seen_by_the_author_of_their_section_and_answered_there(
    scene: OutlineScene, given: AssignedSection, cast: Cast, sign_in: SignIn
) -> None:
    comment = write_comment(
        report=scene.report, section="s2", text="Nêu nguyên nhân.", by=cast.dung, now=NOW
    )
    whole = write_comment(
        report=scene.report, section="", text="Nộp sớm hơn.", by=cast.dung, now=NOW
    )
    client = sign_in(cast.an)
    page = client.get(own_page(given)).content.decode()
    assert ("Nêu nguyên nhân." in page, "Nộp sớm hơn." in page) == (True, False)
    said = {"text": "Do thiếu máy.", "answers": comment.pk}
    client.post(own_page(given, "comment/"), said)
    assert ReportComment.objects.get(answers=comment).written_by == cast.an
    refused = client.post(own_page(given, "comment/"), {"text": "x", "answers": whole.pk})
    assert refused.status_code == 404


def test_comments_are_seen_by_those_who_may_comment_and_not_in_the_document(
    scene: OutlineScene, cast: Cast, sign_in: SignIn
) -> None:
    write_comment(report=scene.report, section="s2", text="Chưa đủ ý.", by=cast.dung, now=NOW)
    address = f"/reports/consolidated/{scene.report.pk}/"
    for person, is_seen in ((cast.chi, True), (cast.dung, True), (cast.ha, False)):
        page = sign_in(person).get(address).content.decode()
        assert ("Chưa đủ ý." in page) is is_seen
    paper = Document(BytesIO(sign_in(cast.chi).get(f"{address}report.docx").content))
    said = [paragraph.text for paragraph in paper.paragraphs]
    assert [text for text in said if "Chưa đủ ý." in text] == []
    assert [text for text in said if "100 hồ sơ" in text] == ["Toàn tỉnh có 100 hồ sơ."]


def test_the_chair_returns_a_report_and_the_secretariat_sees_why(
    scene: OutlineScene, cast: Cast, sign_in: SignIn
) -> None:
    fix_report(report=scene.report, by=cast.chi, now=NOW)
    address = f"/reports/consolidated/{scene.report.pk}/"
    sign_in(cast.dung).post(f"{address}return/", {"text": "Bổ sung phần II."})
    scene.report.refresh_from_db()
    assert scene.report.state == "draft"
    assert "Bổ sung phần II." in sign_in(cast.chi).get(address).content.decode()


def test_a_figure_of_another_regime_opens_its_own_origin(
    scene: OutlineScene, cast: Cast, sign_in: SignIn
) -> None:
    page = sign_in(cast.chi).get(f"/reports/consolidated/{scene.report.pk}/").content.decode()
    for period, code in ((scene.quarter, "spent"), (scene.period, "online")):
        assert f"/results/origin/{cast.lao_cai.pk}/{period.pk}/{code}/" in page


def test_the_editor_lets_a_section_draw_on_another_regime(
    scene: OutlineScene, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    address = f"/reports/consolidated/{scene.report.pk}/"
    assert "Báo cáo kinh phí" in client.get(f"{address}?edit=s4").content.decode()
    client.post(f"{address}sections/", {"key": "s4", "regime": "kinh-phi"})
    scene.report.refresh_from_db()
    assert content_of(scene.report.content).section("s4").regime == "kinh-phi"


def test_the_pages_ask_as_often_for_three_units_as_for_one(
    scene: OutlineScene,
    given: AssignedSection,
    cast: Cast,
    sign_in: SignIn,
    constant_queries: QueryCheck,
) -> None:
    secretary, officer = sign_in(cast.chi), sign_in(cast.an)
    numbers = iter(range(20))

    def add_unit() -> None:
        number = next(numbers)
        unit = make_unit(f"9{number}", f"Xã {number}", under=cast.lao_cai)
        make_version(unit, scene.quarter, values={"spent": 1.0})
        report_in(unit, scene.period, {"online": 1.0})
        write_comment(report=scene.report, section="s2", text="x", by=cast.dung, now=NOW)

    constant_queries(add_unit, lambda: secretary.get(f"/reports/consolidated/{scene.report.pk}/"))
    constant_queries(add_unit, lambda: secretary.get(authors_page(scene)))
    constant_queries(add_unit, lambda: officer.get(own_page(given)))
