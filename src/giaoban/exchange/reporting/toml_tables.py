"""Reading a TOML table key by key, so that every unknown, missing or mistyped key is named."""

import math
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from giaoban.rules.reporting.placed_problems import Place, PlacedProblem, placed

_WHERE = re.compile(r"\(at line (\d+), column (\d+)\)")


def parsed_toml(content: bytes) -> tuple[dict[str, Any] | None, list[PlacedProblem]]:
    """What a file holds; None with the problem where it is no TOML or no UTF-8."""
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n")), []
    except UnicodeDecodeError:
        return None, [placed((), "file_not_utf8")]
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        if where is None:
            return None, [placed((), "toml_cut_short")]
        line, column = map(int, where.groups())
        return None, [placed((), "toml_malformed", line=line, column=column)]


class TomlTable:
    """One table of a file. Each key is asked for once; `close` names those nobody asked for."""

    def __init__(self, content: Mapping[str, Any], place: Place, problems: list[PlacedProblem]):
        self._left = dict(content)
        self.place = place
        self._problems = problems

    def text(self, key: str, default: str = "", *, is_needed: bool = False) -> str:
        value = self._take(key, str, "text", is_needed=is_needed)
        return default if value is None else value.replace("\r\n", "\n").strip()

    def lines(self, key: str) -> str:
        """A list of lines, or one text with line breaks; stored one a line."""
        if isinstance(self._left.get(key), list):
            return "\n".join(self.texts(key))
        return self.text(key)

    def texts(self, key: str) -> list[str]:
        value = self._take(key, list, "list")
        if value is None:
            return []
        if not all(isinstance(entry, str) for entry in value):
            self._refuse(key, "list")
            return []
        return [entry.strip() for entry in value]

    def every_text(self) -> dict[str, str]:
        """All keys with their texts, where the file itself says which keys there are."""
        texts = {key: self.text(key) for key in list(self._left)}
        return {key: text for key, text in texts.items() if text}

    def text_or_texts(self, key: str) -> str | list[str]:
        return self.texts(key) if isinstance(self._left.get(key), list) else self.text(key)

    def flag(self, key: str) -> bool:
        return bool(self._take(key, bool, "flag"))

    def whole(self, key: str) -> int | None:
        value: int | None = self._take(key, int, "whole")
        if isinstance(value, bool):
            self._refuse(key, "whole")
            return None
        return value

    def number(self, key: str, *, is_needed: bool = False) -> float | None:
        value = self._take(key, (int, float), "number", is_needed=is_needed)
        if value is None:
            return None
        if isinstance(value, bool) or not math.isfinite(value):
            self._refuse(key, "number")
            return None
        return float(value)

    def day(self, key: str) -> date | None:
        value: date | None = self._take(key, date, "day")
        if isinstance(value, datetime):
            self._refuse(key, "day")
            return None
        return value

    def time_of_day(self, key: str, default: time) -> time:
        """A TOML time, or a text such as "17:00"."""
        value = self._take(key, (time, str), "time")
        if isinstance(value, str):
            try:
                value = time.fromisoformat(value.strip())
            except ValueError:
                self._refuse(key, "time")
                value = None
        return default if value is None else value.replace(microsecond=0, tzinfo=None)

    def table(self, key: str) -> "TomlTable | None":
        value = self._take(key, dict, "table")
        return None if value is None else TomlTable(value, (*self.place, key), self._problems)

    def tables(self, key: str) -> list["TomlTable"]:
        value = self._take(key, list, "tables")
        if value is None:
            return []
        if not all(isinstance(entry, dict) for entry in value):
            self._refuse(key, "tables")
            return []
        return [
            TomlTable(entry, (*self.place, key, number), self._problems)
            for number, entry in enumerate(value, start=1)
        ]

    def holds(self, key: str) -> bool:
        return key in self._left

    def refuse(self, key: str, code: str, /, **params: object) -> None:
        self._problems.append(placed((*self.place, key), code, **params))

    def close(self) -> None:
        for key in self._left:
            self.refuse(key, "key_unknown", key=key)
        self._left = {}

    def _take(
        self,
        key: str,
        kind: type | tuple[type, ...],
        expected: str,
        *,
        is_needed: bool = False,
    ) -> Any:
        if key not in self._left:
            if is_needed:
                self.refuse(key, "key_missing", key=key)
            return None
        value = self._left.pop(key)
        if not isinstance(value, kind):
            self._refuse(key, expected)
            return None
        return value

    def _refuse(self, key: str, expected: str) -> None:
        self.refuse(key, "value_wrong_type", key=key, expected=expected)
