"""Which letters leave as one, and what does that one say?"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from giaoban.mail.digests import digest
from giaoban.mail.letters import Item, is_about_meeting, is_about_task, with_addresses
from giaoban.models import OutgoingMail
from giaoban.queries.messages.waiting import waiting
from giaoban.rules.messages.gathering import Waiting, gathered

Opening = Callable[[str, int, str], str | None]
"""The address that opens (what, id) below a site; None where it is not wanted any more."""


def others_for_its_reader(mail: OutgoingMail, now: datetime) -> list[OutgoingMail]:
    """The letters that are due too and can stand in one with this, in its language."""
    if not mail.items:
        return []
    due = waiting().filter(send_after__lte=now, language=mail.language, to__iexact=mail.to)
    return [other for other in due.exclude(pk=mail.pk) if other.items]


def text_of(mails: Sequence[OutgoingMail], opening: Opening) -> tuple[str, str] | None:
    """Subject and text of one letter for all, the oldest first; None where nothing is left to say.

    Where everything stands in one of them already, that one leaves as it was written.
    """
    opening = cache(opening)  # each asking gives another address, and ends the one before
    chosen = _chosen([(mail, _item(row)) for mail in mails for row in mail.items], opening)
    alone = chosen[0][0] if chosen else mails[0]
    if all(mail is alone for mail, _, _ in chosen) and len(chosen) == len(alone.items):
        return _as_written(alone, opening)
    if not chosen:
        return None
    texts = [text for _mail, text, _is_late in chosen]
    late = sum(is_late for _mail, _text, is_late in chosen)
    about = [row["about"] for mail, _, _ in chosen for row in mail.items]
    return digest(
        mails[0].greeting,
        texts,
        late=late,
        language=mails[0].language,
        has_tasks=any(map(is_about_task, about)),
        has_meetings=any(map(is_about_meeting, about)),
    )


def _chosen(
    told: Sequence[tuple[OutgoingMail, Item]], opening: Opening
) -> list[tuple[OutgoingMail, str, bool]]:
    """What is said: its letter, its text, whether it is late.

    What opens nothing any more hides nothing: without it the rest is gathered anew. Only what is
    to be said is opened, since that ends the address which an earlier letter gave.
    """
    while True:
        said = gathered([Waiting(item.about, item.is_late, item.is_news) for _mail, item in told])
        texts = {place: _text(*told[place], opening) for place, _is_late in said}
        living = [
            (told[place][0], text, is_late)
            for place, is_late in said
            if (text := texts[place]) is not None
        ]
        if len(living) == len(said):
            return living
        told = [one for place, one in enumerate(told) if texts.get(place, "") is not None]


def _text(mail: OutgoingMail, item: Item, opening: Opening) -> str | None:
    if item.opens is None:
        return item.text
    address = opening(*item.opens, mail.site)
    return None if address is None else with_addresses(item.text, [address])


def _as_written(mail: OutgoingMail, opening: Opening) -> tuple[str, str] | None:
    addresses = [opening(what, pk, mail.site) for what, pk in mail.opens]
    if addresses and not any(addresses):
        return None
    return mail.subject, with_addresses(mail.body, [address or "—" for address in addresses])


def _item(row: dict[str, object]) -> Item:
    """As it was stored."""
    opens = row["opens"]
    assert opens is None or isinstance(opens, list)
    return Item(
        about=str(row["about"]),
        text=str(row["text"]),
        is_late=bool(row["is_late"]),
        is_news=bool(row["is_news"]),
        opens=None if opens is None else (opens[0], opens[1]),
    )
