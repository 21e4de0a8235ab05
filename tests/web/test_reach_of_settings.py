"""What one province's secretariat and administrator cannot do: to another's, and for themselves."""

import pytest
from django.test import Client
from django.urls import reverse

from giaoban.models import Appointment, CalendarDay, Regime, Target
from giaoban.rules.people.permissions import Role
from tests.cast import Cast, SignIn
from tests.factories import appoint, make_committee, make_period, make_person, make_regime


@pytest.fixture
def stranger(cast: Cast, sign_in: SignIn) -> Client:
    """The secretariat of Tuyên Quang."""
    person = make_person("tuyen@example.vn", "Ma Thị Tuyên")
    appoint(person, Role.SECRETARIAT, cast.tuyen_quang)
    return sign_in(person)


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(cast.lao_cai, indicators=[{"code": "processed", "name": "Hồ sơ"}])


def test_no_step_on_another_provinces_regime_is_answered(
    cast: Cast, stranger: Client, regime: Regime
) -> None:
    period = make_period(regime, "2026-07")
    pk = regime.pk
    addresses = [
        reverse(name, args=[pk])
        for name in (
            "edit_regime",
            "edit_deadlines",
            "edit_outline",
            "download_regime",
            "form_designer",
            "begin_form",
            "arrange_form",
            "publish_form",
            "discard_form",
            "add_indicator",
            "add_check",
            "try_check",
            "open_period",
        )
    ] + [
        reverse("lock_period", args=[pk, period.pk]),
        reverse("extend_period", args=[pk, period.pk]),
        reverse("regime_targets", args=[pk, 2026]),
        reverse("change_unit", args=[cast.lao_cai.pk, "rename"]),
        reverse("change_unit", args=[cast.ta_van.pk, "close"]),
        reverse("edit_committee", args=[cast.lao_cai.pk]),
        reverse("edit_person", args=[cast.an.pk]),
        reverse("close_account", args=[cast.an.pk]),
        reverse("resend_invitation", args=[cast.an.pk]),
        reverse("end_appointment", args=[cast.an.appointments.get().pk]),
        reverse("hand_over", args=[cast.an.appointments.get().pk]),
        reverse("edit_duties", args=[cast.chi.appointments.get().pk]),
    ]
    assert {address: stranger.post(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 404
    )


def test_a_target_for_another_provinces_unit_is_not_stored(
    cast: Cast, sign_in: SignIn, regime: Regime
) -> None:
    address = reverse("regime_targets", args=[regime.pk, 2026])
    sign_in(cast.chi).post(address, {f"{cast.dong_van.pk}:processed": "5"})
    assert not Target.objects.exists()


def test_an_extension_for_another_provinces_unit_is_refused(
    cast: Cast, sign_in: SignIn, regime: Regime
) -> None:
    period = make_period(regime, "2026-07")
    given = {"unit": "00721", "due_on": "2026-08-01", "at": "17:00", "reason": "bão"}
    sign_in(cast.chi).post(reverse("extend_period", args=[regime.pk, period.pk]), given)
    assert not period.extensions.exists()


def test_a_unit_is_not_moved_into_another_province(cast: Cast, sign_in: SignIn) -> None:
    given = {"parent": "08", "on": "2027-01-01", "reason": "", "step": "confirm"}
    answer = sign_in(cast.chi).post(reverse("change_unit", args=[cast.ta_van.pk, "move"]), given)
    assert answer.status_code == 200
    assert answer.context["form"].errors["parent"]


@pytest.mark.parametrize("name", ["chi", "khanh"])
@pytest.mark.parametrize("role", list(Role))
def test_nobody_gives_themselves_a_role(cast: Cast, sign_in: SignIn, name: str, role: Role) -> None:
    person = getattr(cast, name)
    if not person.appointments.filter(unit=cast.ta_van).exists():
        given = {"unit": "03037", "role": role.value, "since": "2026-11-01"}
    else:
        given = {"unit": "02701", "role": role.value, "since": "2026-11-01"}
    before = set(person.appointments.values_list("pk", flat=True))
    sign_in(person).post(reverse("appoint", args=[person.pk]), given)
    assert set(person.appointments.values_list("pk", flat=True)) == before


def test_nobody_takes_a_role_over_themselves(cast: Cast, sign_in: SignIn) -> None:
    held = cast.an.appointments.get()
    given = {"email": cast.chi.email, "on": "2026-12-01", "step": "confirm"}
    sign_in(cast.chi).post(reverse("hand_over", args=[held.pk]), given)
    assert [one.person for one in Appointment.objects.filter(unit=cast.ta_van, role=held.role)] == [
        cast.an
    ]


def test_the_name_of_somebody_elsewhere_is_told_only_to_who_knows_the_email(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    address = reverse("appoint", args=[cast.lan.pk])
    assert client.get(address).status_code == 404
    assert client.get(f"{address}?email={cast.lan.email}").status_code == 200


def test_the_calendar_is_set_by_who_looks_after_all_that_count_by_it(
    cast: Cast, sign_in: SignIn, regime: Regime, stranger: Client
) -> None:
    given = {"day": "2026-09-02", "is_working": "1", "name": "làm bù"}
    assert stranger.post("/calendar/", given).status_code == 404
    assert stranger.get("/calendar/").context["may_set"] is False
    assert sign_in(cast.chi).post("/calendar/", given).status_code == 302
    assert stranger.post(f"/calendar/{CalendarDay.objects.get().pk}/remove/").status_code == 404
    make_committee(cast.tuyen_quang, "Ban Chỉ đạo tỉnh Tuyên Quang")
    assert sign_in(cast.chi).get("/calendar/").context["may_set"] is False


def test_the_page_of_extensions_opens_without_a_complaint(
    cast: Cast, sign_in: SignIn, regime: Regime
) -> None:
    period = make_period(regime, "2026-07")
    page = sign_in(cast.chi).get(reverse("extend_period", args=[regime.pk, period.pk]))
    assert page.context["form"].errors == {}
