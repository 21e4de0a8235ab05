"""What does the worker do, again and again? Opens what is due, folds, seals, sends letters."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from giaoban.actions.audit.sealing import seal_events
from giaoban.actions.meetings.circulating import end_due_circulations
from giaoban.actions.meetings.following import follow_rosters
from giaoban.actions.meetings.news import tell_meeting_news
from giaoban.actions.meetings.reminding import remind_of_meetings
from giaoban.actions.meetings.series import make_coming_meetings
from giaoban.actions.meetings.terms import warn_of_terms
from giaoban.actions.messages.sending import send_due
from giaoban.actions.reporting.folding import fold_waiting
from giaoban.actions.reporting.import_batches import read_next_batch
from giaoban.actions.reporting.incidents import ask_for_due_reports
from giaoban.actions.reporting.periods import open_due_periods
from giaoban.actions.reporting.queued_imports import forget_old_uploads
from giaoban.actions.reporting.refused_workbooks import forget_old_refused_workbooks
from giaoban.actions.reporting.reminding import announce_incident_reports, remind
from giaoban.actions.reporting.reopening import close_ended_reopenings
from giaoban.actions.reporting.section_news import remind_authors
from giaoban.actions.reporting.unopened_periods import tell_of_unopened_periods
from giaoban.actions.tasks.called_off import withdraw_of_called_off
from giaoban.actions.tasks.cascading import give_next_batch
from giaoban.actions.tasks.recurring import queue_recurring
from giaoban.actions.tasks.reminding import remind_of_tasks
from giaoban.actions.tasks.telling import tell_task_news
from giaoban.actions.tasks.withdrawing_documents import withdraw_asked
from giaoban.actions.units.changes import take_up_coming_names
from giaoban.models import Regime, Unit

log = logging.getLogger(__name__)
SECONDS_BETWEEN_OPENINGS = 60
BATCHES_A_ROUND = 4
# The reminders of a day; each is done once, and one that broke off is tried again every minute.
MORNING = ("results", "reports", "tasks", "authors", "meetings", "terms")


@dataclass
class Round:
    """What one round did."""

    opened: int = 0
    marks: int = 0
    sealed: int = 0
    mailed: int = 0
    files: int = 0
    given: int = 0
    broken: int = 0
    """Parts that were broken off; the log says by what."""

    @property
    def was_idle(self) -> bool:
        return not any((self.opened, self.marks, self.sealed, self.mailed, self.files, self.given))


class Rounds:
    """One round after another; periods are looked for once a minute, marks and events each time."""

    def __init__(self, clock: Callable[[], datetime] = timezone.now) -> None:
        self._clock = clock
        self._opened_at: datetime | None = None
        self._morning_on: date | None = None
        self._reminded: dict[str, date] = {}
        self._broken = 0

    def run(self) -> Round:
        now = self._clock()
        opened = self._broken = 0
        last = self._opened_at
        is_minute = last is None or (now - last).total_seconds() >= SECONDS_BETWEEN_OPENINGS
        # What waited for the morning leaves in this round, together with the reminders of the day.
        if is_minute or self._is_morning(now):
            self._opened_at = now
            today = timezone.localdate(now)
            opened = self._each_minute(today, now)
        files = self._apart(lambda: self._read_files(now))  # before the fold, which adds them up
        return Round(
            files=files,
            given=self._apart(lambda: self._give_tasks(now)),
            opened=opened,
            marks=self._apart(lambda: fold_waiting().marks),
            sealed=self._apart(seal_events),
            mailed=self._apart(lambda: send_due(now=now)),
            broken=self._broken,
        )

    def _each_minute(self, today: date, now: datetime) -> int:
        """What is looked for once a minute; how many periods were opened."""
        # Names come before a period asks which units it expects.
        self._apart(lambda: take_up_coming_names(today=today))
        self._remind(today, now)
        self._apart(lambda: forget_old_uploads(now=now))
        self._apart(lambda: forget_old_refused_workbooks(now=now))
        opened = self._open_due(today, now)
        opened += self._apart(lambda: ask_for_due_reports(now=now))
        self._apart(lambda: announce_incident_reports(today=today, now=now, site=site_of_letters()))
        self._apart(lambda: close_ended_reopenings(now=now))
        self._apart(lambda: queue_recurring(today=today, now=now))
        self._apart(lambda: withdraw_of_called_off(today=today, now=now))
        self._apart(lambda: withdraw_asked(today=today, now=now))
        self._apart(lambda: end_due_circulations(now=now))
        self._apart(lambda: make_coming_meetings(today=today, now=now))
        self._apart(lambda: follow_rosters(now=now))
        self._apart(lambda: tell_meeting_news(now=now, site=site_of_letters()))
        return opened

    def _open_due(self, today: date, now: datetime) -> int:
        """Open the periods that have begun, each regime apart; how many."""
        regimes = Regime.objects.select_related("unit").order_by("id")
        return sum(self._apart(partial(_open_of, regime, today, now)) for regime in regimes)

    def _apart(self, part: Callable[[], object]) -> int:
        """What a part of the round counts; 0 where it counts nothing or was broken off.

        A row that no part of the program expects costs that part alone: the others go on, and
        the next round tries it again. A database that is away ends the round for all.
        """
        try:
            done = part()
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("A part of the round was broken off and will be tried again.")
            self._broken += 1
            return 0
        return done if isinstance(done, int) else 0

    def _read_files(self, now: datetime) -> int:
        """A few batches of what people sent, so that the rest of a round does not wait long."""
        today = timezone.localdate(now)
        files = 0
        for _number in range(BATCHES_A_ROUND):
            read = read_next_batch(today=today, now=now)
            files += read
            if not read:
                break
        return files

    def _give_tasks(self, now: datetime) -> int:
        """A few batches of the obligations that go to many units."""
        today = timezone.localdate(now)
        given = 0
        for _number in range(BATCHES_A_ROUND):
            reached = give_next_batch(today=today, now=now)
            given += reached
            if not reached:
                break
        return given

    def _is_morning(self, now: datetime) -> bool:
        """Whether people begin to read letters, for the first time today."""
        return self._morning_on != timezone.localdate(now) and self._left_of_morning(now) != set()

    def _left_of_morning(self, now: datetime) -> set[str]:
        """The reminders of the day that are due: what broke off is due again."""
        local = timezone.localtime(now)
        if local.time() < settings.REMINDERS_FROM:
            return set()
        return {name for name in MORNING if self._reminded.get(name) != local.date()}

    def _remind(self, today: date, now: datetime) -> None:
        """Once a day from the hour on at which people read letters; again after a restart, which
        tells nobody twice. Of incidents at any hour."""
        left = self._left_of_morning(now)
        site, missed = site_of_letters(), dict[int, Unit]()

        def of_reports() -> None:
            told = remind(today=today, now=now, site=site, only_by_hour="reports" not in left)
            missed.update((one.pk, one) for one in (*told.unreached, *told.unreached_above))

        def of_tasks() -> None:
            told = remind_of_tasks(today=today, now=now, site=site)
            missed.update((one.pk, one) for one in (*told.unreached, *told.unreached_givers))

        def do(name: str, part: Callable[[], object]) -> None:
            broken = self._broken
            self._apart(part)
            if name in left and self._broken == broken:
                self._reminded[name] = today

        do("results", lambda: self._tell_of_tasks(today, now, with_results="results" in left))
        do("reports", of_reports)
        if "tasks" in left:
            do("tasks", of_tasks)
        if "authors" in left:
            do("authors", lambda: remind_authors(today=today, now=now, site=site))
        if "meetings" in left:
            do("meetings", lambda: len(remind_of_meetings(today=today, now=now, site=site)))
        if "terms" in left:
            do("terms", lambda: warn_of_terms(today=today, now=now, site=site))
        if left:
            self._morning_on = today
            for unit in missed.values():
                log.warning("No letter about %s %s reaches anybody.", unit.code, unit.name)

    def _tell_of_tasks(self, today: date, now: datetime, *, with_results: bool) -> None:
        """A few batches a minute; in the morning all, with what was handed in since the last."""
        told = 0
        while tell_task_news(
            today=today, now=now, site=site_of_letters(), with_results=with_results
        ):
            told += 1
            if told >= BATCHES_A_ROUND and not with_results:
                break


def site_of_letters() -> str:
    """Where addresses in letters lead that no request asked for."""
    return settings.SITE or f"http://{settings.ALLOWED_HOSTS[0]}"


def _open_of(regime: Regime, today: date, now: datetime) -> int:
    """As many periods as were opened; of one that cannot be opened the administrators hear."""
    try:
        return len(open_due_periods(regime=regime, today=today, now=now))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        tell_of_unopened_periods(regime=regime, error=error, today=today, now=now)
        raise
