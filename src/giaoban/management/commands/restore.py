"""Fill an empty installation from a backup, and check that it is what was backed up."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from giaoban.actions.backup.restoring import (
    all_or_nothing,
    applied_at,
    loader_for,
    require_empty,
    require_known_migrations,
    require_room_for_files,
    restore_files,
    restore_rows,
    tables_at,
)
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.folding_anew import fold_everything_anew
from giaoban.exchange.backup.manifest import Manifest
from giaoban.exchange.backup.reading import opened_backup
from giaoban.exchange.backup.refusals import BackupRefused
from giaoban.management.commands.verify_totals import in_words
from giaoban.queries.reporting.verification import verify


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Read a file that `giaoban backup` wrote into an empty database, SQLite or PostgreSQL, "
        "with its files, and check the audit's chain and every total. A damaged file, a newer "
        "version, a database that holds something and a total that differs are refused, and "
        "nothing is changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--add-up-anew",
            action="store_true",
            help="make every total anew from the reports, where those of the backup differ",
        )

    def handle(self, *args: Any, file: Path, add_up_anew: bool, **options: Any) -> None:
        try:
            manifest = self._restore(file, add_up_anew)
        except (BackupRefused, OSError) as refused:
            self._say("")
            raise CommandError(str(refused)) from refused
        self._say("")
        rows = sum(part.rows for part in manifest.tables)
        self.stdout.write(
            _("Restored: %(rows)s rows, %(files)s files, written by version %(version)s.")
            % {"rows": rows, "files": len(manifest.files), "version": manifest.version}
        )
        for name in manifest.missing_files:
            self.stderr.write(_("Not in the backup, nor where it was made: %s") % name)

    def _restore(self, file: Path, add_up_anew: bool) -> Manifest:
        with opened_backup(file) as backup:
            manifest = backup.manifest
            require_known_migrations(manifest)
            tables = tables_at(manifest)
            require_empty(tables)
            backup.require_whole(self._say)
            require_room_for_files(backup)
            with all_or_nothing():
                migrate_to(manifest)
                restore_rows(backup, tables, self._say)
                call_command("migrate", verbosity=0, interactive=False)
                self._check(add_up_anew)
                restore_files(backup, self._say)
        return manifest

    def _check(self, add_up_anew: bool) -> None:
        """By this version's own means; raises BackupRefused or CommandError."""
        self._say("verify")
        call_command("verify_audit", stdout=self.stdout)
        if add_up_anew:
            fold_everything_anew()
        fold_all()
        found = verify()
        for difference in found.differences:
            self.stdout.write(in_words(difference))
        if found.differences:
            raise BackupRefused("totals_differ", wrong=len(found.differences), all=found.compared)
        self.stdout.write(_("%(all)s figures are right.") % {"all": found.compared})

    def _say(self, text: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", ending="")


def migrate_to(manifest: Manifest) -> None:
    """Bring an empty database to where the backup was made.

    Raises BackupRefused where it is past that already.
    """
    named = {(app, name) for app, name in manifest.migrations}
    if set(MigrationRecorder(connection).applied_migrations()) - named:
        raise BackupRefused("older")
    executor = MigrationExecutor(connection)
    executor.loader = loader_for(manifest, connection)
    nodes = executor.loader.graph.node_map
    wanted = set(applied_at(manifest, executor.loader))
    # Django takes a migration in the midst of others as a wish to go back to it.
    last = {node for node in wanted if not {child.key for child in nodes[node].children} & wanted}
    executor.migrate(sorted(last))
