"""Take a reporting regime from its TOML file (docs/contracts.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.reporting.regime_files import TakenRegime, take_regime
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_wording import in_words, problem_in_words
from giaoban.rules.problems import RuleError


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Create or change a reporting regime from a TOML file, and publish its form. "
        "The same file again changes nothing. Every problem is listed on stderr."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        now = timezone.now()
        try:
            content = file.read_bytes()
        except OSError as error:
            self._refuse([f"{file}: {error.strerror}"])
        facts, problems = read_regime(content)
        errors = [problem for problem in problems if problem.is_error]
        if facts is None or errors:
            self._refuse([f"{file}: {in_words(problem)}" for problem in errors])
        try:
            taken = take_regime(facts=facts, by=None, today=timezone.localdate(now), now=now)
        except RegimeRefused as refused:
            self._refuse([f"{file}: {in_words(problem)}" for problem in refused.problems])
        except RuleError as error:
            self._refuse([f"{file}: {problem_in_words(error.problem)}"])
        seal_all_events()
        self.stderr.write(_said(taken))

    def _refuse(self, lines: list[str]) -> NoReturn:
        for line in lines[:-1]:
            self.stderr.write(line)
        raise CommandError(lines[-1])


def _said(taken: TakenRegime) -> str:
    words: dict[str, object] = {"code": taken.regime.code}
    if taken.is_new:
        return _("The regime %(code)s is new and its form is published.") % words
    if taken.new_form is not None:
        words |= {
            "number": taken.new_form.number,
            "period": taken.new_form.effective_from or _("the beginning"),
        }
        return _("Version %(number)s of %(code)s is published, in force from %(period)s.") % words
    if taken.is_changed:
        return _("The settings of %(code)s are changed; the form is as it was.") % words
    return _("%(code)s is already what the file says. Nothing changed.") % words
