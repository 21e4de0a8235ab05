"""How is what a letter to those whose report is missing was made from kept, and read again?

Plain JSON without loss: the same facts give the same letter (as rules.reporting.consolidated_facts
does for reports).
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from giaoban.documents.reporting.dunning_letter import DunningFacts, MissingReport, SeveralFacts
from giaoban.rules.reporting.consolidated_facts import Heading

Facts = DunningFacts | SeveralFacts


def kept(facts: Facts) -> dict[str, Any]:
    missing = [asdict(one) | {"due_at": one.due_at.isoformat()} for one in facts.missing]
    plain = asdict(replace(facts, missing=()))
    return plain | {"missing": missing, "at": facts.at.isoformat()}


def restored(plain: Mapping[str, Any]) -> Facts:
    heading = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in plain["heading"].items()
    }
    missing = [
        MissingReport(**{**one, "due_at": datetime.fromisoformat(one["due_at"])})
        for one in plain["missing"]
    ]
    read = {
        **plain,
        "heading": Heading(**heading),
        "missing": missing,
        "at": datetime.fromisoformat(plain["at"]),
    }
    return SeveralFacts(**read) if "units" in plain else DunningFacts(**read)
