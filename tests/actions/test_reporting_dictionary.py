"""One dictionary of indicators: which series use an entry, and what may not be linked."""

from dataclasses import replace

import pytest

from giaoban.actions.reporting.dictionary import (
    add_shared_indicator,
    edit_shared_indicator,
    link_alike,
    link_as_named,
    link_indicator,
    remove_shared_indicator,
    unlink_indicator,
)
from giaoban.actions.reporting.forms import draft_form, edit_form
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_file_writer import write_regime
from giaoban.models import Event, Form, Indicator, Regime, SharedIndicator
from giaoban.queries.reporting.dictionary import (
    alike_and_unlinked,
    linkable_series,
    links_of,
    listed_entries,
)
from giaoban.queries.reporting.forms import form_text
from giaoban.queries.reporting.regimes import regime_facts
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.dictionary import EntryText
from giaoban.rules.reporting.regime_facts import Asked
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_regime

FILES = EntryText("ho_so", "Hồ sơ đã giải quyết", "count", "hồ sơ", definition="Cả trực tuyến.")
FILE = """
code = "{code}"
name = "{code}"
unit = "15"
frequency = "{frequency}"
calendar = "nd09"

[[indicators]]
code = "{indicator}"
name = "Hồ sơ đã giải quyết"
kind = "count"
measure = "hồ sơ"
{link}
"""


def taken(
    code: str, frequency: str = "month", indicator: str = "ho_so", link: str = 'shared = "ho_so"'
) -> Regime:
    written = FILE.format(code=code, frequency=frequency, indicator=indicator, link=link)
    facts, problems = read_regime(written.encode())
    assert facts is not None
    assert problems == []
    return take_regime(facts=facts, by=None, today=TODAY, now=NOW).regime


def entry(text: EntryText = FILES) -> SharedIndicator:
    return add_shared_indicator(entry=text, by=None, now=NOW)


def codes_of(refused: pytest.ExceptionInfo[RegimeRefused]) -> list[tuple[object, str]]:
    return [
        (one.place[-1] if one.place else "", one.problem.code) for one in refused.value.problems
    ]


def test_a_file_links_its_indicators_and_makes_an_entry_that_is_not_there(cast: Cast) -> None:
    month, quarter = taken("thang"), taken("quy", "quarter", "hs_gq")

    shared = SharedIndicator.objects.get()
    assert (shared.code, shared.name, shared.measure) == ("ho_so", "Hồ sơ đã giải quyết", "hồ sơ")
    assert [row.regimes for row in listed_entries()] == [(quarter, month)]


def test_export_import_export_keeps_the_link(cast: Cast) -> None:
    written = write_regime(regime_facts(taken("thang")))
    Form.objects.all().delete()
    Regime.objects.all().delete()
    SharedIndicator.objects.all().delete()
    facts, _problems = read_regime(written)
    assert facts is not None

    regime = take_regime(facts=facts, by=None, today=TODAY, now=NOW).regime

    assert write_regime(regime_facts(regime)) == written
    assert b'shared = "ho_so"' in written


def test_a_file_that_names_no_link_leaves_the_one_there_is(cast: Cast) -> None:
    taken("thang")
    taken("thang", link="")

    assert Indicator.objects.get().shared is not None
    assert Form.objects.count() == 1


def test_a_link_made_by_a_file_is_no_new_version_of_the_form(cast: Cast) -> None:
    entry()
    taken("thang", link="")
    again = taken("thang")

    assert Form.objects.filter(regime=again).count() == 1
    assert Indicator.objects.get().shared == SharedIndicator.objects.get()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"measure": "bộ"}, "measure"),
        ({"kind": "amount"}, "kind"),
        ({"over_time": "last"}, "over_time"),
        ({"over_units": "average"}, "over_units"),
    ],
)
def test_an_indicator_that_means_something_else_is_not_linked(
    cast: Cast, change: dict[str, str], key: str
) -> None:
    entry(replace(FILES, **change))

    with pytest.raises(RegimeRefused) as refused:
        taken("thang")

    assert codes_of(refused) == [(key, "shared_contradicts")]
    assert Regime.objects.count() == 0


def test_a_regime_uses_an_entry_once(cast: Cast) -> None:
    shared = entry()
    regime = make_regime(
        cast.lao_cai,
        indicators=[{"code": "a", "measure": "hồ sơ"}, {"code": "b", "measure": "hồ sơ"}],
    )
    first, second = regime.indicators.all()
    link_indicator(indicator=first, shared=shared, by=cast.chi, now=NOW)

    with pytest.raises(RuleError) as refused:
        link_indicator(indicator=second, shared=shared, by=cast.chi, now=NOW)

    assert (refused.value.code, refused.value.params) == ("shared_twice_in_regime", {"code": "a"})
    form = draft_form(regime=regime, by=cast.chi, now=NOW)
    text = form_text(form)
    both = replace(text, asked=tuple(replace(one, shared="ho_so") for one in text.asked))
    with pytest.raises(RegimeRefused) as refused_form:
        edit_form(form=form, text=both, by=cast.chi, now=NOW)
    assert codes_of(refused_form) == [("shared", "shared_twice")]


def test_a_link_is_judged_by_what_the_entry_means_now(cast: Cast) -> None:
    seen = entry()
    regime = make_regime(cast.lao_cai, indicators=[{"code": "a", "measure": "hồ sơ"}])
    edit_shared_indicator(
        shared=SharedIndicator.objects.get(),
        entry=replace(FILES, measure="bộ"),
        by=cast.khanh,
        now=NOW,
    )

    with pytest.raises(RegimeRefused) as refused:
        link_indicator(indicator=regime.indicators.get(), shared=seen, by=cast.chi, now=NOW)
    assert codes_of(refused) == [("measure", "shared_contradicts")]

    text = form_text(draft_form(regime=regime, by=cast.chi, now=NOW))
    named = replace(text, asked=tuple(replace(one, shared="ho_so") for one in text.asked))
    with pytest.raises(RegimeRefused) as refused:
        link_as_named(regime=regime, form=named, by=cast.chi, now=NOW)
    assert codes_of(refused) == [("measure", "shared_contradicts")]
    assert Indicator.objects.get().shared is None


def test_linking_and_unlinking_is_recorded_with_the_regime(cast: Cast) -> None:
    shared = entry()
    regime = make_regime(cast.lao_cai, indicators=[{"code": "a", "measure": "hồ sơ"}])
    series = regime.indicators.get()

    for _ in range(2):  # the second time changes nothing
        link_indicator(indicator=series, shared=shared, by=cast.chi, now=NOW)
    unlink_indicator(indicator=series, by=cast.chi, now=NOW)

    told = Event.objects.filter(record_type="Regime", record_id=regime.pk).order_by("id")
    assert [(one.action, one.actor, one.after) for one in told] == [
        ("link_indicator", cast.chi, {"indicator": "a", "shared": "ho_so"}),
        ("unlink_indicator", cast.chi, {"indicator": "a", "shared": ""}),
    ]
    assert Form.objects.count() == 1


def test_an_entry_in_use_keeps_its_code_and_meaning(cast: Cast) -> None:
    taken("thang")
    shared = SharedIndicator.objects.get()
    other = replace(FILES, code="hs", measure="bộ", name="Hồ sơ giải quyết")

    with pytest.raises(RegimeRefused) as refused:
        edit_shared_indicator(shared=shared, entry=other, by=cast.chi, now=NOW)
    renamed = replace(FILES, name="Hồ sơ giải quyết")
    edit_shared_indicator(shared=shared, entry=renamed, by=cast.chi, now=NOW)

    assert codes_of(refused) == [("code", "shared_in_use"), ("measure", "shared_in_use")]
    shared.refresh_from_db()
    assert (shared.name, shared.definition) == ("Hồ sơ giải quyết", "Cả trực tuyến.")
    with pytest.raises(RuleError, match="shared_in_use"):
        remove_shared_indicator(shared=shared, by=cast.chi, now=NOW)


def test_an_entry_that_nobody_uses_can_be_changed_and_removed(cast: Cast) -> None:
    shared = entry()
    changed = edit_shared_indicator(
        shared=shared, entry=replace(FILES, measure="bộ"), by=cast.khanh, now=NOW
    )
    remove_shared_indicator(shared=changed, by=cast.khanh, now=NOW)

    assert SharedIndicator.objects.count() == 0
    told = Event.objects.filter(record_type="SharedIndicator").order_by("id")
    assert [one.action for one in told] == [
        "add_shared_indicator",
        "edit_shared_indicator",
        "remove_shared_indicator",
    ]


def test_two_entries_never_bear_one_code(cast: Cast) -> None:
    entry()

    with pytest.raises(RegimeRefused) as refused:
        entry(replace(FILES, name="Khác"))

    assert codes_of(refused) == [("code", "shared_code_taken")]


def test_what_looks_alike_is_linked_at_once(cast: Cast) -> None:
    month, quarter = taken("thang", link=""), taken("quy", "quarter", "hs_gq", link="")
    (proposal,) = alike_and_unlinked([month.pk, quarter.pk])

    shared = link_alike(
        indicators=[use.indicator for use in proposal.uses],
        shared=proposal.entry,
        name=proposal.uses[0].name,
        by=cast.chi,
        now=NOW,
    )

    assert set(shared.uses.values_list("code", flat=True)) == {"ho_so", "hs_gq"}
    assert alike_and_unlinked([month.pk, quarter.pk]) == []


def test_the_code_of_a_new_entry_is_one_that_is_free(cast: Cast) -> None:
    entry(replace(FILES, name="Khác", measure="bộ"))
    series = taken("thang", link="").indicators.get()

    shared = link_alike(indicators=[series], shared=None, name="Hồ sơ", by=cast.chi, now=NOW)

    assert shared.code == "ho_so_2"


def test_a_form_in_the_making_links_what_it_adds(cast: Cast) -> None:
    entry()
    regime = taken("thang", indicator="khac", link="")
    form = draft_form(regime=regime, by=cast.chi, now=NOW)
    text = form_text(form)
    added = Asked("hs", "Hồ sơ", "count", "hồ sơ", shared="ho_so")

    edit_form(form=form, text=replace(text, asked=(*text.asked, added)), by=cast.chi, now=NOW)

    assert regime.indicators.get(code="hs").shared == SharedIndicator.objects.get()
    assert form_text(form).asked[1].shared == "ho_so"


def test_words_are_searched_without_diacritics(cast: Cast) -> None:
    entry()
    entry(EntryText("ho_ngheo", "Hộ nghèo", "count", "hộ"))

    found = {
        words: [row.entry.code for row in listed_entries(words)]
        for words in ("ho so", "ngheo", "truc tuyen", "x")
    }

    assert found == {"ho so": ["ho_so"], "ngheo": ["ho_ngheo"], "truc tuyen": ["ho_so"], "x": []}


STRUCTURED = """
code = "{code}"
name = "{code}"
unit = "15"
frequency = "month"
calendar = "nd09"

[[breakdowns]]
code = "gioi"
name = "Giới tính"
categories = [{{ code = "nu", name = "Nữ" }}, {{ code = "nam", name = "Nam" }}]

[[indicators]]
code = "{trained}"
name = "Cán bộ được tập huấn"
kind = "count"
measure = "người"
breakdowns = ["gioi"]

[[tables]]
code = "ho_so"
name = "Hồ sơ"
rows = [{{ code = "dat", name = "Đất đai" }}, {{ code = "ho_tich", name = "Hộ tịch" }}]
columns = [{{ code = "nhan", name = "Tiếp nhận", kind = "count", measure = "hồ sơ" }}]

[[lists]]
code = "lop"
name = "Lớp tập huấn"
measure = "lớp"
columns = [{{ code = "hoc_vien", name = "Học viên", kind = "count", measure = "người" }}]
"""
LINKS = """
[shared]
ho_so__dat__nhan = "dat_dai"
tap_huan__gioi__nu = "nu_tap_huan"
"""


def structured(code: str, links: str = LINKS, trained: str = "tap_huan") -> Regime:
    written = STRUCTURED.format(code=code, trained=trained) + links
    facts, problems = read_regime(written.encode())
    assert facts is not None
    assert problems == []
    return take_regime(facts=facts, by=None, today=TODAY, now=NOW).regime


CELL, CATEGORY = "ho_so__dat__nhan", "tap_huan__gioi__nu"
BOTH = {CATEGORY: "nu_tap_huan", CELL: "dat_dai"}


def test_a_file_links_cells_of_tables_and_categories_of_breakdowns(cast: Cast) -> None:
    regime = structured("thang")

    assert links_of(regime) == BOTH
    names = dict(SharedIndicator.objects.values_list("code", "name"))
    assert names == {
        "dat_dai": "Hồ sơ – Đất đai – Tiếp nhận",
        "nu_tap_huan": "Cán bộ được tập huấn – Nữ",
    }
    facts, problems = read_regime(write_regime(regime_facts(regime)))
    assert problems == []
    assert facts == regime_facts(regime)


def test_links_of_cells_stay_where_a_file_names_none_and_are_no_new_version(cast: Cast) -> None:
    for links in (LINKS, "", LINKS.replace("dat_dai", "dat")):
        structured("thang", links)

    assert Form.objects.count() == 1
    assert links_of(Regime.objects.get()) == {CELL: "dat", CATEGORY: "nu_tap_huan"}


@pytest.mark.parametrize(
    ("links", "code", "params"),
    [
        ('ho_so__dat__tra = "a"', "shared_of_nothing", {"code": "ho_so__dat__tra"}),
        ('lop__hoc_vien = "a"', "shared_of_nothing", {"code": "lop__hoc_vien"}),
        ('tap_huan = "a"', "shared_of_nothing", {"code": "tap_huan"}),
        (
            f'{CELL} = "a"\nho_so__ho_tich__nhan = "a"',
            "shared_twice_in_regime",
            {"code": CELL},
        ),
    ],
)
def test_what_a_file_cannot_link_is_named(
    cast: Cast, links: str, code: str, params: dict[str, str]
) -> None:
    written = STRUCTURED.format(code="thang", trained="tap_huan") + f"[shared]\n{links}\n"

    _facts, problems = read_regime(written.encode())

    assert [(one.problem.code, one.problem.params) for one in problems] == [(code, params)]


def test_a_cell_that_means_something_else_is_not_linked(cast: Cast) -> None:
    entry(EntryText("dat_dai", "Hồ sơ đất đai", "count", "bộ"))

    with pytest.raises(RegimeRefused) as refused:
        structured("thang")

    assert codes_of(refused) == [("measure", "shared_contradicts")]


def test_cells_and_categories_that_look_alike_are_proposed_but_nothing_of_lists(
    cast: Cast,
) -> None:
    month, quarter = structured("thang", ""), structured("quy", "", "dao_tao")

    found = alike_and_unlinked([month.pk, quarter.pk])

    assert [[use.indicator.code for use in one.uses] for one in found] == [
        ["tap_huan", "dao_tao"],
        ["tap_huan__gioi__nu", "dao_tao__gioi__nu"],
        ["tap_huan__gioi__nam", "dao_tao__gioi__nam"],
        ["ho_so__dat__nhan", "ho_so__dat__nhan"],
        ["ho_so__ho_tich__nhan", "ho_so__ho_tich__nhan"],
    ]


def test_what_is_worked_out_from_a_list_is_not_linked(cast: Cast) -> None:
    regime = structured("thang", "")
    shared = entry(EntryText("hoc_vien", "Học viên", "count", "người"))
    counted = regime.indicators.get(code="lop__hoc_vien")

    with pytest.raises(RuleError, match="shared_not_for_list"):
        link_indicator(indicator=counted, shared=shared, by=cast.chi, now=NOW)

    assert [use.indicator.code for use in linkable_series(shared, [regime.pk])] == [
        "tap_huan",
        "tap_huan__gioi__nu",
        "tap_huan__gioi__nam",
    ]


def test_a_row_that_is_taken_out_and_put_in_again_is_linked_still(cast: Cast) -> None:
    regime = structured("thang")
    draft = draft_form(regime=regime, by=cast.chi, now=NOW)
    before = form_text(draft)
    (table,) = before.tables
    smaller = replace(before, tables=(replace(table, rows=table.rows[1:]),))

    draft = edit_form(form=draft, text=smaller, by=cast.chi, now=NOW, begun_from=before)
    without = form_text(draft)
    draft = edit_form(
        form=draft,
        text=replace(without, tables=before.tables),
        by=cast.chi,
        now=NOW,
        begun_from=without,
    )

    assert dict(without.shared) == {CATEGORY: "nu_tap_huan"}
    assert dict(form_text(draft).shared) == links_of(regime) == BOTH
