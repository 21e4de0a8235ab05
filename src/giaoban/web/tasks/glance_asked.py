"""Which unit, directive and obligation does the address of the glance page name?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from giaoban.models import Document, Obligation, Unit
from giaoban.queries.tasks.at_a_glance import Key, directives_under, obligations_under
from giaoban.queries.tasks.seen import tasks_under
from giaoban.rules.people.permissions import Permission
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import OPEN
from giaoban.web.frame.access import acting_on
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.document_naming import Names, shown_document
from giaoban.web.reporting.explorer_choice import unit_seen

MOST_COLUMNS = 6
"""Of the newest directives, or of the first obligations; the others are behind an address."""


@dataclass(frozen=True)
class Column:
    """`key` None: what came without a document. `address` leads one step further down."""

    key: Key
    label: str
    title: str
    address: str


@dataclass(frozen=True)
class Asked:
    """What the address names. `columns` are those shown, out of `among`, from number `across`."""

    unit: Unit
    document: Document | None
    obligation: Obligation | None
    narrowed: Count | None
    shows_all: bool
    columns: list[Column]
    across: int
    among: int

    @property
    def before(self) -> int | None:
        return max(self.across - MOST_COLUMNS, 0) if self.across else None

    @property
    def after(self) -> int | None:
        following = self.across + MOST_COLUMNS
        return following if following < self.among else None


def asked_of(request: HttpRequest) -> Asked:
    acting = acting_on(request)
    unit = unit_asked(request)
    obligation = _obligation(request, acting)
    found = obligation.document if obligation else document_asked(request, acting)
    document = None if found is None else shown_document(acting, found)
    state = request.GET.get("state", "")
    shows_all = request.GET.get("show") == "all"
    across = number_in(request.GET.get("across", "")) or 0
    columns, among = _columns(request, acting, unit, document, obligation, shows_all, across)
    if not columns and across:
        across = 0
        columns, among = _columns(request, acting, unit, document, obligation, shows_all, 0)
    return Asked(
        unit=unit,
        document=document,
        obligation=obligation,
        narrowed=Count(state) if state in set(Count) else None,
        shows_all=shows_all,
        columns=columns,
        across=across,
        among=among,
    )


def unit_asked(request: HttpRequest) -> Unit:
    """The unit in the address, else the one for which the person acts."""
    given = request.GET.get("unit")
    if given:
        return unit_seen(request, given)
    acting = acting_on(request)
    held = acting.units_where(Permission.VIEW)
    chosen = acting.unit
    if chosen is not None and chosen.pk in held:
        return chosen
    return Unit.objects.get(pk=next(pk for pk in acting.unit_ids if pk in held))


def nothing_given(acting: Acting, unit_id: int | None) -> bool:
    """Nothing to anybody there, ever: what an empty page says is another then."""
    return not tasks_under(acting.seeing_tasks, unit_id, acting.today).exists()


def _columns(
    request: HttpRequest,
    acting: Acting,
    unit: Unit,
    asked: Document | None,
    obligation: Obligation | None,
    shows_all: bool,
    across: int,
) -> tuple[list[Column], int]:
    """Those shown, and how many there are."""
    names = Names(acting, [] if asked is None else [asked])
    if obligation is not None:
        return [_of_obligation(request, obligation, names)], 1
    seeing, today = acting.seeing_tasks, acting.today
    if asked is not None:
        obligations = obligations_under(seeing, unit, asked.pk, today)
        shown = [_of_obligation(request, one, names) for one in obligations[across:][:MOST_COLUMNS]]
        return shown, obligations.count()
    directives = directives_under(seeing, unit, today, only_open=not shows_all)
    # Looked for once: those shown and how many there are are told by the same ids.
    ids = list(directives.values_list("pk", flat=True))
    shown_ids = ids[across:][:MOST_COLUMNS]
    documents = Document.objects.defer("search_text").in_bulk(shown_ids)
    names = Names(acting, documents.values())
    found = [_of_document(request, names.shown(documents[pk])) for pk in shown_ids]
    loose = tasks_under(seeing, unit.pk, today).filter(obligation=None)
    if not across and (loose if shows_all else loose.filter(whole__in=OPEN)).exists():
        found.append(Column(None, _("Without a document"), "", ""))
    return found, len(ids)


def _of_document(request: HttpRequest, document: Document) -> Column:
    label = document.symbol or document.title
    return Column(document.pk, label, document.title, step_address(request, document=document.pk))


def _of_obligation(request: HttpRequest, obligation: Obligation, names: Names) -> Column:
    """Of an unread document its place alone: a task may say less than the whole obligation."""
    label = _("Obligation %(number)s") % {"number": obligation.position + 1}
    address = step_address(request, obligation=obligation.pk, document=None)
    if not names.is_read(obligation.document):
        return Column(obligation.pk, label, label, address)
    return Column(obligation.pk, obligation.clause or label, obligation.text, address)


def step_address(request: HttpRequest, **changes: object) -> str:
    """This page's address with something changed; page and place in the columns begin anew."""
    query = {
        name: request.GET[name] for name in ("unit", "document", "show") if name in request.GET
    }
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{urlencode(query)}"


def document_asked(request: HttpRequest, acting: Acting) -> Document | None:
    """The one in the address, where tasks of it are seen; which may lie elsewhere."""
    if "document" not in request.GET:
        return None
    number = number_in(request.GET["document"])
    tasks = tasks_under(acting.seeing_tasks, None, acting.today)
    if number is None or not tasks.filter(obligation__document=number).exists():
        raise Http404
    return Document.objects.defer("search_text").get(pk=number)


def _obligation(request: HttpRequest, acting: Acting) -> Obligation | None:
    if "obligation" not in request.GET:
        return None
    number = number_in(request.GET["obligation"])
    tasks = tasks_under(acting.seeing_tasks, None, acting.today)
    if number is None or not tasks.filter(obligation=number).exists():
        raise Http404
    return (
        Obligation.objects.select_related("document").defer("document__search_text").get(pk=number)
    )


def number_in(given: str) -> int | None:
    """An id or a place; None for what is none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None
