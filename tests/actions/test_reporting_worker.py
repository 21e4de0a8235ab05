"""The worker's round, and its end when it is told to stop."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import clear_url_caches, get_resolver

from giaoban.actions.reporting.marks import append_marks_for
from giaoban.jobs.rounds import Rounds
from giaoban.models import Committee, Event, Mark, Message, Task, Total
from giaoban.rules.people.permissions import Role
from tests.cast import Cast
from tests.factories import (
    NOW,
    TODAY,
    appoint,
    make_period,
    make_person,
    make_regime,
    make_version,
)
from tests.migrated import make_migrated


def test_one_round_folds_what_was_marked(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)
    period = make_period(regime, "2026-07")
    make_version(cast.ta_van, period, values={"processed": 3})
    append_marks_for(unit_ids=[cast.ta_van.pk], period=period)
    call_command("worker", "--once")
    assert not Mark.objects.exists()
    assert Total.objects.get(unit=cast.lao_cai, period=period).received == 1


def test_a_row_that_breaks_one_part_of_the_round_stops_no_other(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    Committee.objects.filter(unit=cast.lao_cai).update(task_reminders="soon")
    Task.objects.create(
        unit=cast.ta_van, giver=cast.lao_cai, text="Rà soát", due_on=TODAY, given_at=NOW
    )
    period = make_period(make_regime(cast.lao_cai), "2026-07")
    make_version(cast.ta_van, period, values={"processed": 3})
    append_marks_for(unit_ids=[cast.ta_van.pk], period=period)
    done = Rounds(clock=lambda: NOW).run()
    assert (done.broken, done.marks > 0, Mark.objects.exists()) == (1, True, False)
    assert "A part of the round was broken off" in caplog.text


def test_a_morning_that_broke_off_is_tried_again_with_the_next_minute(cast: Cast) -> None:
    committees = Committee.objects.filter(unit=cast.lao_cai)
    committees.update(task_reminders="soon")
    Task.objects.create(
        unit=cast.ta_van, giver=cast.lao_cai, text="Rà soát", due_on=TODAY, given_at=NOW
    )
    moment = [NOW]
    rounds = Rounds(clock=lambda: moment[0])
    broken = []
    for seconds, days in ((0, "soon"), (1, "soon"), (59, "soon"), (60, "+0"), (60, "soon")):
        moment[0] += timedelta(seconds=seconds)
        committees.update(task_reminders=days)
        broken.append(rounds.run().broken)
    assert broken == [1, 0, 1, 0, 0]


def test_a_database_that_refuses_one_row_ends_one_part_of_the_round(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = make_period(make_regime(cast.lao_cai), "2026-07")
    make_version(cast.ta_van, period, values={"processed": 3})
    append_marks_for(unit_ids=[cast.ta_van.pk], period=period)

    def refused(*, today: date) -> None:
        with transaction.atomic():
            Committee.objects.create(unit=cast.lao_cai, pk=Committee.objects.get().pk)

    monkeypatch.setattr("giaoban.jobs.rounds.take_up_coming_names", refused)
    done = Rounds(clock=lambda: NOW).run()
    assert (done.broken, done.marks > 0) == (1, True)


def test_a_regime_that_cannot_be_opened_keeps_none_behind_it_and_is_told_once_a_day(
    cast: Cast,
) -> None:
    bad = make_regime(cast.lao_cai, first_period="soon")
    good = make_regime(cast.lao_cai, code="tai-chinh", first_period="2026-10")
    keeper = make_person("quan-tri@example.vn", "Quản trị")
    appoint(keeper, Role.ADMINISTRATOR, cast.lao_cai)
    moment = [NOW]
    rounds = Rounds(clock=lambda: moment[0])
    broken = []
    for _again in range(2):
        broken.append(rounds.run().broken)
        moment[0] += timedelta(minutes=1)
    assert broken == [1, 1]
    opened = good.periods.filter(is_reported=True).order_by("starts_on")
    assert list(opened.values_list("key", flat=True)) == ["2026-10", "2026-11", "2026-12"]
    events = Event.objects.filter(action="periods_not_opened", record_id=bad.pk)
    assert (events.count(), Message.objects.filter(person=keeper).count()) == (1, 1)
    moment[0] += timedelta(days=1)
    rounds.run()
    assert (events.count(), Message.objects.filter(person=keeper).count()) == (2, 2)


def test_one_round_loads_the_pages_before_it_asks_the_database_anything(cast: Cast) -> None:
    clear_url_caches()
    loaded = []

    def look(execute: Any, *asked: Any) -> Any:
        loaded.append("urlconf_module" in get_resolver().__dict__)
        return execute(*asked)

    with connection.execute_wrapper(look):
        call_command("worker", "--once")
    assert loaded[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_ends_cleanly_when_told(
    pytestconfig: pytest.Config, tmp_path: Path, number: signal.Signals
) -> None:
    make_migrated(pytestconfig, tmp_path / "worker.sqlite3")
    where = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "giaoban.settings",
        "GIAOBAN_HOME": str(tmp_path),
        "GIAOBAN_LANGUAGE": "en",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'worker.sqlite3'}",
    }
    command = [sys.executable, "-m", "giaoban", "worker"]
    with subprocess.Popen(
        command, env=where, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"The worker is running.\n"
        worker.send_signal(number)
        _, said = worker.communicate(timeout=20)
    assert (worker.returncode, said) == (0, b"")
