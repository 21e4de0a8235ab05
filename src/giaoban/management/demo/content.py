"""Where does the made-up content lie, and how is a choice drawn the same way each time?"""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo"
SEED = "giaoban"


@cache
def content(name: str) -> dict[str, Any]:
    """A file of data/demo as it stands."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def draw(*about: object) -> Random:
    """A source of choices that depends on what is chosen and on nothing else."""
    return Random(":".join(map(str, (SEED, *about))))
