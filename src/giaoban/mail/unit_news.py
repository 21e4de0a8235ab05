"""How is a unit told something new about one of its reports: by letter, and in an inbox?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.mail.letters import REPORT, Item, Letter, place
from giaoban.mail.warnings import Notice


@dataclass(frozen=True)
class UnitNews:
    """What is new, in the reader's language."""

    subject: str
    sentences: Sequence[str]


def news_letter(
    news: UnitNews,
    *,
    to: str,
    name: str,
    language: str,
    is_person: bool,
    about: str,
    address: str = "",
    link: int | None = None,
    can_wait: bool = True,
    needed_by: datetime | None = None,
) -> Letter:
    """The report that it is `about` is opened at `address`, or by the link whose id is `link`.

    It waits out days off where it can, unless what is asked is to be done by `needed_by`.
    """
    with override(language):
        greeting = _("Dear %(name)s,") if is_person else _("To: %(name)s")
        greeting %= {"name": name or to}
        lines = [*news.sentences, "", address]
        if link is not None:
            lines[-1:] = [_("Open the report here, no password is needed:"), place(1)]
        text = "\n".join(lines)
        opens = None if link is None else (REPORT, link)
        return Letter(
            to,
            language,
            news.subject,
            f"{greeting}\n\n{text}",
            () if opens is None else (opens,),
            greeting=greeting,
            items=(Item(about, text, is_news=True, opens=opens),),
            can_wait=can_wait,
            needed_by=needed_by,
        )


def news_notice(news: UnitNews) -> Notice:
    """The same in an inbox."""
    return Notice(news.subject, " ".join(news.sentences))
