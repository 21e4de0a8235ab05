"""Make the minutes, or the notice of conclusions, of a meeting as a Word or PDF file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from giaoban.actions.meetings.minutes import DRAFTED, content_of
from giaoban.documents.meetings.meeting_paper import paper_document
from giaoban.documents.renderers import FileKind, renderer
from giaoban.models import Meeting, MeetingPaper
from giaoban.queries.meetings.calendar import committee_called
from giaoban.queries.meetings.held import closed_meetings
from giaoban.rules.meetings.passages import Reach

_VERSIONS = {"circulation": Reach.CIRCULATED, "members": Reach.MEMBERS, "limited": Reach.LIMITED}


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Make the minutes of a meeting that was closed. Where they were drafted on the page they "
        "are those, with what was written and corrected in them; otherwise they are made from the "
        "record. Passages that the version may not have are left out, with a line that says so."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "meeting", metavar="MEETING", help="its number in the address of its page, or its day"
        )
        parser.add_argument(
            "--committee", metavar="CODE", help="where committees met on the same day"
        )
        parser.add_argument(
            "--to", required=True, type=Path, metavar="FILE", help="FILE.docx or FILE.pdf"
        )
        parser.add_argument(
            "--for",
            dest="version",
            choices=sorted(_VERSIONS),
            default="circulation",
            help="who reads it (default: circulation)",
        )
        parser.add_argument(
            "--paper",
            choices=[kind.value for kind in DRAFTED],
            default=MeetingPaper.Kind.MINUTES.value,
            help="minutes (default), or the notice of conclusions",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        to: Path = options["to"]
        ending = to.suffix.lower().removeprefix(".")
        if ending not in {FileKind.DOCX, FileKind.PDF}:
            raise CommandError(_("The file must end in .docx or .pdf."))
        meeting = _meeting(options["meeting"], options["committee"])
        kind = options["paper"]
        paper = meeting.papers.filter(kind=kind).select_related("document").first()
        if paper is None:
            paper = MeetingPaper(meeting=meeting, kind=kind)
        paper.meeting = meeting
        document = paper_document(content_of(paper), _VERSIONS[options["version"]])
        try:
            to.write_bytes(renderer(FileKind(ending))(document))
        except OSError as error:
            raise CommandError(f"{to}: {error.strerror}") from error


def _meeting(words: str, committee: str | None) -> Meeting:
    """Raises CommandError where none or several are meant."""
    meetings = closed_meetings()
    if committee:
        found_committee = committee_called(committee)
        if found_committee is None:
            raise CommandError(_("No committee is called %(words)s.") % {"words": committee})
        meetings = meetings.filter(committee=found_committee)
    if words.isascii() and words.isdigit():
        found = list(meetings.filter(pk=int(words)))
    else:
        try:
            found = list(meetings.filter(starts_at__date=date.fromisoformat(words)))
        except ValueError as error:
            raise CommandError(
                _("Name the meeting by its number or by its day, such as 2026-10-30.")
            ) from error
    if not found:
        raise CommandError(
            _("No meeting that was closed is meant by %(words)s.") % {"words": words}
        )
    if len(found) > 1:
        those = "; ".join(f"{one.pk} ({one.title})" for one in found)
        raise CommandError(
            _("Several meetings were closed on that day: name one of them: %(meetings)s.")
            % {"meetings": those}
        )
    return found[0]
