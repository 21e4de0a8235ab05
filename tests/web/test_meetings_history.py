"""The history of a meeting, in words, for whoever may see the meeting."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from giaoban.actions.meetings.agenda import ItemText, add_item, drop_item, edit_item
from giaoban.actions.meetings.planning import edit_meeting
from giaoban.models import Meeting
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.web.audit.history_panel import shown_history
from tests.cast import Cast, SignIn
from tests.factories import NOW
from tests.meeting_scene import make_sitting


@pytest.mark.django_db
def test_a_change_is_told_with_the_words_that_meetings_have(cast: Cast) -> None:
    meeting = make_sitting(cast, seats=0, runs=False, place="Phòng 1").meeting
    changed = {
        "place": "Phòng 2",
        "kind": "thematic",
        "form": MeetingForm.BOTH,
        "chair": cast.giang,
        "ends_at": NOW + timedelta(hours=3),
    }
    edit_meeting(meeting=meeting, fields=changed, revision=0, by=cast.chi, now=NOW)
    with override("en"):
        entry = shown_history(meeting)[0]
        assert str(entry.action) == "changed the meeting"
        told = {str(each.label): (each.before, each.after) for each in entry.changes}
    assert told == {
        "Place": ("Phòng 1", "Phòng 2"),
        "Kind": ("briefing", "thematic meeting"),
        "How people take part": ("on site", "on site or online"),
        "Presided by": ("Trần Văn Dũng", "Phạm Hương Giang"),
        "Ends": ("11:00 20/11/2026", "12:00 20/11/2026"),
    }


@pytest.mark.django_db
def test_of_a_meeting_that_is_prepared_only_who_prepares_it_reads_the_history(
    cast: Cast, sign_in: SignIn
) -> None:
    meeting = make_sitting(cast, seats=0, runs=False).meeting
    address = f"/history/Meeting/{meeting.pk}/"

    def answers() -> list[int]:
        people = (cast.chi, cast.ha, cast.an, cast.lan)
        return [sign_in(person).get(address).status_code for person in people]

    assert answers() == [200, 404, 404, 404]
    Meeting.objects.update(state=MeetingState.ANNOUNCED, announced_at=NOW)
    assert answers() == [200, 200, 404, 404]


@pytest.mark.django_db
def test_the_history_does_not_repeat_what_is_for_few(cast: Cast, sign_in: SignIn) -> None:
    meeting = make_sitting(cast, seats=0, runs=False).meeting
    secret = ItemText(title="Nhân sự bổ nhiệm", reach=Reach.LIMITED)
    add_item(meeting=meeting, text=secret, by=cast.chi, now=NOW)
    Meeting.objects.update(state=MeetingState.ANNOUNCED, announced_at=NOW)
    page = sign_in(cast.ha).get(f"/history/Meeting/{meeting.pk}/").content.decode()
    assert "Nhân sự bổ nhiệm" not in page


@pytest.mark.django_db
def test_what_became_for_few_is_not_told_by_the_events_from_before(
    cast: Cast, sign_in: SignIn
) -> None:
    meeting = make_sitting(cast, seats=0, runs=False).meeting
    who = {"by": cast.chi, "now": NOW}
    item = add_item(meeting=meeting, text=ItemText(title="Nhân sự bổ nhiệm"), **who)
    few = ItemText(title="Nhân sự bổ nhiệm", reach=Reach.LIMITED)
    item = edit_item(item=item, text=few, revision=0, **who)
    Meeting.objects.update(state=MeetingState.ANNOUNCED, announced_at=NOW)
    drop_item(item=item, reason="Nhân sự rút đơn", **who)
    address = f"/history/Meeting/{meeting.pk}/"
    for reader, is_told in ((cast.ha, False), (cast.chi, True)):
        page = sign_in(reader).get(address).content.decode()
        assert ("bổ nhiệm" in page, "rút đơn" in page) == (is_told, False)
