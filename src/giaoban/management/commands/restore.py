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
    require_empty,
    require_known_migrations,
    require_room_for_files,
    restore_files,
    restore_rows,
    tables_at,
)
from giaoban.exchange.backup.manifest import Manifest
from giaoban.exchange.backup.reading import opened_backup
from giaoban.exchange.backup.refusals import BackupRefused


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Read a file that `giaoban backup` wrote into an empty database, SQLite or PostgreSQL, "
        "with its files; then check the audit's chain and every total. A damaged file, a newer "
        "version and a database that holds something are refused, and nothing is changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = self._restore(file)
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
        call_command("verify_audit", stdout=self.stdout)
        call_command("verify_totals", stdout=self.stdout, stderr=self.stderr)

    def _restore(self, file: Path) -> Manifest:
        with opened_backup(file) as backup:
            manifest = backup.manifest
            require_known_migrations(manifest)
            tables = tables_at(manifest)
            require_empty(tables)
            backup.require_whole(self._say)
            require_room_for_files(backup)
            _migrate_to(manifest)
            restore_files(backup, self._say)
            restore_rows(backup, tables, self._say)
        call_command("migrate", verbosity=0, interactive=False)
        return manifest

    def _say(self, text: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", ending="")


def _migrate_to(manifest: Manifest) -> None:
    """Bring an empty database to where the backup was made.

    Raises BackupRefused where it is past that already.
    """
    wanted = {(app, name) for app, name in manifest.migrations}
    applied = set(MigrationRecorder(connection).applied_migrations())
    if applied - wanted:
        raise BackupRefused("older")
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    # Django takes a migration in the midst of others as a wish to go back to it.
    last = {node for node in wanted if not {child.key for child in nodes[node].children} & wanted}
    executor.migrate(sorted(last))
