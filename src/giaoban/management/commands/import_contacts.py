"""How do the contacts of a thousand units get in? From one CSV file, whole or not at all."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.reporting.contacts import ContactsRefused, import_contacts
from giaoban.exchange.reporting.contact_words import contact_line
from giaoban.exchange.units.problem_words import sentence
from giaoban.exchange.units.units_csv import UnreadableFile, read_units_csv
from giaoban.models import Unit


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Set the contact of each unit of a CSV file (unit,name,email,phone): to whom links and "
        "reminders go where a unit has no officer with an account. The same file changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        path = Path(options["file"])
        try:
            file = read_units_csv(path.read_bytes(), name=path.name)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except UnreadableFile as error:
            raise CommandError(f"{path}: {sentence(error.code, {})}") from error
        try:
            changed = import_contacts(
                header=file.header,
                rows=file.rows,
                units={unit.code: unit for unit in Unit.objects.all() if unit.is_open(today)},
                by=None,
                today=today,
                now=now,
                file_name=file.name,
            )
        except ContactsRefused as refused:
            for problem in refused.problems:
                self.stderr.write(contact_line(problem))
            raise CommandError(
                _("%(path)s: nothing was imported. Rows to mend: %(rows)s.")
                % {"path": path, "rows": len(refused.problems)}
            ) from refused
        seal_all_events()
        words = ngettext("%(n)s contact was changed.", "%(n)s contacts were changed.", changed)
        self.stdout.write(words % {"n": changed})
