"""What the secretary does while a meeting runs: begin, hear an item, type notes, note opinions."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from giaoban.actions.meetings.attendance import end_recusal, recuse
from giaoban.actions.meetings.check_in_code import replace_check_in_code
from giaoban.actions.meetings.closing import begin_meeting, take_back_beginning
from giaoban.actions.meetings.hearing import end_item, hear_item
from giaoban.actions.meetings.notes import (
    LONGEST_OPINION,
    edit_opinion,
    remove_opinion,
    save_notes,
    write_opinion,
)
from giaoban.models import Invitee, Meeting, Opinion, Recusal
from giaoban.queries.meetings.attendance import sitting
from giaoban.queries.meetings.attendance_page import attendees
from giaoban.rules.meetings.passages import Reach
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.lines_field import LinesField
from giaoban.web.meetings.running_words import REACHES, RUNNING_REFUSALS, speaker_of
from giaoban.web.meetings.scope import MeetingScope, meeting_managed
from giaoban.web.meetings.taking import (
    Taken,
    answered,
    form_page,
    item_of,
    number_in,
    run_address,
    step,
    was_sent_before,
)
from giaoban.web.meetings.words import refusals_on


class OpinionForm(forms.Form):
    """Who said what; somebody who was not invited is named in words."""

    invitee = forms.ChoiceField(label=gettext_lazy("Who said it?"), required=False)
    speaker = forms.CharField(
        label=gettext_lazy("Or somebody else"), max_length=200, required=False
    )
    text = LinesField(
        label=gettext_lazy("What was said?"),
        required=False,
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("How far may it go?"), choices=list(REACHES.items())
    )

    def __init__(self, meeting: Meeting, typed: Any = None, **options: Any) -> None:
        super().__init__(typed, auto_id="opinion-%s", **options)
        found = attendees(meeting, meeting.starts_at)
        self._places = {str(one.invitee.pk): one.invitee for one in found}
        named = [(str(one.invitee.pk), one.name) for one in found]
        self.fields["invitee"].choices = [("", "—"), *named]  # type: ignore[attr-defined]

    def clean_speaker(self) -> str:
        named: str = self.cleaned_data["speaker"]
        if named and self.place is not None:
            raise forms.ValidationError(str(RUNNING_REFUSALS["speaker_twice"]))
        return named

    @property
    def place(self) -> Invitee | None:
        return self._places.get(self.cleaned_data.get("invitee", ""))


class EditOpinionForm(forms.Form):
    text = OpinionForm.base_fields["text"]
    reach = OpinionForm.base_fields["reach"]
    revision = forms.IntegerField(widget=forms.HiddenInput)


class RecusalForm(forms.Form):
    """Of those with a vote, who takes no part in an item, and why."""

    place = forms.ChoiceField(label=gettext_lazy("Who takes no part?"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False)

    def __init__(self, meeting: Meeting, typed: Any = None) -> None:
        super().__init__(typed, auto_id="recusal-%s")
        places = [one for one in attendees(meeting, meeting.starts_at) if one.invitee.votes]
        named = [(str(one.invitee.pk), one.name) for one in places]
        self.fields["place"].choices = [("", "—"), *named]  # type: ignore[attr-defined]


@step
def begin(request: HttpRequest, scope: MeetingScope) -> Taken:
    acting = acting_on(request)
    begin_meeting(meeting=scope.meeting, by=acting.person, now=acting.now)
    return Taken(_("The meeting is running."), run_address(scope.meeting))


@step
def take_back(request: HttpRequest, scope: MeetingScope) -> Taken:
    acting = acting_on(request)
    take_back_beginning(meeting=scope.meeting, by=acting.person, now=acting.now)
    return Taken(_("The meeting has not begun."), run_address(scope.meeting))


@step
def replace_code(request: HttpRequest, scope: MeetingScope) -> Taken:
    acting = acting_on(request)
    replace_check_in_code(meeting=scope.meeting, by=acting.person, now=acting.now)
    return Taken(_("The code is replaced: the one before opens nothing any more."))


@step
def hear(request: HttpRequest, scope: MeetingScope, item_id: int) -> Taken:
    acting = acting_on(request)
    item = hear_item(item=item_of(scope, item_id), by=acting.person, now=acting.now)
    return Taken("", run_address(scope.meeting, item.pk))


@step
def end(request: HttpRequest, scope: MeetingScope, item_id: int) -> Taken:
    """A break, or the end of the last item."""
    acting = acting_on(request)
    end_item(item=item_of(scope, item_id), by=acting.person, now=acting.now)
    return Taken(_("The item has ended; nothing is heard now."))


@step
def item_notes(request: HttpRequest, scope: MeetingScope, item_id: int) -> Taken:
    """Autosaved by the page's script, or sent by its form: joined with what others typed."""
    given = request.POST
    revision = number_in(given.get("revision"))
    saved = save_notes(
        item=item_of(scope, item_id),
        base=_lines(given.get("base", "")),
        typed=_lines(given.get("typed", "")),
        revision=-1 if revision is None else revision,
        by=acting_on(request).person,
    )
    words = _("The notes are saved.")
    if saved.was_merged:
        words = _("The notes are saved, joined with what somebody else typed meanwhile.")
    if saved.kept_twice:
        lines = ", ".join(str(line + 1) for line in saved.kept_twice)
        said = _("Saved. Both of you changed line %(lines)s: both versions stand there.")
        words = said % {"lines": lines}
    facts = {"text": saved.text, "revision": saved.revision, "twice": saved.kept_twice}
    return Taken(words, facts=facts)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_opinion(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    scope, acting = meeting_managed(request, pk), acting_on(request)
    item = item_of(scope, item_id)
    form = OpinionForm(scope.meeting, request.POST if request.method == "POST" else None)
    if was_sent_before(request):
        return answered(request, scope.meeting, Taken(_("The opinion is noted.")))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            write_opinion(
                item=item,
                text=given["text"],
                invitee=form.place,
                speaker=given["speaker"],
                reach=Reach(given["reach"]),
                by=acting.person,
                now=acting.now,
            )
            return answered(request, scope.meeting, Taken(_("The opinion is noted.")))
    return form_page(request, scope, form, title=_("What was said on this item?"), item=item)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_opinion(request: HttpRequest, pk: int, opinion_id: int) -> HttpResponse:
    scope, acting = meeting_managed(request, pk), acting_on(request)
    opinion = _opinion(scope, opinion_id)
    kept = {"text": opinion.text, "reach": opinion.reach, "revision": opinion.revision}
    form = EditOpinionForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            edit_opinion(
                opinion=opinion,
                text=given["text"],
                reach=Reach(given["reach"]),
                revision=given["revision"],
                by=acting.person,
                now=acting.now,
            )
            address = run_address(scope.meeting, opinion.item_id)
            return answered(request, scope.meeting, Taken(_("The opinion is corrected."), address))
    title = _("What did %(name)s say?") % {"name": speaker_of(opinion)}
    return form_page(request, scope, form, title=title, item=opinion.item)


@step
def take_opinion_out(request: HttpRequest, scope: MeetingScope, opinion_id: int) -> Taken:
    acting = acting_on(request)
    remove_opinion(opinion=_opinion(scope, opinion_id), by=acting.person, now=acting.now)
    return Taken(_("The opinion is taken out; its words stay in the history."))


@step
def add_recusal(request: HttpRequest, scope: MeetingScope, item_id: int) -> Taken:
    acting = acting_on(request)
    place = get_object_or_404(
        scope.meeting.invitees, pk=number_in(request.POST.get("place")) or 0, removed_at=None
    )
    recuse(
        item=item_of(scope, item_id),
        invitee=place,
        reason=request.POST.get("reason", ""),
        by=acting.person,
        now=acting.now,
    )
    return Taken(_("%(name)s takes no part in this item.") % {"name": sitting(place)})


@step
def take_recusal_back(request: HttpRequest, scope: MeetingScope, recusal_id: int) -> Taken:
    acting = acting_on(request)
    recusal = get_object_or_404(
        Recusal.objects.select_related("invitee", "item"),
        pk=recusal_id,
        item__meeting=scope.meeting,
    )
    end_recusal(recusal=recusal, by=acting.person, now=acting.now)
    return Taken(_("%(name)s takes part again.") % {"name": sitting(recusal.invitee)})


def _opinion(scope: MeetingScope, opinion_id: int) -> Opinion:
    found: Opinion = get_object_or_404(
        Opinion.objects.select_related("item", "invitee"),
        pk=opinion_id,
        item__meeting=scope.meeting,
        removed_at=None,
    )
    return found


def _lines(given: str) -> str:
    """As it stands in a text box: browsers send its lines with two signs at their ends."""
    return given.replace("\r\n", "\n").replace("\0", "")  # PostgreSQL keeps no NUL
