"""How are a document's states, relations, readers, numbers and proofs called?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.models import Obligation
from giaoban.rules.register.documents import Access, DocumentState, Numbering
from giaoban.rules.register.standing import Relation
from giaoban.web.frame.labels import Badge

DOCUMENT_STATES: Mapping[str, Badge] = {
    DocumentState.DRAFT: Badge(
        "neutral", "pencil-line", pgettext_lazy("state of a document", "draft")
    ),
    DocumentState.REGISTERED: Badge(
        "neutral", "inbox", pgettext_lazy("state of a document", "registered")
    ),
    DocumentState.ISSUED: Badge("done", "stamp", pgettext_lazy("state of a document", "issued")),
    DocumentState.CALLED_OFF: Badge(
        "returned", "ban", pgettext_lazy("state of a document", "called off")
    ),
}
DOES: Mapping[str, Promise] = {
    Relation.CARRIES_OUT: pgettext_lazy("what a document does to another", "carries out"),
    Relation.AMENDS: pgettext_lazy("what a document does to another", "amends"),
    Relation.REPLACES: pgettext_lazy("what a document does to another", "replaces"),
    Relation.ENDS: pgettext_lazy("what a document does to another", "ends"),
}
ACCESS_SHORT: Mapping[str, Promise] = {
    Access.PUBLIC: pgettext_lazy("who may read", "public"),
    Access.INTERNAL: pgettext_lazy("who may read", "internal"),
    Access.LIMITED: pgettext_lazy("who may read", "limited"),
}
NUMBERINGS: Mapping[str, Promise] = {
    Numbering.OWN: gettext_lazy("given here, one after the other"),
    Numbering.GIVEN: gettext_lazy("given by the office's document system, and written down here"),
}
PROOFS: Mapping[str, Promise] = {
    "": gettext_lazy("no figure"),
    Obligation.Proof.TOTAL.value: gettext_lazy("the figure of the lead unit and all under it"),
    Obligation.Proof.SHARE.value: gettext_lazy(
        "the share of units, of those that were given it, that report it (%)"
    ),
}
