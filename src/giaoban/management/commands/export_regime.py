"""Write a reporting regime as a TOML file to stdout (docs/contracts.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from giaoban.exchange.reporting.regime_file_writer import write_regime
from giaoban.models import Regime
from giaoban.queries.reporting.regimes import regime_facts


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = "Write the regime with its newest published form as TOML; import_regime reads it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE")

    def handle(self, *args: Any, code: str, **options: Any) -> None:
        regime = Regime.objects.select_related("unit").filter(code=code).first()
        if regime is None:
            raise CommandError(_("There is no regime with the code %(code)s.") % {"code": code})
        # As bytes are written, so that every platform gives the same file.
        self.stdout.write(write_regime(regime_facts(regime)).decode(), ending="")
