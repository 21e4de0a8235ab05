"""What is an item of an agenda called that has no title of its own?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from giaoban.rules.meetings.agenda import ItemKind

ITEM_KINDS: Mapping[str, Promise] = {
    ItemKind.MATTERS_ARISING: pgettext_lazy("item of an agenda", "Matters arising"),
    ItemKind.REPORT: pgettext_lazy("item of an agenda", "Report of the period"),
    ItemKind.CHAIR_PAGE: pgettext_lazy("item of an agenda", "Where things stand: the chair’s page"),
    ItemKind.LATE_DIRECTIVES: pgettext_lazy("item of an agenda", "Directives that are late"),
    ItemKind.REVIEW: pgettext_lazy("item of an agenda", "Review of the period"),
    ItemKind.PROPOSAL: pgettext_lazy("item of an agenda", "Proposal of a unit"),
    ItemKind.STANDING: pgettext_lazy("item of an agenda", "Standing item"),
    ItemKind.DECISION: pgettext_lazy("item of an agenda", "Decision"),
    ItemKind.OTHER: pgettext_lazy("item of an agenda", "Other matters"),
}
"""The title of an item that has none of its own."""


def item_name(kind: str, title: str = "") -> str:
    """In the language in force."""
    return title or str(ITEM_KINDS[kind])
