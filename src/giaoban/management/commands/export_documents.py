"""How do documents get out to a document system, or to another register?"""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.exchange.register.document_text import READABLE
from giaoban.exchange.register.documents_csv import write_documents_csv
from giaoban.exchange.register.edxml import write_package
from giaoban.exchange.register.edxml_names import Attachment
from giaoban.management.register_words import body_named, day_typed
from giaoban.models import Document
from giaoban.queries.register.finding import documents_to_send
from giaoban.rules.register.documents import Access, Direction

_TABLE, _PACKAGES = "csv", "edxml"


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Write the documents of a body that have a date: as one table (.csv) to stdout or to a "
        "file, or as edXML packages with their files into a folder, one package a document. "
        "What is written can be read again by import_documents. Drafts and documents that were "
        "called off are left out, as are those for named units, which --with-limited adds."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--body",
            required=True,
            metavar="BODY",
            help="whose register: its name, symbol or outside code, or UNIT:NAME",
        )
        parser.add_argument("--format", choices=(_TABLE, _PACKAGES), default=_TABLE)
        parser.add_argument(
            "--direction", choices=[each.value for each in Direction], help="default: both"
        )
        for option, words in (("--since", "the first day"), ("--until", "the last day")):
            parser.add_argument(
                option, type=day_typed, metavar="DAY", help=f"{words} of their dates"
            )
        parser.add_argument(
            "--with-limited", action="store_true", help="also documents for named units"
        )
        parser.add_argument("--to", metavar="PATH", help="a file, or the folder of packages")

    def handle(self, *args: Any, **options: Any) -> None:
        body = body_named(options["body"])
        documents = documents_to_send(
            body,
            direction=options["direction"],
            since=options["since"],
            until=options["until"],
        )
        if not options["with_limited"]:
            documents = self._without_limited(documents)
        if options["format"] == _PACKAGES:
            self._write_packages(documents, options["to"])
            return
        text = write_documents_csv(documents)
        if not options["to"]:
            self.stdout.write(text, ending="")
            return
        try:
            Path(options["to"]).write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['to']}: {error.strerror}") from error

    def _without_limited(self, documents: list[Document]) -> list[Document]:
        """Says how many are left out, so that nobody takes what is written for the whole."""
        written = [document for document in documents if document.access != Access.LIMITED]
        limited = len(documents) - len(written)
        if limited:
            said = _("Left out, for named units: %(documents)s (see --with-limited)")
            self.stderr.write(said % {"documents": limited})
        return written

    def _write_packages(self, documents: list[Document], to: str | None) -> None:
        if not to:
            raise CommandError(_("Say with --to into which folder the packages are written."))
        now = timezone.localtime(timezone.now())
        try:
            folder = Path(to)
            folder.mkdir(parents=True, exist_ok=True)
            for place, document in enumerate(documents, 1):
                package = write_package(document, _attachments(document), written_at=now)
                (folder / f"{document.pk}.edxml").write_bytes(package)
                if self.stderr.isatty() and place % 20 == 0:
                    line = _("Documents written: %(documents)s") % {"documents": place}
                    self.stderr.write("\r" + line, ending="")
        except OSError as error:
            raise CommandError(f"{to}: {error.strerror}") from error
        self.stdout.write(_("Documents written: %(documents)s") % {"documents": len(documents)})


def _attachments(document: Document) -> Iterator[Attachment]:
    for each in document.files.all():
        if Path(each.file.name).suffix.lower() in READABLE:
            with each.file.content.open("rb") as stored:
                yield Attachment(each.file.name, stored.read())
