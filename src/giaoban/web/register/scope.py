"""Which documents may the person at work see, and whose registers do they keep?"""

from django.http import Http404, HttpRequest

from giaoban.models import Document, NumberedBody, Obligation
from giaoban.queries.register.bodies import bodies_under
from giaoban.queries.register.document_page import document_found
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on
from giaoban.web.frame.acting import Acting


def document_asked(request: HttpRequest, pk: int) -> Document:
    """The document for whoever may see it; everybody else finds nothing."""
    acting = acting_on(request)
    document = document_found(pk, acting.reading, acting.today)
    if document is None:
        raise Http404
    return document


def document_kept(request: HttpRequest, pk: int) -> Document:
    """The document for whoever keeps its register."""
    document = document_asked(request, pk)
    if not may_keep(acting_on(request), document):
        raise Http404
    return document


def obligation_kept(request: HttpRequest, pk: int) -> Obligation:
    obligation = (
        Obligation.objects.select_related("lead", "indicator__regime", "document__body__unit")
        .defer("document__search_text")
        .filter(pk=pk)
        .first()
    )
    if obligation is None or not may_keep(acting_on(request), obligation.document):
        raise Http404
    return obligation


def may_keep(acting: Acting, document: Document) -> bool:
    return acting.may(Permission.MANAGE_REGISTER, document.body.unit_id)


def bodies_to_write(acting: Acting) -> list[NumberedBody]:
    """Those in whose registers the person enters documents today."""
    keeping = acting.units_where(Permission.MANAGE_REGISTER)
    return list(bodies_under(keeping, acting.today).filter(is_active=True)) if keeping else []


def body_kept(request: HttpRequest, pk: int) -> NumberedBody:
    body = NumberedBody.objects.select_related("unit").filter(pk=pk).first()
    if body is None or not acting_on(request).may(Permission.MANAGE_REGISTER, body.unit_id):
        raise Http404
    return body
