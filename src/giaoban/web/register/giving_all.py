"""Every obligation that nobody has yet goes to the units that the document names, at once."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.tasks.giving_documents import Given, give_document
from giaoban.models import Document, Obligation
from giaoban.queries.tasks.by_obligation import obligations_ungiven
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.picked import picked_ids
from giaoban.web.register.over import over_of
from giaoban.web.register.scope import document_asked
from giaoban.web.register.term_words import term_text
from giaoban.web.register.words import register_refusal


@dataclass(frozen=True)
class Ungiven:
    obligation: Obligation
    term: str


@signed_in
def give_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of them go to whom; each may be left out, then one step."""
    document, acting = document_asked(request, pk), acting_on(request)
    if not acting.may(Permission.GIVE_TASK, document.body.unit_id):
        raise Http404
    waiting = ungiven_of(document)
    if request.method == "POST":
        said = _given(request, document, {one.obligation.pk for one in waiting})
        if said is not None:
            messages.success(request, _words(said))
            return redirect("document", pk=pk)
    shown = {"document": document, "waiting": waiting, "over": over_of(acting, document)}
    return render(request, "register/give_all.html", shown)


def ungiven_of(document: Document) -> list[Ungiven]:
    """The obligations without any task, in their order."""
    return [Ungiven(one, term_text(one)) for one in obligations_ungiven(document)]


def _given(request: HttpRequest, document: Document, waiting: set[int]) -> Given | None:
    """None with a message where it was refused."""
    acting = acting_on(request)
    ticked = picked_ids(request.POST.getlist("pick"))
    if not ticked & waiting:
        messages.error(request, _("Tick at least one obligation."))
        return None
    try:
        return give_document(
            document=document,
            obligation_ids=ticked & waiting,
            by=acting.person,
            today=acting.today,
            now=acting.now,
        )
    except RuleError as error:
        messages.error(request, register_refusal(error.problem))
        return None


def _words(given: Given) -> str:
    words = ngettext("%(count)s task is given.", "%(count)s tasks are given.", given.tasks) % {
        "count": given.tasks
    }
    if not given.passed:
        return words
    left = ngettext(
        "%(count)s obligation was left out: its last day is over.",
        "%(count)s obligations were left out: their last day is over.",
        given.passed,
    ) % {"count": given.passed}
    return f"{words} {left}"
