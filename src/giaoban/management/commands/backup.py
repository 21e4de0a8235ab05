"""Everything in one file: rows, files, and what they were (docs/decisions/0013)."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.exchange.backup.refusals import BackupRefused
from giaoban.exchange.backup.writing import write_backup


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Write the database and its files, as of one moment, to one file that `giaoban restore` "
        "takes back on SQLite and on PostgreSQL. People may go on working meanwhile. Keep the "
        "file as safe as the installation: it holds names and password hashes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, to: Path, **options: Any) -> None:
        try:
            manifest = write_backup(to, now=timezone.now(), say=self._say)
        except (BackupRefused, OSError) as refused:
            raise CommandError(str(refused)) from refused
        finally:
            self._say("")
        rows = sum(part.rows for part in manifest.tables)
        self.stdout.write(
            _("Written to %(file)s: %(rows)s rows, %(files)s files.")
            % {"rows": rows, "files": len(manifest.files), "file": to}
        )
        self.stdout.write(f"head: {manifest.audit_head}")
        if manifest.missing_files:
            for name in manifest.missing_files:
                self.stderr.write(name)
            raise CommandError(
                _("The backup was written, but files named above are not in the folder: %(count)s.")
                % {"count": len(manifest.missing_files)}
            )

    def _say(self, text: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", ending="")
