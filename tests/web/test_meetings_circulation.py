"""A decision in writing on its pages, from the first question to what was decided."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from giaoban.models import BallotQuestion, Meeting
from giaoban.rules.meetings.states import MeetingState
from tests.circulation_scene import QUESTION, seat_members


def typed(**more):
    day = timezone.localdate() + timedelta(days=3)
    return {
        "title": "Lấy ý kiến dự thảo kế hoạch",
        "question": QUESTION,
        "text": "",
        "reach": "members",
        "day": day.isoformat(),
        "hour": "17:00",
        "silence": "agrees",
        **more,
    }


def at(name, meeting, *more):
    return reverse(name, args=[meeting.pk, *more])


def test_from_a_question_to_its_count_by_the_plain_forms(cast, sign_in):
    seat_members(cast)
    chi, giang = sign_in(cast.chi), sign_in(cast.giang)
    page = chi.post(reverse("plan_in_writing"), typed(day="2020-01-01"))
    assert QUESTION in page.content.decode()
    chi.post(reverse("plan_in_writing"), typed())
    meeting = Meeting.objects.get()
    assert giang.get(at("circulation", meeting)).status_code == 404
    chi.post(at("add_circulated_question", meeting), typed(question="Câu thứ hai?"))
    second = meeting.items.get(title="Câu thứ hai?")
    chi.post(at("drop_circulated_question", meeting, second.pk))
    chi.post(at("change_circulation", meeting), typed(silence="disagrees", revision="0"))
    meeting.refresh_from_db()
    assert (meeting.silence, meeting.items.count()) == ("disagrees", 1)
    chi.post(at("circulation_step", meeting, "send"))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.RUNNING
    assert at("my_invitation", meeting) in giang.get(at("circulation", meeting)).content.decode()
    chi.post(at("circulation_step", meeting, "count"))
    assert BallotQuestion.objects.get().closed_at is None  # answers still come
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=timezone.now())
    chi.post(at("circulation_step", meeting, "count"))
    chi.post(at("circulation_step", meeting, "close"))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CLOSED
    page = chi.get(at("circulation", meeting)).content.decode()
    assert at("meeting_paper", meeting, "minutes") in page
    assert chi.get(at("meeting", meeting)).headers["Location"] == at("circulation", meeting)


def test_only_who_prepares_its_meetings_asks_a_committee(cast, sign_in):
    for name in ("dung", "giang", "ha", "an", "minh"):
        client = sign_in(getattr(cast, name))
        assert client.post(reverse("plan_in_writing"), typed()).status_code == 404
    assert not Meeting.objects.exists()


def test_who_takes_no_part_in_a_question_is_not_asked_it(cast, sign_in):
    seat_members(cast)
    chi = sign_in(cast.chi)
    chi.post(reverse("plan_in_writing"), typed())
    meeting = Meeting.objects.get()
    place, item = meeting.invitees.get(person=cast.giang), meeting.items.get()
    aside = {"place": place.pk, "reason": "Là người có liên quan"}
    chi.post(at("add_recusal", meeting, item.pk), aside)
    page = chi.get(at("circulation", meeting)).content.decode()
    assert "Là người có liên quan" in page
    assert at("take_recusal_back", meeting, item.recusals.get().pk) in page
    chi.post(at("circulation_step", meeting, "send"))
    question = BallotQuestion.objects.get()
    assert (question.entitled, question.ballots.filter(invitee=place).exists()) == (3, False)
