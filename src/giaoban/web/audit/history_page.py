"""What was done to this record, by whom and when: a page for any record that has a history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.queries.audit.record_units import record_with_units
from giaoban.rules.people.permissions import Permission
from giaoban.web.audit.history_panel import shown_history
from giaoban.web.frame.access import acting_on, signed_in


@signed_in
def record_history(request: HttpRequest, record_type: str, pk: int) -> HttpResponse:
    """For whoever holds VIEW_HISTORY at the record's unit; everybody else finds nothing."""
    found = record_with_units(record_type, pk)
    acting = acting_on(request)
    if found is None or not any(
        acting.may(Permission.VIEW_HISTORY, unit_id) for unit_id in found[1]
    ):
        raise Http404
    record, _units = found
    return render(
        request,
        "audit/record_history.html",
        {"record": record, "history": shown_history(record)},
    )
