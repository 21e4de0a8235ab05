"""A commune makes its own report on the page, its head approves it, the province receives it."""

from giaoban.actions.reporting.section_authors import hand_in_section, hand_out_section
from giaoban.models import ConsolidatedReport, Person
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY
from tests.outline_scene import SITE, make_outline_scene


def test_a_commune_makes_approves_and_sends_its_own_report(cast: Cast, sign_in: SignIn) -> None:
    scene = make_outline_scene(cast)
    officer, head = sign_in(cast.an), sign_in(cast.binh)
    chosen = {"unit": cast.ta_van.pk, "period": scene.period.pk}
    assert "/reports/consolidated/own/" in officer.get("/reports/consolidated/").content.decode()
    officer.post("/reports/consolidated/own/", chosen)
    own = ConsolidatedReport.objects.get(to_superior=True)
    address = f"/reports/consolidated/{own.pk}/"

    secretary = sign_in(cast.chi)
    assert secretary.get(address).status_code == 404
    assert own.title in officer.get("/").content.decode()
    officer.post(f"{address}fix/")
    assert f"{address}approve/" not in officer.get(address).content.decode()
    assert officer.post(f"{address}approve/").status_code == 404
    head.post(f"{address}approve/")
    officer.post(f"{address}send/")
    own.refresh_from_db()
    assert (own.state, own.sent_to, own.approved_by) == ("approved", cast.lao_cai, cast.binh)

    assert address in secretary.get("/").content.decode()
    page = secretary.get(address).content.decode()
    assert "XÃ TẢ VAN" in page
    assert "?edit=" not in page
    assert secretary.post(f"{address}number/", {"symbol": "1/BC"}).status_code == 404
    secretary.post(f"{address}receive/")
    own.refresh_from_db()
    assert own.received_by == cast.chi


def test_no_unit_makes_the_own_report_of_another(cast: Cast, sign_in: SignIn) -> None:
    scene = make_outline_scene(cast)
    for person, unit in ((cast.an, cast.y_ty), (cast.lan, cast.ta_van), (cast.chi, cast.ta_van)):
        chosen = {"unit": unit.pk, "period": scene.period.pk}
        assert sign_in(person).post("/reports/consolidated/own/", chosen).status_code == 404
    assert ConsolidatedReport.objects.filter(to_superior=True).count() == 0


def test_a_section_handed_in_waits_for_whoever_writes_the_report(
    cast: Cast, sign_in: SignIn
) -> None:
    scene = make_outline_scene(cast)
    chosen = {"unit": cast.ta_van.pk, "period": scene.period.pk}
    sign_in(cast.an).post("/reports/consolidated/own/", chosen)
    own = ConsolidatedReport.objects.get(to_superior=True)
    for report, address in (
        (own, f"/reports/consolidated/{own.pk}/authors/"),
        (scene.report, f"/reports/consolidated/{scene.report.pk}/authors/"),
    ):
        given = hand_out_section(
            report=report,
            section="s2",
            unit=cast.ta_van,
            person=None,
            instruction="",
            due_on=TODAY,
            by=None,
            today=TODAY,
            now=NOW,
            site=SITE,
        )
        hand_in_section(assigned=given, by=cast.an, now=NOW)
        waits = {person: address in home(sign_in, person) for person in (cast.an, cast.chi)}
        assert waits == {cast.an: report == own, cast.chi: report != own}


def home(sign_in: SignIn, person: Person) -> str:
    return sign_in(person).get("/").content.decode()


def test_a_commune_whose_head_has_still_to_approve_does_not_wait_for_the_chair_above(
    cast: Cast, sign_in: SignIn
) -> None:
    scene = make_outline_scene(cast)
    chosen = {"unit": cast.ta_van.pk, "period": scene.period.pk}
    officer = sign_in(cast.an)
    officer.post("/reports/consolidated/own/", chosen)
    own = ConsolidatedReport.objects.get(to_superior=True)
    officer.post(f"/reports/consolidated/{own.pk}/fix/")
    asked = {"regime": scene.regime.code, "period": scene.period.key}
    response = sign_in(cast.dung).get("/results/chair/", asked)
    assert response.context["found"].waiting == []
