"""Does the secretariat bring files in with a real browser, at both widths, in light and dark?"""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from giaoban.jobs.rounds import Rounds
from giaoban.models import Regime, Version
from tests.browser import OpenPage, assert_accessible, assert_fits
from tests.cast import make_cast
from tests.factories import PASSWORD, make_regime

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def regime(transactional_db: None) -> Regime:
    cache.clear()
    return make_regime(make_cast().lao_cai, checks=["processed <= 100"])


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.fill("#id_login", "chi@example.vn")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".menu-end")).to_be_visible()


@pytest.mark.parametrize(
    "width, height, dark", [(1280, 900, False), (390, 844, True)], ids=["wide", "narrow dark"]
)
def test_a_table_is_looked_at_and_then_taken(
    open_page: OpenPage, regime: Regime, tmp_path: Path, width: int, height: int, dark: bool
) -> None:
    table = tmp_path / "t.csv"
    header = "unit,period,indicator,value\n"
    table.write_text(f"{header}03037,2026-10,processed,5\n02701,2026-10,processed,500\n")
    page = open_page(width, height, dark=dark)
    sign_in(page)
    page.goto(f"/reports/import/{regime.pk}/")
    assert_accessible(page)
    assert_fits(page)
    page.set_input_files("input[name=files]", table)
    page.click("button[name=try]")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert_accessible(page)
    assert_fits(page)
    table.write_text(f"{header}03037,2026-10,processed,5\n")
    page.goto(f"/reports/import/{regime.pk}/")
    page.set_input_files("input[name=files]", table)
    page.click("button[name=take]")
    expect(page.locator(".count.done")).to_contain_text("1")
    assert Version.objects.get().state == "submitted"


@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)], ids=["wide", "narrow"])
def test_an_import_is_followed_while_the_worker_reads_it(
    open_page: OpenPage,
    regime: Regime,
    tmp_path: Path,
    settings: Any,
    width: int,
    height: int,
) -> None:
    settings.IMPORT_FILES_AT_ONCE = 0
    settings.MEDIA_ROOT = str(tmp_path / "files")
    table = tmp_path / "t.csv"
    table.write_text("unit,period,indicator,value\n03037,2026-10,processed,5\n")
    bad = tmp_path / "letter.docx"
    bad.write_bytes(b"PK")
    page = open_page(width, height)
    sign_in(page)
    page.goto(f"/reports/import/{regime.pk}/")
    page.set_input_files("input[name=files]", [table, bad])
    page.click("button[name=take]")
    expect(page.locator("progress")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    Rounds().run()
    expect(page.locator("progress")).to_have_count(0)
    expect(page.locator(".count.done")).to_contain_text("1")
    assert_accessible(page)
    assert_fits(page)
    page.goto(f"/reports/import/{regime.pk}/")
    assert_accessible(page)
