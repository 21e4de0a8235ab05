"""Whom a regime asks: a small province as it was before and after a commune closed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.reporters import (
    ReporterChoice,
    Reporters,
    format_reporters,
    parse_reporters,
    reporting_units_of,
)
from giaoban.rules.units.tree import DatedTree, PlacementFacts, UnitFacts

BEGINNING, REFORM = date(1900, 1, 1), date(2025, 7, 1)
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 31)
COUNTRY, PROVINCE, CENTRE, COMMUNE, WARD = range(1, 6)
TREE = DatedTree(
    [
        UnitFacts(COUNTRY, "VN", "Việt Nam", "quốc gia", BEGINNING),
        UnitFacts(PROVINCE, "15", "Lào Cai", "tỉnh", BEGINNING),
        UnitFacts(CENTRE, "TT", "Trung tâm", "đơn vị sự nghiệp", BEGINNING),
        UnitFacts(COMMUNE, "02647", "Xã Cam Đường", "xã", BEGINNING, REFORM),
        UnitFacts(WARD, "02648", "Phường Lào Cai", "phường", REFORM),
    ],
    [
        PlacementFacts(COUNTRY, None, BEGINNING),
        PlacementFacts(PROVINCE, COUNTRY, BEGINNING),
        PlacementFacts(CENTRE, COUNTRY, BEGINNING),
        PlacementFacts(COMMUNE, PROVINCE, BEGINNING),
        PlacementFacts(WARD, PROVINCE, REFORM),
    ],
)


@pytest.mark.parametrize(
    "written, reporters",
    [
        ("leaves", Reporters()),
        ("all", Reporters(ReporterChoice.ALL)),
        (" level:3 ", Reporters(ReporterChoice.LEVEL, level=3)),
        ("kind:xã", Reporters(ReporterChoice.KIND, kind="xã")),
        ("kind:thành phố: loại 1", Reporters(ReporterChoice.KIND, kind="thành phố: loại 1")),
        ("under:15", Reporters(ReporterChoice.UNDER, codes=("15",))),
        (["02647", " 02648"], Reporters(ReporterChoice.LISTED, codes=("02647", "02648"))),
        ('["02647", "02648"]', Reporters(ReporterChoice.LISTED, codes=("02647", "02648"))),
        (["all"], Reporters(ReporterChoice.LISTED, codes=("all",))),
    ],
)
def test_who_reports_is_read(written, reporters):
    assert parse_reporters(written) == reporters
    assert parse_reporters(format_reporters(reporters)) == reporters


@pytest.mark.parametrize(
    "written, code",
    [
        ("", "reporters_unknown_form"),
        ("communes", "reporters_unknown_form"),
        ("Leaves", "reporters_unknown_form"),
        ("kind:", "reporters_unknown_form"),
        ("listed:15", "reporters_unknown_form"),
        ("level:0", "reporters_level_out_of_range"),
        ("level:two", "reporters_level_out_of_range"),
        ("level:²", "reporters_level_out_of_range"),
        ([], "reporters_list_empty"),
        (["15", " "], "reporters_list_malformed"),
        ("[15]", "reporters_list_malformed"),
        ('["15"', "reporters_list_malformed"),
        (["15", "TT", "15"], "reporters_code_twice"),
    ],
)
def test_what_names_nobody_is_refused_with_a_code(written, code):
    with pytest.raises(RuleError) as refusal:
        parse_reporters(written)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "written, before, after",
    [
        ("leaves", {CENTRE, COMMUNE}, {CENTRE, WARD}),
        ("all", {COUNTRY, PROVINCE, CENTRE, COMMUNE}, {COUNTRY, PROVINCE, CENTRE, WARD}),
        ("level:1", {COUNTRY}, {COUNTRY}),
        ("level:2", {PROVINCE, CENTRE}, {PROVINCE, CENTRE}),
        ("level:4", set(), set()),
        ("kind:xã", {COMMUNE}, set()),
        ("kind:xã, phường", {COMMUNE}, {WARD}),
        ("under:15", {COMMUNE}, {WARD}),
        ("under:VN", {PROVINCE, CENTRE, COMMUNE}, {PROVINCE, CENTRE, WARD}),
        ("under:99", set(), set()),
        (["TT", "02647"], {CENTRE, COMMUNE}, {CENTRE}),
    ],
)
def test_units_are_asked_while_they_are_open(written, before, after):
    reporters = parse_reporters(written)
    assert reporting_units_of(reporters, TREE.at(BEFORE)) == before
    assert reporting_units_of(reporters, TREE.at(AFTER)) == after


words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@given(st.lists(words, min_size=1, max_size=5, unique=True))
def test_a_stored_list_is_read_back(codes):
    listed = Reporters(ReporterChoice.LISTED, codes=tuple(codes))
    assert parse_reporters(format_reporters(listed)) == listed
