"""Check every stored total against the values, worked out another way (docs/decisions/0005)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from giaoban.actions.reporting.folding import fold_all
from giaoban.models import Mark
from giaoban.queries.reporting.verification import Difference, Verification, verify

TRIES = 5


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Work out every total again from the reports, in another way, and name each difference. "
        "What waits to be added up is added up first. Exit 1 where something differs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = _verified()
        for difference in found.differences:
            self.stdout.write(in_words(difference))
        if found.differences:
            raise CommandError(
                _("%(wrong)s of %(all)s figures differ.")
                % {"wrong": len(found.differences), "all": found.compared}
            )
        self.stdout.write(_("%(all)s figures are right.") % {"all": found.compared})


def _verified() -> Verification:
    """On a moment at which nothing is marked: while people submit, it is looked for again."""
    for _try in range(TRIES):
        fold_all()
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            if not Mark.objects.exists():
                return verify()
        if sys.stderr.isatty():
            sys.stderr.write(".")
    raise CommandError(_("Reports come in too quickly for a check. Try again at a quieter time."))


def in_words(difference: Difference) -> str:
    """One line: which total of which unit and period, what is stored, and what should be."""
    stored, computed = (
        _("nothing") if number is None else repr(number)
        for number in (difference.stored, difference.computed)
    )
    return _(
        "%(unit)s %(period)s %(regime)s %(what)s: stored %(stored)s, should be %(computed)s"
    ) % {
        "regime": difference.regime,
        "unit": difference.unit,
        "period": difference.period,
        "what": difference.what,
        "stored": stored,
        "computed": computed,
    }
