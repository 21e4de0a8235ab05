"""Minutes on their page: written by the secretariat, approved by the chair, read in versions."""

import io
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from giaoban.actions.meetings.minutes import approve_paper, draft_paper, set_passage_reach
from giaoban.actions.meetings.notes import write_opinion
from giaoban.actions.register.outgoing import call_off_document
from giaoban.models import MeetingPaper
from giaoban.rules.meetings.minutes import passages_read
from giaoban.rules.meetings.passages import Reach
from tests.obligations import make_body
from tests.papers_scene import LIMITED, MEMBERS, NOON, OPEN, make_held


def at(name, held, *more, kind="minutes"):
    return reverse(name, args=[held.meeting.pk, kind, *more])


def approve(held, cast):
    paper = held.paper()
    approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=NOON)


def words_in(response):
    return response.content.decode()


def test_a_draft_is_for_the_secretariat_and_the_chair(cast, sign_in):
    held = make_held(cast)
    address = at("meeting_paper", held)
    found = {
        name: sign_in(getattr(cast, name)).get(address).status_code
        for name in ("chi", "dung", "giang", "ha", "an", "lan")
    }
    assert found == {"chi": 200, "dung": 200, "giang": 404, "ha": 404, "an": 404, "lan": 404}


@pytest.mark.parametrize("name", ["giang", "ha"])
def test_an_approved_paper_is_read_as_far_as_one_reads(cast, sign_in, name):
    held = make_held(cast)
    approve(held, cast)
    client = sign_in(getattr(cast, name))
    address = at("meeting_paper", held)
    for query in ("", "?for=members", "?for=circulated", "?edit=closing"):
        page = client.get(address + query)
        assert (page.status_code, LIMITED in words_in(page)) == (200, False)
    assert MEMBERS in words_in(client.get(address))
    assert MEMBERS not in words_in(client.get(f"{address}?for=circulated"))
    assert client.get(f"{address}?for=limited").status_code == 404
    file = client.get(at("meeting_paper_file", held, "docx"))
    with ZipFile(io.BytesIO(file.content)) as packed:
        written = "".join(packed.read(each).decode("utf-8", "ignore") for each in packed.namelist())
    assert (OPEN in written, LIMITED in written, LIMITED in str(file.headers)) == (
        True,
        False,
        False,
    )
    assert client.get(at("meeting_paper_file", held, "docx") + "?for=limited").status_code == 404


def test_the_page_saves_a_passage_as_it_is_typed(cast, sign_in):
    held, chi = make_held(cast), sign_in(cast.chi)
    address = at("save_passage", held, "closing")
    typed = {"title": "", "text": "Kết thúc lúc 11 giờ.", "revision": "0"}
    saved = chi.post(address, typed, headers={"X-Autosave": "1"}).json()
    assert (saved["revision"], "Kết thúc lúc 11 giờ." in saved["preview"]) == (1, True)
    refused = chi.post(address, typed | {"text": "Khác"}, headers={"X-Autosave": "1"})
    assert (refused.status_code, refused.json()["theirs"]) == (409, "Kết thúc lúc 11 giờ.")
    page = chi.post(address, typed | {"text": "Chữ tôi gõ"})
    assert "Chữ tôi gõ" in words_in(page)
    assert "Kết thúc lúc 11 giờ." in words_in(page)


def test_from_draft_to_approval_and_correction_by_the_plain_forms(cast, sign_in):
    held = make_held(cast, drafted=False)
    chi, dung = sign_in(cast.chi), sign_in(cast.dung)
    assert chi.post(at("draft_meeting_paper", held)).status_code == 302
    [key] = [each.key for each in passages_read(held.paper().passages) if each.key == "closing"]
    chi.post(at("reach_of_passage", held, key), {"reach": "members"})
    chi.post(at("add_own_passage", held), {"behind": key, "title": "Ghi chú", "text": "Đủ hồ sơ"})
    paper = held.paper()
    reaches = {each.key: each.reach for each in passages_read(paper.passages)}
    assert (reaches[key], reaches["own-1"]) == (Reach.MEMBERS, Reach.MEMBERS)
    revision = {"revision": paper.revision}
    assert chi.post(at("approve_meeting_paper", held), revision).status_code == 404
    assert dung.post(at("approve_meeting_paper", held), revision).status_code == 302
    assert held.paper().state == MeetingPaper.State.APPROVED
    corrected = {"text": "Kết thúc lúc 11 giờ.", "reason": "Ghi nhầm", "revision": "0"}
    chi.post(at("correct_meeting_paper", held, key), corrected)
    assert "Ghi nhầm" in words_in(chi.get(at("meeting_paper", held)))


def test_a_refused_passage_gives_back_what_was_typed(cast, sign_in):
    held, chi = make_held(cast), sign_in(cast.chi)
    page = chi.post(at("add_own_passage", held), {"title": "Tiêu đề tôi gõ", "text": " "})
    assert "Tiêu đề tôi gõ" in words_in(page)
    approve(held, cast)
    page = chi.post(
        at("correct_meeting_paper", held, "closing"),
        {"text": "Chữ tôi gõ", "reason": "", "revision": "0"},
    )
    assert "Chữ tôi gõ" in words_in(page)


def test_nobody_else_writes_in_a_paper(cast, sign_in):
    held = make_held(cast)
    approve(held, cast)
    for name in ("giang", "ha", "an"):
        client: Client = sign_in(getattr(cast, name))
        for address in (
            at("draft_meeting_paper", held),
            at("approve_meeting_paper", held),
            at("save_passage", held, "closing"),
            at("reach_of_passage", held, "closing"),
            at("add_own_passage", held),
            at("correct_meeting_paper", held, "closing"),
        ):
            assert client.post(address, {"reach": "members"}).status_code == 404


def test_what_is_withheld_stays_withheld_on_the_page_of_the_meeting_and_in_the_history(
    cast, sign_in
):
    held = make_held(cast)
    set_passage_reach(paper=held.paper(), key="closing", reach=Reach.LIMITED, by=cast.chi, now=NOON)
    approve(held, cast)
    giang = sign_in(cast.giang)
    for address in (
        reverse("meeting", args=[held.meeting.pk]),
        reverse("search") + f"?q={LIMITED}",
        reverse("meetings"),
    ):
        page = words_in(giang.get(address)).replace(f'value="{LIMITED}"', "")
        assert f"{LIMITED}:" not in page


def test_whoever_was_invited_takes_the_approved_minutes_with_them(cast, sign_in):
    held = make_held(cast)
    address = reverse("my_meeting_minutes", args=[held.meeting.pk, "minutes", "docx"])
    giang = sign_in(cast.giang)
    assert giang.get(address).status_code == 404
    approve(held, cast)
    page = words_in(giang.get(reverse("my_invitation", args=[held.meeting.pk])))
    assert address in page
    with ZipFile(io.BytesIO(giang.get(address).content)) as packed:
        written = "".join(packed.read(each).decode("utf-8", "ignore") for each in packed.namelist())
    assert (MEMBERS in written, LIMITED in written) == (True, False)
    assert sign_in(cast.ha).get(address).status_code == 404  # sees it, was not invited


def test_the_page_of_a_notice_shows_its_annex(cast, sign_in):
    held = make_held(cast)
    for query in ("", "?for=circulated"):
        page = sign_in(cast.chi).get(at("meeting_paper", held, kind="conclusions") + query)
        assert "Rà soát hồ chứa: báo cáo" in words_in(page)


def test_a_passage_that_went_too_far_is_called_back_and_that_is_listed(cast, sign_in):
    held = make_held(cast)
    approve(held, cast)
    [opinion, *_others] = held.sitting.item.opinions.order_by("pk")
    key, said = f"opinion-{opinion.pk}", opinion.text
    address = at("narrow_meeting_paper", held, key)
    chi, giang = sign_in(cast.chi), sign_in(cast.giang)
    assert said in words_in(giang.get(at("meeting_paper", held)))
    assert sign_in(cast.ha).post(address, {"reach": "limited", "reason": "x"}).status_code == 404
    chi.post(address, {"reach": "limited", "reason": " "})
    assert said in words_in(giang.get(at("meeting_paper", held)))
    chi.post(address, {"reach": "limited", "reason": "Chưa được công bố"})
    page = words_in(giang.get(at("meeting_paper", held)))
    assert (said in page, "Chưa được công bố" in page) == (False, False)
    assert "(Có 1 đính chính ở phần được lược.)" in page
    assert "Chưa được công bố" in words_in(chi.get(at("meeting_paper", held)))
    chi.post(address, {"reach": "circulated", "reason": "Đã được công bố"})
    assert said not in words_in(giang.get(at("meeting_paper", held)))


def test_a_notice_whose_line_was_called_off_gets_another_one(cast, sign_in):
    make_body(cast.lao_cai, name=cast.committee.name)
    held, chi = make_held(cast), sign_in(cast.chi)
    paper = held.paper("conclusions")
    first = approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=NOON).document
    address = at("register_meeting_paper", held, kind="conclusions")
    chi.post(address)
    assert held.paper("conclusions").document == first
    call_off_document(document=first, reason="Sai ngày", by=cast.chi, now=NOON)
    assert address in words_in(chi.get(at("meeting_paper", held, kind="conclusions")))
    chi.post(address)
    again = held.paper("conclusions").document
    assert (again.state, again == first) == ("draft", False)


def test_the_page_says_when_the_record_has_more_than_the_draft(cast, sign_in):
    held, chi = make_held(cast), sign_in(cast.chi)

    def is_behind():
        return chi.get(at("meeting_paper", held)).context["is_behind"]

    assert is_behind() is False
    write_opinion(item=held.sitting.item, text="Thêm", speaker="Ông A", by=cast.chi, now=NOON)
    assert is_behind() is True
    chi.post(at("draft_meeting_paper", held))
    assert is_behind() is False


def test_whoever_presided_in_the_chairs_place_approves(cast, sign_in):
    held = make_held(cast)
    address = reverse("who_presided", args=[held.meeting.pk])
    assert sign_in(cast.giang).get(address).status_code == 404
    chosen = {"chair": cast.giang.pk, "secretary": cast.chi.pk}
    assert sign_in(cast.chi).post(address, chosen).status_code == 302
    draft_paper(meeting=held.meeting, kind="minutes", by=cast.chi, now=NOON)
    giang, paper = sign_in(cast.giang), held.paper()
    assert f"Chủ trì: {cast.giang.name}" in words_in(giang.get(at("meeting_paper", held)))
    giang.post(at("approve_meeting_paper", held), {"revision": paper.revision})
    assert held.paper().approved_by == cast.giang
    page = sign_in(cast.chi).post(address, {"chair": cast.dung.pk})
    assert len(page.context["form"].non_field_errors()) == 1


def test_the_line_in_the_register_leads_to_the_paper_and_its_files(cast, sign_in):
    make_body(cast.lao_cai, name=cast.committee.name)
    held = make_held(cast)
    paper = held.paper("conclusions")
    page = sign_in(cast.dung).get(reverse("meeting", args=[held.meeting.pk]))
    assert page.context["next"].address == at("meeting_paper", held)
    document = approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=NOON).document
    page = words_in(sign_in(cast.chi).get(reverse("document", args=[document.pk])))
    assert at("meeting_paper_file", held, "docx", kind="conclusions") in page


def test_a_closed_meeting_shows_what_it_concluded_and_how_far_it_is(cast, sign_in):
    held = make_held(cast)
    address = reverse("meeting", args=[held.meeting.pk])
    task = held.meeting.conclusions.get(pk=held.conclusion.pk).task
    assert "Rà soát hồ chứa" not in words_in(sign_in(cast.giang).get(address))
    approve(held, cast)
    page = words_in(sign_in(cast.giang).get(address))
    assert ("Rà soát hồ chứa" in page, LIMITED in page) == (True, False)
    assert "1 kết luận không hiển thị" in page
    assert reverse("task", args=[task.pk]) in words_in(sign_in(cast.chi).get(address))
    origin = f"{address}#conclusion-{held.conclusion.pk}"
    assert origin in words_in(sign_in(cast.chi).get(reverse("task", args=[task.pk])))


def test_the_page_of_a_paper_asks_no_more_for_more_items(cast, sign_in):
    held, chi = make_held(cast), sign_in(cast.chi)
    address = at("meeting_paper", held)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert chi.get(address).status_code == 200
        return len(queries)

    asked()  # what is kept in memory from the first page on
    few = asked()
    for place in range(3, 9):
        item = held.meeting.items.create(position=place, kind="other", title="Thêm", minutes=5)
        write_opinion(item=item, text="Đồng ý", speaker="Ông A", by=cast.chi, now=NOON)
        held.meeting.conclusions.create(
            item=item, position=place, text="Việc", lead=cast.y_ty, written_at=NOON
        )
    assert asked() == few
