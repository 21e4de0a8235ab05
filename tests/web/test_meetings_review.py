"""A review on its page, on the projector, as files, and what it drafts for the next period."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from giaoban.models import Conclusion, Meeting, Target
from tests.factories import NOW, make_period, make_regime
from tests.meeting_scene import make_sitting
from tests.outline_scene import report_in

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


def test_a_meeting_without_a_span_has_no_review(cast, sign_in):
    meeting = make_sitting(cast).meeting
    page = sign_in(cast.chi).get(reverse("meeting_review", args=[meeting.pk]))
    assert page.status_code == 404
