"""How is a secretariat told that the term of its committee ends?"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from giaoban.mail.letters import Item, Letter, term_thing
from giaoban.mail.warnings import Notice
from giaoban.models import Person
from giaoban.queries.meetings.terms import EndingTerm
from giaoban.queries.written_days import day_text


def letter_of_term(term: EndingTerm, person: Person, address: str) -> Letter:
    """It leaves together with others that wait for the same reader."""
    with override(person.language):
        greeting = _("Dear %(name)s,") % {"name": person.name}
        said = f"{_said(term)}\n{address}"
        return Letter(
            person.email,
            person.language,
            _subject(term),
            f"{greeting}\n\n{said}",
            greeting=greeting,
            items=(Item(term_thing(term.committee.pk), said),),
            can_wait=True,
        )


def notice_of_term(term: EndingTerm, language: str) -> Notice:
    with override(language):
        return Notice(_subject(term), _said(term))


def _subject(term: EndingTerm) -> str:
    return _("The term of %(committee)s ends on %(day)s") % {
        "committee": term.committee.name,
        "day": day_text(term.ends_on),
    }


def _said(term: EndingTerm) -> str:
    words = ngettext(
        "The term of %(committee)s ends on %(day)s, in %(n)s day. Prepare its renewal, and write "
        "the new end of the term down on its page.",
        "The term of %(committee)s ends on %(day)s, in %(n)s days. Prepare its renewal, and write "
        "the new end of the term down on its page.",
        term.days_left,
    )
    return words % {
        "committee": term.committee.name,
        "day": day_text(term.ends_on),
        "n": term.days_left,
    }
