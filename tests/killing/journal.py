"""What a client was told, in a file of its own: written by a process that is killed, read after."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Journal:
    """Each line is one write to the file's end, so that a kill leaves whole lines or none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def sent(self, what: str, **about: Any) -> None:
        self._line("sent", what, about)

    def acknowledged(self, what: str, **about: Any) -> None:
        self._line("acknowledged", what, about)

    def lines(self, what: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """("sent" or "acknowledged", what was said) in their order."""
        for line in self._path.read_text(encoding="utf-8").splitlines():
            step, about_what, about = json.loads(line)
            if about_what == what:
                yield step, about

    def count(self, what: str) -> int:
        return sum(step == "acknowledged" for step, _ in self.lines(what))

    def possible(self, what: str, *key: str) -> dict[tuple[Any, ...], list[Any]]:
        """By key what may be there: what was acknowledged last, and what was sent after it."""
        found: dict[tuple[Any, ...], list[Any]] = {}
        for step, about in self.lines(what):
            place = tuple(about[name] for name in key)
            if step == "acknowledged":
                found[place] = [about["value"]]
            else:
                found.setdefault(place, [None]).append(about["value"])
        return found

    def _line(self, step: str, what: str, about: dict[str, Any]) -> None:
        line = json.dumps([step, what, about], ensure_ascii=False)
        os.write(self._descriptor, f"{line}\n".encode())
