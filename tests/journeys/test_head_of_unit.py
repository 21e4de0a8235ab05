"""Where the regime asks for it, the head of the unit approves a report before it is accepted."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from giaoban.models import Version
from tests.browser import OpenPage
from tests.journeys.scene import NAME, make_scene, send
from tests.journeys.walking import look, open_at, row_of, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_report_is_approved_with_its_signed_copy_and_then_accepted(
    open_page: OpenPage, tmp_path: Path, size: str
) -> None:
    scene = make_scene(needs_approval=True)
    send(scene, scene.cast.ta_van, 1284, 1210)
    review = f"/reports/{scene.newest.pk}/{scene.cast.ta_van.pk}/review/"
    secretary = open_at(open_page, size)
    sign_in(secretary, "chi@example.vn", review)
    expect(secretary.locator(".foot-bar button[value=return]")).to_be_visible()
    expect(secretary.locator(".foot-bar button[value=accept]")).to_have_count(0)
    look(secretary)

    head = open_at(open_page, size)
    sign_in(head, "binh@example.vn")
    look(head)
    owed = head.locator("section[aria-labelledby=owed]")
    row_of(owed, NAME).locator("a.button.primary").click()
    look(head)
    signed = tmp_path / "Bản ký.pdf"
    signed.write_bytes(b"%PDF-1.7\n% signed\n%%EOF\n")
    head.set_input_files("#signed-copy-1", signed)
    head.locator("form[action$='approve/'] button").click()
    expect(head.locator("form[action$='approve/']")).to_have_count(0)
    expect(head.get_by_role("link", name="Bản ký.pdf")).to_be_visible()
    look(head)

    secretary.goto(review)
    look(secretary)
    secretary.locator(".foot-bar button[value=accept]").click()
    expect(secretary.locator(".notice.done")).to_contain_text("Xã Tả Van")
    version = Version.objects.get(submission__period=scene.newest)
    assert (version.state, version.approved_by, version.decided_by) == (
        "accepted",
        scene.cast.binh,
        scene.cast.chi,
    )
