"""How is a unit told something new about one of its reports: by letter, and in an inbox?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.mail.letters import REPORT, Letter, place
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
    address: str = "",
    link: int | None = None,
) -> Letter:
    """The report is opened at `address`, or by the link whose id is `link`."""
    with override(language):
        greeting = _("Dear %(name)s,") if is_person else _("To: %(name)s")
        lines = [greeting % {"name": name or to}, "", *news.sentences, ""]
        if link is None:
            return Letter(to, language, news.subject, "\n".join([*lines, address]))
        lines += [_("Open the report here, no password is needed:"), place(1)]
        return Letter(to, language, news.subject, "\n".join(lines), ((REPORT, link),))


def news_notice(news: UnitNews) -> Notice:
    """The same in an inbox."""
    return Notice(news.subject, " ".join(news.sentences))
