"""How do figures become a picture that a page, a PDF and a Word file share?

One Vega-Lite specification a chart. vl-convert draws it as SVG; the PNG for Word is drawn from
that SVG by typst, whose built-in face has every Vietnamese letter, so that no picture depends on
the fonts of the machine. SVG holds presentation attributes alone: style attributes (which
vl-convert writes only for blending) are removed, scripts and links are never drawn, and external
addresses are refused, so it may stand inline in a page under a policy without `unsafe-inline`.
"""

import json
import re
from functools import lru_cache
from typing import Any, Literal

import vl_convert

from giaoban.documents.chart_specs import ON_DARK
from giaoban.documents.numbers import base_language, number_symbols
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.typesetting import svg_to_png
from giaoban.documents.writable import all_writable

Theme = Literal["light", "dark", "print"]

VEGA_LITE = "5.20"
# In a document the picture speaks in the document's face.
PRINT_FACES = ", ".join([*LAYOUT.faces, "sans-serif" if LAYOUT.is_sans else "serif"])
SCREEN_FACES = "system-ui, Segoe UI, Roboto, Noto Sans, Arial, sans-serif"
PNG_PIXELS_PER_INCH = 220

_INK = {
    "light": {"text": "#1b1b1f", "quiet": "#5c6370", "line": "#d8dde3"},
    "dark": {"text": "#e8eaed", "quiet": "#a6adb8", "line": "#3a4149"},
    "print": {"text": "#000000", "quiet": "#333333", "line": "#cccccc"},
}
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')
_STYLE_ATTRIBUTE = re.compile(r'\sstyle="[^"]*"')


def chart_svg(spec: dict[str, Any], *, language: str = "vi", theme: Theme = "light") -> str:
    """The chart as an SVG text, safe inline under a strict content security policy."""
    return _drawn(_canonical(spec), base_language(language), theme)


def chart_png(spec: dict[str, Any], *, language: str = "vi", theme: Theme = "print") -> bytes:
    """The chart as a PNG picture for a Word file."""
    return _rasterised(_canonical(spec), base_language(language), theme)


def svg_size(svg: str) -> tuple[float, float]:
    """Width and height of a drawing in CSS pixels, 96 to the inch."""
    match = _SIZE.search(svg)
    if match is None:
        raise ValueError("The drawing does not say its size.")
    return float(match[1]), float(match[2])


def without_title(spec: dict[str, Any]) -> dict[str, Any]:
    """A document sets the title as text under the picture, so the picture leaves it out."""
    return {key: value for key, value in spec.items() if key != "title"}


def _canonical(spec: dict[str, Any]) -> str:
    return json.dumps(all_writable(spec), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=256)
def _drawn(spec: str, language: str, theme: Theme) -> str:
    decimal_mark, group, minus = number_symbols(language)
    if theme == "dark":
        for light, dark in ON_DARK.items():
            spec = spec.replace(f'"{light}"', f'"{dark}"')
    svg = vl_convert.vegalite_to_svg(
        spec,
        vl_version=VEGA_LITE,
        config=_look(theme),
        allowed_base_urls=[],
        format_locale={
            "decimal": decimal_mark,
            "thousands": group,
            "minus": minus,
            "grouping": [3],
            "currency": ["", ""],
        },
    )
    return _STYLE_ATTRIBUTE.sub("", svg)


@lru_cache(maxsize=64)
def _rasterised(spec: str, language: str, theme: Theme) -> bytes:
    return svg_to_png(_drawn(spec, language, theme), pixels_per_inch=PNG_PIXELS_PER_INCH)


def _look(theme: Theme) -> dict[str, Any]:
    ink = _INK[theme]
    is_print = theme == "print"
    quiet_text = {"labelColor": ink["quiet"], "labelFontSize": 11, "titleColor": ink["quiet"]}
    return {
        "font": PRINT_FACES if is_print else SCREEN_FACES,
        "background": "#ffffff" if is_print else None,
        "view": {"stroke": None},
        "axis": quiet_text
        | {"gridColor": ink["line"], "domainColor": ink["line"], "tickColor": ink["line"]}
        | {"titleFontSize": 11, "titleFontWeight": "normal", "labelLimit": 220},
        "axisY": {"domain": False, "ticks": False},
        "title": {"color": ink["text"], "fontSize": 14, "anchor": "start", "offset": 12}
        | {"subtitleColor": ink["quiet"], "subtitleFontSize": 12},
        "header": quiet_text | {"labelAnchor": "start", "labelFontWeight": "bold"},
        "text": {"color": ink["text"], "fontSize": 11},
    }
