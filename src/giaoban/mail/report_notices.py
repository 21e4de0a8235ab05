"""What do people find in their inbox about a consolidated report?"""

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.mail.warnings import Notice


def report_returned(*, title: str, reason: str, language: str) -> Notice:
    """For whoever began the report: the chair did not approve it."""
    with override(language):
        return Notice(_("Report to mend: %(title)s") % {"title": title}, reason)


def comment_answered(*, name: str, title: str, text: str, language: str) -> Notice:
    with override(language):
        words = _("%(name)s answered your comment: %(title)s")
        return Notice(words % {"name": name, "title": title}, text)


def own_report_arrived(*, unit: str, title: str, language: str) -> Notice:
    """For the secretariat above a unit."""
    with override(language):
        return Notice(_("Report received from %(unit)s") % {"unit": unit}, title)
