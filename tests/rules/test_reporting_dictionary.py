"""May an indicator be a use of an entry of the dictionary, and which look as if they were?"""

import pytest

from giaoban.rules.reporting.dictionary import (
    Alike,
    EntryText,
    Meaning,
    Series,
    contradictions,
    entry_of,
    entry_problems,
    look_alikes,
    settled,
    shared_problems,
)
from giaoban.rules.reporting.regime_facts import Asked, FormText

FILES: Meaning = ("count", "hồ sơ", "sum", "sum")
HOUSEHOLDS: Meaning = ("count", "hộ", "last", "sum")


@pytest.mark.parametrize(
    ("use", "keys"),
    [
        (FILES, []),
        (("amount", "hồ sơ", "sum", "sum"), ["kind"]),
        (("count", "bộ", "sum", "sum"), ["measure"]),
        (("count", "hồ sơ", "last", "average"), ["over_time", "over_units"]),
    ],
)
def test_an_indicator_means_what_its_entry_means(use: Meaning, keys: list[str]) -> None:
    problems = contradictions("ho_so", FILES, use, ("indicators", 1))

    assert [problem.place for problem in problems] == [("indicators", 1, key) for key in keys]
    assert {problem.problem.code for problem in problems} <= {"shared_contradicts"}


def test_only_known_entries_can_be_contradicted() -> None:
    form = FormText(
        asked=(
            Asked("a", "A", "count", "hộ", over_time="sum", over_units="sum", shared="ho_so"),
            Asked("b", "B", "count", "hộ", over_time="sum", over_units="sum", shared="moi"),
            Asked("c", "C", "count", "hộ", over_time="sum", over_units="sum"),
        )
    )

    problems = shared_problems(form, {"ho_so": FILES})

    assert [problem.place for problem in problems] == [("indicators", 1, "measure")]


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        (EntryText("ho_so", "Hồ sơ", "count"), []),
        (EntryText("tinh_hinh", "Tình hình", "choice"), []),
        (EntryText("hồ sơ", "Hồ sơ", "count"), [("code", "bad_code")]),
        (EntryText("ho_so", " ", "count"), [("name", "text_missing")]),
        (EntryText("ho_so", "Hồ sơ", "number"), [("kind", "choice_unknown")]),
        (EntryText("ty_le", "Tỷ lệ", "ratio"), [("kind", "shared_not_for_kind")]),
        (EntryText("tep", "Tệp", "file"), [("kind", "shared_not_for_kind")]),
        (
            EntryText("y_kien", "Ý kiến", "text", over_time="sum"),
            [("over_time", "rule_not_for_kind")],
        ),
        (
            EntryText("ho_so", "Hồ sơ", "count", source="a" * 301),
            [("source", "text_too_long")],
        ),
    ],
)
def test_an_entry_is_judged_like_an_indicator(
    entry: EntryText, wrong: list[tuple[str, str]]
) -> None:
    problems = entry_problems(entry)

    assert [(one.place[-1], one.problem.code) for one in problems] == wrong


def test_an_entry_is_kept_with_the_rules_of_its_kind() -> None:
    assert settled(EntryText(" ho_so ", " Hồ sơ ", "count", " hồ sơ ")).meaning == FILES
    assert settled(EntryText("y_kien", "Ý kiến", "text", over_time="none")).over_time == ""


def test_an_indicator_gives_the_entry_that_is_not_there_yet() -> None:
    asked = Asked(
        "so_hs", "Hồ sơ", "count", "hồ sơ", help="Cả hồ sơ tồn", over_time="sum", over_units="sum"
    )

    entry = entry_of(Asked(**{**_fields(asked), "shared": "ho_so"}))

    assert entry == EntryText("ho_so", "Hồ sơ", *FILES, definition="Cả hồ sơ tồn")


def _fields(asked: Asked) -> dict[str, object]:
    return {name: getattr(asked, name) for name in asked.__dataclass_fields__}


MONTH = Series(1, 10, "ho_so", "Hồ sơ đã giải quyết", FILES)
QUARTER = Series(2, 20, "hs_gq", "hồ sơ  đã giải quyết", FILES)
UNMARKED = Series(3, 30, "hs", "Ho so da giai quyet", FILES)
OF_HOUSEHOLDS = Series(4, 20, "ho", "Hồ sơ đã giải quyết", HOUSEHOLDS)
AGAIN = Series(5, 10, "ho_so_moi", "Hồ sơ đã giải quyết", FILES)
RATIO = Series(6, 10, "ty_le", "Tỷ lệ", ("ratio", "%", "", ""))
OTHER_RATIO = Series(7, 20, "ty_le", "Tỷ lệ", ("ratio", "%", "", ""))


@pytest.mark.parametrize(
    ("unlinked", "entries", "linked", "proposed"),
    [
        ([MONTH, QUARTER], {}, set(), [Alike((MONTH, QUARTER), None)]),
        ([MONTH, QUARTER, UNMARKED], {}, set(), [Alike((MONTH, QUARTER, UNMARKED), None)]),
        ([MONTH], {}, set(), []),
        ([MONTH, OF_HOUSEHOLDS], {}, set(), []),
        ([MONTH, AGAIN], {}, set(), []),
        ([RATIO, OTHER_RATIO], {}, set(), []),
        ([MONTH], {7: ("Hồ sơ đã giải quyết", FILES)}, set(), [Alike((MONTH,), 7)]),
        ([MONTH], {7: ("Hồ sơ đã giải quyết", HOUSEHOLDS)}, set(), []),
        ([MONTH], {7: ("Hồ sơ đã giải quyết", FILES)}, {(10, 7)}, []),
    ],
)
def test_what_bears_one_name_and_means_one_thing_is_proposed(
    unlinked: list[Series],
    entries: dict[int, tuple[str, Meaning]],
    linked: set[tuple[int, int]],
    proposed: list[Alike],
) -> None:
    assert look_alikes(unlinked, entries, linked) == proposed
