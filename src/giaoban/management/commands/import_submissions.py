"""How do reports get in that came as files: workbooks, folders, zips and long tables?"""

from argparse import ArgumentParser
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.import_outcomes import (
    EVERYTHING_ACCEPTED,
    FileOutcome,
    ImportReach,
)
from giaoban.actions.reporting.importing import Import, IncomingFile, import_files
from giaoban.exchange.reporting.archives import TAKEN, is_archive
from giaoban.exchange.reporting.problem_words import place, sentence
from giaoban.models import Person, Regime
from giaoban.queries.reporting.import_reach import (
    units_a_person_accepts_over_errors,
    units_a_person_reports_for,
)
from giaoban.rules.problems import Problem


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Take reports from workbooks of make_templates, from folders and zips of them, and from "
        "long tables (unit,period,indicator,value). Each file is taken whole or refused whole, "
        "with one line on stderr for everything that is wrong. Totals are up to date afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
        parser.add_argument("--regime", required=True, metavar="R", help="the regime's code")
        parser.add_argument(
            "--as",
            dest="email",
            metavar="EMAIL",
            help="in this person's name and with this person's permissions (default: the system)",
        )
        parser.add_argument(
            "--reason", default="", metavar="TEXT", help="explains the warnings of the checks"
        )

        parser.add_argument(
            "--over-errors",
            action="store_true",
            help="accept reports although checks that are errors fail; --reason says why",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        regime = Regime.objects.filter(code=options["regime"]).first()
        if regime is None:
            raise CommandError(
                _("There is no regime with the code %(code)s.") % {"code": options["regime"]}
            )
        if options["over_errors"] and not options["reason"].strip():
            raise CommandError(_("Say with --reason why reports are accepted over their errors."))
        by, reach = None, EVERYTHING_ACCEPTED
        over_errors: Container[int] = EVERYTHING_ACCEPTED.accepted
        if options["email"]:
            by = Person.objects.filter(email__iexact=options["email"], is_active=True).first()
            if by is None:
                raise CommandError(
                    _("Nobody signs in with %(email)s.") % {"email": options["email"]}
                )
            accepted, submitted = units_a_person_reports_for(by, timezone.localdate(now))
            reach = ImportReach(accepted, submitted)
            over_errors = units_a_person_accepts_over_errors(by, timezone.localdate(now))
        wanted = Import(
            regime,
            reach,
            by,
            timezone.localdate(now),
            now,
            options["reason"],
            over_errors=over_errors if options["over_errors"] else (),
        )
        outcomes = self._take(wanted, [Path(path) for path in options["paths"]])
        folded = fold_all()
        seal_all_events()
        refused = sum(outcome.is_refused for outcome in outcomes)
        new, changed, unchanged = (
            sum(getattr(outcome, became) for outcome in outcomes)
            for became in ("new", "changed", "unchanged")
        )
        self.stdout.write(
            _(
                "Files: %(files)s, refused: %(refused)s. Reports: %(new)s new, "
                "%(changed)s changed, %(unchanged)s unchanged. Totals worked out: %(totals)s."
            )
            % {
                "files": len(outcomes),
                "refused": refused,
                "new": new,
                "changed": changed,
                "unchanged": unchanged,
                "totals": folded.written,
            }
        )
        if refused:
            raise CommandError(
                _("Files refused: %(refused)s of %(files)s.")
                % {"refused": refused, "files": len(outcomes)}
            )

    def _take(self, wanted: Import, paths: list[Path]) -> list[FileOutcome]:
        outcomes = []
        for outcome in import_files(wanted=wanted, files=_files(paths)):
            outcomes.append(outcome)
            for problem in outcome.problems:
                where = place(problem.sheet, problem.cell, problem.row, problem.column)
                parts = (outcome.name, where, sentence(problem.problem))
                self.stderr.write(": ".join(part for part in parts if part))
            if self.stderr.isatty() and len(outcomes) % 100 == 0:
                self.stderr.write(
                    "\r" + _("Files read: %(files)s") % {"files": len(outcomes)}, ending=""
                )
        return outcomes


def _files(paths: list[Path]) -> Iterator[IncomingFile]:
    """The files named, and those in the folders named that can be reports, by name."""
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                is_report = inner.suffix.lower() in TAKEN or is_archive(inner.name)
                if inner.is_file() and is_report and not inner.name.startswith(("~$", ".")):
                    yield _file(inner, str(inner.relative_to(path)))
        else:
            yield _file(path, path.name)


def _file(path: Path, name: str) -> IncomingFile:
    try:
        return IncomingFile(name, path.read_bytes())
    except OSError as error:
        return IncomingFile(name, problem=Problem("file_unreadable", {"why": error.strerror}))
