"""Does the chain of sealed audit events still hold?"""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.queries.audit.sealed import head, sealed_events, unsealed_count
from giaoban.rules.audit.chain import EventFacts, first_break

REASONS = {
    "gap": gettext_lazy("Event %(number)s is not there: it was deleted, or the order was changed."),
    "touched": gettext_lazy(
        "Event %(number)s is not what was sealed: its content or its digest was changed."
    ),
}


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Recompute the hash chain of all sealed audit events, name the first broken one, and print "
        "the head (number and digest). Keep the head elsewhere: --head then also finds out "
        "whether the newest events were cut off."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            metavar="NUMBER:DIGEST",
            help="a head printed earlier; the event of that number must still bear that digest",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        kept = _kept_head(options["head"])
        digests: dict[int, str] = {}
        broken = first_break(self._counted(kept[0] if kept else 0, digests))
        if broken:
            raise CommandError(REASONS[broken.code] % {"number": broken.number})
        if kept and digests.get(kept[0]) != kept[1]:
            raise CommandError(
                _("Event %(number)s is not the one whose digest was kept.") % {"number": kept[0]}
            )
        number, digest = head()
        self.stdout.write(_("Events sealed, chain unbroken: %(count)s") % {"count": number})
        self.stdout.write(_("Events not sealed yet: %(count)s") % {"count": unsealed_count()})
        # The same word in every language: scripts keep this line.
        self.stdout.write(f"head: {number}:{digest}")

    def _counted(self, kept: int, digests: dict[int, str]) -> Iterator[tuple[EventFacts, str]]:
        shows = self.stderr.isatty()
        for event, digest in sealed_events():
            if event.number == kept:
                digests[kept] = digest
            if shows and event.number % 10_000 == 0:
                self.stderr.write(f"\r{event.number}", ending="")
            yield event, digest
        if shows:
            self.stderr.write("\r", ending="")


def _kept_head(text: str | None) -> tuple[int, str] | None:
    if not text:
        return None
    number, _, digest = text.partition(":")
    if not (number.isascii() and number.isdecimal()) or not digest:
        raise CommandError(_("--head is NUMBER:DIGEST, as verify_audit prints it."))
    return int(number), digest
