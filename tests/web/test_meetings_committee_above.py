"""A committee of another subject, at a unit above, reads what members read and prepares nothing."""

import pytest
from django.urls import reverse

from giaoban.models import AgendaItem, Meeting
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.people.permissions import Role
from tests.cast import Cast, SignIn
from tests.factories import NOW, appoint, make_person
from tests.meeting_scene import make_sitting


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR])
def test_an_office_above_neither_prepares_nor_reads_what_is_for_few(
    cast: Cast, sign_in: SignIn, role: Role
) -> None:
    sitting = make_sitting(cast, seats=0, runs=False)
    above = make_person("tren@example.vn", "Người Trên")
    appoint(above, role, cast.vietnam)
    meeting = reverse("meeting", args=[sitting.meeting.pk])
    client = sign_in(above)
    assert client.get(meeting).status_code == 404  # only prepared so far
    Meeting.objects.update(state=MeetingState.ANNOUNCED, announced_at=NOW)
    AgendaItem.objects.update(title="Việc chỉ ít người biết", reach=Reach.LIMITED)
    assert "Việc chỉ ít người biết" in sign_in(cast.chi).get(meeting).text
    seen = client.get(meeting)
    assert (seen.status_code, "Việc chỉ ít người biết" in seen.text) == (200, False)
    prepared = ["meeting_notice", "edit_meeting", "run_meeting"]
    answers = [
        client.get(reverse(name, args=[sitting.meeting.pk])).status_code for name in prepared
    ]
    assert answers == [404, 404, 404]
