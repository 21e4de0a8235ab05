"""Make the report (BC) that looks back over a span as a Word, PDF or Excel file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.documents.meetings.review_report import review_report
from giaoban.documents.renderers import FileKind, renderer
from giaoban.management.register_words import day_typed
from giaoban.models import Committee
from giaoban.queries.meetings.calendar import committee_called
from giaoban.queries.meetings.review import review_of
from giaoban.queries.meetings.review_series import series_choices
from giaoban.rules.meetings.reviewing import MOST_SERIES, MOST_YEARS, is_too_long
from giaoban.rules.tasks.spans import Span


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Make the report on a span of a committee's work: chosen figures with their first, last, "
        "best and worst, tasks done and open, meetings and attendance, conclusions kept. Totals "
        "that were carried over from earlier documents count."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--committee",
            metavar="CODE",
            help="code of its unit, its symbol or its name; not needed where there is one alone",
        )
        for option, name in (("--from", "first"), ("--to", "last")):
            parser.add_argument(
                option, type=day_typed, required=True, metavar="YYYY-MM-DD", dest=name
            )
        parser.add_argument(
            "--to-file",
            required=True,
            type=Path,
            metavar="FILE",
            help="FILE.docx, FILE.pdf, FILE.xlsx",
        )
        parser.add_argument(
            "--indicator",
            action="append",
            metavar="REGIME/CODE",
            help="show this figure; may be given again (default: those with a target first)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        to: Path = options["to_file"]
        try:
            kind = FileKind(to.suffix.lower().removeprefix("."))
        except ValueError as error:
            raise CommandError(_("The file must end in .docx, .pdf or .xlsx.")) from error
        committee, today = _committee(options["committee"]), timezone.localdate()
        span = _span(options["first"], options["last"], today)
        chosen = options["indicator"]
        if chosen:
            _require_known(committee, chosen)
        review = review_of(committee, span, today=today, chosen=chosen)
        try:
            to.write_bytes(renderer(kind)(review_report(review)))
        except OSError as error:
            raise CommandError(f"{to}: {error.strerror}") from error


def _span(first: date, last: date, today: date) -> Span:
    """Raises CommandError where nothing lies between the two that could be looked back on."""
    if last < first:
        raise CommandError(_("The last day is before the first."))
    if first > today:
        raise CommandError(_("The span has not begun: there is nothing to look back on."))
    if is_too_long(first, last):
        raise CommandError(_("Choose at most %(count)s years.") % {"count": MOST_YEARS})
    return Span(first, last)


def _committee(words: str | None) -> Committee:
    """Raises CommandError where none is meant, or it is not said which."""
    if words:
        found = committee_called(words)
        if found is None:
            raise CommandError(_("No committee is called %(words)s.") % {"words": words})
        return found
    every = list(Committee.objects.select_related("unit"))
    if len(every) != 1:
        raise CommandError(_("Say with --committee whose work is looked back on."))
    return every[0]


def _require_known(committee: Committee, chosen: list[str]) -> None:
    known = {choice.key for choice in series_choices(committee)}
    if len(set(chosen)) > MOST_SERIES:
        raise CommandError(_("Choose at most %(count)s figures.") % {"count": MOST_SERIES})
    unknown = [key for key in chosen if key not in known]
    if unknown:
        raise CommandError(
            _("No figure of this committee is called %(words)s.") % {"words": ", ".join(unknown)}
        )
