"""With which fonts does typst set a page, so that the same content looks the same everywhere?

System fonts are never searched: of the usual font folders only those that hold Times New Roman
or Arial, or a face of the same widths, are opened; without them typst's own Libertinus Serif sets
the page.
"""

import os
import sys
from functools import cache
from pathlib import Path

import typst

BUILT_IN_FACE = "Libertinus Serif"
_FILE_NAMES = (
    *("tinos-regular.ttf", "times.ttf", "times_new_roman.ttf", "times new roman.ttf"),
    *("arimo-regular.ttf", "arial.ttf", "liberationsans-regular.ttf"),
)


@cache
def fonts() -> typst.Fonts:
    """The named faces that this machine has, and those inside typst. Looked up once a process."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in _font_folders()],
    )


def available_faces(preferred: tuple[str, ...]) -> list[str]:
    """The preferred faces that are there, the built-in one last."""
    present = set(fonts().families())
    chosen = [face for face in preferred if face in present and face != BUILT_IN_FACE]
    return [*chosen, BUILT_IN_FACE]


def svg_to_png(svg: str, *, pixels_per_inch: int) -> bytes:
    """A picture without margins, as large as the drawing says."""
    source = (
        b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        b'#image(bytes(sys.inputs.svg), format: "svg")\n'
    )
    png = typst.compile(
        source,
        format="png",
        ppi=pixels_per_inch,
        sys_inputs={"svg": svg},
        font_paths=fonts(),
        ignore_system_fonts=True,
    )
    assert isinstance(png, bytes)
    return png


def _font_folders() -> list[Path]:
    found = []
    for root in _usual_folders():
        for folder, _, names in os.walk(root):
            if any(name.lower() in _FILE_NAMES for name in names):
                found.append(Path(folder))
    return sorted(set(found))


def _usual_folders() -> list[Path]:
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [
            Path("/System/Library/Fonts/Supplemental"),
            Path("/Library/Fonts"),
            Path.home() / "Library/Fonts",
        ]
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path.home() / ".fonts",
        Path.home() / ".local/share/fonts",
    ]
