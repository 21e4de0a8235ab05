"""Contacts, reminders of a regime, and chasing everyone who is missing, on their pages."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import (
    DunningLetter,
    Message,
    OutgoingMail,
    Period,
    Regime,
    ReminderRule,
    Unit,
    UnitContact,
)
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY, make_period, make_regime, make_version


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(cast.lao_cai, committee=cast.committee)


@pytest.fixture
def period(regime: Regime) -> Period:
    period = make_period(regime, "2025-10")
    append_marks_for(unit_ids=Unit.objects.values_list("pk", flat=True), period=period)
    fold_all()
    return period


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.chi)


def load(client: Client, text: str) -> str:
    file = SimpleUploadedFile("lien-he.csv", text.encode())
    return client.post("/contacts/import/", {"file": file}, follow=True).content.decode()


def test_a_file_of_contacts_is_taken_whole(cast: Cast, chi: Client) -> None:
    load(
        chi, "unit,name,email,phone\n03037,Văn phòng,tavan@example.vn,0214\n02701,,yty@example.vn,"
    )
    present = UnitContact.objects.filter(until=None).order_by("email")
    assert [(one.unit, one.email, one.telephone) for one in present] == [
        (cast.ta_van, "tavan@example.vn", "0214"),
        (cast.y_ty, "yty@example.vn", ""),
    ]
    load(chi, "unit,email\n02701,moi@example.vn\n")
    history = UnitContact.objects.filter(unit=cast.y_ty).order_by("pk")
    assert [(one.email, one.until is None) for one in history] == [
        ("yty@example.vn", False),
        ("moi@example.vn", True),
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("unit,mail\n03037,x@example.vn\n", "mail"),
        ("unit,email\n00721,x@example.vn\n", "00721"),  # another province's
        ("unit,email\n03037,tavan\n", "tavan"),
        ("unit,email\n03037,a@example.vn\n03037,b@example.vn\n", "03037"),
        ("unit,email\n", ""),
    ],
)
def test_a_file_with_a_bad_row_changes_nothing(
    cast: Cast, chi: Client, text: str, named: str
) -> None:
    page = load(chi, text)
    assert named in page
    assert not UnitContact.objects.exists()


def test_the_file_of_contacts_can_be_filled_in_and_loaded_again(cast: Cast, chi: Client) -> None:
    load(chi, "unit,email\n03037,tavan@example.vn\n")
    text = chi.get("/contacts/file/").content.decode("utf-8-sig")
    rows = text.splitlines()
    assert rows[0] == "unit,name,email,phone"
    assert "03037,,tavan@example.vn," in rows
    assert "02701,,," in rows
    load(chi, "\n".join([rows[0], "03037,,tavan@example.vn,"]))
    assert UnitContact.objects.count() == 1


def test_a_contact_is_corrected_and_removed_on_its_page(cast: Cast, chi: Client) -> None:
    address = f"/contacts/{cast.y_ty.pk}/"
    chi.post(address, {"name": "Bà Mẩy", "email": "may@example.vn"})
    assert UnitContact.objects.get(until=None).name == "Bà Mẩy"
    chi.post(address, {"remove": "1"})
    assert not UnitContact.objects.filter(until=None).exists()


def test_one_click_chases_all_that_are_missing(cast: Cast, chi: Client, period: Period) -> None:
    load(chi, "unit,email\n02701,yty@example.vn\n")
    where = f"/reports/status/chase/?regime={period.regime.code}&period=2025-10"
    page = chi.get(where).content.decode()
    for words in ("an@example.vn", "yty@example.vn", "Phường Sa Pa", cast.ta_van.name):
        assert words in page
    done = chi.post(where, follow=True)
    assert sorted(mail.to for mail in OutgoingMail.objects.all()) == [
        "an@example.vn",
        "yty@example.vn",
    ]
    assert [message.person for message in Message.objects.all()] == [cast.an]
    letter = DunningLetter.objects.get()
    assert done.redirect_chain == [(f"/reports/letters/{letter.pk}/", 302)]
    for words in (cast.chi.name, "Phường Sa Pa", cast.y_ty.name, f"{letter.pk}/letter.docx"):
        assert words in done.content.decode()
    again = chi.post(where, follow=True)
    assert again.redirect_chain == done.redirect_chain
    assert (OutgoingMail.objects.count(), DunningLetter.objects.count()) == (2, 1)
    assert f"/reports/letters/{letter.pk}/" in chi.get("/reports/letters/").content.decode()


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_kept_letter_is_taken_as_word_and_pdf_after_the_reports_came(
    cast: Cast, chi: Client, period: Period, form: str, begins: bytes
) -> None:
    chi.post(f"/reports/status/chase/?regime={period.regime.code}&period=2025-10")
    letter = DunningLetter.objects.get()
    make_version(cast.ta_van, period, state=ReportState.SUBMITTED)
    answer = chi.get(f"/reports/letters/{letter.pk}/letter.{form}")
    assert answer.content.startswith(begins)
    assert [one["unit"] for one in letter.facts["missing"]].count(cast.ta_van.name) == 1


def test_the_button_of_the_status_page_chases_at_once_those_that_were_ticked(
    cast: Cast, chi: Client, period: Period
) -> None:
    load(chi, "unit,email\n02701,yty@example.vn\n")
    page = chi.get(f"/reports/status/?regime={period.regime.code}&period=2025-10")
    found = re.search(r'formmethod="post" formaction="([^"]+)"', page.content.decode())
    assert found is not None
    ticked = {"pick": [cast.y_ty.pk], "regime": period.regime.code, "period": "2025-10"}
    chi.post(unescape(found[1]), ticked)
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["yty@example.vn"]
    assert [one["unit"] for one in DunningLetter.objects.get().facts["missing"]] == [cast.y_ty.name]


def test_one_press_on_a_units_page_chases_every_regime(cast: Cast, chi: Client) -> None:
    names = ("Chuyển đổi số", "Cải cách hành chính")
    now = timezone.now()
    for number, name in enumerate(names):
        regime = make_regime(
            cast.lao_cai, code=f"che-do-{number}", name=name, committee=cast.committee
        )
        make_period(regime, f"{now - timedelta(days=70):%Y-%m}")
    address = f"/reports/chase/{cast.lao_cai.pk}/"
    assert f'action="{address}"' in chi.get(f"/units/{cast.lao_cai.pk}/").content.decode()
    done = chi.post(address, follow=True)
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["an@example.vn"]
    letter = DunningLetter.objects.get()
    assert done.redirect_chain == [(f"/reports/letters/{letter.pk}/", 302)]
    assert all(name in done.content.decode() for name in names)
    assert chi.get(f"/reports/letters/{letter.pk}/letter.docx").content.startswith(b"PK")
    shown = chi.get(address).content.decode()
    assert all(unit.name in shown for unit in (cast.y_ty, cast.sa_pa))


def test_where_nothing_is_overdue_a_press_says_so(cast: Cast, chi: Client) -> None:
    done = chi.post(f"/reports/chase/{cast.lao_cai.pk}/", follow=True)
    assert done.redirect_chain == [(f"/units/{cast.lao_cai.pk}/", 302)]
    assert not DunningLetter.objects.exists()


def test_only_the_units_that_were_picked_are_chased(
    cast: Cast, chi: Client, period: Period
) -> None:
    load(chi, "unit,email\n02701,yty@example.vn\n")
    where = f"/reports/status/chase/?regime={period.regime.code}&period=2025-10"
    chi.post(f"{where}&pick={cast.y_ty.pk}")
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["yty@example.vn"]


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_letter_is_taken_as_word_and_pdf(
    cast: Cast, chi: Client, period: Period, form: str, begins: bytes
) -> None:
    where = f"/reports/status/chase/letter.{form}?regime={period.regime.code}&period=2025-10"
    assert chi.get(where).content.startswith(begins)


def test_the_schedule_of_a_regime_is_set_on_its_page(
    cast: Cast, chi: Client, regime: Regime
) -> None:
    address = f"/regimes/{regime.pk}/reminders/"

    def seen() -> dict[str, str]:
        event = chi.get(address).context.get("seen_event")
        return {"seen": str(event)} if event is not None else {}

    chi.post(address, {"step": "add", "when": "before", "working_days": "2", "to": "unit"} | seen())
    chi.post(
        address,
        {"step": "add", "when": "after", "working_days": "1", "to": "parent", "level": "3"}
        | seen(),
    )
    chi.post(address, {"step": "days", "link_days": "30"} | seen())
    rules = ReminderRule.objects.values_list("level", "working_days", "to").order_by("working_days")
    assert list(rules) == [(None, -2, "unit"), (3, 1, "parent")]
    regime.refresh_from_db()
    assert regime.link_days == 30
    chi.post(address, {"remove": ":-2:unit"})
    assert [rule.to for rule in ReminderRule.objects.all()] == ["parent"]


def test_the_schedule_of_a_regime_of_incidents_is_set_by_the_hour(cast: Cast, chi: Client) -> None:
    storm = make_regime(cast.lao_cai, code="bao", frequency="incident")
    address = f"/regimes/{storm.pk}/reminders/"
    page = chi.get(address)
    assert [bound.name for bound in page.context["form"]] == ["when", "hours", "to", "level"]
    chi.post(address, {"step": "add", "when": "before", "hours": "3", "to": "unit"})
    rule = storm.reminder_rules.get()
    assert (rule.hours, rule.working_days, rule.to) == (-3, None, "unit")
    english = {"accept-language": "en"}
    for shown in (address, f"/regimes/{storm.pk}/"):
        text = chi.get(shown, headers=english).content.decode().lower()
        assert "3 hours before the deadline" in text


def test_units_that_no_letter_reaches_are_named_where_reminders_are_set(
    cast: Cast, chi: Client, regime: Regime
) -> None:
    """Tả Van has an officer; Y Tý gets a contact; what is left names its page of the contact."""
    address = f"/regimes/{regime.pk}/reminders/"
    page = chi.get(address, headers={"accept-language": "en"})
    silent = page.context["unreachable"].units
    assert cast.y_ty in silent
    assert cast.ta_van not in silent
    text = page.content.decode()
    assert f"No letter can reach {len(silent)} units" in text
    assert all(f'href="/contacts/{unit.pk}/"' in text for unit in silent)
    for number, unit in enumerate(silent):
        named = {"name": "", "email": f"xa{number}@example.vn", "telephone": ""}
        set_contact(unit=unit, **named, by=None, today=TODAY, now=NOW)
    assert 'id="unreachable"' not in chi.get(address).content.decode()
