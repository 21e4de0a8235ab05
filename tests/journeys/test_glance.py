"""A secretary looks who is late with a directive; an officer puts deadlines into a calendar."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from giaoban.actions.tasks.giving import give_obligation
from giaoban.models import CalendarFeed
from tests.browser import OpenPage
from tests.journeys.scene import make_scene
from tests.journeys.walking import agree, look, open_at, sign_in
from tests.obligations import make_body, make_document, make_obligation

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_secretary_goes_from_a_directive_to_the_unit_that_is_late_and_its_task(
    open_page: OpenPage, width: str
) -> None:
    cast = make_scene().cast
    document = make_document(make_body(cast.lao_cai), symbol="05/KH-BCĐ")
    due_on = timezone.localdate() - timedelta(days=20)
    obligation = make_obligation(
        document, cast.ta_van, clause="Mục II.1", term_kind="date", due_on=due_on
    )
    units = [cast.ta_van.pk, cast.y_ty.pk]
    give_obligation(obligation=obligation, unit_ids=units, by=cast.chi, now=timezone.now())
    secretary = open_at(open_page, width)
    sign_in(secretary, "chi@example.vn")
    secretary.goto("/tasks/")
    secretary.locator("a[href='/tasks/directives/']").click()
    expect(secretary.locator("#rows .square")).to_have_count(2)
    look(secretary)
    secretary.locator("a.count[href*='state=overdue']").click()
    expect(secretary.locator("#rows tr")).to_have_count(2)
    secretary.locator("#rows .square").first.click()
    look(secretary)
    secretary.locator("#rows a").first.click()
    expect(secretary.locator(".page-state .badge.late")).to_be_visible()

    secretary.goto(f"/tasks/timeline/{document.pk}/")
    expect(secretary.locator(".timeline li.given")).to_have_count(1)
    look(secretary)
    secretary.goto(f"/tasks/unanswered/?document={document.pk}")
    expect(secretary.locator("#rows tr")).to_have_count(2)
    look(secretary)
    secretary.goto(f"/units/{cast.ta_van.pk}/")
    look(secretary)


def test_an_officer_makes_a_private_address_and_replaces_it(open_page: OpenPage) -> None:
    make_scene()
    officer = open_at(open_page, "phone")
    sign_in(officer, "an@example.vn")
    officer.goto("/profile/")
    look(officer)
    officer.locator("form[action='/profile/deadlines/'] button").click()
    first = officer.locator("#address").input_value()
    assert "/deadlines/" in first
    look(officer)
    officer.locator("[data-copy-from]").click()
    expect(officer.locator("[data-copied]").first).to_be_visible()
    officer.goto("/profile/")
    officer.locator("form[action='/profile/deadlines/'] button").click()
    agree(officer)
    expect(officer.locator("#address")).not_to_have_value(first)
    assert CalendarFeed.objects.count() == 1
