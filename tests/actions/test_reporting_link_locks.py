"""Somebody presses twice: one link to a thing is in force, and nobody sees an error."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from giaoban.actions.reporting.links import send_link
from giaoban.actions.reporting.section_authors import hand_out_section
from giaoban.actions.reporting.section_links import send_section_link
from giaoban.actions.tasks.sending_links import send_task_link
from giaoban.models import ReportLink, SectionLink, Task, TaskLink, UnitContact
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_unit
from tests.outline_scene import SITE, make_outline_scene
from tests.threads import in_threads

PRESSES = 4
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(press: Callable[[], object]) -> None:
    start = threading.Barrier(PRESSES)

    def pressed() -> None:
        start.wait(timeout=10)
        press()

    in_threads(*[pressed] * PRESSES)


def test_of_links_to_a_report_that_are_sent_at_once_one_is_in_force(cast: Cast) -> None:
    UnitContact.objects.create(unit=cast.y_ty, email="yty@example.vn", since=TODAY)
    period = make_period(make_regime(cast.lao_cai), "2026-11")
    at_once(lambda: send_link(unit=cast.y_ty, period=period, by=cast.chi, now=NOW, site=SITE))
    assert ReportLink.objects.count() == PRESSES
    assert ReportLink.objects.filter(revoked_at=None).count() == 1


def test_of_links_to_a_section_that_are_sent_at_once_one_is_in_force(cast: Cast) -> None:
    scene = make_outline_scene(cast)
    unit = make_unit("SCT", "Sở Công Thương", kind="sở", under=cast.lao_cai)
    UnitContact.objects.create(unit=unit, email="so@example.vn", since=TODAY)
    given = hand_out_section(
        report=scene.report,
        section="s2",
        unit=unit,
        person=None,
        instruction="",
        due_on=TODAY + timedelta(days=9),
        by=cast.chi,
        today=TODAY,
        now=NOW,
        site=SITE,
    )
    at_once(lambda: send_section_link(assigned=given, by=cast.chi, now=NOW, site=SITE))
    assert SectionLink.objects.count() == PRESSES + 1
    assert SectionLink.objects.filter(revoked_at=None).count() == 1


def test_of_links_to_a_task_that_are_sent_at_once_one_is_in_force(cast: Cast) -> None:
    UnitContact.objects.create(unit=cast.y_ty, email="yty@example.vn", since=TODAY)
    task = Task.objects.create(unit=cast.y_ty, giver=cast.lao_cai, text="Rà soát", given_at=NOW)
    said = {"by": cast.chi, "today": TODAY, "now": NOW, "site": SITE}
    at_once(lambda: send_task_link(task=task, **said))
    assert TaskLink.objects.count() == PRESSES
    assert TaskLink.objects.filter(revoked_at=None).count() == 1
