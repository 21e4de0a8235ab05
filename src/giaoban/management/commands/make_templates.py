"""How does every unit get its own workbook for a period?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.reporting.periods import open_period
from giaoban.documents.period_titles import period_title
from giaoban.documents.reporting.offer_words import offers_in_words
from giaoban.exchange.reporting.problem_words import sentence
from giaoban.exchange.reporting.template_choice import template_writer
from giaoban.exchange.reporting.workbook_template import file_name
from giaoban.models import Regime
from giaoban.queries.country import country
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.template_facts import form_of_period, template_units
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Write one workbook for each unit that the regime asks in the period, named after the "
        "unit's code and the period. The period is opened if it has begun and is not open yet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--regime", required=True, metavar="R", help="the regime's code")
        parser.add_argument("--period", required=True, metavar="KEY", help="such as 2026-07")
        parser.add_argument("--to", required=True, metavar="DIR", help="made where it is missing")
        parser.add_argument(
            "--language",
            choices=("vi", "en"),
            help="of the workbooks (default: the country's first)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        regime = Regime.objects.filter(code=options["regime"]).first()
        if regime is None:
            raise CommandError(
                _("There is no regime with the code %(code)s.") % {"code": options["regime"]}
            )
        language = options["language"] or country().language
        try:
            period = open_period(
                regime=regime,
                key=options["period"],
                by=None,
                today=timezone.localdate(now),
                now=now,
            )
        except RuleError as error:
            raise CommandError(sentence(error.problem)) from error
        folder = Path(options["to"])
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror}") from error
        tree = load_dated_tree()
        shared = form_of_period(period)
        units = template_units(shared, expected_units(period, tree), tree)
        title = period_title(
            period.key, language, regime.year_starts, incident=incident_name(period)
        )
        writer = template_writer(shared, title, now, language, offers_in_words)
        for done, unit in enumerate(units.values(), start=1):
            (folder / file_name(unit.code, period.key)).write_bytes(writer.workbook(unit))
            if self.stderr.isatty() and (done % 50 == 0 or done == len(units)):
                self.stderr.write(f"\r{done}/{len(units)}", ending="")
        seal_all_events()
        if self.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(
            _("Workbooks in %(folder)s: %(count)s.") % {"folder": folder, "count": len(units)}
        )
