"""How do documents get in that an office's document system, or its register, has already?"""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.register.importing import DocumentsRefused, ImportedDocuments
from giaoban.actions.register.importing_files import (
    TAKEN,
    SentFile,
    files_sent,
    import_document_file,
)
from giaoban.exchange.register.problem_words import document_line, sentence
from giaoban.exchange.reporting.archives import ending, is_archive
from giaoban.management.register_words import body_named, day_typed, person_who_keeps
from giaoban.models import NumberedBody, Person
from giaoban.rules.problems import Problem


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Enter the documents of tables (.csv), of edXML packages (.edxml, .xml) and of zips and "
        "folders of them into the register of a body. Each file is taken whole or refused whole, "
        "with one line on stderr for everything that is wrong; what is there already changes "
        "nothing. A file that is marked as a state secret is refused and nothing of it is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
        parser.add_argument(
            "--body",
            required=True,
            metavar="BODY",
            help="whose register: its name, symbol or outside code, or UNIT:NAME",
        )
        parser.add_argument(
            "--arrived-on",
            type=day_typed,
            metavar="DAY",
            help="the day on which packages arrived, YYYY-MM-DD (default: today)",
        )
        parser.add_argument(
            "--as",
            dest="email",
            metavar="EMAIL",
            help="in this person's name and with this person's permissions (default: the system)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        body = body_named(options["body"])
        by = person_who_keeps(options["email"], body, timezone.localdate(now))
        arrived_on = options["arrived_on"] or timezone.localdate(now)
        files = added = unchanged = kept = refused = 0
        for file in _files([Path(path) for path in options["paths"]]):
            files += 1
            done = self._take(body, file, arrived_on, by)
            if done is None:
                refused += 1
                continue
            added, unchanged = added + len(done.added), unchanged + done.unchanged
            kept += done.files
            if self.stderr.isatty() and files % 20 == 0:
                self.stderr.write("\r" + _("Files read: %(files)s") % {"files": files}, ending="")
        seal_all_events()
        self.stdout.write(
            _(
                "Files: %(files)s, refused: %(refused)s. Documents: %(added)s entered, "
                "%(unchanged)s already there. Files of documents kept: %(kept)s."
            )
            % {
                "files": files,
                "refused": refused,
                "added": added,
                "unchanged": unchanged,
                "kept": kept,
            }
        )
        if refused:
            raise CommandError(
                _("Files refused: %(refused)s of %(files)s.") % {"refused": refused, "files": files}
            )

    def _take(
        self, body: NumberedBody, file: SentFile, arrived_on: date, by: Person | None
    ) -> ImportedDocuments | None:
        now = timezone.now()
        name, content, problem = file
        if problem is not None:
            self.stderr.write(f"{name}: {sentence(problem.code, problem.params)}")
            return None
        try:
            done = import_document_file(
                body=body,
                name=name,
                content=content,
                arrived_on=arrived_on,
                by=by,
                today=timezone.localdate(now),
                now=now,
            )
        except DocumentsRefused as error:
            for each in error.problems:
                self.stderr.write(f"{name}: {document_line(each)}")
            return None
        for document in done.called_off:
            said = _("%(symbol)s was called off here, and is not entered again")
            self.stderr.write(f"{name}: {said % {'symbol': document.symbol}}")
        for left_out in done.left_out:
            self.stderr.write(f"{name}: {sentence(left_out.code, left_out.params)}")
        return done


def _files(paths: list[Path]) -> Iterator[SentFile]:
    """The files named, those in the folders and zips named that can be taken, by name."""
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                is_wanted = ending(inner.name) in TAKEN or is_archive(inner.name)
                if inner.is_file() and is_wanted and not inner.name.startswith(("~$", ".")):
                    yield from _file(inner, str(inner.relative_to(path)))
        else:
            yield from _file(path, path.name)


def _file(path: Path, name: str) -> Iterator[SentFile]:
    try:
        content = path.read_bytes()
    except OSError as error:
        yield name, b"", Problem("file_unreadable", {"why": error.strerror})
        return
    yield from files_sent(name, content)
