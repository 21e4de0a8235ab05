"""Does the frame show each person their places, units and next step, and nothing of others?"""

import re

import pytest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from giaoban.models import Event
from giaoban.rules.people.permissions import Role
from giaoban.web.frame.home import HomeRow
from tests.cast import Cast, SignIn
from tests.factories import appoint

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def page_of(client: Client, address: str) -> str:
    response = client.get(address, **ENGLISH)
    assert response.status_code == 200
    return response.content.decode()


def places_in(html: str) -> list[str]:
    column = html.split('<div class="side">')[1].split("</nav>")[0] if "side" in html else ""
    return re.findall(r"<span>([^<]+)</span></a>", column)


def test_a_stranger_is_sent_to_sign_in_and_back_to_the_page_asked_for(client: Client) -> None:
    response = client.get("/search/?q=ta+van")
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/search/%3Fq%3Dta%2Bvan"


def test_a_person_without_a_role_reads_what_to_do_next(cast: Cast, sign_in: SignIn) -> None:
    html = page_of(sign_in(cast.minh), "/")
    assert "You have no role at any unit yet." in html
    assert places_in(html) == ["Home"]


def test_an_officer_with_nothing_to_do_is_told_so(cast: Cast, sign_in: SignIn) -> None:
    html = page_of(sign_in(cast.an), "/")
    assert "You have nothing to do today." in html
    assert "Xã Tả Van" in html


@pytest.mark.parametrize(
    "name, sees",
    [("an", False), ("dung", False), ("giang", False), ("chi", True), ("khanh", True)],
)
def test_settings_are_a_place_for_those_who_manage_something(
    cast: Cast, sign_in: SignIn, name: str, sees: bool
) -> None:
    html = page_of(sign_in(getattr(cast, name)), "/")
    assert ("Settings" in places_in(html)) == sees


@pytest.mark.parametrize(
    "name, places",
    [
        ("an", ["Home", "Reports", "Directives", "Meetings", "Units", "Results"]),
        ("chi", ["Home", "Reports", "Directives", "Meetings", "Units", "Results", "Settings"]),
    ],
)
def test_the_left_column_has_at_most_seven_places(
    cast: Cast, sign_in: SignIn, name: str, places: list[str]
) -> None:
    assert places_in(page_of(sign_in(getattr(cast, name)), "/")) == places


@pytest.mark.parametrize("address", ["/documents/", "/tasks/"])
def test_documents_and_tasks_are_tabs_of_one_place(
    cast: Cast, sign_in: SignIn, address: str
) -> None:
    html = page_of(sign_in(cast.chi), address)
    tabs = html.split('<nav class="within')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)" aria-current="page"', tabs) == [address]
    column = html.split('<div class="side">')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)" aria-current="page"', column) == ["/documents/"]


def test_a_host_unit_is_named_by_its_committee(cast: Cast, sign_in: SignIn) -> None:
    html = page_of(sign_in(cast.chi), "/")
    assert '<span class="acting-name">BCĐ chuyển đổi số</span>' in html


def test_who_serves_two_units_chooses_for_which_to_act(cast: Cast, sign_in: SignIn) -> None:
    appoint(cast.an, Role.UNIT_OFFICER, cast.y_ty)
    client = sign_in(cast.an)
    assert client.post("/choose/unit/", {"unit": cast.y_ty.pk}).status_code == 302
    assert re.findall(r'class="acting-name">([^<]+)', page_of(client, "/")) == ["Xã Y Tý"]


def test_nobody_acts_for_a_unit_at_which_they_hold_no_role(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.an)
    client.post("/choose/unit/", {"unit": cast.dong_van.pk})
    assert "acting_unit" not in client.session


def test_the_language_chosen_is_remembered_for_the_person(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.an)
    response = client.post("/choose/language/", {"language": "en", "next": "/search/"})
    assert (response.status_code, response["Location"]) == (302, "/search/")
    assert client.cookies["django_language"].value == "en"
    cast.an.refresh_from_db()
    assert cast.an.language == "en"
    assert list(Event.objects.values_list("action", "after")) == [
        ("choose_language", {"language": "en"})
    ]


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:x"])
def test_a_choice_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    response = client.post("/choose/theme/", {"theme": "dark", "next": elsewhere})
    assert response["Location"] == "/"


@pytest.mark.parametrize("theme, shown", [("dark", ' data-theme="dark"'), ("auto", ""), ("x", "")])
def test_the_theme_chosen_marks_the_page(
    cast: Cast, sign_in: SignIn, theme: str, shown: str
) -> None:
    client = sign_in(cast.an)
    client.post("/choose/theme/", {"theme": theme})
    assert f'<html lang="en"{shown}>' in page_of(client, "/")


def test_a_page_of_the_frame_asks_five_questions_of_the_database(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: object
) -> None:
    client = sign_in(cast.chi)
    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get("/search/", **ENGLISH)


def test_an_unknown_address_says_what_to_do_next(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.an).get("/nowhere/", **ENGLISH)
    assert response.status_code == 404
    assert "To my home page" in response.content.decode()


def test_the_page_has_no_inline_script_or_style(cast: Cast, sign_in: SignIn) -> None:
    html = page_of(sign_in(cast.chi), "/")
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html) == []


def test_a_part_of_a_page_is_refused_to_who_was_signed_out(client: Client) -> None:
    response = client.get("/search/?q=ta", headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (401, b"")


def test_the_page_of_a_failed_server_needs_nothing_but_itself() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    address = static("giaoban/css/giaoban.css")
    assert f'<link rel="stylesheet" href="{address}">' in response.content.decode()


def test_a_page_sent_too_late_says_that_nothing_was_changed(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.an)
    response = client.post("/choose/theme/", {"theme": "dark"}, **ENGLISH)
    assert response.status_code == 403
    assert "This page has been open for too long" in response.content.decode()


def test_a_row_of_the_home_page_has_its_state_and_its_one_next_step() -> None:
    row = HomeRow(
        title="Quarterly report",
        address="/reports/1/",
        tone="late",
        state="overdue by 2 working days",
        action="Continue",
        is_primary=True,
    )
    html = render_to_string("frame/home_row.html", {"row": row})
    assert re.findall(r'href="([^"]+)"', html) == ["/reports/1/", "/reports/1/"]
    assert 'class="badge late"' in html
    assert "overdue by 2 working days</span>" in html
    assert 'class="button primary"' in html
