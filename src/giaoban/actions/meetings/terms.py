"""Telling secretariats ahead that the term of their committee ends, once at each step."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from giaoban.actions.audit.events import record
from giaoban.actions.messages.queue import put_into_inboxes, queue_letters
from giaoban.mail.committee_terms import letter_of_term, notice_of_term
from giaoban.models import Committee, Message
from giaoban.queries.meetings.terms import EndingTerm, ending_terms, keepers_of


def warn_of_terms(*, today: date, now: datetime, site: str) -> int:
    """A letter and a line in the inbox to everybody of the secretariats concerned who was not told
    at this step; how many letters.
    """
    return sum(_warn(term, today, now, site) for term in ending_terms(today))


@transaction.atomic
def _warn(term: EndingTerm, today: date, now: datetime, site: str) -> int:
    """A renewed term has another last day, and is warned of anew."""
    committee: Committee = Committee.objects.select_for_update().get(pk=term.committee.pk)
    key = f"term:{committee.pk}:{term.ends_on.isoformat()}:{term.step}"
    told = set(Message.objects.filter(key=key).values_list("person_id", flat=True))
    readers = [each for each in keepers_of(committee, today) if each.pk not in told]
    if not readers:
        return 0
    path = reverse("committee_of", args=[committee.unit_id])
    letters = [letter_of_term(term, each, f"{site.rstrip('/')}{path}") for each in readers]
    queue_letters(letters=letters, site=site, now=now)
    messages = []
    for reader in readers:
        notice = notice_of_term(term, reader.language)
        messages.append(
            Message(
                person=reader,
                subject=notice.subject[:200],
                text=notice.text,
                address=path,
                key=key,
                at=now,
            )
        )
    put_into_inboxes(messages=messages)
    after = {"told": len(readers), "term_ends_on": term.ends_on.isoformat()}
    record(actor=None, action="warn_of_term", on=committee, at=now, after=after)
    return len(letters)
