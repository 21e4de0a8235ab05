"""The dictionary of indicators on its pages, and what it offers on the page of a report."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.offered_values import take_offered_values
from giaoban.models import (
    Form,
    Indicator,
    Mark,
    Period,
    Person,
    Regime,
    SharedIndicator,
    Submission,
    TakenValue,
)
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.states import Channel, ReportState
from tests.cast import Cast, SignIn
from tests.factories import (
    NOW,
    appoint,
    make_form,
    make_period,
    make_person,
    make_regime,
    make_version,
)
from tests.web.test_links import confirmed, contact_of, sent_address

HANDLED = {"code": "handled", "name": "Hồ sơ đã giải quyết", "measure": "hồ sơ"}
SPENT = {"code": "spent", "name": "Kinh phí", "kind": "amount", "measure": "triệu đồng"}


@pytest.fixture
def month(cast: Cast) -> Regime:
    return make_regime(
        cast.lao_cai, code="thang", name="Báo cáo tháng", indicators=[HANDLED, SPENT]
    )


@pytest.fixture
def other(cast: Cast) -> Regime:
    return make_regime(
        cast.lao_cai, code="khac", name="Báo cáo cải cách", indicators=[HANDLED, SPENT]
    )


def entry_of(*regimes: Regime, code: str = "handled") -> SharedIndicator:
    series = regimes[0].indicators.get(code=code)
    entry = SharedIndicator.objects.create(
        code=code,
        name=series.items.get().name,
        kind=series.kind,
        measure=series.measure,
        over_time=series.over_time,
        over_units=series.over_units,
        created_at=NOW,
    )
    Indicator.objects.filter(regime__in=regimes, code=code).update(shared=entry)
    return entry


def english(person: Person) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(person)
    return client


def page(client: Client, name: str, *args: object, **query: object) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return text_of(response.content.decode())


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_entries_are_found_without_diacritics_with_who_asks_them(
    cast: Cast, sign_in: SignIn, month: Regime, other: Regime
) -> None:
    entry_of(month, other)
    entry_of(month, code="spent")
    client = sign_in(cast.an)

    found = page(client, "dictionary", q="ho so")

    assert "Hồ sơ đã giải quyết handled hồ sơ" in found
    assert "Báo cáo cải cách; Báo cáo tháng" in found
    assert "Kinh phí" not in found
    assert "New entry" not in page(english(cast.an), "dictionary")


def test_a_regime_that_the_reader_does_not_see_is_counted_and_not_named(
    cast: Cast, sign_in: SignIn, month: Regime
) -> None:
    entry = entry_of(month)

    found = page(english(cast.lan), "dictionary")
    of_entry = page(english(cast.lan), "shared_indicator", entry.pk)

    assert "1 regime" in found
    assert "1 regime that you do not see asks it too." in of_entry
    assert "Báo cáo tháng" not in found + of_entry


def test_what_looks_alike_is_linked_with_one_click(
    cast: Cast, sign_in: SignIn, month: Regime, other: Regime
) -> None:
    client = english(cast.chi)
    assert page(client, "dictionary").count("Link them") == 2
    series = Indicator.objects.filter(code="handled")

    client.post(reverse("link_indicators"), {"indicator": [one.pk for one in series]})

    entry = SharedIndicator.objects.get()
    assert (entry.name, entry.uses.count()) == ("Hồ sơ đã giải quyết", 2)
    assert page(client, "dictionary").count("Link them") == 1


def test_an_indicator_of_another_name_is_linked_on_the_entrys_page(
    cast: Cast, sign_in: SignIn, month: Regime
) -> None:
    entry = entry_of(month)
    named = HANDLED | {"code": "hs", "name": "Số hồ sơ xong"}
    later = make_regime(cast.lao_cai, code="quy", frequency="quarter", indicators=[named, SPENT])
    client = english(cast.khanh)
    shown = page(client, "shared_indicator", entry.pk)
    assert "Số hồ sơ xong" in shown
    assert "Kinh phí" not in shown

    series = later.indicators.get(code="hs")
    client.post(reverse("link_indicators"), {"entry": entry.pk, "indicator": series.pk})

    assert set(entry.uses.values_list("code", flat=True)) == {"handled", "hs"}
    assert Form.objects.filter(regime=later).count() == 1
    client.post(reverse("unlink_indicator", args=[series.pk]))
    assert entry.uses.count() == 1


def test_nobody_links_or_changes_what_is_anothers(
    cast: Cast, sign_in: SignIn, month: Regime
) -> None:
    entry = entry_of(month)
    stranger = make_person("tuyen@example.vn", "Ma Thị Tuyên")
    appoint(stranger, Role.SECRETARIAT, cast.tuyen_quang)
    client = sign_in(stranger)
    spent = month.indicators.get(code="spent")

    statuses = [
        client.post(reverse("link_indicators"), {"indicator": spent.pk}).status_code,
        client.post(reverse("unlink_indicator", args=[entry.uses.get().pk])).status_code,
        client.get(reverse("edit_shared_indicator", args=[entry.pk])).status_code,
    ]

    assert statuses == [404, 404, 404]


def test_an_entry_is_added_changed_and_taken_away(cast: Cast, sign_in: SignIn) -> None:
    client = english(cast.khanh)
    given = {"name": "Hộ nghèo", "kind": "count", "measure": "hộ", "over_time": "last"}
    given |= {"over_units": "sum"}

    client.post(reverse("add_shared_indicator"), given)
    entry = SharedIndicator.objects.get()
    assert (entry.code, entry.over_time) == ("ho_ngheo", "last")
    seen = client.get(reverse("edit_shared_indicator", args=[entry.pk])).context["seen"]
    changed = given | {"code": "ho_ngheo", "source": "Sổ hộ nghèo", "seen": seen}
    client.post(reverse("edit_shared_indicator", args=[entry.pk]), changed)
    entry.refresh_from_db()
    assert entry.source == "Sổ hộ nghèo"
    # A second editor who still has the old page open is told, and nothing is overwritten.
    response = client.post(
        reverse("edit_shared_indicator", args=[entry.pk]), changed | {"source": "Khác"}
    )
    assert "Somebody else saved" in response.content.decode()
    entry.refresh_from_db()
    assert entry.source == "Sổ hộ nghèo"

    client.post(reverse("remove_shared_indicator", args=[entry.pk]))
    assert SharedIndicator.objects.count() == 0


def test_the_newest_figure_of_each_use_leads_to_the_explorer(
    cast: Cast, sign_in: SignIn, month: Regime, other: Regime
) -> None:
    entry = entry_of(month, other)
    for key, number in (("2026-08", 5), ("2026-09", 7)):
        make_version(cast.ta_van, make_period(month, key), values={"handled": number})
    for period in Period.objects.filter(is_reported=True):
        for unit in (cast.ta_van, cast.y_ty, cast.sa_pa):
            Mark.objects.create(unit=unit, period=period)
    fold_all()
    client = english(cast.chi)

    response = client.get(reverse("shared_indicator", args=[entry.pk]))

    shown = text_of(response.content.decode())
    assert "7 September 2026, 1 of 3 units" in shown
    address = (
        f"{reverse('results')}?regime=thang&amp;indicator=handled&amp;period=2026-09"
        f"&amp;unit={cast.lao_cai.pk}"
    )
    assert address in response.content.decode()


def test_the_pages_cost_the_same_for_one_entry_and_for_many(
    cast: Cast, sign_in: SignIn, month: Regime, other: Regime
) -> None:
    first = entry_of(month)
    make_regime(cast.lao_cai, code="nam", frequency="year", indicators=[HANDLED, SPENT])
    client = sign_in(cast.chi)

    def queries() -> list[int]:
        counts = []
        for name, args in (("dictionary", []), ("shared_indicator", [first.pk])):
            with CaptureQueriesContext(connection) as caught:
                page(client, name, *args)
            counts.append(len(caught))
        return counts

    queries()  # what is remembered from the first request on
    few = queries()
    Indicator.objects.filter(regime=other, code="handled").update(shared=first)
    entry_of(month, other, code="spent")
    for number in range(3):
        regime = make_regime(cast.lao_cai, code=f"r{number}", indicators=[HANDLED])
        Indicator.objects.filter(regime=regime).update(shared=first)

    assert queries() == few


def test_the_designer_asks_what_the_dictionary_has(
    cast: Cast, sign_in: SignIn, month: Regime, other: Regime
) -> None:
    entry = entry_of(month)
    make_form(other, indicators=["own"], number=2, is_published=False)
    client = english(cast.chi)
    assert "Choose from the dictionary" in page(client, "add_indicator", other.pk)
    offered = client.get(reverse("dictionary"), {"for": other.pk, "section": ""})
    address = f"{reverse('add_indicator', args=[other.pk])}?shared=handled"
    assert address in offered.content.decode()

    form = client.get(address).context["form"]
    assert form.initial["measure"] == "hồ sơ"
    assert form.fields["kind"].disabled
    # What the page forbids to change is not taken from a request either.
    client.post(address, {"name": "Hồ sơ xong", "code": "hs", "kind": "amount", "shown": ""})

    series = other.indicators.get(code="hs")
    assert (series.kind, series.measure, series.shared) == ("count", "hồ sơ", entry)
    again = client.post(address, {"name": "Hồ sơ", "code": "hs2", "kind": "count", "shown": ""})
    assert "A form asks it once" in again.content.decode()


@pytest.fixture
def asked(cast: Cast, month: Regime, other: Regime) -> Period:
    """September of the one regime, after the same month was reported to the other."""
    entry_of(month, other)
    entry_of(month, other, code="spent")
    make_version(
        cast.ta_van,
        make_period(other, "2026-09"),
        values={"handled": 12, "spent": 3.5},
        by=cast.an,
    )
    return make_period(month, "2026-09")


def test_an_empty_cell_says_what_was_reported_elsewhere(
    cast: Cast, sign_in: SignIn, asked: Period
) -> None:
    shown = page(english(cast.an), "report", asked.pk, cast.ta_van.pk)

    said = "already reported in “Báo cáo cải cách”, September 2026, sent 19/11/2026 by Lý A An"
    assert f"12 · {said}" in shown
    assert f"3.5 · {said}" in shown
    assert "Take 2 figures already given" in shown


def test_one_figure_is_taken_and_its_origin_stays_beside_it(
    cast: Cast, sign_in: SignIn, asked: Period, other: Regime
) -> None:
    client = english(cast.an)
    address = reverse("report", args=[asked.pk, cast.ta_van.pk])

    response = client.post(address, {"take-handled": other.pk, "cell-spent": "4"})

    assert response["Location"] == f"{address}#cell-handled"
    shown = page(client, "report", asked.pk, cast.ta_van.pk)
    assert "Taken from “Báo cáo cải cách”, September 2026" in shown
    assert "already given" not in shown
    values = Submission.objects.get(period=asked).latest.values  # type: ignore[union-attr]
    assert dict(values.values_list("indicator__code", "number")) == {"handled": 12, "spent": 4}


@pytest.mark.parametrize("regime", ["9" * 4400, "9" * 19, "²", "-1", ""])
def test_a_button_that_names_no_regime_takes_nothing(
    cast: Cast, sign_in: SignIn, asked: Period, regime: str
) -> None:
    address = reverse("report", args=[asked.pk, cast.ta_van.pk])

    response = english(cast.an).post(address, {"take-handled": regime})

    assert response.status_code < 500
    assert TakenValue.objects.count() == 0


def test_everything_is_taken_at_once_and_what_is_typed_meanwhile_is_kept(
    cast: Cast, sign_in: SignIn, asked: Period
) -> None:
    client = english(cast.an)
    address = reverse("report", args=[asked.pk, cast.ta_van.pk])

    response = client.post(address, {"takes": "1"}, follow=True)

    assert "2 figures were taken from other reports." in response.content.decode()
    assert TakenValue.objects.count() == 2


def test_saving_tells_the_page_what_is_still_offered(
    cast: Cast, sign_in: SignIn, asked: Period
) -> None:
    client = english(cast.an)
    address = reverse("save_report", args=[asked.pk, cast.ta_van.pk])

    answer = client.post(address, {"cell-handled": "9", "was-cell-handled": ""}).json()

    assert "Take 1 figure already given" in answer["offers"]
    below = answer["below"]
    assert (below.get("handled", ""), "3.5" in below["spent"]) == ("", True)


def test_officer_and_reviewer_see_that_the_source_was_corrected(
    cast: Cast, sign_in: SignIn, asked: Period, other: Regime
) -> None:
    take_offered_values(unit=cast.ta_van, period=asked, wanted=None, by=cast.an, now=NOW)
    submission = Submission.objects.get(period=asked)
    version = submission.latest
    assert version is not None
    version.state, version.submitted_at, version.submitted_by = ReportState.SUBMITTED, NOW, cast.an
    version.save()
    make_version(
        cast.ta_van,
        Period.objects.get(regime=other, key="2026-09"),
        values={"handled": 15, "spent": 3.5},
        state=ReportState.ACCEPTED,
        by=cast.an,
    )
    args = (asked.pk, cast.ta_van.pk)

    read = page(english(cast.an), "read_report", *args)
    reviewed = page(english(cast.chi), "review_report", *args)

    for shown in (read, reviewed):
        assert "“Báo cáo cải cách” now says 15 (September 2026" in shown
        assert "Take" not in shown.replace("Taken from", "")
        assert shown.count("Taken from “Báo cáo cải cách”") == 2
    assert "1 figure was corrected where it came from" in reviewed


def test_the_origin_of_a_figure_leads_on_to_the_report_that_it_was_taken_from(
    cast: Cast, sign_in: SignIn, asked: Period, other: Regime
) -> None:
    take_offered_values(unit=cast.ta_van, period=asked, wanted=None, by=cast.an, now=NOW)
    submission = Submission.objects.get(period=asked)
    submission.counted = submission.latest
    submission.save()

    response = english(cast.chi).get(reverse("origin", args=[cast.ta_van.pk, asked.pk, "handled"]))

    html = response.content.decode()
    assert "Taken from the unit’s report “Báo cáo cải cách”, September 2026." in text_of(html)
    source = Period.objects.get(regime=other, key="2026-09")
    assert f"{reverse('read_report', args=[source.pk, cast.ta_van.pk])}?version=1" in html


def test_the_units_workbook_says_it_as_a_comment_and_leaves_the_cell_empty(
    cast: Cast, sign_in: SignIn, asked: Period
) -> None:
    response = english(cast.an).get(reverse("template_workbook", args=[asked.pk, cast.ta_van.pk]))

    cells = load_workbook(BytesIO(response.content)).worksheets[0]["D9:D10"]
    assert [(cell.value, cell.comment and cell.comment.text) for (cell,) in cells] == [
        (
            None,
            "12 · already reported in “Báo cáo cải cách”, September 2026, sent 19/11/2026 by "
            "Lý A An",
        ),
        (
            None,
            "3.5 · already reported in “Báo cáo cải cách”, September 2026, sent 19/11/2026 by "
            "Lý A An",
        ),
    ]


def test_by_a_link_too_a_figure_is_taken_but_no_other_report_is_opened(
    cast: Cast, asked: Period
) -> None:
    cache.clear()
    Regime.objects.update(link_days=3650)
    contact_of(cast.ta_van)
    client, report = confirmed(sent_address(cast.ta_van, asked))

    shown = client.get(report).content.decode()
    taken = client.post(report, {"takes": "1"})

    assert text_of(shown).count("đã báo cáo trong “Báo cáo cải cách”") == 2
    assert "/reports/" not in shown
    assert taken["Location"] == report
    version = Submission.objects.get(period=asked).latest
    assert version is not None
    assert (version.channel, version.taken_values.count()) == (Channel.LINK, 2)
