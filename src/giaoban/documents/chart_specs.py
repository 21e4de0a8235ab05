"""Which picture answers which question?

Each function returns a Vega-Lite specification whose title is the answer. The same thing has the
same colour everywhere, series are labelled at their end and not by a legend, bars start at zero.
"""

from collections.abc import Sequence
from typing import Any

# Series are labelled in their own colour, so each has a contrast of 4.5 with its ground: these
# with white, those of ON_DARK with a dark page. The first is the accent.
COLOURS = ("#1f77b4", "#b85c00", "#26774a", "#7d55ad", "#b5495b", "#8c564b")
EARLIER = "#666e7a"
ON_DARK = dict(
    zip(
        (*COLOURS, EARLIER),
        ("#6cb2e6", "#f0a35e", "#67c58f", "#b79be0", "#e58a99", "#c9a59d", "#a6adb8"),
        strict=True,
    )
)

# Pixels from one line of labels to the next.
_LABEL_HEIGHT = 14

Point = tuple[str, float | None]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def line_series_spec(
    series: Sequence[tuple[str, Sequence[Point]]],
    *,
    title: str,
    subtitle: str = "",
    number_format: str = ",.0f",
    width: int = 460,
    height: int = 190,
    earlier: Sequence[str] = (),
) -> dict[str, Any]:
    """Named series of (period label, value), labels in the order in which they are first met.

    A missing value breaks the line. Series named in `earlier` (last year) are grey and dashed.
    """
    order = list(dict.fromkeys(label for _, points in series for label, _ in points))
    names = [name for name, _ in series]
    by_series = {"field": "series", "legend": None, "type": "nominal"}
    return _framed(title, subtitle) | {
        "width": width,
        "height": height,
        "data": {"values": _line_rows(series, height)},
        "encoding": {
            "x": {"field": "period", "type": "ordinal", "sort": order, "title": None}
            | {"axis": {"labelAngle": 0, "labelOverlap": True, "grid": False}, "scale": {}},
            "y": {"field": "value", "type": "quantitative", "title": None}
            | {"axis": {"format": number_format, "tickCount": 5}, "scale": {"zero": True}},
            "color": by_series | {"scale": {"domain": names, "range": _colours(names, earlier)}},
        },
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 2.2},
                "encoding": {
                    "strokeDash": by_series
                    | {"scale": {"domain": names, "range": _dashes(names, earlier)}}
                },
            },
            {
                "transform": [{"filter": "datum.is_dotted"}],
                "mark": {"type": "point", "filled": True, "size": 36, "opacity": 1},
            },
            {
                "transform": [{"filter": "isValid(datum.label_at)"}],
                "mark": {"type": "text", "align": "left", "dx": 8, "fontWeight": "bold"},
                "encoding": {
                    "text": {"field": "series", "type": "nominal"},
                    "y": {"field": "label_at", "type": "quantitative"},
                },
            },
        ],
    }


def bar_by_unit_spec(
    values: Sequence[Point],
    *,
    title: str,
    subtitle: str = "",
    number_format: str = ",.0f",
    width: int = 400,
    highlighted: Sequence[str] = (),
) -> dict[str, Any]:
    """Bars of units in the order given, each with its value at its end; missing ones have none."""
    chosen = list(highlighted)
    return _framed(title, subtitle) | {
        "width": width,
        "height": {"step": 19},
        "data": {"values": [{"unit": unit, "value": value} for unit, value in values]},
        "encoding": {
            "y": {"field": "unit", "type": "nominal", "sort": [unit for unit, _ in values]}
            | {"title": None, "axis": {"ticks": False, "domain": False}},
            "x": {"field": "value", "type": "quantitative", "title": None, "axis": None}
            | {"scale": {"zero": True}},
        },
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.68}},
                "encoding": {
                    "color": {
                        "condition": {
                            "test": {"field": "unit", "oneOf": chosen},
                            "value": COLOURS[1],
                        },
                        "value": COLOURS[0],
                    }
                },
            },
            *(
                {
                    "transform": [{"filter": side}],
                    "mark": {"type": "text", "align": align, "dx": distance},
                    "encoding": {"text": {"field": "value", "format": number_format}},
                }
                for side, align, distance in (
                    ("isValid(datum.value) && datum.value >= 0", "left", 4),
                    ("datum.value < 0", "right", -4),
                )
            ),
        ],
    }


def _framed(title: str, subtitle: str) -> dict[str, Any]:
    heading = {"text": title, "subtitle": subtitle} if subtitle else {"text": title}
    return {"$schema": _SCHEMA, "title": heading}


def _line_rows(series: Sequence[tuple[str, Sequence[Point]]], height: int) -> list[dict[str, Any]]:
    """One row a value. A dot marks the last one, and one without neighbours to be joined to."""
    label_heights = _label_heights(series, height)
    rows = []
    for name, points in series:
        last = _last_known(points)
        values = [None, *(value for _, value in points), None]
        for index, (label, value) in enumerate(points, start=1):
            is_alone = values[index - 1] is None and values[index + 1] is None
            row = {"period": label, "series": name, "value": value}
            row["is_dotted"] = value is not None and (is_alone or label == last)
            row["label_at"] = label_heights[name] if label == last else None
            rows.append(row)
    return rows


def _label_heights(series: Sequence[tuple[str, Sequence[Point]]], height: int) -> dict[str, float]:
    """Where each series' name stands, in values: at its end, pushed up off the one below it."""
    known = [value for _, points in series for _, value in points if value is not None]
    line = (max(known, default=0) - min(0, min(known, default=0))) * _LABEL_HEIGHT / height
    ends: dict[str, list[tuple[float, str]]] = {}
    for name, points in series:
        last = _last_known(points)
        if last is not None:
            value = next(held for label, held in reversed(points) if held is not None)
            ends.setdefault(last, []).append((value, name))
    heights: dict[str, float] = {}
    for neighbours in ends.values():
        lowest_free = float("-inf")
        for value, name in sorted(neighbours):
            heights[name] = max(value, lowest_free)
            lowest_free = heights[name] + line
    return heights


def _last_known(points: Sequence[Point]) -> str | None:
    return next((label for label, value in reversed(points) if value is not None), None)


def _colours(names: Sequence[str], earlier: Sequence[str]) -> list[str]:
    fresh = iter(COLOURS * (len(names) // len(COLOURS) + 1))
    return [EARLIER if name in earlier else next(fresh) for name in names]


def _dashes(names: Sequence[str], earlier: Sequence[str]) -> list[list[int]]:
    return [[4, 3] if name in earlier else [1, 0] for name in names]
