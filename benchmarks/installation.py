"""A private installation for one measurement: a home and a database of its own, gone afterwards."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests import postgres

MAP = Path(__file__).resolve().parents[1] / "src/giaoban/data/vietnam/units.csv"


def install(database: str) -> Path:
    """Make an empty installation on `sqlite` or `postgresql` and return its home.

    PostgreSQL writes to disk as one in use does. Call it before any model is imported.
    """
    home = Path(tempfile.mkdtemp(prefix="giaoban-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["GIAOBAN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "giaoban.settings"
    os.environ["DATABASE_URL"] = (
        postgres.server_url(is_durable=True)
        if database == "postgresql"
        else f"sqlite:///{home / 'giaoban.sqlite3'}"
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return home


def add_map(home: Path, communes: int | None = None) -> None:
    """Import the map since 1 July 2025; only so many communes where a number is given."""
    from django.core.management import call_command

    lines = MAP.read_text(encoding="utf-8").splitlines()
    head, units = lines[0], lines[1:]
    upper = [line for line in units if line.split(",")[3] in ("", "VN")]
    lower = [line for line in units if line.split(",")[3] not in ("", "VN")]
    chosen = home / "units.csv"
    chosen.write_text("\n".join([head, *upper, *lower[:communes]]) + "\n", encoding="utf-8")
    with open(os.devnull, "w") as silent:
        call_command("import_units", str(chosen), stdout=silent)


def add_regime(home: Path, indicators: int, *, has_checks: bool = True) -> None:
    """A monthly regime `bench` of communes: `indicators` counts and amounts, and 13 checks."""
    from django.core.management import call_command

    path = home / "bench.toml"
    path.write_text(_regime(indicators, has_checks), encoding="utf-8")
    with open(os.devnull, "w") as silent:
        call_command("import_regime", str(path), stderr=silent)


def _regime(indicators: int, has_checks: bool) -> str:
    blocks = [
        'code = "bench"\nname = "Số liệu đo tốc độ"\nfrequency = "month"\ncalendar = "calendar"\n'
        'reporters = "level:3"\nmade_up = true\n'
    ]
    for number in range(indicators):
        kind = "amount" if number % 3 == 0 else "count"
        blocks.append(
            f'[[indicators]]\ncode = "i{number}"\nname = "Chỉ tiêu số {number}"\nkind = "{kind}"\n'
        )
    if has_checks:
        for number in range(0, 20, 2):
            blocks.append(
                f'[[checks]]\nformula = "i{number} <= i{number + 1} + 1000"\nlevel = "error"\n'
                f'message = "Chỉ tiêu {number} quá lớn."\n'
            )
        for number in range(3):
            blocks.append(
                f'[[checks]]\nformula = "i{number} <= 1000 + previous(i{number})"\n'
                f'level = "warning"\nmessage = "Chỉ tiêu {number} tăng nhiều."\n'
            )
    return "\n".join(blocks)
