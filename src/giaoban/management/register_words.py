"""What do the words of a command mean: whose register, which document, which day, and may the
person named there keep it?
"""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from giaoban.models import Document, NumberedBody, Person
from giaoban.queries.people.reach import grants_of, may_person
from giaoban.queries.register.finding import bodies_named, documents_named
from giaoban.rules.country.dates import EARLIEST, LATEST
from giaoban.rules.people.permissions import Permission


def day_typed(words: str) -> date:
    """The day of an option."""
    try:
        day = date.fromisoformat(words)
        if not EARLIEST <= day <= LATEST:
            raise ValueError(words)
        return day
    except ValueError:
        raise ArgumentTypeError(
            _("“%(words)s” is no day: write it as 2026-11-30.") % {"words": words}
        ) from None


def body_named(words: str) -> NumberedBody:
    """Raises CommandError where none or several are meant."""
    found = bodies_named(words)
    if not found:
        raise CommandError(
            _("No body that keeps registers is called %(words)s.") % {"words": words}
        )
    if len(found) > 1:
        raise CommandError(
            _("Several bodies are called %(words)s: name one of them: %(bodies)s.")
            % {"words": words, "bodies": "; ".join(_exact(body) for body in found)}
        )
    return found[0]


def document_named(symbol: str, body: NumberedBody | None, year: int | None = None) -> Document:
    """Raises CommandError where none or several bear the symbol: numbers begin anew each year."""
    found = [one for one in documents_named(symbol, body) if year in (None, _year(one))]
    if not found:
        raise CommandError(_("No document bears the symbol %(symbol)s.") % {"symbol": symbol})
    if len(found) > 1:
        those = "; ".join(f"{_exact(one.body)}, {_year(one) or '–'}" for one in found)
        raise CommandError(
            _("Several documents bear the symbol %(symbol)s: name body and year: %(those)s.")
            % {"symbol": symbol, "those": those}
        )
    return found[0]


def person_who_keeps(email: str | None, body: NumberedBody, on: date) -> Person | None:
    """The person of `--as`; None for the system. Raises CommandError."""
    if not email:
        return None
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandError(_("Nobody signs in with %(email)s.") % {"email": email})
    if not may_person(grants_of(person), Permission.MANAGE_REGISTER, body.unit_id, on):
        raise CommandError(
            _("%(email)s may not keep the registers of %(body)s.")
            % {"email": email, "body": body.name}
        )
    return person


def _year(document: Document) -> int | None:
    return document.dated_on.year if document.dated_on else None


def _exact(body: NumberedBody) -> str:
    return f"{body.unit.code}:{body.name}"
