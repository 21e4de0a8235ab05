"""Which programs beyond Python do the tests need, where are they, and how does one get them?

Only the standard library here: `scripts/install_test_parts.py` asks before anything is installed.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# The first has no window to draw and takes less than half of the others' time.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
MAC_CHROMIUM = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
)
POSTGRESQL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
# Any of these draws every Vietnamese letter; Debian 12's Liberation does not.
VIETNAMESE_SERIF_FONTS = ("Tinos", "Times New Roman", "Noto Serif")


@dataclass(frozen=True)
class Part:
    """A program the tests use, the Debian packages and the Homebrew names that bring it."""

    name: str
    find: Callable[[], str | None]
    debian: tuple[str, ...]
    homebrew: tuple[str, ...]


def _first(paths: Iterable[str | Path | None]) -> str | None:
    return next((str(path) for path in paths if path and Path(path).exists()), None)


@cache
def chromium() -> str | None:
    """The browser's path: GIAOBAN_CHROMIUM, Playwright's own, or the system's."""
    given = os.environ.get("GIAOBAN_CHROMIUM")
    if given:
        return _first([given])
    return _first(
        [
            *_playwright_chromiums(),
            *(shutil.which(name) for name in CHROMIUM_NAMES),
            *(Path("/Applications") / path for path in MAC_CHROMIUM),
        ]
    )


def _playwright_chromiums() -> list[Path]:
    folders = [
        Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright").expanduser(),
        Path("~/Library/Caches/ms-playwright").expanduser(),
    ]
    inside = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*")
    return [
        path
        for folder in folders
        for browser in sorted(folder.glob("chromium-*"), reverse=True)
        for pattern in inside
        for path in sorted(browser.glob(pattern))
    ]


@cache
def postgresql() -> str | None:
    """The folder of PostgreSQL's server programs: GIAOBAN_POSTGRESQL, else the newest."""
    given = os.environ.get("GIAOBAN_POSTGRESQL")
    if given:
        return given if (Path(given) / "initdb").exists() else None
    found = [path for pattern in POSTGRESQL_FOLDERS for path in Path("/").glob(pattern[1:])]
    found = [path for path in found if (path / "initdb").exists()]
    found.sort(key=lambda path: [int(number) for number in re.findall(r"\d+", str(path))])
    in_path = shutil.which("initdb")
    if found:
        return str(found[-1])
    return str(Path(in_path).resolve().parent) if in_path else None


@cache
def libreoffice() -> str | None:
    """LibreOffice's own program, with both its spreadsheet and its text part."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    program = program or _first(["/Applications/LibreOffice.app/Contents/MacOS/soffice"])
    if not program:
        return None
    folder = Path(program).resolve().parent
    if folder.suffix or not folder.match("*/program"):
        return program
    both = all(list(folder.glob(f"lib{part}lo.*")) for part in ("sc", "sw"))
    return program if both else None


@cache
def gettext() -> str | None:
    """msgfmt, which comes with xgettext and msgmerge."""
    return shutil.which("msgfmt") if shutil.which("xgettext") else None


@cache
def vietnamese_font() -> str | None:
    """The name of an installed serif face that has every Vietnamese letter."""
    if shutil.which("fc-list"):
        listed = subprocess.run(
            ["fc-list", ":lang=vi", "family"], capture_output=True, text=True, check=False
        ).stdout
        return next((name for name in VIETNAMESE_SERIF_FONTS if name in listed), None)
    folders = [
        Path("/System/Library/Fonts"),
        Path("/Library/Fonts"),
        Path("~/Library/Fonts").expanduser(),
    ]
    files = {path.stem for folder in folders for path in folder.rglob("*.tt[fc]")}
    return next((name for name in VIETNAMESE_SERIF_FONTS if name in files), None)


@cache
def pdf_reader() -> str | None:
    """pdftotext, which comes with pdftoppm."""
    return shutil.which("pdftotext")


PARTS = {
    "chromium": Part("Chromium", chromium, ("chromium-headless-shell",), ("--cask", "chromium")),
    "postgresql": Part("PostgreSQL's server", postgresql, ("postgresql",), ("postgresql@16",)),
    "libreoffice": Part(
        "LibreOffice (Calc and Writer)",
        libreoffice,
        ("libreoffice-calc-nogui", "libreoffice-writer-nogui"),
        ("--cask", "libreoffice"),
    ),
    "gettext": Part("gettext", gettext, ("gettext",), ("gettext",)),
    "font": Part(
        "a font with every Vietnamese letter",
        vietnamese_font,
        ("fontconfig", "fonts-croscore", "fonts-noto-core"),
        ("--cask", "font-tinos"),
    ),
    "pdf": Part("poppler's PDF tools", pdf_reader, ("poppler-utils",), ("poppler",)),
}


def command_to_get(names: Iterable[str]) -> str:
    """The one command that a person types to get these parts."""
    parts = [PARTS[name] for name in names]
    if shutil.which("apt-get"):
        packages = [package for part in parts for package in part.debian]
        sudo = "" if os.geteuid() == 0 else "sudo "
        return f"{sudo}apt-get install --no-install-recommends {' '.join(packages)}"
    if shutil.which("brew"):
        casks = [part.homebrew[1] for part in parts if part.homebrew[0] == "--cask"]
        formulas = [part.homebrew[0] for part in parts if part.homebrew[0] != "--cask"]
        commands = [f"brew install {' '.join(formulas)}"] if formulas else []
        commands += [f"brew install --cask {' '.join(casks)}"] if casks else []
        return " && ".join(commands)
    return "install with your system's package manager: " + ", ".join(part.name for part in parts)


def forget_what_was_found() -> None:
    """Look again after an installation."""
    for part in PARTS.values():
        part.find.cache_clear()  # type: ignore[attr-defined]
