"""Keep totals, audit seals and due periods up to date, until told to stop."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.jobs.rounds import Rounds

SHORT, LONG = 0.25, 2.0
"""Seconds of sleep after a round that did something, and at most after idle ones."""

log = logging.getLogger(__name__)


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Open periods that are due, add up what was submitted, seal the audit trail; until "
        "SIGTERM or Ctrl-C. Several workers do no harm. --once does one round and ends."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        # Letters name addresses, and the first address loads every page: here, where no transaction
        # is open for others to wait for.
        reverse("home")
        rounds = Rounds()
        if once:
            if broken := rounds.run().broken:
                raise CommandError(
                    ngettext(
                        "%(count)s part of the round was broken off; the log says why.",
                        "%(count)s parts of the round were broken off; the log says why.",
                        broken,
                    )
                    % {"count": broken}
                )
            return
        stopping = _stop_on_signals()
        self.stdout.write(_("The worker is running."))
        self.stdout.flush()
        sleep = SHORT
        while not stopping.is_set():
            sleep = _next_sleep(rounds, sleep)
            stopping.wait(sleep)


def _next_sleep(rounds: Rounds, sleep: float) -> float:
    """One round; a database that is away for a moment is waited for and not a reason to end."""
    try:
        close_old_connections()
        return min(sleep * 2, LONG) if rounds.run().was_idle else SHORT
    except (DatabaseError, InterfaceError):
        log.exception("The round was broken off and will be tried again.")
        connection.close()
        return LONG


def _stop_on_signals() -> threading.Event:
    """A signal lets the round end; what it has not folded keeps its marks."""
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping
