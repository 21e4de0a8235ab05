"""How does one row of a table show its own past without a chart engine?"""

from collections.abc import Sequence
from html import escape
from math import isfinite


def sparkline_svg(
    values: Sequence[float | None],
    *,
    label: str = "",
    width: int = 64,
    height: int = 18,
    css_class: str = "sparkline",
) -> str:
    """An inline SVG of attributes alone; the page colours it by `currentColor`.

    Missing values break the line; the last known one has a dot. `label` is read aloud; without
    it the picture is decoration. Fewer than two known values give an empty picture of the size.
    """
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    frame = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{escape(css_class)}" {spoken} '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    )
    points = _points(values, width, height)
    known = [point for point in points if point is not None]
    if len(known) < 2:
        return f"{frame}</svg>"
    last_x, last_y = known[-1]
    return (
        f'{frame}<path d="{_path(points)}" fill="none" stroke="currentColor" '
        'stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round"/>'
        f'<circle cx="{last_x:.1f}" cy="{last_y:.1f}" r="2" fill="currentColor"/></svg>'
    )


def _points(
    values: Sequence[float | None], width: int, height: int
) -> list[tuple[float, float] | None]:
    margin = 3
    known = [value for value in values if value is not None and isfinite(value)]
    if not known:
        return []
    least, most = min(known), max(known)
    step = (width - 2 * margin) / max(len(values) - 1, 1)
    rise = (height - 2 * margin) / (most - least) if most > least else 0.0
    level = height / 2 if most == least else height - margin
    return [
        None
        if value is None or not isfinite(value)
        else (margin + index * step, level - (value - least) * rise)
        for index, value in enumerate(values)
    ]


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    commands, is_pen_down = [], False
    for point in points:
        if point is not None:
            commands.append(f"{'L' if is_pen_down else 'M'}{point[0]:.1f} {point[1]:.1f}")
        is_pen_down = point is not None
    return "".join(commands)
