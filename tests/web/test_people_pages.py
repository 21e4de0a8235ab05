"""Who may be invited and changed by whom, on the pages."""

from io import BytesIO

from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from giaoban.models import Appointment, CalendarDay, Committee, OutgoingMail, Person
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.units.naming import person_sort_key
from tests.cast import Cast, SignIn
from tests.factories import appoint, make_period, make_regime, make_version


def invitation(unit: str, role: Role) -> dict[str, str]:
    return {
        "name": "Giàng Thị Hoa",
        "email": "hoa@example.vn",
        "unit": unit,
        "role": role,
        "since": timezone.localdate().isoformat(),
        "language": "vi",
    }


def test_the_secretariat_invites_an_officer_but_no_administrator(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    response = client.post("/people/invite/", invitation("02701", Role.ADMINISTRATOR))
    assert list(response.context["form"].errors) == ["role"]
    response = client.post("/people/invite/", invitation("02701", Role.UNIT_OFFICER))
    hoa = Person.objects.get(email="hoa@example.vn")
    assert response["Location"] == f"/people/{hoa.pk}/"
    assert Appointment.objects.get(person=hoa).unit == cast.y_ty
    assert [letter.to for letter in OutgoingMail.objects.all()] == ["hoa@example.vn"]


def test_nobody_is_invited_to_a_unit_outside_the_own_area(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.khanh).post("/people/invite/", invitation("00721", Role.UNIT_OFFICER))
    assert list(response.context["form"].errors) == ["role"]
    assert not Person.objects.filter(email="hoa@example.vn").exists()


def test_an_administrator_cannot_change_the_account_of_one_who_serves_elsewhere_too(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.khanh)
    address = f"/people/{cast.an.pk}/close/"
    appoint(cast.an, Role.CHAIR, cast.tuyen_quang)
    assert client.post(address).status_code == 404
    assert Person.objects.get(pk=cast.an.pk).is_active


def test_the_secretariat_cannot_end_the_role_of_the_administrator(
    cast: Cast, sign_in: SignIn
) -> None:
    held = Appointment.objects.get(person=cast.khanh)
    assert sign_in(cast.chi).get(f"/people/roles/{held.pk}/end/").status_code == 404
    assert sign_in(cast.khanh).get(f"/people/roles/{held.pk}/end/").status_code == 200


def test_the_list_shows_the_people_of_the_own_area_and_narrows(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.khanh)

    def listed(query: str) -> list[str]:
        return [person.email for person in client.get(f"/people/{query}").context["rows"].rows]

    assert sorted(listed("")) == [
        "an@example.vn",
        "binh@example.vn",
        "chi@example.vn",
        "dung@example.vn",
        "giang@example.vn",
        "ha@example.vn",
        "khanh@example.vn",
    ]
    assert listed("?role=unit_officer") == ["an@example.vn"]
    assert sorted(listed("?unit=03037")) == ["an@example.vn", "binh@example.vn"]
    assert listed("?q=ly a") == ["an@example.vn"]


def test_handing_over_shows_what_passes_on_before_it_is_done(cast: Cast, sign_in: SignIn) -> None:
    period = make_period(make_regime(cast.lao_cai), "2026-10")
    draft = make_version(cast.ta_van, period, state=ReportState.DRAFT).submission
    held = Appointment.objects.get(person=cast.an)
    client = sign_in(cast.khanh)
    address = f"/people/roles/{held.pk}/hand-over/"
    given = {"email": "minh@example.vn", "on": timezone.localdate().isoformat()}
    response = client.post(address, {**given, "step": "preview"})
    assert response.context["successor"] == cast.minh
    assert response.context["passing"].drafts == [draft]
    assert Appointment.objects.filter(person=cast.minh).count() == 0
    response = client.post(address, {**given, "step": "confirm"})
    assert response["Location"] == f"/people/{cast.minh.pk}/"
    assert Appointment.objects.get(person=cast.minh).unit == cast.ta_van


def test_a_successor_without_account_needs_a_name(cast: Cast, sign_in: SignIn) -> None:
    held = Appointment.objects.get(person=cast.an)
    response = sign_in(cast.khanh).post(
        f"/people/roles/{held.pk}/hand-over/",
        {"email": "new@example.vn", "on": timezone.localdate().isoformat(), "step": "preview"},
    )
    assert list(response.context["form"].errors) == ["name"]


def test_everybody_corrects_their_own_details_and_language(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.minh)
    client.post(
        "/profile/",
        {"name": "Hoàng Minh Minh", "post": "", "telephone": "0214 3", "language": "en"},
    )
    minh = Person.objects.get(pk=cast.minh.pk)
    assert (minh.name, minh.telephone, minh.language) == ("Hoàng Minh Minh", "0214 3", "en")
    assert minh.search_key == "hoang minh minh minh@example.vn"


def test_the_committee_shows_its_roster_in_order_as_of_a_day(cast: Cast, sign_in: SignIn) -> None:
    Appointment.objects.filter(person=cast.dung).update(rank=1, duties="Trưởng ban")
    client = sign_in(cast.giang)
    assert client.get("/committee/")["Location"] == f"/committee/{cast.lao_cai.pk}/"
    roster = client.get(f"/committee/{cast.lao_cai.pk}/").context["roster"]
    assert [held.person for held in roster] == [cast.dung, cast.chi, cast.giang]
    early = client.get(f"/committee/{cast.lao_cai.pk}/?on=2025-06-30")
    assert early.context["roster"] == []


def test_the_committee_is_changed_by_those_who_manage_it(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.chi).post(
        f"/committee/{cast.lao_cai.pk}/edit/",
        {"name": "Ban Chỉ đạo chuyển đổi số", "place": "Lào Cai", "founded_on": "2025-07-15"},
    )
    committee = Committee.objects.get(unit=cast.lao_cai)
    assert (committee.name, committee.place) == ("Ban Chỉ đạo chuyển đổi số", "Lào Cai")


def test_a_day_set_ourselves_wins_over_the_public_calendar_until_it_is_removed(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    given = {"day": "2026-09-02", "is_working": "1", "name": "làm bù"}
    assert client.post("/calendar/", given)["Location"] == "/calendar/?year=2026"

    def shown() -> list[tuple[bool, str]]:
        days = client.get("/calendar/?year=2026").context["days"]
        return [(day.is_working, day.name) for day in days if day.day.isoformat() == "2026-09-02"]

    assert shown() == [(True, "làm bù")]
    client.post(f"/calendar/{CalendarDay.objects.get().pk}/remove/")
    assert shown() == [(False, "Quốc khánh")]


def test_the_list_sorts_both_ways_and_leaves_as_a_workbook(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.chi)

    def names(sort: str) -> list[str]:
        return [person.name for person in client.get(f"/people/?sort={sort}").context["rows"].rows]

    up = names("name")
    assert up == sorted(up, key=person_sort_key)
    assert names("-name") == up[::-1]
    assert names("password") == up
    exported = client.get("/people/export/?role=unit_officer")
    sheet = load_workbook(BytesIO(exported.content)).active
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=4, max_row=4)] == [
        ["Lý A An", "cán bộ đầu mối", "Xã Tả Van", "03037"]
    ]


def test_the_committee_ticks_the_days_on_which_tasks_are_reminded_of(
    cast: Cast, sign_in: SignIn
) -> None:
    khanh = sign_in(cast.khanh)
    address = reverse("edit_committee", args=[cast.lao_cai.pk])
    ticked = khanh.get(address).context["form"]["task_reminders"].value()
    assert ticked == ["-2", "1"]
    khanh.post(address, {"name": cast.committee.name, "task_reminders": ["0", "-5", "3"]})
    cast.committee.refresh_from_db()
    assert (cast.committee.task_reminders, cast.committee.task_reminders_giver) == ("-5 +0 +3", "")
    page = khanh.get(reverse("committee_of", args=[cast.lao_cai.pk])).content.decode()
    assert "Trước thời hạn 5 ngày làm việc" in page
    refused = khanh.post(address, {"name": cast.committee.name, "task_reminders": ["4"]})
    assert list(refused.context["form"].errors) == ["task_reminders"]
