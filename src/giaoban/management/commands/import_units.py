"""How do units get into a fresh installation, or thousands of them into a running one?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.units.importing import import_units
from giaoban.actions.units.refusals import ImportRefused
from giaoban.exchange.units.problem_words import row_sentence, sentence
from giaoban.exchange.units.units_csv import VIETNAM, UnreadableFile, read_units_csv


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Add the units of a CSV file (code,name,kind,parent_code,opened_on,closed_on) to the tree. "
        "A file is taken whole or refused whole; rows that are there already change nothing. "
        "`vietnam` in place of a file is the map of Việt Nam since 1 July 2025 that is shipped "
        f"with the product: {VIETNAM}"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a CSV file, or the word vietnam")
        parser.add_argument(
            "--under", metavar="CODE", help="hang rows without a parent under this unit"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        path = Path(options["file"])
        if options["file"] == "vietnam" and not path.exists():
            path = VIETNAM
        try:
            file = read_units_csv(path.read_bytes(), name=path.name)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except UnreadableFile as error:
            raise CommandError(f"{path}: {sentence(error.code, {})}") from error
        if self.stderr.isatty():
            self.stderr.write(_("Rows in the file: %(rows)s") % {"rows": len(file.rows)})
        try:
            imported = import_units(
                header=file.header,
                rows=file.rows,
                under=options["under"],
                on=timezone.localdate(now),
                by=None,
                now=now,
                file_name=file.name,
                file_sha256=file.sha256,
            )
        except ImportRefused as refused:
            for problem in refused.problems:
                self.stderr.write(row_sentence(problem))
            raise CommandError(
                _("%(path)s: nothing was imported. Rows to mend: %(rows)s.")
                % {"path": path, "rows": len(refused.problems)}
            ) from refused
        seal_all_events()
        self.stdout.write(
            _("Units added: %(added)s. Already there: %(unchanged)s.")
            % {"added": imported.added, "unchanged": imported.unchanged}
        )
