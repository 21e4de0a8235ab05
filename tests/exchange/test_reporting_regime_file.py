"""A regime's file: least keys, every key, stable bytes, and all that is wrong with its place."""

from datetime import date, time

import pytest
from django.utils.translation import override

from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_file_writer import write_regime
from giaoban.exchange.reporting.regime_wording import in_words
from giaoban.rules.reporting.deadlines import DeadlineRule, Roll
from giaoban.rules.reporting.incidents import Rhythm
from giaoban.rules.reporting.periods import Calendar, PeriodKind
from giaoban.rules.reporting.regime_facts import Asked, FormText, RegimeFacts, RegimeSettings
from tests.regime_files import FULL, LEAST

RATIO = '[[indicators]]\ncode = "r"\nname = "x"\nkind = "ratio"\n'


def test_the_least_file_is_a_whole_regime() -> None:
    facts, problems = read_regime(LEAST.encode())

    assert problems == []
    assert facts == RegimeFacts(
        settings=RegimeSettings(
            code="cds",
            name="Báo cáo chuyển đổi số",
            frequency=PeriodKind.QUARTER,
            calendar=Calendar.ND09,
        ),
        form=FormText(
            asked=(
                Asked(
                    code="processed",
                    name="Hồ sơ đã giải quyết",
                    kind="count",
                    over_time="sum",
                    over_units="sum",
                ),
            )
        ),
    )


def test_a_file_with_every_key_is_written_back_byte_by_byte() -> None:
    facts, problems = read_regime(FULL.encode())

    assert problems == []
    assert facts is not None
    assert write_regime(facts).decode() == FULL


def test_the_keys_of_a_full_file_are_read() -> None:
    facts, _ = read_regime(FULL.encode())

    assert facts is not None
    settings = facts.settings
    assert settings.reporters == '["03037", "02701"]'
    assert settings.legal_basis == "Nghị định 09/2019/NĐ-CP;\nQuyết định 118/QĐ-UBND."
    assert settings.guidance == "Đếm hồ sơ một lần.\nKhông đếm hồ sơ trả lại."
    assert settings.deadlines == (
        DeadlineRule(working_days=2),
        DeadlineRule(level=2, day=20, month_offset=1, at=time(16, 30), roll=Roll.BACKWARD),
    )
    assert settings.delivery == DeadlineRule(day=25, roll=Roll.FORWARD)
    assert settings.ended_on == date(2030, 1, 1)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    plain, _ = read_regime(FULL.encode())
    windows, _ = read_regime(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())

    assert windows == plain


def test_a_once_regime_has_its_window() -> None:
    written = LEAST.replace('"quarter"', '"once"').replace(
        "[[indicators]]", "[window]\nstarts_on = 2026-11-01\nends_on = 2026-11-15\n\n[[indicators]]"
    )

    facts, problems = read_regime(written.encode())

    assert problems == []
    assert facts is not None
    assert facts.settings.once_dates == (date(2026, 11, 1), date(2026, 11, 15))


def test_sections_may_be_named_beside_the_indicators_alone() -> None:
    facts, _ = read_regime((LEAST + 'section = "I. Dịch vụ công"\n').encode())

    assert facts is not None
    assert facts.form.sections == ("I. Dịch vụ công",)


@pytest.mark.parametrize(
    "change, place, code",
    [
        (('code = "cds"\n', ""), ("code",), "key_missing"),
        (('"quarter"', '"fortnight"'), ("frequency",), "choice_unknown"),
        (('calendar = "nd09"', "calendar = 9"), ("calendar",), "value_wrong_type"),
        (('"count"', '"tally"'), ("indicators", 1, "kind"), "choice_unknown"),
        (('"count"', '"count"\nmin = "0"'), ("indicators", 1, "min"), "value_wrong_type"),
        (('"count"', '"count"\nmin = 0.5'), ("indicators", 1, "min"), "bound_not_whole"),
        (('"count"', '"count"\nmin = 3\nmax = 2'), ("indicators", 1, "max"), "bounds_crossed"),
        (('"count"', '"count"\nmax = nan'), ("indicators", 1, "max"), "value_wrong_type"),
        (('"count"', '"count"\ncolour = 1'), ("indicators", 1, "colour"), "key_unknown"),
        (
            ('"count"', '"count"\nover_time = "mean"'),
            ("indicators", 1, "over_time"),
            "choice_unknown",
        ),
        (
            ('"count"', '"text"\nover_time = "sum"'),
            ("indicators", 1, "over_time"),
            "rule_not_for_kind",
        ),
        (('"count"', '"count"\nbetter = "more"'), ("indicators", 1, "better"), "choice_unknown"),
        (
            ('"count"', '"text"\nbetter = "lower"'),
            ("indicators", 1, "better"),
            "better_not_for_kind",
        ),
        (('"count"', '"choice"'), ("indicators", 1, "choices"), "too_few_choices"),
        (
            ('"count"', '"count"\nchoices = ["a", "b"]'),
            ("indicators", 1, "choices"),
            "choices_not_for_kind",
        ),
        (('"processed"', '"đã xử lý"'), ("indicators", 1, "code"), "bad_code"),
        (
            ('calendar = "nd09"', 'calendar = "nd09"\nreporters = "some"'),
            ("reporters",),
            "reporters_unknown_form",
        ),
        (
            ('calendar = "nd09"', 'calendar = "nd09"\nfirst_period = "2026-07"'),
            ("first_period",),
            "period_not_of_frequency",
        ),
        (
            ('calendar = "nd09"', 'calendar = "nd09"\neffective_from = "2026Q5"'),
            ("effective_from",),
            "period_number_out_of_range",
        ),
        (
            ("[[indicators]]", "[[deadlines]]\nworking_days = 1\nday = 3\n[[indicators]]"),
            ("deadlines",),
            "deadline_needs_one_way",
        ),
        (
            ("[[indicators]]", "[[deadlines]]\nlevel = 1\nday = 3\nweek = 2\n[[indicators]]"),
            ("deadlines", 1, "week"),
            "key_unknown",
        ),
        (
            ("[[indicators]]", "[window]\nstarts_on = 2026-01-01\n[[indicators]]"),
            ("window",),
            "window_not_for_frequency",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    change: tuple[str, str], place: tuple[str | int, ...], code: str
) -> None:
    _, problems = read_regime(LEAST.replace(*change).encode())

    assert [(problem.place, problem.problem.code) for problem in problems] == [(place, code)]


@pytest.mark.parametrize(
    "addition, place, code",
    [
        (
            '[[checks]]\nformula = "processed <= online"',
            ("checks", 1, "formula"),
            "formula_unknown_code",
        ),
        ('[[checks]]\nformula = "processed <"', ("checks", 1, "formula"), "formula_unexpected_end"),
        (
            '[[checks]]\nformula = "processed > 1"\nlevel = "fatal"',
            ("checks", 1, "level"),
            "choice_unknown",
        ),
        (
            '[[indicators]]\ncode = "processed"\nname = "x"\nkind = "count"',
            ("indicators", 2, "code"),
            "repeated_code",
        ),
        (
            RATIO + 'numerator = "processed"',
            ("indicators", 2, "denominator"),
            "part_missing",
        ),
        (
            RATIO + 'numerator = "processed"\ndenominator = "r"',
            ("indicators", 2, "denominator"),
            "ratio_of_ratios",
        ),
        (
            RATIO + 'numerator = "processed"\ndenominator = "processed"\nover_units = "sum"',
            ("indicators", 2, "over_units"),
            "rule_not_for_kind",
        ),
        (
            '[[sections]]\ntitle = "I"\n[[sections]]\ntitle = "I"',
            ("sections", 2, "title"),
            "section_twice",
        ),
        (
            '[[targets]]\nunit = "1"\nyear = 2026\nindicator = "x"\nvalue = 1',
            ("targets", 1, "indicator"),
            "indicator_unknown",
        ),
        (
            '[[targets]]\nunit = "1"\nyear = 26\nindicator = "processed"\nvalue = 1',
            ("targets", 1, "year"),
            "target_year_out_of_range",
        ),
    ],
)
def test_what_an_addition_breaks_is_named_with_its_place(
    addition: str, place: tuple[str | int, ...], code: str
) -> None:
    _, problems = read_regime((LEAST + addition + "\n").encode())

    assert [(problem.place, problem.problem.code) for problem in problems] == [(place, code)]


def test_every_problem_is_listed_at_once() -> None:
    written = LEAST.replace('"quarter"', '"fortnight"').replace('"count"', "1") + "colour = 1\n"

    facts, problems = read_regime(written.encode())

    assert facts is None
    assert [problem.place for problem in problems] == [
        ("frequency",),
        ("indicators", 1, "kind"),
        ("indicators", 1, "colour"),
    ]


def test_a_file_that_is_no_toml_is_refused_with_line_and_column() -> None:
    _, problems = read_regime(b'code = "cds"\nname = *\n')

    assert [(problem.problem.code, dict(problem.problem.params)) for problem in problems] == [
        ("toml_malformed", {"line": 2, "column": 8})
    ]


def test_every_problem_has_words() -> None:
    written = LEAST.replace('"count"', '"tally"') + '[[checks]]\nformula = "a ≤ b"\n'

    _, problems = read_regime(written.encode())

    with override("en"):
        assert [in_words(problem) for problem in problems] == [
            "indicators, no. 1, kind: “tally” is no choice here. Use one of: "
            "count, amount, ratio, yes_no, choice, text, file.",
            "checks, no. 1, formula: Column 3: write <= instead of ≤.",
        ]


def test_the_hours_of_an_incident_are_settings_of_its_regime() -> None:
    base = LEAST.replace('"quarter"', '"incident"').replace(
        "[[indicators]]", "[rhythm]\nfirst_hours = 6\ndaily_at = 11:00:00\n\n[[indicators]]", 1
    )
    facts, problems = read_regime(base.encode())
    assert facts is not None
    assert (problems, facts.settings.rhythm) == ([], Rhythm(6, time(11)))
    assert write_regime(facts).decode() == base.lstrip()


@pytest.mark.parametrize(
    "frequency, written, expected",
    [
        ("incident", "first_hours = 0", "first_hours_out_of_range"),
        ("incident", "first_hours = 73", "first_hours_out_of_range"),
        ("quarter", "first_hours = 6", "rhythm_not_for_frequency"),
        ("incident", "hours = 6", "key_unknown"),
    ],
)
def test_hours_that_cannot_be_are_refused(frequency: str, written: str, expected: str) -> None:
    base = LEAST.replace('"quarter"', f'"{frequency}"').replace(
        "[[indicators]]", f"[rhythm]\n{written}\n\n[[indicators]]", 1
    )
    _facts, problems = read_regime(base.encode())
    assert [one.problem.code for one in problems] == [expected]
