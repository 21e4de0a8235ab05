"""What kinds of meetings are there, how long may each last, and who says so?"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.meetings.limits import KindText, add_kind, reset_kind, set_kind
from giaoban.models import MeetingLimits
from giaoban.queries.meetings.kind_names import kind_names
from giaoban.queries.meetings.kinds import kinds_here, usual_kinds
from giaoban.rules.meetings.kinds import KINDS, PRACTICE, TWO_DAYS, MeetingKind
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.audit.changed_meanwhile import event_seen, seen_context
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.meetings.roster_words import roster_refusal
from giaoban.web.people.reach import may_set_calendar

_LONGEST = TWO_DAYS * 5
_MOST_DAYS = 60
_MENDED_IN = {
    "kind_name_missing": "name",
    "kind_known": "name",
    "source_missing": "source",
    "source_says_otherwise": "source",
}


@dataclass(frozen=True)
class ShownKind:
    """`limits` is the installation's own row; None: the decree's words hold. `is_own`: a kind that
    the decree does not have.
    """

    kind: MeetingKind
    name: str
    limits: MeetingLimits | None
    is_own: bool


class KindForm(forms.Form):
    """A kind of the decree's keeps its name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    longest_minutes = forms.IntegerField(
        label=gettext_lazy("Lasts at most so many minutes"),
        min_value=1,
        max_value=_LONGEST,
        required=False,
        help_text=gettext_lazy("Half a day: 240; a day: 480. Empty: no limit."),
    )
    notice_days = forms.IntegerField(
        label=gettext_lazy("Invitation: working days ahead"),
        min_value=0,
        max_value=_MOST_DAYS,
        required=False,
    )
    paper_days = forms.IntegerField(
        label=gettext_lazy("Papers: working days ahead"),
        min_value=0,
        max_value=_MOST_DAYS,
        required=False,
    )
    conclusions_days = forms.IntegerField(
        label=gettext_lazy("Notice of conclusions: working days after"),
        min_value=0,
        max_value=_MOST_DAYS,
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Who says so?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The document and its number; it stands beside every warning."),
    )
    is_review = forms.BooleanField(
        label=gettext_lazy("Looks back over a span, as a review does"), required=False
    )
    is_used = forms.BooleanField(
        label=gettext_lazy("Used for new meetings"), required=False, initial=True
    )

    def __init__(self, *args: Any, names_it: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not names_it:
            del self.fields["name"]

    def text(self) -> KindText:
        return KindText(**self.cleaned_data)


@signed_in
@require_safe
def meeting_kinds(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_COMMITTEE)
    rows = {row.code: row for row in MeetingLimits.objects.all()}
    names = kind_names()
    shown = [
        ShownKind(kind, names[code], rows.get(code), code not in KINDS)
        for code, kind in kinds_here(with_unused=True).items()
    ]
    context = {"kinds": shown, "may_set": may_set_calendar(request)}
    return render(request, "meetings/kinds.html", context)


@signed_in
def meeting_kind(request: HttpRequest, code: str) -> HttpResponse:
    """Change the limits of one kind."""
    _require_setting(request)
    kind = kinds_here(with_unused=True).get(code)
    if kind is None:
        raise Http404
    row = MeetingLimits.objects.filter(code=code).first()
    is_own, acting = code not in KINDS, acting_on(request)
    meanwhile: ChangedMeanwhile | None = None
    form = KindForm(request.POST or None, names_it=is_own, initial=_initial(kind, row))
    if request.method == "POST" and form.is_valid():
        try:
            set_kind(
                code=code,
                text=form.text(),
                by=acting.person,
                now=acting.now,
                seen=event_seen(request),
            )
        except ChangedMeanwhile as refused:
            meanwhile = refused
        except RuleError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("The kind of meeting was saved."))
            return redirect("meeting_kinds")
    context = {
        "form": form,
        "name": kind_names()[code],
        "limits": row,
        "is_own": is_own,
        "decree": usual_kinds().get(code),
        **seen_context(row, {"set_meeting_kind", "add_meeting_kind"}, meanwhile),
    }
    return render(request, "meetings/kind.html", context)


@signed_in
def add_meeting_kind(request: HttpRequest) -> HttpResponse:
    """A kind that the decree does not have."""
    _require_setting(request)
    acting = acting_on(request)
    form = KindForm(request.POST or None, names_it=True)
    if request.method == "POST" and form.is_valid():
        try:
            add_kind(text=form.text(), by=acting.person, now=acting.now)
        except RuleError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("The kind of meeting was added."))
            return redirect("meeting_kinds")
    return render(request, "meetings/kind.html", {"form": form})


@signed_in
@require_POST
def reset_meeting_kind(request: HttpRequest, code: str) -> HttpResponse:
    """The usual limits hold again; a kind of one's own is removed."""
    _require_setting(request)
    limits, acting = get_object_or_404(MeetingLimits, code=code), acting_on(request)
    try:
        reset_kind(limits=limits, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, roster_refusal(error.problem))
    else:
        messages.success(
            request,
            _("The usual limits hold again.")
            if code in KINDS
            else _("The kind of meeting was removed."),
        )
    return redirect("meeting_kinds")


def _require_setting(request: HttpRequest) -> None:
    """The kinds hold for every committee of the installation, as its calendar does."""
    require_anywhere(request, Permission.MANAGE_COMMITTEE)
    if not may_set_calendar(request):
        raise Http404


def _refuse(form: forms.Form, error: RuleError) -> None:
    field = _MENDED_IN.get(error.code)
    form.add_error(field if field in form.fields else None, roster_refusal(error.problem))


def _initial(kind: MeetingKind, row: MeetingLimits | None) -> dict[str, Any]:
    return {
        "name": row.name if row else "",
        "longest_minutes": kind.longest_minutes,
        "notice_days": kind.notice_days,
        "paper_days": kind.paper_days,
        "conclusions_days": kind.conclusions_days,
        "source": "" if kind.source == PRACTICE else kind.source,
        "is_review": kind.is_review,
        "is_used": row.is_used if row else True,
    }
