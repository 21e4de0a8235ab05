"""Which meetings have been announced, as a calendar that other programs read?"""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.meetings.calendar_entries import calendar_entry
from giaoban.exchange.meetings.calendar_ics import meetings_ics
from giaoban.models import Committee
from giaoban.queries.meetings.calendar import announced_meetings, committee_called
from giaoban.rules.meetings.passages import Reach


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Write the meetings that were announced as iCalendar (RFC 5545) on stdout, with as much of "
        "their agendas as may be circulated. All of them without --committee, --from and --to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--committee", metavar="CODE", help="code of its unit, its symbol or its name"
        )
        parser.add_argument("--from", type=date.fromisoformat, metavar="YYYY-MM-DD", dest="first")
        parser.add_argument("--to", type=date.fromisoformat, metavar="YYYY-MM-DD", dest="last")

    def handle(self, *args: Any, **options: Any) -> None:
        committee = self._committee(options["committee"])
        meetings = announced_meetings(committee, options["first"], options["last"])
        content = meetings_ics(
            (calendar_entry(meeting, upto=Reach.CIRCULATED) for meeting in meetings),
            name=committee.name if committee else _("Meetings"),
            now=timezone.now(),
        )
        self.stdout.write(content.decode(), ending="")

    def _committee(self, words: str | None) -> Committee | None:
        if not words:
            return None
        found = committee_called(words)
        if found is None:
            raise CommandError(_("No committee is called %(words)s.") % {"words": words})
        return found
