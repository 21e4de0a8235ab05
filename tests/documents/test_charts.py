"""Are pictures inert, legible and the same in each place where they stand?"""

import re

import pytest

from giaoban.documents.chart_specs import (
    COLOURS,
    EARLIER,
    ON_DARK,
    bar_by_unit_spec,
    line_series_spec,
)
from giaoban.documents.charts import chart_png, chart_svg, svg_size, without_title
from giaoban.documents.sparklines import sparkline_svg

POINTS = [("T1", 1000.0), ("T2", None), ("T3", 2500.5)]
LINE = line_series_spec([("2026", POINTS), ("2025", POINTS)], title="Cao hơn", earlier=["2025"])
BARS = bar_by_unit_spec([("Xã Y Tý", 1234.5), ("Xã B", None)], title="Đứng đầu")
EVERY_SPEC = [LINE, BARS, line_series_spec([], title=""), bar_by_unit_spec([], title="")]


@pytest.mark.parametrize("spec", EVERY_SPEC)
@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_a_picture_holds_nothing_that_a_strict_policy_forbids(spec, theme):
    svg = chart_svg(spec, theme=theme)
    assert re.findall(r"\sstyle=|<style|<script|<a |href=|\son\w+=|<foreignObject", svg) == []


def test_even_a_spec_with_blending_links_and_markup_draws_an_inert_picture():
    spec = bar_by_unit_spec([("<script>alert(1)</script>", 5.0)], title='"><img src=x onerror=y>')
    spec["layer"][0]["mark"] |= {"blend": "multiply", "cursor": "pointer"}
    svg = chart_svg(spec)
    assert "style=" not in svg
    assert "<script" not in svg
    assert "<img" not in svg


def test_numbers_in_pictures_follow_the_language():
    spec = bar_by_unit_spec([("A", 1234.5)], title="", number_format=",.1f")
    assert ">1.234,5<" in chart_svg(spec, language="vi-VN")
    assert ">1,234.5<" in chart_svg(spec, language="en")


def test_series_are_labelled_at_their_end_and_not_by_a_legend():
    svg = chart_svg(LINE)
    assert len(re.findall(r"<text[^>]*>2026</text>", svg)) == 1
    assert "role-legend" not in svg


def test_names_of_series_that_end_close_together_do_not_cover_each_other():
    near = [(name, [("T1", 10.0), ("T2", end)]) for name, end in (("A", 99.0), ("B", 100.0))]
    svg = chart_svg(line_series_spec(near, title="", height=200))
    heights = [
        float(re.search(rf'translate\([\d.]+,([\d.]+)\)"[^>]*>{name}</text>', svg)[1])
        for name in "AB"
    ]
    assert 12 < heights[0] - heights[1] < 16


def test_a_value_between_two_gaps_is_still_seen():
    rows = line_series_spec([("A", [("T1", 1.0), ("T2", None), ("T3", 2.0)])], title="")
    assert [row["is_dotted"] for row in rows["data"]["values"]] == [True, False, True]


def test_a_bar_below_zero_has_its_value_on_its_other_side():
    svg = chart_svg(bar_by_unit_spec([("A", 5.0), ("B", -5.0), ("C", None)], title=""))
    sides = re.findall(r'text-anchor="(\w+)"[^>]*>(-?\d)</text>', svg)
    assert sides == [("start", "5"), ("end", "-5")]


@pytest.mark.parametrize("spec", [BARS, LINE])
def test_scales_start_at_zero(spec):
    side = "x" if spec is BARS else "y"
    assert spec["encoding"][side]["scale"]["zero"] is True


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", [*COLOURS, EARLIER])
def test_every_colour_is_legible_on_its_ground(colour):
    assert _contrast(colour, "#ffffff") >= 4.5
    assert _contrast(ON_DARK[colour], "#22272e") >= 4.5
    assert ON_DARK[colour] in chart_svg(
        bar_by_unit_spec([("A", 1.0)], title="") | {"background": colour}, theme="dark"
    )


def test_a_document_leaves_the_title_to_its_own_text():
    assert "Đứng đầu" in chart_svg(BARS)
    assert "Đứng đầu" not in chart_svg(without_title(BARS))


def test_the_picture_for_word_is_sharp_and_the_same_every_time():
    picture = chart_png(BARS)
    assert picture.startswith(b"\x89PNG")
    width = int.from_bytes(picture[16:20], "big")
    assert width == pytest.approx(svg_size(chart_svg(BARS, theme="print"))[0] / 96 * 220, rel=0.01)
    assert chart_png(dict(reversed(BARS.items()))) == picture


@pytest.mark.parametrize(
    ("values", "moves"),
    [
        ([1, 2, 3], 1),
        ([1, None, 3, 4], 2),
        ([5, 5], 1),
        ([None, None], 0),
        ([3], 0),
        ([], 0),
        ([float("nan"), 1.0, 2.0], 1),
    ],
)
def test_a_sparkline_breaks_where_a_value_is_missing(values, moves):
    assert sparkline_svg(values).count("M") == moves


def test_a_sparkline_rises_with_its_values_and_is_read_aloud():
    svg = sparkline_svg([0, 10], label='12 tháng "tăng" <b>')
    assert '<path d="M3.0 15.0L61.0 3.0"' in svg
    assert 'role="img" aria-label="12 tháng &quot;tăng&quot; &lt;b&gt;"' in svg
    assert 'aria-hidden="true"' in sparkline_svg([0, 10])
    assert "style=" not in svg
