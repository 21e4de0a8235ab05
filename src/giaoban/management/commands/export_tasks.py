"""How do tasks get out to another system, as one table?"""

import io
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.exchange.tasks.tasks_table import Cell, task_rows, write_tasks_csv, write_tasks_xlsx
from giaoban.management.register_words import body_named, document_named
from giaoban.models import Task
from giaoban.rules.register.documents import Access

_TABLE, _WORKBOOK = "csv", "xlsx"


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Write tasks as directive,obligation,task,unit,state,due_on,done_on and more, with the "
        "parts that units split off. All tasks without --directive, but for those of documents "
        "for named units, which --with-limited adds."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--directive", metavar="SYMBOL", help="of this document alone")
        parser.add_argument(
            "--body", metavar="BODY", help="whose document it is, where several bear the symbol"
        )
        parser.add_argument(
            "--year", type=int, metavar="YEAR", help="of the document, where it is not the only one"
        )
        parser.add_argument(
            "--with-limited",
            action="store_true",
            help="also what documents for named units oblige to",
        )
        parser.add_argument("--format", choices=(_TABLE, _WORKBOOK), default=_TABLE)
        parser.add_argument("--to", type=Path, metavar="FILE", help="default: stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        tasks = Task.objects.all()
        if options["directive"]:
            body = body_named(options["body"]) if options["body"] else None
            document = document_named(options["directive"], body, options["year"])
            tasks = tasks.filter(obligation__document=document)
        if not options["with_limited"]:
            tasks = self._without_limited(tasks)
        rows = self._counted(task_rows(tasks, timezone.localdate()))
        to: Path | None = options["to"]
        try:
            if options["format"] == _WORKBOOK:
                packed = io.BytesIO()
                write_tasks_xlsx(rows, packed)
                if to is None:
                    sys.stdout.buffer.write(packed.getvalue())
                else:
                    to.write_bytes(packed.getvalue())
            elif to is None:
                write_tasks_csv(rows, self.stdout)  # type: ignore[arg-type]
            else:
                with to.open("w", encoding="utf-8", newline="") as file:
                    write_tasks_csv(rows, file)
        except OSError as error:
            raise CommandError(f"{to or 'stdout'}: {error.strerror}") from error

    def _counted(self, rows: Iterator[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
        for number, row in enumerate(rows, 1):
            if self.stderr.isatty() and number % 1000 == 0:
                self.stderr.write("\r" + _("Tasks: %(tasks)s") % {"tasks": number}, ending="")
            yield row

    def _without_limited(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        """Says how many are left out, so that nobody takes the table for the whole."""
        limited = tasks.filter(obligation__document__access=Access.LIMITED).count()
        if limited:
            said = _("Left out, of documents for named units: %(tasks)s (see --with-limited)")
            self.stderr.write(said % {"tasks": limited})
        return tasks.exclude(obligation__document__access=Access.LIMITED)
