"""Make the consolidated report of a unit and period as a Word, PDF or Excel file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from giaoban.documents.renderers import FileKind
from giaoban.management.consolidating import annex_asked, file_asked


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Make the consolidated report of a unit and period. Where one was drafted on the page it "
        "is that one, with the figures that were kept if it was fixed; otherwise it is made from "
        "the regime's outline. What waits to be added up is added up first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--regime", required=True, metavar="CODE")
        parser.add_argument("--period", required=True, metavar="KEY")
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument(
            "--to", required=True, type=Path, metavar="FILE", help="FILE.docx, FILE.pdf, FILE.xlsx"
        )
        parser.add_argument(
            "--layout",
            choices=("own", "built-in", "workbook"),
            default="own",
            help="own: a Word file follows the unit's template in use, if there is one (default); "
            "workbook: the figures in the committee's own workbook (FILE.xlsx only)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        to: Path = options["to"]
        try:
            kind = FileKind(to.suffix.lower().removeprefix("."))
        except ValueError as error:
            raise CommandError(_("The file must end in .docx, .pdf or .xlsx.")) from error
        asked = {
            "regime_code": options["regime"],
            "key": options["period"],
            "unit_code": options["unit"],
        }
        if options["layout"] == "workbook":
            if kind is not FileKind.XLSX:
                raise CommandError(_("The committee's own workbook must end in .xlsx."))
            content = annex_asked(**asked)
        else:
            is_built_in = options["layout"] == "built-in"
            content = file_asked(kind=kind, is_built_in=is_built_in, **asked)
        try:
            to.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{to}: {error.strerror}") from error
