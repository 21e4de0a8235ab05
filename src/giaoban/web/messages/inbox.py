"""What have I been told? The newest first; a message leads to what it is about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from giaoban.actions.messages.inbox import read_all_messages, read_message
from giaoban.queries.messages.inbox import messages_of, unread_count
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.paging import stretch


@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    person = acting_on(request).person
    rows = stretch(request, messages_of(person))
    return render(request, "messages/inbox.html", {"rows": rows, "new": unread_count(person)})


@signed_in
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Only one's own; it counts as read, and leads on where it has an address."""
    acting = acting_on(request)
    found = messages_of(acting.person).filter(pk=pk).first()
    if found is None:
        return redirect("inbox")
    read_message(message=found, now=acting.now)
    if found.address:
        return redirect(found.address)
    return render(request, "messages/message.html", {"message": found})


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    acting = acting_on(request)
    read_all_messages(person=acting.person, now=acting.now)
    return redirect("inbox")
