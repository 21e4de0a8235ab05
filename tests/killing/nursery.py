"""Forks processes that work, kills them at a random moment, and looks at what is left.

`python -m tests.killing.nursery FOLDER ROUNDS SEED` on the database that the environment names;
prints one line of JSON: what was acknowledged, and what was wrong after which kill.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

PEOPLE = ("autosave", "submit", "import", "upload", "link", "workbooks", "issue", "cascade")
TOLD = (
    "cell",
    "report",
    "table",
    "upload",
    "linked",
    "workbook",
    "document",
    "obligation",
    "round",
)
FEW = 6  # acknowledgements that a process lives to see, at most, before its time is up
LONGEST = 0.08  # seconds from then on: longer than any one of its steps, but for
LONGER = {"workbooks": 0.25}
PATIENCE = 20.0


def main(folder: Path, rounds: int, seed: int) -> dict[str, Any]:
    from django.core.management import call_command

    from giaoban.rules.tasks import cascade
    from tests.killing.journal import Journal
    from tests.killing.scene import ALONE, make_scene
    from tests.killing.works import WORKS

    call_command("migrate", verbosity=0, interactive=False)
    cascade.BATCH = 4  # so that a kill falls between the batches of one obligation
    make_scene()
    journal = Journal(folder / "journal")
    dice = random.Random(seed)
    (folder / ALONE).touch()
    for work in WORKS.values():
        next(work(journal, dice, folder))
    (folder / ALONE).unlink()
    _let_go()
    wrong: list[str] = []
    kills: dict[str, int] = {}
    for number in range(rounds):
        chosen = [PEOPLE[number % len(PEOPLE)], "fold"]
        _kill_in_the_middle(chosen, journal, folder, dice)
        for work in chosen:
            kills[work] = kills.get(work, 0) + 1
        found = _in_a_child(lambda: _remains(journal), folder)
        wrong += [f"kill {number} of {' and '.join(chosen)}: {what}" for what in found]
    healed = _in_a_child(_healed, folder)
    told = {what: journal.count(what) for what in TOLD}
    return {"kills": kills, "told": told, "wrong": wrong, "not_healed": healed}


def _kill_in_the_middle(works: list[str], journal: Any, folder: Path, dice: random.Random) -> None:
    """Two at once; one dies in the midst of its work, the other a moment later."""
    wanted = _told(folder) + dice.randint(1, FEW)
    children = [_begun(work, journal, folder, dice.randrange(1 << 30)) for work in works]
    give_up_at = time.monotonic() + PATIENCE
    while _told(folder) < wanted and time.monotonic() < give_up_at:
        time.sleep(0.002)
    time.sleep(dice.uniform(0, max(LONGER.get(work, LONGEST) for work in works)))
    for child in children:
        os.kill(child, signal.SIGKILL)
        time.sleep(dice.uniform(0, 0.02))
    for child in children:
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise RuntimeError((folder / "failure").read_text(encoding="utf-8"))


def _begun(work: str, journal: Any, folder: Path, seed: int) -> int:
    child = os.fork()
    if child:
        return child
    from tests.killing.works import WORKS

    try:
        for _step in WORKS[work](journal, random.Random(seed), folder):
            pass
    except BaseException:
        (folder / "failure").write_text(f"{work}\n{traceback.format_exc()}", encoding="utf-8")
    os._exit(1)


def _in_a_child(look: Callable[[], list[str]], folder: Path) -> list[str]:
    """A fresh process, as the next worker would be; so no connection is shared by a fork."""
    answer = folder / "answer"
    child = os.fork()
    if not child:
        try:
            found = look()
        except BaseException:
            found = [traceback.format_exc()]
        answer.write_text(json.dumps(found), encoding="utf-8")
        os._exit(0)
    os.waitpid(child, 0)
    return list(json.loads(answer.read_text(encoding="utf-8")))


def _remains(journal: Any) -> list[str]:
    from tests.killing.remains import everything_wrong

    _wait_for_the_dead()
    return everything_wrong(journal)


def _healed() -> list[str]:
    """A worker runs, nobody does anything else: no mark is left and every total is right."""
    from giaoban.jobs.rounds import Rounds
    from giaoban.models import Cascade, Event, Mark
    from giaoban.queries.reporting.verification import verify
    from tests.killing.remains import _broken_database

    rounds = Rounds()
    while not rounds.run().was_idle:
        pass
    wrong = [str(difference) for difference in verify().differences]
    wrong += [f"mark {mark.pk}" for mark in Mark.objects.all()]
    wrong += [f"event {event.pk} not sealed" for event in Event.objects.filter(number=None)]
    left = Cascade.objects.exclude(state=Cascade.State.DONE)
    wrong += [f"cascade {one.pk} is {one.state}, {one.done} of {one.total}" for one in left]
    return [*wrong, *_broken_database()]


def _wait_for_the_dead() -> None:
    """PostgreSQL notices a killed client when it next hears nothing: until then it may commit."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.01)
    raise RuntimeError("a killed client is still connected")


def _told(folder: Path) -> int:
    """How often people were told that something is done."""
    lines = (folder / "journal").read_bytes().splitlines()
    return sum(line.startswith(b'["acknowledged"') and b'"round"' not in line for line in lines)


def _let_go() -> None:
    """A child must not inherit a connection."""
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "giaoban.settings"
    django.setup()
    answer = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(f"{json.dumps(answer)}\n")
