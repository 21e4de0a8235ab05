"""Send today's reminders now, or see who would get one."""

from argparse import ArgumentParser
from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.meetings.reminding import remind_of_meetings
from giaoban.actions.reporting.reminding import remind
from giaoban.actions.tasks.reminding import remind_of_tasks
from giaoban.jobs.rounds import site_of_letters
from giaoban.models import Unit


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Queue the reminders of reports that the schedules of the regimes ask for today, of "
        "incidents this hour, those of tasks that the committees ask for, and of what meetings "
        "wait for; nobody is told twice, and what waits for one reader leaves as one letter. The "
        "worker does this by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say who would be told, no more")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        # As in the worker: the first address loads every page, and no transaction is open here.
        reverse("home")
        now = timezone.now()
        told = remind(
            today=timezone.localdate(now), now=now, site=site_of_letters(), is_trial=dry_run
        )
        of_tasks = remind_of_tasks(
            today=timezone.localdate(now), now=now, site=site_of_letters(), is_trial=dry_run
        )
        of_meetings = remind_of_meetings(
            today=timezone.localdate(now), now=now, site=site_of_letters(), is_trial=dry_run
        )
        if not dry_run:
            seal_all_events()
        for reader in told.readers:
            self.stdout.write(
                _("%(email)s: own reports %(own)s, of units below %(below)s")
                % {"email": reader.email, "own": len(reader.own), "below": len(reader.below)}
            )
        for one in of_tasks.readers:
            self.stdout.write(
                _("%(email)s: own tasks %(own)s, of units below %(below)s")
                % {"email": one.email, "own": len(one.own), "below": len(one.below)}
            )
        for email in sorted(set(of_meetings)):
            owed = of_meetings.count(email)
            self.stdout.write(_("%(email)s: of meetings %(owed)s") % {"email": email, "owed": owed})
        for unit in _each_once(told.unreached, of_tasks.unreached):
            self.stdout.write(
                _("%(code)s %(unit)s: nobody to write to; appoint an officer or name a contact")
                % {"code": unit.code, "unit": unit.name}
            )
        for unit in _each_once(told.unreached_above, of_tasks.unreached_givers):
            self.stdout.write(
                _("%(code)s %(unit)s: nobody above it to write to; appoint an officer or secretary")
                % {"code": unit.code, "unit": unit.name}
            )
        readers = {one.email.lower() for one in (*told.readers, *of_tasks.readers)}
        readers.update(of_meetings)
        self.stdout.write(_("Letters: %(count)s.") % {"count": len(readers)})


def _each_once(*units: Iterable[Unit]) -> list[Unit]:
    return list({unit.pk: unit for unit in chain(*units)}.values())
