"""The line breaks and the power fails at random moments, while somebody else writes as well."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from giaoban.models import Version
from giaoban.queries.reporting.answers import answers_of
from tests.factories import make_period, make_regime
from tests.journeys.scene import make_scene
from tests.journeys.test_lost_line import somebody_types
from tests.offline import all_saved, lose_power, machine, open_report

pytestmark = [
    pytest.mark.full,
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
]

Stored = Callable[[], dict[str, str]]
CODES = [f"c{number}" for number in range(6)]
ROUNDS = 5


@pytest.mark.parametrize("seed", range(int(os.environ.get("GIAOBAN_LOSSES", "6"))))
def test_nothing_typed_is_lost_and_nothing_newer_is_overwritten(
    driver: Playwright, live_server: object, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    scene = make_scene()
    regime = make_regime(scene.cast.lao_cai, code="six", calendar="calendar", indicators=CODES)
    period, unit = make_period(regime, scene.before.key), scene.cast.ta_van
    address = f"/reports/{period.pk}/{unit.pk}/"

    def stored() -> dict[str, str]:
        version = Version.objects.filter(submission__period=period).order_by("-pk").first()
        numbers = answers_of(version).numbers if version else {}
        return {code: f"{numbers[code]:.0f}" if code in numbers else "" for code in CODES}

    def somebody_writes() -> dict[str, str]:
        written = {code: str(dice.randint(100, 199)) for code in dice.sample(CODES, 2)}
        present = stored()
        cells = {code: (present[code], text) for code, text in written.items()}
        somebody_types(unit, period, scene.cast.binh, cells)
        return written

    for number in range(ROUNDS):
        before = stored()
        with machine(driver, tmp_path, live_server.url) as context:  # type: ignore[attr-defined]
            page = open_report(context, address, "an@example.vn")
            all_saved(page)
            typed = _type(page, context, dice)
            loss = dice.choice(("power", "window", "line"))
            page.wait_for_timeout(dice.randint(150, 600))
            if loss == "power":
                lose_power(tmp_path)
            elif loss == "window":
                page.close()
        arrived = stored()
        theirs = somebody_writes()
        with machine(driver, tmp_path, live_server.url) as context:  # type: ignore[attr-defined]
            page = open_report(context, address, "an@example.vn")
            all_saved(page)
            now, chosen = stored(), _in_conflict(page)
            said = f"seed {seed}, round {number}: {before=} {typed=} {arrived=} {theirs=} {now=}"
            for code in CODES:
                if code in theirs:
                    assert now[code] == theirs[code], f"{code} was overwritten: {said}"
                    kept = typed.get(code) in {None, arrived[code], chosen.get(code), now[code]}
                    assert kept, f"{code} was lost: {said} {chosen=}"
                else:
                    assert now[code] == typed.get(code, before[code]), f"{code}: {said}"
            for code, mine in chosen.items():
                _choose(page, code, dice.choice(("take", "leave")), mine, now[code], stored)


def _type(page: Page, context: BrowserContext, dice: random.Random) -> dict[str, str]:
    """Some cells, some twice, while the line breaks at some moment; the last of each."""
    typed = {}
    breaks_at = dice.randrange(8)
    for step in range(8):
        if step == breaks_at:
            context.set_offline(True)
        code, text = dice.choice(CODES), str(dice.randint(1, 99))
        page.locator(f"#cell-{code}").fill(text)
        typed[code] = text
        page.wait_for_timeout(dice.choice((0, 0, 30, 450)))
    return typed


def _in_conflict(page: Page) -> dict[str, str]:
    lines = page.locator("#conflicts li").all()
    found = {}
    for line in lines:
        anchor = line.locator("[data-name]").get_attribute("href") or ""
        found[anchor.removeprefix("#cell-")] = line.locator("[data-mine]").inner_text()
    return found


def _choose(page: Page, code: str, what: str, mine: str, theirs: str, stored: Stored) -> None:
    line = page.locator("#conflicts li", has=page.locator(f"a[href='#cell-{code}']"))
    line.locator(f"[data-{what}]").click()
    expect(line).to_have_count(0)
    all_saved(page)
    assert stored()[code] == (mine if what == "take" else theirs)
