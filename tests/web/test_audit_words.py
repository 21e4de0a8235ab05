"""Every action that is recorded has words, and a history reads as a clerk would tell it."""

import re
from pathlib import Path

from django.utils.translation import override

import giaoban.actions
from giaoban.actions.units.changes import close_unit, move_unit, rename_unit
from giaoban.exchange.units.problem_words import PROBLEM_CODES
from giaoban.rules.units.csv_rows import REMEDIES
from giaoban.web.audit.history_panel import shown_history
from giaoban.web.audit.words import ACTIONS
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY

SOURCES = sorted(Path(giaoban.actions.__path__[0]).rglob("*.py"))


def test_every_action_that_is_recorded_has_words() -> None:
    recorded = {
        name
        for source in SOURCES
        for name in re.findall(
            r'(?:action=|_record\(\s*by,\s*)"(\w+)"', source.read_text(encoding="utf-8")
        )
    }
    assert sorted(recorded - set(ACTIONS)) == [], "add a line to web/audit/words.py for each"


def test_every_problem_of_a_units_file_has_a_sentence() -> None:
    assert sorted(set(REMEDIES) - PROBLEM_CODES) == []


def test_a_history_names_units_and_days_instead_of_ids(cast: Cast) -> None:
    who = {"by": cast.khanh, "now": NOW, "today": TODAY}
    rename_unit(unit=cast.y_ty, name="Phường Y Tý", kind="phường", on=TODAY, **who)
    move_unit(unit=cast.y_ty, parent=cast.tuyen_quang, on=TODAY, **who)
    with override("en"):
        told = [
            (
                entry.actor,
                str(entry.action),
                [(str(change.label), change.before, change.after) for change in entry.changes],
            )
            for entry in shown_history(cast.y_ty)
        ]
    assert told == [
        (
            "Lê Quốc Khánh",
            "moved the unit",
            [
                ("Unit above", "Tỉnh Lào Cai", "Tỉnh Tuyên Quang"),
                ("In force from", "", "20/11/2026"),
            ],
        ),
        (
            "Lê Quốc Khánh",
            "renamed the unit",
            [
                ("Name", "Xã Y Tý", "Phường Y Tý"),
                ("Kind", "xã", "phường"),
                ("In force from", "", "20/11/2026"),
            ],
        ),
    ]


def test_a_history_asks_the_database_as_often_for_three_events_as_for_one(
    cast: Cast, constant_queries: object
) -> None:
    units = iter([cast.y_ty, cast.sa_pa, cast.dong_van])

    def change_one() -> None:
        unit = next(units)
        close_unit(unit=unit, on=TODAY, by=cast.khanh, now=NOW, today=TODAY)

    constant_queries(  # type: ignore[operator]
        change_one, lambda: shown_history(cast.y_ty, also=[cast.sa_pa, cast.dong_van])
    )


def test_whoever_only_views_finds_no_history_on_the_unit_page(cast: Cast, sign_in: SignIn) -> None:
    address = f"/units/{cast.y_ty.pk}/"
    assert sign_in(cast.giang).get(address).context["history"] is None
    assert sign_in(cast.ha).get(address).context["history"] == []
