"""The register of projects as a secretary keeps it, and a breakdown by project in the designer."""

import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from giaoban.actions.reporting.forms import draft_form
from giaoban.models import Project, Regime
from giaoban.queries.reporting.forms import form_in_the_making, form_text, published_forms
from giaoban.queries.reporting.projects import asked_projects, project_text
from giaoban.rules.reporting.structure_texts import ProjectText
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, make_period, make_regime, make_version
from tests.project_form import BY_PROJECT, BY_PROJECTS, make_project_regime, make_projects
from tests.structured_form import publish_structured


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_project_regime(cast)


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn) -> Client:
    client = sign_in(cast.chi)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def words(content: bytes) -> str:
    return " ".join(re.sub("<[^>]*>", " ", content.decode()).split())


def test_a_project_is_put_into_the_register(cast: Cast, chi: Client) -> None:
    typed = {
        "name": "Trạm y tế xã",
        "code": "",
        "unit": "15",
        "donors": "Renn\nKova\n",
        "starts_on": "2026-01-01",
        "ends_on": "",
        "units": "03037 Xã Tả Van\nPhường Sa Pa",
    }
    answer = chi.post(reverse("add_project"), typed)
    project = Project.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("edit_project", args=[project.pk]),
    )
    text = project_text(project)
    assert (text.code, text.donors, text.units) == (
        "tram_y_te_xa",
        ("Renn", "Kova"),
        ("03006", "03037"),
    )


@pytest.mark.parametrize(
    "typed, said",
    [
        ({"units": "nowhere"}, "“nowhere”: No unit open on"),
        ({"unit": "08"}, "You do not manage the regimes of this unit."),
        ({"code": "wa ter"}, "“wa ter” cannot be a code here."),
        ({"code": "water"}, "The register has a project with the code “water” already."),
        (
            {"starts_on": "2026-02-01", "ends_on": "2026-01-01"},
            "The project ends before it begins.",
        ),
        ({"donors": "Kova\nKova"}, "A donor is named twice."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    cast: Cast, chi: Client, typed: dict[str, str], said: str
) -> None:
    make_projects(cast)
    answer = chi.post(reverse("add_project"), {"name": "Mới", "unit": "15"} | typed)
    assert (answer.status_code, Project.objects.count()) == (200, 3)
    assert words(answer.content).count(said) == 2  # above the form, and beside its field


def test_a_project_is_not_shortened_below_what_was_reported(
    cast: Cast, chi: Client, regime: Regime
) -> None:
    period = make_period(regime, "2026Q3")
    make_version(cast.ta_van, period, values={"people__project__water": 5})
    project = Project.objects.get(code="water")
    typed = {"name": project.name, "ends_on": "2026-06-30", "units": "03037"}
    answer = chi.post(reverse("edit_project", args=[project.pk]), typed)
    assert "Xã Tả Van (2026Q3)" in words(answer.content)


def test_a_new_project_is_asked_about_by_one_button(
    cast: Cast, chi: Client, regime: Regime
) -> None:
    clinic = Project.objects.create(unit=cast.lao_cai, code="clinic", name="Trạm y tế")
    page = words(chi.get(reverse("edit_project", args=[clinic.pk])).content)
    assert "does not ask about this project yet" in page

    chi.post(reverse("ask_project", args=[clinic.pk, regime.pk]))

    newest = published_forms(regime.pk)[-1]
    assert asked_projects(newest) == ["water", "school", "road", "clinic"]
    page = words(chi.get(reverse("edit_project", args=[clinic.pk])).content)
    assert "asks about this project" in page


def test_a_project_that_a_form_asks_about_stays(cast: Cast, chi: Client, regime: Regime) -> None:
    project = Project.objects.get(code="road")
    answer = chi.post(reverse("remove_project", args=[project.pk]), follow=True)
    assert "A form asks about “Đường liên thôn”." in words(answer.content)
    assert Project.objects.filter(pk=project.pk).exists()


def test_the_register_costs_as_many_queries_for_three_projects_as_for_one(
    cast: Cast, chi: Client, constant_queries: QueryCheck
) -> None:
    def add() -> None:
        number = Project.objects.count()
        project = Project.objects.create(
            unit=cast.lao_cai, code=f"p{number}", name=f"Dự án {number}"
        )
        project.units.add(cast.ta_van)

    constant_queries(add, lambda: chi.get(reverse("projects")))


def test_a_breakdown_by_project_is_chosen_from_the_register(cast: Cast, chi: Client) -> None:
    regime = make_regime(cast.lao_cai)
    make_projects(cast)
    draft_form(regime=regime, by=cast.chi, now=NOW)
    address = reverse("add_breakdown", args=[regime.pk]) + "?start=project"
    page = chi.get(address).content.decode()
    ticked = re.findall(r'name="projects" value="(\w+)"[^>]*?(checked)?>', page)
    assert sorted(ticked) == [("road", ""), ("school", "checked"), ("water", "checked")]

    chi.post(
        address,
        {"name": "Dự án", "code": "", "rule": "equal", "projects": ["road", "water"]},
    )

    draft = form_in_the_making(regime)
    assert draft is not None
    (breakdown,) = form_text(draft).breakdowns
    assert (breakdown.source, [(c.code, c.name) for c in breakdown.categories]) == (
        "projects",
        [("water", "Nước sạch nông thôn"), ("road", "Đường liên thôn")],
    )


def test_a_form_in_the_making_takes_a_new_project_by_its_tick(
    cast: Cast, chi: Client, regime: Regime
) -> None:
    draft_form(regime=regime, by=cast.chi, now=NOW)
    clinic = ProjectText("clinic", "Trạm y tế")
    Project.objects.create(unit=cast.lao_cai, code=clinic.code, name=clinic.name)
    address = reverse("edit_breakdown", args=[regime.pk, "project"])
    page = chi.get(address).content.decode()
    shown = re.search(r'name="shown" value="(\w+)"', page)
    assert shown is not None
    typed = {"name": "Dự án", "code": "project", "rule": "equal", "shown": shown[1]}
    chi.post(address, typed | {"projects": ["water", "school", "road", "clinic"]})

    draft = form_in_the_making(regime)
    assert draft is not None
    assert asked_projects(draft) == ["water", "school", "road", "clinic"]


def test_a_version_says_that_its_categories_come_from_the_register(
    cast: Cast, chi: Client, regime: Regime
) -> None:
    by_hand = replace(BY_PROJECTS, breakdowns=(replace(BY_PROJECT, source=""),))
    publish_structured(regime, NOW, by_hand)
    page = words(chi.get(reverse("form_version", args=[regime.pk, 2])).content)
    assert "Dự án · Categories come from: the register of projects → the form itself" in page
