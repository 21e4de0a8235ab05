"""Where does the made-up content lie, and how is a choice drawn the same way each time?"""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.rules.reporting.regime_facts import RegimeFacts

FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo"
SEED = "giaoban"


@cache
def content(name: str) -> dict[str, Any]:
    """A file of data/demo as it stands; `international/words` lies in that folder."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def regime_of(name: str) -> RegimeFacts:
    """A regime of data/demo; raises ValueError where something is wrong with it."""
    facts, problems = read_regime((FOLDER / f"{name}.toml").read_bytes())
    if facts is None or any(problem.is_error for problem in problems):
        raise ValueError(f"{name}.toml: {problems}")
    return facts


def draw(*about: object) -> Random:
    """A source of choices that depends on what is chosen and on nothing else."""
    return Random(":".join(map(str, (SEED, *about))))
