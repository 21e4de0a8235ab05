"""One press tells everybody what is missing, over all regimes, and keeps the letter of it."""

from datetime import datetime, timedelta
from io import BytesIO

import docx
import pytest

from giaoban.actions.reporting.chasing import Chase, chase_and_write
from giaoban.actions.reporting.incidents import (
    IncidentText,
    ask_for_due_reports,
    open_incident,
)
from giaoban.documents.docx import to_docx
from giaoban.documents.reporting.dunning_facts import letter_facts
from giaoban.documents.reporting.dunning_letter import dunning_letter
from giaoban.documents.reporting.kept_letters import kept, restored
from giaoban.models import DunningLetter, Event, OutgoingMail, Period, UnitContact
from giaoban.queries.reporting.reminding import overdue_under
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_version


@pytest.fixture
def months(cast: Cast) -> list[Period]:
    """Overdue reports of two regimes of one committee; Tả Van and Y Tý can be written to."""
    UnitContact.objects.create(unit=cast.y_ty, email="yty@example.vn", since=TODAY)
    regimes = [
        make_regime(cast.lao_cai, code=code, name=name, committee=cast.committee)
        for code, name in (("so", "Chuyển đổi số"), ("cchc", "Cải cách hành chính"))
    ]
    return [make_period(regime, "2026-09") for regime in regimes]


@pytest.fixture
def rounds(cast: Cast) -> list[Period]:
    """The first three reports of a storm; the third was asked for when the second was due."""
    regime = make_regime(cast.lao_cai, code="bao", frequency="incident")
    text = IncidentText(code="BAO-13", name="Bão số 13", began_at=NOW, areas=[cast.lao_cai])
    incident = open_incident(regime=regime, incident=text, by=None, now=NOW)
    found = [incident.periods.get(is_reported=True)]
    for number in (2, 3):
        ask_for_due_reports(now=due(found[-1]))
        found.append(incident.periods.get(key=f"incident:BAO-13/{number:02d}"))
    return found


def due(period: Period) -> datetime:
    assert period.due_at is not None
    return period.due_at


def press(
    cast: Cast, pairs: list[tuple[Period, int]], hours: int = 0, since: datetime = NOW
) -> Chase:
    now = since + timedelta(hours=hours)
    return chase_and_write(
        unit=cast.lao_cai,
        pairs=pairs,
        by=cast.chi,
        today=now.date(),
        now=now,
        site="https://g.example.vn",
    )


def words_of(letter: DunningLetter) -> str:
    word = docx.Document(BytesIO(to_docx(dunning_letter(restored(letter.facts)))))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in word.paragraphs)])


def test_one_press_over_two_regimes_sends_one_letter_to_each_and_keeps_one_that_names_all(
    cast: Cast, months: list[Period]
) -> None:
    pairs = overdue_under(cast.lao_cai, NOW)
    units = {cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk}
    assert {(period.pk, unit) for period, unit in pairs} == {
        (period.pk, unit) for period in months for unit in units
    }
    done = press(cast, pairs)
    assert sorted(mail.to for mail in OutgoingMail.objects.all()) == [
        "an@example.vn",
        "yty@example.vn",
    ]
    words = words_of(done.letter)
    assert "còn 6 báo cáo của 3 đơn vị" in words
    assert "trong đó 6 báo cáo đã quá thời hạn" in words
    for unit in (cast.ta_van, cast.y_ty, cast.sa_pa):
        assert unit.name in words
    assert words.count("Chuyển đổi số, tháng 9/2026") == 3
    assert words.count("Cải cách hành chính, tháng 9/2026") == 3
    assert (done.letter.told, done.letter.unreached) == (2, [cast.sa_pa.name])
    made = Event.objects.get(action="make_dunning_letter")
    assert (made.actor, made.record_id, made.after) == (
        cast.chi,
        cast.lao_cai.pk,
        {"reports": 6, "told": 2, "unreached": 1},
    )


def test_a_second_press_on_the_day_tells_nobody_and_makes_no_second_letter(
    cast: Cast, months: list[Period]
) -> None:
    pairs = [(months[0], cast.y_ty.pk)]
    first = press(cast, pairs)
    again = press(cast, pairs, hours=2)
    assert (again.letter, again.is_new, list(again.told.readers)) == (first.letter, False, [])
    assert OutgoingMail.objects.count() == 1
    more = press(cast, [*pairs, (months[0], cast.ta_van.pk)], hours=3)
    assert (more.is_new, [reader.email for reader in more.told.readers]) == (
        True,
        ["an@example.vn"],
    )
    next_day = press(cast, pairs, hours=24)
    assert (next_day.is_new, next_day.letter.told) == (True, 1)


def test_a_contact_who_came_meanwhile_is_told_and_the_letter_of_the_day_stands(
    cast: Cast, months: list[Period]
) -> None:
    pairs = [(months[0], cast.sa_pa.pk)]
    first = press(cast, pairs)
    UnitContact.objects.create(unit=cast.sa_pa, email="sapa@example.vn", since=TODAY)
    again = press(cast, pairs, hours=1)
    assert [reader.email for reader in again.told.readers] == ["sapa@example.vn"]
    assert (again.letter, again.is_new) == (first.letter, False)
    assert DunningLetter.objects.count() == 1


def test_chased_again_in_an_incidents_next_hour_the_letter_of_the_day_stands(
    cast: Cast, rounds: list[Period]
) -> None:
    pairs = [(rounds[-1], cast.ta_van.pk)]
    since = due(rounds[-1])
    first, again = (press(cast, pairs, hours=hours, since=since) for hours in (1, 3))
    assert [len(each.told.readers) for each in (first, again)] == [1, 1]
    assert (again.letter, DunningLetter.objects.count()) == (first.letter, 1)


def test_of_an_incident_a_missed_report_is_not_chased_once_another_was_asked_for(
    cast: Cast, rounds: list[Period]
) -> None:
    third = rounds[-1]
    late = due(third) + timedelta(hours=1)
    assert overdue_under(cast.lao_cai, due(third) - timedelta(hours=1)) == []
    assert set(overdue_under(cast.lao_cai, late)) == {
        (third, unit.pk) for unit in (cast.ta_van, cast.y_ty, cast.sa_pa)
    }
    make_version(cast.ta_van, third, at=late)
    assert {unit for _, unit in overdue_under(cast.lao_cai, late)} == {cast.y_ty.pk, cast.sa_pa.pk}


def test_what_is_not_due_yet_is_not_chased_with_all_the_rest(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai, committee=cast.committee)
    make_period(regime, "2026-12")  # 15 November to 14 December
    assert overdue_under(cast.lao_cai, NOW) == []


@pytest.mark.parametrize("count", [1, 2])
def test_a_kept_letter_says_the_same_when_it_is_read_again(
    cast: Cast, months: list[Period], count: int
) -> None:
    facts = letter_facts(cast.lao_cai, [(each, cast.y_ty.pk) for each in months[:count]], NOW)
    assert restored(kept(facts)) == facts


def test_where_two_committees_ask_the_unit_itself_writes(cast: Cast, months: list[Period]) -> None:
    own = make_period(make_regime(cast.lao_cai, code="rieng"), "2026-09")
    facts = letter_facts(cast.lao_cai, [(period, cast.y_ty.pk) for period in (months[0], own)], NOW)
    assert facts.heading.agency == cast.lao_cai.name.upper()
