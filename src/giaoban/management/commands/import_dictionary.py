"""Take entries of the dictionary of indicators from a TOML file (docs/contracts.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.reporting.dictionary import take_dictionary
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.exchange.reporting.dictionary_file import read_dictionary
from giaoban.exchange.reporting.regime_wording import in_words


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Add or change the entries of a TOML file; others stay. The same file again changes "
        "nothing. Every problem is listed on stderr."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            self._refuse([f"{file}: {error.strerror}"])
        entries, problems = read_dictionary(content)
        if problems:
            self._refuse([f"{file}: {in_words(problem)}" for problem in problems])
        try:
            taken = take_dictionary(entries=entries, by=None, now=timezone.now())
        except RegimeRefused as refused:
            self._refuse([f"{file}: {in_words(problem)}" for problem in refused.problems])
        seal_all_events()
        self.stderr.write(
            _("Entries added: %(added)s, changed: %(changed)s.")
            % {"added": taken.added, "changed": taken.changed}
        )

    def _refuse(self, lines: list[str]) -> NoReturn:
        for line in lines[:-1]:
            self.stderr.write(line)
        raise CommandError(lines[-1])
