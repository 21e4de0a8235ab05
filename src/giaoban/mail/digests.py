"""What does one letter say in place of many that wait for the same reader?"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override


def digest(
    greeting: str,
    texts: Sequence[str],
    *,
    late: int,
    language: str,
    has_tasks: bool = False,
    has_meetings: bool = False,
) -> tuple[str, str]:
    """Subject and text; `texts` in their order, the first `late` of them about what is late."""
    with override(language):
        count = len(texts)
        words = {"n": count, "late": late}
        if has_meetings and late:
            subject = ngettext(
                "%(n)s matter for you, %(late)s of it overdue",
                "%(n)s matters for you, %(late)s of them overdue",
                count,
            )
        elif has_meetings:
            subject = ngettext("%(n)s matter for you", "%(n)s matters for you", count)
        elif has_tasks and late:
            subject = ngettext(
                "%(n)s matter about your reports and tasks, %(late)s of it overdue",
                "%(n)s matters about your reports and tasks, %(late)s of them overdue",
                count,
            )
        elif has_tasks:
            subject = ngettext(
                "%(n)s matter about your reports and tasks",
                "%(n)s matters about your reports and tasks",
                count,
            )
        elif late:
            subject = ngettext(
                "%(n)s matter about your reports, %(late)s of it overdue",
                "%(n)s matters about your reports, %(late)s of them overdue",
                count,
            )
        else:
            subject = ngettext(
                "%(n)s matter about your reports", "%(n)s matters about your reports", count
            )
        numbered = [f"{number}. {text}" for number, text in enumerate(texts, start=1)]
        closing = _("What you have done meanwhile needs nothing more.")
        return subject % words, "\n\n".join([greeting, *numbered, closing])
