"""How do the obligations of a directive get in that stand in the table of its annex?"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.register.files import ReadFile
from giaoban.actions.register.importing_obligations import (
    ImportedObligations,
    ObligationsRefused,
    import_obligations,
    read_annex_file,
)
from giaoban.exchange.register.annex_tables import (
    annex_numbered,
    annexes_beside,
    annexes_in,
    first_readable,
    rows_in,
)
from giaoban.exchange.register.problem_words import annex_lines, annexes_lines, sentence
from giaoban.management.register_words import body_named, document_named, person_who_keeps
from giaoban.models import Document, Person
from giaoban.queries.register.named_units import units_named_by
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import Annex, AnnexRow


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Take the obligations of an annex (phụ lục phân công nhiệm vụ) from the table of a Word "
        "file or a workbook into the document that it belongs to. The file is taken whole or "
        "refused whole, with one line on stderr for each bad cell; rows that the document has "
        "already change nothing. The file is kept with the document; one that is marked as a state "
        "secret is refused and nothing of it is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a .docx, .xlsx, .xls or .ods")
        parser.add_argument("--document", required=True, metavar="SYMBOL", help="such as 05/QĐ-BCĐ")
        parser.add_argument(
            "--body",
            metavar="BODY",
            help="in whose register, where several have that symbol: its name, symbol or outside "
            "code, or UNIT:NAME",
        )
        parser.add_argument(
            "--year", type=int, metavar="YEAR", help="of the document, where it is not the only one"
        )
        parser.add_argument(
            "--annex",
            type=int,
            metavar="NUMBER",
            help="which annex of the file, where it has several tables or sheets that are one: its "
            "number among them (default: the first)",
        )
        parser.add_argument(
            "--another-annex",
            action="store_true",
            help="the table is another annex of the document, whose numbers begin again",
        )
        parser.add_argument(
            "--as",
            dest="email",
            metavar="EMAIL",
            help="in this person's name and with this person's permissions (default: the system)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate(timezone.now())
        path = Path(options["file"])
        body = body_named(options["body"]) if options["body"] else None
        document = document_named(options["document"], body, options["year"])
        by = person_who_keeps(options["email"], document.body, today)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        try:
            read = read_annex_file(path.name, content)
            units = units_named_by(document.body, today)
            annexes = annexes_in(read.tables, units)
            number = options["annex"]
            chosen = first_readable(annexes) if number is None else annex_numbered(annexes, number)
            if len(annexes) > 1 and number is None:
                for line in annexes_lines(annexes, chosen):
                    self.stderr.write(line)
            beside = rows_in(annexes_beside(annexes, chosen.number))
            another = options["another_annex"]
            done = self._take(document, chosen.annex, beside, read.file, path, by, another)
        except RuleError as error:
            raise CommandError(f"{path}: {sentence(error.code, error.params)}") from error
        seal_all_events()
        self.stdout.write(
            _("Obligations taken: %(added)s. Already there: %(unchanged)s.")
            % {"added": done.added, "unchanged": done.unchanged}
        )

    def _take(
        self,
        document: Document,
        annex: Annex,
        beside: Sequence[AnnexRow],
        file: ReadFile,
        path: Path,
        by: Person | None,
        is_another_annex: bool,
    ) -> ImportedObligations:
        if self.stderr.isatty():
            self.stderr.write(_("Rows in the file: %(rows)s") % {"rows": len(annex.rows)})
        try:
            done = import_obligations(
                document=document,
                rows=annex.rows,
                by=by,
                now=timezone.now(),
                file=file,
                is_another_annex=is_another_annex,
                beside=beside,
            )
        except ObligationsRefused as refused:
            for row in refused.rows:
                for line in annex_lines(row):
                    self.stderr.write(line)
            raise CommandError(
                _("%(path)s: nothing was imported. Rows to mend: %(rows)s.")
                % {"path": path, "rows": len(refused.rows)}
            ) from refused
        for row in annex.rows:
            for line in annex_lines(row):
                self.stderr.write(line)
        return done
