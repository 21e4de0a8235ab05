"""Send today's reminders now, or see who would get one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.reporting.reminding import remind
from giaoban.jobs.rounds import site_of_letters


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Queue the reminders that the schedules of the regimes ask for today, of incidents this "
        "hour, one letter to each reader; nobody is told twice. The worker does this by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say who would be told, no more")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        told = remind(
            today=timezone.localdate(now), now=now, site=site_of_letters(), is_trial=dry_run
        )
        if not dry_run:
            seal_all_events()
        for reader in told.readers:
            self.stdout.write(
                _("%(email)s: own reports %(own)s, of units below %(below)s")
                % {"email": reader.email, "own": len(reader.own), "below": len(reader.below)}
            )
        for unit in told.unreached:
            self.stdout.write(
                _("%(code)s %(unit)s: nobody to write to; appoint an officer or name a contact")
                % {"code": unit.code, "unit": unit.name}
            )
        for unit in told.unreached_above:
            self.stdout.write(
                _("%(code)s %(unit)s: nobody above it to write to; appoint an officer or secretary")
                % {"code": unit.code, "unit": unit.name}
            )
        self.stdout.write(_("Letters: %(count)s.") % {"count": len(told.readers)})
