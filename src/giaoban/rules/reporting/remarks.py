"""How long may the remarks of a report be?"""

from giaoban.rules.problems import RuleError

LONGEST_NOTE = 2_000  # beside a cell
LONGEST_REMARK = 5_000  # on the whole report
LONGEST_REASON = 2_000  # why a warning is right


def remark_text(typed: str) -> str:
    """As it is kept: a browser sends two characters for each new line, and one is meant."""
    return typed.replace("\r\n", "\n").strip()


def require_note(text: str) -> None:
    """Raises RuleError `note_too_long` (most, length)."""
    _require("note_too_long", text, LONGEST_NOTE)


def require_remark(text: str) -> None:
    """Raises RuleError `remark_too_long` (most, length)."""
    _require("remark_too_long", text, LONGEST_REMARK)


def require_reason(text: str) -> None:
    """Raises RuleError `reason_too_long` (most, length)."""
    _require("reason_too_long", text, LONGEST_REASON)


def _require(code: str, text: str, most: int) -> None:
    if len(text) > most:
        raise RuleError(code, most=most, length=len(text))
