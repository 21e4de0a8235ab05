"""Regimes and forms: taken from a file, edited, published once and then frozen."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from giaoban.actions.reporting.forms import discard_draft, draft_form, edit_form, publish_form
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.actions.reporting.regimes import RegimeRefused, edit_regime
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_file_writer import write_regime
from giaoban.models import Event, Form, Mark, Period, Regime, Submission, Value, Version
from giaoban.queries.reporting.forms import form_for, form_text
from giaoban.queries.reporting.regimes import regime_facts, regime_settings
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.deadlines import DeadlineRule
from giaoban.rules.reporting.regime_facts import Asked, CheckText, FormText
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_unit, make_version
from tests.regime_files import FULL, LEAST

COUNT = Asked(code="online", name="Trực tuyến", kind="count")


def take(written: str):
    facts, problems = read_regime(written.encode())
    assert facts is not None
    assert problems == []
    return take_regime(facts=facts, by=None, today=TODAY, now=NOW)


def test_the_least_file_makes_a_regime_with_its_first_form_published(cast: Cast) -> None:
    taken = take(LEAST)

    assert taken.regime.unit == cast.vietnam
    assert taken.is_new
    assert taken.new_form is not None
    assert (taken.new_form.number, taken.new_form.effective_from) == (1, "")
    assert [(i.code, i.slot) for i in taken.regime.indicators.all()] == [("processed", 0)]


def test_export_import_export_gives_the_same_bytes_in_another_database(cast: Cast) -> None:
    regime = take(FULL).regime
    first = write_regime(regime_facts(regime))
    Form.objects.all().delete()
    Regime.objects.all().delete()

    again = take(first.decode()).regime

    assert first.decode() == FULL
    assert write_regime(regime_facts(again)) == first


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    take(FULL)
    events = Event.objects.count()

    taken = take(FULL)

    assert (taken.is_new, taken.is_changed, taken.new_form) == (False, False, None)
    assert Event.objects.count() == events


def test_a_changed_form_takes_effect_after_the_newest_period_with_a_report(cast: Cast) -> None:
    regime = take(LEAST.replace('name = "Báo', 'unit = "15"\nname = "Báo')).regime
    make_version(cast.ta_van, make_period(regime, "2026Q2"), values={"processed": 1})
    make_period(regime, "2026Q3")

    written = LEAST.replace('name = "Báo', 'unit = "15"\nname = "Báo').replace("giải", "xử")
    taken = take(written)

    assert taken.new_form is not None
    assert (taken.new_form.number, taken.new_form.effective_from) == (2, "2026Q3")
    periods = {period.key: period for period in Period.objects.filter(regime=regime)}
    assert form_for(periods["2026Q2"]).number == 1
    assert form_for(periods["2026Q3"]).number == 2


@pytest.mark.parametrize(
    "change, place",
    [
        (('"count"', '"amount"'), ("indicators", 1, "kind")),
        (('"count"', '"count"\nmeasure = "tờ"'), ("indicators", 1, "measure")),
        (('"count"', '"count"\nover_time = "last"'), ("indicators", 1, "over_time")),
        (('"count"', '"count"\nover_units = "most"'), ("indicators", 1, "over_units")),
    ],
)
def test_a_code_never_changes_its_meaning(
    cast: Cast, change: tuple[str, str], place: tuple[str | int, ...]
) -> None:
    take(LEAST)
    facts, _ = read_regime(LEAST.replace(*change).encode())
    assert facts is not None

    with pytest.raises(RegimeRefused) as refused:
        take_regime(facts=facts, by=None, today=TODAY, now=NOW)

    assert [(p.place, p.problem.code) for p in refused.value.problems] == [
        (place, "meaning_changed")
    ]


def test_units_that_are_not_there_are_all_named(cast: Cast) -> None:
    written = FULL.replace('"15"', '"99"').replace('"02701"', '"98"')
    facts, _ = read_regime(written.encode())
    assert facts is not None

    with pytest.raises(RegimeRefused) as refused:
        take_regime(facts=facts, by=None, today=TODAY, now=NOW)

    assert [(p.place, p.problem.code) for p in refused.value.problems] == [
        (("unit",), "unit_unknown"),
        (("reporters",), "reporters_code_unknown"),
    ]


@pytest.mark.parametrize(
    ("section", "place", "code"),
    [
        ('author = "99"', "author", "unit_unknown"),
        ('author = "15"\nworking_days = 61', "working_days", "outline_days_out_of_range"),
        ('instruction = "Ngắn."', "author", "outline_without_author"),
        ('regime = "cds"', "regime", "outline_draws_on_itself"),
    ],
)
def test_an_outlines_author_days_and_figures_are_checked(
    cast: Cast, section: str, place: str, code: str
) -> None:
    facts, _ = read_regime(f'{LEAST}\n[[outline]]\ntitle = "I"\n{section}\n'.encode())
    assert facts is not None

    with pytest.raises(RegimeRefused) as refused:
        take_regime(facts=facts, by=None, today=TODAY, now=NOW)

    assert [(p.place, p.problem.code) for p in refused.value.problems] == [
        (("outline", 1, place), code)
    ]


def test_several_roots_ask_which_unit_is_meant(cast: Cast) -> None:
    make_unit("X", "Tổng công ty")
    facts, _ = read_regime(LEAST.encode())
    assert facts is not None

    with pytest.raises(RegimeRefused) as refused:
        take_regime(facts=facts, by=None, today=TODAY, now=NOW)

    assert [(p.place, p.problem.code) for p in refused.value.problems] == [
        (("unit",), "root_ambiguous")
    ]


def test_the_command_lists_every_problem_and_leaves_nothing_behind(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "regime.toml"
    file.write_text(LEAST.replace('"quarter"', '"day"').replace("kind", "kin"))

    with pytest.raises(CommandError) as refused:
        call_command("import_regime", str(file))

    told = [*capsys.readouterr().err.splitlines(), str(refused.value)]
    assert [line.split(": ")[1].split(",")[-1].strip() for line in told] == [
        "frequency",
        "kind",
        "kin",
    ]
    assert Regime.objects.count() == 0


def test_the_commands_give_back_what_they_took(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "regime.toml"
    file.write_text(FULL)

    call_command("import_regime", str(file))
    capsys.readouterr()
    call_command("export_regime", "cds")

    assert capsys.readouterr().out == FULL


def test_a_new_version_begins_as_a_copy_of_the_last(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai, indicators=["processed"], checks=["processed >= 0"])

    draft = draft_form(regime=regime, by=cast.chi, now=NOW)

    assert draft.number == 2
    assert form_text(draft) == form_text(Form.objects.get(regime=regime, number=1))
    assert draft_form(regime=regime, by=cast.chi, now=NOW) == draft


def test_a_published_form_is_frozen(cast: Cast) -> None:
    form = make_regime(cast.lao_cai).forms.get()

    with pytest.raises(RuleError) as refused:
        edit_form(form=form, text=FormText(asked=(COUNT,)), by=cast.chi, now=NOW)

    assert (refused.value.code, refused.value.params) == ("form_frozen", {"number": 1})


def test_a_form_with_a_mistake_is_not_published(cast: Cast) -> None:
    draft = draft_form(regime=make_regime(cast.lao_cai), by=cast.chi, now=NOW)
    text = replace(form_text(draft), checks=(CheckText("processed <= online"),))
    edit_form(form=draft, text=text, by=cast.chi, now=NOW)

    with pytest.raises(RegimeRefused) as refused:
        publish_form(form=draft, by=cast.chi, now=NOW)

    assert [p.problem.code for p in refused.value.problems] == ["formula_unknown_code"]


def test_a_version_that_changes_nothing_is_not_published(cast: Cast) -> None:
    draft = draft_form(regime=make_regime(cast.lao_cai), by=cast.chi, now=NOW)

    with pytest.raises(RuleError) as refused:
        publish_form(form=draft, by=cast.chi, now=NOW)

    assert refused.value.code == "form_unchanged"


def test_a_version_takes_effect_only_where_nobody_has_reported(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)
    make_version(cast.ta_van, make_period(regime, "2026-10"), values={"processed": 1})
    draft = draft_form(regime=regime, by=cast.chi, now=NOW)
    edit_form(form=draft, text=FormText(asked=(COUNT,)), by=cast.chi, now=NOW)

    with pytest.raises(RuleError) as refused:
        publish_form(form=draft, effective_from="2026-10", by=cast.chi, now=NOW)
    published = publish_form(form=draft, effective_from="2026-11", by=cast.chi, now=NOW)

    assert refused.value.params == {"key": "2026-10", "newest": "2026-10"}
    assert str(published.effective_on) == "2026-10-15"


def test_new_series_get_the_next_places_in_the_totals(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai, indicators=["processed", "staff"])
    draft = draft_form(regime=regime, by=cast.chi, now=NOW)
    asked = (COUNT, Asked("note", "Ghi chú", "text"), Asked("processed", "Đã xử lý", "count"))
    edit_form(form=draft, text=FormText(asked=asked), by=cast.chi, now=NOW)

    publish_form(form=draft, by=cast.chi, now=NOW)

    slots = {indicator.code: indicator.slot for indicator in regime.indicators.all()}
    assert slots == {"processed": 0, "staff": 1, "online": 2, "note": None}


def test_a_discarded_draft_leaves_no_series_behind(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)
    draft = draft_form(regime=regime, by=cast.chi, now=NOW)
    edit_form(form=draft, text=FormText(asked=(COUNT,)), by=cast.chi, now=NOW)

    discard_draft(form=draft, by=cast.chi, now=NOW)

    assert [indicator.code for indicator in regime.indicators.all()] == ["processed"]


def test_drafts_of_reports_go_over_to_the_new_version(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai, indicators=["processed", "staff"])
    version = make_version(
        cast.ta_van,
        make_period(regime, "2026-11"),
        values={"processed": 1, "staff": 2},
        state=ReportState.DRAFT,
    )
    draft = draft_form(regime=regime, by=cast.chi, now=NOW)
    asked = (Asked("processed", "Đã xử lý", "count"),)
    edit_form(form=draft, text=FormText(asked=asked), by=cast.chi, now=NOW)

    published = publish_form(form=draft, effective_from="2026-11", by=cast.chi, now=NOW)

    held = Version.objects.get(pk=version.pk)
    assert (held.form, held.revision) == (published, 1)
    assert [value.indicator.code for value in Value.objects.filter(version=held)] == ["processed"]


def test_the_frequency_is_fixed_once_a_period_is_open(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)
    make_period(regime, "2026-10")
    settings = regime_settings(regime)

    with pytest.raises(RuleError) as refused:
        edit_regime(
            regime=regime,
            settings=replace(settings, calendar="calendar"),
            by=cast.chi,
            now=NOW,
        )

    assert refused.value.code == "regime_frequency_fixed"


def test_other_reporters_are_counted_anew_in_every_period(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)
    make_period(regime, "2026-10")

    edit_regime(
        regime=regime,
        settings=replace(regime_settings(regime), reporters="all"),
        by=cast.chi,
        now=NOW,
    )

    assert [mark.unit for mark in Mark.objects.all()] == [cast.lao_cai]


def test_another_deadline_judges_lateness_anew(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)
    period = make_period(regime, "2026-10")
    late = make_version(cast.ta_van, period, is_late=True, at=NOW)

    edit_regime(
        regime=regime,
        settings=replace(regime_settings(regime), deadlines=(DeadlineRule(working_days=60),)),
        by=cast.chi,
        now=NOW,
    )

    assert Submission.objects.get(pk=late.submission_id).is_late is False
    assert [mark.unit for mark in Mark.objects.all()] == [cast.ta_van]
