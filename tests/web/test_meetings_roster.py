"""The pages of a committee's roster: who sits there, who changes it, how it decides, its term."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from giaoban.models import (
    Appointment,
    Committee,
    DecisionRules,
    Document,
    MeetingLimits,
    RosterDecision,
)
from giaoban.rules.meetings.posts import Post
from giaoban.rules.people.permissions import Role
from giaoban.web.meetings.roster_forms import JOINING_LINES
from tests.cast import Cast, SignIn
from tests.factories import appoint, make_person
from tests.obligations import make_body, make_document

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def seated(cast: Cast) -> Cast:
    """The chair and the member have their seats; the secretary has none."""
    for person, post in ((cast.dung, Post.CHAIR), (cast.giang, Post.MEMBER)):
        Appointment.objects.filter(person=person).update(post=post)
    return cast


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query, **ENGLISH)
    assert response.status_code == 200
    return response.content.decode()


def joins(*lines: dict[str, str]) -> dict[str, str]:
    given = {"joins-TOTAL_FORMS": str(JOINING_LINES), "joins-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        given |= {f"joins-{number}-{name}": value for name, value in line.items()}
    return given


def change(client: Client, cast: Cast, **given: object) -> object:
    today = timezone.localdate().isoformat()
    address = reverse("change_roster", args=[cast.lao_cai.pk])
    given = {"holds_from": today, "decided": "draft", **given}
    return client.post(address, given, **ENGLISH)


def test_the_roster_shows_the_seats_of_the_day_and_who_has_none(
    seated: Cast, sign_in: SignIn
) -> None:
    client = sign_in(seated.chi)
    response = client.get(reverse("committee_roster", args=[seated.lao_cai.pk]), **ENGLISH)
    assert [shown.seat.person for shown in response.context["seats"]] == [seated.dung, seated.giang]
    assert [(one.held.person, one.proposed) for one in response.context["unseated"]] == [
        (seated.chi, "secretariat")
    ]
    before = client.get(response.request["PATH_INFO"] + "?on=2025-06-30", **ENGLISH)
    assert before.context["seats"] == []


def test_a_member_sees_the_roster_and_changes_nothing(seated: Cast, sign_in: SignIn) -> None:
    html = page(sign_in(seated.giang), "committee_roster", seated.lao_cai.pk)
    assert "Phạm Hương Giang" in html
    assert reverse("change_roster", args=[seated.lao_cai.pk]) not in html
    assert "No seat yet" not in html


def test_seats_proposed_are_taken_with_one_press(seated: Cast, sign_in: SignIn) -> None:
    held = seated.chi.appointments.get()
    sign_in(seated.khanh).post(
        reverse("name_roster_posts", args=[seated.lao_cai.pk]),
        {f"seat-{held.pk}": "secretariat_head"},
    )
    held.refresh_from_db()
    assert held.post == "secretariat_head"


def test_the_roster_leaves_as_a_workbook(seated: Cast, sign_in: SignIn) -> None:
    address = reverse("roster_file", args=[seated.lao_cai.pk, "xlsx"])
    response = sign_in(seated.giang).get(address, **ENGLISH)
    sheet = load_workbook(BytesIO(response.content)).active
    names = [row[1] for row in sheet.iter_rows(values_only=True)]
    assert names[-2:] == ["Trần Văn Dũng", "Phạm Hương Giang"]


def test_one_seat_passes_on_and_its_decision_is_drafted_with_its_paper(
    seated: Cast, sign_in: SignIn
) -> None:
    make_body(seated.lao_cai, name=seated.committee.name)
    client = sign_in(seated.chi)
    old = seated.giang.appointments.get()
    response = change(
        client,
        seated,
        leaving=[str(old.pk)],
        **joins({"post": "member", "email": "minh@example.vn", "represents": "03006"}),
    )
    assert response.status_code == 302, response.context["joining"].errors
    new = Appointment.objects.get(person=seated.minh)
    assert (new.post, new.role, new.represents) == ("member", Role.MEMBER, seated.sa_pa)
    decision = RosterDecision.objects.get()
    assert decision.document == Document.objects.get() == new.began_by
    html = page(client, "committee_roster", seated.lao_cai.pk)
    assert reverse("roster_decision_file", args=[decision.pk, "docx"]) in html
    document = page(client, "document", decision.document_id)
    assert reverse("roster_decision_file", args=[decision.pk, "pdf"]) in document
    paper = client.get(reverse("roster_decision_file", args=[decision.pk, "docx"]))
    assert paper.content[:2] == b"PK"


def test_the_secretariat_gives_no_seat_of_a_chair(seated: Cast, sign_in: SignIn) -> None:
    line = {"post": "standing_deputy", "email": "minh@example.vn"}
    response = change(sign_in(seated.chi), seated, **joins(line))
    [error] = response.context["joining"].forms[0].errors["post"]
    assert "administrator" in error
    chair = seated.dung.appointments.get()
    response = change(sign_in(seated.chi), seated, leaving=[str(chair.pk)], **joins())
    assert list(response.context["form"].errors) == ["leaving"]
    assert not RosterDecision.objects.exists()
    assert change(sign_in(seated.khanh), seated, **joins(line)).status_code == 302


def test_a_line_that_lacks_something_says_what(seated: Cast, sign_in: SignIn) -> None:
    client = sign_in(seated.khanh)
    lines = [{"email": "minh@example.vn"}, {"post": "member", "email": "new@example.vn"}]
    response = change(client, seated, **joins(*lines))
    forms = response.context["joining"].forms
    assert [list(form.errors) for form in forms[:3]] == [["post"], ["name"], []]
    nothing = change(client, seated, **joins())
    assert len(nothing.context["form"].non_field_errors()) == 1


def test_a_seat_to_be_replaced_stands_in_the_first_line(seated: Cast, sign_in: SignIn) -> None:
    old = seated.giang.appointments.get()
    address = reverse("change_roster", args=[seated.lao_cai.pk])
    response = sign_in(seated.chi).get(f"{address}?seat={old.pk}")
    assert response.context["form"].initial["leaving"] == [str(old.pk)]
    line = response.context["joining"].forms[0].initial
    assert (line["post"], "email" in line) == ("member", False)


def test_the_decision_is_read_before_it_is_made(seated: Cast, sign_in: SignIn) -> None:
    line = joins({"post": "member", "email": "minh@example.vn"})
    response = change(sign_in(seated.chi), seated, **line, look="1")
    html = response.content.decode()
    assert "Hoàng Minh" in html.split('class="paper"')[1].split("</article>")[0]
    assert not RosterDecision.objects.exists()


def test_more_lines_keep_what_was_typed_and_blame_nobody(seated: Cast, sign_in: SignIn) -> None:
    line = joins({"post": "member", "email": "minh@example.vn"})
    response = change(sign_in(seated.chi), seated, **line, more="1", holds_from="")
    forms = response.context["joining"].forms
    assert (len(forms), forms[0]["email"].value()) == (2 * JOINING_LINES, "minh@example.vn")
    assert not response.context["has_errors"]


def test_a_decision_that_a_register_has_is_linked_by_its_symbol(
    seated: Cast, sign_in: SignIn
) -> None:
    body = make_body(seated.lao_cai)
    dated_on = timezone.localdate() - timedelta(days=9)
    document = make_document(body, symbol="15/QĐ-UBND", bare_symbol="15/qđ-ubnd", dated_on=dated_on)
    client = sign_in(seated.chi)
    line = joins({"post": "member", "email": "minh@example.vn"})
    nothing = change(client, seated, **line, decided="issued")
    assert list(nothing.context["form"].errors) == ["symbol"]
    assert change(client, seated, **line, decided="issued", symbol="15/QĐ-UBND").status_code == 302
    assert Appointment.objects.get(person=seated.minh).began_by == document
    html = page(client, "committee_roster", seated.lao_cai.pk)
    assert reverse("document", args=[document.pk]) in html
    assert (
        reverse("roster_decision_file", args=[RosterDecision.objects.get().pk, "pdf"]) not in html
    )


def test_who_sat_there_before_is_listed_with_what_ended_it_and_leaves_as_a_file(
    seated: Cast, sign_in: SignIn
) -> None:
    old = seated.giang.appointments.get()
    line = joins({"post": "member", "email": "minh@example.vn"})
    given = {"leaving": [str(old.pk)], "decided": "issued", "symbol": "9/QĐ-X", **line}
    assert change(sign_in(seated.chi), seated, **given).status_code == 302
    client = sign_in(seated.ha)  # the auditor
    address = reverse("committee_roster", args=[seated.lao_cai.pk])
    [former] = client.get(address).context["former"]
    assert (former.seat.person, former.symbol) == (seated.giang, "9/QĐ-X")
    every = client.get(reverse("roster_file", args=[seated.lao_cai.pk, "xlsx"]) + "?every=1")
    rows = list(load_workbook(BytesIO(every.content)).active.iter_rows(values_only=True))[-3:]
    assert [(row[1], row[8], row[9]) for row in rows] == [
        ("Trần Văn Dũng", None, None),
        ("Phạm Hương Giang", None, "9/QĐ-X"),
        ("Hoàng Minh", "9/QĐ-X", None),
    ]


def test_seats_of_an_earlier_day_are_named_too(seated: Cast, sign_in: SignIn) -> None:
    past = make_person("cu@example.vn", "Sùng A Cũ", is_active=False)
    since = timezone.localdate() - timedelta(days=90)
    until = since + timedelta(days=30)
    held = appoint(past, Role.MEMBER, seated.lao_cai, since=since, until=until)
    client, on = sign_in(seated.chi), (since + timedelta(days=3)).isoformat()
    address = reverse("name_roster_posts", args=[seated.lao_cai.pk])
    client.post(f"{address}?on={on}", {f"seat-{held.pk}": "member"})
    held.refresh_from_db()
    assert held.post == "member"


def test_how_it_decides_is_saved_and_said(seated: Cast, sign_in: SignIn) -> None:
    client = sign_in(seated.chi)
    address = reverse("decision_rules", args=[seated.lao_cai.pk])
    given = {
        "quorum_how": "least",
        "quorum": "2/3",
        "substitutes_count": "on",
        "majority_how": "more",
        "majority": "50 %",
        "base": "all",
        "tie": "fails",
        "silence": "agrees",
        "summary_from_pages": "12",
        "term_warned_days": "60, 14",
        "seen": client.get(address).context["seen"],
    }
    assert client.post(address, given).status_code == 302
    rules = DecisionRules.objects.get()
    assert (rules.quorum_over, rules.quorum_under, rules.term_warned_days) == (2, 3, "60 14")
    html = page(client, "committee_roster", seated.lao_cai.pk)
    assert "At least 2/3 of the seats with a vote" in html
    again = client.post(address, {**given, "quorum": "3/4"})
    assert [entry.actor for entry in again.context["changed_meanwhile"]] == ["Nguyễn Thị Chi"]
    refused = client.post(address, {**given, "majority": "1/3"}, **ENGLISH)
    assert list(refused.context["form"].errors) == ["majority"]


def test_the_limits_of_a_kind_are_changed_and_taken_back(seated: Cast, sign_in: SignIn) -> None:
    client = sign_in(seated.khanh)
    address = reverse("meeting_kind", args=["briefing"])
    given = {"longest_minutes": "120", "is_used": "on", "source": ""}
    assert list(client.post(address, given).context["form"].errors) == ["source"]
    assert client.post(address, {**given, "source": "Quy chế 01"}).status_code == 302
    html = page(client, "meeting_kinds")
    assert "our own limits" in html
    client.post(reverse("reset_meeting_kind", args=["briefing"]))
    assert not MeetingLimits.objects.exists()
    added = {"name": "Họp kiểm điểm", "is_used": "on"}
    assert client.post(reverse("add_meeting_kind"), added).status_code == 302
    assert "Họp kiểm điểm" in page(client, "meeting_kinds")


def test_one_committee_of_several_does_not_set_the_kinds(seated: Cast, sign_in: SignIn) -> None:
    Committee.objects.create(unit=seated.tuyen_quang, name="Ban Chỉ đạo khác")
    client = sign_in(seated.khanh)
    assert reverse("add_meeting_kind") not in page(client, "meeting_kinds")
    assert client.get(reverse("meeting_kind", args=["briefing"])).status_code == 404


def test_a_term_that_ends_stands_on_the_home_of_its_secretariat_alone(
    seated: Cast, sign_in: SignIn
) -> None:
    Committee.objects.update(term_ends_on=timezone.localdate() + timedelta(days=20))
    assert "20 days left" in page(sign_in(seated.chi), "home")
    assert "20 days left" not in page(sign_in(seated.giang), "home")
    Committee.objects.update(term_ends_on=timezone.localdate() - timedelta(days=1))
    assert "term is over" in page(sign_in(seated.chi), "home")


def test_the_duties_page_names_the_seat_and_the_substitute(seated: Cast, sign_in: SignIn) -> None:
    held = seated.giang.appointments.get()
    make_person("thay@example.vn", "Ma Thị Thay")
    client = sign_in(seated.chi)
    address = reverse("edit_duties", args=[held.pk])
    given = {"post": "deputy", "duties": "Hạ tầng", "rank": "2", "substitute": "thay@example.vn"}
    assert client.post(address, given).status_code == 302
    held.refresh_from_db()
    assert (held.post, held.substitute.name) == ("deputy", "Ma Thị Thay")
    nobody = client.post(address, {**given, "substitute": "x@example.vn"})
    assert list(nobody.context["form"].errors) == ["substitute"]
    other = appoint(seated.minh, Role.UNIT_OFFICER, seated.ta_van)
    officer = client.get(reverse("edit_duties", args=[other.pk]))
    assert list(officer.context["form"].fields) == ["duties", "rank"]


def test_the_page_of_a_committee_opens_its_decision_and_its_regulation(
    cast: Cast, sign_in: SignIn
) -> None:
    body, day = make_body(cast.lao_cai), timezone.localdate() - timedelta(days=400)
    founding = make_document(body, symbol="118/QĐ-UBND", bare_symbol="118/qđ-ubnd", dated_on=day)
    of_another_year = {"symbol": "118/QĐ-UBND", "bare_symbol": "118/qđ-ubnd"}
    make_document(body, **of_another_year, dated_on=day + timedelta(days=380))
    rules = make_document(body, symbol="07/QC-BCĐ", bare_symbol="7/qc-bcđ", dated_on=day)
    Committee.objects.filter(pk=cast.committee.pk).update(
        founding_decision="118/QĐ-UBND", founded_on=day, operating_regulation="Quy chế 07/QC-BCĐ"
    )
    response = sign_in(cast.ha).get(reverse("committee_of", args=[cast.lao_cai.pk]))
    assert (response.context["founding"], response.context["regulation"]) == (founding, rules)
    html = response.content.decode()
    assert [reverse("document", args=[each.pk]) in html for each in (founding, rules)] == [True] * 2
