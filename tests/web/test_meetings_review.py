"""A review on its page, on the projector, as files, and what it drafts for the next period."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from giaoban.actions.register.outgoing import issue_document
from giaoban.actions.tasks.giving import give_obligation
from giaoban.models import Conclusion, Document, Meeting, Target, Task
from giaoban.rules.meetings.passages import Reach
from tests.factories import NOW, TODAY, make_period, make_regime
from tests.meeting_scene import make_sitting
from tests.obligations import make_body, make_document, make_obligation
from tests.outline_scene import report_in
from tests.papers_scene import make_held

SPAN = "first=2026-01-01&last=2026-12-31"


@pytest.fixture
def meeting(cast) -> Meeting:
    regime = make_regime(
        cast.lao_cai,
        indicators=[{"code": "online", "name": "Hồ sơ trực tuyến"}],
        committee=cast.committee,
    )
    report_in(cast.ta_van, make_period(regime, "2026-09"), {"online": 30.0})
    report_in(cast.ta_van, make_period(regime, "2026-10"), {"online": 50.0})
    Target.objects.create(
        unit=cast.lao_cai, indicator=regime.indicators.get(), year=2026, number=100
    )
    span = {"review_from": date(2026, 1, 1), "review_to": date(2026, 12, 31)}
    sitting = make_sitting(cast, kind="final_review", at=NOW - timedelta(hours=1), **span)
    return sitting.meeting


def test_who_manages_presides_or_views_looks_back_and_nobody_else(cast, sign_in, meeting):
    address = f"{reverse('reviews')}?{SPAN}"
    found = {
        name: sign_in(getattr(cast, name)).get(address).status_code
        for name in ("chi", "dung", "ha", "an", "minh", "lan")
    }
    assert found == {"chi": 200, "dung": 200, "ha": 200, "an": 404, "minh": 404, "lan": 404}
    page = sign_in(cast.chi).get(address).content.decode()
    assert "Hồ sơ trực tuyến: từ 30 (" in page
    screen = sign_in(cast.chi).get(f"{address}&screen=1").content.decode()
    assert "review-screen" in screen


def test_another_committees_review_is_found_by_nobody_outside_it(cast, sign_in, meeting):
    address = f"{reverse('reviews')}?committee={cast.committee.pk + 1000}&{SPAN}"
    assert sign_in(cast.chi).get(address).status_code == 404


@pytest.mark.parametrize(("form", "head"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_the_report_is_a_file_of_each_kind(cast, sign_in, meeting, form, head):
    chi = sign_in(cast.chi)
    for address in (
        f"{reverse('reviews_file', args=[form])}?{SPAN}",
        reverse("meeting_review_file", args=[meeting.pk, form]),
    ):
        assert chi.get(address).content.startswith(head)


def test_a_span_that_ends_before_it_begins_is_said_on_the_page(cast, sign_in, meeting):
    page = sign_in(cast.chi).get(f"{reverse('reviews')}?first=2026-12-31&last=2026-01-01")
    assert (page.status_code, "review" in page.context) == (200, False)


def test_the_review_meeting_drafts_what_is_chosen_once(cast, sign_in, meeting):
    chi = sign_in(cast.chi)
    page = chi.get(reverse("meeting_review", args=[meeting.pk]))
    [(suggested, is_there)] = page.context["suggested"]
    assert not is_there
    for _time in range(2):
        chi.post(reverse("draft_next_tasks", args=[meeting.pk]), {"task": [suggested.key]})
    [drafted] = Conclusion.objects.all()
    assert (drafted.meeting, drafted.text, drafted.lead, drafted.asks) == (
        meeting,
        suggested.text,
        None,
        True,
    )
    giang = sign_in(cast.giang)
    page = giang.get(reverse("meeting_review", args=[meeting.pk]))
    assert (page.status_code, "suggested" in page.context) == (200, False)
    address = reverse("draft_next_tasks", args=[meeting.pk])
    assert giang.post(address, {"task": [suggested.key]}).status_code == 404


def test_a_span_to_come_is_said_and_breaks_nothing(cast, sign_in, meeting):
    chi = sign_in(cast.chi)
    page = chi.get(f"{reverse('reviews')}?first=2027-01-01&last=2027-12-31")
    assert (page.status_code, "review" in page.context) == (200, False)
    Meeting.objects.filter(pk=meeting.pk).update(
        review_from=date(2027, 1, 1), review_to=date(2027, 12, 31)
    )
    page = chi.get(reverse("meeting_review", args=[meeting.pk]))
    [error] = page.context["form"].errors["first"]
    assert error in page.content.decode()


def test_nothing_chosen_drafts_nothing_and_says_so(cast, sign_in, meeting):
    address = reverse("draft_next_tasks", args=[meeting.pk])
    page = sign_in(cast.chi).post(f"{address}?indicator=chuyen-doi-so/online", follow=True)
    [said] = page.context["messages"]
    assert (said.level_tag, Conclusion.objects.count()) == ("error", 0)
    assert page.redirect_chain[-1][0].endswith("?indicator=chuyen-doi-so%2Fonline")


def test_the_same_is_drafted_for_each_unit_that_owes_it(cast, sign_in):
    body = make_body(cast.lao_cai, name=cast.committee.name)
    obligation = make_obligation(make_document(body), cast.lao_cai)
    give_obligation(
        obligation=obligation,
        unit_ids=[cast.ta_van.pk, cast.sa_pa.pk],
        by=cast.chi,
        now=NOW - timedelta(days=30),
    )
    Task.objects.update(due_on=date(2026, 11, 1))
    span = {"review_from": date(2026, 1, 1), "review_to": date(2026, 12, 31)}
    later = make_sitting(cast, kind="final_review", at=NOW + timedelta(days=1), **span).meeting
    chi, address = sign_in(cast.chi), reverse("draft_next_tasks", args=[later.pk])
    offered = chi.get(reverse("meeting_review", args=[later.pk])).context["suggested"]
    for each, _is_there in offered:
        chi.post(address, {"task": [each.key]})
    asked = later.conclusions.values_list("lead__name", flat=True)
    assert sorted(asked) == sorted([cast.ta_van.name, cast.sa_pa.name])


def test_what_was_concluded_for_few_is_not_asked_anew_before_everybody(cast, sign_in):
    held = make_held(cast)
    few = held.meeting.conclusions.filter(task__isnull=False).first()
    Conclusion.objects.filter(pk=few.pk).update(reach=Reach.LIMITED)
    Task.objects.filter(pk=few.task_id).update(due_on=date(2026, 11, 1))
    make_body(cast.lao_cai, name=cast.committee.name)
    span = {"review_from": date(2026, 1, 1), "review_to": date(2026, 12, 31)}
    later = make_sitting(cast, kind="final_review", at=NOW + timedelta(days=1), **span).meeting
    chi = sign_in(cast.chi)
    page = chi.get(reverse("meeting_review", args=[later.pk]))
    keys = [each.key for each, _is_there in page.context["suggested"] if few.text in each.text]
    chi.post(reverse("draft_next_tasks", args=[later.pk]), {"task": keys})
    assert later.conclusions.get().reach == Reach.LIMITED


def test_the_report_takes_its_number_in_the_register_once(cast, sign_in, meeting):
    chi, address = sign_in(cast.chi), reverse("register_meeting_review", args=[meeting.pk])
    make_body(cast.lao_cai, name=cast.committee.name)
    for _time in range(2):
        chi.post(address)
    [line] = Document.objects.all()
    assert (line.type_code, line.state, "2026" in line.title) == ("BC", "draft", True)
    issue_document(
        document=line, dated_on=TODAY, revision=line.revision, by=cast.chi, today=TODAY, now=NOW
    )
    said = chi.get(reverse("meeting_review", args=[meeting.pk])).context["document"].letterhead
    assert (said.number, said.issued_on) == ("01", TODAY)
    assert sign_in(cast.giang).post(address).status_code == 404


def test_a_meeting_without_a_span_has_no_review(cast, sign_in):
    meeting = make_sitting(cast).meeting
    page = sign_in(cast.chi).get(reverse("meeting_review", args=[meeting.pk]))
    assert page.status_code == 404
