"""Which letters leave as one, and what does that one say?"""

from collections.abc import Callable, Sequence
from datetime import datetime

from giaoban.mail.digests import digest
from giaoban.mail.letters import Item, with_addresses
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
    told = [(mail, _item(row)) for mail in mails for row in mail.items]
    chosen = [
        (*told[place], is_late)
        for place, is_late in gathered(
            [Waiting(item.about, item.is_late, item.is_news) for _mail, item in told]
        )
    ]
    alone = chosen[0][0] if chosen else mails[0]
    if all(mail is alone for mail, _, _ in chosen) and len(chosen) == len(alone.items):
        return _as_written(alone, opening)
    texts, late = [], 0
    for mail, item, is_late in chosen:
        addresses = [opening(*item.opens, mail.site)] if item.opens else []
        if None in addresses:
            continue
        texts.append(with_addresses(item.text, [address or "" for address in addresses]))
        late += is_late
    if not texts:
        return None
    return digest(mails[0].greeting, texts, late=late, language=mails[0].language)


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
