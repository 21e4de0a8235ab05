"""Write the dictionary of indicators as a TOML file to stdout (docs/contracts.md)."""

from typing import Any

from django.core.management.base import BaseCommand

from giaoban.exchange.reporting.dictionary_file import write_dictionary
from giaoban.models import SharedIndicator
from giaoban.queries.reporting.dictionary import entry_text


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = "Write every entry of the dictionary as TOML; import_dictionary reads it back."

    def handle(self, *args: Any, **options: Any) -> None:
        entries = map(entry_text, SharedIndicator.objects.all())
        # As bytes are written, so that every platform gives the same file.
        self.stdout.write(write_dictionary(entries).decode(), ending="")
