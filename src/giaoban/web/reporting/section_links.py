"""How does an author without an account come to the section: is there a link, and does it work?"""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.section_links import revoke_section_link, send_section_link
from giaoban.models import AssignedSection
from giaoban.queries.reporting.assigned_sections import units_with_authors
from giaoban.queries.reporting.links import LinkState, section_link_states
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.assigned_sections import OPEN
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.people.reach import site_of
from giaoban.web.reporting.consolidated_scope import report_asked
from giaoban.web.reporting.consolidated_words import sentence


def links_shown(request: HttpRequest, sections: Iterable[AssignedSection]) -> dict[int, LinkState]:
    """By section, for those open ones whose unit has nobody with an account, or a link already.

    Three queries.
    """
    acting = acting_on(request)
    of_units = [one for one in sections if one.person_id is None and one.state in OPEN]
    states = section_link_states(of_units, acting.now)
    with_account = units_with_authors({one.unit_id for one in of_units}, acting.today)
    return {
        one.pk: states[one.pk]
        for one in of_units
        if one.unit_id not in with_account or states[one.pk].link is not None
    }


@require_POST
@signed_in
def section_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the unit's contact a new link, or end the one in force: `step` says which."""
    assigned = (
        AssignedSection.objects.filter(pk=pk)
        .select_related("unit", "report__period__regime")
        .first()
    )
    if assigned is None:
        raise Http404
    report = report_asked(request, assigned.report_id, Permission.CONSOLIDATE)
    acting = acting_on(request)
    if request.POST.get("step") == "revoke":
        for held in assigned.links.filter(revoked_at=None):
            revoke_section_link(link=held, by=acting.person, now=acting.now)
            messages.success(request, _("The link is revoked and no longer works."))
    else:
        try:
            link = send_section_link(
                assigned=assigned, by=acting.person, now=acting.now, site=site_of(request)
            )
        except RuleError as error:
            messages.error(request, sentence(error.problem))
        else:
            words = _("A link is on its way to %(email)s.")
            messages.success(request, words % {"email": link.contact.email})
    address = reverse("section_authors", args=[report.pk])
    return HttpResponseRedirect(f"{address}#{assigned.section}")
