"""Do letters leave? What waits, what was refused; in a demo, the letters themselves."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.messages.sending import try_again
from giaoban.mail.folder import kept_letters
from giaoban.models import OutgoingMail, Regime
from giaoban.queries.messages.waiting import queue_state, refused_letters
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.paging import stretch
from giaoban.web.messages.letter_text import paragraphs


@signed_in
def mail(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_PEOPLE)
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "")
    goes_to_folder = settings.EMAIL_BACKEND == "giaoban.mail.folder.FolderBackend"
    shows_letters = goes_to_folder and is_made_up()
    kept = kept_letters(folder) if shows_letters else []
    rows = stretch(request, kept, at_once=20)
    return render(
        request,
        "messages/mail.html",
        {
            "state": queue_state(acting_on(request).now),
            "refused": stretch(request, refused_letters(), name="refused"),
            "goes_to_folder": goes_to_folder,
            "shows_letters": shows_letters,
            "rows": rows,
            "letters": [(letter, paragraphs(letter.body)) for letter in rows.rows],
        },
    )


@require_POST
@signed_in
def try_letter_again(request: HttpRequest, pk: int) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_PEOPLE)
    acting = acting_on(request)
    letter = get_object_or_404(OutgoingMail, pk=pk)
    if try_again(mail=letter, by=acting.person, now=acting.now):
        messages.success(
            request, _("The letter to %(address)s is tried again.") % {"address": letter.to}
        )
    return redirect("mail")


def is_made_up() -> bool:
    """Whether this is a demo: a letter opens accounts and reports, so real ones are not shown."""
    kinds = set(Regime.objects.order_by().values_list("is_made_up", flat=True).distinct())
    return kinds == {True}
